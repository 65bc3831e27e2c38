"""A folder on the disk as a whole: read, checked, and made into a site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from biennien.problems import At, problem, sort_problems

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from biennien.locales import Locale
    from biennien.model import Chronicle
    from biennien.problems import Problem
    from biennien.site import Site
    from biennien.templates import Templates

SOURCES = ("content", "seeds", "templates")
"""The folders of a project that a build reads, and never writes."""
KEPT = ".cache/cards"
"""The folder of a project in which a build keeps pictures, which may be deleted at any time."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was made of a project: the number of its pages, and the addresses written or removed.

    Where a template fails there are `problems`, located, and the site is as it was.
    """

    pages: int = 0
    changed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """What a folder holds, and everything that is wrong with it, located and sorted.

    The chronicle is None when `content/site.yaml` can't be read. `passed` of `rules` checks found nothing.
    """

    chronicle: Chronicle | None
    locales: Mapping[str, Locale]
    templates: Templates
    problems: tuple[Problem, ...]
    passed: int
    rules: int

    @property
    def errors(self) -> int:
        """How many problems stop a build."""
        return sum(one.is_error for one in self.problems)

    @property
    def warnings(self) -> int:
        """How many problems do not."""
        return len(self.problems) - self.errors


def read_project(root: Path) -> Project:
    """Load and check the project in `root`."""
    from biennien.check import RULES
    from biennien.check.silence import silence
    from biennien.load import load
    from biennien.nodes import locate
    from biennien.templates import find_templates
    from biennien.templates.faults import check_templates

    templates = find_templates(root)
    chronicle, found = load(root)
    found = (*found, *check_templates(templates, root))
    passed = 0
    locales: dict[str, Locale] = {}
    if chronicle is not None:
        locales, more = _locales(chronicle, templates, root)
        found = (*found, *more)
        rules = RULES if len(locales) == len(chronicle.languages) else ()
        whole = bool(rules) and not any(one.is_error for one in found)
        silenced = silence((tuple(rule(chronicle, locales)) for rule in rules), chronicle, whole=whole)
        found = (*found, *(one for broken in silenced.left for one in broken), *silenced.faults)
        passed = sum(not broken for broken in silenced.left)
        if chronicle.settings.cards == "yes":
            from biennien.cards import check_cards

            found = (*found, *check_cards(chronicle, locales, templates))
    problems = sort_problems(locate(found, lambda file: (root / file).read_bytes()))
    return Project(chronicle, locales, templates, problems, passed, len(RULES))


def write_site(project: Project, root: Path, into: Path, *, show_parts: bool = False) -> Written:
    """Write the site of a project without errors to `into`, whole or not at all.

    `show_parts` adds what only those who work on the templates want to see. Raises PublishError when `into` is no
    place for a site, OSError when the machine is at fault.
    """
    from biennien.outputs import render_outputs
    from biennien.publish import publish
    from biennien.templates.faults import find_fault

    site = _plan(project)
    outputs = render_outputs(site, project.locales, project.templates, show_parts=show_parts, kept=root / KEPT)
    try:
        receipt = publish(outputs, into, apart_from=[root / folder for folder in SOURCES])
    except Exception as error:
        fault = find_fault(error, project.templates, root)
        if fault is None:
            raise
        return Written(problems=(fault,))
    return Written(len(site.pages), (*receipt.written, *receipt.removed))


def digest_site(project: Project) -> dict[str, str]:
    """Return what a build of a project without errors would write: address → SHA-256. Nothing is written."""
    from hashlib import sha256

    from biennien.outputs import render_outputs

    outputs = render_outputs(_plan(project), project.locales, project.templates)
    return {address: sha256(data).hexdigest() for address, data in outputs}


def _plan(project: Project) -> Site:
    from biennien.site import plan_site

    if project.chronicle is None or project.errors:
        raise ValueError("a project with errors has no site")
    return plan_site(project.chronicle)


def _locales(chronicle: Chronicle, templates: Templates, root: Path) -> tuple[dict[str, Locale], list[Problem]]:
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
    return locales, found


def _string_faults(root: Path, language: str) -> tuple[Problem, ...]:
    """Return what is wrong with a project's own strings of a language, as YAML."""
    from biennien.fields import KEYS, Context
    from biennien.nodes import Mapping as Keys
    from biennien.nodes import parse

    file = f"templates/strings/{language}.yaml"
    if not (root / file).is_file():
        return ()
    node, faults = parse((root / file).read_bytes(), file)
    if not faults and not isinstance(node, Keys | None):
        found: list[Problem] = []
        Context((), found).wrong_shape(node, At(file), KEYS)
        return tuple(found)
    return tuple(faults)
