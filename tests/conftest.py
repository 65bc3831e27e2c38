"""What all tests share: a real Chromium, pages served on this machine, and how property tests are run."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

import pytest
from hypothesis import configuration, settings

from biennien.trial import find_chromium

if TYPE_CHECKING:
    from built import Built
    from playwright.sync_api import Browser, ConsoleMessage, Page

ROOT = Path(__file__).resolve().parent.parent
# A job in the background of a shell ignores Ctrl-C (POSIX, XCU 2.11), and so would every program that tests send it to.
signal.signal(signal.SIGINT, signal.default_int_handler)
configuration.set_hypothesis_home_dir(ROOT / ".cache" / "hypothesis")
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

# Chromium asks its maker's hosts for this and that at every start; a test asks nobody.
CHROMIUM_FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # other machines cannot be found
)
AXE_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
LOOPBACK = ("http://127.0.0.1:", "file://", "data:", "blob:", "about:")

FINDINGS = """async options => (await axe.run(document, options)).violations
  .flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html}`))"""

Serve: TypeAlias = Callable[[Path], str]


class Axe(Protocol):
    """Asks axe-core."""

    def __call__(self, page: Page, *rules: str) -> list[str]:
        """Return what it finds on a page by these rules, or by all."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a machine without Chromium run the other tests, when asked to; let golden cases be written anew."""
    parser.addoption("--no-browser", action="store_true", help="leave out the tests that need Chromium")
    parser.addoption("--renew", action="store_true", help="write anew what is expected: cases/problems, tiny/expected")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests that need Chromium and run them last: its driver keeps an event loop in the main thread."""
    browsing = [item for item in items if "browser" in getattr(item, "fixturenames", ())]
    for item in browsing:
        item.add_marker("browser")
    items[:] = [item for item in items if item not in browsing]
    if config.getoption("--no-browser"):
        config.hook.pytest_deselected(items=browsing)
    else:
        items += browsing


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what the machine may say of language and colour."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; a machine without one fails the test and says how to get it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        found = find_chromium(os.environ) or Path(driver.chromium.executable_path)
        if not found.is_file():
            pytest.fail("no Chromium: `python build.py test` installs one; --no-browser leaves these tests out", False)  # noqa: FBT003
        # Playwright starts it with --no-sandbox, which root needs and pages of our own allow.
        chromium = driver.chromium.launch(executable_path=found, args=list(CHROMIUM_FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, serve: Serve) -> Iterator[Page]:  # noqa: ARG001 - what it serves must outlive the page
    """An empty page in a browser profile of its own; script errors and requests to other machines fail the test."""
    faults: list[str] = []
    context = browser.new_context(reduced_motion="reduce")
    # Noted, not routed: where there is a route, Chromium keeps no cache, and pages take twice as long.
    context.on("request", lambda one: None if one.url.startswith(LOOPBACK) else faults.append(f"asked for {one.url}"))
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on("console", lambda message: faults.append(message.text) if is_fault(message) else None)
    yield context.new_page()
    context.close()
    assert faults == []


def is_fault(message: ConsoleMessage) -> bool:
    """Say whether a message means that something is wrong; that from a disk no letters are preloaded is known."""
    from_disk = message.page is not None and message.page.url.startswith("file://")
    preload = from_disk and ".woff2" in message.text + message.location["url"]
    return message.type == "error" and not preload


@pytest.fixture(scope="session")
def axe() -> Axe:
    """Return a function: page and rules, all if none is named → axe-core's findings, one line each, `rule: element`."""
    from axe_playwright_python.sync_playwright import Axe as Engine

    engine = Engine().axe_script

    def findings(page: Page, *rules: str) -> list[str]:
        # Read once a page, for to read it takes as long as to run it; hence not by the library's own `run`.
        page.evaluate(f"() => {{ if (!window.axe) {{ {engine} }} }}")
        only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": AXE_RULES}
        return list(page.evaluate(FINDINGS, {"resultTypes": ["violations"], "preload": False, "runOnly": only}))

    return findings


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Return a function: folder → the address, without a closing slash, at which it is served during the test."""
    servers: list[ThreadingHTTPServer] = []

    def start(folder: Path) -> str:
        server = PatientServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder)))
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The project's own site, built once."""
    from built import build_own_site

    return build_own_site(tmp_path_factory.mktemp("built"))


@pytest.fixture
def site(built: Built, serve: Serve) -> str:
    """Return the address of the site on a server, where it is not at the root."""
    return f"{serve(built.folder.parent.parent)}/some/where"


@pytest.fixture(params=["disk", "server"])
def anywhere(request: pytest.FixtureRequest, built: Built) -> str:
    """Return the address of the site, once on a disk and once on a server."""
    return built.folder.as_uri() if request.param == "disk" else str(request.getfixturevalue("site"))


class PatientServer(ThreadingHTTPServer):
    """Keeps more than five waiting: on a busy machine, a browser's sixth connection was reset now and then."""

    request_queue_size = 128


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing of it."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the library's own name)
        """Say nothing."""
