"""Our events in TimelineJS: it shows all of them, and what it was given can be taken over again without a change."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from audit.programs import install
from built_in import LOCALES
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from test_data import PROJECTS, TINY, site_of

from biennien import cells, cli, prose
from biennien.desk.timelines.markdown import convert
from biennien.desk.timelines.timelinejs import Timeline, read_json, read_table
from biennien.outputs.timelinejs import COLUMNS, render_timelines

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Serve
    from playwright.sync_api import Page

    from biennien.desk.timelines.timelinejs import Fault

PACKAGE, VERSION = "@knight-lab/timelinejs", "3.9.11"
SHOWN = """async source => {
  const timeline = new TL.Timeline('timeline', source, {language: 'en', font: null});
  for (let waited = 0; !document.querySelector('.tl-timemarker') && waited < 200; waited++) {
    await new Promise(done => setTimeout(done, 50));
  }
  const config = timeline.config;
  const text = each => ({headline: each.text.headline, text: each.text.text});
  return {
    errors: config.messages.errors.map(String),
    title: text(config.title),
    slides: config.events.map(each => ({...text(each), group: each.group || '', said: each.display_date || '',
      year: each.start_date.data.date_obj.getFullYear()})),
    markers: [...document.querySelectorAll('.tl-timemarker .tl-headline')].map(each => each.textContent),
  };
}"""

PAGE = """\
<!DOCTYPE html><meta charset=utf-8><title>Timeline</title><link rel=icon href=data:,>
<link rel=stylesheet href=timelinejs/css/timeline.css><script src=timelinejs/js/timeline.js></script>
<div id=timeline style='width:1000px;height:600px'></div>
"""


@cache
def files_of(root: Path) -> dict[str, bytes]:
    """Return the files of a project by the name of each."""
    site = site_of(root)
    locales = {one: LOCALES[one] for one in site.chronicle.languages}
    return {address.rpartition("/")[2]: raw for address, raw in render_timelines(site, locales)}


def slides_of(root: Path, language: str) -> dict[str, Any]:
    """Return the slides in a language by the id of their event."""
    return {one["unique_id"]: one for one in json.loads(files_of(root)[f"{language}.json"])["events"]}


@PROJECTS
def test_every_event_is_a_slide_in_every_language(root: Path) -> None:
    """With its title, the words of its summary, its days, and how exactly they are known in words."""
    site = site_of(root)
    for language in site.chronicle.languages:
        slides = slides_of(root, language)
        assert set(slides) == set(site.chronicle.events)
        for event in site.relations.events:
            slide = slides[event.id]
            assert unescape(slide["text"]["headline"]) == event.title[language]
            shown = " ".join(unescape(re.sub("<[^>]*>", " ", slide["text"]["text"])).split())
            assert prose.plain_text(event.summary[language]) in shown
            assert slide["edtf"] == event.date.text
            if event.date.is_exact:
                day = event.date.earliest
                assert day
                assert slide["start_date"] == {"year": day.year, "month": day.month, "day": day.day}
                assert "display_date" not in slide
            elif event.date.approximate or None in (event.date.start, event.date.end):
                assert slide["display_date"] == LOCALES[language].date(event.date)


def test_what_is_undated_has_no_day_and_is_named_on_the_title_slide() -> None:
    """TimelineJS shows nothing without a day; a day that nobody knows is not made up."""
    timeline = json.loads(files_of(TINY)["en.json"])
    undated = [one for one in timeline["events"] if one["edtf"] == "XXXX"]
    assert undated
    for one in undated:
        assert "start_date" not in one
        assert one["text"]["headline"] in timeline["title"]["text"]["text"]


@PROJECTS
def test_the_table_says_what_the_json_says(root: Path) -> None:
    """In the columns of the makers' spreadsheet; Year is the first of them, as TimelineJS wants it."""
    for language in site_of(root).chronicle.languages:
        raw = files_of(root)[f"{language}.csv"]
        head, title, *rows = cells.read_rows(raw)
        assert tuple(head) == COLUMNS
        assert title[COLUMNS.index("Type")] == "title"
        slides = [*slides_of(root, language).values()]
        for row, slide in zip(rows, slides, strict=True):
            told = dict(zip(COLUMNS, row, strict=True))
            assert (told["Headline"], told["Text"]) == (slide["text"]["headline"], slide["text"]["text"])
            days = {key: told[key.title()] for key in ("year", "month", "day") if told[key.title()]}
            assert days == {key: str(value) for key, value in slide.get("start_date", {}).items()}
            assert (told["EDTF"], told["Unique ID"]) == (slide["edtf"], slide["unique_id"])
        assert len(next(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))) == len(COLUMNS)


@pytest.mark.parametrize("form", ["json", "csv"])
@pytest.mark.parametrize("language", ["vi", "en"])
@PROJECTS
def test_what_is_exported_can_be_taken_over_and_is_then_the_same(
    root: Path, language: str, form: str, tmp_path: Path
) -> None:
    """Export, import into an empty project, export: byte for byte the same, in both forms."""
    again = taken_over(root, language, form, tmp_path)
    assert render(again, language) == {
        name: raw for name, raw in files_of(root).items() if name.startswith(f"{language}.")
    }


def taken_over(root: Path, language: str, form: str, folder: Path) -> Path:
    """Return a project of one language into which an export was imported."""
    name = f"{language}.{form}"
    file = folder / name
    file.write_bytes(files_of(root)[name])
    project = folder / "project"
    (project / "content").mkdir(parents=True)
    own = yaml.safe_load((root / "content" / "site.yaml").read_text("utf-8"))
    texts = {key: {language: own[key][language]} for key in ("title", "tagline", "description")}
    languages = {language: own["languages"][language]}
    site = {**texts, "languages": languages, **{key: own[key] for key in ("base_url",) if key in own}}
    (project / "content" / "site.yaml").write_text(yaml.safe_dump(site, allow_unicode=True), "utf-8")
    assert cli.main(["import", str(file), "--root", str(project), "--url", "https://annals.example/"]) == 0
    assert cli.main(["check", "--root", str(project)]) == 0
    return project


def render(project: Path, language: str) -> dict[str, bytes]:
    """Return the files of a project that was just made, by the name of each."""
    found = render_timelines(site_of(project), {language: LOCALES[language]})
    return {address.rpartition("/")[2]: raw for address, raw in found}


MARKDOWN = st.lists(
    st.sampled_from(
        [
            *("**", "*", "_", "a", " ", "đ", "<b>", "&amp;", "[x](https://e.example/)"),
            *("# ", "- ", "1. ", "> ", "\n", "\n\n", "`", "=", "---", "    ", "[^c]", "\\"),
        ]
    ),
    max_size=14,
).map("".join)


@given(MARKDOWN)
@settings(max_examples=100)
def test_a_paragraph_survives_the_way_there_and_back(text: str) -> None:
    """What TimelineJS is given, taken over as Markdown, gives TimelineJS the same."""
    first = prose.render_slide(text, lambda _register, _id: None)
    there = convert("".join(f"<p>{one}</p>" for one in first))
    again = [one for block in there.blocks for one in prose.render_slide(block, lambda _register, _id: None)]
    assert again == first
    assert there.lost == ()


@given(MARKDOWN)
@settings(max_examples=100)
def test_plain_paragraphs_are_not_parsed_and_are_the_same(text: str) -> None:
    """Only to be quick: what is found by the empty lines is what the parser of Markdown finds."""
    assert prose.render_slide(text, lambda *_: None) == prose._slide_blocks(text, lambda *_: None)


def test_a_rule_of_several_strokes_is_no_words() -> None:
    """However its strokes are divided (CommonMark 0.31, section 4.1), a slide has none."""
    assert prose.render_slide("a\n\n-- -\n\n---- ---\n\nb", lambda *_: None) == ["a", "b"]


def test_a_slide_has_words_stress_and_links_and_no_more() -> None:
    """Headings are stressed, lists have bullets, citations are gone, links into the chronicle lead where they can."""
    text = "# A *b*\n\nSee [it](place:ta-lung) and **x *y***.[^c]\n\n- one\n- two\n\n  more\n\n> said\n\n<i>&"
    assert prose.render_slide(text, lambda register, id_: f"https://e.example/{register}/{id_}") == [
        "<b>A b</b>",
        'See <a href="https://e.example/places/ta-lung">it</a> and <b>x y</b>.',
        "• one",
        "• two",
        "more",
        "said",
        "&lt;i&gt;&amp;",
    ]
    assert "<a" not in "".join(prose.render_slide(text, lambda _register, _id: None))


@pytest.mark.parametrize("read", [read_json, read_table])
def test_a_slide_keeps_its_own_id_and_date(read: Any) -> None:  # noqa: ANN401 - either reader
    """`unique_id` is TimelineJS's own; EDTF is ours, and says more than its days."""
    text = (
        '{"events": [{"unique_id": "a-b", "edtf": "2024~", "start_date": {"year": 2024}, "text": {"headline": "A"}}]}'
        if read is read_json
        else "Year,Headline,EDTF,Unique ID\n2024,'=A,2024~,a-b\n"
    )
    timeline: Timeline | Fault = read(text)
    assert isinstance(timeline, Timeline)
    (slide,) = timeline.slides
    assert (slide.id, slide.edtf, slide.rest) == ("a-b", "2024~", {})
    assert slide.headline in ("A", "=A")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with TimelineJS itself (from npm, pinned, into .cache/) and a page that loads it."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("no Node with npm, from which TimelineJS comes")
    program = install(PACKAGE, ROOT / ".cache" / "timelinejs", {PACKAGE: VERSION}) / "dist"
    shutil.copytree(program, tmp_path / "timelinejs")
    (tmp_path / "index.html").write_text(PAGE, "utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ["vi.json", "en.json", "en.csv"])
@PROJECTS
def test_timelinejs_shows_every_dated_event(page: Page, serve: Serve, folder: Path, root: Path, name: str) -> None:
    """Without an error, with headline, text, group and date of each as they were given."""
    (folder / name).write_bytes(files_of(root)[name])
    base = serve(folder)
    page.goto(f"{base}/index.html")
    shown = page.evaluate(SHOWN, f"{base}/{name}")
    assert shown["errors"] == []
    slides = [one for one in slides_of(root, name[:2]).values() if "start_date" in one]
    assert len(shown["slides"]) == len(slides)
    told = {one["headline"]: one for one in shown["slides"]}
    for slide in slides:
        one = told[slide["text"]["headline"]]
        assert words(one["text"]) == words(slide["text"]["text"])
        assert one["group"] == slide.get("group", "")
        assert one["said"] == slide.get("display_date", "")
        assert one["year"] == slide["start_date"]["year"]
    assert sorted(map(words, shown["markers"])) == sorted(words(one["text"]["headline"]) for one in slides)


def words(html: str) -> str:
    """Return what one reads of HTML."""
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())
