"""The site before other people's judges: Lighthouse (needs Node and Chromium), the W3C's Nu checker (Node and Java).

    python tests/audit/audit.py [--lighthouse] [--markup] [--runs N] [--root DIR] [--into DIR]

builds the site, serves it on this machine as a host would, and prints a table in Markdown, which it also writes to
`audit.md` and `audit.json` in `.cache/audit/`. Without either choice both audits are made. A busy machine makes pages
look slow: let it run alone. Exit codes: 0 all is well, 1 something is to mend, 3 a program is missing.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from audit import lighthouse, markup, programs, report  # noqa: E402
from audit.hosting import hosted  # noqa: E402
from biennien.cli import main as build  # noqa: E402
from biennien.trial import find_chromium  # noqa: E402

CLEAN, TO_MEND, MISSING = 0, 1, 3


def main(arguments: list[str]) -> int:
    """Make the audits that were asked for; return the exit code."""
    options = parse(arguments)
    with tempfile.TemporaryDirectory() as folder, hosted(Path(folder) / "site") as address:
        site, project = Path(folder) / "site", Path(folder) / "project"
        name_address(options.root, project, address)
        if build(["build", "--root", str(project), "--out", str(site)]):
            return TO_MEND
        try:
            audit = make_audit(site, address, options)
        except programs.MissingError as error:
            print(f"error: {error}", file=sys.stderr)
            return MISSING
    text = report.to_markdown(audit)
    (options.into / "audit.md").write_text(text, "utf-8")
    (options.into / "audit.json").write_text(report.to_json(audit), "utf-8")
    print(text)
    return TO_MEND if report.faults(audit) else CLEAN


def parse(arguments: list[str]) -> argparse.Namespace:
    """Return the options; neither audit chosen means both."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--lighthouse", action="store_true", help="only what Lighthouse says of five pages")
    parser.add_argument("--markup", action="store_true", help="only what the Nu checker says of every page")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="visits, of which the median counts")
    parser.add_argument("--root", type=Path, default=ROOT, metavar="DIR", help="the folder that holds content/")
    parser.add_argument("--into", type=Path, default=ROOT / ".cache" / "audit", metavar="DIR", help="for the results")
    options = parser.parse_args(arguments)
    if not (options.lighthouse or options.markup):
        options.lighthouse = options.markup = True
    return options


def name_address(root: Path, project: Path, address: str) -> None:
    """Copy a project, its `base_url` now the host's, as a published site knows its own."""
    for name in ("content", "seeds", "templates"):
        if (root / name).is_dir():
            shutil.copytree(root / name, project / name)
    file = project / "content" / "site.yaml"
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("base_url:")]
    file.write_text("\n".join((*lines, f"base_url: {address}", "")), "utf-8")


def make_audit(site: Path, address: str, options: argparse.Namespace) -> report.Audit:
    """Return what the audits found. Raises MissingError."""
    options.into.mkdir(parents=True, exist_ok=True)
    before = load()
    visits = visit_pages(site, address, options) if options.lighthouse else ()
    after = load()
    checked, remarks = markup.check_markup(site, address, options.into) if options.markup else (0, ())
    day = dt.datetime.now(dt.UTC).date().isoformat()
    return report.Audit(day, programs.machine(), versions(options), (before, after), visits, checked, remarks)


def visit_pages(site: Path, address: str, options: argparse.Namespace) -> tuple[lighthouse.Visit, ...]:
    """Visit each page on each device."""
    visits = []
    for page in lighthouse.pick_pages(site):
        for device in lighthouse.DEVICES:
            print(f"/{page[1]}, {device} …", file=sys.stderr, flush=True)
            visits.append(lighthouse.visit(address, page, device, options.runs, options.into))
    return tuple(visits)


def load() -> float:
    """Return how many processes ran or waited, the mean of the last minute; 0 where the system doesn't say."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def versions(options: argparse.Namespace) -> dict[str, str]:
    """Return the versions of all that was used."""
    found = {"Node": programs.version(programs.program("node"), "--version")}
    if options.lighthouse:
        found |= {"Lighthouse": programs.PINNED["lighthouse"]}
        found |= {"browser": programs.version(str(find_chromium(os.environ)), "--version")}
    if options.markup:
        java = programs.version(programs.program("java"), "--version")
        found |= {"Nu checker": programs.PINNED["vnu-jar"], "Java": java}
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
