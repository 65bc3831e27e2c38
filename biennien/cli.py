"""The command line: the only room that prints or exits."""

from __future__ import annotations

import argparse
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from biennien.problems import At, explain, problem, render_human, render_json, sort_problems

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from biennien.locales import Locale
    from biennien.model import Chronicle
    from biennien.outputs.templates import Templates
    from biennien.problems import Problem

CLEAN, CONTENT_ERRORS, USAGE, ENVIRONMENT, INTERRUPTED = 0, 1, 2, 3, 130
VERBS = ("build", "check", "explain", "test")


def main(argv: Sequence[str]) -> int:
    """Run one verb; return the exit code: 0 clean, 1 content errors, 2 usage, 3 environment, 130 interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    arguments = list(argv)
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help")):
        arguments.insert(0, "build")
    if arguments[0] == "test":
        from biennien.trial import run_tests

        return run_tests(Path(__file__).resolve().parents[1], arguments[1:])
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except BrokenPipeError:  # whoever read our words has gone, as `head` does; what was built stays built
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    except KeyboardInterrupt:
        print("interrupted; nothing was changed", file=sys.stderr)
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="build.py",
        description="Check the chronicle in content/ and build the site. Without a verb: build.",
        epilog="example: python build.py check --root ../my-timeline",
    )
    verbs = parser.add_subparsers(metavar="{build,check,explain,test}", required=True)
    for name, run, help_, example in (
        ("build", _build, "check, then write site/ (the default)", "python build.py"),
        ("check", _check, "check without writing", "python build.py check"),
    ):
        verb = verbs.add_parser(name, help=help_, epilog=f"example: {example}")
        verb.add_argument(
            "--root",
            type=Path,
            default=Path(),
            metavar="DIR",
            help="the folder that holds content/ (default: this one)",
        )
        verb.add_argument("--format", choices=("human", "json"), default="human", help="how problems are shown")
        verb.set_defaults(run=run)
        if name == "build":
            verb.add_argument(
                "--out", type=Path, metavar="DIR", help="where to write the site (default: site/ in the root)"
            )
            verb.add_argument("--parts", action="store_true", help="add parts/: the pages’ parts, by their examples")
    verb = verbs.add_parser(
        "explain", help="explain a code such as E212", epilog="example: python build.py explain E212"
    )
    verb.add_argument("code")
    verb.set_defaults(run=_explain)
    verbs.add_parser(
        "test", help="install what the tests need and run them", epilog="example: python build.py test -k dates"
    )
    return parser


def _explain(options: argparse.Namespace) -> int:
    text = explain(options.code)
    print(text, end="")
    return USAGE if text.endswith("no such code\n") else CLEAN


@dataclass(frozen=True, slots=True)
class _Checked:
    chronicle: Chronicle | None
    locales: Mapping[str, Locale]
    templates: Templates
    problems: tuple[Problem, ...]
    passed: int
    rules: int

    @property
    def errors(self) -> int:
        return sum(one.is_error for one in self.problems)

    @property
    def warnings(self) -> int:
        return len(self.problems) - self.errors


def _read(root: Path) -> _Checked:
    """Load and check the project in `root`; every problem located and sorted."""
    from biennien.check import RULES
    from biennien.load import load
    from biennien.nodes import locate
    from biennien.outputs.templates import find_templates

    templates = find_templates(root)
    chronicle, found = load(root)
    passed = 0
    locales: dict[str, Locale] = {}
    if chronicle is not None:
        locales, more = _locales(chronicle, templates, root)
        found = (*found, *more)
        for rule in RULES if len(locales) == len(chronicle.languages) else ():
            broken = tuple(rule(chronicle, locales))
            found = (*found, *broken)
            passed += not broken
    problems = sort_problems(locate(found, lambda file: (root / file).read_bytes()))
    return _Checked(chronicle, locales, templates, problems, passed, len(RULES))


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
            found.append(
                problem(
                    "W604",
                    language.at.on_key(),
                    count=str(len(missing)),
                    language=language.id,
                    fallback="en",
                    keys=keys,
                )
            )
        try:
            locales[language.id] = make_locale(language.id, language.name, language.locale, strings)
        except ValueError:
            found.append(problem("E404", language.at / "locale", locale=language.locale))
    return locales, found


def _string_faults(root: Path, language: str) -> tuple[Problem, ...]:
    """Return what is wrong with a project's own strings of a language, as YAML."""
    from biennien.nodes import Mapping as Keys
    from biennien.nodes import parse

    file = f"templates/strings/{language}.yaml"
    if not (root / file).is_file():
        return ()
    node, faults = parse((root / file).read_bytes(), file)
    if not faults and not isinstance(node, Keys | None):
        return (problem("E203", At(file), wanted="keys and values", found="something else"),)
    return tuple(faults)


def _show(checked: _Checked, root: Path, how: str) -> None:
    if how == "json":
        print(render_json(checked.problems), end="")
    elif checked.problems:
        colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
        report = render_human(
            checked.problems, lambda file: (root / file).read_bytes().decode("utf-8-sig", "replace"), colour=colour
        )
        print(report, file=sys.stderr)


def _check(options: argparse.Namespace) -> int:
    began = time.perf_counter()
    checked = _read(options.root)
    _show(checked, options.root, options.format)
    if options.format == "human":
        print(_summary(checked, began))
    return CONTENT_ERRORS if checked.errors else CLEAN


def _build(options: argparse.Namespace) -> int:
    from biennien.outputs import render_outputs
    from biennien.publish import PublishError, publish
    from biennien.site import plan_site

    began = time.perf_counter()
    root: Path = options.root
    into: Path = options.out or root / "site"
    checked = _read(root)
    _show(checked, root, options.format)
    if checked.errors or checked.chronicle is None:
        kept = f"; {into}/ is left as it was" if into.exists() else ""
        print(_summary(checked, began) + kept, file=sys.stderr)
        return CONTENT_ERRORS
    site = plan_site(checked.chronicle)
    try:
        sources = [root / folder for folder in ("content", "seeds", "templates")]
        outputs = render_outputs(site, checked.locales, checked.templates, show_parts=options.parts)
        publish(outputs, into, apart_from=sources)
    except (PublishError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return ENVIRONMENT
    if options.format == "human":
        print(_summary(checked, began, pages=len(site.pages)))
        print(f"open {(into / 'index.html').resolve().as_uri()}")
    return CLEAN


def _summary(checked: _Checked, began: float, *, pages: int | None = None) -> str:
    """Return one line: what there is, what was checked, and how long it took."""
    events = checked.chronicle.events.values() if checked.chronicle else ()
    claims = [claim for event in events for claim in event.claims]
    quotes = sum(bool(one.quote) for claim in claims for one in claim.evidence)
    parts = [_count(len(events), "event"), _count(len(claims), "claim")]
    if pages is not None:
        parts.append(_count(pages, "page"))
    found = "all found" if not checked.errors else "compared"
    return (
        f"{', '.join(parts)}; {checked.passed} of {checked.rules} checks passed "
        f"({_count(quotes, 'quote')} {found} in the archive), "
        f"{_count(checked.errors, 'error')}, {_count(checked.warnings, 'warning')}; {time.perf_counter() - began:.2f} s"
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
