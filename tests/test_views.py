"""What pages show: the chronicle's values in one language, with their doubt, in order, each fact beside its claim."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from built_in import LOCALES, TEMPLATES
from hypothesis import given
from hypothesis import strategies as st

from biennien.cache.watch import Notes, watch
from biennien.load import load
from biennien.outputs import Stock
from biennien.outputs.pages import VIEWS
from biennien.site import Site, plan_site
from biennien.views.frame import addresses, counterpart, frame_view, shortened
from biennien.views.here import Here

if TYPE_CHECKING:
    from biennien.site import Page

TINY = Path(__file__).with_name("tiny")
SAY = LOCALES["en"].say


@pytest.fixture(scope="module")
def site() -> Site:
    """The plan of the tiny chronicle."""
    chronicle, _ = load(TINY)
    assert chronicle is not None
    return plan_site(chronicle)


def here(site: Site, address: str) -> Here:
    """Return where a page of the site stands."""
    page = next(page for page in site.pages if page.address == address)
    return Here(site, page, LOCALES[page.language], (page.kind, page.id))


def view(site: Site, address: str) -> dict[str, Any]:
    """Return the view of a page."""
    where = here(site, address)
    return VIEWS[where.page.kind](where)


def part(site: Site, address: str, id_: str) -> Any:  # noqa: ANN401 - whatever the part shows
    """Return the view of one section of a page."""
    return next(section["view"] for section in view(site, address)["sections"] if section["id"] == id_)


# The frame


@given(st.text(max_size=400), st.integers(2, 200))
def test_a_description_is_cut_at_a_word(text: str, length: int) -> None:
    """What is short enough stays; what is cut is a beginning of the text, and says that it goes on."""
    cut = shortened(text, length)
    assert len(cut) <= length + 1
    if len(text) <= length:
        assert cut == text
    else:
        assert cut.endswith("…")
        assert text.startswith(cut.removesuffix("…"))


def test_what_is_around_pages_is_alike_where_it_is_rendered_once(site: Site) -> None:
    """Of all pages that say that the same is around them, only the ways to the same page elsewhere may differ."""
    mastheads: dict[str, Any] = {}
    footers: dict[str, Any] = {}
    pages = [page for page in site.pages if page.kind in VIEWS]
    for page in pages:
        where = here(site, page.address)
        frame = frame_view(where, view(site, page.address), LOCALES, defaultdict(str))
        shared = {**frame["masthead"], "nav": [*frame["masthead"]["nav"]], "languages": [], "parallel": None}
        footer = {**frame["footer"], "links": [*frame["footer"]["links"]]}
        assert mastheads.setdefault(shared["around"], shared) == shared
        assert footers.setdefault(footer["around"], footer) == footer
    assert len({one["home"] for one in mastheads.values()}) > 1
    assert len(mastheads) < len(pages)


def test_a_page_reads_all_that_its_navigation_depends_on_whoever_asks_for_it(site: Site) -> None:
    """The links of masthead and footer are made when they are asked for, and read nothing of the content by then."""
    notes = Notes()
    watched = watch(Stock(site, LOCALES, TEMPLATES, TEMPLATES.environment(), defaultdict(str)), notes).site
    where = replace(here(site, "vi/people/index.html"), site=watched)
    frame = frame_view(where, view(site, "vi/people/index.html"), LOCALES, defaultdict(str))
    keys = notes.begin()
    assert len([*frame["masthead"]["nav"], *frame["footer"]["links"]]) > 10
    assert keys == set()


def test_a_page_has_its_counterpart_in_every_language(site: Site) -> None:
    """Only the folder of the language differs."""
    page = next(page for page in site.pages if page.address == "vi/people/mister-turtle.html")
    assert counterpart(page, "en") == "en/people/mister-turtle.html"


@pytest.mark.parametrize(
    ("base", "canonical", "english"),
    [
        ("", "", "../../en/people/mister-turtle.html"),
        (
            "https://a.example",
            "https://a.example/vi/people/mister-turtle.html",
            "https://a.example/en/people/mister-turtle.html",
        ),
        (
            "https://a.example/b/",
            "https://a.example/b/vi/people/mister-turtle.html",
            "https://a.example/b/en/people/mister-turtle.html",
        ),
    ],
)
def test_addresses_are_absolute_where_the_sites_own_is_known(
    site: Site, base: str, canonical: str, english: str
) -> None:
    """A closing slash of the base makes no difference."""
    from dataclasses import replace

    settings = replace(site.chronicle.settings, base_url=base)
    based = replace(site, chronicle=replace(site.chronicle, settings=settings))
    found = addresses(based, here(site, "vi/people/mister-turtle.html").page, LOCALES)
    assert found["canonical"] == canonical
    assert {one["lang"]: one["href"] for one in found["alternates"]}["en"] == english


def pages_of(site: Site, language: str) -> list[Page]:
    """Return the pages of one language that a template shows."""
    return [page for page in site.pages if page.language == language and page.kind in VIEWS]


@pytest.mark.parametrize("language", sorted(LOCALES))
def test_every_page_has_a_title_a_description_and_sections_with_headings(site: Site, language: str) -> None:
    """Only the timeline is titled by the site itself."""
    for page in pages_of(site, language):
        shown = view(site, page.address)
        assert shown["title"] or page.kind == "timeline", page
        assert shown["description"], page
        assert all(section["view"] for section in shown["sections"]), page


# Events


def test_every_fact_of_an_event_names_the_claim_it_rests_on(site: Site) -> None:
    """The number of a claim is its place on the page."""
    facts = {fact["label"]: fact["ref"] for fact in part(site, "en/events/festival-2030.html", "facts")}
    assert facts[SAY("fact_date")] == {"href": "#c-held", "number": "1"}
    assert [fact for fact, ref in facts.items() if not ref] == [SAY("fact_topics")]


def link(place: str, name: str) -> str:
    """Return the link from an event to a place."""
    return f'<a href="../places/{place}.html">{name}</a>'


def test_people_stand_side_by_side_of_the_border(site: Site) -> None:
    """In the posts that they held, by name where the article names them."""
    sides = part(site, "en/events/festival-2030.html", "people")
    shown = [
        (side["heading"], [(one["who"] and one["who"]["text"], [*map(str, one["posts"])]) for one in side["people"]])
        for side in sides
    ]
    assert shown == [
        ("Wind Hill", [("Madam Dragonfly", [f"Keeper of {link('wind-hill', 'Wind Hill')}"])]),
        (
            "Moon Bank",
            [
                (
                    "Mister Turtle",
                    [f"Envoy of {link('moon-bank', 'Moon Bank')} to {link('wind-hill', 'Wind Hill')}"],
                ),
                (None, [f"Keeper of {link('leaf-mushroom', 'Leaf Gate – Mushroom Gate')}"]),
            ],
        ),
    ]


def test_a_figure_says_its_bound_its_period_and_its_parts(site: Site) -> None:
    """A period that an article gives only in words stays words."""
    rows = {row["id"]: row for row in part(site, "en/events/festival-2030.html", "figures")["rows"]}
    honey, crossings = rows["f-honey"], rows["f-crossings"]
    assert (honey["bound"], honey["value"], honey["period"]["text"]) == (SAY("bound_over"), "USD 9.381 billion", "2029")
    assert [str(one) for one in crossings["parts"]] == [
        "Crossings to Mistland: 2,600 visits",
        "Crossings to Cloudland: 2,019 visits",
    ]
    assert rows["f-out"]["period"]["text"] == "period not stated"
    assert rows["f-back"]["period"]["doubt"]


def test_a_quote_stands_in_its_own_language_with_its_line_and_translation(site: Site) -> None:
    """The translation into the page's language only; none where the quote is in that language."""
    (claim,) = part(site, "en/events/council-2.html", "claims")
    (quote,) = claim["evidence"]
    assert (quote["lang"], quote["place"]) == ("vi", SAY("source_line", line=1))
    assert [one["lang"] for one in quote["translations"]] == ["en"]
    (claim,) = part(site, "vi/events/council-2.html", "claims")
    assert claim["evidence"][0]["translations"] == []


def test_a_claim_without_an_archived_copy_is_not_checked(site: Site) -> None:
    """It has its source, no quote and no line."""
    (claim,) = part(site, "en/events/gate-opening.html", "claims")
    assert not claim["checked"]
    assert [(one["quote"], one["place"]) for one in claim["evidence"]] == [("", "")]


@pytest.mark.parametrize(
    ("event", "iso", "doubt"),
    [
        ("festival-2030", "2030-02-27", False),
        ("council-2", "", True),
        ("gate-opening", "", True),
        ("forgotten-festival", "", True),
    ],
)
def test_a_date_in_doubt_is_no_date_for_machines(site: Site, event: str, iso: str, doubt: bool) -> None:  # noqa: FBT001
    """Only a date exact to the day has one."""
    date = view(site, f"en/events/{event}.html")["heading"]["date"]
    assert (date["iso"], bool(date["doubt"])) == (iso, doubt)


# Orders


def test_an_index_is_in_the_order_of_its_languages_alphabet(site: Site) -> None:
    """Vietnamese đ follows d; English has other names, and so another order."""
    titles = {
        language: [
            item["title"] for item in view(site, f"{language}/places/index.html")["sections"][0]["view"][0]["items"]
        ]
        for language in LOCALES
    }
    assert titles["vi"] == sorted(titles["vi"], key=LOCALES["vi"].sort_key)
    assert titles["en"] == sorted(titles["en"], key=LOCALES["en"].sort_key)
    assert titles["vi"] == ["Bãi Trăng", "Cổng Lá – Cổng Nấm", "Đồi Gió", "Xứ Mây", "Xứ Sương"]


def test_a_thread_shows_its_steps_in_time_and_where_it_stands(site: Site) -> None:
    """A request, a promise and a trial are three things."""
    steps = part(site, "en/threads/open-gate.html", "steps")
    assert [one["status"] for one in steps["steps"]] == ["requested", "agreed", "pilot"]
    assert steps["now"]["status"] == "pilot"
    assert "2030" in steps["now"]["text"]


def test_names_of_other_languages_are_marked_with_their_language_and_doubt(site: Site) -> None:
    """The site's own languages first, then others as far as they are known."""
    names = view(site, "en/people/madam-dragonfly.html")["heading"]["names"]
    assert [(one["lang"], one["text"], one["doubt"]) for one in names] == [
        ("vi", "Bà Chuồn Chuồn", ""),
        ("zh-Hans", "蜻蜓夫人", SAY("name_likely")),
        ("zh-Latn-pinyin", "Qīngtíng Fūrén", SAY("name_likely")),
    ]


def test_a_page_cites_itself_and_the_articles_it_rests_on(site: Site) -> None:
    """Without an address the page has none; what an article does not state is said."""
    cited = part(site, "en/events/council-2.html", "cite")
    assert all("https://hoi-be.example/nien-bieu/en/events/council-2.html" in one["text"] for one in cited["styles"])
    (article,) = [one["text"] for one in cited["articles"]]
    assert article.startswith("Mushroom Post")
    assert SAY("no_publisher") in article
    assert SAY("no_publication_date") in article
