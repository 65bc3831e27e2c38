"""Feed what reads strangers' words with inputs that reach ever more of it: `python tests/fuzz/fuzz.py --runs 100000`.

Atheris (libFuzzer) leads, by the coverage of `biennien` and of markdown-it; each target runs in a process of its own,
within a stated memory. A finding is written to tests/cases/fuzz/<target>/, where a test replays it for ever.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CACHE = ROOT / ".cache" / "fuzz"
CASES = HERE.parent / "cases" / "fuzz"
ATHERIS = "atheris==3.0.0"
WHEELS = "--only-binary=:all:"
MEMORY = 1_024  # MB
SLOWEST = 20  # seconds for one input, far beyond any that was seen: a hang is a finding


def main() -> int:
    """Run every target, or those that are named; return 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=2_000, help="inputs for each target (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="where chance begins (default: %(default)s)")
    parser.add_argument("--target", action="append", help="load, dates, markdown or splice (default: all)")
    parser.add_argument("--lead", help=argparse.SUPPRESS)
    options = parser.parse_args()
    sys.path[:0] = [str(ROOT), str(HERE.parent), str(CACHE)]
    if options.lead:
        lead(options.lead, options.runs, options.seed)
    if not have_atheris():
        print(f"{ATHERIS} can't be installed for this Python; `pytest tests/test_fuzz.py` replays what it found")
        return 3
    from fuzz.targets import TARGETS

    failed = [name for name in options.target or TARGETS if not run(name, options.runs, options.seed)]
    print(f"found something: {', '.join(failed)}" if failed else f"{options.runs:,} inputs each, nothing found")
    return 1 if failed else 0


def have_atheris() -> bool:
    """Install Atheris into .cache/fuzz/ where it is not; say whether it is there."""
    if importlib.util.find_spec("atheris"):
        return True
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", WHEELS, "--target", str(CACHE), ATHERIS]
    done = subprocess.run(command, check=False)
    importlib.invalidate_caches()
    return done.returncode == 0 and importlib.util.find_spec("atheris") is not None


def run(name: str, runs: int, seed: int) -> bool:
    """Fuzz one target in a process of its own; say whether nothing was found."""
    print(f"--- {name}", flush=True)
    command = [sys.executable, __file__, "--lead", name, "--runs", str(runs), "--seed", str(seed)]
    return subprocess.run(command, check=False).returncode == 0


def lead(name: str, runs: int, seed: int) -> None:
    """Have Atheris call a target; it ends the process."""
    import atheris

    with atheris.instrument_imports(include=["biennien", "markdown_it"]):
        from fuzz import targets
    corpus = CACHE / "corpus" / name
    kept = CASES / name
    for folder in (corpus, kept):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed_ in enumerate(targets.SEEDS[name]):
        (corpus / f"seed-{number}").write_bytes(seed_)
    limits = [f"-runs={runs}", f"-seed={seed}", f"-rss_limit_mb={MEMORY}", f"-timeout={SLOWEST}", "-max_len=4096"]
    atheris.Setup(
        [__file__, *limits, "-print_final_stats=0", "-verbosity=0", f"-artifact_prefix={kept}/", str(corpus)],
        targets.TARGETS[name],
    )
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
