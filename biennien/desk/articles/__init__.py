"""An article becomes a capture, a source record and an entry to be finished; nothing is written over."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from biennien.check.quotes import LONGEST_QUOTE
from biennien.desk.append import add_entries, create_file
from biennien.desk.archive import FOLDER, Capture, find_capture, write_capture
from biennien.desk.articles.findings import find_facts, sentences
from biennien.desk.articles.page import page_words, place_names, read_page
from biennien.desk.articles.skeleton import Article, draft_entry, draft_source, event_day
from biennien.desk.draft import id_for
from biennien.desk.schema import modeline
from biennien.edtf import parse_date
from biennien.evidence import read_article
from biennien.model import Archive
from biennien.problems import At
from biennien.text import normal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from biennien.locales import Locale
    from biennien.model import Chronicle

_UNDATED = "XXXX"


@dataclass(frozen=True, slots=True)
class Desk:
    """What an import needs to know: the chronicle, its locales, the language of what is imported, and what day it is.

    Without a day, the entry of an article does not say when it was added.
    """

    chronicle: Chronicle
    locales: Mapping[str, Locale]
    language: str
    today: str = ""


@dataclass(frozen=True, slots=True)
class Import:
    """What importing an article will write.

    Without a `record` the source is there already; without an `entry` events cite it already: those in `cited`.
    """

    capture: Capture
    article: Article
    record: str
    id: str
    entry: str
    cited: tuple[str, ...]


def plan_import(desk: Desk, root: Path, raw: bytes, text: str, id_: str = "") -> Import:
    """Return what importing a capture with these bytes, `text` being what they say, will write below `root`.

    Entry and source have the id that is given, or one made from the headline and the year.
    """
    capture = find_capture(root, raw, text)
    article = read_capture(desk, capture.name, text)
    known = [id_ for id_, one in desk.chronicle.sources.items() if one.archive and one.archive.file == capture.name]
    id_ = id_ or _event_id(article, desk.chronicle)
    taken = desk.chronicle.declared.get("sources", frozenset())
    article = replace(article, source=known[0] if known else id_for(id_, None, taken))
    record = "" if known else draft_source(article.source, article.page, capture.name, desk.language)
    cited = tuple(citing(root, article.source)) if known else ()
    entry = "" if cited else draft_entry(article, desk.chronicle, desk.today)
    return Import(capture, article, record, id_, entry, cited)


def write_import(plan: Import, root: Path, raw: bytes) -> None:
    """Write a capture, then its record, then the entry; what is there is left. Raises AppendError, OSError.

    Cut short, it is finished by importing the same file again.
    """
    write_capture(root, plan.capture, raw)
    if plan.record:
        add_entries(root / "content" / "sources.yaml", [(plan.article.source, plan.record)], modeline("sources"))
    if plan.entry:
        create_file(root / "content" / "events" / f"{plan.id}.yaml", plan.entry.encode())


def read_capture(desk: Desk, name: str, text: str) -> Article:
    """Return what the text of a capture, `seeds/<name>`, says of its article, and what the article states."""
    around, places = page_words(desk.locales.values()), place_names(desk.chronicle)
    page = read_page(text, around, desk.locales[desk.language], places)
    words = read_article(text, Archive(name, page.begins, page.ends, at=At(f"{FOLDER}/{name}")))
    published = parse_date(page.published).earliest if page.published else None
    findings = find_facts(words, desk.chronicle, desk.locales[desk.language], published)
    stated = tuple(one for one in findings.passages if one.quote != normal(page.published_text))
    findings = replace(findings, passages=stated)  # the day of publication is the page's, and stands in the record
    first = next((words.text[one.start : one.end] for one in sentences(words)), "")
    return Article("", desk.language, page, findings, _cut(first))


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE + 1].rpartition(" ")[0]


def _event_id(article: Article, chronicle: Chronicle) -> str:
    day = event_day(article)
    date = parse_date(day.edtf if day else _UNDATED)
    return id_for(article.page.title or article.opening, date, chronicle.declared.get("events", frozenset()))


def citing(root: Path, source: str) -> Iterator[str]:
    """Yield the events that cite a source, those that are still to be written, and can't be read, too."""
    cites = re.compile(rb"\bsource:\s*[\"']?%s(?![\w-])" % source.encode())
    for file in sorted((root / "content" / "events").glob("*.yaml")):
        if cites.search(file.read_bytes()):
            yield file.stem
