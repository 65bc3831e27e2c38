"""Every page, style sheet and drawing of the site before the W3C's Nu checker."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from audit.programs import install, program

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

JAR = "build/dist/vnu.jar"
UNKNOWN_TO_IT = {
    r"Inline script violates Content Security Policy \(meta tag\): .*": "HTML, 4.12.1.1: data (JSON-LD) is no script",
    r"CSS: “paint-order”: Property “paint-order” doesn't exist\.": "SVG 2, section 13.12",
    r"CSS: Unrecognized at-rule “@container”": "CSS Conditional Rules 5, section 5",
    r"CSS: “container-type”: Property “container-type” doesn't exist\.": "CSS Conditional Rules 5, section 5.1",
    r"CSS: “font-size”: Parse Error\.": "the unit cqi: CSS Conditional Rules 5, section 5.3",
}
"""Patterns of what the checker, above all its CSS part, takes for faults, and where it is standardised."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What the checker says of one or more places: "error" or "warning", the first place, why it is no fault or ""."""

    kind: str
    message: str
    count: int
    example: str
    standard: str


def check_markup(site: Path, address: str, cache: Path) -> tuple[int, tuple[Remark, ...]]:
    """Return how many files of the site at `address` were checked, and what was said of them, the most frequent first.

    Pages are asked for from a host, for from a disk the checker takes their own style sheets for another's.
    """
    pages = sorted(file.relative_to(site).as_posix() for file in site.rglob("*.html"))
    others = sorted(str(file) for pattern in ("*.css", "*.svg") for file in site.rglob(pattern))
    said = ask(cache, [f"{address}/{page}" for page in pages])
    messages = [{**one, "url": one.get("url", "").removeprefix(f"{address}/")} for one in said]
    found = ask(cache, ["--also-check-css", "--also-check-svg", *others])
    messages += [{**one, "url": one.get("url", "").rpartition("/assets/")[2]} for one in found]
    return len(pages) + len(others), summarise(messages)


def ask(cache: Path, arguments: Iterable[str]) -> list[dict[str, Any]]:
    """Return the checker's messages, as its JSON has them."""
    jar = install("vnu-jar", cache) / JAR
    java = [program("java"), "-Xss8m", "-Dnu.validator.servlet.allow-forbidden-hosts=true"]  # our host is loopback
    command = [*java, "-jar", str(jar), "--format", "json", "--exit-zero-always", *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    messages: list[dict[str, Any]] = json.loads(done.stderr)["messages"]
    return messages


def summarise(messages: Iterable[Mapping[str, Any]]) -> tuple[Remark, ...]:
    """Return the checker's messages, each once with its count; what is said for information only is left out."""
    firsts: dict[tuple[str, str], str] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for one in messages:
        kind = one.get("subType", "") if one["type"] == "info" else "error"
        if kind in ("error", "warning"):
            counts[kind, one["message"]] += 1
            firsts.setdefault((kind, one["message"]), f"{one.get('url', '')}:{one.get('lastLine', '')}")
    return tuple(
        Remark(kind, message, count, firsts[kind, message], standard_of(message))
        for (kind, message), count in counts.most_common()
    )


def standard_of(message: str) -> str:
    """Return the standard that has what the checker doesn't know, or ""."""
    return next((where for pattern, where in UNKNOWN_TO_IT.items() if re.fullmatch(pattern, message)), "")
