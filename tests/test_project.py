"""A project on the disk: what a template's fault is, and that it changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from project import EVENT, base_project, write_changed, write_project

from biennien.cache.kept import Kept
from biennien.cli import ENVIRONMENT, main
from biennien.cli.serve import Memory
from biennien.problems import Span
from biennien.project import Written, build_site, plan, preview, read_project, write_site

if TYPE_CHECKING:
    from pathlib import Path

    from biennien.serve.rounds import Report

THING = "{% macro thing(view) %}\n<p>\n  {{ view.nobody.here }}\n</p>\n{% endmacro %}\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A tiny project without a template of its own."""
    return write_project(
        tmp_path,
        {path: raw for path, raw in base_project().items() if path.startswith("content/")}
        | {
            "seeds/paper.txt": base_project()["seeds/paper.txt"],
        },
    )


def write(root: Path) -> Written:
    """Write the site of a project."""
    project = read_project(root)
    return write_site(project, plan(project), root, root / "site")


def written(memory: Memory) -> Report:
    """Return what becomes of a project that is served."""
    draft = memory.build()
    assert draft.write is not None
    return draft.write()


def write_template(root: Path, name: str, text: str) -> None:
    """Put a template of the project's own in its place."""
    file = root / "templates" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_a_name_that_nothing_has_is_a_problem_at_the_line_of_the_innermost_template(project: Path) -> None:
    """The page is innocent, its part is not; the site is not begun."""
    write_template(project, "parts/thing.html", THING)
    write_template(project, "pages/page.html", '{% from "parts/thing.html" import thing %}\n{{ thing(view) }}\n')
    written = write(project)
    assert read_project(project).problems == ()
    assert [(one.code, one.where) for one in written.problems] == [
        ("E605", Span("templates/parts/thing.html", 3, 3, 3, 25))
    ]
    assert "nobody" in str(written.problems[0].values["why"])
    assert written.changed == ()
    assert not (project / "site").exists()


def test_a_part_that_does_not_exist_is_a_problem_of_the_template_that_asks_for_it(project: Path) -> None:
    """Jinja calls it a missing file, but the machine is not at fault."""
    write_template(project, "pages/page.html", '<p>\n{% from "parts/nowhere.html" import thing %}\n')
    (fault,) = write(project).problems
    assert str(fault.where) == "templates/pages/page.html:2:1"


def test_build_reports_a_template_like_any_fault_of_the_content(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 1, the place, the line, and what becomes of the site."""
    assert main(["build", "--root", str(project)]) == 0
    before = (project / "site" / "index.html").read_bytes()
    write_template(project, "pages/page.html", "{{ view.nothing }}\n")
    assert main(["build", "--root", str(project)]) == 1
    said = capsys.readouterr().err
    assert "error[E605]" in said
    assert "--> templates/pages/page.html:1:1" in said
    assert "is left as it was" in said
    assert (project / "site" / "index.html").read_bytes() == before


def test_what_was_written_and_removed_is_told(project: Path) -> None:
    """Everything at first, then only what differs."""
    first = write(project)
    assert "index.html" in first.changed
    assert first.pages > 10
    assert write(project).changed == ()
    topics = project / "content" / "topics.yaml"
    topics.write_text(topics.read_text("utf-8").replace("en: Trade", "en: Commerce"), encoding="utf-8")
    changed = write(project).changed
    assert "en/events/meeting.html" in changed
    assert "vi/events/meeting.html" not in changed


def test_what_was_found_is_told_where_nothing_can_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The warnings of the content, then why; once the folder is free, all goes well. Serving says the same."""
    figure = "figures:\n  - {id: talks, measure: talks, value: 50, bound: over, claim: trade}\n"
    root = write_changed(tmp_path, f"=== {EVENT} +\n{figure}")
    (root / "site").mkdir()
    (root / "site" / "mine.txt").write_text("keep", "utf-8")
    assert main(["build", "--lang", "vi", "--root", str(root)]) == ENVIRONMENT
    said = capsys.readouterr().err
    assert 0 <= said.find("[W317]") < said.find("không rỗng và không có manifest-sha256.txt")
    memory = Memory(root, root / "site", language="vi")
    report = written(memory)
    assert [one.code for one in report.problems] == ["W317"]
    assert report.fault.startswith("lỗi: ")
    (root / "site" / "mine.txt").unlink()
    assert (written(memory).fault, main(["build", "--root", str(root)])) == ("", 0)


def test_a_page_is_shown_before_it_is_written_as_it_will_be(project: Path) -> None:
    """Every page, byte for byte, but those that need files which are made with the site."""
    into = project / "site"
    _, kept = build_site(project, into, Kept())
    topics = project / "content" / "topics.yaml"
    topics.write_text(topics.read_text("utf-8").replace("en: Trade", "en: Commerce"), encoding="utf-8")
    read = read_project(project, kept.read)
    site = plan(read)
    show = preview(read, site, project, kept.published)
    assert show is not None
    shown = {page.address: show(page.address) for page in site.pages}
    before = {address: (into / address).read_bytes() for address in shown}
    build_site(project, into, kept)
    after = {address: (into / address).read_bytes() for address in shown}
    none = {page.kind for page in site.pages if shown[page.address] is None}
    assert none == {"data", "data-folder", "search"}
    assert {address for address in shown if shown[address] not in (None, after[address])} == set()
    assert any(shown[address] not in (None, before[address]) for address in shown)
    assert show("en/events/nowhere.html") is None


def test_nothing_is_shown_before_it_is_written_on_other_ground(project: Path) -> None:
    """Style sheets and scripts of which the site knows nothing would be missing."""
    _, kept = build_site(project, project / "site", Kept())
    write_template(project, "parts/thing.html", THING)
    read = read_project(project, kept.read)
    assert preview(read, plan(read), project, kept.published) is None
