"""The audits' own arithmetic: what is read from a judge's report, what is held against a page, how it is told."""

from __future__ import annotations

import gzip
import json
from http import HTTPStatus
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from audit.audit import name_address, parse
from audit.hosting import encode, hosted
from audit.lighthouse import CATEGORIES, MEASURES, Visit, medians, over, pick_pages, read_failed, read_values
from audit.markup import Remark, summarise
from audit.report import Audit, faults, table, to_json, to_markdown

if TYPE_CHECKING:
    from pathlib import Path

GOOD = dict.fromkeys(MEASURES, 0.0) | dict.fromkeys(CATEGORIES, 100.0)
ROLE = Remark("warning", "The “list” role is unnecessary for element “ul”.", 2, "en/index.html:52", "")
PAINT = Remark("error", "CSS: “paint-order”: Property “paint-order” doesn't exist.", 4, "css/style.css:8", "SVG 2")


def visit(kind: str = "event", device: str = "phone", **values: float) -> Visit:
    """Return a visit without fault but for these values."""
    return Visit(kind, "vi/events/x.html", device, 3, GOOD | values, ())


def audit(*visits: Visit, remarks: tuple[Remark, ...] = ()) -> Audit:
    """Return a run."""
    return Audit("2026-11-23", "a machine", {"Node": "v20"}, (0.5, 1.5), visits, 382, remarks)


def lighthouse_report(**scores: float) -> dict[str, Any]:
    """Return what Lighthouse says, cut to what is read of it."""
    sent = [("Document", 9_000), ("Stylesheet", 8_000), ("Script", 5_000), ("Font", 30_000), ("Font", 5_000), (None, 7)]
    times = {"largest-contentful-paint": 1234.56789, "cumulative-layout-shift": 0.1, "total-blocking-time": 0}
    items = [{"transferSize": size} | ({"resourceType": sort} if sort else {}) for sort, size in sent]
    audits: dict[str, Any] = {name: {"numericValue": value, "score": 0.5} for name, value in times.items()}
    audits |= {"network-requests": {"details": {"items": items}, "score": 1}, "told": {"score": None}}
    weights = {"largest-contentful-paint": 25, "cumulative-layout-shift": 0, "told": 1}
    refs = [{"id": name, "weight": weight} for name, weight in weights.items()]
    return {
        "audits": audits,
        "categories": {
            name: {"score": scores.get(name, 1), "auditRefs": refs if name == "seo" else []} for name in CATEGORIES
        },
    }


def test_a_report_is_read_in_points_milliseconds_and_bytes() -> None:
    """What has no kind counts in the total alone; fonts add up."""
    values = read_values(lighthouse_report(performance=0.985))
    assert [*values] == [*MEASURES]
    assert (values["performance"], values["seo"]) == (98, 100)
    assert (values["lcp"], values["cls"], values["requests"], values["total"]) == (1234.5679, 0.1, 6, 57_007)
    assert (values["html"], values["css"], values["script"], values["fonts"]) == (9_000, 8_000, 5_000, 35_000)


def test_what_cost_a_point_is_named() -> None:
    """Audits without weight cost none, and those that don't apply have no score."""
    assert [*read_failed(lighthouse_report())] == ["seo: largest-contentful-paint (0.5)"]


def test_the_median_of_three_is_the_middle_one() -> None:
    """Each measure for itself: one slow visit says nothing."""
    runs = [GOOD | {"lcp": lcp, "tbt": tbt} for lcp, tbt in ((900, 5), (9_000, 0), (1_000, 3))]
    assert medians(runs) == GOOD | {"lcp": 1_000, "tbt": 3}


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (visit(lcp=1_400, total=60_000), ()),
        (visit(lcp=1_401), ("lcp 1401 > 1400",)),
        (visit(device="desktop", lcp=1_401), ()),
        (visit(device="desktop", cls=0.001), ("cls 0.001 > 0",)),
        (visit(seo=99), ("seo 99 < 100",)),
        (visit(total=60_001), ("total 60001 > 60000",)),
        (visit("timeline", total=75_000, script=12_000, fonts=45_000, requests=6), ()),
        (visit("timeline", total=75_001, requests=7), ("total 75001 > 75000", "requests 7 > 6")),
        (visit("door", total=99_999), ()),
    ],
)
def test_a_visit_is_held_against_its_limits(one: Visit, told: tuple[str, ...]) -> None:
    """The limit itself is allowed."""
    assert over(one) == told


def test_the_pages_are_the_door_and_in_each_language_the_timeline_and_the_largest_event(tmp_path: Path) -> None:
    """A folder without events is no language."""
    for name, size in (("index", 1), ("vi/index", 1), ("vi/events/a", 9), ("vi/events/b", 10), ("data/index", 1)):
        file = tmp_path / f"{name}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x" * size)
    assert [*pick_pages(tmp_path)] == [
        ("door", ""),
        ("timeline", "vi/index.html"),
        ("event", "vi/events/b.html"),
    ]


def test_the_checkers_messages_are_counted() -> None:
    """Errors and warnings, with the first place; what it only wants to have said is left out."""
    role = {"type": "info", "subType": "warning", "message": ROLE.message, "url": "en/index.html"}
    told = {"type": "info", "message": "Trailing slash on void elements has no effect."}
    broken = {"type": "non-document-error", "message": "Forbidden host.", "url": "a.html"}
    assert summarise([{**role, "lastLine": 52}, {**role, "lastLine": 70}, told, broken]) == (
        ROLE,
        Remark("error", "Forbidden host.", 1, "a.html:", ""),
    )


def test_what_the_checker_does_not_know_yet_is_told_apart() -> None:
    """The rest of a known message makes it another one."""
    known, unknown = summarise(
        [{"type": "error", "message": message} for message in (PAINT.message, f"{PAINT.message} Really.")]
    )
    assert known.standard
    assert not unknown.standard


def test_the_report_says_what_is_to_mend() -> None:
    """Of the pages and of the markup; what the checker doesn't know is in its table only."""
    run = audit(visit(total=61_500), remarks=(ROLE, PAINT))
    assert faults(run) == ("/vi/events/x.html, phone: total 61500 > 60000", f"2 × warning: {ROLE.message}")
    text = to_markdown(run)
    assert "| /vi/events/x.html | phone | 100 100 100 100 | 0.00 | 0 | 0 | 0 | 61.5 | 0.0 | 0.0 | 0.0 | 0.0 |" in text
    assert "over 382 files: 0 errors, 2 warnings; 4 of its errors are of what it doesn’t know yet." in text
    assert "load 0.5 before, 1.5 after" in text
    assert text.endswith(f"- {faults(run)[1]}\n")
    assert json.loads(to_json(run))["faults"] == [*faults(run)]
    assert to_markdown(audit(visit())).endswith("Nothing to mend.\n")


def test_a_bar_in_a_message_does_not_end_its_cell() -> None:
    """Tables are Markdown's."""
    assert [*table(("a", "b"), [("x|y", "z")])] == ["| a | b |", "|---|---|", "| x&#124;y | z |"]


def test_the_host_compresses_text_alone() -> None:
    """Fonts are compressed already, what is short grows, and who doesn't ask for it gets it plain."""
    text, kind = b"annals " * 100, "text/html; charset=utf-8"
    body, coding = encode(text, kind, "gzip, br")
    assert (gzip.decompress(body), coding) == (text, "gzip")
    for plain in ((text, "font/woff2", "gzip"), (b"short", kind, "gzip"), (text, kind, "")):
        assert encode(*plain) == (plain[0], "")


def test_the_host_serves_its_folder_and_nothing_beside_it(tmp_path: Path) -> None:
    """A folder's address is its index, what isn't there is the site's 404."""
    for name in ("site/vi/index.html", "site/404.html", "secret.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"this is {name}, at some length. " * 9, "utf-8")
    with hosted(tmp_path / "site") as address:
        status, coding, body = fetch(address, "/vi/?q=x")
        assert (status, coding) == (HTTPStatus.OK, "gzip")
        assert gzip.decompress(body).startswith(b"this is site/vi/index.html")
        for elsewhere in ("/nowhere.html", "/../secret.html", "/%2e%2e/secret.html"):
            status, _, body = fetch(address, elsewhere)
            assert status == HTTPStatus.NOT_FOUND
            assert gzip.decompress(body).startswith(b"this is site/404.html")


def fetch(address: str, path: str) -> tuple[int, str, bytes]:
    """Return what a host answers: status, content coding and body."""
    connection = HTTPConnection(urlsplit(address).netloc)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    found = answer.status, answer.headers["Content-Encoding"], answer.read()
    connection.close()
    return found


@pytest.mark.parametrize(
    ("words", "chosen"), [("", (True, True)), ("--markup", (False, True)), ("--lighthouse", (True, False))]
)
def test_who_chooses_no_audit_gets_both(words: str, chosen: tuple[bool, bool]) -> None:
    """The choices are of what to make, not of what to leave out."""
    options = parse(words.split())
    assert (options.lighthouse, options.markup) == chosen


def test_the_audited_site_knows_its_own_address(tmp_path: Path) -> None:
    """In a copy: an address that the project has already gives way, and the project itself stays as it is."""
    settings = tmp_path / "own" / "content" / "site.yaml"
    settings.parent.mkdir(parents=True)
    settings.write_text("base_url: https://annals.example\nabout: {en: Words}\n", "utf-8")
    name_address(tmp_path / "own", tmp_path / "copy", "http://127.0.0.1:1")
    copy = (tmp_path / "copy" / "content" / "site.yaml").read_text("utf-8")
    assert copy == "about: {en: Words}\nbase_url: http://127.0.0.1:1\n"
    assert settings.read_text("utf-8").startswith("base_url: https://annals.example\n")
