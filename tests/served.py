"""A server as the tests use it: on a free port, in a thread, with whatever builds."""

from __future__ import annotations

import http.client
import json
import threading
import time
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from biennien.serve.rounds import Draft, Report
from biennien.serve.server import Place, listen, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from biennien.serve.rounds import Build, Round

PATIENCE = 30  # seconds until a test gives up; nothing is measured by it


@dataclass(slots=True)
class Served:
    """A running server: its port, what was told of each build, and how to end it."""

    port: int
    place: Place
    end: Future[int] = field(default_factory=Future)
    rounds: list[Round] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where it serves, without a closing slash."""
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Ask for a path as it is spelled; return status, headers and body. In names of headers, _ stands for -."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        found = response.status, response.headers, response.read()
        connection.close()
        return found

    def wait_for(self, number: int, patience: float = PATIENCE) -> Round:
        """Return the round of a number, from 1, once it has been told, within so many seconds."""
        until(lambda: len(self.rounds) >= number, patience)
        return self.rounds[number - 1]


@contextmanager
def served(place: Place, build: Build, port: int = 0) -> Iterator[Served]:
    """Serve a place while the block runs."""
    listening = listen(port, lan=place.lan)
    one = Served(listening.getsockname()[1], place)
    thread = threading.Thread(target=serve, args=(listening, place, build, one.rounds.append, one.end))
    thread.start()
    try:
        yield one
    finally:
        one.end.set_result(0)
        thread.join(PATIENCE)
        assert not thread.is_alive()


def until(holds: Callable[[], Any], patience: float = PATIENCE) -> None:
    """Wait until something holds, so many seconds at most."""
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def make_site(folder: Path, files: dict[str, str]) -> tuple[str, ...]:
    """Write a site by hand, with a manifest; return what changed."""
    changed = []
    for address, text in {**files, "manifest-sha256.txt": json.dumps(sorted(files))}.items():
        file = folder / address
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists() or file.read_text("utf-8") != text:
            file.write_text(text, encoding="utf-8")
            changed.append(address)
    return tuple(changed)


def builder(site: Path, source: Path) -> Build:
    """Return a build whose site is one page with the text of a file; where that says “fail”, it fails."""

    def build() -> Draft:
        text = source.read_text("utf-8")
        if "fail" in text:
            raise RuntimeError(text)
        files = {"index.html": PAGE.format(text), "404.html": PAGE.format("nothing")}
        return Draft(Report(changed=make_site(site, files)))

    return build


PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; base-uri 'none'">
<title>page</title></head>
<body><p>{}</p></body></html>
"""
