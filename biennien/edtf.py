"""Dates as people know them: a subset of EDTF (ISO 8601-2:2019, annex A), levels 0 and 1.

Read: a day, month or year, unspecified digits from the right (202X, 2023-XX, 2023-02-XX), an undated XXXX, a qualifier
at the end (~ approximate, ? uncertain, % both), and intervals whose ends may be open (..) or unknown (nothing).
Not read: times, seasons, years outside 0001 to 9999, centuries (20XX), and anything of level 2.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Precision = Literal["day", "month", "year", "decade", "interval", "undated"]
SortKey = tuple[int, int, int, str]

_UNDATED = "XXXX"
_SHAPE = re.compile(r"([0-9X]{4})(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?([~?%]?)")
_KNOWN = re.compile(r"[0-9]{3}X|[0-9]{4}(?:-XX(?:-XX)?|-[0-9]{2}(?:-XX|-[0-9]{2})?)?")
_OPEN = frozenset({"", ".."})
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")

# Other ways to write a date; y2, m2, d2 are the end of an interval where it differs from the start.
_OTHER_WAYS = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(?P<d>\d{1,2})([./-])(?P<m>\d{1,2})\2(?P<y>\d{4})",
        r"(?P<y>\d{4})([./-])(?P<m>\d{1,2})\2(?P<d>\d{1,2})",
        r"(?P<m>\d{1,2})[./-](?P<y>\d{4})",
        r"(?P<y>\d{4})[./-](?P<m>\d{1,2})",
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
        r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})[T ]\d.*",
        r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})-(?P<d2>\d{1,2})/(?P<m2>\d{1,2})/(?P<y2>\d{4})",
        r"(?P<d>\d{1,2})-(?P<d2>\d{1,2})([./])(?P<m>\d{1,2})\3(?P<y>\d{4})",
        r"(?P<d>\d{1,2})([./])(?P<m>\d{1,2})-(?P<d2>\d{1,2})\2(?P<m2>\d{1,2})\2(?P<y>\d{4})",
        r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})/(?P<d2>\d{1,2})",
        r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})/(?P<m2>\d{1,2})-(?P<d2>\d{1,2})",
        r"(?P<y>\d{4})-(?P<m>\d{1,2})/(?P<m2>\d{1,2})",
        r"(?P<y>\d{4})-(?P<y2>\d{4})",
    )
)
_JOINED = re.compile(r"(.*\d) *- +(\S.*)|(\d{4}-\d\d-\d\d)-(\d{4}-\d\d-\d\d)", re.ASCII)


class DateError(ValueError):
    """A text that is no date: a code of the catalogue, the values for its message, and where in the text it is.

    `start` and `end` are code-point offsets into the text given to parse_date, end exclusive.
    """

    def __init__(self, code: str, start: int, end: int, values: Mapping[str, str]) -> None:
        super().__init__(code, start, end, values)
        self.code = code
        self.start = start
        self.end = end
        self.values = values


@dataclass(frozen=True, slots=True)
class Moment:
    """One date, as written: `year` is "2023" or "202X"; `month` and `day` are "02", "XX" or "" where not given."""

    year: str
    month: str = ""
    day: str = ""
    qualifier: str = ""  # "~", "?", "%" or ""

    def __str__(self) -> str:
        """Return the EDTF text."""
        return "-".join(filter(None, (self.year, self.month, self.day))) + self.qualifier

    @property
    def precision(self) -> Literal["day", "month", "year", "decade"]:
        """The smallest unit that is known: 2023-02-XX is known to the month."""
        if self.day.isdigit():
            return "day"
        if self.month.isdigit():
            return "month"
        return "year" if self.year.isdigit() else "decade"

    @property
    def earliest(self) -> dt.date:
        """The first day covered."""
        return dt.date(
            int(self.year.replace("X", "0")),
            int(self.month) if self.month.isdigit() else 1,
            int(self.day) if self.day.isdigit() else 1,
        )

    @property
    def latest(self) -> dt.date:
        """The last day covered."""
        year = int(self.year.replace("X", "9"))
        month = int(self.month) if self.month.isdigit() else 12
        day = int(self.day) if self.day.isdigit() else calendar.monthrange(year, month)[1]
        return dt.date(year, month, day)

    @property
    def known_year(self) -> int | None:
        """The year; None where only the decade is known."""
        return int(self.year) if self.year.isdigit() else None

    @property
    def known_month(self) -> int | None:
        """The month, 1 to 12; None where it is not known."""
        return int(self.month) if self.month.isdigit() else None

    @property
    def approximate(self) -> bool:
        """Whether the date is "about" (~ or %)."""
        return self.qualifier in {"~", "%"}

    @property
    def uncertain(self) -> bool:
        """Whether the source of the date is in doubt (? or %)."""
        return self.qualifier in {"?", "%"}


@dataclass(frozen=True, slots=True)
class Date:
    """A date or an interval. `start` and `end` are the same moment for a date; None is an open or unknown end.

    Both are None for an undated XXXX. Qualifiers never move a bound: 2024-02~ covers February 2024.
    """

    text: str
    start: Moment | None
    end: Moment | None

    def __str__(self) -> str:
        """Return the EDTF text."""
        return self.text

    @property
    def is_interval(self) -> bool:
        """Whether this is an interval, open ones included."""
        return "/" in self.text

    @property
    def is_undated(self) -> bool:
        """Whether nothing is known (XXXX)."""
        return self.start is None and self.end is None

    @property
    def is_exact(self) -> bool:
        """Whether this is a single day without a qualifier."""
        return self.precision == "day" and not (self.approximate or self.uncertain)

    @property
    def approximate(self) -> bool:
        """Whether the date, or an end of the interval, is "about"."""
        return any(moment.approximate for moment in (self.start, self.end) if moment)

    @property
    def uncertain(self) -> bool:
        """Whether the date, or an end of the interval, is in doubt."""
        return any(moment.uncertain for moment in (self.start, self.end) if moment)

    @property
    def precision(self) -> Precision:
        """The smallest known unit of a single date; "interval" and "undated" say so."""
        if self.is_interval:
            return "interval"
        return self.start.precision if self.start else "undated"

    @property
    def earliest(self) -> dt.date | None:
        """The first day covered; None where the start is open or unknown."""
        return self.start.earliest if self.start else None

    @property
    def latest(self) -> dt.date | None:
        """The last day covered; None where the end is open or unknown."""
        return self.end.latest if self.end else None

    @property
    def days(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last day, where both are known to the day and neither is in doubt; None otherwise."""
        ends = (self.start, self.end)
        known = all(end is not None and end.precision == "day" and not end.qualifier for end in ends)
        return (self.start.earliest, self.end.latest) if known and self.start and self.end else None

    @property
    def year(self) -> int | None:
        """The year under which a chronicle lists this: the start's, or the end's where the start is open.

        None for an undated event and where only a decade is known.
        """
        moment = self.start or self.end
        return moment.known_year if moment else None

    @property
    def month(self) -> int | None:
        """The month (1 to 12) under which a chronicle lists this, by the rule of `year`; None where not known."""
        moment = self.start or self.end
        return moment.known_month if moment else None

    @property
    def sort_key(self) -> SortKey:
        """A key of a total order: by the first day covered (the last where the start is open), undated last.

        With the same first day what is known better comes first: 2023-01-01, 2023-01, 2023. Keys are equal only for
        equal texts.
        """
        anchor = self.earliest or self.latest
        until = self.latest or dt.date.max
        return (int(not anchor), anchor.toordinal() if anchor else 0, until.toordinal(), self.text)

    def contains(self, day: dt.date) -> bool | None:
        """Say whether `day` is among the days covered; None where an open or unknown end leaves it unknown."""
        if (self.earliest and day < self.earliest) or (self.latest and day > self.latest):
            return False
        return True if self.earliest and self.latest else None

    def before(self, other: Date) -> bool | None:
        """Say whether this surely ends before `other` begins (True), surely does not (False), or may (None)."""
        if self.latest and other.earliest and self.latest < other.earliest:
            return True
        if self.earliest and other.latest and self.earliest >= other.latest:
            return False
        return None


def parse_date(text: str) -> Date:
    """Return the date that `text` writes in EDTF; the text of the date is the text given.

    Raises:
        DateError: E301 no date at all; E302 a date written in another way, with the way to `write` it; E303 no such
            month; E304 no such day; E305 no such year; E306 an X out of place; E307 a qualifier out of place;
            E308 an interval that ends before it begins; E309 an interval of the wrong shape.

    """
    try:
        return _parse(text)
    except DateError as error:
        if error.code in {"E301", "E306", "E309"}:
            _suggest(text)
        raise


def _parse(text: str) -> Date:
    if text == _UNDATED:
        return Date(text, None, None)
    if "/" in text:
        return _parse_interval(text)
    moment = _parse_moment(text, 0)
    return Date(text, moment, moment)


def _parse_interval(text: str) -> Date:
    first, last = _ends(text)
    start = None if first in _OPEN else _parse_moment(first, 0)
    end = None if last in _OPEN else _parse_moment(last, len(first) + 1)
    if start and end and end.latest < start.earliest:
        raise DateError("E308", 0, len(text), {"start": str(start), "end": str(end)})
    return Date(text, start, end)


def _ends(text: str) -> tuple[str, str]:
    parts = text.split("/")
    if len(parts) != 2 or _OPEN.issuperset(parts) or _UNDATED in parts:  # noqa: PLR2004 - an interval has two ends
        dates = all(part in _OPEN or _SHAPE.fullmatch(part) for part in parts)
        raise DateError("E309" if dates else "E301", 0, len(text), {"text": text})
    return parts[0], parts[1]


def _parse_moment(text: str, offset: int) -> Moment:
    shape = _SHAPE.fullmatch(text)
    if not shape:
        raise DateError("E301", offset, offset + len(text), {"text": text})
    moment = Moment(*(group or "" for group in shape.groups()))
    if not _KNOWN.fullmatch(text.rstrip("~?%")):
        raise DateError("E306", offset, offset + len(text), {"text": text})
    if int(moment.year.replace("X", "0")) == 0:
        raise DateError("E305", offset, offset + 4, {"year": moment.year})
    if moment.month.isdigit() and not 1 <= int(moment.month) <= 12:  # noqa: PLR2004 - the months of a year
        raise DateError("E303", offset + 5, offset + 7, {"month": moment.month})
    _check_day(moment, offset)
    return moment


def _check_day(moment: Moment, offset: int) -> None:
    if not moment.day.isdigit():
        return
    days = calendar.monthrange(int(moment.year), int(moment.month))[1]
    if not 1 <= int(moment.day) <= days:
        month = f"{moment.year}-{moment.month}"
        raise DateError("E304", offset + 8, offset + 10, {"day": moment.day, "month": month, "days": str(days)})


def _suggest(text: str) -> None:
    """Raise a better error than "no date" where the text is a date put differently."""
    qualified = _requalified(text)
    if qualified and not _fault(qualified):
        raise DateError("E307", 0, len(text), {"text": text, "write": qualified})
    for candidate in _candidates(text):
        fault = _fault(candidate)
        if not fault:
            raise DateError("E302", 0, len(text), {"text": text, "write": candidate})
        if fault.code == "E304":
            raise DateError("E304", 0, len(text), fault.values)


def _requalified(text: str) -> str | None:
    marks = set(text) & {"~", "?", "%"}
    if not marks or "/" in text:
        return None
    bare = re.sub(r"[~?%\s]", "", text)
    if bare == _UNDATED:
        return bare
    return bare + (marks.pop() if len(marks) == 1 else "%")


def _candidates(text: str) -> tuple[str, ...]:
    clean = unicodedata.normalize("NFKC", text).translate(_DASHES).strip()
    matches = (way.fullmatch(clean) for way in _OTHER_WAYS)
    joined = _JOINED.fullmatch(clean)
    both = [_rewritten(side) for side in joined.groups() if side] if joined else []
    return (re.sub(r"\s", "", clean).upper(), *(_compose(match) for match in matches if match), "/".join(both))


def _rewritten(text: str) -> str:
    return next((candidate for candidate in (text, *_candidates(text)) if not _fault(candidate)), text)


def _compose(match: re.Match[str]) -> str:
    found = match.groupdict()
    first = [found["y"], found.get("m"), found.get("d")]
    second = [found.get(f"{unit}2") or one for unit, one in zip("ymd", first, strict=True)]
    ends = (first,) if first == second else (first, second)
    return "/".join("-".join(part.zfill(2) for part in end if part) for end in ends)


def _fault(text: str) -> DateError | None:
    try:
        _parse(text)
    except DateError as error:
        return error
    return None
