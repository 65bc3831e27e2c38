"""Publishing: the site is the whole old one or the whole new one, whatever happens, and nobody else's file is lost."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennien import crew, inventory
from biennien import publish as publishing
from biennien import swap as swapping
from biennien.inventory import find_lost, look, read_manifest
from biennien.publish import MANIFEST, PublishError, Receipt, opened, publish, recover

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Site: TypeAlias = dict[str, bytes]
OLD: Site = {"index.html": b"old", "vi/index.html": b"cu", "style.css": b"same", "gone/a.html": b"gone"}
NEW: Site = {"index.html": b"new", "en/index.html": b"new", "style.css": b"same", "vi": b"a file now"}
FOREIGN: Site = {"CNAME": b"example.org", ".git/HEAD": b"ref", "gone/note.txt": b"mine"}


@pytest.fixture
def into(tmp_path: Path) -> Path:
    """A folder for a site, not made yet."""
    return tmp_path / "site"


@pytest.fixture(params=["exchange", "steps"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Either way of swapping."""
    if request.param == "steps":
        monkeypatch.setattr(swapping, "exchange", lambda *_: False)
    return str(request.param)


def put(outputs: Site, into: Path) -> Receipt:
    """Publish a site."""
    return publish(outputs.items(), into)


def add(files: Site, into: Path) -> None:
    """Write files that are not the program’s."""
    for address, data in files.items():
        (into / address).parent.mkdir(parents=True, exist_ok=True)
        (into / address).write_bytes(data)


def held(folder: Path) -> Site:
    """Return what a folder holds, apart from the manifest."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files if path != folder / MANIFEST}


def age(folder: Path) -> None:
    """Make everything in a folder a minute older, so that a later change shows in its time."""
    for path in folder.rglob("*"):
        found = path.stat()
        os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns - 60_000_000_000))


def test_the_first_site_is_written_whole(into: Path) -> None:
    """Folders are made, and every output is there."""
    receipt = put(OLD, into / "deeper")
    assert held(into / "deeper") == OLD
    assert receipt.written == tuple(sorted(OLD))
    assert receipt.removed == ()


def test_the_receipt_is_what_sha256sum_understands(into: Path) -> None:
    """Each line is the digest, two spaces and the address, sorted by address."""
    receipt = put(OLD, into)
    lines = [f"{hashlib.sha256(OLD[address]).hexdigest()}  {address}" for address in sorted(OLD)]
    assert (into / MANIFEST).read_text(encoding="utf-8").splitlines() == lines
    assert [f"{digest}  {address}" for address, digest in receipt.files.items()] == lines
    assert look(into).intact == receipt.files


def test_the_receipt_tells_what_changed(into: Path) -> None:
    """New and changed outputs are written, outputs that are no more are removed."""
    put(OLD, into)
    receipt = put(NEW, into)
    assert receipt.written == ("en/index.html", "index.html", "vi")
    assert receipt.removed == ("gone/a.html", "vi/index.html")


def test_folders_that_hold_nothing_are_gone(into: Path, way: str) -> None:
    """An output that is no more takes its empty folder along, with either way of swapping."""
    for site in (OLD, NEW, OLD, NEW):
        put(site, into)
        assert {path.name for path in into.iterdir()} == {address.partition("/")[0] for address in site} | {MANIFEST}
    assert way


def test_an_unchanged_file_stays_the_same_file(into: Path) -> None:
    """Its time and its inode stay through every swap."""
    put(OLD, into)
    before = (into / "style.css").stat()
    for site in (NEW, OLD, NEW):
        put(site, into)
    after = (into / "style.css").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_where_nothing_changed_nothing_is_touched(into: Path) -> None:
    """The folder itself stays, and so does its time."""
    put(OLD, into)
    put(NEW, into)
    before = into.stat()
    assert put(NEW, into).written == ()
    assert (into.stat().st_ino, into.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_changed_file_leaves_its_old_self_alone(into: Path) -> None:
    """A reader who has the old page open goes on reading the old page."""
    put({"a": b"1", "b": b""}, into)
    put({"a": b"2", "b": b""}, into)
    with (into / "a").open("rb") as reader:
        put({"a": b"33333", "b": b""}, into)
        put({"a": b"44444", "b": b""}, into)
        assert reader.read() == b"2"


def test_an_exception_while_rendering_leaves_the_site(into: Path) -> None:
    """It passes through, and the next run works."""

    def outputs() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"half"
        raise LookupError

    put(OLD, into)
    with pytest.raises(LookupError):
        publish(outputs(), into)
    assert held(into) == OLD
    put(NEW, into)
    assert held(into) == NEW


def test_what_is_kept_need_not_be_rendered(into: Path) -> None:
    """None stands for what is there already."""
    put(OLD, into)
    receipt = publish([("index.html", b"new"), ("style.css", None), ("vi/index.html", None)], into)
    assert held(into) == {"index.html": b"new", "style.css": b"same", "vi/index.html": b"cu"}
    assert receipt.written == ("index.html",)
    assert look(into).intact == receipt.files


def test_what_is_published_can_be_made_from_what_is_intact(into: Path) -> None:
    """Whoever opens the folder is told, and nobody else publishes before that is used."""
    put(OLD, into)
    with opened(into) as live:
        assert live.intact == look(into).intact
        receipt = publishing.put([(address, None) for address in live.intact if address != "index.html"], live)
    assert receipt.removed == ("index.html",)
    assert held(into) == {address: data for address, data in OLD.items() if address != "index.html"}


def test_two_outputs_for_one_file_are_a_bug_also_where_one_is_kept(into: Path) -> None:
    """What is kept has to meet what is new as well, in either order."""
    put(OLD, into)
    for two in [("style.css", None), ("style.css", b"new")], [("vi/index.html", None), ("VI/index.html", b"")]:
        for outputs in two, two[::-1]:
            with pytest.raises(ValueError, match="both"):
                publish(outputs, into)
    assert held(into) == OLD


def test_what_is_not_there_cannot_be_kept(into: Path) -> None:
    """A file that was never published, or went missing, is asked for again."""
    put(OLD, into)
    (into / "style.css").unlink()
    with pytest.raises(PublishError, match=r"site/style\.css was removed or changed during the build: build again"):
        publish([("style.css", None)], into)


@pytest.mark.parametrize(
    "touch",
    [
        lambda path: path.write_bytes(b"edited by hand"),
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
    ],
    ids=["edited", "removed", "emptied"],
)
def test_what_was_touched_is_mended(into: Path, touch: Callable[[Path], object]) -> None:
    """A published file that somebody changed is noticed, and written again, now and in the sites after."""
    put(NEW, into)
    put(OLD, into)
    age(into)
    touch(into / "style.css")
    assert "style.css" not in look(into).intact
    assert put(OLD, into).written == ("style.css",)
    assert held(into) == OLD
    for site in (NEW, OLD):
        put(site, into)
        assert held(into) == site


@pytest.mark.parametrize("link", [False, True], ids=["a folder", "a link"])
def test_what_took_the_place_of_an_output_is_not_ours(into: Path, *, link: bool) -> None:
    """It is refused while the output is wanted, and stays when that is no more."""
    put(NEW, into)
    (into / "style.css").unlink()
    add({"mine/note.txt": b"mine"}, into)
    (into / "style.css").symlink_to("mine") if link else (into / "mine").rename(into / "style.css")
    with pytest.raises(PublishError, match=r"style\.css is not the program’s"):
        put(OLD, into)
    put({"index.html": b"new"}, into)
    assert (into / "style.css/note.txt").read_bytes() == b"mine"


def test_what_lies_behind_a_link_is_not_ours(into: Path, tmp_path: Path) -> None:
    """A folder of the site that was moved and is led to by a link is nobody's to replace, however old its files."""
    put(OLD, into)
    age(into)
    (into / "vi").rename(tmp_path / "vi")
    (into / "vi").symlink_to(tmp_path / "vi")
    assert find_lost(into, read_manifest(into / MANIFEST)) == {"vi/index.html"}
    with pytest.raises(PublishError, match=r"site/vi is not the program’s"):
        put(OLD, into)


def test_as_many_processes_as_there_are_find_the_same(into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is lost is known, whoever looks for it."""
    monkeypatch.setattr(crew, "LEAST", 1)
    monkeypatch.setattr(inventory, "PART", 1)
    put({str(number): b"page" for number in range(40)}, into)
    for number in (0, 17, 39):
        (into / str(number)).unlink()
    for hands in (1, 2, 3):
        assert find_lost(into, read_manifest(into / MANIFEST), hands) == {"0", "17", "39"}


def test_a_file_that_a_power_cut_emptied_is_mended(into: Path) -> None:
    """It is empty and its time is old; a file that is meant to be empty is left alone."""
    put({"a": b"page", "b": b""}, into)
    found = (into / "a").stat()
    (into / "a").write_bytes(b"")
    os.utime(into / "a", ns=(found.st_atime_ns, found.st_mtime_ns))
    assert put({"a": b"page", "b": b""}, into).written == ("a",)


def test_what_is_not_ours_stays(into: Path, way: str) -> None:
    """Files and folders of others are there after every run, untouched, and the same files."""
    put(OLD, into)
    add(FOREIGN, into)
    (into / "link").symlink_to("../elsewhere")
    before = {address: (into / address).stat().st_ino for address in FOREIGN}
    for site in (NEW, OLD, NEW, NEW):
        put(site, into)
        assert held(into) == site | FOREIGN
        assert (into / "link").readlink() == Path("../elsewhere")
    assert {address: (into / address).stat().st_ino for address in FOREIGN} == before
    assert way


def test_what_others_do_during_a_build_counts(into: Path, way: str) -> None:
    """A file that they add meanwhile stays, and one that they remove is gone."""

    def outputs() -> Iterator[tuple[str, bytes]]:
        add({"CNAME": b"mine", "style.d/mine.css": b"mine"}, into)
        (into / "robots.txt").unlink()
        yield from NEW.items()

    put(OLD, into)
    add({"robots.txt": b"mine"}, into)
    publish(outputs(), into)
    assert held(into) == NEW | {"CNAME": b"mine", "style.d/mine.css": b"mine"}
    assert way


def test_a_folder_of_others_may_take_outputs_in(into: Path) -> None:
    """Where only the folder is shared, both live in it."""
    put(OLD, into)
    add({"en/mine/note.txt": b"mine"}, into)
    for site in (NEW, OLD, NEW):
        put(site, into)
        assert held(into) == site | {"en/mine/note.txt": b"mine"}


@pytest.mark.parametrize("mine", ["en/index.html", "en", "vi/note.txt"])
def test_what_is_not_ours_is_not_written_over(into: Path, mine: str) -> None:
    """An output that would take the place of somebody's file, or lie below it, is refused."""
    put(OLD, into)
    add({mine: b"mine"}, into)
    with pytest.raises(PublishError, match="not the program’s"):
        put(NEW, into)
    assert held(into) == OLD | {mine: b"mine"}


@pytest.mark.parametrize("folder", ["content", "content/site", ".", "/", "~", "~/.."])
def test_a_folder_that_holds_more_than_a_site_is_refused(tmp_path: Path, folder: str) -> None:
    """The sources, what is in or around them, the root and the user's folder are never replaced."""
    content = tmp_path / "content"
    with pytest.raises(PublishError, match="choose"):
        publish([], (tmp_path / folder if "~" not in folder else Path(folder).expanduser()), apart_from=[content])


def test_a_folder_of_unknown_things_is_refused(into: Path) -> None:
    """A folder that is not empty and has no receipt may be anybody's."""
    add({"thesis.odt": b"years of work"}, into)
    with pytest.raises(PublishError, match=r"site is not empty and has no manifest-sha256\.txt"):
        put(OLD, into)
    assert held(into) == {"thesis.odt": b"years of work"}


def test_a_file_is_no_folder(into: Path) -> None:
    """A file of the site's name is refused."""
    into.write_bytes(b"")
    with pytest.raises(PublishError, match="is not a folder"):
        put(OLD, into)


def test_a_spare_that_is_not_ours_is_refused(into: Path) -> None:
    """Nothing of somebody's is removed, not even under the spare's name."""
    add({"mine": b"mine"}, into.with_name(".site-spare"))
    with pytest.raises(PublishError, match="not this program’s doing"):
        put(OLD, into)
    assert held(into.with_name(".site-spare")) == {"mine": b"mine"}


def test_a_damaged_receipt_is_told_by_line(into: Path) -> None:
    """Nothing is guessed from it."""
    put(OLD, into)
    (into / MANIFEST).write_text("nonsense\n", encoding="utf-8")
    with pytest.raises(PublishError, match=r"manifest-sha256\.txt:1 is damaged"):
        put(OLD, into)


@pytest.mark.parametrize("address", ["", "/a", "a/", "a//b", "../a", "a/../b", "./a", "a\\b", "a\nb", MANIFEST])
def test_an_address_that_leads_elsewhere_is_a_bug(into: Path, address: str) -> None:
    """Such an address raises, and nothing is published."""
    with pytest.raises(ValueError, match="is no address"):
        put({address: b""}, into)
    assert not into.exists()


@pytest.mark.parametrize("two", [("a", "a"), ("a", "A"), ("\u1ebf", "e\u0302\u0301"), ("a", "a/b"), ("a/b", "a")])
def test_two_outputs_for_one_file_are_a_bug(into: Path, two: tuple[str, str]) -> None:
    """The same address, also by case and Unicode form, or as a file and a folder, raises."""
    with pytest.raises(ValueError, match="both"):
        publish([(address, b"") for address in two], into)
    assert not into.exists()


def test_a_link_to_the_site_stays_a_link(into: Path, tmp_path: Path) -> None:
    """The folder that it leads to is replaced, not the link."""
    (tmp_path / "elsewhere").mkdir()
    into.symlink_to(tmp_path / "elsewhere")
    for site in (OLD, NEW):
        put(site, into)
        assert into.is_symlink()
        assert held(tmp_path / "elsewhere") == site


def test_a_disk_without_hard_links_gets_copies(into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy keeps its time, so that it counts as unchanged."""
    put(OLD, into)
    age(into)
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    before = (into / "style.css").stat().st_mtime_ns
    for site in (NEW, OLD):
        put(site, into)
        assert held(into) == site
    assert (into / "style.css").stat().st_mtime_ns == before


def test_a_folder_that_cannot_be_replaced_says_what_to_do(into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mount point, say: the old site is whole, and the sentence names the ways out."""
    put(OLD, into)
    monkeypatch.setattr(swapping, "exchange", lambda *_: False)
    monkeypatch.setattr(Path, "rename", refuse_for(into, Path.rename))
    with pytest.raises(PublishError, match=r"site could not be replaced \(busy\): if it is a mount point"):
        put(NEW, into)
    assert held(into) == OLD


def refuse(*_: object) -> None:
    """Do what a file system does that cannot."""
    raise OSError(1, "not here")


def refuse_for(refused: Path, rename: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
    """Return a rename that cannot move one path."""

    def chosen(path: Path, target: Path) -> Path:
        if path == refused:
            raise OSError(16, "busy")
        return rename(path, target)

    return chosen


def test_two_processes_do_not_mix_their_sites(into: Path) -> None:
    """Each waits for the other, and the last one's site is whole."""
    program = (
        "import sys; from pathlib import Path; from biennien.publish import publish\n"
        "into, name = Path(sys.argv[1]), sys.argv[2]\n"
        "for turn in range(30): publish([(f'{i}', f'{name}-{turn}'.encode()) for i in range(20)], into)"
    )
    command = [sys.executable, "-c", program, str(into)]
    root = Path(__file__).resolve().parent.parent
    both = [subprocess.Popen([*command, name], cwd=root) for name in ("one", "other")]
    assert [process.wait() for process in both] == [0, 0]
    assert len(set(held(into).values())) == 1
    assert set(held(into)) == set(map(str, range(20)))


ADDRESSES = ["a", "a/b", "a/b/c", "d/e", "d/f", "g.html", "h/i/j/k"]


@st.composite
def sites(draw: st.DrawFn) -> Site:
    """A small site; addresses that are a file in one are a folder in another."""
    chosen: list[str] = []
    for address in draw(st.permutations(ADDRESSES)):
        if not any(address.startswith(f"{other}/") or other.startswith(f"{address}/") for other in chosen):
            chosen.append(address)
    kept = draw(st.lists(st.sampled_from(chosen), unique=True))
    return {address: draw(st.sampled_from([b"", b"1", b"2"])) for address in kept}


@given(st.lists(st.tuples(sites(), st.booleans(), st.booleans()), max_size=6))
def test_after_any_history_the_site_is_the_last_one(history: list[tuple[Site, bool, bool]]) -> None:
    """Whatever was published before, with whatever kept unrendered, failed in between or swapped in steps."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        into = Path(folder) / "site"
        for site, in_steps, fails in history:
            if in_steps:
                patch.setattr(swapping, "exchange", lambda *_: False)
            if fails:
                with pytest.raises(ZeroDivisionError):
                    publish(((address, data * (1 // 0)) for address, data in [*site.items(), ("x", b"")]), into)
            there = look(into).intact
            digests = {address: hashlib.sha256(data).hexdigest() for address, data in site.items()}
            publish([(each, None if there.get(each) == digests[each] else site[each]) for each in site], into)
            assert held(into) == site
            assert look(into).intact == digests


class Crash(BaseException):
    """The process dies."""


OPERATIONS: list[tuple[Any, str]] = [
    *((os, name) for name in ("rename", "replace", "mkdir", "unlink", "rmdir", "link", "fsync")),
    (Path, "write_bytes"),
    (swapping, "exchange"),
]


@contextmanager
def watched(before: Callable[[], None]) -> Iterator[None]:
    """Call a function before each thing that is done to the disk; of a file, in the middle."""
    with pytest.MonkeyPatch.context() as patch:
        for owner, name in OPERATIONS:
            patch.setattr(owner, name, wrapped(getattr(owner, name), before))
        yield


def wrapped(operation: Callable[..., Any], before: Callable[[], None]) -> Callable[..., Any]:
    """Return the operation, announced."""

    def announced(*args: Any, **options: Any) -> Any:  # noqa: ANN401
        if operation.__name__ == "write_bytes":
            with args[0].open("wb") as file:
                file.write(args[1][: len(args[1]) // 2])
        before()
        return operation(*args, **options)

    return announced


def dying_at(step: int) -> Callable[[], None]:
    """Return a function that raises Crash when called for the `step`th time, and always after."""
    calls = iter(range(1_000_000))

    def count() -> None:
        if next(calls) >= step:
            raise Crash

    return count


@pytest.mark.parametrize("touched", [False, True], ids=["untouched", "touched"])
def test_a_process_that_dies_anywhere_leaves_a_whole_site(into: Path, way: str, *, touched: bool) -> None:
    """At whatever step: the site is old or new (in steps: or missing until mended), and nothing foreign is lost."""
    died = 0
    for step in range(1_000):
        put(OLD, into)
        add(FOREIGN, into)
        put(OLD | {"x": b""}, into)
        put(OLD, into)
        before = OLD | ({"style.css": b"edited"} if touched else {})
        if touched:
            age(into)
            (into / "style.css").write_bytes(b"edited")
        with suppress(Crash), watched(dying_at(step)):
            put(NEW, into)
            break
        died += 1
        ours = {address: data for address, data in held(into).items() if address not in FOREIGN}
        assert ours in (before, NEW) or (way == "steps" and not into.exists())
        recover(into)
        assert held(into) in (before | FOREIGN, NEW | FOREIGN)
        for site in (NEW, OLD, NEW):
            put(site, into)
            assert held(into) == site | FOREIGN
    assert died > 15
    assert held(into) == NEW | FOREIGN


def test_a_first_run_that_dies_anywhere_can_be_run_again(tmp_path: Path, way: str) -> None:
    """There is no site or the whole one; the next run succeeds."""
    for step in range(1_000):
        into = tmp_path / str(step) / "site"
        into.parent.mkdir()
        with suppress(Crash), watched(dying_at(step)):
            put(OLD, into)
            break
        assert held(into) in ({}, OLD)
        put(NEW, into)
        assert held(into) == NEW
    assert step > 10
    assert way


def test_a_recovery_that_dies_anywhere_can_be_run_again(into: Path, way: str) -> None:
    """Dying twice in a row costs nothing either."""
    for first in range(1_000):
        put(OLD, into)
        add(FOREIGN, into)
        put(OLD | {"x": b""}, into)
        with suppress(Crash), watched(dying_at(first)):
            put(NEW, into)
            break
        for second in range(1_000):
            with suppress(Crash), watched(dying_at(second)):
                recover(into)
                break
        assert held(into) in (OLD | {"x": b""} | FOREIGN, NEW | FOREIGN)
        put(NEW, into)
        assert held(into) == NEW | FOREIGN
    assert way


def test_at_every_step_the_site_is_whole(into: Path, way: str) -> None:
    """Seen between any two operations, it is old or new; in steps it may be missing, but is never mixed."""
    seen: list[Site] = []
    put(OLD, into)
    with watched(lambda: seen.append(held(into))):
        put(NEW, into)
        put(OLD, into)
    assert len(seen) > 15
    assert [site for site in seen if site not in (OLD, NEW)] == [{}] * (2 if way == "steps" else 0)


@pytest.mark.skipif(not sys.platform.startswith(("linux", "darwin")), reason="elsewhere the swap takes two renames")
def test_this_system_swaps_in_one_step(tmp_path: Path) -> None:
    """Two folders trade places."""
    for name in ("one", "other"):
        add({name: b""}, tmp_path / name)
    assert swapping.exchange(tmp_path / "one", tmp_path / "other")
    assert held(tmp_path / "one") == {"other": b""}
    assert held(tmp_path / "other") == {"one": b""}


def test_what_cannot_be_exchanged_is_told(tmp_path: Path) -> None:
    """A missing path makes no exception, and no change."""
    add({"file": b""}, tmp_path / "one")
    assert not swapping.exchange(tmp_path / "one", tmp_path / "missing")
    assert held(tmp_path / "one") == {"file": b""}


def test_without_a_user_folder_the_root_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that cannot say where the user's folder is refuses the root all the same."""
    monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError()))
    assert publishing.home() == Path("/").resolve()
