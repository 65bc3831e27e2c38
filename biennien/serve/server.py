"""The server: connections, and what is shown on them. Tornado's, as livereload brings it, with livereload's protocol.

One thread answers, another builds (see `rounds`), so pages come while a build runs. Handlers are classes that inherit,
since Tornado has no other; they hold nothing, and what they do stands in functions of values.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import socket
from contextlib import suppress
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any, Final

import livereload
from livereload.handlers import LiveReloadHandler
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from biennien.crew import uncollected
from biennien.inventory import MANIFEST
from biennien.messages import phrase, voice
from biennien.serve.overlay import show_overlay
from biennien.serve.pages import HTML, Added, Answer, add_to_page, address_of, answer_path, bare_page, own_files
from biennien.serve.policy import refusal
from biennien.serve.rounds import go_round

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from biennien.serve.rounds import Build, Report, Round

LOOPBACK: Final = "127.0.0.1"
CLIENT: Final = Path(livereload.__file__).parent / "vendors" / "livereload.js"
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is served, and how: the folder of the site, the project's, and those that are watched.

    `editor` is the form of links to a line, "" for none; `language` that in which problems are told.
    """

    site: Path
    root: Path
    watched: Sequence[Path]
    editor: str = ""
    language: str = "en"
    lan: bool = False


@dataclass(slots=True)
class Stage:
    """What pages show now, and the pages that wait for more. Only the answering thread touches it.

    `state` names what is shown, in this run alone, and `written` what the files show, which is older while `draft`, a
    round of which pages are shown, is being written. `latest` is the number of the last round that was shown. `files`
    are those that changed since the site was last good; at first, nobody knows which.
    """

    place: Place
    run: str = field(default_factory=lambda: secrets.token_hex(4))
    number: int = 0
    written: int = 0
    latest: int = 0
    draft: Round | None = None
    report: Report | None = None
    base: str = ""
    files: frozenset[str] = frozenset({""})
    waiting: set[Waiting] = field(default_factory=set)

    @property
    def state(self) -> str:
        """What a page tells, so that the server knows whether it is still right."""
        return f"{self.run}-{self.number}"

    @property
    def state_of_files(self) -> str:
        """What a page tells that was read from a file."""
        return f"{self.run}-{self.written}"

    @property
    def has_site(self) -> bool:
        """Whether the folder holds a site; another folder is not shown to anybody."""
        return (self.place.site / MANIFEST).is_file()


def listen(port: int, *, lan: bool) -> socket.socket:
    """Listen on a port of this machine, 0 for any that is free; with `lan`, on all its addresses. Raises OSError."""
    if lan and socket.has_dualstack_ipv6():
        listening = socket.create_server(("", port), family=socket.AF_INET6, dualstack_ipv6=True)
    else:
        listening = socket.create_server(("" if lan else LOOPBACK, port))
    listening.settimeout(0)  # that is, without waiting
    return listening


def is_near(address: str) -> bool:
    """Tell whether an IP address is this machine's to itself (RFC 4291, sections 2.5.3 and 2.5.5.2)."""
    return ip_address(address.removeprefix("::ffff:")).is_loopback


def serve(
    listening: socket.socket, place: Place, build: Build, tell: Callable[[Round], object], end: Future[int]
) -> int:
    """Serve until `end` has a result, which is returned; a build that runs then is finished first.

    `build`, and `tell`, which is given each round, are called in threads of their own, each one at a time.
    """
    stop = Event()
    with uncollected():  # the writer looks for garbage when nobody waits: a large chronicle takes a second of it
        rounds = asyncio.run(_serve(listening, place, build, tell, (end, stop)))
        rounds.join()
    return end.result()


async def _serve(
    listening: socket.socket,
    place: Place,
    build: Build,
    tell: Callable[[Round], object],
    ends: tuple[Future[int], Event],
) -> Thread:
    end, stop = ends
    stage = Stage(place)
    loop = asyncio.get_running_loop()
    server = HTTPServer(make_application(stage))
    server.add_socket(listening)

    lock = Lock()

    def told(one: Round) -> None:
        with lock, suppress(OSError):  # whoever read our words may have gone
            tell(one)
        with suppress(RuntimeError):  # the server has ended meanwhile
            loop.call_soon_threadsafe(show_round, stage, one)

    rounds = Thread(target=go_round, args=(place.watched, build, told, stop), daemon=True)
    rounds.start()
    try:
        await asyncio.wrap_future(end)
    finally:
        stop.set()
        server.stop()
        for page in tuple(stage.waiting):
            page.close(1001)  # RFC 6455, section 7.4.1: going away
        await server.close_all_connections()
    return rounds


def make_application(stage: Stage) -> Application:
    """Return what answers: the socket that reloads, and everything else."""
    return Application(
        [("/livereload", Waiting, {"stage": stage}), ("/.*", Reading, {"stage": stage})],
        log_function=lambda _: None,
        websocket_max_message_size=64 * 1024,
    )


def show_round(stage: Stage, one: Round) -> None:
    """Show what became of a round, on the pages that are open too."""
    if one.page:
        if stage.has_site:
            show_draft(stage, one)
        return
    draft = stage.draft if stage.draft and stage.draft.number == one.number else None
    if draft:
        stage.draft = None
    if one.number >= stage.latest:  # else pages show something newer already
        what = "rest" if draft and draft.report.changed and not one.report.errors else what_to_ask(stage, one)
        stage.latest, stage.report = one.number, one.report
        stage.base = stage.base if one.report.errors else one.report.base
        stage.files = stage.files.union(one.files) if one.report.errors else frozenset()
        ask(stage, what)
    if stage.draft is None:
        stage.written = stage.number


def show_draft(stage: Stage, one: Round) -> None:
    """Show pages of a round that is not yet written."""
    what = what_to_ask(stage, one)
    stage.draft, stage.latest, stage.report, stage.base = one, one.number, one.report, one.report.base
    stage.files = frozenset()
    ask(stage, what)


def ask(stage: Stage, what: str) -> None:
    """Ask the pages that are open to do something (see page.js); for the rest, those that show an older state."""
    stage.number += what not in ("", "rest")
    for page in tuple(stage.waiting) if what else ():
        if what != "rest":
            page.ask(what)
        elif page.shown != stage.state:
            page.ask("page")


def what_to_ask(stage: Stage, one: Round) -> str:
    """Return what pages have to do after a build: see page.js; "" for nothing."""
    before, report = stage.report, one.report
    if before is None:
        return "page" if report.errors or report.changed else ""
    if report.errors:
        return "" if (report.problems, report.fault) == (before.problems, before.fault) else "problems"
    if report.changed:
        return "style" if all(file.endswith(".css") for file in stage.files.union(one.files)) else "page"
    return "problems" if before.errors else ""


def answer(stage: Stage, path: str, host: str, *, near: bool) -> Answer:
    """Return the answer to a path; `near`: who asks sits at this machine, and has its editor."""
    own = own_files(CLIENT).get(path)
    if own:
        return Answer(200, own[1], own[0].read_bytes())
    has_site = stage.has_site
    place = stage.place
    form = place.editor if near else ""
    overlay = show_overlay(stage.report, place.root, form, place.language, kept=has_site) if stage.report else ""
    path = below(stage.base, path)
    say = voice(place.language).say
    if path == "/.serve/problems":
        title = say(phrase("what_is_wrong"))
        page = f'<!DOCTYPE html><html lang="{place.language}"><title>{title}</title><body>{overlay}'
        return Answer(200, HTML, page.encode("utf-8", "replace"))
    added = Added(stage.state, overlay, host, place.language)
    if drawn := draw_page(stage, path):
        return Answer(200, HTML, add_to_page(drawn, added))
    if not has_site:
        text = say(phrase("when_it_builds") if overlay else phrase("being_built"))
        return Answer(503, HTML, bare_page(say(phrase("no_site")), text, added))
    return answer_path(place.site, path, replace(added, state=stage.state_of_files))


def draw_page(stage: Stage, path: str) -> bytes | None:
    """Return a page that is not yet written as it will be; None where nothing waits to be written, or no such page."""
    if stage.draft is None or stage.draft.page is None:
        return None
    with suppress(Exception):  # it is told of when the site is written
        return stage.draft.page(address_of(path))
    return None


def below(base: str, path: str) -> str:
    """Return a path without the base of the site, where it begins with that."""
    return path.removeprefix(base) if base and path.startswith(f"{base}/") else path


class Reading(RequestHandler):
    """Answers for pages and files."""

    def initialize(self, stage: Stage) -> None:
        """Take what is shown."""
        self.stage = stage

    def set_default_headers(self) -> None:
        """Keep nothing, guess nothing, and be nobody's frame."""
        for name, value in HEADERS.items():
            self.set_header(name, value)
        self.clear_header("Server")

    def prepare(self) -> None:
        """Refuse strangers."""
        refuse(self, self.stage)

    def get(self) -> None:
        """Answer."""
        near = is_near(self.request.remote_ip or "")
        found = answer(self.stage, self.request.path, self.request.host, near=near)
        self.set_status(found.status)
        self.set_header("Content-Type", found.type)
        if found.location:
            self.set_header("Location", found.location)
        self.finish(found.body)

    head = get

    def compute_etag(self) -> None:
        """Give no tag: nothing is kept, so nothing is asked for again."""


class Waiting(LiveReloadHandler):  # type: ignore[misc]  # livereload has no types
    """A page that waits for changes, by the protocol of livereload.js; `shown` is the state that it says it shows."""

    def initialize(self, stage: Stage) -> None:
        """Take what is shown."""
        self.stage = stage
        self.shown = ""

    def prepare(self) -> None:
        """Refuse strangers."""
        refuse(self, self.stage)

    def check_origin(self, origin: str) -> bool:
        """Take pages of this server alone; livereload would take any."""
        return bool(WebSocketHandler.check_origin(self, origin))

    def on_message(self, message: str | bytes) -> None:
        """Greet, as livereload does; a page that then shows an older state than ours is asked to load again."""
        said = read_message(message)
        if said.get("command") == "hello":
            super().on_message(message)
        elif said.get("command") == "info":
            self.stage.waiting.add(self)
            self.shown = shown_state(said)
            if self.shown not in (self.stage.state, self.stage.state_of_files):
                self.ask("page")

    def ask(self, what: str) -> None:
        """Ask the page to do something, after which it shows our state; one that has gone need not."""
        self.shown = self.stage.state
        try:
            self.write_message({"command": "reload", "path": f"{what}:{self.shown}"}).add_done_callback(
                lambda sent: sent.cancelled() or sent.exception()
            )
        except WebSocketClosedError:
            self.on_close()

    def on_close(self) -> None:
        """Forget the page."""
        self.stage.waiting.discard(self)


def refuse(handler: RequestHandler, stage: Stage) -> None:
    """End a request that is refused, with the reason."""
    if why := refusal(handler.request.headers, lan=stage.place.lan):
        handler.set_status(403)
        handler.set_header("Content-Type", "text/plain; charset=utf-8")
        handler.finish(f"{voice(stage.place.language).say(why)}\n")


def read_message(message: str | bytes) -> dict[str, Any]:
    """Return what a page says, {} for what is no message."""
    try:
        said = json.loads(message)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def shown_state(said: dict[str, Any]) -> str:
    """Return the state that a page says it shows, "" where it says none."""
    steps: Any = said
    for name in ("plugins", "biennien", "state"):
        steps = steps.get(name) if isinstance(steps, dict) else None
    return steps if isinstance(steps, str) else ""
