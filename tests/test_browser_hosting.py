"""Under the strictest policy that a host can say, no page asks for anything that it may not have."""

from __future__ import annotations

import threading
from functools import partial
from http.server import ThreadingHTTPServer
from typing import TYPE_CHECKING

from hosts import HeadersHandler

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from built import Built
    from conftest import Serve
    from playwright.sync_api import Browser, Page

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", event => violations.push(event.violatedDirective));
"""


def hosted(built: Built) -> Iterator[str]:
    """Yield the address of the site on a host that reads `_headers`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(HeadersHandler, directory=str(built.folder)))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_no_page_breaks_the_policy(built: Built, page: Page) -> None:
    """All pages, frames and paper too, one after the other, as a reader's browser reports it."""
    page.add_init_script(WATCH)
    for host in hosted(built):
        broken = {}
        for address in sorted(file.relative_to(built.folder).as_posix() for file in built.folder.rglob("*.html")):
            page.goto(f"{host}/{address}")
            if found := page.evaluate("violations"):
                broken[address] = found
        assert broken == {}


def test_the_policy_can_be_broken(built: Built, browser: Browser) -> None:
    """A style that a script sets as an attribute is noticed: the test above can fail."""
    page = browser.new_page()
    page.add_init_script(WATCH)
    for host in hosted(built):
        page.goto(f"{host}/vi/about.html")
        page.evaluate("document.body.setAttribute('style', 'color: red')")
        page.wait_for_function("violations.length > 0")
    page.close()


def test_nobody_may_frame_a_page(built: Built, browser: Browser, serve: Serve, tmp_path: Path) -> None:
    """The browser shows nothing of it in a page of another site, and of what no host forbids it does."""
    page = browser.new_page()
    for host in hosted(built):
        address = f"{host}/vi/about.html"
        (tmp_path / "strange.html").write_text(f'<iframe src="{address}"></iframe>', encoding="utf-8")
        page.goto(f"{serve(tmp_path)}/strange.html")
        assert page.frames[1].url != address
        (tmp_path / "strange.html").write_text(
            f'<iframe src="{serve(built.folder)}/vi/about.html"></iframe>', encoding="utf-8"
        )
        page.reload()
        page.frame_locator("iframe").locator("h1").wait_for(state="attached")  # small frames may show less
    page.close()
