"""The `serve` verb."""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
import threading
import time
import webbrowser
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from biennien.cache.kept import Kept, Published, Read, read_build
from biennien.cli import CLEAN, ENVIRONMENT, INTERRUPTED, USAGE
from biennien.cli.report import add_language, add_out, add_root, digits, fail, show_found
from biennien.crew import count_hands
from biennien.messages import SaidError, phrase, voice
from biennien.project import SOURCES, outcome_of, plan, preview, read_project, write_site
from biennien.serve.editors import EDITORS, EditorError, editor_form
from biennien.serve.rounds import Draft, Report
from biennien.serve.server import LOOPBACK, Place, listen, serve
from biennien.templates import BUILT_IN

if TYPE_CHECKING:
    import argparse
    from types import FrameType

    from biennien.cache.last import Outcome
    from biennien.messages import Voice, Words
    from biennien.project import Project
    from biennien.serve.rounds import Round
    from biennien.site import Site

EXAMPLE = "python build.py serve --open"
PORT = 8000
LAST_PORT = 65_535
NAMED = 3  # changed files that a line names
EDITOR = "BIENNIEN_EDITOR"
CONTENT = ("content",)
"""What a draft has changed, if anything: which files of the site, nobody knows before they are written."""
ELSEWHERE = ("192.0.2.1", 9)  # RFC 5737: an address for examples; nothing is sent, only the way out is looked up


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    add_root(parser)
    add_language(parser)
    add_out(parser)
    parser.add_argument("--port", default=str(PORT), help=f"where to serve (default: {PORT}; 0: any that is free)")
    parser.add_argument("--open", action="store_true", help="open the site in the browser")
    parser.add_argument(
        "--lan", action="store_true", help="let everyone on the network read the site, and what is wrong with it"
    )
    parser.add_argument(
        "--editor",
        default=os.environ.get(EDITOR, "vscode"),
        help=f"what links to a line open: {', '.join(EDITORS)}, none, or a form such as "
        f"my-editor://{{file}}:{{line}}:{{column}} (default: ${EDITOR}, else vscode)",
    )


class PortError(SaidError):
    """What was asked for is no port."""


def port_number(text: str) -> int:
    """Return a port. Raises PortError."""
    if not (text.isascii() and text.isdigit() and int(text) <= LAST_PORT):
        raise PortError(phrase("no_port", port=text, last=str(LAST_PORT)))
    return int(text)


def form_of_links(name: str) -> str:
    """Return the form of an editor's links, "" for none. Raises EditorError."""
    return "" if name == "none" else editor_form(name)


def run(options: argparse.Namespace) -> int:
    """Serve the site of a project, and build it anew at every change, until Ctrl-C (130) or SIGTERM (0)."""
    try:
        port, editor = port_number(options.port), form_of_links(options.editor)
    except (PortError, EditorError) as error:
        return fail(error.words, USAGE, options.lang)
    try:
        listening = listen(port, lan=options.lan)
    except OSError as error:
        print(refused(error, port, voice(options.lang)), file=sys.stderr)
        return ENVIRONMENT
    return show(listening, editor, options)


def show(listening: socket.socket, editor: str, options: argparse.Namespace) -> int:
    """Serve at a socket, with links that open in an editor."""
    root: Path = options.root.absolute()
    into: Path = options.out.absolute() if options.out else root / "site"
    end = end_on_signals()
    port = listening.getsockname()[1]
    address = f"http://{LOOPBACK}:{port}/"
    said = voice(options.lang)
    print(said.say(phrase("serving", address=address)), flush=True)
    if options.lan:
        print(loud(port, said), file=sys.stderr, flush=True)
    if options.open:  # in a thread: some browsers keep who opened them waiting
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    watched = tuple(dict.fromkeys((*(root / folder for folder in SOURCES), BUILT_IN)))
    place = Place(site=into, root=root, watched=watched, editor=editor, lan=options.lan, language=options.lang)
    kept = read_build(root) or Kept()
    memory = Memory(root, into, kept.read, kept.published, options.lang)
    with suppress(KeyboardInterrupt):  # a second Ctrl-C doesn't wait for the build that is running
        return serve(listening, place, memory.build, partial(tell, root, options.lang), end)
    return INTERRUPTED


@dataclass(slots=True)
class Memory:
    """A project and its site, with what was read and published last, so that the next build does only what is new.

    `language` is that in which a fault is told.
    """

    root: Path
    into: Path
    read: Read = field(default_factory=Read)
    published: Published = field(default_factory=Published)
    language: str = "en"

    def build(self) -> Draft:
        """Check the project; if nothing is wrong with it, return what shows its pages and what writes its site."""
        try:
            project = read_project(self.root, self.read, count_hands())
        except OSError as error:
            return Draft(Report(fault=self.told(str(error))))
        report = self.report(outcome_of(project))
        if project.chronicle is None or report.errors:
            return Draft(report)
        report = replace(report, changed=CONTENT if project.read.differs(self.read) else ())
        self.read = project.read
        site = plan(project)
        return Draft(report, partial(self.write, project, site), preview(project, site, self.root, self.published))

    def write(self, project: Project, site: Site) -> Report:
        """Write the site of a project."""
        written = write_site(project, site, self.root, self.into, self.published, hands=count_hands())
        self.published = written.published or self.published
        return self.report(outcome_of(project, written))

    def report(self, outcome: Outcome) -> Report:
        """Return what a build came to, as the server tells it."""
        base = urlsplit(outcome.base_url).path.rstrip("/")
        return Report(problems=outcome.problems, fault=self.told(outcome.fault), changed=outcome.changed, base=base)

    def told(self, fault: Words) -> str:
        """Return a fault as it is shown; nothing where there is none."""
        say = voice(self.language).say
        return f"{say(phrase('error'))}: {say(fault)}" if fault else ""


def tell(root: Path, language: str, one: Round) -> None:
    """Print what is wrong, if anything, and one line for a build; nothing before it is done."""
    if one.page:
        return
    report = one.report
    show_found(report.problems, root, language)
    if report.fault:
        print(report.fault.rstrip(), file=sys.stderr, flush=True)
    print(line_of(root, one, language), flush=True)


def line_of(root: Path, one: Round, language: str) -> str:
    """Return when, what had changed, what that made of the site, how many errors there are, and how long it took."""
    names = [Path(file).relative_to(root).as_posix() if Path(file).is_relative_to(root) else file for file in one.files]
    said, files, changed = voice(language), ", ".join(names[:NAMED]), digits(len(one.report.changed), language)
    more = phrase("and_more", files=files, n=str(len(names) - NAMED)) if len(names) > NAMED else files
    return said.say(
        phrase(
            "built",
            time=time.strftime("%H:%M:%S"),
            files=more or phrase("first_build"),
            made=phrase("as_it_was") if one.report.errors else said.count("site_files", changed),
            errors=said.count("errors", digits(one.report.errors, language)),
            seconds=digits(round(one.built, 2), language),
        )
    )


def refused(error: OSError, port: int, said: Voice) -> str:
    """Return why there can be no server, and what to do."""
    number = str(port)
    why, help_ = {
        errno.EADDRINUSE: (
            phrase("port_in_use", port=number),
            phrase("port_in_use_help", next=str(port % LAST_PORT + 1)),
        ),
        errno.EACCES: (phrase("port_forbidden", port=number), phrase("port_forbidden_help")),
    }.get(error.errno or 0, (phrase("no_server", port=number, why=str(error)), phrase("no_server_help")))
    return f"{said.say(phrase('error'))}: {said.say(why)}\n  = {said.say(phrase('help_line', help=help_))}"


def loud(port: int, said: Voice) -> str:
    """Return what is open to whom with `--lan`."""
    words = said.say(phrase("lan", address=f"http://{own_address()}:{port}/"))
    return f"{said.say(phrase('warning'))}: {words}"


def own_address() -> str:
    """Return this machine's address on its network, its name where it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way, suppress(OSError):
        way.connect(ELSEWHERE)
        return str(way.getsockname()[0])
    return socket.gethostname()


def end_on_signals() -> Future[int]:
    """Return what is done when Ctrl-C or SIGTERM comes: the exit code. The second one ends the program at once."""
    end: Future[int] = Future()

    def ended(number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        end.set_result(INTERRUPTED if number == signal.SIGINT else CLEAN)

    signal.signal(signal.SIGINT, ended)
    signal.signal(signal.SIGTERM, ended)
    return end
