"""Dates of EDTF: what they cover, how well they are known, their order, and how errors point into the text."""

import calendar
import datetime as dt
import pickle
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.utils import read_fixture_file

from biennien.edtf import Date, DateError, Moment, parse_date
from biennien.messages import catalogue

CASES = read_fixture_file(Path(__file__).with_name("cases") / "dates.md")
MESSAGES = catalogue()


def told(text: str) -> str:
    """Return what dates.md says of a text."""
    error = fault(text)
    if error:
        return "".join(f"{line}\n" for line in fault_lines(text, error))
    date = parse_date(text)
    doubts = [
        name for name in ("exact", "approximate", "uncertain") if getattr(date, name.replace("exact", "is_exact"))
    ]
    listed = "-".join(str(part) for part in (date.year, date.month) if part) or "under no year"
    return (
        f"covers {date.earliest or '…'} to {date.latest or '…'}\n"
        f"precision: {', '.join([date.precision, *doubts])}\n"
        f"listed: {listed}\n"
    )


def fault(text: str) -> DateError | None:
    """Return the error of a text that is no date."""
    try:
        parse_date(text)
    except DateError as error:
        return error
    return None


def fault_lines(text: str, error: DateError) -> tuple[str, ...]:
    """Return the text with carets below, the code with its message, and the help."""
    words = MESSAGES[error.code]
    return (
        text,
        " " * error.start + "^" * max(1, error.end - error.start),
        f"{error.code}: {filled(words.message, error)}",
        f"help: {filled(words.help, error)}",
    )


def filled(template: str, error: DateError) -> str:
    """Fill a message; a placeholder without a value is a KeyError."""
    return re.sub(r"\{(\w+)\}", lambda match: error.values[match[1]], template)


def qualifiers() -> st.SearchStrategy[str]:
    """No sign, or one of doubt."""
    return st.sampled_from(["", "~", "?", "%"])


@st.composite
def moments(draw: st.DrawFn) -> Moment:
    """Any single date of the subset but XXXX."""
    year, month = draw(st.integers(1, 9999)), draw(st.integers(1, 12))
    day = draw(st.integers(1, calendar.monthrange(year, month)[1]))
    y, m, d = f"{year:04}", f"{month:02}", f"{day:02}"
    forms = [(y, m, d), (y, m, "XX"), (y, "XX", "XX"), (y, m, ""), (y, "XX", ""), (y, "", "")]
    if year > 9:
        forms.append((f"{y[:3]}X", "", ""))
    return Moment(*draw(st.sampled_from(forms)), draw(qualifiers()))


@st.composite
def intervals(draw: st.DrawFn) -> str:
    """Any interval of the subset."""
    first, last = sorted(draw(st.tuples(moments(), moments())), key=lambda moment: moment.earliest)
    nothing = draw(st.sampled_from(["..", ""]))
    return draw(st.sampled_from([f"{first}/{last}", f"{first}/{nothing}", f"{nothing}/{last}"]))


def texts() -> st.SearchStrategy[str]:
    """Any text of the subset."""
    return moments().map(str) | intervals() | st.just("XXXX")


def dates() -> st.SearchStrategy[Date]:
    """Any date of the subset."""
    return texts().map(parse_date)


@pytest.mark.parametrize(("title", "text", "wanted"), [case[1:] for case in CASES], ids=[case[1] for case in CASES])
def test_a_text_is_read_as_written_in_the_cases(title: str, text: str, wanted: str) -> None:
    """Every case of dates.md holds: what a date covers, or how its error reads."""
    assert told(text.removesuffix("\n")) == wanted, title


def test_the_cases_show_every_error() -> None:
    """Each code that parse_date documents occurs."""
    shown = set(re.findall(r"^(E3\d\d): ", "".join(case[3] for case in CASES), re.MULTILINE))
    assert shown == {f"E30{digit}" for digit in range(1, 10)}


@given(moments())
def test_a_written_moment_reads_as_itself(moment: Moment) -> None:
    """ISO 8601-2, annex A: parsing what is formatted gives the same parts."""
    date = parse_date(str(moment))
    assert date == Date(str(moment), moment, moment)
    assert parse_date(str(date)) == date


@given(intervals())
def test_a_written_interval_reads_as_its_two_ends(text: str) -> None:
    """Each end is read by itself; an open or unknown end is None."""
    date = parse_date(text)
    first, last = text.split("/")
    assert [str(end) if end else None for end in (date.start, date.end)] == [
        None if end in {"", ".."} else end for end in (first, last)
    ]
    assert date.is_interval
    assert str(date) == text


@given(dates())
def test_the_earliest_day_is_not_after_the_latest(date: Date) -> None:
    """Whatever both ends are, the days covered run forwards."""
    if date.earliest and date.latest:
        assert date.earliest <= date.latest


@given(dates())
def test_only_an_undated_date_covers_nothing(date: Date) -> None:
    """An interval has at least one end."""
    assert date.is_undated == (date.text == "XXXX") == (date.precision == "undated")
    assert date.is_undated == (date.earliest is None and date.latest is None)


@given(moments())
def test_precision_agrees_with_the_days_covered(moment: Moment) -> None:
    """A day is one day, a month 28 to 31, a year 365 or 366, a decade ten years."""
    days = (moment.latest - moment.earliest).days + 1
    longest = {"day": (1, 1), "month": (28, 31), "year": (365, 366), "decade": (3650, 3653)}
    least, most = longest[moment.precision]
    assert least <= days <= most


@given(dates())
def test_only_one_day_without_doubt_is_exact(date: Date) -> None:
    """Exact means YYYY-MM-DD."""
    assert date.is_exact == bool(re.fullmatch(r"\d{4}-\d\d-\d\d", date.text))


@given(dates(), dates())
def test_the_order_is_total(a: Date, b: Date) -> None:
    """Keys compare, and are equal only for equal texts."""
    assert (a.sort_key == b.sort_key) == (a.text == b.text)
    assert (a.sort_key < b.sort_key) or (b.sort_key <= a.sort_key)


@given(dates(), dates())
def test_the_order_agrees_with_the_earliest_day(a: Date, b: Date) -> None:
    """A date that begins earlier comes first."""
    if a.earliest and b.earliest and a.earliest < b.earliest:
        assert a.sort_key < b.sort_key


@given(dates())
def test_undated_comes_last(date: Date) -> None:
    """Nothing sorts after XXXX."""
    assert date.sort_key <= parse_date("XXXX").sort_key


@given(st.lists(dates()))
def test_sorted_dates_are_sorted_by_year(some: list[Date]) -> None:
    """The years under which a chronicle lists its sorted dates never go back."""
    years = [date.year for date in sorted(some, key=lambda date: date.sort_key) if date.year]
    assert years == sorted(years)


def test_what_is_known_better_comes_first() -> None:
    """With the same first day; an open start stands at its end."""
    in_order = [
        "2023-01-01",
        "2023-01",
        "2023",
        "2023-01-01/..",
        "2023-01-02",
        "../2023-06-30",
        "2023-06-30",
        "2023-07",
        "XXXX",
    ]
    shuffled = in_order[4:] + in_order[3::-1]
    assert sorted(shuffled, key=lambda text: parse_date(text).sort_key) == in_order


@given(dates(), dates())
def test_no_two_dates_are_each_before_the_other(a: Date, b: Date) -> None:
    """The order that is certain is asymmetric, and agrees with the sort keys."""
    assert not (a.before(b) and b.before(a))
    if a.before(b):
        assert a.sort_key < b.sort_key
        assert b.before(a) is False


@pytest.mark.parametrize(
    ("a", "b", "wanted"),
    [
        ("2023-02-22", "2023-02-23", True),
        ("2023-02-22", "2023-02-22", False),
        ("2023-02-23", "2023-02-22", False),
        ("2023-02", "2023-02-22", None),
        ("2023-02-01", "2023-02", None),
        ("2023-02-28", "2023-02", False),
        ("2022", "2023", True),
        ("../2022", "2023", True),
        ("2022", "../2023", None),
        ("2023/..", "2022", False),
        ("2022/..", "2023", None),
        ("XXXX", "2023", None),
        ("2023", "XXXX", None),
    ],
)
def test_before_says_only_what_is_certain(a: str, b: str, wanted: bool | None) -> None:  # noqa: FBT001
    """True and False are certain; None is not known."""
    assert parse_date(a).before(parse_date(b)) is wanted


@pytest.mark.parametrize(
    ("text", "day", "wanted"),
    [
        ("2023-02", "2023-02-01", True),
        ("2023-02", "2023-02-28", True),
        ("2023-02", "2023-03-01", False),
        ("2022-10-30/2022-11-01", "2022-10-31", True),
        ("../2024-11-28", "2024-11-29", False),
        ("../2024-11-28", "2024-11-28", None),
        ("2024-02-27/..", "2024-02-26", False),
        ("2024-02-27/..", "2030-01-01", None),
        ("XXXX", "2023-01-01", None),
    ],
)
def test_contains_knows_what_an_open_end_leaves_unknown(text: str, day: str, wanted: bool | None) -> None:  # noqa: FBT001
    """Outside a known end is certain; between a known and an open one is not."""
    assert parse_date(text).contains(dt.date.fromisoformat(day)) is wanted


@given(st.text(st.sampled_from("0123456789X-/.~?% xT–２")) | st.text(st.characters(exclude_characters="{")))
def test_any_text_is_a_date_or_a_date_error_within_the_text(text: str) -> None:
    """Nothing else is raised; the place lies in the text, and the way to write it is a date."""
    error = fault(text)
    if error is None:
        assert parse_date(text).text == text
        return
    assert 0 <= error.start <= error.end <= len(text)
    assert "{" not in "".join(fault_lines("", error))
    assert error.values.get("write") is None or fault(error.values["write"]) is None


@pytest.mark.parametrize("code", [f"E30{digit}" for digit in range(1, 10)])
def test_the_examples_of_an_explanation_are_true(code: str) -> None:
    """What an explanation calls good is a date; what it calls bad fails with the code explained."""
    good = re.findall(r"^good: date: (.+)$", MESSAGES[code].explain, re.MULTILINE)
    bad = re.findall(r"^bad: +date: (.+)$", MESSAGES[code].explain, re.MULTILINE)
    assert [parse_date(text).text for text in good] == good != []
    for text in bad:
        with pytest.raises(DateError) as caught:
            parse_date(text)
        assert caught.value.code == code


def test_a_date_error_survives_another_process() -> None:
    """Pickled and read again it says the same."""
    with pytest.raises(DateError) as caught:
        parse_date("2023-02-30")
    error = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own
    assert (error.code, error.start, error.end) == ("E304", 8, 10)
    assert error.values == {"day": "30", "month": "2023-02", "days": "28"}
