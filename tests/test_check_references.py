"""Ids, names, circles and posts: what the rules let pass, and what they don't."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from project import EVENT, find_codes, find_problems, write_changed

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ("host: [joint-committee]", []),
        ("host: [liu-ning]", ["E215"]),
        ("host: [spring-meetings]", ["E215"]),
        ("notes: [{about: held, vi: Một, en: One}]", []),
        ("notes: [{about: participants, vi: Một, en: One}]", []),
        ("notes: [{vi: Một, en: One}]", []),
        ("notes: [{about: body, vi: Một, en: One}]", ["E215"]),
        ("participants: [{who: liu-ning, role: led, claim: held}]", []),
        ("participants: [{who: ha-giang, role: led, claim: held}]", ["E215"]),
        ("participants: [{who: liu-ning, side: joint-committee, role: led, claim: held}]", []),
        ("participants: [{who: liu-ning, side: liu-ning, role: led, claim: held}]", ["E215"]),
        (
            "commitments: [{thread: bridge, status: requested, by: [liu-ning, guangxi, joint-committee], claim: ask}]",
            [],
        ),
        ("topics: [trade, trade]", []),
        ("topics: [none, none]", ["E215"]),
    ],
)
def test_an_id_leads_to_a_register_that_may_hold_it(tmp_path: Path, fields: str, codes: list[str]) -> None:
    """A host is a place or an organisation, who does something may be a person too, and so on."""
    assert find_codes(tmp_path, f"=== {EVENT} +\n{fields}\n") == codes


@pytest.mark.parametrize("register", ["kinds", "series", "topics", "people", "places", "posts", "measures", "threads"])
def test_a_register_that_cannot_be_read_is_the_only_fault(tmp_path: Path, register: str) -> None:
    """Whatever leads into it may be right."""
    assert len(find_codes(tmp_path, f"=== content/{register}.yaml\n- x\n")) == 1


def test_sources_that_cannot_be_read_are_the_only_fault(tmp_path: Path) -> None:
    """Quotes are not looked for, coverage is not judged."""
    assert find_codes(tmp_path, "=== content/sources.yaml\n- x\n") == ["E203"]


def test_a_link_into_a_register_that_cannot_be_read_is_no_fault(tmp_path: Path) -> None:
    """As with ids."""
    body = "body: {vi: '[a](topic:none) [^held]', en: '[a](topic:none) [^held]'}"
    assert find_codes(tmp_path / "a", f"=== {EVENT} +\n{body}\n") == ["E504", "E504"]
    assert find_codes(tmp_path / "b", f"=== {EVENT} +\n{body}\n=== content/topics.yaml\n- x\n") == ["E203"]


def test_ids_of_several_kinds_of_parts_may_be_alike(tmp_path: Path) -> None:
    """A figure and a claim are not taken for each other."""
    documents = "documents: [{id: held, name: {vi: Biên bản, en: Minutes}, status: signed, claim: held}]"
    assert find_codes(tmp_path, f"=== {EVENT} +\n{documents}\n") == []


def test_each_repetition_of_an_id_shows_the_first(tmp_path: Path) -> None:
    """Three of one id are two faults."""
    documents = "\n".join(
        f"  - {{id: a, name: {{vi: Bản {n}, en: Copy {n}}}, status: signed, claim: held}}" for n in "ABC"
    )
    found = find_problems(write_changed(tmp_path, f"=== {EVENT} +\ndocuments:\n{documents}\n"))
    assert [one.code for one in found] == ["E216", "E216"]
    assert len({one.also for one in found}) == 1


@pytest.mark.parametrize(
    ("names", "codes"),
    [
        ("{vi: Việt Nam, en: Vietnam}", ["E224", "E224"]),
        ("{vi: Việt Nam, en: Viet Nam}", ["E224"]),
        ("{vi: Vie\u0323\u0302t Nam, en: Viet Nam}", ["E224"]),
        ("{vi: Lưu Ninh, en: Liu}", ["E224"]),
        ("{vi: việt nam, en: viet nam}", []),
        ("{vi: Vietnam, en: Việt Nam}", []),
    ],
)
def test_a_name_is_given_once_in_each_language(tmp_path: Path, names: str, codes: list[str]) -> None:
    """In whatever form its accents are stored; capitals are part of a name."""
    place = f"other: {{kind: country, name: {names}}}"
    assert find_codes(tmp_path, f"=== content/places.yaml +\n{place}\n") == codes


def test_a_circle_may_have_many_members_and_others_may_lead_to_it(tmp_path: Path) -> None:
    """Only its members are reported."""
    chain = "".join(f"p{n}: {{kind: town, name: {{vi: P{n}, en: P{n}}}, in: [p{n + 1}]}}\n" for n in range(2, 500))
    circle = "a: {kind: town, name: {vi: A, en: A}, sides: [{name: {vi: A1, en: A1}, in: [b]}]}\n"
    circle += "b: {kind: town, name: {vi: B, en: B}, in: [a]}\n"
    end = "p500: {kind: town, name: {vi: P500, en: P500}, in: [a]}\n"
    found = find_problems(write_changed(tmp_path, f"=== content/places.yaml +\n{circle}{chain}{end}"))
    assert [(one.code, one.values["id"]) for one in found] == [("E225", "a"), ("E225", "b")]


@pytest.mark.parametrize("field", ["part_of", "after"])
def test_two_events_may_not_lie_in_each_other(tmp_path: Path, field: str) -> None:
    """Neither within nor after each other."""
    text = (
        "title: {vi: Họp, en: Talks}\nkind: meeting\ndate: XXXX\ndate_note: {vi: Không rõ, en: Not known}\n"
        f"coverage: outside\noriginal: vi\n{field}: OTHER\nsummary: {{vi: Họp, en: Talks}}\n"
        "claims:\n"
        f"  - {{id: a, kind: event, supports: [{field}], vi: Họp, en: Talks, evidence: [{{source: web}}]}}\n"
    )
    events = "".join(
        f"=== content/events/{own}.yaml\n{text.replace('OTHER', other)}"
        for own, other in (("one", "two"), ("two", "one"))
    )
    assert find_codes(tmp_path, events) == ["E225", "E225"]


@pytest.mark.parametrize(
    ("name", "post", "codes"),
    [
        ("Đại sứ", "{post: secretary}", []),
        ("Đại sứ", "{post: secretary, of: vietnam}", []),
        ("Đại sứ {of} tại {to}", "{post: secretary, of: vietnam, to: guangxi}", []),
        ("Đại sứ {of} tại {to}", "{post: secretary, of: vietnam}", ["E232"]),
        ("Đại sứ {of} tại {to}", "{post: secretary}", ["E232", "E232"]),
        ("Đại sứ {of!r}", "{post: secretary}", ["E231"]),
        ("Đại sứ {}", "{post: secretary}", ["E231"]),
        ("Đại sứ {{of}}", "{post: secretary, of: vietnam}", ["E231", "E231"]),
        ("Đại sứ {of", "{post: secretary}", ["E231"]),
        ("Đại sứ {of.name}", "{post: secretary}", ["E231"]),
    ],
)
def test_a_post_has_two_blanks_and_no_more(tmp_path: Path, name: str, post: str, codes: list[str]) -> None:
    """Whatever else stands in brackets would break the page."""
    posts = f'secretary: {{name: {{vi: "{name}", en: Ambassador}}}}'
    participants = f"participants: [{{posts: [{post}], role: led, claim: held}}]"
    changes = f"=== content/posts.yaml +\n{posts}\n=== {EVENT} +\n{participants}\n"
    assert find_codes(tmp_path, changes) == codes
