"""The `import` verb: articles, and timelines made elsewhere."""

from __future__ import annotations

import re
import sys
from codecs import BOM_UTF8
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from biennien.cli import CLEAN, CONTENT_ERRORS, ENVIRONMENT, USAGE
from biennien.cli.report import add_language, add_root, count, digits, fail, no_such, today
from biennien.desk.append import AppendError
from biennien.desk.archive import FOLDER, read_text
from biennien.desk.articles import Desk, Import, plan_import, write_import
from biennien.desk.draft import id_for
from biennien.desk.schema import renew_schemas, unread
from biennien.desk.timelines import KIND, Choices, plan_takeover, told_lost, write_takeover
from biennien.desk.timelines.timelinejs import Fault, Timeline, read_json, read_table
from biennien.fields import is_address
from biennien.load import SITE
from biennien.messages import phrase, told, voice
from biennien.problems import Problem, render_human
from biennien.project import read_project

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from biennien.desk.timelines import Takeover
    from biennien.messages import Voice, Words

EXAMPLE = "python build.py import article.txt"
TIMELINES = {".json": read_json, ".csv": read_table, ".tsv": read_table}
HTML = re.compile(r"\s*<(?:!doctype|html|\?xml)\b", re.IGNORECASE)
SHOWN = 20  # lines of what could not be kept; the entries have all of them


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    add_root(parser)
    add_language(parser)
    parser.add_argument(
        "file",
        help="an article's page as text (- reads it from the input), or a timeline: TimelineJS's JSON, or a CSV table "
        "with the columns of its spreadsheet",
    )
    parser.add_argument("--language", help="the language that the file is in (default: the site's first)")
    parser.add_argument("--id", help="the id of the entry and of its source (default: from the headline and the year)")
    parser.add_argument("--kind", default=KIND, help="of a timeline: the kind of its events (default: %(default)s)")
    parser.add_argument("--url", default="", help="of a timeline: the address at which it is published")


def run(options: argparse.Namespace) -> int:
    """Archive an article and begin its record and its entry, or take over the events of a timeline."""
    project = read_project(options.root)
    if project.chronicle is None or unread(project.problems):
        return fail(phrase("unreadable", file=unread(project.problems) or SITE), CONTENT_ERRORS, options.lang)
    language = options.language or project.chronicle.languages[0]
    if language not in project.locales:
        rest = phrase("there_are", known=", ".join(project.locales))
        return fail(no_such(phrase("a_language"), language, rest), USAGE, options.lang)
    if options.id and (fault := _fault(options.id, options.root)):
        return fail(fault, USAGE, options.lang)
    desk = Desk(project.chronicle, project.locales, language, today())
    try:
        raw = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
        timeline = TIMELINES.get(Path(options.file).suffix.lower())
        read = partial(_timeline, read=timeline) if timeline else _article
        code = read(desk, options, raw) if raw.removeprefix(BOM_UTF8).strip() else _empty(options.file, options.lang)
    except AppendError as error:
        return fail(told(error), CONTENT_ERRORS, options.lang)
    except OSError as error:
        return fail(_why(error, options.file), ENVIRONMENT, options.lang)
    if code == CLEAN:
        renew_schemas(options.root)
    return code


def _why(error: OSError, file: str) -> Words:
    missing = isinstance(error, FileNotFoundError) and error.filename == file
    return phrase("no_file", file=file) if missing else told(error)


def _empty(file: str, language: str) -> int:
    named = phrase("the_input") if file == "-" else file
    return fail(phrase("is_empty", file=named), CONTENT_ERRORS, language)


def _fault(id_: str, root: Path) -> Words:
    """Return what is wrong with an id that was asked for; nothing when nothing is."""
    if not is_address(id_):
        return phrase("no_id", id=id_, example=id_for(id_))
    return phrase("taken", id=id_) if (root / "content" / "events" / f"{id_}.yaml").exists() else ""


def _timeline(desk: Desk, options: argparse.Namespace, raw: bytes, read: Callable[[str], Timeline | Fault]) -> int:
    kinds = desk.chronicle.declared.get("kinds", frozenset())
    if options.kind not in (KIND, *kinds):
        rest = phrase("there_are", known=", ".join(sorted(kinds)))
        return fail(no_such(phrase("a_kind"), options.kind, rest), USAGE, options.lang)
    text = read_text(raw, options.file)
    if isinstance(text, Problem):
        return _unreadable(text, raw, options.lang)
    timeline = read(text)
    if isinstance(timeline, Fault):
        place = f"{options.file}:{timeline.line}:{timeline.column}"
        return fail(phrase("at_file", file=place, why=timeline.why), CONTENT_ERRORS, options.lang)
    name = Path(options.file).name
    plan = plan_takeover(desk, options.root, raw, timeline, Choices(name, options.kind, options.url))
    new = write_takeover(plan, options.root, raw)
    said = voice(options.lang)
    for line in (*_taken(plan, new, desk, said), *_lost(plan, said)):
        print(line)
    return CLEAN


def _taken(plan: Takeover, new: int, desk: Desk, said: Voice) -> Iterator[str]:
    """Yield what was written, file by file."""
    yield said.say(phrase("timeline_kept", file=f"{FOLDER}/{plan.capture.name}", source=plan.source))
    for register, entries in plan.registers[:-1]:
        if added := [id_ for id_, _ in entries if id_ not in desk.chronicle.declared.get(register, ())]:
            yield f"content/{register}.yaml: {', '.join(added)}"
    slides = count(said, "slides", sum(bool(one.id) for one in plan.taken))
    yield said.say(phrase("events_of_slides", events=count(said, "new_events", new), slides=slides))


def _lost(plan: Takeover, said: Voice) -> Iterator[str]:
    """Yield what could not be kept."""
    lost = [*told_lost(plan.taken, said), *plan.rest]
    yield said.say(phrase("not_kept") if lost else phrase("all_kept"))
    yield from lost[:SHOWN]
    if len(lost) > SHOWN:
        yield said.say(phrase("more_lost", n=digits(len(lost) - SHOWN, said.language)))


def _unreadable(fault: Problem, raw: bytes, language: str) -> int:
    print(render_human((fault,), lambda _: raw.decode("utf-8", "replace"), language=language), file=sys.stderr, end="")
    return CONTENT_ERRORS


def _article(desk: Desk, options: argparse.Namespace, raw: bytes) -> int:
    text = read_text(raw, options.file)
    if isinstance(text, Problem):
        return _unreadable(text, raw, options.lang)
    if HTML.match(text):
        return fail(phrase("at_file", file=options.file, why=phrase("is_html")), CONTENT_ERRORS, options.lang)
    plan = plan_import(desk, options.root, raw, text, options.id or "")
    write_import(plan, options.root, raw)
    print("\n".join(_told(plan, voice(options.lang))))
    return CLEAN


def _told(plan: Import, said: Voice) -> list[str]:
    """Return what was written, what was found, and what is left to do."""
    page, findings = plan.article.page, plan.article.findings
    figures = sum(len(one.figures) for one in findings.passages)
    dates = sum(len(one.dates) for one in findings.passages)
    names = len({(one.register, one.id) for one in findings.names})
    how = phrase("archived_already") if plan.capture.known else phrase("archived_now")
    where = {"begins": str(page.begins), "ends": str(page.ends)}
    source = plan.article.source
    lines = [
        phrase("capture_kept", file=f"{FOLDER}/{plan.capture.name}", how=how, **where),
        phrase("record_begun", id=source) if plan.record else phrase("record_there", id=source),
    ]
    if plan.cited:
        return [*map(said.say, lines), said.say(phrase("cited_by", events=", ".join(plan.cited)))]
    found = {"figures": figures, "dates": dates, "names": names}
    told = {name: count(said, name, number) for name, number in found.items()}
    claims = count(said, "claims", len(findings.passages))
    begun = phrase("claims_begun", id=plan.id, claims=claims, **told)
    return [*map(said.say, (*lines, begun, phrase("confirm_each")))]
