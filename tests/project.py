"""A tiny project without a fault, the notation in which cases change it, and what `build.py check` says of it."""

from __future__ import annotations

import contextlib
import io
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import yaml
from conftest import ROOT
from markdown_it.utils import read_fixture_file

from biennien import cli
from biennien.project import read_project

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from biennien.problems import Problem

EVENT = "content/events/meeting.yaml"
FILES = {
    "content/site.yaml": """\
title: {vi: Biên Niên, en: Biên Niên}
tagline: {vi: Niên biểu, en: A chronicle}
description: {vi: Niên biểu song ngữ, en: A bilingual chronicle}
languages:
  vi: {name: Tiếng Việt, locale: vi-VN}
  en: {name: English, locale: en-GB}
as_of: 2026-11-23
""",
    "content/kinds.yaml": """\
meeting: {name: {vi: Gặp gỡ, en: Meeting}}
""",
    "content/topics.yaml": """\
trade: {name: {vi: Thương mại, en: Trade}}
transport: {name: {vi: Giao thông, en: Transport}}
""",
    "content/series.yaml": """\
spring-meetings:
  name: {vi: Gặp gỡ đầu xuân, en: Spring Meetings}
  edition: year
  members: [ha-giang, guangxi]
""",
    "content/people.yaml": """\
liu-ning:
  name: {vi: Lưu Ninh, en: Liu Ning}
  also: {zh-Hans: 刘宁}
""",
    "content/organisations.yaml": """\
joint-committee:
  kind: committee
  name: {vi: Ủy ban công tác liên hợp, en: Joint Working Committee}
""",
    "content/places.yaml": """\
vietnam:
  kind: country
  name: {vi: Việt Nam, en: Vietnam}
ha-giang:
  kind: province
  name: {vi: Hà Giang, en: Hà Giang}
  in: [vietnam]
guangxi:
  kind: region
  name: {vi: Quảng Tây, en: Guangxi}
""",
    "content/posts.yaml": """\
secretary:
  name: {vi: "Bí thư {of}", en: "Secretary of {of}"}
leaders:
  name: {vi: Lãnh đạo, en: Leaders}
""",
    "content/measures.yaml": """\
turnover:
  name: {vi: Kim ngạch, en: Turnover}
  unit: USD
talks:
  name: {vi: Hội đàm, en: Talks}
  unit: visits
""",
    "content/threads.yaml": """\
bridge:
  name: {vi: Xây cầu, en: A bridge}
  goal: {vi: Cầu đã thông xe, en: The bridge is open}
""",
    "content/sources.yaml": """\
paper:
  label: {vi: Báo, en: Paper}
  language: vi
  published: 2023-02-23
  archive: {file: paper.txt, begins: 2, ends: 5}
web:
  label: {vi: Trang web, en: Web page}
  language: zh
  url: https://example.org/
""",
    "content/glossary.yaml": """\
hoi-kien:
  vi: hội kiến
  en: bilateral meeting
""",
    EVENT: """\
title: {vi: Gặp gỡ đầu xuân 2023, en: Spring Meeting 2023}
kind: meeting
date: 2023-02-22
coverage: reported
original: vi
series: spring-meetings
edition: 2023
host: [ha-giang]
topics: [trade]
summary:
  vi: Hà Giang và Quảng Tây gặp nhau ngày 22/2/2023.[^held]
  en: Hà Giang and Guangxi met on 22 February 2023.[^held]
claims:
  - id: held
    kind: event
    supports: [date, host, series, edition]
    vi: Hà Giang và Quảng Tây gặp nhau ngày 22/2/2023.
    en: Hà Giang and Guangxi met on 22 February 2023.
    evidence:
      - source: paper
        quote: "Ngày 22/2/2023, tại Hà Giang"
        translation: {en: "On 22 February 2023, in Hà Giang"}
  - id: trade
    kind: result
    vi: Hai bên đã tiến hành hơn 50 cuộc hội đàm; kim ngạch đạt 7,2 tỷ USD.
    en: The two sides held over 50 talks; turnover reached USD 7.2 billion.
    evidence:
      - source: paper
        quote: "hơn 50 cuộc hội đàm. Kim ngạch đạt 7,2 tỷ USD"
        translation: {en: "over 50 talks. Turnover reached USD 7.2 billion"}
  - id: ask
    kind: request
    by: [ha-giang]
    vi: Hà Giang đề nghị xây cầu.
    en: Hà Giang asked for a bridge.
    evidence:
      - {source: paper, quote: "Hà Giang đề nghị sớm xây cầu", translation: {en: "Hà Giang asked for a bridge soon"}}
participants:
  - {posts: [{post: secretary, of: ha-giang}], side: ha-giang, role: led, claim: held}
  - {who: liu-ning, side: guangxi, role: attended, claim: held}
figures:
  - {id: talks, measure: talks, value: 50, bound: over, period: 2022, claim: trade}
  - {id: turnover, measure: turnover, value: 7200000000, period: 2022, claim: trade}
commitments:
  - {thread: bridge, status: requested, by: [ha-giang], to: [guangxi], claim: ask}
""",
    "seeds/paper.txt": """\
Trang chủ | Tin mới
Gặp gỡ đầu xuân 2023
Ngày 22/2/2023, tại Hà Giang, lãnh đạo Hà Giang và Quảng Tây đã gặp nhau.
Hai bên đã tiến hành hơn 50 cuộc hội đàm. Kim ngạch đạt 7,2 tỷ USD.
Phía Hà Giang đề nghị sớm xây cầu.
Lượt xem: 60
""",
}
ALONE = f"""\
=== content/threads.yaml
{{}}
=== {EVENT} +
participants: []
figures: []
commitments: []
"""
"""Leaves the event nothing that rests on its claims, which a case may then replace."""
STRINGS = ("formats", "reading", "unit_visits_other")
REPEATED = re.compile(r"⟨([^⟨⟩]+)×(\d+)⟩")
HEADER = re.compile(r"^=== (?P<path>.+?)(?: (?P<how>[+-]))?(?: \((?P<form>[\w-]+)\))?$", re.MULTILINE)
CODE_POINT = re.compile(r"⟨U\+([0-9A-F]{4,6})(?:×(\d+))?⟩")


def base_project() -> dict[str, bytes]:
    """Return the files of the tiny project, by their path; of the interface it has what checks need."""
    strings = {f"templates/strings/{language}.yaml": own_strings(language) for language in ("vi", "en")}
    return {path: text.encode() for path, text in FILES.items()} | strings


@cache
def own_strings(language: str) -> bytes:
    """Return the strings of a language that checks need."""
    strings = yaml.safe_load((ROOT / "templates" / "strings" / f"{language}.yaml").read_bytes())
    return yaml.safe_dump({key: strings.get(key, {}) for key in STRINGS}, allow_unicode=True).encode()


def changed_project(changes: str) -> dict[str, bytes]:
    """Return the files of the tiny project with the changes of a case.

    Each begins with a line `=== path`, and is the whole file; `=== path +` gives only the top-level keys that differ (a
    line `!key` takes one out); `=== path -` takes the file away. In parentheses stands how it is stored: an encoding,
    or CRLF, NFD, BOM. ⟨U+200B⟩ is that character, ⟨U+0061×9⟩ is aaaaaaaaa,
    ⟨ab×3⟩ is ababab.
    """
    files = base_project()
    headers = list(HEADER.finditer(changes))
    ends = [*(header.start() for header in headers), len(changes)]
    for header, end in zip(headers, ends[1:], strict=True):
        path = spelled_out(header["path"])
        text = changes[header.end() + 1 : end]
        if header["how"] == "-":
            del files[path]
        else:
            patched = replaced(files[path].decode(), text) if header["how"] == "+" else text
            files[path] = stored(spelled_out(patched), header["form"] or "")
    return files


def spelled_out(text: str) -> str:
    """Return a text with its code points in place of their names."""
    text = CODE_POINT.sub(lambda match: chr(int(match[1], 16)) * int(match[2] or 1), text)
    return REPEATED.sub(lambda match: match[1] * int(match[2]), text)


def replaced(text: str, blocks: str) -> str:
    """Return a YAML text with some of its top-level keys replaced, added at the end, or taken out."""
    own, new = top_level(text), top_level(blocks)
    for key, block in new.items():
        if key.startswith("!"):
            del own[key[1:].strip()]
        else:
            own[key] = block
    return "".join(own.values())


def top_level(text: str) -> dict[str, str]:
    """Return the lines of each top-level key of a YAML text, its own first."""
    blocks = re.split(r"^(?=\S)", text, flags=re.MULTILINE)
    return {block.split(":")[0]: block for block in blocks if block}


def stored(text: str, form: str) -> bytes:
    """Return a text in an encoding, or in UTF-8 with CRLF, in NFD, or with a byte order mark."""
    if form == "CRLF":
        return text.replace("\n", "\r\n").encode()
    if form == "NFD":
        return unicodedata.normalize("NFD", text).encode()
    if form == "BOM":
        return text.encode("utf-8-sig")
    return text.encode(form or "utf-8")


def write_project(root: Path, files: Mapping[str, bytes]) -> Path:
    """Write the files of a project below a folder, which is returned."""
    for path, raw in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(raw)
    return root


def write_changed(root: Path, changes: str = "") -> Path:
    """Write the tiny project, with changes, below a folder, which is returned."""
    return write_project(root, changed_project(changes))


def find_problems(root: Path) -> tuple[Problem, ...]:
    """Return the problems of a project, located and sorted."""
    with own_strings_only():
        return read_project(root).problems


def find_codes(root: Path, changes: str) -> list[str]:
    """Return the codes of what is wrong with the tiny project once it is changed, in the order of the report."""
    return [one.code for one in find_problems(write_changed(root, changes))]


def check_report(root: Path) -> tuple[int, str]:
    """Return the exit code of `build.py check`, and the problems as it prints them."""
    errors = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(errors), own_strings_only():
        code = cli.main(["check", "--root", str(root), "--lang", "en"])
    return code, errors.getvalue().removesuffix("\n")


def own_strings_only() -> Any:  # noqa: ANN401 - mock's own type
    """Leave out the program's own strings for a while, so that a new one changes no report, and none has to be read."""
    return patch("biennien.templates.BUILT_IN", ROOT / "nowhere")


@dataclass(frozen=True, slots=True)
class Case:
    """A golden case: how a project differs from the tiny one, and the whole report wanted."""

    file: Path
    title: str
    changes: str
    wanted: str

    def renew(self, report: str) -> None:
        """Write another report into the file of the case."""
        text = self.file.read_text(encoding="utf-8")
        old, new = (f"{self.title}\n.\n{self.changes}.\n{wanted}.\n" for wanted in (self.wanted, report))
        assert text.count(old) == 1, self.title
        self.file.write_text(text.replace(old, new), encoding="utf-8")


def read_cases(folder: Path) -> Iterator[Case]:
    """Yield the cases of a folder's Markdown files: title, changes and report, the last two closed by a full stop."""
    for file in sorted(folder.glob("*.md")):
        for _, title, changes, wanted in read_fixture_file(file):
            yield Case(file, title, changes, wanted)
