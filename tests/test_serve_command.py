"""The command `serve`: how it begins and ends, and what it prints."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from served import PATIENCE, Served, until

from biennien.cli import main
from biennien.serve.server import Place

TINY = Path(__file__).with_name("tiny")


def command(*arguments: str, **settings: str) -> subprocess.Popen[str]:
    """Start `serve` on a free port."""
    return subprocess.Popen(
        [sys.executable, str(ROOT / "build.py"), "serve", "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", **settings},
    )


def next_line(stream: Any, has: str) -> str:  # noqa: ANN401 - a text stream, or None for mypy
    """Return the next line that has some text."""
    for line in stream:
        if has in line:
            return str(line)
    pytest.fail(f"no line with {has!r}")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny project, built."""
    root = tmp_path_factory.mktemp("tiny") / "project"
    for name in ("content", "seeds"):
        shutil.copytree(TINY / name, root / name)
    assert main(["build", "--root", str(root)]) == 0
    return root


@pytest.fixture
def tiny(built: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return shutil.copytree(built, tmp_path / "project", symlinks=True)


def is_whole(site: Path) -> bool:
    """Tell whether a site is what its manifest says."""
    lines = (site / "manifest-sha256.txt").read_text("utf-8").splitlines()
    named = [line.split("  ", 1) for line in lines]
    return all(sha256((site / address).read_bytes()).hexdigest() == digest for digest, address in named)


def connect(address: str) -> socket.socket:
    """Return a connection of a page that waits for changes, and does nothing else."""
    port = int(address.rsplit(":", 1)[1].strip("/"))
    page = socket.create_connection(("127.0.0.1", port), PATIENCE)
    page.sendall(
        f"GET /livereload HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
    )
    assert page.recv(12) == b"HTTP/1.1 101"
    page.sendall(b"\x81\x92\0\0\0\0" + b'{"command":"info"}')  # RFC 6455, section 5.2: one frame of text
    return page


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_a_signal_ends_it_and_leaves_no_half_build(tiny: Path, number: signal.Signals, code: int) -> None:
    """The build that was running when it came is finished; pages that wait are let go without a word."""
    topics = tiny / "content" / "topics.yaml"
    with command("--root", str(tiny)) as process:
        address = next_line(process.stdout, "serving ").split()[1]
        next_line(process.stdout, "first build: 0 files of the site changed, 0 errors")
        with connect(address):
            topics.write_text(topics.read_text("utf-8") + "\n", encoding="utf-8")
            process.send_signal(number)
            assert process.wait(PATIENCE) == code
        assert process.stderr
        assert process.stderr.read() == ""
    assert is_whole(tiny / "site")


def test_a_build_that_runs_is_finished_and_a_second_signal_does_not_wait(tiny: Path) -> None:
    """A template that takes for ever stands for a large chronicle; the site is as it was."""
    before = (tiny / "site" / "manifest-sha256.txt").read_bytes()
    with command("--root", str(tiny)) as process:
        next_line(process.stdout, "first build: ")
        layout = tiny / "templates" / "layout.html"
        layout.parent.mkdir()
        endless = "{% for a in r %}" * 6 + "{% endfor %}" * 6
        layout.write_text(f"{{% set r = range(99999) %}}{endless}", encoding="utf-8")
        until((tiny / ".site-spare" / "manifest-sha256.unfinished").exists)
        process.send_signal(signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(1)
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 130
    assert (tiny / "site" / "manifest-sha256.txt").read_bytes() == before
    assert is_whole(tiny / "site")


def test_the_terminal_says_what_changed_and_what_is_wrong_and_where(tiny: Path) -> None:
    """A line for each build; problems as always; a template's fault has its line; mended, all is well."""
    (tiny / "templates").mkdir()
    door = tiny / "templates" / "layout.html"
    with command("--root", str(tiny)) as process:
        next_line(process.stdout, "first build: ")
        event = tiny / "content" / "events" / "council-2.yaml"
        whole = event.read_text("utf-8")
        event.write_text(f"{whole}\nnonsense: 1\n", encoding="utf-8")
        line = next_line(process.stdout, "content/events/council-2.yaml: the site is as it was, 1 error; ")
        assert re.fullmatch(r"\d\d:\d\d:\d\d  content.* \d+(\.\d+)? s\n", line)
        next_line(process.stderr, "error[E")
        next_line(process.stderr, "--> content/events/council-2.yaml:")
        event.write_text(whole, encoding="utf-8")
        next_line(process.stdout, "content/events/council-2.yaml: 0 files of the site changed, 0 errors; ")
        door.write_text("<p>\n{{ page.nobody }}", encoding="utf-8")
        next_line(process.stdout, "templates/layout.html: the site is as it was, 1 error; ")
        next_line(process.stderr, "--> templates/layout.html:2:1")
        door.unlink()
        next_line(process.stdout, "templates/layout.html: 0 files of the site changed, 0 errors; ")
        process.terminate()
        assert process.wait(PATIENCE) == 0


def test_a_port_in_use_is_said_at_once(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 3, with what to do; nothing is built."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--root", str(tiny), "--port", str(port)]) == 3
    said = capsys.readouterr().err
    assert f"error: port {port} is in use" in said
    assert "--port 0" in said


def test_the_terminal_speaks_vietnamese_where_it_is_asked_to(tiny: Path) -> None:
    """From its first line to the last, as reports do."""
    event = tiny / "content" / "events" / "council-2.yaml"
    with command("--root", str(tiny), "--lang", "vi") as process:
        next_line(process.stdout, "đang phục vụ http://127.0.0.1:")
        next_line(process.stdout, "lần dựng đầu tiên: 0 tệp của trang thay đổi, 0 lỗi; ")
        event.write_text(event.read_text("utf-8") + "\nnonsense: 1\n", encoding="utf-8")
        next_line(process.stderr, "lỗi[E")
        next_line(process.stdout, "content/events/council-2.yaml: trang được giữ nguyên, 1 lỗi; ")
        process.terminate()
        assert process.wait(PATIENCE) == 0


@pytest.mark.parametrize("arguments", [["--port", "x"], ["--port", "65536"], ["--port", "-1"], ["--editor", "nano"]])
def test_what_makes_no_sense_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """As everywhere, with exit code 2."""
    assert main(["serve", *arguments]) == 2
    assert arguments[0] in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="the variable BROWSER is for POSIX")
def test_it_opens_the_browser_and_says_loudly_what_the_network_can_see(tiny: Path, tmp_path: Path) -> None:
    """--open and --lan; on all addresses, strangers' names are refused still."""
    browser, opened = tmp_path / "browser", tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{opened}.new"\nmv "{opened}.new" "{opened}"\n', encoding="utf-8")
    browser.chmod(0o755)
    with command("--root", str(tiny), "--lan", "--open", BROWSER=str(browser)) as process:
        address = next_line(process.stdout, "serving ").split()[1]
        assert "EVERYONE ON THIS NETWORK" in next_line(process.stderr, "warning")
        until(opened.exists)
        assert opened.read_text("utf-8").strip() == address
        live = Served(int(address.rsplit(":", 1)[1].strip("/")), Place(site=tiny, root=tiny, watched=()))
        assert live.ask("/", Host="192.168.7.7:1")[0] == 200
        assert live.ask("/", Host="example.org")[0] == 403
        process.terminate()
        assert process.wait(PATIENCE) == 0
