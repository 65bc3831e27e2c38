"""Slides of another timeline become entries: what they say is kept, and what can't be kept is listed beside it.

The other timeline is the source of every one of them, cited without an archived copy: nobody has compared it yet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from biennien.desk.append import add_entries, create_file
from biennien.desk.archive import FOLDER, Capture, find_capture, write_capture
from biennien.desk.articles import citing
from biennien.desk.draft import comment, id_for, scalar, texts
from biennien.desk.schema import modeline
from biennien.desk.timelines.markdown import Converted, convert, escape, is_web, link, paragraph, seen
from biennien.edtf import Date, DateError, parse_date
from biennien.fields import TO_DO, is_address
from biennien.messages import phrase, voice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from biennien.desk.articles import Desk
    from biennien.desk.timelines.timelinejs import Slide, Timeline
    from biennien.messages import Phrase, Voice, Words

KIND = "event"
"""The kind of what is taken over, when no other is chosen."""
CLAIM = "told"
KINDS = {"title": phrase("title_kind"), "era": phrase("era_kind")}
_UNDATED = "XXXX"
_SHORT = 300  # characters of a text that is its own summary
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a slide becomes: an entry, and what of the slide it could not keep; without an id it becomes nothing."""

    where: Phrase
    id: str
    entry: str
    lost: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Takeover:
    """What taking over a timeline will write: the file as it came, its source, entries of registers, and events."""

    capture: Capture
    source: str
    registers: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    taken: tuple[Taken, ...]
    rest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose: the file by its name, the kind of its events, and where it is published (empty: TODO)."""

    name: str
    kind: str = KIND
    url: str = ""


def plan_takeover(desk: Desk, root: Path, raw: bytes, timeline: Timeline, choices: Choices) -> Takeover:
    """Return what taking over a timeline, in a file with these bytes, will write below `root`."""
    stem, _, suffix = choices.name.rpartition(".")
    capture = find_capture(root, raw, "", f".{suffix}")
    title = next((one.headline for one in timeline.slides if one.kind == "title"), "") or stem
    source = _source_id(" ".join(convert(title).plain) or "timeline", capture, desk, root)
    topics = _topics(timeline, desk)
    own = frozenset(citing(root, source))
    used = set(desk.chronicle.declared.get("events", frozenset()) - own)
    taken = tuple(_taken(timeline, desk, _Place(source, choices.kind, topics, voice()), used))
    registers = (
        ("kinds", ((KIND, f"{KIND}:\n  name: {_kind_names(desk)}\n"),) if choices.kind == KIND else ()),
        ("topics", tuple((id_, _topic(id_, name, desk.language)) for name, id_ in topics.items())),
        ("sources", ((source, _source(source, title, capture, desk, choices.url)),)),
    )
    return Takeover(capture, source, registers, taken, tuple(f"{key}: {value}" for key, value in timeline.rest.items()))


def write_takeover(plan: Takeover, root: Path, raw: bytes) -> int:
    """Write it, the events last; return how many events are new. Raises AppendError, OSError.

    Cut short, it is finished by taking over the same file again: what is there is left as it is.
    """
    write_capture(root, plan.capture, raw)
    for register, entries in plan.registers:
        add_entries(root / "content" / f"{register}.yaml", entries, modeline(register))
    new = 0
    for one in plan.taken:
        file = root / "content" / "events" / f"{one.id}.yaml"
        if one.id and not file.exists():
            create_file(file, one.entry.encode(), at_once=False)
            new += 1
    return new


def _source_id(title: str, capture: Capture, desk: Desk, root: Path) -> str:
    """Return the id of the record that was written for this file before, or a new one."""
    file = root / "content" / "sources.yaml"
    text = file.read_text("utf-8", "replace") if file.is_file() else ""
    known = re.search(rf"{re.escape(_file_line(capture))}\r?\n([a-z0-9-]+):", text)
    return known[1] if known else id_for(title, None, desk.chronicle.declared.get("sources", frozenset()))


def _file_line(capture: Capture) -> str:
    return f"# Taken over by build.py import; the file as it came: {FOLDER}/{capture.name}"


@dataclass(frozen=True, slots=True)
class _Place:
    """What all entries share: source, kind, the topics of the slides' groups, and the words of comments (English)."""

    source: str
    kind: str
    topics: Mapping[str, str]
    words: Voice


def _topics(timeline: Timeline, desk: Desk) -> dict[str, str]:
    """Return a topic for each group: the one of that name, or a new one."""
    known = {topic.name.get(desk.language): id_ for id_, topic in desk.chronicle.topics.items()}
    topics: dict[str, str] = {}
    for slide in timeline.slides:
        group = seen(slide.group)[0]
        if group and slide.kind == "" and group not in topics:
            topics[group] = known.get(group) or id_for(group, None, topics.values())
    return topics


def _topic(id_: str, name: str, language: str) -> str:
    return f"{id_}:\n  name: {{{language}: {scalar(name)}}}\n"


@dataclass(frozen=True, slots=True)
class _Read:
    """A slide as it was read: its title, date and text, and what of them found no place."""

    slide: Slide
    title: str
    date: Date
    text: Converted
    lost: tuple[Words, ...]


def _taken(timeline: Timeline, desk: Desk, place: _Place, used: set[str]) -> Iterator[Taken]:
    for slide in timeline.slides:
        if slide.kind or not (slide.headline or slide.text or slide.media):
            yield Taken(slide.where, "", "", tuple(_everything(slide)))
            continue
        read = _read(slide)
        words = slide.text or slide.media.get("caption", "") if read.title == TO_DO else read.title
        own = slide.id if is_address(slide.id) and slide.id not in used else ""
        id_ = own or id_for(words, read.date, used)
        used.add(id_)
        yield Taken(slide.where, id_, _entry(read, desk, place), read.lost)


def _read(slide: Slide) -> _Read:
    date, lost = read_date(slide)
    headline, text = convert(slide.headline), convert(slide.text)
    media = [one for key in ("caption", "credit") for one in convert(slide.media.get(key, "")).lost]
    rest = (f"{key}: {value}" for key, value in _kept_nowhere(slide))
    return _Read(
        slide,
        " ".join(headline.plain) or TO_DO,
        date,
        text,
        (*lost, *headline.lost, *text.lost, *media, *rest),
    )


def _everything(slide: Slide) -> Iterator[Words]:
    """Yield what a slide has that becomes no entry: a title, an era, or one without words."""
    yield KINDS.get(slide.kind, slide.kind) or phrase("says_nothing")
    yield from filter(None, (slide.headline, slide.text, slide.display_date, slide.group))
    dates = ("-".join(date.values()) for date in (slide.start, slide.end) if date)
    yield from (*dates, *(f"{key}: {value}" for key, value in (*slide.media.items(), *slide.rest.items())))


def _kept_nowhere(slide: Slide) -> Iterator[tuple[str, str]]:
    yield from slide.rest.items()
    yield from ((key, value) for key, value in slide.media.items() if key in ("thumbnail", "alt", "link_target"))
    for name, date in (("start", slide.start), ("end", slide.end)):
        yield from ((f"{name} {key}", value) for key, value in date.items() if key not in ("year", "month", "day"))


def read_date(slide: Slide) -> tuple[Date, list[Words]]:
    """Return the date of a slide in EDTF, as exactly as it can be said there, and what of it can't be."""
    if slide.edtf and _is_date(slide.edtf):
        return parse_date(slide.edtf), []
    start, lost = _moment(slide.start, "start")
    end, more = _moment(slide.end, "end")
    lost += more
    if end and end != start:
        try:
            return parse_date(f"{start or '..'}/{end}"), lost
        except DateError:
            lost.append(phrase("end_before_start", end=end))
    return parse_date(start or _UNDATED), lost


def _moment(date: Mapping[str, str], name: str) -> tuple[str, list[Words]]:
    """Return a date in EDTF, less exactly where month or day is none; empty for a year that EDTF's level 0 lacks."""
    found = ""
    for part, digits in (("year", 4), ("month", 2), ("day", 2)):
        given = date.get(part, "")
        text = re.sub(r"\.0+$", "", given)  # as spreadsheets write whole numbers
        longer = f"{found}{'-' * bool(found)}{text.zfill(digits)}"
        if given and not (text.isascii() and text.isdigit() and _is_date(longer)):
            return found, [f"{name}: {' '.join(f'{key} {value}' for key, value in date.items())}"]
        if not given:
            later = [f"{name} {key} {date[key]}" for key in ("month", "day") if date.get(key) and key != part]
            return found, [one for one in later if not found or part == "month"]
        found = longer
    return found, []


def _is_date(text: str) -> bool:
    try:
        parse_date(text)
    except DateError:
        return False
    return True


def _kind_names(desk: Desk) -> str:
    return texts({id_: locale.say("event") for id_, locale in desk.locales.items()}, desk.chronicle.languages)


def _source(id_: str, title: str, capture: Capture, desk: Desk, url: str) -> str:
    label = scalar(" ".join(convert(title).plain) or id_)
    return (
        f"{_file_line(capture)}\n{id_}:\n"
        f"  label: {{{', '.join(f'{language}: {label}' for language in desk.chronicle.languages)}}}\n"
        f"  language: {desk.language}\n  url: {scalar(url) if url else f'{TO_DO}  # where it is published'}\n"
    )


def _entry(read: _Read, desk: Desk, place: _Place) -> str:
    language, date, say = desk.language, read.date, place.words.say
    told = _summary(read.text) or read.title
    body = _body(read.slide, read.text, told)
    topic = place.topics.get(seen(read.slide.group)[0])
    return (
        f"{modeline('event')}# Taken over from {comment(say(read.slide.where))} by build.py import; not compared yet.\n"
        + "".join(f"# Not kept: {comment(say(one))}\n" for one in read.lost)
        + f"title: {{{language}: {scalar(read.title)}}}\nkind: {place.kind}\ndate: {date}\n"
        + _date_note(read.slide, date, desk)
        + f"coverage: outside\noriginal: {language}\n"
        + (f"topics: [{topic}]\n" if topic else "")
        + f"summary:\n  {language}: {scalar(_cited(paragraph(told)))}\n"
        + f"claims:\n  - id: {CLAIM}\n    kind: event\n"
        + ("" if date.is_undated else "    supports: [date]\n")
        + f"    {language}: {scalar(told)}\n    evidence: [{{source: {place.source}}}]\n"
        + (f"body:\n  {language}: |\n" + "\n\n".join(f"    {_cited(one)}" for one in body) + "\n" if body else "")
    )


def _cited(words: str) -> str:
    return words if words.startswith(TO_DO) else f"{words}[^{CLAIM}]"


def _summary(text: Converted) -> str:
    """Return the first sentences of a text, as many as a summary may have."""
    words = " ".join(text.plain)
    summary = ""
    for sentence in _SENTENCE.split(words):
        longer = f"{summary} {sentence}".strip()
        if summary and len(longer) > _SHORT:
            break
        summary = longer
    return summary


def _body(slide: Slide, text: Converted, summary: str) -> list[str]:
    """Return the paragraphs of the body: none where the summary says it all."""
    body = list(text.blocks) if summary != " ".join(text.plain) or text.blocks != (paragraph(summary),) else []
    return [*body, *_media(slide)]


def _media(slide: Slide) -> Iterator[str]:
    """Yield one paragraph: links to the picture, film or page that a slide shows, then caption and credit."""
    addresses = dict.fromkeys(filter(None, (slide.media.get("url"), slide.media.get("link"))))
    title = seen(slide.media.get("title", ""))[0]
    shown = [link(title or one, one) if is_web(one) else escape(seen(one)[0]) for one in addresses]
    shown += [] if addresses or not title else [escape(title)]
    told = (block for key in ("caption", "credit") for block in convert(slide.media.get(key, "")).blocks)
    if parts := [*shown, *told]:
        yield " – ".join(" ".join(part.split()) for part in parts)


def _date_note(slide: Slide, date: Date, desk: Desk) -> str:
    """Return the note on a date that is not exact, or is shown in words of its own, in every language of the site."""
    stated = seen(slide.display_date)[0] or " – ".join(
        "-".join(one.values()) for one in (slide.start, slide.end) if one
    )
    if date.is_exact and not slide.display_date:
        return ""
    key = "imported_date" if stated else "imported_no_date"
    notes = {id_: locale.say(key, date=" ".join(stated.split())) for id_, locale in desk.locales.items()}
    return f"date_note: {texts(notes, desk.chronicle.languages)}\n"


def told_lost(taken: Iterable[Taken], said: Voice) -> list[str]:
    """Return a line for each slide of which something is not kept, those first that became no entry."""
    taken = sorted(taken, key=lambda one: bool(one.id))
    lost = [(one, "; ".join(comment(said.say(words)) for words in one.lost)) for one in taken]
    return [f"{said.say(one.where)}{f' ({one.id})' if one.id else ''}: {words}" for one, words in lost if words]
