"""Biên Niên's one command. `python build.py --help` lists what it can do.

On first use it makes `.venv` beside itself, with what requirements.lock names; where those packages are there already,
it makes nothing. Exit codes: 0 clean, 1 errors in the content, 2 usage, 3 the machine, 4 partly done,
130 interrupted (Ctrl-C), 143 ended (SIGTERM).
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
MACHINE, INTERRUPTED = 3, 130

if sys.version_info < (3, 11):  # noqa: UP036  (so that an older Python says this, and not a syntax error)
    found = ".".join(map(str, sys.version_info[:3]))
    print(f"error: Biên Niên needs Python 3.11 or newer; {sys.executable} is {found}.", file=sys.stderr)
    print("  = help: install a newer Python and name it: python3.13 build.py", file=sys.stderr)
    sys.exit(MACHINE)

sys.path.insert(0, str(ROOT))


def main(argv: list[str]) -> int:
    """Find or make the interpreter that has the packages, and let `biennien.cli` do the work in it."""
    from biennien import bootstrap

    try:
        python = bootstrap.interpreter(ROOT, [bootstrap.RUNTIME], say)
    except bootstrap.SetupError as fault:
        print(f"error: {fault}", file=sys.stderr)
        return MACHINE
    if python != Path(sys.executable):
        return go_on_in(python, argv)
    from biennien.cli import main as run

    return run(argv)


def go_on_in(python: Path, argv: list[str]) -> int:
    """Run this file again, with the same arguments, in another interpreter."""
    command = [str(python), str(ROOT / "build.py"), *argv]
    if os.name == "posix":
        os.execv(python, command)  # noqa: S606
    import subprocess  # elsewhere execv would hand the prompt back before the work is done

    return subprocess.call(command)  # noqa: S603


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:  # before the command has begun, or after it has ended
        sys.exit(INTERRUPTED)
