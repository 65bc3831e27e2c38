"""A folder on the disk as a whole: read, checked, and made into a site."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from biennien.crew import uncollected
from biennien.problems import At, problem, sort_problems
from biennien.sources import NotPlainError, read_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from biennien.cache.kept import Kept, Located, Published, Read
    from biennien.cache.last import Outcome
    from biennien.cache.renew import Made
    from biennien.check.context import Context
    from biennien.check.rules import Findings
    from biennien.load import Content
    from biennien.locales import Locale
    from biennien.messages import Words
    from biennien.model import Chronicle
    from biennien.problems import Problem
    from biennien.site import Site
    from biennien.templates import Templates

SOURCES = ("content", "seeds", "templates")
"""The folders of a project that a build reads, and never writes."""
DRAWN = ".cache/cards"
COMPILED = ".cache/templates"
"""The folders of a project in which a build keeps pictures and compiled templates; they may be deleted at any time."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was made of a project: the number of its pages, and the addresses written or removed.

    Where a template fails there are `problems`, located; `fault` is why nothing could be written, though nothing is
    wrong with the project. With either, the site is as it was.
    """

    pages: int = 0
    changed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    fault: Words = ""
    published: Published | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """What a folder holds, and everything that is wrong with it, located and sorted.

    The chronicle is None when `content/site.yaml` can't be read. `passed` of `rules` checks found nothing. `read` is
    what the next build may go on from.
    """

    chronicle: Chronicle | None
    templates: Templates
    problems: tuple[Problem, ...]
    passed: int
    rules: int
    read: Read

    @property
    def locales(self) -> Mapping[str, Locale]:
        """The locales of the site, by language."""
        return self.read.located[0] if self.read.located else {}

    @property
    def errors(self) -> int:
        """How many problems stop a build."""
        return sum(one.is_error for one in self.problems)

    @property
    def warnings(self) -> int:
        """How many problems do not."""
        return len(self.problems) - self.errors


@uncollected()
def read_project(root: Path, last: Read | None = None, hands: int = 1) -> Project:
    """Load and check the project in `root`, by up to `hands` processes.

    What was read `last`, if only that nothing was, spares work, and changes nothing.
    """
    from biennien.cache.kept import Read
    from biennien.check import RULES
    from biennien.load import NOTHING, read_content
    from biennien.templates import find_templates
    from biennien.templates.faults import check_files, check_templates

    templates = find_templates(root)
    content = read_content(root, last.content if last else NOTHING, hands)
    chronicle = content.chronicle
    ground = print_ground(templates, content) if last else ""
    unusual = tuple(check_files(templates, root))
    found = (*content.problems, *(unusual or check_templates(templates, root)))
    if chronicle is None:
        return Project(None, templates, _located(found, root), 0, len(RULES), Read(content, ground=ground))
    known = last if last and last.ground == ground else None
    located = known.located if known and known.located else _locales(chronicle, templates, root)
    locales, more = located
    odd = {one.where for one in unusual}
    found = (*found, *(one for one in more if one.where not in odd))
    context, findings = _check(content, chronicle, locales, known, hands)
    left, passed = _judge(chronicle, found, findings)
    if chronicle.settings.cards == "yes":
        from biennien.cards import check_cards

        left = (*left, *check_cards(chronicle, locales, templates))
    read = Read(content, findings, ground, located, context)
    return Project(chronicle, templates, _located(left, root), passed, len(RULES), read)


def _check(
    content: Content, chronicle: Chronicle, locales: Mapping[str, Locale], last: Read | None, hands: int
) -> tuple[Context | None, Mapping[str, Findings]]:
    """Return what the rules know and what they find in each entry; nothing while a language has no locale."""
    from biennien.check import check_entries
    from biennien.check.context import read_context

    if len(locales) < len(chronicle.languages):
        return None, {}
    known = last if last and last.content.besides == content.besides else None
    context = known.context if known and known.context else read_context(chronicle, locales)
    return context, check_entries(chronicle, context, _known(known, content) if known else {}, hands)


def _judge(
    chronicle: Chronicle, found: Iterable[Problem], findings: Mapping[str, Findings]
) -> tuple[tuple[Problem, ...], int]:
    """Return what is left of the problems of reading and of the rules once `allow` was heard; how many rules passed."""
    from biennien.check import compare
    from biennien.check.silence import silence

    errors = tuple(one for one in found if one.is_error)
    warnings = tuple(one for one in found if not one.is_error)
    by_rule = compare(list(findings.values()), chronicle) if findings else ()
    silenced = silence((warnings, *by_rule), chronicle, whole=bool(by_rule) and not errors)
    left = (*errors, *chain.from_iterable(silenced.left), *silenced.faults)
    return left, sum(not broken for broken in silenced.left[1:])


def _located(found: Iterable[Problem], root: Path) -> tuple[Problem, ...]:
    from biennien.nodes import locate

    return sort_problems(locate(found, partial(read_source, root)))


def _known(last: Read, content: Content) -> dict[str, Findings]:
    """Return what is known to be found in the registers, and in the events that have not changed."""
    from biennien.traces import REST

    events = {
        one.event.id: last.findings[one.event.id]
        for file, one in content.files.items()
        if one.event
        and one.event.id in last.findings
        and (before := last.content.files.get(file))
        and before.print == one.print
    }
    return {**events, REST: last.findings[REST]} if REST in last.findings else events


def plan(project: Project) -> Site:
    """Return the site that a project without errors makes. Raises ValueError for another."""
    from biennien.site import plan_site

    if project.chronicle is None or project.errors:
        raise ValueError("a project with errors has no site")
    context, found = project.read.context, project.read.findings
    if context is None:
        return plan_site(project.chronicle)
    traces = {id_: one.traces for id_, one in found.items()}
    return plan_site(project.chronicle, context.names, traces)


def preview(project: Project, site: Site, root: Path, last: Published) -> Callable[[str], bytes | None] | None:
    """Return what shows a page of a planned site, by its address, before the site is written.

    None where the site that was published `last` was made on other ground, so that it may lack files that pages name.
    """
    from biennien.outputs import stock_up
    from biennien.outputs.pages import show_page

    if last.ground != project.read.ground:
        return None
    stock, _ = stock_up(site, project.locales, project.templates, root / COMPILED)
    return partial(show_page, stock)


@uncollected()
def write_site(  # noqa: PLR0913 - the last three have their usual values
    project: Project,
    site: Site,
    root: Path,
    into: Path,
    last: Published | None = None,
    *,
    show_parts: bool = False,
    hands: int = 1,
) -> Written:
    """Write the planned site of a project to `into`, whole or not at all.

    What was published `last` spares work, and changes nothing; up to `hands` processes work at once. `show_parts`
    adds what only those who work on the templates want to see.
    """
    from biennien.cache.kept import Published
    from biennien.cache.prints import Prints
    from biennien.cache.renew import keep, plan_renewal, renew
    from biennien.inventory import PublishError
    from biennien.messages import told
    from biennien.outputs import list_units, stock_up
    from biennien.outputs.offline import with_worker
    from biennien.publish import opened, put
    from biennien.sources import refusal
    from biennien.templates.faults import find_fault

    read = project.read
    stock, files = stock_up(site, project.locales, project.templates, root / COMPILED)
    if last is None or last.ground != read.ground:
        last = Published(ground=read.ground)
    prints = Prints(stock, {one.event.id: one.print for one in read.content.files.values() if one.event})
    made: Made = {}
    try:
        with opened(into, apart_from=[root / folder for folder in SOURCES], hands=hands) as live:
            units = list_units(stock, show_parts=show_parts, drawn=root / DRAWN)
            renewal = plan_renewal(units, last, prints, live.intact)
            outputs = with_worker(chain(files.items(), renew(renewal, stock, made, root, hands)), stock, live.intact)
            receipt = put(outputs, live, hands)
    except Exception as error:
        fault = find_fault(error, project.templates, root)  # first, for Jinja says OSError too
        if fault is None and not isinstance(error, PublishError | OSError):
            raise
        if fault is None:
            return Written(fault=(refusal(error) if isinstance(error, OSError) else told(error)) or repr(error))
        return Written(problems=(fault,))
    changed = (*receipt.written, *receipt.removed)
    return Written(len(site.pages), changed, published=keep(renewal, made, receipt.files))


def build_site(
    root: Path, into: Path, kept: Kept | None = None, *, show_parts: bool = False, hands: int = 1
) -> tuple[Outcome, Kept]:
    """Read, check and write a project's site, if nothing is wrong with it; return what it came to and what to keep.

    For the arguments see `write_site`. Raises OSError when the project can't be read.
    """
    from biennien.cache.kept import Kept

    kept = kept or Kept()
    project = read_project(root, kept.read, hands)
    if project.chronicle is None or project.errors:
        return outcome_of(project), kept
    written = write_site(project, plan(project), root, into, kept.published, show_parts=show_parts, hands=hands)
    if written.published:
        kept = replace(kept, read=project.read, published=written.published)
    return outcome_of(project, written), kept


def outcome_of(project: Project, written: Written | None = None) -> Outcome:
    """Return what reading, and perhaps writing, a project came to."""
    from biennien.cache.last import Outcome
    from biennien.site import changed_on

    events = project.chronicle.events.values() if project.chronicle else ()
    claims = [claim for event in events for claim in event.claims]
    return Outcome(
        problems=(*project.problems, *(written.problems if written else ())),
        events=len(events),
        claims=len(claims),
        quotes=sum(bool(one.quote) for claim in claims for one in claim.evidence),
        pages=written.pages if written else None,
        passed=project.passed,
        rules=project.rules,
        changed=written.changed if written else (),
        base_url=project.chronicle.settings.base_url if project.chronicle else "",
        undated=sum(changed_on(event) is None for event in events),
        fault=written.fault if written else "",
    )


def print_ground(templates: Templates, content: Content) -> str:
    """Return a fingerprint of everything but the content that a site is made from: program, templates, languages."""
    from biennien.cache.store import SIZE, print_program
    from biennien.templates import print_templates
    from biennien.text import fingerprint

    languages = content.chronicle.settings.languages if content.chronicle else ()
    return fingerprint(print_program(), print_templates(templates), repr(languages), size=SIZE)


def digest_site(project: Project) -> dict[str, str]:
    """Return what a build of a project without errors would write: address → SHA-256. Nothing is written."""
    from hashlib import sha256

    from biennien.outputs import render_outputs

    outputs = render_outputs(plan(project), project.locales, project.templates)
    return {address: sha256(data).hexdigest() for address, data in outputs}


def _locales(chronicle: Chronicle, templates: Templates, root: Path) -> Located:
    """Return the site's locales; strings that a language lacks are those of English, the program's own language."""
    from biennien.locales import fill_strings, make_locale

    own: dict[str, dict[str, object]] = {}
    found: list[Problem] = []
    for id_ in dict.fromkeys(("en", *chronicle.languages)):
        faults = _string_faults(root, id_)
        found += faults
        own[id_] = {} if faults else templates.strings(id_)
    locales: dict[str, Locale] = {}
    for language in chronicle.settings.languages:
        strings, missing = fill_strings(own[language.id], own["en"])
        if missing:
            keys = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")  # noqa: PLR2004
            at, lacking = language.at.on_key(), str(len(missing))
            found.append(problem("W604", at, count=lacking, language=language.id, fallback="en", keys=keys))
        try:
            locales[language.id] = make_locale(language.id, language.name, language.locale, strings)
        except ValueError:
            found.append(problem("E404", language.at / "locale", locale=language.locale))
    return locales, tuple(found)


def _string_faults(root: Path, language: str) -> tuple[Problem, ...]:
    """Return what is wrong with a project's own strings of a language, as YAML."""
    from biennien.fields import KEYS, Context
    from biennien.nodes import Mapping as Keys
    from biennien.nodes import parse

    file = f"templates/strings/{language}.yaml"
    if not (root / file).is_file():
        return ()
    try:
        node, faults = parse(read_source(root, file), file)
    except NotPlainError as error:
        return (problem("E602", At(file), file=file, why=error.why),)
    if not faults and not isinstance(node, Keys | None):
        found: list[Problem] = []
        Context((), found).wrong_shape(node, At(file), KEYS)
        return tuple(found)
    return tuple(faults)
