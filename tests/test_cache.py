"""What is kept between builds spares work, and changes no byte of the site."""

from __future__ import annotations

import os
import pickle
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING
from unittest.mock import Mock, patch

import pytest
from conftest import ROOT
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from biennien.cache.kept import CONTENT, Kept, read_build, write_build
from biennien.cache.last import Outcome, find_last, keep_last, name_of
from biennien.cache.prints import Prints
from biennien.cache.store import FOLDER
from biennien.cache.watch import ALL, ANY, Notes, Watched, WatchedMapping
from biennien.cli import main
from biennien.inventory import MANIFEST, read_manifest
from biennien.project import build_site, digest_site, read_project
from biennien.site import plan_site
from biennien.snapshot import take_snapshot
from biennien.views.paper import Sheet, article_view

if TYPE_CHECKING:
    from collections.abc import Callable

    from biennien.views.here import View

TINY = Path(__file__).with_name("tiny")
LINE = re.compile(r"^(\s*(?:- \{?)?(?:vi|en|name|title|summary|note): .*?)(\w+)(\W*)$", re.MULTILINE)
"""A line of YAML that is likely to end with a word of a text."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small chronicle without a fault."""
    root = tmp_path / "chronicle"
    for folder in ("content", "seeds"):
        shutil.copytree(TINY / folder, root / folder)
    return root


def edit(file: Path, old: str, new: str) -> None:
    """Replace a text in a file, once."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def first_event(root: Path) -> Path:
    """Return the file of an event."""
    return min((root / "content/events").iterdir())


def lengthen(root: Path, number: int) -> None:
    """Change a word at the end of some line of some file, or, with a multiple of 7, the order of a file's entries."""
    files = sorted((root / "content").rglob("*.yaml"))
    file = files[number % len(files)]
    text = file.read_text("utf-8")
    if number % 7 == 0 and file.parent.name == "content":
        blocks = re.split(r"^(?=\S)", text, flags=re.MULTILINE)
        file.write_text("".join(blocks[1:] + blocks[:1]), encoding="utf-8")
        return
    places = list(LINE.finditer(text))
    if places:
        place = places[number // len(files) % len(places)]
        file.write_text(f"{text[: place.end(2)]}{'ab'[number % 2]}{text[place.end(2) :]}", encoding="utf-8")


def check_same(root: Path, into: Path) -> None:
    """See that a site is what a build without anything kept makes."""
    assert read_manifest(into / MANIFEST) == dict(sorted(digest_site(read_project(root)).items()))


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(numbers=st.lists(st.integers(0, 10_000), min_size=1, max_size=4))
def test_any_edits_one_after_the_other_give_what_a_clean_build_gives(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[int]
) -> None:
    """Byte for byte; an edit that makes the content wrong is taken back, as a curator would, and leaves no trace."""
    root = tmp_path_factory.mktemp("edits")
    for folder in ("content", "seeds"):
        shutil.copytree(TINY / folder, root / folder)
    into = root / "site"
    _, kept = build_site(root, into)
    for number in numbers:
        before = {path: path.read_bytes() for path in (root / "content").rglob("*.yaml")}
        lengthen(root, number)
        outcome, kept = build_site(root, into, kept)
        event("wrong" if outcome.errors else f"changed {min(len(outcome.changed), 9)}")
        if outcome.errors:
            assert outcome.problems == read_project(root).problems
            for path, raw in before.items():
                path.write_bytes(raw)
        else:
            check_same(root, into)


def test_the_comparison_with_a_clean_build_can_fail(project: Path) -> None:
    """Were fingerprints blind, the pages would be out of date."""
    into = project / "site"
    with patch.object(Prints, "of", lambda *_: "always"):
        _, blind = build_site(project, into)
        edit(project / "content/topics.yaml", "Rafts", "Many rafts")
        build_site(project, into, blind)
    with pytest.raises(AssertionError):
        check_same(project, into)


def test_a_deleted_event_takes_its_pages_along_and_comes_back_whole(project: Path) -> None:
    """Also from the pages of its neighbours and of those that it names."""
    into, file = project / "site", first_event(project)
    _, kept = build_site(project, into)
    raw = file.read_bytes()
    assert (into / f"vi/events/{file.stem}.html").exists()
    file.unlink()
    outcome, kept = build_site(project, into, kept)
    if not outcome.errors:
        check_same(project, into)
        assert not (into / f"vi/events/{file.stem}.html").exists()
    file.write_bytes(raw)
    build_site(project, into, kept)
    check_same(project, into)


def test_an_edit_renders_the_pages_that_show_it_and_no_other(project: Path) -> None:
    """What is noted of a person is on that person’s pages alone."""
    into = project / "site"
    _, kept = build_site(project, into)
    edit(project / "content/people.yaml", "  certainty", "  note: {vi: Chưa rõ., en: Not known.}\n  certainty")
    outcome, _ = build_site(project, into, kept)
    pages = {address for address in outcome.changed if address.endswith(".html")}
    shown = ("people/madam-dragonfly", "data")  # the latter tells the sizes of the data files
    assert pages == {"data/index.html", *(f"{language}/{page}.html" for language in ("vi", "en") for page in shown)}
    check_same(project, into)


def test_an_edit_makes_again_only_the_pieces_that_it_touches(project: Path) -> None:
    """Of the page for print, the articles of the event, one a language; what was kept twice can still go stale."""
    into, file = project / "site", first_event(project)
    _, kept = build_site(project, into)
    for word in ("Một", "Hai"):
        edit(file, "title: {vi: ", f"title: {{vi: {word} ")
        made: list[str] = []

        def note(sheet: Sheet, made: list[str] = made) -> View:
            made.append(sheet.event.id)
            return article_view(sheet)

        with patch("biennien.outputs.paper.article_view", note):
            _, kept = build_site(project, into, kept)
        assert made == [file.stem, file.stem]
        check_same(project, into)


def test_a_page_that_somebody_changed_is_rendered_again(project: Path) -> None:
    """What is kept says how it was made, not that it is still there."""
    into = project / "site"
    _, kept = build_site(project, into)
    page = into / "vi/index.html"
    page.write_text("gone", encoding="utf-8")
    outcome, _ = build_site(project, into, kept)
    assert outcome.changed == ("vi/index.html",)
    check_same(project, into)


def test_a_template_of_the_projects_own_renders_everything_again(project: Path) -> None:
    """Templates are not content: nothing is known of what depends on them."""
    into = project / "site"
    _, kept = build_site(project, into)
    strings = project / "templates/strings/vi.yaml"
    strings.parent.mkdir(parents=True)
    strings.write_text("nav_about: Cách làm khác\n", encoding="utf-8")
    build_site(project, into, kept)
    check_same(project, into)
    assert "Cách làm khác" in (into / "vi/people/index.html").read_text("utf-8")


@pytest.mark.parametrize("harm", ["deleted", "torn", "of another kind", "a folder"])
def test_the_cache_may_be_harmed_in_any_way(project: Path, harm: str) -> None:
    """It is always safe to delete, and what is wrong with it counts as not there."""
    assert main(["build", "--root", str(project)]) == 0
    kept = project / FOLDER / CONTENT
    raw = kept.read_bytes()
    for file in list((project / FOLDER).iterdir()):
        file.unlink()
    if harm == "torn":
        kept.write_bytes(raw[: len(raw) // 2])
    elif harm == "of another kind":
        kept.write_bytes(b"not ours")
    elif harm == "a folder":
        kept.mkdir()
    edit(project / "content/topics.yaml", "Rafts", "Many rafts")
    assert main(["build", "--root", str(project)]) == 0
    check_same(project, project / "site")


def test_a_build_that_has_nothing_to_do_does_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It neither reads the content nor renders, and says what the last one said."""
    assert main(["build", "--root", str(project), "--lang", "en"]) == 0
    first = capsys.readouterr().out
    with patch("biennien.project.read_project", side_effect=AssertionError):
        assert main(["build", "--root", str(project), "--lang", "en"]) == 0
    assert re.sub(r"[\d.]+ s$", "", capsys.readouterr().out, flags=re.MULTILINE) == re.sub(
        r"[\d.]+ s$", "", first, flags=re.MULTILINE
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda root: edit(first_event(root), "vi: ", "vi: Ấ"),
        lambda root: (root / "content/events/new.yaml").write_text("title: {}\n", encoding="utf-8"),
        lambda root: first_event(root).unlink(),
        lambda root: (root / "site/vi/index.html").write_text("gone", encoding="utf-8"),
        lambda root: (root / "site/vi/index.html").unlink(),
        lambda root: shutil.rmtree(root / "site"),
        lambda root: shutil.rmtree(root / FOLDER),
    ],
    ids=["edited", "added", "deleted", "page changed", "page gone", "site gone", "cache gone"],
)
def test_a_build_that_has_something_to_do_is_known(project: Path, change: Callable[[Path], object]) -> None:
    """Whatever has changed of the sources, the site or what is kept."""
    into, folders = project / "site", [project / "content", project / "seeds"]
    sources = take_snapshot(folders)
    outcome, _ = build_site(project, into)
    keep_last(project, into, sources, outcome)
    assert find_last(project, into, folders) == replace(outcome, changed=())
    assert find_last(project, into, folders, "parts") is None
    change(project)
    assert find_last(project, into, folders) is None


def test_a_fingerprint_is_the_same_in_every_process(project: Path) -> None:
    """Else a build in a new one would render again what has not changed; no set may lend it its order."""
    people = project / "content/people.yaml"
    edit(people, "vi: Ông Rùa, en: Mister Turtle", "vi: Hoà Thuỷ, en: Hoà Thuỷ")  # which have two spellings
    code = (
        "import sys, pathlib\nfrom biennien.project import build_site\n"
        "kept = build_site(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))[1]\n"
        "print(*sorted(map(repr, zip(kept.published.keys, kept.published.prints))), sep='\\n')"
    )

    def prints(seed: str) -> list[str]:
        command = [sys.executable, "-c", code, str(project), str(project.with_name(seed))]
        environment = os.environ | {"PYTHONHASHSEED": seed}
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        ).stdout.splitlines()

    first = prints("1")
    assert any("site.names" in line for line in first)
    assert first == prints("2") == prints("3")


def test_what_another_program_kept_means_nothing(project: Path) -> None:
    """It may have held something else; what was read, found and made is not believed."""
    assert main(["build", "--root", str(project)]) == 0
    assert read_build(project) is not None
    assert find_last(project, project / "site", [], "False") is None  # other folders
    load = Mock()
    pickles = SimpleNamespace(load=load, dump=pickle.dump, HIGHEST_PROTOCOL=pickle.HIGHEST_PROTOCOL)
    with patch("biennien.cache.store.print_program", lambda: "newer"), patch("biennien.cache.store.pickle", pickles):
        assert read_build(project) is None
        assert main(["build", "--root", str(project)]) == 0
    load.assert_not_called()


def test_what_cannot_be_kept_is_not_kept(tmp_path: Path) -> None:
    """A folder that can't be made is no reason to fail."""
    (tmp_path / ".cache").write_text("a file", encoding="utf-8")
    write_build(tmp_path, Kept())
    assert read_build(tmp_path) is None


def test_each_site_folder_has_its_own_last_build(tmp_path: Path) -> None:
    """The same content may be built into several."""
    assert name_of(tmp_path / "a", "") != name_of(tmp_path / "b", "") != name_of(tmp_path / "b", "parts")


def test_errors_and_warnings_are_counted() -> None:
    """As the last line tells them."""
    assert (Outcome(()).errors, Outcome(()).warnings) == (0, 0)


def test_what_is_read_is_noted() -> None:
    """A key, all of a mapping, whether there is anything in it; and what is not there is noted too."""
    notes = Notes()
    watched = WatchedMapping({"a": 1, "b": 2}, "letters", notes)
    for read, key in (
        (lambda: watched["a"], "a"),
        (lambda: watched.get("z"), "z"),
        (lambda: "b" in watched, "b"),
        (lambda: list(watched.values()), ALL),
        (lambda: len(watched), ALL),
        (lambda: bool(watched), ANY),
    ):
        keys = notes.begin()
        read()
        assert ("letters", key) in keys


def test_a_record_is_noted_through_its_methods_and_properties() -> None:
    """What they read is what is noted, not that they were asked."""
    chronicle = read_project(TINY).chronicle
    assert chronicle is not None
    notes = Notes()
    watched = Watched(chronicle, "chronicle.", notes, {})
    keys = notes.begin()
    assert watched.languages == chronicle.languages
    assert keys == {("chronicle.settings", ALL)}
    site = Watched(plan_site(chronicle), "site.", notes, {})
    keys = notes.begin()
    quoted = next(one for event in chronicle.events.values() for claim in event.claims for one in claim.evidence)
    assert site.line_of(quoted) == plan_site(chronicle).line_of(quoted)
    assert keys == {("site.lines", (quoted.source, quoted.quote))}
