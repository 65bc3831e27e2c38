"""Every id that is used exists, every id and name is given once, and nothing contains itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from biennien.fields import meant
from biennien.messages import phrase
from biennien.problems import At, Problem, problem
from biennien.text import canonical_tones

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from biennien.check.context import Context
    from biennien.messages import Words
    from biennien.model import Chronicle, Claim, Commitment, Document, Event, Figure, Participant, PostTitle

BODIES = ("people", "places", "organisations")
SITES = ("places", "organisations")
SLOT = re.compile(r"\{[^{}]*\}|[{}]")
SLOTS = {"{of}": "of", "{to}": "to"}
NOTABLE = frozenset(
    (
        *("date", "place", "format", "host", "series", "part_of"),
        *("participants", "figures", "documents", "commitments", "claims", "sources"),
    )
)
"""What a note may be about, besides a claim: fields of the event, and its sources."""
Reference: TypeAlias = "tuple[tuple[str, ...], str, At, str]"
"""The registers that may hold an id, the id, and where it stands: a place, and a step from there."""


def check_ids(event: Event, _context: Context) -> Iterator[Problem]:
    """Claims, figures and documents of an event have ids of their own."""
    for field in ("claims", "figures", "documents"):
        seen: dict[str, At] = {}
        for item in getattr(event, field):
            if item.id in seen:
                yield problem("E216", item.at / "id", id=item.id, also=((seen[item.id], phrase("first_here")),))
            seen.setdefault(item.id, item.at / "id")


def check_references(event: Event, context: Context) -> Iterator[Problem]:
    """Every id that an event uses is declared in one of the registers that may hold it, or in the event."""
    yield from _check_declared(_event_references(event), context.registers)
    if event.id not in context.registers.incomplete:
        yield from _own_references(event)


def check_registers(context: Context) -> Iterator[Problem]:
    """The same of the ids that the registers and the map use."""
    yield from _check_declared(_references(context.registers), context.registers)


def _check_declared(references: Iterable[Reference], chronicle: Chronicle) -> Iterator[Problem]:
    for registers, id_, at, step in references:
        if not id_ or any(id_ in chronicle.declared.get(name, ()) for name in registers):
            continue
        known = declared(chronicle, *registers)
        if known is not None:
            *files, last = (f"{name}.yaml" if name != "events" else "events/" for name in registers)
            register = phrase("either", some=", ".join(files), last=last) if files else last
            yield _unknown(id_, known, at / step, register)


def declared(chronicle: Chronicle, *registers: str) -> frozenset[str] | None:
    """Return the ids of some registers; `None` when one of them could not be read, so that nothing is known."""
    if not chronicle.declared.keys() >= set(registers):
        return None
    return frozenset().union(*(chronicle.declared[name] for name in registers))


def _unknown(id_: str, known: Iterable[str], at: At, register: Words) -> Problem:
    return problem("E215", at, label=meant(id_, known), id=id_, register=register)


def _references(chronicle: Chronicle) -> Iterator[Reference]:
    for place in chronicle.places.values():
        yield from _each(("places",), place.within, place.at / "in")
        for side in place.sides:
            yield from _each(("places",), side.within, side.at / "in")
        yield from ((("sources",), one.source, one.at, "source") for one in place.evidence)
    for series in chronicle.series.values():
        yield from _each(SITES, series.members, series.at / "members")
        yield from ((("sources",), one.source, one.at, "source") for one in series.evidence)
    for word in chronicle.ground.words if chronicle.ground else ():
        yield ("places",), word.place, word.at, "place"
    for thread in chronicle.threads.values():
        yield from _each(("places",), thread.places, thread.at / "places")
        yield from _each(("topics",), thread.topics, thread.at / "topics")


def _event_references(event: Event) -> Iterator[Reference]:
    yield ("kinds",), event.kind, event.at, "kind"
    yield ("series",), event.series, event.at, "series"
    yield ("events",), event.part_of, event.at, "part_of"
    yield ("events",), event.after, event.at, "after"
    yield from _each(SITES, event.host, event.at / "host")
    yield from _each(SITES, event.place, event.at / "place")
    yield from _each(("topics",), event.topics, event.at / "topics")
    for claim in event.claims:
        yield from _claim_references(claim)
    for one in event.participants:
        yield ("people",), one.who, one.at, "who"
        yield SITES, one.side, one.at, "side"
        for post in one.posts:
            yield ("posts",), post.post, post.at, "post"
            yield SITES, post.of, post.at, "of"
            yield SITES, post.to, post.at, "to"
    for figure in event.figures:
        yield ("measures",), figure.measure, figure.at, "measure"
    for document in event.documents:
        yield from _each(BODIES, document.by, document.at / "by")
    for step in event.commitments:
        yield ("threads",), step.thread, step.at, "thread"
        yield from _each(BODIES, step.by, step.at / "by")
        yield from _each(BODIES, step.to, step.at / "to")


def _claim_references(claim: Claim) -> Iterator[Reference]:
    yield from _each(BODIES, claim.by, claim.at / "by")
    yield from _each(("topics",), claim.topics, claim.at / "topics")
    for one in claim.evidence:
        yield ("sources",), one.source, one.at, "source"


def _each(registers: tuple[str, ...], ids: Iterable[str], at: At) -> Iterator[Reference]:
    return ((registers, id_, at, id_) for id_ in ids)


def _own_references(event: Event) -> Iterator[Problem]:
    """Parts of an event refer to its own claims and figures."""
    claims = {claim.id for claim in event.claims}
    items: tuple[Participant | Figure | Document | Commitment, ...] = (
        *event.participants,
        *event.figures,
        *event.documents,
        *event.commitments,
    )
    for item in items:
        if item.claim not in claims:
            yield _unknown(item.claim, claims, item.at / "claim", phrase("own_claims"))
    for note in event.notes:
        if note.about and note.about not in NOTABLE | claims:
            yield _unknown(note.about, NOTABLE | claims, note.at / "about", phrase("own_fields"))
    for correction in event.corrections:
        if correction.claim and correction.claim not in claims:
            yield _unknown(correction.claim, claims, correction.at / "claim", phrase("own_claims"))
    figures = {figure.id for figure in event.figures}
    for figure in event.figures:
        for part in figure.parts:
            if part not in figures:
                yield _unknown(part, figures, figure.at / "parts" / part, phrase("own_figures"))


def check_participants(event: Event, context: Context) -> Iterator[Problem]:
    """Each participant is somebody, and the blanks of their posts' names are filled."""
    for one in event.participants:
        yield from _check_participant(one, context.registers)


def check_posts(context: Context) -> Iterator[Problem]:
    """A post's name has no blanks but {of} and {to}."""
    for title in context.registers.posts.values():
        for language, name in title.name.items():
            for blank in SLOT.finditer(name):
                if blank.group() not in SLOTS:
                    yield problem("E231", (title.at / "name" / language).within(*blank.span()), slot=blank.group())


def _check_participant(one: Participant, chronicle: Chronicle) -> Iterator[Problem]:
    if not one.who and not one.posts:
        yield problem("E233", one.at.on_key())
    for post in one.posts:
        for slot in _slots(chronicle.posts.get(post.post)):
            if not getattr(post, SLOTS[slot]):
                yield problem("E232", post.at / "post", post=post.post, slot=slot, key=SLOTS[slot])


def _slots(title: PostTitle | None) -> tuple[str, ...]:
    names = title.name.values() if title else ()
    return tuple(slot for slot in SLOTS if any(slot in name for name in names))


def check_names(context: Context) -> Iterator[Problem]:
    """In one language, a name names one entry."""
    seen: dict[tuple[str, str], tuple[str, str, At]] = {}
    for register in BODIES:
        for id_, entry in getattr(context.registers, register).items():
            for language, name in entry.name.items():
                key = language, canonical_tones(name)
                at = entry.at / "name" / language
                if key in seen and seen[key][:2] != (register, id_):
                    first = (seen[key][2], phrase("first_here"))
                    yield problem("E224", at, name=name, other=seen[key][1], also=(first,))
                seen.setdefault(key, (register, id_, at))


def check_circles(chronicle: Chronicle) -> Iterator[Problem]:
    """No event is part of itself or after itself, however many steps away."""
    events = {id_: event for id_, event in chronicle.events.items() if event.part_of or event.after}
    links = {id_: tuple(filter(None, (event.part_of, event.after))) for id_, event in events.items()}
    for id_, event in events.items():
        if _leads_to(id_, links):
            yield problem("E225", event.at / ("part_of" if event.part_of else "after"), id=id_)


def check_places(context: Context) -> Iterator[Problem]:
    """No place lies within itself, however many steps away."""
    places = context.registers.places
    links = {
        id_: (*place.within, *(outer for side in place.sides for outer in side.within)) for id_, place in places.items()
    }
    for id_, place in places.items():
        if _leads_to(id_, links):
            yield problem("E225", place.at / "in", id=id_)


def _leads_to(id_: str, links: Mapping[str, tuple[str, ...]]) -> bool:
    reached, waiting = set(), list(links[id_])
    while waiting:
        one = waiting.pop()
        if one == id_:
            return True
        if one not in reached:
            reached.add(one)
            waiting.extend(links.get(one, ()))
    return False
