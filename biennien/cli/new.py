"""The `new` verb."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from biennien.cli import CLEAN, CONTENT_ERRORS, ENVIRONMENT, USAGE
from biennien.cli.report import add_language, add_root, fail, no_such, today
from biennien.desk.append import AppendError, add_entries, create_file
from biennien.desk.draft import REGISTERS, draft_entry, draft_event, id_for
from biennien.desk.schema import modeline, renew_schemas, unread
from biennien.edtf import DateError, parse_date
from biennien.fields import is_address, meant
from biennien.load import SITE, load
from biennien.messages import phrase, told, voice
from biennien.problems import Problem, render_human

if TYPE_CHECKING:
    import argparse

    from biennien.messages import Phrase, Words
    from biennien.model import Chronicle

UNDATED = "XXXX"
TAGGED = re.compile(r"([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)=")  # BCP 47 (RFC 5646, section 2.1), as sites list languages
EXAMPLE = 'python build.py new spring-meeting --date 2025-02-18 --title "Gặp gỡ đầu xuân 2025"'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    add_root(parser)
    add_language(parser)
    parser.add_argument("kind", help=f"a kind of event from kinds.yaml, or a register: {', '.join(REGISTERS)}")
    parser.add_argument("--date", default=UNDATED, help="when it took place, in EDTF (of an event; default: undated)")
    parser.add_argument(
        "--title",
        action="append",
        default=[],
        metavar="[LANGUAGE=]TEXT",
        help="its title or name; again, with en=…, for another language",
    )
    parser.add_argument("--id", help="its id (default: made from the title and the year)")


def run(options: argparse.Namespace) -> int:
    """Write an entry for a person to finish; nothing that is there is written over."""
    chronicle, found = load(options.root)
    if chronicle is None or unread(found):
        return fail(phrase("unreadable", file=unread(found) or SITE), CONTENT_ERRORS, options.lang)
    if fault := _fault(options, chronicle):
        return fail(fault, USAGE, options.lang)
    try:
        done = _event(options, chronicle) if options.kind in _kinds(chronicle) else _entry(options, chronicle)
        print(voice(options.lang).say(done))
    except DateError as error:
        problem = Problem(error.code, None, error.values)
        print(render_human((problem,), lambda _: "", language=options.lang), file=sys.stderr, end="")
        return USAGE
    except AppendError as error:
        return fail(told(error), USAGE, options.lang)
    except OSError as error:
        return fail(told(error), ENVIRONMENT, options.lang)
    renew_schemas(options.root)
    return CLEAN


def _kinds(chronicle: Chronicle) -> frozenset[str]:
    return chronicle.declared.get("kinds", frozenset())


def _fault(options: argparse.Namespace, chronicle: Chronicle) -> Words:
    """Return what is wrong with what was asked for; nothing when nothing is."""
    kinds = (*_kinds(chronicle), *REGISTERS)
    if options.kind not in kinds:
        kinds_known = ", ".join(sorted(_kinds(chronicle))) or "—"
        known = phrase("kinds_and_registers", kinds=kinds_known, registers=", ".join(REGISTERS))
        return no_such(phrase("a_kind"), options.kind, meant(options.kind, kinds) or known)
    if not options.title:
        return phrase("no_title_given")
    if options.id and not is_address(options.id):
        return phrase("no_id", id=options.id, example=id_for(options.id))
    if options.kind not in _kinds(chronicle) and options.date != UNDATED:
        return phrase("no_date_there", file=f"{options.kind}.yaml")
    for given in options.title:
        if (match := TAGGED.match(given)) and match[1] not in chronicle.languages:
            return no_such(phrase("a_language"), match[1], phrase("there_are", known=", ".join(chronicle.languages)))
    return "" if all(_titles(options, chronicle).values()) else phrase("no_title")


def _titles(options: argparse.Namespace, chronicle: Chronicle) -> dict[str, str]:
    """Return the title by language; one without a language is in the site's first."""
    titles = {}
    for given in options.title:
        language, _, text = given.partition("=")
        known = language in chronicle.languages
        titles[language if known else chronicle.languages[0]] = " ".join((text if known else given).split())
    return titles


def _event(options: argparse.Namespace, chronicle: Chronicle) -> Phrase:
    date, titles = parse_date(options.date), _titles(options, chronicle)
    id_ = options.id or id_for(next(iter(titles.values())), date)
    file = options.root / "content" / "events" / f"{id_}.yaml"
    create_file(file, draft_event(chronicle, options.kind, date, titles, today()).encode())
    return phrase("event_begun", file=str(file))


def _entry(options: argparse.Namespace, chronicle: Chronicle) -> Phrase:
    titles = _titles(options, chronicle)
    id_ = options.id or id_for(next(iter(titles.values())))
    file = options.root / "content" / f"{options.kind}.yaml"
    text = draft_entry(options.kind, id_, titles, chronicle.languages)
    if not add_entries(file, [(id_, text)], modeline(options.kind)):
        raise AppendError(phrase("has_entry", file=str(file), id=id_))
    return phrase("entry_begun", file=str(file), id=id_)
