"""Reading without a network, in a real browser: what was read is there, updates come, and there is a way out."""

from __future__ import annotations

import re
import shutil
import threading
from functools import partial
from typing import TYPE_CHECKING

import pytest
from conftest import PatientServer, QuietHandler
from playwright.sync_api import Error, expect

from biennien.outputs.offline import WORKER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from built import Built
    from playwright.sync_api import Browser, Page

EVENT = "vi/events/spring-meeting-2023.html"
BUILD = re.compile(r'const BUILD = "([0-9a-f]{16})"')


class Host:
    """A server that can be taken off the network, and put back at the same address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self.server: PatientServer | None = None
        self.start()

    def start(self) -> None:
        """Be there."""
        self.server = PatientServer(("127.0.0.1", self.port), partial(QuietHandler, directory=str(self.folder)))
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def stop(self) -> None:
        """Be gone."""
        if self.server:
            self.server.shutdown()
            self.server.server_close()
        self.server = None

    @property
    def site(self) -> str:
        """The address of the site, which does not lie at the root."""
        return f"http://127.0.0.1:{self.port}/some/where"


@pytest.fixture
def host(built: Built, tmp_path: Path) -> Iterator[Host]:
    """A host with a copy of the site below its root."""
    shutil.copytree(built.folder, tmp_path / "some" / "where")
    host = Host(tmp_path)
    yield host
    host.stop()


@pytest.fixture
def reader(browser: Browser, host: Host) -> Iterator[Page]:  # noqa: ARG001 - the host has to outlive its reader
    """A page in a profile of its own, in which a failing network is no fault."""
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def wait(reader: Page, test: str, argument: object = None) -> None:
    """Wait until a test on the page, which may be a promise, is true; ten seconds at most."""
    found = reader.evaluate(
        f"""async (argument) => {{
          for (let turn = 0; turn < 500; turn++) {{
            if (await ({test})(argument)) return true;
            await new Promise((done) => setTimeout(done, 20));
          }}
        }}""",
        argument,
    )
    assert found, f"{test} {argument}"


def visit(reader: Page, address: str) -> None:
    """Open a page, and wait until a worker is in charge of it."""
    reader.goto(address)
    wait(reader, "() => !!navigator.serviceWorker.controller")


def kept(reader: Page) -> dict[str, list[str]]:
    """Return what is kept: the paths in each cache of this origin."""
    found: dict[str, list[str]] = reader.evaluate(
        """async () => {
          const found = {};
          for (const name of await caches.keys())
            found[name] = (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname);
          return found;
        }"""
    )
    return found


def settle(reader: Page, path: str) -> None:
    """Wait until something is kept in the newest cache, which happens behind the page."""
    wait(
        reader,
        """async (path) => {
          const name = (await caches.keys()).filter((one) => one.startsWith("biennien ")).at(-1);
          return name && (await (await caches.open(name)).keys()).some((one) => new URL(one.url).pathname === path);
        }""",
        path,
    )


def test_what_was_read_can_be_read_without_a_network(reader: Page, host: Host) -> None:
    """The very first page too: its words, its style, its letters; from a link, and by its address."""
    visit(reader, f"{host.site}/{EVENT}")
    settle(reader, "/some/where/vi/events/spring-meeting-2023")
    reader.goto(f"{host.site}/vi/index.html")
    settle(reader, "/some/where/vi/")
    host.stop()
    reader.goto(f"{host.site}/{EVENT}")
    expect(reader.locator("h1")).to_contain_text("Gặp gỡ đầu xuân năm 2023")
    assert reader.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith('"Bien Nien Serif"')
    assert reader.evaluate("document.styleSheets[0].cssRules.length > 0")
    reader.get_by_role("navigation", name="Mục chính").get_by_role("link", name="Dòng thời gian").click()
    expect(reader).to_have_url(f"{host.site}/vi/index.html")
    expect(reader.locator("h1")).to_be_visible()


def test_a_folder_and_its_index_are_one_page_to_the_worker(reader: Page, host: Host) -> None:
    """Hosts name pages in several ways, and filters change only what stands after the question mark."""
    visit(reader, f"{host.site}/vi/")
    settle(reader, "/some/where/vi/")
    host.stop()
    for address in ("vi/index.html", "vi/", "vi/index.html?topic=trade", "vi/index"):
        assert reader.goto(f"{host.site}/{address}")
        expect(reader.locator("h1")).to_be_visible()


def test_what_was_not_read_says_so_in_every_language(reader: Page, host: Host) -> None:
    """With a way to what may be there, and no worse than a page that failed."""
    visit(reader, f"{host.site}/vi/index.html")
    settle(reader, "/some/where/vi/")
    host.stop()
    response = reader.goto(f"{host.site}/en/figures.html")
    assert response
    assert response.status == 503
    expect(reader.get_by_text("There is no network, and this page was not kept")).to_be_visible()
    reader.get_by_role("link", name="Về dòng thời gian").click()
    expect(reader.locator("h1")).to_contain_text("Biên Niên")


def test_pages_come_from_the_network_while_there_is_one(reader: Page, host: Host) -> None:
    """Nobody reads yesterday's page who could read today's."""
    visit(reader, f"{host.site}/vi/about.html")
    file = host.folder / "some" / "where" / "vi" / "about.html"
    file.write_text(file.read_text("utf-8").replace("<h1", "<h1 data-new", 1), "utf-8")
    reader.reload()
    expect(reader.locator("h1[data-new]")).to_be_visible()


def publish_anew(host: Host, build: str) -> None:
    """Put another build's worker in the place of the one that is there."""
    worker = host.folder / "some" / "where" / WORKER
    worker.write_text(BUILD.sub(f'const BUILD = "{build}"', worker.read_text("utf-8")), "utf-8")


def update(reader: Page, build: str) -> None:
    """Come again, and wait until the new build's worker is in charge and has cleared up."""
    reader.reload()
    reader.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update()")
    wait(reader, "async (build) => (await caches.keys()).some((one) => one.endsWith(build))", build)


def test_a_new_build_takes_over_and_keeps_the_one_before(reader: Page, host: Host) -> None:
    """Two builds are kept at most; what was read before the update can still be read."""
    visit(reader, f"{host.site}/{EVENT}")
    settle(reader, "/some/where/vi/events/spring-meeting-2023")
    [first] = kept(reader)
    reader.goto(f"{host.site}/vi/about.html")
    for build in ("a" * 16, "b" * 16):
        publish_anew(host, build)
        update(reader, build)
        settle(reader, "/some/where/vi/about")
    wait(reader, "async () => (await caches.keys()).length === 2")
    assert [name.rpartition(" ")[2] for name in kept(reader)] == ["a" * 16, "b" * 16]
    assert first not in kept(reader)


def test_what_was_read_before_an_update_survives_it(reader: Page, host: Host) -> None:
    """With the style sheet that it had."""
    visit(reader, f"{host.site}/{EVENT}")
    settle(reader, "/some/where/vi/events/spring-meeting-2023")
    reader.goto(f"{host.site}/vi/about.html")
    publish_anew(host, "a" * 16)
    update(reader, "a" * 16)
    host.stop()
    reader.goto(f"{host.site}/{EVENT}")
    expect(reader.locator("h1")).to_contain_text("Gặp gỡ đầu xuân năm 2023")
    assert reader.evaluate("document.styleSheets[0].cssRules.length > 0")


def test_there_is_a_way_out_and_back(reader: Page, host: Host) -> None:
    """Clearing the box removes the worker and all that it kept, for good; ticking it begins anew."""
    visit(reader, f"{host.site}/vi/follow.html")
    settle(reader, "/some/where/vi/follow")
    reader.evaluate("async () => (await caches.open('somebody else')).put('/other', new Response('x'))")
    box = reader.get_by_role("checkbox", name="Giữ các trang đã đọc")
    expect(box).to_be_checked()
    box.uncheck()
    expect(reader.get_by_text("Đã dừng và đã xóa các trang được giữ.")).to_be_visible()
    assert kept(reader) == {"somebody else": ["/other"]}
    reader.goto(f"{host.site}/{EVENT}")
    reader.goto(f"{host.site}/vi/follow.html")
    assert reader.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
    assert list(kept(reader)) == ["somebody else"]
    expect(box).not_to_be_checked()
    box.check()
    reader.evaluate("() => navigator.serviceWorker.ready")
    reader.goto(f"{host.site}/vi/about.html")
    settle(reader, "/some/where/vi/about")


def test_two_sites_on_one_host_do_not_touch_each_other(reader: Page, host: Host) -> None:
    """Whoever leaves one keeps what was read of the other."""
    shutil.copytree(host.folder / "some", host.folder / "other")
    visit(reader, f"{host.site}/vi/follow.html")
    settle(reader, "/some/where/vi/follow")
    visit(reader, f"{host.site.replace('/some/', '/other/')}/vi/follow.html")
    settle(reader, "/other/where/vi/follow")
    reader.get_by_role("checkbox", name="Giữ các trang đã đọc").uncheck()
    expect(reader.get_by_text("Đã dừng")).to_be_visible()
    assert [name.split()[1] for name in kept(reader)] == [f"{host.site}/"]


def test_nothing_is_fetched_that_was_not_asked_for(reader: Page, host: Host) -> None:
    """A page, and what it shows; downloads are not kept."""
    visit(reader, f"{host.site}/vi/about.html")
    settle(reader, "/some/where/vi/about")
    reader.evaluate("() => fetch('../data/chronicle.json').then((one) => one.text())")
    reader.evaluate("() => fetch('feeds/all.atom').then((one) => one.text())")
    [paths] = kept(reader).values()
    pages = [path for path in paths if "/assets/" not in path]
    assert [path for path in pages if not path.endswith(".webmanifest")] == ["/some/where/vi/about"]


def test_from_a_disk_nothing_is_registered_and_nothing_fails(page: Page, built: Built) -> None:
    """No error, no switch; what the page says of it stays true."""
    page.goto(f"{built.folder.as_uri()}/vi/follow.html")
    expect(page.get_by_role("heading", name="Đọc khi không có mạng")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Giữ các trang đã đọc")).to_be_hidden()


def test_without_scripts_no_switch_is_shown(browser: Browser, host: Host) -> None:
    """Nothing that does nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{host.site}/vi/follow.html")
    expect(page.locator(".offline label")).to_be_hidden()
    expect(page.get_by_role("link", name="Atom").first).to_be_visible()
    context.close()


def test_where_the_site_is_only_being_written_nothing_is_registered(page: Page, host: Host) -> None:
    """`serve` marks its pages by a script of its own."""
    file = host.folder / "some" / "where" / "vi" / "about.html"
    (host.folder / ".serve").mkdir()
    (host.folder / ".serve" / "page.js").write_text("", "utf-8")
    script = '<script defer src="/.serve/page.js"></script></head>'
    file.write_text(file.read_text("utf-8").replace("</head>", script), "utf-8")
    page.goto(f"{host.site}/vi/about.html", wait_until="networkidle")
    assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0


def test_a_failing_network_is_an_error_where_nothing_was_kept(reader: Page, host: Host) -> None:
    """Before a first visit there is no worker, and the browser says so itself."""
    host.stop()
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        reader.goto(f"{host.site}/vi/index.html")
