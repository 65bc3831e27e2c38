"""Linked data, read by a library of others (rdflib): on every page, in the files, in the catalogue."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from test_data import PROJECTS, TINY, site_of

from biennien.cli import main
from biennien.edtf import parse_date
from biennien.outputs.linked import render_linked
from biennien.views.linked import EDTF, event_dates, script

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # by its own makers, in its own use
S = Namespace("https://schema.org/")
DCTERMS = Namespace("http://purl.org/dc/terms/")
BASE = "https://annals.example/some/where/"
ADDRESSES = (
    *("contentUrl", "eventAttendanceMode", "item", "license", "mainEntityOfPage", "url"),
    *("about", "appearance", "attendee", "author", "containedInPlace", "creator", "dataset", "distribution", "geo"),
    *("isPartOf", "itemListElement", "location", "mainEntity", "mentions", "organizer", "publisher", "subjectOf"),
    "superEvent",
)
DATES = ("dateModified", "datePublished", "endDate", "startDate")
TEXTS = (
    *("abstract", "alternateName", "contentSize", "description", "encodingFormat", "inLanguage", "isAccessibleForFree"),
    *("latitude", "longitude", "name", "position", "roleName", "temporalCoverage", "text"),
)
CONTEXT = {
    "@vocab": str(S),
    **{name: {"@id": f"{S}{name}", "@type": "@id"} for name in ADDRESSES},
    **{name: {"@id": f"{S}{name}", "@type": f"{S}Date"} for name in DATES},
}
"""What schema.org's own context says of the words that we use; the real one has a thousand more."""
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def read(data: Any, address: str) -> Graph:  # noqa: ANN401 - JSON-LD
    """Return the graph of JSON-LD that stands at an address of the site; every word of it is one that we know."""
    context = data["@context"] if isinstance(data["@context"], list) else [data["@context"]]
    assert context[0] == "https://schema.org"
    own = {key for part in context[1:] for key in part}
    assert words_of({key: value for key, value in data.items() if key != "@context"}) <= {
        *(*ADDRESSES, *DATES, *TEXTS, "dcterms:date"),
        *own,
    }
    local = {**data, "@context": [CONTEXT, *context[1:]]}
    return Graph().parse(data=json.dumps(local), format="json-ld", publicID=BASE + address)


def words_of(data: Any) -> set[str]:  # noqa: ANN401 - JSON-LD
    """Return the keys of JSON-LD, but for its own."""
    if isinstance(data, list):
        return set().union(*map(words_of, data))
    if not isinstance(data, dict):
        return set()
    return {key for key in data if key[0] != "@"}.union(*map(words_of, data.values()))


@cache
def files_of(root: Path) -> dict[str, Any]:
    """Return the files of linked data by address."""
    return {address: json.loads(raw) for address, raw in render_linked(site_of(root))}


def graph_of(root: Path, address: str) -> Graph:
    """Return the graph of a file."""
    return read(files_of(root)[address], address)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The pages of the project's own site."""
    into = tmp_path_factory.mktemp("linked") / "site"
    assert main(["build", "--root", str(ROOT), "--out", str(into)]) == 0
    return {file.relative_to(into).as_posix(): file.read_text("utf-8") for file in into.rglob("*.html")}


def test_every_page_says_what_it_is_about_in_its_own_language(pages: dict[str, str]) -> None:
    """One element on each page but those that only lead on or stand apart; its names are in its language, and on it."""
    planned = {"en/print.html", "vi/print.html", *(page.address for page in site_of(ROOT).pages)}
    for address, text in pages.items():
        found = SCRIPT.findall(text)
        if address == "404.html" or address not in planned:
            assert found == []
            continue
        (raw,) = found
        data = json.loads(raw)
        read(data, address)
        if address == "index.html":
            assert data["@type"] == "WebSite"
            continue
        if address == "data/index.html":
            assert data["@type"] == "DataCatalog"
            continue
        assert data["@context"][1] == {"@language": address.partition("/")[0]}
        first = data["@graph"][0]
        name = first["name"]["@value"] if isinstance(first["name"], dict) else first["name"]
        shown = "<title>" if address.endswith("/print.html") else "</head>"  # the page for print is headed by the site
        assert name in html.unescape(text.partition(shown)[2]), address


def test_an_event_has_on_its_page_what_a_search_engine_shows(pages: dict[str, str]) -> None:
    """Name, day, way of meeting, place, organiser, and the way to the page."""
    address = "en/events/cao-bang-guangxi-2024.html"
    (raw,) = SCRIPT.findall(pages[address])
    graph = read(json.loads(raw), address)
    event = URIRef(f"{BASE}data/events/cao-bang-guangxi-2024.jsonld#it")
    within = URIRef(f"{BASE}data/events/spring-meeting-2024.jsonld#it")
    assert {*graph.subjects(RDF.type, S.Event)} == {event, within}
    assert within in graph.objects(event, S.superEvent)
    assert graph.value(event, S.startDate) == Literal("2024-02-27", datatype=S.Date)
    chronicle = site_of(ROOT).chronicle
    assert [*graph.objects(event, S.name)] == [
        Literal(chronicle.events["cao-bang-guangxi-2024"].title["en"], lang="en")
    ]
    (crumbs,) = graph.subjects(RDF.type, S.BreadcrumbList)
    items = {graph.value(one, S.position): one for one in graph.objects(crumbs, S.itemListElement)}
    assert graph.value(items[Literal(1)], S.item) == URIRef(f"{BASE}en/index.html")
    assert graph.value(items[Literal(2)], S.item) is None


def test_a_thing_has_the_same_name_in_every_language(pages: dict[str, str]) -> None:
    """So that what one page says adds to what another says."""
    for path in ("events/spring-meeting-2024", "places/ta-lung-shuikou", "people/liu-ning"):
        firsts = []
        for language in ("vi", "en"):
            (raw,) = SCRIPT.findall(pages[f"{language}/{path}.html"])
            firsts.append(json.loads(raw)["@graph"][0]["@id"])
        assert firsts == [f"../../data/{path}.jsonld#it"] * 2


@PROJECTS
def test_the_file_of_an_event_has_all_its_claims_with_their_words(root: Path) -> None:
    """Each claim in every language, each quotation in its own, each with its source; the date as EDTF."""
    site = site_of(root)
    base = site.chronicle.settings.base_url.rstrip("/") + "/" if site.chronicle.settings.base_url else BASE
    for id_, event in site.chronicle.events.items():
        graph = graph_of(root, f"data/events/{id_}.jsonld")
        it = URIRef(f"{base}data/events/{id_}.jsonld#it")
        assert {*graph.objects(it, DCTERMS.date)} == {Literal(event.date.text, datatype=URIRef(EDTF))}
        claims = {*graph.subjects(RDF.type, S.Claim)}
        assert claims == {URIRef(f"{base}data/events/{id_}.jsonld#c-{claim.id}") for claim in event.claims}
        for claim in event.claims:
            node = URIRef(f"{base}data/events/{id_}.jsonld#c-{claim.id}")
            texts = {Literal(text, lang=language) for language, text in claim.text.items()}
            assert {*graph.objects(node, S.text)} == texts
            quoted = {
                str(graph.value(one, S.text)) for one in graph.objects(node, S.appearance) if graph.value(one, S.text)
            }
            assert quoted == {one.quote for one in claim.evidence if one.quote}
            named = {*graph.objects(node, S.appearance / S.isPartOf), *graph.objects(node, S.appearance)}
            assert {URIRef(f"{base}data/sources/{one.source}.jsonld#it") for one in claim.evidence} <= named


@PROJECTS
def test_every_entry_with_a_page_has_a_file_that_names_it(root: Path) -> None:
    """What a reference leads to is there, under that name."""
    named = set()
    for address in files_of(root):
        graph = graph_of(root, address)
        own = [one for one in graph.subjects(RDF.type) if str(one).endswith(f"{address}#it")]
        assert own, address
        named |= {str(one) for one in graph.all_nodes() if isinstance(one, URIRef) and str(one).endswith("#it")}
    there = {address + "#it" for address in files_of(root)}
    assert {one[one.index("data/") :] for one in named} <= there


@pytest.mark.parametrize(
    ("edtf", "wanted"),
    [
        ("2023-02-22", {"startDate": "2023-02-22"}),
        ("2023-02", {"startDate": "2023-02"}),
        ("2023-02-XX", {"startDate": "2023-02"}),
        ("2023-XX", {"startDate": "2023"}),
        ("2022-10-30/2022-11-01", {"startDate": "2022-10-30", "endDate": "2022-11-01"}),
        ("2022-10~/2022-12", {"endDate": "2022-12"}),
        ("2024-02~", {}),
        ("2024-02-27?", {}),
        ("202X", {}),
        ("../2024-11-28", {}),
        ("2024-02-27/..", {}),
        ("XXXX", {}),
    ],
)
def test_no_day_is_said_that_is_not_known(edtf: str, wanted: dict[str, str]) -> None:
    """As exact as the source, no more; nothing where it is about, in doubt or open."""
    event = site_of(ROOT).chronicle.events["spring-meeting-2023"]
    assert event_dates(replace(event, date=parse_date(edtf))) == wanted


def test_no_text_ends_the_element() -> None:
    """What could end it, or begin a comment in it, stands as escapes that JSON reads as the same text."""
    text = "</script><!--<script>&amp;\u2028"
    element = script({"name": text})
    assert element.count("<") == 2
    assert json.loads(SCRIPT.findall(element)[0]) == {"name": text}
    assert any("</script>" in one.title["vi"] for one in site_of(TINY).chronicle.events.values()) or any(
        "</script>" in claim.text["vi"] for one in site_of(TINY).chronicle.events.values() for claim in one.claims
    )


@pytest.mark.parametrize("address", ["en/data.html", "data/index.html"])
def test_the_catalogue_names_every_download(address: str, pages: dict[str, str]) -> None:
    """A DataCatalog with one Dataset, also at data/: licence, years, each file that is there with format and size."""
    (raw,) = SCRIPT.findall(pages[address])
    graph = read(json.loads(raw), address)
    (catalog,) = graph.subjects(RDF.type, S.DataCatalog)
    (data_set,) = graph.objects(catalog, S.dataset)
    assert graph.value(data_set, S.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert str(graph.value(data_set, S.temporalCoverage)) == "2022/2025"
    as_of = site_of(ROOT).chronicle.settings.as_of
    assert as_of
    assert str(graph.value(data_set, S.dateModified)) == as_of.text
    urls = {str(graph.value(one, S.contentUrl)) for one in graph.objects(data_set, S.distribution)}
    assert {
        f"{BASE}data/{one}"
        for one in ("chronicle.json", "claims.csv", "datapackage.json", "places.geojson", "timelinejs/vi.json")
    } <= urls
    links = re.findall(r'<p class="card-title"><a href="\.\./([^"]+)"', pages["en/data.html"])
    assert {f"{BASE}{one}" for one in links} == urls
