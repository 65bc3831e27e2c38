"""A server on this machine that answers, and fails to answer, as translation engines do."""

from __future__ import annotations

import contextlib
import html
import json
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, TypeAlias
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HTML, JSON = "text/html; charset=UTF-8", "application/json"
MYMEMORY_QUOTA = (
    "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY. NEXT AVAILABLE IN  13 HOURS 31 MINUTES 45"
    " SECONDSVISIT HTTPS://MYMEMORY.TRANSLATED.NET/DOC/USAGELIMITS.PHP TO TRANSLATE MORE"
)
CAPTCHA = """\
<!DOCTYPE html><html><head><title>https://translate.google.com/m</title></head><body>
<form id="captcha-form" action="index" method="post"><div class="g-recaptcha"></div></form>
Our systems have detected unusual traffic from your computer network.</body></html>"""


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent: `parts` of a body, `pause` seconds before each; None closes the connection without a word."""

    status: int = 200
    kind: str = HTML
    parts: tuple[str, ...] | None = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    pause: float = 0


Behaviour: TypeAlias = Callable[[str], Reply]
"""From the text asked for to what is sent."""


def google(translate: Callable[[str], str] | str, *, raw: bool = False) -> Behaviour:
    """Answer as the small page of Google Translate does; `raw` leaves the answer's own tags and entities."""

    def reply(text: str) -> Reply:
        answer = translate if isinstance(translate, str) else translate(text)
        shown = answer if raw else html.escape(answer)
        body = f'<!DOCTYPE html><html><body><div class="root"><div class="result-container">{shown}</div></body></html>'
        return Reply(parts=(body,))

    return reply


def mymemory(answer: str, status: int | str = 200) -> Behaviour:
    """Answer as MyMemory does: its own status stands in the body, that of HTTP is 200."""
    body: dict[str, object] = {"responseData": {"translatedText": answer}, "responseStatus": status}
    return lambda _: Reply(kind=JSON, parts=(json.dumps(body),))


def libre(answer: str) -> Behaviour:
    """Answer as LibreTranslate does."""
    return lambda _: Reply(kind=JSON, parts=(json.dumps({"translatedText": answer}),))


def fails(status: int, body: str = "", kind: str = HTML, **headers: str) -> Behaviour:
    """Answer with a status, and headers whose names are written with _ for -."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: Reply(status, kind, (body,), named)


def hangs(*, after_headers: bool = False) -> Behaviour:
    """Take the request and never answer, or answer with a body that dribbles on without end."""
    parts = ("<",) * 2_000 if after_headers else ()
    return lambda _: Reply(parts=parts, pause=0.05 if after_headers else 60)


def hangs_up(_: str) -> Reply:
    """Close the connection without an answer."""
    return Reply(parts=None)


@dataclass(slots=True)
class Machine:
    """A server: what it will send, the last of them again and again, and what it was asked."""

    address: str
    behaviours: list[Behaviour]
    asked: list[dict[str, str]] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    @property
    def texts(self) -> list[str]:
        """The texts that it was asked to translate."""
        return [one["q"] for one in self.asked]

    def next(self, values: dict[str, str]) -> Reply:
        """Note a request; return what is sent."""
        self.asked.append(values)
        behaviour = self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]
        return behaviour(values.get("q", ""))


class Server(ThreadingHTTPServer):
    """Listens for a machine."""

    daemon_threads = True
    machine: Machine


class Handler(BaseHTTPRequestHandler):
    """Answers one request as its machine says."""

    server: Server

    def do_GET(self) -> None:
        """Answer what is asked in the address."""
        self.answer(urlsplit(self.path).query)

    def do_POST(self) -> None:
        """Answer what is asked in the body."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.answer(f"{urlsplit(self.path).query}&{body}")

    def answer(self, query: str) -> None:
        """Send what comes next."""
        values = {name: value[0] for name, value in parse_qs(query).items()}
        values["path"], values["address_length"] = urlsplit(self.path).path, str(len(self.path))
        reply = self.server.machine.next(values)
        if reply.parts:
            self.send(reply)
        elif reply.parts is not None:
            self.server.machine.closing.wait(reply.pause)

    def send(self, reply: Reply) -> None:
        """Send a reply, part by part, until the other side or the test has had enough."""
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(OSError):
            for part in reply.parts or ():
                self.wfile.write(part.encode())
                if self.server.machine.closing.wait(reply.pause):
                    return

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the library's own name)
        """Say nothing."""


@contextlib.contextmanager
def run_machine(*behaviours: Behaviour) -> Iterator[Machine]:
    """Run a server that sends these, one after the other, for as long as the context lasts."""
    server = Server(("127.0.0.1", 0), Handler)
    server.machine = Machine(f"http://127.0.0.1:{server.server_port}", list(behaviours))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    with patch.dict(os.environ, NO_PROXY="127.0.0.1"):
        yield server.machine
    server.machine.closing.set()
    server.shutdown()
    server.server_close()
