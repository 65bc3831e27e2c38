"""Which tables there are, and what their columns are; `tables` makes them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, what a row of it is, its key columns, and its other columns.

    `fields` are fields as `name` or `name:type`, in words divided by spaces: `text` has a column for each language,
    `date` is EDTF with its first and last day, `ids` are several, `also` are names by tag, `forms` words by language,
    `int` and `num` are numbers. `refers` says in which table the ids of a column, or of several, are.
    """

    name: str
    about: str
    keys: tuple[str, ...]
    fields: str
    refers: str = ""


CHILD = ("event", "number")
TABLES = (
    Table(
        "events",
        "What happened, with its date and how well that is known.",
        ("event",),
        "title:text kind date:date date_note:text coverage original series edition:int format host:ids place:ids"
        " part_of after topics:ids summary:text body:text added:day changed:day",
        "kind=kinds series=series part_of=events after=events",
    ),
    Table(
        "claims",
        "Every fact that is stated of an event.",
        ("event", "claim"),
        "date kind claim:text by:ids topics:ids supports:ids sources:ids note:text",
        "event=events",
    ),
    Table(
        "evidence",
        "The words of a source on which a claim rests, and the line of the archived copy on which they begin.",
        ("event", "claim", "number"),
        "source quote line:int translation:text",
        "event,claim=claims source=sources",
    ),
    Table(
        "participants",
        "Who was at an event.",
        CHILD,
        "who side role claim",
        "event=events who=people event,claim=claims",
    ),
    Table(
        "posts_held",
        "The posts that somebody held at the time of an event; participant is the number in participants.",
        ("event", "participant", "number"),
        "post of to",
        "event,participant=participants post=posts",
    ),
    Table(
        "figures",
        "Numbers that a source states, in the unit of their measure.",
        ("event", "figure"),
        "measure value:num bound period:date period_note:text parts:ids claim",
        "event=events measure=measures event,claim=claims",
    ),
    Table(
        "documents",
        "Papers that were signed or cited.",
        ("event", "document"),
        "name:text count:int status by:ids claim",
        "event=events event,claim=claims",
    ),
    Table(
        "commitments",
        "Steps in a thread: who asks, promises or does what, and by when.",
        CHILD,
        "thread status by:ids to:ids due:date claim",
        "event=events thread=threads event,claim=claims",
    ),
    Table("notes", "The editors’ own words on what is uncertain.", CHILD, "about text:text", "event=events"),
    Table(
        "corrections",
        "What was wrong in an entry as published, and what is right.",
        CHILD,
        "on:day was:text now:text claim",
        "event=events",
    ),
    Table(
        "people",
        "People; their posts belong to events.",
        ("id",),
        "name:text also:also certainty variants:forms note:text",
    ),
    Table(
        "organisations",
        "Organisations.",
        ("id",),
        "kind name:text also:also certainty variants:forms note:text",
    ),
    Table(
        "places",
        "Places; latitude and longitude in degrees (WGS 84), with who says so.",
        ("id",),
        "kind name:text also:also certainty variants:forms within:ids latitude:num longitude:num coordinate_of:text"
        " coordinate_source coordinate_url note:text",
    ),
    Table(
        "place_sides",
        "The two names of a place that lies across a border.",
        ("place", "number"),
        "name:text also:also certainty variants:forms within:ids",
        "place=places",
    ),
    Table("posts", "Names of posts; {of} and {to} stand for what they are posts of.", ("id",), "name:text"),
    Table(
        "series", "Meetings that are held again and again.", ("id",), "name:text edition members:ids description:text"
    ),
    Table("kinds", "Kinds of events.", ("id",), "name:text"),
    Table("topics", "Topics.", ("id",), "name:text"),
    Table("measures", "What figures count, in which unit.", ("id",), "name:text unit whose:text"),
    Table(
        "threads",
        "Promises and requests followed through the years.",
        ("id",),
        "name:text goal:text places:ids topics:ids",
    ),
    Table(
        "sources",
        "Articles and pages, as they state themselves; archive_begins and archive_ends are lines of the archived copy.",
        ("id",),
        "title title_translation:text label:text language publisher credited authors:ids photographers:ids"
        " published:date published_text archive_file archive_begins:int archive_ends:int url note:text",
    ),
    Table(
        "register_evidence",
        "The words of a source on which an entry for a place or a series rests.",
        ("register", "id", "number"),
        "source quote line:int translation:text",
        "source=sources",
    ),
    Table("glossary", "Terms, with their one rendering in each language.", ("id",), "name:text forms:forms"),
)
"""Every table; those of the registers are found by their names."""
