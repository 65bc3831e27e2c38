"""Typed readers: what each field takes, and what is said about anything else."""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennien.alphabets import disguised_words
from biennien.edtf import parse_date
from biennien.fields import (
    INVALID,
    MAX_LENGTH,
    Choice,
    Context,
    Day,
    Field,
    Id,
    ListOf,
    Number,
    Reader,
    Record,
    Register,
    SiteLanguage,
    Tag,
    Tags,
    Texts,
    Variants,
    Whole,
    Words,
    meant,
    needed,
    optional,
    several,
    vital,
)
from biennien.fields.scalars import USUAL
from biennien.messages import voice
from biennien.nodes import Scalar, parse
from biennien.problems import At, Problem
from biennien.text import hidden_characters

FILE = "content/x.yaml"
AT = At(FILE, ("field",))


def read(reader: Reader, text: str) -> tuple[Any, list[Problem]]:
    """Return the value that a reader gives to a YAML text, and what it reports."""
    context = Context(("vi", "en"), [])
    node, problems = parse(text.encode(), FILE)
    assert node is not None, problems
    return reader.read(node, AT, context), context.found


def word(reader: Reader, text: str) -> tuple[Any, list[Problem]]:
    """Return the value that a reader gives to a text however hard to write in YAML, and what it reports."""
    context = Context(("vi", "en"), [])
    return reader.read(Scalar(text, plain=True, style="", start=0, end=len(text)), AT, context), context.found


def taken(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a record has
    """Make a record of what was read."""
    return fields


RECORD = Record(
    taken,
    {
        "id": needed(Id()),
        "date": vital(Day()),
        "count": optional(Whole(), 1),
        "topics": several(Id()),
        "in": optional(Words(), ""),
    },
    texts="text",
    rename={"in": "within"},
)


@pytest.mark.parametrize(
    ("reader", "text", "value"),
    [
        (Words(), "no", "no"),
        (Words(), "2023-02-22", "2023-02-22"),
        (Words(), "'  một  hai '", "một  hai"),
        (Words(), "|\n  một\n  hai\n", "một\nhai"),
        (Words(), '"👩\u200d🔬"', "👩\u200d🔬"),
        (Id(), "ta-lung-2", "ta-lung-2"),
        (Id(), "010", "010"),
        (Id(), "no", "no"),
        (Choice(("on", "off")), "on", "on"),
        (Whole(), "0", 0),
        (Whole(1), "14", 14),
        (Number(), "0", Decimal(0)),
        (Number(), "7200000000", Decimal(7_200_000_000)),
        (Number(), "0.125", Decimal("0.125")),
        (Number(), "9.3810", Decimal("9.3810")),
        (Number(), "9.38", Decimal("9.38")),
        (Number(), "1234.567", Decimal("1234.567")),
        (Day(), "2023-02-22", parse_date("2023-02-22")),
        (Day(), "XXXX", parse_date("XXXX")),
        (Tag(), "zh-Latn-pinyin", "zh-Latn-pinyin"),
        (SiteLanguage(), "en", "en"),
        (Texts(), "{en: One, vi: Một}", {"vi": "Một", "en": "One"}),
        (Texts(optional=True), "{en: One}", {"en": "One"}),
        (ListOf(Id()), "[a, b]", ("a", "b")),
        (ListOf(Id()), "[]", ()),
        (Tags(), "{zh-Hans: 刘宁, de: x}", {"zh-Hans": "刘宁", "de": "x"}),
        (Variants(), "{vi: [a, b], en: []}", {"vi": ("a", "b"), "en": ()}),
        (Register(Record(taken, {})), "{}", {}),
    ],
)
def test_a_field_takes_what_it_is_for(reader: Reader, text: str, value: object) -> None:
    """And types it; nothing is said."""
    assert read(reader, text) == (value, [])


@pytest.mark.parametrize(
    ("reader", "text", "code"),
    [
        (Words(), "[a]", "E203"),
        (Words(), "{a: b}", "E203"),
        (Words(), "''", "E204"),
        (Words(), "' \n '", "E204"),
        (Words(), "a\u200bb", "E123"),
        (Words(), r'"a\u202eb"', "E123"),
        (Words(), r'"a\0b"', "E123"),
        (Words(), "a\ufeffb", "E123"),
        (Words(), "a\u00adb", "E123"),
        (Id(), "Hà Giang", "E206"),
        (Id(), "a--b", "E206"),
        (Id(), "-a", "E206"),
        (Id(), "a_b", "E206"),
        (Id(), "[a]", "E203"),
        (Choice(("on", "off")), "On", "E207"),
        (Choice(("on", "off")), "true", "E207"),
        (Whole(), "010", "E208"),
        (Whole(), "1:30", "E208"),
        (Whole(), "0x10", "E208"),
        (Whole(), "1_000", "E208"),
        (Whole(), "1.0", "E208"),
        (Whole(), "-1", "E208"),
        (Whole(), "+1", "E208"),
        (Whole(), "٣", "E208"),
        (Whole(), "9" * 40, "E208"),
        (Whole(1), "0", "E208"),
        (Number(), "9.381", "E210"),
        (Number(), "9,381", "E210"),
        (Number(), "9.381.000", "E209"),
        (Number(), "9,381,000", "E209"),
        (Number(), "7,2", "E209"),
        (Number(), "07", "E209"),
        (Number(), "1e9", "E209"),
        (Number(), ".5", "E209"),
        (Number(), "5.", "E209"),
        (Number(), "-5", "E209"),
        (Number(), "NaN", "E209"),
        (Number(), "1:30", "E209"),
        (Number(), "７", "E209"),
        (Number(), "7 tỷ", "E209"),
        (Number(), "9" * 40, "E209"),
        (Day(), "22/2/2023", "E302"),
        (Day(), "[2023]", "E203"),
        (Tag(), "Vietnamese", "E403"),
        (Tag(), "VI", "E403"),
        (SiteLanguage(), "vie", "E402"),
        (Texts(), "Một", "E202"),
        (Texts(), "[Một]", "E202"),
        (Texts(), "{vi: Một}", "E401"),
        (Texts(), "{vi: Một, en: One, de: Eins}", "E402"),
        (Texts(), "{vi: Một, en: One, hai}", "E405"),
        (ListOf(Id()), "a", "E203"),
        (ListOf(Id()), "{a: b}", "E203"),
        (ListOf(Id()), "~", "E203"),
        (ListOf(Id(), least=1), "[]", "E204"),
        (Tags(), "[a]", "E203"),
        (Tags(), "{zh_Hans: a}", "E403"),
        (Tags(), "{zh: a, b}", "E405"),
        (Variants(), "a", "E203"),
        (Variants(), "{de: [a]}", "E402"),
        (Variants(), "{vi: a}", "E203"),
        (Record(taken, {}), "a", "E203"),
        (Record(taken, {}), "[a]", "E203"),
        (Record(taken, {}), "{a: b}", "E211"),
        (Register(Record(taken, {})), "[a]", "E203"),
        (Register(Record(taken, {})), "{A: {}}", "E206"),
        (Register(Record(taken, {})), "{index: {}}", "E507"),
        (Register(Record(taken, {})), "{a: b}", "E203"),
    ],
)
def test_a_field_refuses_what_it_is_not_for(reader: Reader, text: str, code: str) -> None:
    """One problem, which names the code."""
    _, found = read(reader, text)
    assert [one.code for one in found] == [code]


@pytest.mark.parametrize("reader", [Words(), Id(), Choice(("a",)), Whole(), Number(), Day(), Tag(), SiteLanguage()])
@pytest.mark.parametrize("text", ["[a]", "{a: b}", "''", "a\u200bb"])
def test_what_cannot_be_read_has_no_value(reader: Reader, text: str) -> None:
    """A list, a group of keys, nothing, or a text with something hidden in it."""
    value, found = read(reader, text)
    assert value is INVALID
    assert len(found) == 1
    assert repr(INVALID) == "INVALID"


@pytest.mark.parametrize(
    ("reader", "text", "label"),
    [
        (Id(), "Hà Giang", "did you mean “ha-giang”?"),
        (Id(), "刘宁", ""),
        (Choice(("reported", "mentioned")), "report", "did you mean “reported”?"),
        (Choice(("reported", "mentioned")), "xyz", ""),
        (Number(), "9.381.000", "did you mean “9381000”?"),
        (Number(), "7 200 000", "did you mean “7200000”?"),
        (Number(), "7,2", "did you mean “7.2”?"),
        (Number(), "7,2 tỷ", ""),
        (Texts(), "{vi: Một, en: One, vi2: Hai}", "did you mean “vi”?"),
        (RECORD, "{id: a, topic: [b], vi: Một, en: One}", "did you mean “topics”?"),
        (RECORD, "{id: a, tópics: [b], vi: Một, en: One}", "did you mean “topics”?"),
    ],
)
def test_a_slip_is_answered_with_what_was_meant(reader: Reader, text: str, label: str) -> None:
    """Where something is like it, accents and case apart; else nothing is guessed."""
    _, found = read(reader, text)
    assert [voice().say(one.label) for one in found] == [label]


def test_nothing_like_it_is_not_guessed() -> None:
    """No question where there is no answer."""
    assert meant("zzz", ("vi", "en")) == ""
    assert meant("vn", ()) == ""


def test_a_number_that_can_be_read_in_two_ways_shows_both() -> None:
    """So that the curator chooses."""
    _, (found,) = read(Number(), "9,381")
    assert found.values == {"text": "9,381", "joined": "9381", "decimals": "9.3810"}


def test_a_date_is_marked_where_it_is_wrong() -> None:
    """Only the month of it."""
    _, (found,) = read(Day(), "2023-13-02")
    assert (found.code, found.where) == ("E303", AT.within(5, 7))


def test_a_hidden_character_is_marked_by_itself() -> None:
    """The first of a text, counted without the blanks around it."""
    _, (found,) = read(Words(), "'  a\u200b b\u200b'")
    assert (found.code, found.where) == ("E123", AT.within(1, 2))


def test_a_text_may_be_as_long_as_its_limit() -> None:
    """One character more is too long."""
    assert word(Words(), "a" * MAX_LENGTH)[1] == []
    assert [one.code for one in word(Words(), "a" * (MAX_LENGTH + 1))[1]] == ["E205"]


def test_a_text_keeps_the_order_of_the_site() -> None:
    """Whatever the order in the file."""
    value, _ = read(Texts(), "{en: One, vi: Một}")
    assert list(value) == ["vi", "en"]


def test_a_text_that_lacks_a_language_keeps_the_other() -> None:
    """So that the rules about it are applied all the same."""
    value, found = read(Texts(), "{en: One}")
    assert value == {"en": "One"}
    assert [(one.code, one.where, one.values["key"]) for one in found] == [("E401", AT.on_key(), "field")]


def test_a_list_leaves_out_what_it_cannot_read() -> None:
    """The other items stay."""
    value, found = read(ListOf(Id()), "[a, B!, c, [d]]")
    assert value == ("a", "c")
    assert [(one.code, one.where) for one in found] == [("E206", AT / 1), ("E203", AT / 3)]


def test_an_item_is_named_by_its_list_and_number() -> None:
    """Counted from 1, as people count."""
    _, (found,) = read(ListOf(Words()), "[a, '']")
    assert voice().said(found.values) == {"key": "field, item 2"}


def test_a_record_is_made_of_its_fields() -> None:
    """Defaults for what was left out, its own place, its texts in one field, other names where keys can't be names."""
    value, found = read(RECORD, "{id: a, in: b, vi: Một, en: One}")
    assert found == []
    assert value == {
        "at": AT,
        "id": "a",
        "date": None,
        "count": 1,
        "topics": (),
        "within": "b",
        "text": {"vi": "Một", "en": "One"},
    }


@pytest.mark.parametrize(
    ("text", "codes", "made"),
    [
        ("{vi: Một, en: One}", ["E201"], False),
        ("{id: A, vi: Một, en: One}", ["E206"], False),
        ("{id: a, date: x, vi: Một, en: One}", ["E301"], False),
        ("{id: a, count: x, vi: Một, en: One}", ["E208"], True),
        ("{id: a, topics: x, vi: Một, en: One}", ["E203"], True),
        ("{id: a, vi: Một}", ["E401"], True),
        ("{id: a}", ["E401", "E401"], False),
        ("{id: a, zz: b, vi: Một, en: One}", ["E211"], True),
        ("{id: a, vi: Một, en: One, two, three}", ["E405", "E405"], True),
        ("{id: A, date: x, zz: b}", ["E211", "E206", "E301", "E401", "E401"], False),
    ],
)
def test_a_record_is_made_unless_something_vital_is_lost(text: str, codes: list[str], made: bool) -> None:  # noqa: FBT001
    """Every fault is reported; an optional field that can't be read counts as left out."""
    value, found = read(RECORD, text)
    assert [one.code for one in found] == codes
    assert (value is not INVALID) == made


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("{vi: Lạng Sơn, Cao Bằng, en: x}", ["Cao Bằng"]),
        ("{vi: 9,381 tỷ, en: x}", ["381 tỷ"]),
        ("{vi: một, hai, ba, en: x}", ["hai", "ba"]),
        ("{vi: một, en: one, }", []),
        ("{vi: 'một, hai', en: x}", []),
    ],
)
def test_a_comma_that_cuts_a_text_is_recognised(text: str, cut: list[str]) -> None:
    """What follows it looks like a key without a value."""
    _, found = read(Texts(), text)
    assert [one.values["text"] for one in found if one.code == "E405"] == cut
    assert all(one.code == "E405" for one in found)


def test_a_key_with_an_empty_value_of_its_own_is_not_cut() -> None:
    """A colon stands after it."""
    _, found = read(Texts(), "vi: một\nen: one\nde:\n")
    assert [one.code for one in found] == ["E402"]


def test_a_register_gives_each_entry_its_id() -> None:
    """Entries that can't be read are left out; the others stay."""
    value, found = read(Register(Record(taken, {"n": needed(Whole())})), "{a: {n: 1}, B: {n: 2}, c: {n: x}, d: {n: 3}}")
    assert {id_: entry["id"] for id_, entry in value.items()} == {"a": "a", "d": "d"}
    assert [one.code for one in found] == ["E206", "E208"]


def test_a_field_says_what_it_is() -> None:
    """Needed fields are vital too; the others have defaults."""
    assert needed(Id()) == Field(Id(), needed=True, vital=True)
    assert optional(Id(), "x") == Field(Id(), default="x")
    assert several(Id()) == Field(ListOf(Id()), default=())


@given(st.text(st.sampled_from("0123456789.,- eExX_+٣７ỷ\u00a0"), max_size=12))
def test_a_number_is_never_guessed(text: str) -> None:
    """What is taken is the value of its digits as written; whatever may mean thousands or decimals is refused."""
    value, found = word(Number(), text)
    if value is INVALID:
        assert len(found) == 1
        return
    written = text.strip()
    assert value == Decimal(written)
    assert written.isascii()
    whole, _, decimals = written.partition(".")
    assert len(decimals) != 3 or len(whole) > 3 or whole == "0"


@given(st.text(st.sampled_from("0123456789-+_. xo٣"), max_size=6), st.integers(0, 20))
def test_a_whole_number_is_digits_and_no_less_than_it_may_be(text: str, least: int) -> None:
    """Written as the number itself would be."""
    value, found = word(Whole(least), text)
    assert (value is INVALID) == (len(found) == 1)
    assert value is INVALID or (str(value) == text.strip() and value >= least)


@given(st.text(max_size=30))
def test_words_are_kept_but_for_the_blanks_around_them(text: str) -> None:
    """Nothing that can't be seen gets through."""
    value, found = word(Words(), text)
    assert (value is INVALID) == (len(found) == 1)
    if isinstance(value, str):
        assert value == text.strip() != ""
        assert hidden_characters(value) == ()


READERS: list[Reader] = [
    Words(),
    Id(),
    Choice(("a", "b")),
    Whole(),
    Number(),
    Day(),
    Tag(),
    SiteLanguage(),
    Texts(),
    Tags(),
    Variants(),
    ListOf(Texts(), least=1),
    RECORD,
    Register(RECORD),
]
SCALARS = st.sampled_from(
    ["a", "A b", "", "0", "9.381", "2023-13", "vi", "index", "{}", "Một\u200b", "\ud800", "~", "\t"]
)
TREES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["vi", "en", "id", "date", "topics", "count", "x y", "index", ""]), inner, max_size=4
        )
    ),
    max_leaves=10,
)


def node_of(tree: Any) -> Any:  # noqa: ANN401 - texts, lists and dictionaries within each other
    """Return the node of a tree, without places."""
    from biennien.nodes import Mapping, Sequence

    if isinstance(tree, dict):
        return Mapping({key: node_of(key) for key in tree}, {key: node_of(tree[key]) for key in tree}, 0, 0)
    if isinstance(tree, list):
        return Sequence(tuple(map(node_of, tree)), 0, 0)
    return Scalar(tree, plain=True, style="", start=0, end=len(tree))


@given(TREES, st.sampled_from(READERS))
def test_no_value_makes_a_reader_raise(tree: Any, reader: Reader) -> None:  # noqa: ANN401
    """Whatever stands there: a value, or a problem that says why not."""
    context = Context(("vi", "en"), [])
    value = reader.read(node_of(tree), AT, context)
    assert value is not INVALID or context.found
    assert all(isinstance(one.where, At) for one in context.found)


def test_usual_letters_and_signs_neither_hide_nor_pose() -> None:
    """So texts of these alone are looked at no closer."""
    usual = [chr(code) for code in range(sys.maxunicode + 1) if USUAL.fullmatch(chr(code))]
    assert {"ẵ", "Đ", "…", "\n"} <= set(usual)
    assert not [sign for sign in usual if hidden_characters(f"a{sign}b") or disguised_words(f"a{sign}b")]
