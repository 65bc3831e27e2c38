"""How to cite a page, and the articles it rests on, which is another thing.

The two styles are short texts of each language's strings. citeproc-py was tried: 2 ms a citation, which is ten seconds
at 1,000 events, and the styles themselves are under a licence (CC BY-SA) of their own.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from biennien.bibliography import Reference
from biennien.markup import escaped
from biennien.site import SECTIONS, address_of, changed_on
from biennien.text import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from biennien.edtf import Date
    from biennien.locales import Locale
    from biennien.model import Event, Source
    from biennien.site import Site
    from biennien.views.here import Here, View

CITED = {"events": "title", "people": "name", "threads": "name", "sources": "label"}
"""The registers whose pages say how to cite them, and the field that names an entry."""
FILES = {"bib": "BibTeX", "ris": "RIS", "json": "CSL-JSON"}
"""The files for reference managers, by their ending."""
_INNER = str.maketrans("“”", "‘’")  # quotation marks within quotation marks
_TWO_STOPS = re.compile(r"(?<=[?!…])(’?(?:</cite>)?)[.](?=[” ])|(?<=\.)()\.(?= )")


def citation(here: Here, title: str, sources: Iterable[str], share: View | None = None) -> View:
    """Return the view of the citation block of a page, with how to share it where it can be put into another."""
    page = reference(here.site, here.locale, here.page.kind, here.page.id)
    return {
        "styles": [{"name": here.say(f"cite_{style}"), "text": text} for style, text in _styles(here, title, page)],
        "files": [
            {"text": name, "href": here.page.to(file_address(here.locale.id, here.page.kind, here.page.id, ending))}
            for ending, name in FILES.items()
        ],
        "articles": [article_words(here, here.entry("sources", id_)) for id_ in sources],
        "licence": here.text(here.site.chronicle.settings.licence),
        "share": share,
    }


def file_address(language: str, register: str, id_: str, ending: str) -> str:
    """Return the address of the file by which reference managers learn of a page."""
    return f"cite/{language}/{SECTIONS[register]}/{id_}.{ending}"


def reference(site: Site, locale: Locale, register: str, id_: str) -> Reference:
    """Return the page of an entry as a work that is cited: by the site, with the day of its last change."""
    settings = site.chronicle.settings
    named = getattr(getattr(site.chronicle, register)[id_], CITED[register])
    base = settings.base_url.rstrip("/")
    name = settings.title.get(locale.id) or next(iter(settings.title.values()))
    return Reference(
        key=f"{_key(name)}-{SECTIONS[register]}-{id_}-{locale.id}",
        kind="webpage",
        title=named.get(locale.id) or next(iter(named.values())),
        authors=(name,),
        site=name,
        date=cited_on(site, register, id_),
        address=f"{base}/{address_of(locale.id, register, id_)}" if base else "",
        language=str(locale.cldr).replace("_", "-"),
        tongue=locale.tongue,
    )


@lru_cache(maxsize=16)  # a site has one name in each language
def _key(name: str) -> str:
    return slug(name) or "site"


def article_reference(source: Source, locale: Locale) -> Reference:
    """Return an article as a work that is cited: what its page states, and nothing besides."""
    from babel import Locale as CldrLocale

    tongue = CldrLocale("en").languages.get(source.language, "").lower()
    return Reference(
        key=source.id,
        kind="article-newspaper" if source.publisher else "webpage",
        title=source.title or source.label.get(locale.id) or next(iter(source.label.values())),
        authors=source.authors,
        site=source.publisher,
        date=source.published,
        address=source.url,
        language=source.language,
        tongue=tongue,
    )


def cited_on(site: Site, register: str, id_: str) -> Date | None:
    """Return when what a page shows was last changed: the latest change of the events that it rests on."""
    days = [day for event in _events(site, register, id_) if (day := changed_on(event))]
    return max(days, key=lambda day: day.sort_key, default=None)


def _events(site: Site, register: str, id_: str) -> Iterator[Event]:
    relations = site.relations
    if register == "events":
        yield site.chronicle.events[id_]
    elif register == "threads":
        yield from (event for event, _ in relations.steps.get(id_, ()))
    elif register == "sources":
        yield from (event for event, _ in relations.by_source.get(id_, ()))
    else:
        yield from (event for event, _ in relations.presences.get(id_, ()))
        yield from (event for event, _ in relations.mentions.get((register, id_), ()))


def _styles(here: Here, title: str, page: Reference) -> Iterator[tuple[str, Markup]]:
    """Return the page in each style: a note and an entry of a bibliography by Chicago, an entry by APA."""
    quoted, named = escaped(title.translate(_INNER)), f"<cite>{escaped(title)}</cite>"
    site, address = escaped(page.site), escaped(page.address or here.say("cite_here"))
    for style, words, form in (("note", quoted, "chicago"), ("bibliography", quoted, "chicago"), ("apa", named, "apa")):
        day = escaped(_day(here, page.date, style, f"cite_{form}"))
        text = escaped(here.locale.strings[f"cite_{style}_text"]).format(
            title=words, site=site, date=day, address=address
        )
        yield style, Markup(_TWO_STOPS.sub(lambda match: match[1] or "", text))  # noqa: S704 - what was safe, less a full stop


def _day(here: Here, date: Date | None, style: str, form: str) -> str:
    """Return the day of the last change as a style has it, or that there is none."""
    if date is None or date.earliest is None:
        return here.say("cite_undated")
    day = here.locale.day(date.earliest, form) if date.is_exact else here.locale.date(date)
    return str(here.locale.strings.get(f"cite_{style}_day", "{date}")).format(date=day)


def article_words(here: Here, source: Source) -> View:
    """Return an article as its page states it, and what that page does not state; its address, its language."""
    title = source.title or here.text(source.label)
    parts = [here.locale.listing(source.authors), title, source.publisher]
    day = here.locale.date(source.published) if source.published else ""
    parts.append("" if day in title else day)  # a label may name the day
    missing = [
        here.say(key)
        for key, value in (("no_publisher", source.publisher), ("no_publication_date", source.published))
        if not value
    ]
    text = " ".join(f"{part.rstrip('.')}." for part in parts if part)
    return {
        "text": f"{text} [{', '.join(missing)}]" if missing else text,
        "address": source.url,
        "lang": source.language,
    }
