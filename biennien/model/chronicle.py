"""The whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from biennien.edtf import Date
    from biennien.model.event import Event, Text, Translations
    from biennien.model.ground import Ground
    from biennien.model.registers import (
        Measure,
        Organisation,
        Person,
        Place,
        PostTitle,
        Series,
        Source,
        Term,
        Thread,
        Topic,
    )
    from biennien.problems import At


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the site: its code in addresses, its own name, and its CLDR locale."""

    name: str
    locale: str
    id: str
    at: At = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Settings:
    """`content/site.yaml`: the site as a whole. `as_of` is the day up to which outcomes were looked for.

    `licence_url` is the address of the licence itself, for programs.
    `cards` is yes where pictures for sharing are drawn.
    """

    title: Text
    tagline: Text
    description: Text
    languages: tuple[Language, ...]
    base_url: str
    as_of: Date | None
    licence: Text | None
    about: Text | None
    licence_url: str = ""
    cards: str = ""
    translations: Translations = ()
    at: At = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Allowance:
    """A warning that was looked at and is to stay silent, and why.

    `where` leads from the entry to the text, by keys, ids of claims, figures and documents, and numbers from 1:
    `claims.trade-2022.en`, `notes.2`.
    """

    code: str
    where: str
    why: str
    at: At = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Chronicle:
    """Everything that the site is made from."""

    settings: Settings
    events: Mapping[str, Event]
    people: Mapping[str, Person]
    organisations: Mapping[str, Organisation]
    places: Mapping[str, Place]
    posts: Mapping[str, PostTitle]
    series: Mapping[str, Series]
    kinds: Mapping[str, Topic]
    topics: Mapping[str, Topic]
    measures: Mapping[str, Measure]
    threads: Mapping[str, Thread]
    sources: Mapping[str, Source]
    glossary: Mapping[str, Term]
    articles: Mapping[str, str]
    declared: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Ids by register, those of entries that could not be read included; a file that could not be read has none."""
    incomplete: frozenset[str] = frozenset()
    """Events of which a claim, a part of one or a figure could not be read: what they lack proves nothing."""
    ground: Ground | None = None
    """What the map is drawn on; a chronicle without it has no map."""
    allowed: tuple[Allowance, ...] = ()
    """Warnings that are to stay silent."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the site's languages, in its order."""
        return tuple(language.id for language in self.settings.languages)
