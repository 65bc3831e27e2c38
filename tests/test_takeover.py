"""The `import` verb on timelines: events with their dates, texts and links; what can't be kept is listed."""

from __future__ import annotations

import csv
import io
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from built_in import LOCALES
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from biennien import cli
from biennien.check.prose import HTML
from biennien.desk.articles import Desk
from biennien.desk.timelines import Choices, plan_takeover, read_date
from biennien.desk.timelines.markdown import Converted, convert, paragraph
from biennien.desk.timelines.timelinejs import Fault, Slide, Timeline, read_json, read_table
from biennien.fields import INVALID, Context
from biennien.load import EVENT, load
from biennien.messages import Phrase, phrase
from biennien.nodes import parse
from biennien.problems import At
from biennien.project import read_project
from biennien.prose import references

if TYPE_CHECKING:
    from biennien.model import Chronicle

SITE = """\
title: {en: Rivers}
tagline: {en: A chronicle}
description: {en: A chronicle of rivers}
languages:
  en: {name: English, locale: en-GB}
"""
HEADER = (
    "Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,Media Credit,"
    "Media Caption,Media Thumbnail,Type,Group,Background,Link"
)
URL = "https://example.org/timeline"
UNSEEN = phrase("unseen", name="U+200B ZERO WIDTH SPACE")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project in one language, without an entry."""
    (tmp_path / "project/content").mkdir(parents=True)
    (tmp_path / "project/content/site.yaml").write_text(SITE, "utf-8")
    return tmp_path / "project"


def run(root: Path, name: str, raw: str | bytes, *arguments: str) -> int:
    """Take over a timeline; return the exit code."""
    file = root.parent / name
    file.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return cli.main(["import", str(file), "--root", str(root), "--url", URL, *arguments])


def timeline(*events: object, **more: object) -> str:
    """Return a timeline in JSON."""
    return json.dumps({"events": events, **more}, ensure_ascii=False)


def table(*rows: str) -> str:
    """Return a table with the columns of the spreadsheet."""
    return "\n".join((HEADER, *rows)) + "\n"


def slide(headline: str, text: str = "", year: object = 2001, **more: object) -> dict[str, Any]:
    """Return a slide in JSON."""
    return {"start_date": {"year": year}, "text": {"headline": headline, "text": text}, **more}


@cache
def own_chronicle() -> Chronicle:
    """Return the project's own chronicle."""
    chronicle, _ = load(ROOT)
    assert chronicle
    return chronicle


def chronicle_of(root: Path) -> Chronicle:
    """Return the chronicle of a project, in which nothing is wrong."""
    assert read_project(root).problems == ()
    chronicle, _ = load(root)
    assert chronicle
    return chronicle


BATTLE = slide(
    "The <b>battle</b> of 1_066",
    "<p>One <i>two </i>three.</p><p>See <a href='https://example.org/x(1)'>this</a>, 3 &lt; 5.</p>",
    start_date={"year": "1066", "month": 10, "day": "14"},
    media={"url": "https://example.org/p.jpg", "caption": "A picture", "credit": "Somebody"},
    group="Wars",
)


def test_a_slide_becomes_an_event_with_all_that_it_says(root: Path) -> None:
    """Headline, date, text, links, picture, credit and group; its source is the timeline, cited without an archive."""
    assert run(root, "t.json", timeline(BATTLE, title={"text": {"headline": "Old rivers"}})) == 0
    chronicle = chronicle_of(root)
    event = chronicle.events["the-battle-of-1-066-1066"]
    assert (event.title, event.date.text, event.coverage, event.kind) == (
        {"en": "The battle of 1_066"},
        "1066-10-14",
        "outside",
        "event",
    )
    assert event.body == {
        "en": "One *two* three.[^told]\n\nSee [this](https://example.org/x%281%29), 3 &lt; 5.[^told]\n\n"
        "[https://example.org/p.jpg](https://example.org/p.jpg) – A picture – Somebody[^told]"
    }
    assert event.topics == ("wars",)
    assert chronicle.sources["old-rivers"].url == URL
    assert [one.source for claim in event.claims for one in claim.evidence] == ["old-rivers"]


def test_a_taken_over_timeline_builds_at_once(root: Path) -> None:
    """A site of one language needs nothing more."""
    assert run(root, "t.json", timeline(BATTLE, slide("# 1. <script>", "- a\n\n2) b", year="202"))) == 0
    assert cli.main(["build", "--root", str(root)]) == 0
    assert (root / "site/en/events/the-battle-of-1-066-1066.html").is_file()


def test_the_file_itself_is_kept(root: Path) -> None:
    """As it came, with what the entries had no place for."""
    raw = b"\xef\xbb\xbf" + timeline(slide("One", background={"color": "#fff"})).encode()
    assert run(root, "t.json", raw) == 0
    (kept,) = (root / "seeds").iterdir()
    assert kept.suffix == ".json"
    assert kept.read_bytes() == raw


def test_taking_over_again_adds_only_what_is_new_and_changes_nothing(root: Path, capsys: Any) -> None:  # noqa: ANN401
    """Neither an event that a person has worked on, nor a second copy of anything."""
    text = timeline(slide("One", group="Wars"), slide("One"), slide("Two"))
    run(root, "t.json", text)
    assert "content/topics.yaml: wars\n" in capsys.readouterr().out
    with (root / "content/events/one-2001.yaml").open("a", encoding="utf-8") as file:
        file.write("# mine\n")
    (root / "content/events/two-2001.yaml").unlink()
    before = {file: file.read_bytes() for file in root.rglob("*") if file.is_file()}
    capsys.readouterr()
    assert run(root, "t.json", text) == 0
    told = capsys.readouterr().out
    assert "1 new event of 3 slides" in told
    assert "content/topics.yaml" not in told
    after = {file: file.read_bytes() for file in root.rglob("*") if file.is_file()}
    assert {file.name for file in after.keys() - before.keys()} == {"two-2001.yaml"}
    assert before.items() <= after.items()


def test_what_can_not_be_kept_is_listed_in_the_entry_and_told(root: Path, capsys: Any) -> None:  # noqa: ANN401
    """The time of day, backgrounds, years before 1, tags, and slides that are no event."""
    caesar = slide("Caesar", "<iframe src='x'></iframe>He came.", -44, background={"color": "red"})
    seven = slide("Seven", start_date={"year": 1999, "month": 2, "day": 30, "hour": 7, "minute": 30})
    era = {"start_date": {"year": 1000}, "end_date": {"year": 1100}, "text": {"headline": "Old"}}
    assert run(root, "t.json", timeline(caesar, seven, "odd", {}, eras=[era], scale="human")) == 0
    told = capsys.readouterr().out
    for part in (
        "era 1: era; Old; 1000; 1100",
        "scale: human",
        "event 3: unknown; value: odd",
        "event 4: it has no words",
    ):
        assert part in told
    chronicle = chronicle_of(root)
    assert chronicle.events["caesar"].date.text == "XXXX"
    assert chronicle.events["seven-1999"].date.text == "1999-02"
    entries = "".join(file.read_text("utf-8") for file in (root / "content/events").iterdir())
    for part in ("# Not kept: <iframe> x", "year -44", '{"color": "red"}', "month 2 day 30 hour 7 minute 30"):
        assert part in entries
        assert part.removeprefix("# Not kept: ") in told


@pytest.mark.parametrize(
    ("start", "end", "wanted", "lost"),
    [
        ({"year": "2023"}, {}, "2023", 0),
        ({"year": "2023.0", "month": "2.0"}, {}, "2023-02", 0),
        ({"year": "5"}, {"year": "12"}, "0005/0012", 0),
        ({"year": "2023", "month": "2", "day": "22"}, {"year": "2023", "month": "2", "day": "22"}, "2023-02-22", 0),
        ({"year": "2023", "month": "2"}, {"year": "2022"}, "2023-02", 1),
        ({"year": "2023", "day": "5"}, {}, "2023", 1),
        ({"year": "2023", "month": "13"}, {}, "2023", 1),
        ({"year": "-500"}, {"year": "100"}, "../0100", 1),
        ({"year": "-500"}, {"year": "-400"}, "XXXX", 2),
        ({"year": "4 BC"}, {}, "XXXX", 1),
        ({"year": "13700000000"}, {}, "XXXX", 1),
        ({"year": "²"}, {}, "XXXX", 1),
        ({"month": "5"}, {}, "XXXX", 1),
        ({}, {}, "XXXX", 0),
    ],
)
def test_dates_become_edtf_as_exactly_as_it_can_say_them(
    start: dict[str, str], end: dict[str, str], wanted: str, lost: int
) -> None:
    """What it can't say is told, and nothing is made up."""
    date, told = read_date(Slide(Phrase("event 1"), start=start, end=end))
    assert (date.text, len(told)) == (wanted, lost)


def test_a_table_is_read_by_its_column_names(root: Path) -> None:
    """With quotes, line breaks in cells, an empty row, and columns of other names."""
    rows = (
        '1937,7,7,,1945,9,2,,Chiến tranh,"Sông, ""cầu""","Dòng một.\n\nDòng hai.",https://example.org/a.jpg,Ảnh,Cầu,,,A,,',
        "",
        ",,,,,,,,,Rivers,All,,,,,title,,,",
    )
    assert run(root, "t.csv", table(*rows)) == 0
    (event,) = chronicle_of(root).events.values()
    assert (event.date.text, event.title["en"]) == (
        "1937-07-07/1945-09-02",
        "Sông, “cầu”".replace("“", '"').replace("”", '"'),
    )
    assert event.body
    assert event.body["en"].startswith("Dòng một.[^told]\n\nDòng hai.[^told]\n\n[https://example.org/a.jpg]")
    assert event.date_note
    assert "“Chiến tranh”" in event.date_note["en"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_may_come_from_any_spreadsheet(root: Path, delimiter: str, encoding: str, end: str) -> None:
    """Semicolons, tabs, a byte order mark, CRLF; names of columns in any case."""
    text = end.join(delimiter.join(row) for row in (("YEAR", " headline "), ("2001", "Một"), ("2002", "Hai")))
    assert run(root, "t.csv", text.encode(encoding)) == 0
    assert [one.title["en"] for one in chronicle_of(root).events.values()] == ["Hai", "Một"]


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("t.json", '{"events": [\n  {"text": }\n]}', "t.json:2:12: the JSON can’t be read here: expecting value"),
        ("t.json", "[]", "t.json:1:1: this JSON is no timeline"),
        ("t.json", '{"events": {}}', "it has no list “events”"),
        ("t.json", "[" * 100_000, "nested too deep"),
        ("t.json", b'{"events": ["\xff"]}', "byte 0xff can't be read"),
        ("t.csv", "a,b\n1,2\n", "t.csv:1:1: this is no timeline"),
        ("t.csv", 'Year,Headline\n2001,"One\n', "t.csv:2:1: the table can’t be read here"),
        ("t.csv", 'Year,Headline\n2001,One\n2002,"T"wo\n', "t.csv:3:1: the table can’t be read here"),
        ("t.csv", "", "is empty; nothing is archived"),
    ],
)
def test_a_file_that_is_no_timeline_is_told_where(
    root: Path,
    name: str,
    raw: str | bytes,
    said: str,
    capsys: Any,  # noqa: ANN401
) -> None:
    """With line and column, and nothing is written."""
    before = sorted(root.rglob("*"))
    assert run(root, name, raw) == 1
    assert said in capsys.readouterr().err
    assert sorted(root.rglob("*")) == before


def test_a_slide_without_a_headline_is_to_be_given_one(root: Path) -> None:
    """Nobody else can say what it is about."""
    assert run(root, "t.json", timeline(slide("", "It rained."), {"media": {"url": "https://example.org/a"}})) == 0
    assert {one.code for one in read_project(root).problems} == {"E244"}
    assert sorted(file.name for file in (root / "content/events").iterdir()) == ["entry.yaml", "it-rained-2001.yaml"]


def test_without_an_address_the_source_is_to_be_given_one(root: Path) -> None:
    """A source that nobody can look up is none."""
    file = root.parent / "t.json"
    file.write_text(timeline(slide("One")), "utf-8")
    assert cli.main(["import", str(file), "--root", str(root)]) == 0
    assert [(one.code, one.values["key"]) for one in read_project(root).problems] == [("E244", "url")]


def test_a_kind_is_one_that_there_is(root: Path, capsys: Any) -> None:  # noqa: ANN401
    """A slip in it writes nothing."""
    assert run(root, "t.json", timeline(slide("One")), "--kind", "battle") == 2
    assert "there is no kind “battle”" in capsys.readouterr().err
    assert not (root / "seeds").exists()


def test_some_thousand_rows_are_no_hardship(root: Path) -> None:
    """All of them are there, those of one name too."""
    rows = io.StringIO()
    writer = csv.writer(rows)
    writer.writerow(["Year", "Headline", "Text"])
    writer.writerows([1000 + number % 900, "Flood", f"It rained {number} days."] for number in range(2000))
    assert run(root, "t.csv", rows.getvalue()) == 0
    assert len(list((root / "content/events").iterdir())) == 2000


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("plain & <b>bold</b>", Converted(("plain & **bold**",), ("plain & bold",), ())),
        ("one\n\ntwo\nthree", Converted(("one", "two", "three"), ("one", "two", "three"), ())),
        ("<p>one\ntwo</p>", Converted(("one two",), ("one two",), ())),
        ("<ul><li>a<li>b</ul>", Converted(("a", "b"), ("a", "b"), ())),
        ("<a href='/x'>a</a>", Converted(("a",), ("a",), (phrase("link_to", address="/x"),))),
        ("<a href='http://x'>a<p>b", Converted(("[a](http://x)", "b"), ("a", "b"), ())),
        ("a\u200bb<!--c-->", Converted(("ab",), ("ab",), (UNSEEN, "<!--c-->"))),
        ("<script>x()</script>a", Converted(("a",), ("a",), ("<script>", "x()"))),
        ("# a", Converted(("\\# a",), ("# a",), ())),
        ("12. a", Converted(("12\\. a",), ("12. a",), ())),
        ("", Converted((), (), ())),
    ],
)
def test_html_becomes_markdown(html: str, wanted: Converted) -> None:
    """Stress, links and paragraphs are kept; the rest is told."""
    assert convert(html) == wanted


@settings(max_examples=100)
@given(st.text(st.sampled_from("<>&;[]()*_`#-+1. \n\\!^~abp/\"'="), max_size=40))
def test_whatever_a_text_holds_it_is_neither_html_nor_a_citation(text: str) -> None:
    """Nothing in it breaks a paragraph, cites a claim, or is taken for HTML."""
    for block in (*convert(text).blocks, paragraph(" ".join(text.split()))):
        assert "\n" not in block
        assert not HTML.search(block)
        found, paragraphs = references(f"{block}[^told]")
        assert [one.target for one in found if one.kind == "cite"] in (["told"], []) or block.endswith("\\")
        assert len(paragraphs) <= 1


LETTERS = st.text(st.characters(codec="utf-8") | st.sampled_from("<>&[](){}*_`#:-\"'\\\n"), max_size=30)


@settings(max_examples=60)
@given(LETTERS, LETTERS, LETTERS, LETTERS)
def test_whatever_a_slide_says_its_entry_is_read_again(headline: str, text: str, group: str, media: str) -> None:
    """YAML without a fault, in which nothing is HTML, nothing unseen, and every paragraph cites the claim."""
    one = slide(headline, text, group=group, display_date=media, media={"url": media, "caption": text, "credit": group})
    found = read_json(timeline(one))
    assert isinstance(found, Timeline)
    plan = plan_takeover(Desk(own_chronicle(), LOCALES, "vi"), Path("/nowhere"), b"", found, Choices("t.json"))
    context = Context(("vi",), [])
    for taken in plan.taken:
        node, faults = parse(taken.entry.encode(), "x.yaml")
        assert faults == ()
        if node:
            event = EVENT.read(node, At("x.yaml"), context, id="x")
            assert event is not INVALID
            assert not HTML.search(event.summary["vi"] + (event.body or {"vi": ""})["vi"])
    assert {one.code for one in context.found} <= {"E244", "E402"}  # the note on the date is in all languages
    for register, entries in plan.registers:
        for _, written in entries:
            assert parse(written.encode(), register)[1] == ()


@settings(max_examples=60)
@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3) | inner))
def test_whatever_stands_in_a_slide_is_read(value: object) -> None:
    """JSON of any shape is a timeline or a fault, never an exception."""
    for key in ("start_date", "text", "media", "group", "display_date", "events"):
        assert isinstance(read_json(json.dumps({"events": [{key: value}], "title": value, "eras": value})), Timeline)
    assert isinstance(read_json(json.dumps({"events": value})), Timeline | Fault)


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_whatever_stands_in_a_table_is_read(text: str) -> None:
    """A table of any shape is a timeline or a fault, never an exception."""
    assert isinstance(read_table(f"Year,Headline\n{text}"), Timeline | Fault)
    assert isinstance(read_table(text), Timeline | Fault)


def test_a_group_of_the_same_name_is_the_topic_that_there_is(root: Path) -> None:
    """Not a second one."""
    (root / "content/topics.yaml").write_text("fights: {name: {en: Wars}}\n", "utf-8")
    run(root, "t.json", timeline(BATTLE))
    assert yaml.safe_load((root / "content/topics.yaml").read_text("utf-8")) == {"fights": {"name": {"en": "Wars"}}}
