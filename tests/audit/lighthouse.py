"""Pages before Lighthouse, on a telephone and at a desk: four scores, speed, and what crosses the wire."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from audit.programs import MissingError, install, program
from biennien.trial import find_chromium

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
DEVICES = ("phone", "desktop")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
SORTS = {"html": "Document", "css": "Stylesheet", "script": "Script", "fonts": "Font"}
TIMES = {"lcp": "largest-contentful-paint", "cls": "cumulative-layout-shift", "tbt": "total-blocking-time"}
MEASURES = (*CATEGORIES, *TIMES, "requests", "total", *SORTS)
"""Scores of 100; LCP and TBT in milliseconds, CLS without a unit; then a number, and bytes as they were sent."""
AT_MOST = {"lcp": {"phone": 1_400}, "cls": {"phone": 0, "desktop": 0}}
SIZES = {
    "timeline": {"total": 75_000, "script": 12_000, "fonts": 45_000, "requests": 6},
    "event": {"total": 60_000},
}
"""The most that a first visit may cost, by kind of page."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A page as one device saw it: the median of each measure, and the audits that were failed."""

    kind: str
    address: str
    device: str
    runs: int
    values: Mapping[str, float]
    failed: tuple[str, ...]


def pick_pages(site: Path) -> Iterator[tuple[str, str]]:
    """Yield (kind, address): the front door, and in each language the timeline and the largest page of an event.

    Addresses are below the site's own.
    """
    yield "door", ""  # its canonical address: / and not /index.html
    for home in sorted(site.glob("*/index.html")):
        language = home.parent.name
        if events := [*(home.parent / "events").glob("*.html")]:
            largest = max(events, key=lambda file: (file.stat().st_size, file.name))
            yield "timeline", f"{language}/index.html"
            yield "event", f"{language}/events/{largest.name}"


def visit(address: str, page: tuple[str, str], device: str, runs: int, cache: Path) -> Visit:
    """Return the median of some visits to a page of the site at `address`."""
    reports = [run_lighthouse(f"{address}/{page[1]}", device, cache) for _ in range(runs)]
    failed = dict.fromkeys(one for report in reports for one in read_failed(report))
    return Visit(*page, device, runs, medians([read_values(report) for report in reports]), tuple(failed))


def run_lighthouse(url: str, device: str, cache: Path) -> dict[str, Any]:
    """Return one report, as Lighthouse's JSON has it."""
    chromium = find_chromium(os.environ)
    if chromium is None:
        raise MissingError("Lighthouse needs Chromium or Chrome on PATH, or in the variable CHROME")
    report = cache / "lighthouse.json"
    script = install("lighthouse", cache) / "cli" / "index.js"
    preset = ["--preset=desktop"] if device == "desktop" else []
    wanted = [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={FLAGS}", "--no-enable-error-reporting"]
    into = ["--output=json", f"--output-path={report}", "--quiet"]
    command = [program("node"), str(script), url, *wanted, *into, *preset]
    subprocess.run(command, env={**os.environ, "CHROME_PATH": str(chromium)}, check=True, stderr=subprocess.DEVNULL)
    read: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return read


def read_values(report: Mapping[str, Any]) -> dict[str, float]:
    """Return the measures of one report."""
    audits = report["audits"]
    values = {name: round(report["categories"][name]["score"] * 100) for name in CATEGORIES}
    values |= {name: round(audits[audit]["numericValue"], 4) for name, audit in TIMES.items()}
    sent = audits["network-requests"]["details"]["items"]
    values |= {"requests": len(sent), "total": sum(one["transferSize"] for one in sent)}
    for name, sort in SORTS.items():
        values[name] = sum(one["transferSize"] for one in sent if one.get("resourceType") == sort)
    return values


def read_failed(report: Mapping[str, Any]) -> Iterator[str]:
    """Yield the audits that cost a point, "category: audit (score)"."""
    for name in CATEGORIES:
        for one in report["categories"][name]["auditRefs"]:
            score = report["audits"][one["id"]]["score"]
            if one["weight"] and score is not None and score < (0.9 if name == "performance" else 1):
                yield f"{name}: {one['id']} ({score:g})"


def medians(runs: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the median of each measure."""
    return {name: statistics.median(run[name] for run in runs) for name in MEASURES}


def over(one: Visit) -> tuple[str, ...]:
    """Return what a visit costs more than it may, or scores less than 100."""
    low = [f"{name} {one.values[name]:g} < 100" for name in CATEGORIES if one.values[name] < 100]
    limits = {name: by[one.device] for name, by in AT_MOST.items() if one.device in by} | SIZES.get(one.kind, {})
    high = [f"{name} {one.values[name]:g} > {most}" for name, most in limits.items() if one.values[name] > most]
    return (*low, *high)
