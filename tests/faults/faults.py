"""Spoils every change that a run makes on the disk, each in each way, and looks at what is left.

    python tests/faults/faults.py [--stride N] [--only SCENE] [--fault NAME]

For every call that changes a file, of whatever kind and number: in a copy of this process, the command runs on a fresh
copy of the project, and the fault strikes at that call. Afterwards `site/` has to be the old site or the new, whole;
each source what it was or what it was to become; files that are not the program's have to be there; the exit code and
the last words have to say what happened. Then a build, without a fault, has to mend everything and leave no litter.
Prints a Markdown table, and each failure with its call. Exit code 1 where there is one.
"""

from __future__ import annotations

import argparse
import functools
import gc
import io
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from biennien.cli import main  # noqa: E402
from biennien.inventory import RESERVED  # noqa: E402
from biennien.templates import Templates  # noqa: E402
from faults.scenes import FOREIGN, SCENES, SITE, SPARE, Scene, below, copy_tree, read_tree  # noqa: E402
from faults.shim import FAULTS, NEVER, NOTHING, NOTHING_READ, Fault, Shim  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

HEADER = "| run | fault | calls | spoilt | as before | as after | between | failures |"
RULE = "|---|---|--:|--:|--:|--:|--:|--:|"
PATIENCE = 60  # seconds after which a run counts as hanging
SAID = {0: (0,), signal.SIGINT: (0, 130), signal.SIGTERM: (0, 143), signal.SIGKILL: (-9,)}
AS_BEFORE, AS_AFTER, BETWEEN = "as before", "as after", "between"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: its exit code, negative for a signal; what it printed; how many calls it made, and which."""

    code: int
    words: str
    calls: int
    log: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """A scene made ready in a folder: its state before, and what its command comes to when nothing is spoilt."""

    scene: Scene
    ready: Path
    before: dict[str, bytes]
    after: dict[str, bytes]
    healed: dict[str, bytes]
    calls: tuple[str, ...]
    reads: tuple[str, ...]


def run(  # noqa: PLR0913 - what a run can differ in
    root: Path,
    command: Sequence[str],
    fault: Fault = NOTHING,
    at: int = NEVER,
    *,
    before: Callable[[], None] = lambda: None,
    ask: Sequence[str] = (),
) -> Ended:
    """Run a command in a project, in a copy of this process with a session of its own; a fault strikes at a call.

    Something may be done `before`, in the copy; and of two paths may be asked, when it begins and when it ends.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as log:
        shim = Shim(fault, at, log.fileno() if fault in (NOTHING, NOTHING_READ) else None)
        child = os.fork()
        if not child:
            _be(root, command, shim, out.fileno(), before, ask)
        _, status = os.waitpid(child, 0)
        _wait_for_others(child)
        out.seek(0)
        log.seek(0)
        lines = log.read().decode().splitlines()
        return Ended(os.waitstatus_to_exitcode(status), out.read().decode(), shim.seen.value, tuple(lines))


def _be(  # noqa: PLR0913, PLR0917 - called once
    root: Path, command: Sequence[str], shim: Shim, out: int, before: Callable[[], None], ask: Sequence[str]
) -> None:
    """Be the command, and end as an interpreter would."""
    code = 70
    try:
        os.setsid()
        signal.alarm(PATIENCE)
        os.dup2(out, 1)
        os.dup2(out, 2)
        sys.stdout = io.TextIOWrapper(io.FileIO(1, "wb", closefd=False), "utf-8", write_through=True)
        sys.stderr = io.TextIOWrapper(io.FileIO(2, "wb", closefd=False), "utf-8", write_through=True)
        os.chdir(root)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        before()
        shim.install()
        for path in ask[:1]:
            os.access(path, os.F_OK)
        code = main([*command, "--lang", "en"] if command[0] not in ("import", "new") else command)
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    except BaseException:  # noqa: BLE001 - shown as an interpreter would, and counted as a failure
        sys.excepthook(*sys.exc_info())
        code = 71
    finally:
        for path in ask[1:]:
            os.access(path, os.F_OK)
        os._exit(code)


def _wait_for_others(group: int) -> None:
    """Wait until none of the processes that a run started is left; end them after a while, and complain."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except (ProcessLookupError, PermissionError):
            return
        time.sleep(0.02)
    os.killpg(group, signal.SIGKILL)
    raise AssertionError("a run left processes behind")


def undisturbed(root: Path, command: Sequence[str]) -> None:
    """Run a command that has to succeed."""
    ended = run(root, command)
    assert ended.code == 0, f"{command}: {ended.code}\n{ended.words}"


def set_stage(scene: Scene, folder: Path) -> Stage:
    """Make a scene ready, and see what comes of it undisturbed."""
    ready, trial = folder / "ready", folder / "project"
    ready.mkdir()
    scene.prepare(ready, undisturbed)
    copy_tree(ready, trial)
    ended = run(trial, scene.command)
    assert ended.code == 0, f"{scene.name}: {ended.code}\n{ended.words}"
    after = read_tree(trial)
    run(trial, ["build"])
    healed = read_tree(trial)
    remove(trial)
    copy_tree(ready, trial)
    reads = run(trial, scene.command, NOTHING_READ).log
    remove(trial)
    return Stage(scene, ready, read_tree(ready), after, healed, ended.log, reads)


def remove(folder: Path) -> None:
    """Remove a folder with all that is in it."""
    shutil.rmtree(folder)


def try_one(stage: Stage, fault: Fault, at: int) -> tuple[str, list[str]]:
    """Let a fault strike at a call; return what state the project was left in, and what is wrong afterwards."""
    root = stage.ready.with_name("project")
    copy_tree(stage.ready, root)
    ended = run(root, stage.scene.command, fault, at)
    left = read_tree(root)
    found = [*wrong_site(stage, left), *wrong_sources(stage, left), *wrong_end(stage, fault, ended, left)]
    healing = run(root, ["build"])
    found += wrong_healing(stage, healing, read_tree(root))
    if stage.scene.repeats and not is_build(stage):
        run(root, stage.scene.command)
        run(root, ["build"])
        found += wrong_repeat(stage, read_tree(root))
    remove(root)
    return state_of(stage, left), found


def state_of(stage: Stage, left: Mapping[str, bytes]) -> str:
    """Say whether the command was carried out; a command that writes several sources may have written some of them."""
    key: Callable[[Mapping[str, bytes]], object] = ours if is_build(stage) else entries
    if key(left) == key(stage.after):
        return AS_AFTER
    return AS_BEFORE if key(left) == key(stage.before) else BETWEEN


def is_build(stage: Stage) -> bool:
    """Say whether what is disturbed is a build."""
    return stage.scene.command[0] == "build"


def entries(tree: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the sources, without what editors read and without what was being written."""
    return {path: raw for path, raw in sources(tree).items() if not path.startswith("schema/") and path[-4:] != ".tmp"}


def ours(tree: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return what of the site is the program's."""
    return {path: raw for path, raw in below(tree, SITE).items() if path not in FOREIGN}


def sources(tree: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return what is neither the site nor its spare, nor kept for the next build, which may be deleted at any time."""
    return {path: raw for path, raw in tree.items() if path.split("/")[0] not in (SITE, SPARE, ".cache")}


def spare_files(tree: Mapping[str, bytes]) -> set[str]:
    """Return the names in the spare, its manifest under any name."""
    return {"manifest" if path in RESERVED else path for path in below(tree, SPARE)}


def wrong_site(stage: Stage, left: Mapping[str, bytes]) -> Iterator[str]:
    """Say where the site is neither the old one nor the new, or a file of others is not there."""
    if ours(left) not in (ours(stage.before), ours(stage.after)):
        yield "the site is neither the old one nor the new one"
    for path in FOREIGN.keys() & below(stage.before, SITE).keys():
        if FOREIGN[path] not in (left.get(f"{SITE}/{path}"), left.get(f"{SPARE}/{path}")):
            yield f"{path}, which is not ours, is lost"


def wrong_sources(stage: Stage, left: Mapping[str, bytes]) -> Iterator[str]:
    """Say which sources are neither what they were nor what they were to become."""
    before, after = sources(stage.before), sources(stage.after)
    for path, raw in sources(left).items():
        if raw not in (before.get(path), after.get(path)) and not path.endswith((".tmp", "/")):
            yield f"{path} is neither the old one nor the new one"
    for path in (before.keys() & after.keys()).difference(left):
        yield f"{path} is gone"


def wrong_end(stage: Stage, fault: Fault, ended: Ended, left: Mapping[str, bytes]) -> Iterator[str]:
    """Say where the exit code or the words don't say what happened."""
    if "Traceback" in ended.words:
        yield f"a traceback:\n{ended.words}"
    refused = (0, 1, 3) if fault.reading else (0, 3)  # that an entry can't be read is an error of the content
    if ended.code not in (SAID[fault.signal] if fault.signal else refused):
        yield f"exit code {ended.code}\n{ended.words}"
    if fault.error and ended.code == 3 and "error: " not in ended.words:
        yield f"no word of the error\n{ended.words}"
    done = ours(left) == ours(stage.after) and sources(left).items() >= sources(stage.after).items()
    if ended.code == 0 and not done and not missing_comfort(stage, left):
        yield "exit code 0, but it is not done"


def missing_comfort(stage: Stage, left: Mapping[str, bytes]) -> bool:
    """Say whether all that is missing is what editors read, of which a build says nothing."""
    other = {path for path, raw in sources(stage.after).items() if left.get(path) != raw}
    return all(path.startswith("schema/") for path in other) and ours(left) == ours(stage.after)


def wrong_healing(stage: Stage, healing: Ended, healed: Mapping[str, bytes]) -> Iterator[str]:
    """Say what the next build did not mend."""
    build = is_build(stage)
    if healing.code and (build or healing.code != 1):
        yield f"the next build ends with {healing.code}\n{healing.words}"
        return
    known = sources(stage.before).keys() | sources(stage.healed).keys()
    if litter := sorted(sources(healed).keys() - known):
        yield f"litter after the next build: {', '.join(litter)}"
    if not build:
        return
    if below(healed, SITE) != below(stage.healed, SITE):
        yield "the next build does not make the new site"
    if sources(healed) != sources(stage.healed):
        yield "the next build does not leave the sources complete"
    if more := spare_files(healed) - spare_files(stage.healed) - spare_files(stage.after) - {"manifest"}:
        yield f"litter in the spare after the next build: {', '.join(sorted(more))}"


def wrong_repeat(stage: Stage, again: Mapping[str, bytes]) -> Iterator[str]:
    """Say where the command, run again, comes to another end than it does undisturbed."""
    if sources(again) != sources(stage.healed):
        differ = sorted(path for path, raw in sources(stage.healed).items() if again.get(path) != raw)
        more = sorted(sources(again).keys() - sources(stage.healed).keys())
        yield f"run again, it comes to another end: {', '.join(differ + more)}"


def carry_out(scene: Scene, faults: Sequence[Fault], stride: int, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the cells of the table, fault by fault, and what is wrong."""
    stage = set_stage(scene, folder)
    for offset, fault in enumerate(faults):
        states, failures = Counter[str](), []
        calls = stage.reads if fault.reading else stage.calls
        for at in range(1 + offset % stride, len(calls) + 1, stride):
            state, wrong = try_one(stage, fault, at)
            states[state] += 1
            failures += [f"{scene.name}, {fault.name} at {at}, {calls[at - 1]}: {one}" for one in wrong]
        yield (
            row(scene.name, fault.name, len(calls), states, len(failures)),
            "\n".join(failures),
        )


def row(scene: str, fault: str, calls: int, states: Counter[str], failures: int) -> str:
    """Return a row of the table."""
    counts = (calls, states.total(), *(states[state] for state in (AS_BEFORE, AS_AFTER, BETWEEN)), failures)
    return f"| {scene} | {fault} | {' | '.join(f'{count:,}' for count in counts)} |"


def warm_up(folder: Path) -> None:
    """Load everything once, so that a copy of this process has it; templates are read, but not compiled again."""
    Templates.environment = functools.cache(Templates.environment)  # type: ignore[method-assign]
    sys.stdout, kept = io.StringIO(), sys.stdout
    home = Path.cwd()
    for number, scene in enumerate(SCENES):
        root = folder / str(number)
        root.mkdir()
        scene.prepare(root, warm)
        warm(root, list(scene.command))
        remove(root)
    sys.stdout = kept
    os.chdir(home)
    gc.collect()
    gc.freeze()


def warm(root: Path, command: list[str]) -> None:
    """Run a command in this process."""
    os.chdir(root)
    main(command)


def workplace() -> str | None:
    """Return a folder in memory, where there is one, since thousands of projects are written."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a folder of our own is made in it


def faults(argv: list[str]) -> int:
    """Do it, and print the table."""
    parser = argparse.ArgumentParser(description="Spoil every change on the disk, and look at what is left.")
    parser.add_argument("--stride", type=int, default=1, help="only every n-th call (default: each)")
    parser.add_argument("--only", default="", help="only scenes whose names hold this")
    parser.add_argument("--fault", default="", help="only faults whose names hold this")
    options = parser.parse_args(argv)
    chosen = [fault for fault in FAULTS if options.fault in fault.name]
    wrong = Counter[str]()
    with tempfile.TemporaryDirectory(dir=workplace()) as folder:
        warm_up(Path(folder))
        print(f"{HEADER}\n{RULE}", flush=True)
        for number, scene in enumerate(one for one in SCENES if options.only in one.name):
            place = Path(folder) / f"scene-{number}"
            place.mkdir()
            for line, failures in carry_out(scene, chosen, options.stride, place):
                print(line, flush=True)
                if failures:
                    wrong[scene.name] += 1
                    print(failures, file=sys.stderr, flush=True)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(faults(sys.argv[1:]))
