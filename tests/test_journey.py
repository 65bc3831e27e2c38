"""From an article that nobody has seen to a published event in two languages, as a curator goes there."""

from __future__ import annotations

import re
import shutil
import textwrap
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from machine import google, run_machine
from reader import find_faults, read_page, spoken

from biennien.cli import main

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = ROOT / "tests/cases/journey/article.txt"
ID = "cao-bang-va-quang-tay-hoi-dam-ve-hop-tac-2025"
SOURCE = "sources/cao-bang-va-quang-tay-hoi-dam-ve-hop-tac"
EVENT, SOURCES = f"content/events/{ID}.yaml", "content/sources.yaml"
COMMITMENT = "{thread: ta-lung-bridge-2, status: requested, by: [cao-bang], to: [guangxi], due: 2025, claim: bridge}"
# What the curator writes over what `import` has left: (what stands there, what comes in its place), from top to bottom.
WRITTEN = {
    EVENT: (
        ("title: {vi: TODO}", "title: {vi: Hội đàm Cao Bằng – Quảng Tây về hợp tác cửa khẩu}"),
        ("kind: TODO", "kind: bilateral-meeting"),
        ("coverage: reported", "place: [cao-bang-city]\ncoverage: reported"),
        ("vi: TODO", "vi: Cao Bằng và Quảng Tây hội đàm về hợp tác cửa khẩu.[^talks]"),
        ("id: claim-1\n    kind: TODO", "id: talks\n    kind: event"),
        ("supports: [date]", "supports: [date, place]"),
        ("vi: TODO", "vi: Sáng 11/6/2025, Cao Bằng và Quảng Tây hội đàm tại thành phố Cao Bằng."),
        ("id: claim-2\n    kind: TODO", "id: trade\n    kind: result"),
        ("vi: TODO", "vi: Kim ngạch xuất nhập khẩu năm 2024 qua cửa khẩu Tà Lùng đạt trên 812 triệu USD."),
        ("id: claim-3\n    kind: TODO", "id: bridge\n    kind: request\n    by: [cao-bang]"),
        ("vi: TODO", "vi: Cao Bằng đề nghị Quảng Tây sớm hoàn thành cầu đường bộ II Tà Lùng – Thủy Khẩu năm 2025."),
        ("id: claim-4\n    kind: TODO", "id: minutes\n    kind: document"),
        ("vi: TODO", "vi: Hai bên thống nhất ký 3 biên bản hợp tác."),
        ("role: TODO, claim: claim-1", "role: led, side: cao-bang, claim: talks"),
        ("role: TODO, claim: claim-1", "role: led, side: guangxi, claim: talks"),
        ("figures:", f"commitments:\n  - {COMMITMENT}\n#"),
        ("\n  - {id: figure-1", "\n# - {id: figure-1"),
        ("\n  - {id: figure-2", "\n# - {id: figure-2"),
        ("\n  - {id: figure-3", "\n# - {id: figure-3"),
    ),
    SOURCES: (("label: {vi: TODO}", "label: {vi: Bài về hội đàm Cao Bằng – Quảng Tây}"),),
}
ENGLISH = {
    "[X1X] và [X2X] hội đàm về hợp tác cửa khẩu": "[X1X] and [X2X] hold talks on border gate cooperation",
    "Bài về hội đàm [X1X] – [X2X]": "Report on the talks of [X1X] and [X2X]",
    "Hội đàm [X1X] – [X2X] về hợp tác cửa khẩu": "Talks of [X1X] and [X2X] on border gate cooperation",
    "[X1X] và [X2X] hội đàm về hợp tác cửa khẩu.[X3X]": "[X1X] and [X2X] held talks on border gate cooperation. [X3X]",
    "Sáng 11/6/2025, [X1X] và [X2X] hội đàm tại [X3X].": (
        "On the morning of 11 June 2025, [X1X] and [X2X] held talks in [X3X]."
    ),
    "Sáng 11/6, tại [X1X], đoàn đại biểu tỉnh [X2X] do đồng chí [X3X] làm trưởng đoàn hội đàm với đoàn đại biểu [X4X]"
    " ([X5X]) do đồng chí [X6X] dẫn đầu.": (
        "On the morning of 11 June, in [X1X], the delegation of [X2X] province headed by Comrade [X3X] held talks with"
        " the delegation of [X4X] ([X5X]) led by Comrade [X6X]."
    ),
    "Kim ngạch xuất nhập khẩu năm 2024 qua cửa khẩu [X1X] đạt trên 812 triệu USD.": (
        "Import–export turnover through the [X1X] border gate reached over USD 812 million in 2024."
    ),
    "Hai bên đánh giá kim ngạch xuất nhập khẩu qua cửa khẩu [X1X] trong năm 2024 đạt trên 812 triệu USD, tăng 12,5% so"
    " với năm 2023; hơn 30 cuộc hội đàm đã được tổ chức.": (
        "The two sides noted that import–export turnover through the [X1X] border gate reached over USD 812 million in"
        " 2024, up 12.5% on 2023; more than 30 talks were held."
    ),
    "[X1X] đề nghị [X2X] sớm hoàn thành [X3X] năm 2025.": (
        "[X1X] requested that [X2X] soon complete the [X3X] in 2025."
    ),
    "Tỉnh [X1X] đề nghị phía [X2X] sớm hoàn thành [X3X] trong năm 2025.": (
        "The province of [X1X] requested that the [X2X] side soon complete the [X3X] in 2025."
    ),
    "Hai bên thống nhất ký 3 biên bản hợp tác.": "The two sides agreed to sign 3 minutes on cooperation.",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of our own chronicle."""
    for folder in ("content", "seeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def test_the_event_of_the_guide_is_one_that_the_checks_accept(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever copies it begins with something that is right."""
    guide = (ROOT / "README.md").read_text("utf-8")
    (shown,) = re.findall(r"^   ```yaml\n(.*?)^   ```", guide, re.DOTALL | re.MULTILINE)
    (root / "content/events/guide.yaml").write_text(textwrap.dedent(shown), encoding="utf-8")
    assert main(["check", "--root", str(root), "--format", "line"]) == 0
    assert "guide.yaml" not in capsys.readouterr().out


def write(root: Path) -> None:
    """Write over what has to be written by a person."""
    for file, edits in WRITTEN.items():
        text, at = (root / file).read_text("utf-8"), 0
        for old, new in edits:
            at = text.index(old, at)
            text, at = text[:at] + new + text[at + len(old) :], at + len(new)
        (root / file).write_text(text, encoding="utf-8")


def test_an_unseen_article_becomes_a_published_event_in_two_languages(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Archive it, write over each TODO, have the rest drafted, read and approve the drafts, build."""

    def run(verb: str, *arguments: str) -> int:
        return main([verb, *arguments, "--root", str(root)])

    assert run("import", str(ARTICLE)) == 0
    assert run("check") == 1  # nothing half-finished is published
    assert "is still to be written" in capsys.readouterr().err
    write(root)
    assert run("check") == 1
    shown = capsys.readouterr().err
    assert "is still to be written" not in shown
    assert "has no text in en" in shown
    with run_machine(google(ENGLISH.__getitem__)) as machine:
        assert run("translate", ID, SOURCE, "--engine", f"google={machine.address}") == 0
    assert run("check") == 0
    assert capsys.readouterr().err.count("warning[W418]") > 8  # a machine's drafts are told apart until they are read
    assert run("review", ID, SOURCE, "--approve", "all", "--by", "Lan") == 0
    assert run("build") == 0
    assert "W418" not in capsys.readouterr().err
    for language, title, quote in (
        ("vi", "Hội đàm Cao Bằng – Quảng Tây về hợp tác cửa khẩu", "Hai bên thống nhất ký 3 biên bản hợp tác."),
        ("en", "Talks of Cao Bằng and Guangxi on border gate cooperation", "Hai bên thống nhất ký 3 biên bản hợp tác."),
    ):
        address = f"{language}/events/{ID}.html"
        page = read_page(address, (root / "site" / address).read_bytes())
        assert spoken(page.all("h1")[0]) == title
        assert any(quote in spoken(one) for one in page.all("q"))
    assert find_faults(root / "site") == []
