"""First use: what build.py needs it makes, once; what cannot be had it says, with what to do."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import biennien
from biennien import bootstrap, trial

ROOT = Path(__file__).resolve().parent.parent
LOCKS = (bootstrap.RUNTIME, bootstrap.TESTS)
# In place of the program: says which interpreter runs it, which version of the stand-in that has, and its words.
CLI = """
import importlib.metadata, sys
def main(argv):
    try:
        version = importlib.metadata.version("stand-in")
    except importlib.metadata.PackageNotFoundError:
        version = "none"
    print(sys.executable, version, argv)
    return 7
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what sets the project up, with a stand-in for the rest and locks that name one small package."""
    return copied(tmp_path / "project")


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter that has no package at all, not even pip."""
    folder = tmp_path_factory.mktemp("bare")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    return folder / bootstrap.environment_python(folder).relative_to(folder / ".venv")


@pytest.fixture(scope="module")
def first_use(tmp_path_factory: pytest.TempPathFactory, bare: Path) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A project that was used for the first time, by an interpreter that has nothing, and what that said."""
    folder = copied(tmp_path_factory.mktemp("first") / "project")
    return folder, build(bare, folder, "build", wheels=True)


@pytest.fixture
def used(first_use: tuple[Path, object], tmp_path: Path) -> Path:
    """A copy of that project, with its environment."""
    shutil.copytree(first_use[0], tmp_path / "used", symlinks=True)
    return tmp_path / "used"


def copied(folder: Path) -> Path:
    """Copy what sets the project up."""
    (folder / "biennien").mkdir(parents=True)
    for name in ("build.py", "biennien/__init__.py", "biennien/bootstrap.py", "biennien/trial.py"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "biennien/cli.py").write_text(CLI, encoding="utf-8")
    lock(folder, "1")
    return folder


def lock(project: Path, version: str, without: str = "") -> None:
    """Make both locks name this version of the stand-in, a wheel that has every module asked for, or all but one."""
    wheel = project / "wheels" / f"stand_in-{version}-py3-none-any.whl"
    wheel.parent.mkdir(exist_ok=True)
    about = f"stand_in-{version}.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        for module in {module for modules in bootstrap.MODULES.values() for module in modules} - {without}:
            archive.writestr(f"{module}.py", "")
        archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: stand-in\nVersion: {version}\n")
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\n")
        archive.writestr(f"{about}/RECORD", "")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    for name in LOCKS:
        (project / name).write_text(f"stand-in=={version} --hash=sha256:{digest}\n", encoding="utf-8")


def build(
    python: Path | str, project: Path, *words: str, wheels: bool = False, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run a copied build.py from elsewhere, without a network; with the wheels that the locks name, or without."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    pip = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PYTHONUTF8": "1"}
    if wheels:
        pip["PIP_FIND_LINKS"] = str(project / "wheels")
    command = [str(python), str(project / "build.py"), *words]
    around = kept | pip | settings
    return subprocess.run(command, cwd="/", env=around, capture_output=True, encoding="utf-8", check=False)


def test_where_the_packages_are_no_environment_is_made(project: Path) -> None:
    """The interpreter of these tests has them all: the program runs in it, with its words and its exit code."""
    done = build(sys.executable, project, "check", "--strict")
    assert done.stdout == f"{sys.executable} none ['check', '--strict']\n"
    assert (done.returncode, done.stderr) == (7, "")
    assert not (project / ".venv").exists()


def test_on_first_use_the_packages_are_installed_and_later_runs_need_no_network(
    first_use: tuple[Path, subprocess.CompletedProcess[str]], bare: Path
) -> None:
    """One line says what and where; then the program runs in the new environment, silently from the second time on."""
    project, first = first_use
    own = bootstrap.environment_python(project)
    said, ran = first.stdout.splitlines()
    assert said.startswith(f"Setting up: putting the packages of requirements.lock into {project / '.venv'}")
    assert ran == f"{own} 1 ['build']"
    assert (first.returncode, first.stderr) == (7, "")
    for python in (bare, own):
        assert build(python, project, "build").stdout == f"{own} 1 ['build']\n"


def test_a_changed_lock_is_installed_anew(used: Path, bare: Path) -> None:
    """From outside the environment and from inside it; the older version makes way."""
    own = bootstrap.environment_python(used)
    for version, python in (("2", bare), ("3", own)):
        lock(used, version)
        said, ran = build(python, used, wheels=True).stdout.splitlines()
        assert said.startswith("Setting up: ")
        assert ran == f"{own} {version} []"


def test_an_environment_that_lost_a_package_is_filled_again(used: Path, bare: Path) -> None:
    """What the lock names is put back."""
    own = bootstrap.environment_python(used)
    subprocess.run([own, "-m", "pip", "uninstall", "-qq", "-y", "stand-in"], check=True)
    assert build(bare, used, wheels=True).stdout.splitlines()[-1] == f"{own} 1 []"


def test_an_environment_without_pip_is_made_again(project: Path, bare: Path) -> None:
    """It was interrupted while it was made."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", project / ".venv"], check=True)
    ran = build(bare, project, wheels=True).stdout.splitlines()[-1]
    assert ran == f"{bootstrap.environment_python(project)} 1 []"


def test_without_a_network_it_says_what_to_do(used: Path, bare: Path) -> None:
    """Exit code 3, pip's own words, a line of help; the next run tries again."""
    lock(used, "2")
    done = build(bare, used, "build")
    assert done.returncode == 3
    assert done.stderr.startswith("error: pip could not install the packages of requirements.lock\n  | ERROR: ")
    assert "No matching distribution found for stand-in==2" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("  = help: a network is needed, this once: connect, or set pip's")
    assert build(bare, used, "build", wheels=True).returncode == 7


def test_a_package_that_is_not_the_one_locked_is_refused(used: Path, bare: Path) -> None:
    """Another file under the same name and version is not installed."""
    lock(used, "2")
    digest = hashlib.sha256(b"another file").hexdigest()
    (used / bootstrap.RUNTIME).write_text(f"stand-in==2 --hash=sha256:{digest}\n", encoding="utf-8")
    done = build(bare, used, wheels=True)
    assert done.returncode == 3
    assert "THESE PACKAGES DO NOT MATCH THE HASHES" in done.stderr


def test_a_python_without_venv_says_what_to_install(project: Path, bare: Path) -> None:
    """Debian's python3 comes without; the line of help names its package."""
    (project / "broken").mkdir()
    (project / "broken/venv.py").write_text("raise SystemExit('ensurepip is not available')", encoding="utf-8")
    done = build(bare, project, PYTHONPATH=str(project / "broken"))
    assert done.returncode == 3
    assert done.stderr.startswith(f"error: Python could not make an environment in {project / '.venv'}\n")
    assert "  | ensurepip is not available\n  = help: " in done.stderr
    assert "apt install python3-venv" in done.stderr


def test_a_lock_that_lacks_a_package_ends_in_words_not_in_a_loop(used: Path, bare: Path) -> None:
    """What cannot be imported after it was installed is told."""
    lock(used, "2", without="yaml")
    done = build(bare, used, wheels=True)
    assert done.returncode == 3
    assert done.stderr.startswith(f"error: {bootstrap.environment_python(used)} cannot import yaml\n  = help: delete ")


def test_an_older_python_is_told_which_one_is_needed(project: Path) -> None:
    """Exit code 3, before anything is tried."""
    program = "import runpy, sys; sys.version_info = (3, 10, 2); runpy.run_path(sys.argv[1], run_name='__main__')"
    command = [sys.executable, "-c", program, str(project / "build.py")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 3
    assert done.stderr.startswith(f"error: Biên Niên needs Python 3.11 or newer; {sys.executable} is 3.10.2.\n")


def test_the_test_verb_adds_its_packages_to_the_same_environment(used: Path, bare: Path) -> None:
    """The first lock is there already, so that only the second is installed, from inside."""
    own = bootstrap.environment_python(used)
    (used / "biennien/cli.py").write_text(
        "from pathlib import Path\nfrom biennien import bootstrap\n"
        f"def main(argv): print(bootstrap.interpreter(Path({str(used)!r}), {LOCKS!r}, print)); return 0",
        encoding="utf-8",
    )
    said, python = build(bare, used, wheels=True).stdout.splitlines()
    assert said.startswith("Setting up: putting the packages of requirements-test.lock into ")
    assert python == str(own)
    assert build(bare, used).stdout == f"{own}\n"


def test_build_py_can_be_read_at_a_glance() -> None:
    """It has under sixty lines."""
    assert len((ROOT / "build.py").read_text(encoding="utf-8").splitlines()) < 60


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_every_package_by_hash_and_names_no_address(name: str) -> None:
    """Each entry is a version, perhaps for some Pythons only, and at least one hash; nothing else is in the file."""
    entries = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", "").splitlines()
    shape = re.compile(r"[a-z0-9-]+==[\w.]+( ; [\w\s.'<>=!]+)?(\s+--hash=sha256:[0-9a-f]{64})+")
    assert [entry for entry in entries if not shape.fullmatch(entry.strip())] == []


def test_the_locks_agree_and_have_what_pyproject_asks_for() -> None:
    """A package that is in both has one version; every dependency is locked; the version is said once."""
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in LOCKS]
    pins = [set(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE)) for text in texts]
    shared = {name for name, _ in pins[0]} & {name for name, _ in pins[1]}
    assert {pin for pin in pins[0] if pin[0] in shared} == {pin for pin in pins[1] if pin[0] in shared}
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert {name.lower() for name in asked["project"]["dependencies"]} <= {name for name, _ in pins[0]}
    assert {name.lower() for name in asked["dependency-groups"]["test"]} <= {name for name, _ in pins[1]}
    assert asked["project"]["version"] == biennien.__version__


def program(folder: Path, name: str) -> Path:
    """Make a program that does nothing."""
    folder.mkdir(exist_ok=True)
    path = folder / (f"{name}.exe" if os.name == "nt" else name)
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_a_named_chromium_comes_before_one_on_the_path(tmp_path: Path) -> None:
    """$CHROME wins; then whatever the path has; else there is none."""
    named, found = program(tmp_path, "my-browser"), program(tmp_path / "bin", "google-chrome")
    path = str(found.parent)
    assert trial.find_chromium({"CHROME": str(named), "PATH": path}) == named
    assert trial.find_chromium({"PATH": path}) == found
    assert trial.find_chromium({"PATH": str(tmp_path / "none")}) is None
    assert trial.find_chromium({}) is None


def test_a_named_chromium_that_is_none_is_told(tmp_path: Path) -> None:
    """A wrong name is not passed over in silence."""
    with pytest.raises(bootstrap.SetupError, match="CHROME names /no/such, which is no program\n  = help: correct it"):
        trial.find_chromium({"CHROME": "/no/such", "PATH": str(program(tmp_path, "chromium").parent)})


def test_a_missing_chromium_is_installed_by_whichever_way_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Debian's is tried first, then the driver's, and then the one that works is used."""
    tried: list[str] = []

    def debian(*_: object) -> str:
        tried.append("debian")
        return "no such package"

    def driver(*_: object) -> None:
        tried.append("driver")
        program(tmp_path, "chrome")

    monkeypatch.setattr(trial, "install_from_debian", debian)
    monkeypatch.setattr(trial, "install_from_driver", driver)
    monkeypatch.setattr(trial, "driver_chromium", lambda _: None)
    assert trial.obtain_chromium(Path("python"), {"PATH": str(tmp_path)}, print) == tmp_path / "chrome"
    assert tried == ["debian", "driver"]


def test_without_any_chromium_the_reasons_and_the_way_out_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is skipped: it is a fault of the machine, and what was tried is quoted."""
    monkeypatch.setattr(trial, "install_from_debian", lambda *_: "E: no package")
    monkeypatch.setattr(trial, "install_from_driver", lambda *_: "E: no download")
    monkeypatch.setattr(trial, "driver_chromium", lambda _: None)
    monkeypatch.setattr(trial, "find_chromium", lambda _: None)
    monkeypatch.setattr(bootstrap, "interpreter", lambda *_: Path("python"))
    said: list[str] = []
    assert trial.run_tests(ROOT, [], said.append) == 3
    assert said[0].startswith(
        "error: the tests need Chromium, and none could be found or installed\n"
        "  | E: no package\n  | E: no download\n  = help: install Chromium or Chrome, put it on PATH"
    )


def test_debian_is_asked_only_by_root_and_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its list is renewed before; a line says what is done; elsewhere nothing is said or done."""
    ran: list[str] = []
    said: list[str] = []
    monkeypatch.setattr(bootstrap, "run", lambda command, *_: ran.append(" ".join(map(str, command))))
    monkeypatch.setattr(trial, "is_root", lambda: True)
    monkeypatch.setattr(shutil, "which", lambda *_: "apt-get")
    assert trial.install_from_debian(Path("python"), said.append) is None
    assert ran == ["apt-get update -qq", "apt-get install -qq -y chromium"]
    assert said == ["Installing Chromium for the browser tests: apt-get install chromium (once)"]
    monkeypatch.setattr(trial, "is_root", lambda: False)
    trial.install_from_debian(Path("python"), said.append)
    monkeypatch.setattr(shutil, "which", lambda *_: None)
    trial.install_from_debian(Path("python"), said.append)
    assert (len(ran), len(said)) == (2, 1)


def test_the_driver_is_asked_for_its_own_chromium(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own command, in the interpreter that has it."""
    ran: list[str] = []
    monkeypatch.setattr(bootstrap, "run", lambda command, *_: ran.append(" ".join(map(str, command))))
    assert trial.install_from_driver(Path("python"), lambda _: None) is None
    assert ran == ["python -m playwright install chromium"]


def test_a_driver_without_its_own_chromium_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The path that it would have is not enough."""
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    assert trial.driver_chromium(Path(sys.executable)) is None


SPREAD = "--numprocesses=auto --dist=loadfile"


@pytest.mark.parametrize(
    ("words", "run"),
    [
        ([], ["ruff check --quiet", "mypy", f"pytest {SPREAD}"]),
        (["--no-browser"], ["ruff check --quiet", "mypy", f"pytest {SPREAD} --no-browser"]),
        (["-k", "dates"], ["pytest -k dates"]),
    ],
)
def test_all_checks_run_unless_some_tests_are_chosen(
    words: list[str], run: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words go to pytest, which comes last; with a choice of tests the linters are left out."""
    ran: list[str] = []

    def passes(_: object, tool: tuple[str, ...], *__: object) -> bool:
        ran.append(" ".join(tool))
        return True

    monkeypatch.setattr(bootstrap, "interpreter", lambda *_: Path("python"))
    monkeypatch.setattr(trial, "obtain_chromium", lambda *_: Path("chromium"))
    monkeypatch.setattr(trial, "passes", passes)
    assert trial.run_tests(ROOT, words) == 0
    assert ran == run


def test_every_check_runs_and_the_failed_ones_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A failing linter does not keep the tests from running, and its name is the last word."""
    said: list[str] = []
    monkeypatch.setattr(bootstrap, "interpreter", lambda *_: Path("python"))
    monkeypatch.setattr(trial, "obtain_chromium", lambda *_: Path("chromium"))
    monkeypatch.setattr(trial, "passes", lambda _, tool, *__: tool[0] == "pytest")
    assert trial.run_tests(ROOT, [], said.append) == 1
    assert said == ["failed: ruff, mypy"]


@pytest.mark.parametrize(("code", "passed"), [("pass", True), ("raise SystemExit(5)", False)])
def test_a_check_runs_as_a_module_in_the_project(tmp_path: Path, code: str, *, passed: bool) -> None:
    """Its exit code says whether it passed."""
    (tmp_path / "probe.py").write_text(f"open('here', 'w').close()\n{code}", encoding="utf-8")
    assert trial.passes(Path(sys.executable), ["probe"], tmp_path, os.environ) is passed
    assert (tmp_path / "here").exists()


def test_a_program_that_is_missing_is_told_like_one_that_fails(tmp_path: Path) -> None:
    """Both give words; a program that went well gives none."""
    said = [bootstrap.run([sys.executable, "-c", code]) for code in ("print(1)", "exit('bad luck')", "exit(4)")]
    assert said == [None, "bad luck", "it ended with 4"]
    assert "No such file" in str(bootstrap.run([tmp_path / "missing"]))
