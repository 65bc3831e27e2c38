"""The chronicle as linked data (JSON-LD 1.1): a file for each entry, in every language, with all that is claimed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from biennien.outputs.data import encode, record_address
from biennien.outputs.stock import anew
from biennien.prose import CITATION
from biennien.site import SECTIONS, Page, changed_on
from biennien.views.here import claim_anchor
from biennien.views.linked import DUBLIN_CORE, EDTF, SCHEMA, Node, Speaker, stated, thing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from biennien.model import Claim, Event, Evidence, Participant, Post
    from biennien.outputs.stock import Recall
    from biennien.site import Site

CONTEXT = [SCHEMA, {**DUBLIN_CORE, "edtf": EDTF}]
SUFFIX = "jsonld"


def render_linked(site: Site, recall: Recall = anew) -> Iterator[tuple[str, bytes]]:
    """Return the files: that of an event has its claims, the words on which they rest, and who was there as what."""
    for register in SECTIONS:
        for id_ in getattr(site.chronicle, register):
            address = record_address(register, id_, SUFFIX)
            yield address, recall(("linked", register, id_), partial(_file, site, register, id_, address))


def _file(site: Site, register: str, id_: str, address: str) -> bytes:
    speaker = Speaker(site, Page("data", id_, "", address))
    nodes = [thing(speaker, register, id_)]
    if register == "events":
        nodes = _event(speaker, site.chronicle.events[id_], nodes[0])
    return f"{encode({'@context': CONTEXT, '@graph': nodes})}\n".encode()


def _event(speaker: Speaker, event: Event, node: Node) -> list[Node]:
    settings = speaker.site.chronicle.settings
    changed = changed_on(event)
    own = {
        "dcterms:date": {"@type": "edtf", "@value": event.date.text},
        "description": speaker.text({one: CITATION.sub("", text) for one, text in event.summary.items()}),
        "attendee": [_attendee(speaker, one) for one in event.participants if one.who and one.role != "mentioned"],
    }
    file = {
        "@id": speaker.lead(record_address("events", event.id)),
        "@type": "Dataset",
        "name": speaker.text(event.title),
        "encodingFormat": "application/json",
        "about": {"@id": node["@id"]},
        "license": settings.licence_url,
        "dateModified": changed.text if changed else None,
        "isPartOf": {"@id": speaker.lead("index.html") + "#site"},
    }
    return [
        stated({**node, **own}),
        stated(file),
        *(_claim(speaker, event, claim) for claim in event.claims),
        *_sources(speaker, event),
    ]


def _attendee(speaker: Speaker, one: Participant) -> Node:
    """Return who was there as what: a post belongs to its time, so it is a role at this event."""
    person = {"@type": "Person", "@id": speaker.iri("people", one.who)}
    name = speaker.site.chronicle.people[one.who].name
    posts = [_post(speaker, post) for post in one.posts]
    role = {"@type": "Role", "roleName": [each for post in posts for each in post], "attendee": person}
    return stated({**role, "attendee": {**person, "name": speaker.text(name)}})


def _post(speaker: Speaker, post: Post) -> list[Any]:
    """Return a post as held, in every language."""
    chronicle = speaker.site.chronicle

    def name(id_: str, language: str) -> str:
        found = (getattr(chronicle, register).get(id_) for register in ("places", "organisations"))
        return next((str(one.name.get(language, "")) for one in found if one), "")

    return [
        {"@language": language, "@value": title.format(of=name(post.of, language), to=name(post.to, language))}
        for language, title in chronicle.posts[post.post].name.items()
    ]


def _claim(speaker: Speaker, event: Event, claim: Claim) -> Node:
    """Return a claim: who is said to have said it is its author; it appears in the words on which it rests."""
    file = record_address("events", event.id, SUFFIX)
    return stated(
        {
            "@type": "Claim",
            "@id": speaker.lead(f"{file}#{claim_anchor(claim.id)}"),
            "text": speaker.text(claim.text),
            "about": {"@id": speaker.iri("events", event.id)},
            "author": speaker.refer_all(claim.by),
            "appearance": [_quotation(speaker, one) for one in claim.evidence],
        }
    )


def _quotation(speaker: Speaker, one: Evidence) -> Node:
    """Return the words of a source; without an archived copy only the source itself."""
    source = {"@id": speaker.iri("sources", one.source)}
    if not one.quote:
        return source
    language = speaker.site.chronicle.sources[one.source].language
    return {"@type": "Quotation", "text": {"@language": language, "@value": one.quote}, "isPartOf": source}


def _sources(speaker: Speaker, event: Event) -> list[Node]:
    cited = dict.fromkeys(one.source for claim in event.claims for one in claim.evidence)
    return [thing(speaker, "sources", id_) for id_ in cited]
