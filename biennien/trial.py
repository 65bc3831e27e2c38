"""The `test` verb: everything that the tests need, Chromium included, and then the tests.

What a bare machine lacks is installed, with a line saying so; what cannot be had is a failure that says what to do.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from biennien import bootstrap

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

MACHINE = 3
NO_BROWSER = "--no-browser"
SPREAD = ("--numprocesses=auto", "--dist=loadfile")
"""All cores at once; the tests of a file stay together, for they share what they are about."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
say_at_once = partial(print, flush=True)  # else a line would come after what the program that it announces says
ASK_DRIVER = "from playwright.sync_api import sync_playwright as p\nwith p() as d: print(d.chromium.executable_path)"


def run_tests(root: Path, argv: Sequence[str], say: Callable[[str], object] = say_at_once) -> int:
    """Run ruff, mypy and pytest over the project at `root`; return 0 if all are content, 1 if not, 3 if none could run.

    `argv` goes to pytest; with anything in it but `--no-browser`, only pytest runs. Chromium is that of $CHROME or
    on PATH, else it is installed. Each tool's words go to the terminal, pytest's last.
    """
    try:
        python = bootstrap.interpreter(root, [bootstrap.RUNTIME, bootstrap.TESTS], say)
        chromium = None if NO_BROWSER in argv else obtain_chromium(python, os.environ, say)
    except bootstrap.SetupError as fault:
        say(f"error: {fault}")
        return MACHINE
    settings = {**os.environ, **({"CHROME": str(chromium)} if chromium else {})}
    failed = [tool[0] for tool in tools(argv) if not passes(python, tool, root, settings)]
    if failed:
        say(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


def tools(argv: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the programs to run, as Python modules with their arguments, in order."""
    if set(argv) - {NO_BROWSER}:
        return [("pytest", *argv)]
    return [("ruff", "check", "--quiet"), ("mypy",), ("pytest", *SPREAD, *argv)]


def passes(python: Path, tool: Sequence[str], root: Path, settings: Mapping[str, str]) -> bool:
    """Run a module in the terminal, from the project's folder."""
    return subprocess.run([python, "-m", *tool], cwd=root, env=settings, check=False).returncode == 0


def obtain_chromium(python: Path, settings: Mapping[str, str], say: Callable[[str], object]) -> Path:
    """Return a Chromium for the tests: one that is there, else one installed now. Raises SetupError.

    `python` is an interpreter that has playwright, whose own Chromium counts as there once it is installed.
    """
    words = []
    for install in (None, install_from_debian, install_from_driver):
        if install and (refusal := install(python, say)):
            words.append(refusal)
        if found := find_chromium(settings) or driver_chromium(python):
            return found
    raise bootstrap.SetupError(
        bootstrap.advice(
            "the tests need Chromium, and none could be found or installed",
            "\n".join(words),
            "install Chromium or Chrome, put it on PATH or name its file in the variable CHROME, and run the tests"
            f" again; without those that need it: python build.py test {NO_BROWSER}",
        )
    )


def find_chromium(settings: Mapping[str, str]) -> Path | None:
    """Return the Chromium that $CHROME names or that is on $PATH. Raises SetupError when $CHROME names none."""
    if named := settings.get("CHROME"):
        if found := shutil.which(named, path=settings.get("PATH")):
            return Path(found)
        raise bootstrap.SetupError(
            bootstrap.advice(f"the variable CHROME names {named}, which is no program", "", "correct it, or unset it")
        )
    found_all = (shutil.which(name, path=settings.get("PATH", "")) for name in BROWSERS)
    return next((Path(found) for found in found_all if found), None)


def driver_chromium(python: Path) -> Path | None:
    """Return the browser driver's own Chromium, if it has been installed."""
    done = subprocess.run([python, "-c", ASK_DRIVER], capture_output=True, encoding="utf-8", check=False)
    found = Path(done.stdout.strip() or "-")
    return found if done.returncode == 0 and found.is_file() else None


def install_from_debian(_python: Path, say: Callable[[str], object]) -> str | None:
    """Install Debian's Chromium, where this is Debian and we may; return why not, else None."""
    apt = shutil.which("apt-get")
    if apt is None or not is_root():
        return None
    say("Installing Chromium for the browser tests: apt-get install chromium (once)")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    bootstrap.run([apt, "update", "-qq"], quiet)  # an old list may still do, so its failure is not the end
    return bootstrap.run([apt, "install", "-qq", "-y", "chromium"], quiet)


def install_from_driver(python: Path, say: Callable[[str], object]) -> str | None:
    """Have the browser driver fetch its own Chromium; return why not, else None."""
    say("Installing Chromium for the browser tests: playwright install chromium (once)")
    return bootstrap.run([python, "-m", "playwright", "install", "chromium"])


def is_root() -> bool:
    """Tell whether we may install system packages."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
