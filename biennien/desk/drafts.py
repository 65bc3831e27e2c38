"""One text drafted by an engine: line by line, what it may not touch behind placeholders, and compared afterwards."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from biennien.check.context import read_context
from biennien.check.languages import check_names, check_values
from biennien.check.prose import compare_references
from biennien.check.readings import read_passage
from biennien.check.terms import check_glossary
from biennien.desk.engines.answers import says_something
from biennien.desk.engines.web import Fault
from biennien.desk.shields import SHAPES, fixed_names, shield, unshield
from biennien.messages import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from biennien.check.context import Context
    from biennien.check.passages import Passage
    from biennien.desk.engines import Engine
    from biennien.locales import Locale
    from biennien.model import Chronicle
    from biennien.names import Names
    from biennien.problems import Problem

LOST: Final = Fault("nonsense", phrase("names_lost"))
# What makes a line of Markdown a heading, an item or a quotation (CommonMark 0.31, sections 4.2, 5.1 and 5.2).
_LEAD = re.compile(r"\s*(?:(?:#{1,6}|[-*+]|\d{1,9}[.)]|>)[ \t]+)*")
_ENDS = re.compile(r"(?:[.!?…:;。！？][”’\")\]]*(?:\[\^[\w-]+\])*|\\| {2})$")


@dataclass(frozen=True, slots=True)
class Parity:
    """What the languages are compared with: their names and terms, and how their prose writes numbers."""

    context: Context

    def faults(self, passage: Passage, *, own: bool) -> tuple[Problem, ...]:
        """Return in what a passage's languages differ; names and terms count only in prose of our `own`."""
        reading = read_passage(passage, self.context)
        rules = (check_values, check_names, check_glossary) if own else (check_values,)
        found = (one for rule in rules for one in rule(reading, self.context))
        return (*compare_references(passage), *found)


def read_parity(chronicle: Chronicle, locales: Mapping[str, Locale]) -> Parity:
    """Return what the languages of a chronicle are compared with."""
    return Parity(read_context(chronicle, locales))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two languages: their codes in the chronicle, their tags (BCP 47) for engines, and names with one rendering."""

    source: str
    target: str
    tags: tuple[str, str]
    names: Names


def read_pair(chronicle: Chronicle, source: str, target: str) -> Pair:
    """Return a pair of languages; the site's own are told to engines by their locales."""
    locales = {language.id: language.locale for language in chronicle.settings.languages}
    tags = locales.get(source, source), locales.get(target, target)
    return Pair(source, target, tags, fixed_names(chronicle, source, target))


def draft(text: str, pair: Pair, engine: Engine) -> str | Fault:
    """Return an engine's translation of a plain or Markdown text, in NFC, its lines in the same order; or why not."""
    done = []
    for lead, words in _lines(text):
        answer = _draft_words(words, pair, engine)
        if isinstance(answer, Fault):
            return answer
        done.append(lead + answer)
    return "\n".join(done)


def settled(text: str, pair: Pair) -> str | None:
    """Return the translation of a text that has no words but names with one rendering; None for any other."""
    done = []
    for lead, words in _lines(text):
        shielded = shield(words, pair.names)
        if shielded is None or says_something(shielded.text):
            return None
        done.append(lead + (unshield(shielded.text, shielded) or ""))
    return "\n".join(done)


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Yield each whole line in NFC: what makes it a heading, an item or a quotation, and its words."""
    for line in whole_lines(unicodedata.normalize("NFC", text)):
        lead = _LEAD.match(line)
        start = lead.end() if lead else 0
        yield line[:start], line[start:]


def whole_lines(text: str) -> list[str]:
    """Return the lines of a text, a sentence that goes on in the next line being one with it, as Markdown reads it."""
    lines: list[str] = []
    for line in text.split("\n"):
        before = lines[-1] if lines else ""
        goes_on = before.strip() and line.strip() and not _ENDS.search(before) and not before.lstrip().startswith("#")
        if goes_on and not _begins_block(line):
            lines[-1] = f"{before.rstrip()} {line.strip()}"
        else:
            lines.append(line)
    return lines


def _begins_block(line: str) -> bool:
    lead = _LEAD.match(line)
    return bool(lead and lead.group().strip())


def _draft_words(words: str, pair: Pair, engine: Engine) -> str | Fault:
    for shape in SHAPES:
        shielded = shield(words, pair.names, shape)
        if shielded is None:
            continue
        answer = engine.translate(shielded.text, *pair.tags)
        if isinstance(answer, Fault):
            return answer
        if (done := unshield(answer, shielded)) is not None:
            return done
    return LOST
