"""A host on this machine: serves a folder as public hosts do, text compressed (gzip) and connections kept open."""

from __future__ import annotations

import gzip
import mimetypes
import threading
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LEVEL = 6  # of gzip, which hosts use
LEAST = 150  # bytes; less isn't worth compressing
TEXTS = ("text/", "application/json", "application/javascript", "application/xml", "image/svg+xml")
TYPES = {".js": "text/javascript", ".webmanifest": "application/manifest+json", ".woff2": "font/woff2"}


def content_type(name: str) -> str:
    """Return the media type that a file is sent with, the same on every machine where it matters."""
    suffix = name[name.rfind(".") :]
    found = TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith("text/") else found


def encode(data: bytes, kind: str, accepted: str) -> tuple[bytes, str]:
    """Return a body as it is sent and its content coding: "gzip", or "" (RFC 9110, section 8.4)."""
    if "gzip" in accepted and len(data) >= LEAST and kind.startswith(TEXTS):
        return gzip.compress(data, LEVEL, mtime=0), "gzip"
    return data, ""


class Host(BaseHTTPRequestHandler):
    """Answers for one folder; an address that leads nowhere gets the folder's 404.html."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: object, folder: Path) -> None:
        self.folder = folder.resolve()
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Send a file."""
        file, status = self.find()
        kind = content_type(file.name)
        body, coding = encode(file.read_bytes(), kind, self.headers.get("Accept-Encoding", ""))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Vary", "Accept-Encoding")
        if coding:
            self.send_header("Content-Encoding", coding)
        self.end_headers()
        self.wfile.write(body)

    def find(self) -> tuple[Path, HTTPStatus]:
        """Return the file that an address names, and with which status."""
        file = (self.folder / unquote(urlsplit(self.path).path).lstrip("/")).resolve()
        if file.is_dir():
            file /= "index.html"
        if file.is_file() and file.is_relative_to(self.folder):
            return file, HTTPStatus.OK
        return self.folder / "404.html", HTTPStatus.NOT_FOUND

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


class PatientServer(ThreadingHTTPServer):
    """Keeps more than five waiting."""

    request_queue_size = 128
    daemon_threads = True


@contextmanager
def hosted(folder: Path) -> Iterator[str]:
    """Serve a folder while the block runs; the value is its address, without a closing slash."""
    server = PatientServer(("127.0.0.1", 0), partial(Host, folder=folder))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
