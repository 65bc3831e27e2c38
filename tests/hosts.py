"""Hosts as they are: one that reads `_headers`, nginx and Caddy with the settings of docs/hosting/."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections import defaultdict
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from conftest import ROOT, QuietHandler

from biennien.trial import is_root

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NGINX, CADDY = shutil.which("nginx"), shutil.which("caddy")
SETTINGS = ROOT / "docs" / "hosting" / "nginx.conf"
CADDYFILE = ROOT / "docs" / "hosting" / "Caddyfile"


def read_rules(text: str) -> dict[str, list[tuple[str, str]]]:
    """Return the headers of a `_headers` file by pattern, as Cloudflare Pages and Netlify document the format."""
    rules: dict[str, list[tuple[str, str]]] = {}
    for line in text.splitlines():
        if line.startswith(" "):
            name, _, value = line.strip().partition(": ")
            rules[next(reversed(rules))].append((name, value))
        else:
            rules[line] = []
    return rules


def headers_of(rules: dict[str, list[tuple[str, str]]], path: str) -> dict[str, str]:
    """Return what a host says of a path: everything that matches, values of one name joined by commas."""
    found: dict[str, list[str]] = defaultdict(list)
    for pattern, headers in rules.items():
        start, star, _ = pattern.partition("*")
        if path == pattern or (star and path.startswith(start)):
            for name, value in headers:
                found[name].append(value)
    return {name: ", ".join(values) for name, values in found.items()}


class HeadersHandler(QuietHandler):
    """Serves a folder as a host that reads `_headers` does."""

    def end_headers(self) -> None:
        """Add what the file says."""
        rules = read_rules((self.root / "_headers").read_text("utf-8"))
        for name, value in headers_of(rules, urlsplit(self.path).path).items():
            self.send_header(name, value)
        super().end_headers()

    @property
    def root(self) -> Path:
        """The folder."""
        from pathlib import Path

        return Path(self.directory)


@contextmanager
def nginx(site: Path, folder: Path) -> Iterator[str]:
    """Serve a site by nginx with the settings of docs/hosting/, changed where they say so; yield its address."""
    assert NGINX
    port = free_port()
    changes = {"listen 80;": f"listen 127.0.0.1:{port};", "/srv/timeline/site": str(site)}
    settings = changed(SETTINGS, changes)
    (folder / "site.conf").write_text(settings.replace("include mime.types", "include /etc/nginx/mime.types"), "utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"  {kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    user = "user root;\n" if is_root() else ""  # else its workers could not read what tests have written
    (folder / "nginx.conf").write_text(
        f"{user}daemon off;\npid {folder}/nginx.pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{\n  access_log off;\n  default_type application/octet-stream;\n"
        f"{places}  include {folder}/site.conf;\n}}\n",
        "utf-8",
    )
    with running([NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")], port) as host:
        yield host


@contextmanager
def caddy(site: Path, folder: Path) -> Iterator[str]:
    """Serve a site by Caddy with the settings of docs/hosting/, changed where they say so; yield its address."""
    assert CADDY
    port = free_port()
    changes = {"timeline.example {": f"http://127.0.0.1:{port} {{", "/srv/timeline/site": str(site)}
    settings = "{\n\tadmin off\n}\n" + changed(CADDYFILE, changes)
    (folder / "Caddyfile").write_text(settings, "utf-8")
    own = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    command = [CADDY, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    with running(command, port, own) as host:
        yield host


def free_port() -> int:
    """Return a port at which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def changed(settings: Path, changes: dict[str, str]) -> str:
    """Return settings with what they ask to be changed."""
    text = settings.read_text("utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return text


@contextmanager
def running(command: list[str], port: int, environment: dict[str, str] | None = None) -> Iterator[str]:
    """Run a server while its address is used."""
    server = subprocess.Popen(command, env=environment)
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def wait_for(port: int) -> None:
    """Wait until something listens."""
    for _ in range(200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError("the server did not start")


def ask(address: str) -> tuple[int, dict[str, list[str]]]:
    """Return the status and the headers of an answer, by their names in lower case."""
    parts = urlsplit(address)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    line.request("GET", parts.path or "/")
    answer = line.getresponse()
    found: dict[str, list[str]] = defaultdict(list)
    for name, value in answer.getheaders():
        found[name.lower()].append(value)
    answer.read()
    line.close()
    return answer.status, found
