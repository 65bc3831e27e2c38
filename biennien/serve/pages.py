"""What a browser gets: the files of the site as they are, and pages with what serving adds, as values.

What is added to a page, at the time of the answer alone: two scripts, what is wrong laid over it, and a policy that
lets these in. The files stay byte for byte as they were built.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape
from mimetypes import MimeTypes
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from biennien.messages import phrase, voice
from biennien.serve.overlay import HOST
from biennien.serve.policy import widen_policy

if TYPE_CHECKING:
    from collections.abc import Mapping

HTML = "text/html; charset=utf-8"
OWN = Path(__file__).parent
TYPES = {  # what MIME registries of machines say differently, or don't know
    ".atom": "application/atom+xml",
    ".geojson": "application/geo+json",
    ".ics": "text/calendar",
    ".js": "text/javascript",
    ".jsonld": "application/ld+json",
    ".rss": "application/rss+xml",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
_TYPES = MimeTypes(filenames=())
_TEXT = ("text/", "application/json", "application/xml", "image/svg")
_META = re.compile(rb"<meta\b[^>]*\bhttp-equiv\s*=\s*[\"']?content-security-policy\b[^>]*>", re.IGNORECASE)
_CONTENT = re.compile(rb"(\bcontent\s*=\s*)(\"[^\"]*\"|'[^']*')", re.IGNORECASE)
_HEAD_END = re.compile(rb"</head\s*>", re.IGNORECASE)
_BODY_END = re.compile(rb"</body\s*>", re.IGNORECASE)
_RELATIVE = re.compile(rb"(\s(?:href|src|action)=\")(?![a-z][a-z0-9+.-]*:|[/#\"])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: status, content type, body, and for a redirection the address to go to."""

    status: int
    type: str
    body: bytes
    location: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """What serving adds to a page: the state it shows, what is wrong (HTML, or "") and in which language, the host."""

    state: str
    overlay: str
    host: str
    language: str = "en"


def answer_path(site: Path, path: str, added: Added) -> Answer:
    """Return what stands at the path of an address (RFC 3986, section 3.3) in the folder of a site."""
    found = find_file(site, path)
    if found is None:
        missing = find_file(site, "/404.html")
        page = _from_root(missing.read_bytes()) if missing else _not_found(added.language)
        return Answer(404, HTML, add_to_page(page, added))
    if found.is_dir():
        return Answer(302, HTML, b"", location=quote(unquote(path)) + "/")
    if found.suffix.lower() in (".html", ".htm"):
        return Answer(200, HTML, add_to_page(found.read_bytes(), added))
    return Answer(200, type_of(found.name), found.read_bytes())


def address_of(path: str) -> str:
    """Return the address of the page at a path, below the site's root; nothing says that there is one."""
    address = unquote(path).removeprefix("/")
    return f"{address}index.html" if address.endswith("/") or not address else address


def _not_found(language: str) -> bytes:
    words = escape(voice(language).say(phrase("not_found")))
    return f'<!DOCTYPE html><html lang="{escape(language)}"><title>404</title><p>{words}'.encode()


def find_file(site: Path, path: str) -> Path | None:
    """Return the file at a path, a folder where its closing slash is missing, or None.

    Never anything outside of the site's folder, by whatever way, nor what begins with a full stop, such as `.git`.
    """
    try:
        first, *steps = unquote(path, errors="strict").split("/")
        if first or not steps or any(step.startswith(".") or "\\" in step or "\0" in step for step in steps):
            return None
        root = site.resolve(strict=True)
        found = root.joinpath(*filter(None, steps)).resolve(strict=True)
        if found.is_dir() and not steps[-1]:
            found = (found / "index.html").resolve(strict=True)
        elif "" in steps:
            return None
    except (OSError, ValueError, RuntimeError):  # not there, a link in a ring, no text
        return None
    inside = found == root or root in found.parents
    return found if inside and (found.is_file() or (found / "index.html").is_file()) else None


def type_of(name: str) -> str:
    """Return the media type of a file (RFC 9110, section 8.3.1), the same on every machine."""
    type_ = TYPES.get(Path(name).suffix.lower()) or _TYPES.guess_type(name)[0] or "application/octet-stream"
    return f"{type_}; charset=utf-8" if type_.startswith(_TEXT) or type_.endswith("+xml") else type_


def add_to_page(page: bytes, added: Added) -> bytes:
    """Return a page with the scripts that reload it, and with what is wrong laid over it."""
    socket = f"ws://{added.host}"
    asked = urlsplit(f"//{added.host}")
    name = f"[{asked.hostname}]" if ":" in (asked.hostname or "") else asked.hostname
    options = f"host={name}&port={asked.port or 80}&mindelay=250&maxdelay=2000"  # in ms: how soon to look for us again
    scripts = (
        f'<script defer src="/.serve/page.js" data-state="{escape(added.state)}"></script>'
        f'<script defer src="/.serve/livereload.js?{escape(options)}"></script>'
    )
    shadow = f'<template shadowrootmode="open">{added.overlay}</template>'
    over = f'<div id="{HOST}" lang="{escape(added.language)}">{shadow}</div>'
    page = _META.sub(lambda meta: _widened(meta[0], socket), page)
    page = _insert(page, _HEAD_END, scripts.encode())
    return _insert(page, _BODY_END, over.encode("utf-8", "replace") if added.overlay else b"")


def bare_page(title: str, text: str, added: Added) -> bytes:
    """Return a page for when there is no site, or none that may be shown."""
    return add_to_page(
        f'<!DOCTYPE html>\n<html lang="{escape(added.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n"
        '<link rel="stylesheet" href="/.serve/overlay.css">\n</head>\n'
        f"<body><main><h1>{escape(title)}</h1><p>{escape(text)}</p></main></body>\n</html>\n".encode(),
        added,
    )


def own_files(client: Path) -> Mapping[str, tuple[Path, str]]:
    """Return what serving adds, address → (file, media type); `client` is livereload's script."""
    return {
        "/.serve/page.js": (OWN / "page.js", "text/javascript; charset=utf-8"),
        "/.serve/overlay.css": (OWN / "overlay.css", "text/css; charset=utf-8"),
        "/.serve/livereload.js": (client, "text/javascript; charset=utf-8"),
    }


def _widened(meta: bytes, socket: str) -> bytes:
    def widened(content: re.Match[bytes]) -> bytes:
        policy = widen_policy(unescape(content[2][1:-1].decode("utf-8", "replace")), socket)
        return content[1] + b'"' + escape(policy, quote=False).replace('"', "&quot;").encode() + b'"'

    return _CONTENT.sub(widened, meta, count=1)


def _insert(page: bytes, before: re.Pattern[bytes], what: bytes) -> bytes:
    """Put something before the last of a tag, at the end where there is none."""
    at = max((found.start() for found in before.finditer(page)), default=len(page))
    return page[:at] + what + page[at:]


def _from_root(page: bytes) -> bytes:
    """Return the missing page with addresses that hold at any depth; it is built for the root of the site."""
    return _RELATIVE.sub(rb"\1/", page)
