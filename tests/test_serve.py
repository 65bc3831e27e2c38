"""A real server: what it answers to whom, what pages are asked to do, and what nothing can end."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from served import PAGE, PATIENCE, Served, builder, make_site, served, until
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from biennien.problems import problem
from biennien.serve.editors import EDITORS
from biennien.serve.rounds import Draft, Report, Round, attempt
from biennien.serve.server import Place, Stage, answer, listen, read_message, show_round, shown_state

if TYPE_CHECKING:
    from collections.abc import Iterator


GOOD, OTHER = Report(changed=("index.html",)), Report()
BAD = Report(problems=(problem("E602", None, file="a", why="b"),))


# What pages are asked to do


def asked(*given: tuple[Report, str]) -> list[str]:
    """Return what pages are asked after each of some builds, (report, a file that changed)."""
    stage = Stage(Place(site=Path(), root=Path(), watched=()))
    said: list[str] = []
    page: Any = type("Page", (), {"ask": lambda _, what: said.append(what.split(":")[0])})()
    stage.waiting.add(page)
    found = []
    for report, file in given:
        before = stage.state
        said.clear()
        show_round(stage, Round(1, (file,) if file else (), report))
        found.append(said[0] if said else "")
        assert (stage.state == before) == (not said)
    return found


def test_pages_are_asked_for_no_more_than_is_needed() -> None:
    """They load again for a new site, exchange styles for one of style alone, and else show what is wrong or not."""
    assert asked((GOOD, ""), (GOOD, "a.yaml"), (OTHER, "a.yaml"), (GOOD, "a.css")) == ["page", "page", "", "style"]
    assert asked((BAD, ""), (OTHER, "a.yaml")) == ["page", "problems"]
    assert asked((OTHER, ""), (GOOD, "a.yaml")) == ["", "page"]
    assert asked((GOOD, ""), (BAD, "a.yaml"), (BAD, "a.yaml"), (OTHER, "a.yaml")) == [
        "page",
        "problems",
        "",
        "problems",
    ]


def test_a_style_that_comes_with_more_is_a_new_page() -> None:
    """What changed while the site was broken counts too, and so does what changed before anybody looked."""
    assert asked((GOOD, ""), (BAD, "a.yaml"), (GOOD, "a.css")) == ["page", "problems", "page"]
    assert asked((GOOD, ""), (BAD, "a.css"), (GOOD, "a.css")) == ["page", "problems", "style"]
    assert asked((BAD, ""), (GOOD, "a.css")) == ["page", "page"]


@pytest.mark.parametrize(
    "message", ["", "{", "[]", "1", b"\xff", '{"command": 1}', '{"plugins": [], "command": "info"}']
)
def test_nonsense_on_the_socket_does_no_harm(message: str | bytes) -> None:
    """It says nothing, and shows no state."""
    assert shown_state(read_message(message)) == ""


# A real server


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The one file of a small project."""
    file = tmp_path / "content" / "text.txt"
    file.parent.mkdir()
    file.write_text("first", encoding="utf-8")
    return file


@pytest.fixture
def place(tmp_path: Path, source: Path) -> Place:
    """Where the project and its site are."""
    return Place(site=tmp_path / "site", root=tmp_path, watched=(source.parent,), editor=EDITORS["vscode"])


@pytest.fixture
def live(place: Place, source: Path) -> Iterator[Served]:
    """A server of that project, after its first build."""
    with served(place, builder(place.site, source)) as one:
        until(lambda: one.ask("/")[0] == 200)
        yield one


def test_pages_are_kept_by_nobody_and_the_files_stay_as_built(live: Served) -> None:
    """What is added is added to the answer."""
    status, headers, body = live.ask("/")
    assert (status, headers["Content-Type"], headers["Cache-Control"]) == (200, "text/html; charset=utf-8", "no-store")
    assert b"/.serve/page.js" in body
    assert (live.place.site / "index.html").read_text("utf-8") == PAGE.format("first")


@pytest.mark.parametrize("path", ["/.serve/page.js", "/.serve/overlay.css", "/.serve/livereload.js?host=x"])
def test_what_serving_adds_is_served(live: Served, path: str) -> None:
    """From this machine, as everything is."""
    status, headers, body = live.ask(path)
    assert status == 200
    assert headers["Content-Type"].startswith("text/")
    assert len(body) > 500


@pytest.mark.parametrize(
    "path", ["/../../../../etc/passwd", "/%2e%2e/content/text.txt", "/.serve/../page.js", "/.serve/no"]
)
def test_no_request_leads_out_of_the_site(live: Served, path: str) -> None:
    """Spelled on the wire as no browser would spell it."""
    assert live.ask(path)[0] == 404


def test_only_reading_is_possible(live: Served) -> None:
    """HEAD is reading without the body."""
    status, headers, body = live.ask("/", "HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) > 100
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        assert live.ask("/", method)[0] == 405


def test_strangers_are_refused_everywhere(live: Served) -> None:
    """Pages, our own files and the socket."""
    for path in ("/", "/.serve/page.js", "/.serve/problems", "/nowhere", "/livereload"):
        assert live.ask(path, Host="example.org")[0] == 403
        assert live.ask(path, Sec_Fetch_Site="cross-site")[0] == 403
        assert live.ask(path, "POST", Host="example.org")[0] in (403, 405)
    assert b"only to the address" in live.ask("/", Host="example.org")[2]


def connect(live: Served, *states: str, **headers: str) -> list[dict[str, Any]]:
    """Connect as a page that shows each of some states; return all that is answered, up to the greeting."""

    async def talk() -> list[dict[str, Any]]:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        request = HTTPRequest(f"ws://127.0.0.1:{live.port}/livereload", headers=names)
        try:
            socket_ = await websocket_connect(request)
        except HTTPClientError:
            await asyncio.sleep(0.05)  # so that the refused connection is closed, not left to the garbage collector
            raise
        for state in states:
            await socket_.write_message(json.dumps({"command": "info", "plugins": {"biennien": {"state": state}}}))
        await socket_.write_message("nonsense")
        await socket_.write_message(json.dumps({"command": "hello", "protocols": []}))
        said: list[dict[str, Any]] = []
        while not said or said[-1]["command"] != "hello":
            said.append(json.loads(await socket_.read_message() or "{}"))
        socket_.close()
        while await socket_.read_message() is not None:
            pass
        return said

    with ThreadPoolExecutor(1) as aside:  # the browser's driver keeps an event loop in the main thread
        return aside.submit(lambda: asyncio.run(asyncio.wait_for(talk(), PATIENCE))).result()


def state_of(live: Served) -> str:
    """Return the state that the page shows."""
    found = re.search(rb'data-state="([^"]*)"', live.ask("/")[2])
    assert found
    return found[1].decode()


def test_the_socket_speaks_the_protocol_of_livereload(live: Served) -> None:
    """Version 7, as livereload.js wants it."""
    (hello,) = connect(live, Origin=live.address)
    assert hello["protocols"] == ["http://livereload.com/protocols/official-7"]


def test_a_page_that_missed_a_build_is_asked_to_load_again(live: Served, source: Path) -> None:
    """It may have been loaded, or lost its connection, just then; one that shows what is there is left in peace."""
    old = state_of(live)
    assert [each["command"] for each in connect(live, old)] == ["hello"]
    source.write_text("second", encoding="utf-8")
    until(lambda: state_of(live) != old)
    (ask, _) = connect(live, old)
    assert ask == {"command": "reload", "path": f"page:{state_of(live)}"}
    assert [each["command"] for each in connect(live, "of another server")] == ["reload", "hello"]


@pytest.mark.parametrize("origin", ["http://example.org", "http://127.0.0.1:1", "null", "http://localhost"])
def test_a_foreign_page_cannot_connect(live: Served, origin: str) -> None:
    """Not even one of another port of this machine."""
    with pytest.raises(HTTPClientError, match="403"):
        connect(live, Origin=origin)


def test_a_page_is_answered_while_a_build_runs(place: Place) -> None:
    """With the last good site."""
    make_site(place.site, {"index.html": PAGE.format("last good")})
    go_on = threading.Event()

    def build() -> Draft:
        assert go_on.wait(PATIENCE)
        return Draft(Report())

    with served(place, build) as live:
        assert b"last good" in live.ask("/")[2]
        assert live.rounds == []
        go_on.set()
        live.wait_for(1)


def test_a_build_that_fails_keeps_the_last_good_site_and_shows_why(live: Served, source: Path) -> None:
    """Until it is mended; nothing is added to the files."""
    source.write_text("fail <here>", encoding="utf-8")
    live.wait_for(2)
    until(lambda: b"RuntimeError: fail &lt;here&gt;" in live.ask("/")[2])
    assert b"<p>first</p>" in live.ask("/")[2]
    assert b"1 error" in live.ask("/.serve/problems")[2]
    source.write_text("third", encoding="utf-8")
    until(lambda: b"<p>third</p>" in live.ask("/")[2])
    assert b"shadowrootmode" not in live.ask("/")[2]
    assert b"error" not in live.ask("/.serve/problems")[2]


def test_without_a_site_there_is_a_page_that_says_what_is_wrong(place: Place, source: Path) -> None:
    """And the site when it is mended."""
    source.write_text("fail", encoding="utf-8")
    with served(place, builder(place.site, source)) as live:
        live.wait_for(1)
        until(lambda: b"RuntimeError: fail" in live.ask("/vi/any.html")[2])
        status, _, body = live.ask("/")
        assert status == 503
        assert b"there is no site yet" in body
        source.write_text("mended", encoding="utf-8")
        until(lambda: b"mended" in live.ask("/")[2])


def test_a_folder_that_holds_no_site_is_shown_to_nobody(place: Place) -> None:
    """A mistyped --out may be anybody's folder."""
    place.site.mkdir()
    (place.site / "index.html").write_text("diary", encoding="utf-8")
    assert b"diary" not in answer(Stage(place), "/index.html", "127.0.0.1", near=True).body


def test_pages_show_what_was_read_until_it_is_written(place: Place) -> None:
    """What comes from a file stays as it was so long, and says so, so that only it is loaded again afterwards."""
    make_site(place.site, {"a.html": PAGE.format("a, old"), "b.html": PAGE.format("b, old")})
    stage = Stage(place)
    show_round(stage, Round(1, (), GOOD))
    old = stage.state
    new = {"a.html": PAGE.format("a, new").encode(), "c/index.html": PAGE.format("c, new").encode()}
    show_round(stage, Round(2, (), GOOD, page=new.get))
    pages = {path: answer(stage, path, "127.0.0.1", near=True).body for path in ("/a.html", "/b.html", "/c/")}
    assert b"a, new" in pages["/a.html"]
    assert b"b, old" in pages["/b.html"]
    assert b"c, new" in pages["/c/"]
    assert [stage.state.encode() in body for body in pages.values()] == [True, False, True]
    assert old.encode() in pages["/b.html"]
    asked: list[tuple[str, str]] = []
    for shown in (stage.state, old):
        page = type("Page", (), {"shown": shown, "ask": lambda page, what: asked.append((page.shown, what))})()
        stage.waiting.add(cast("Any", page))
    show_round(stage, Round(2, (), GOOD))
    assert asked == [(old, "page")]
    assert stage.state == stage.state_of_files
    assert b"a, old" in answer(stage, "/a.html", "127.0.0.1", near=True).body


def test_what_was_written_late_does_not_hide_what_is_wrong_since(place: Place) -> None:
    """Nor does it show an older page than was shown."""
    make_site(place.site, {"a.html": PAGE.format("written")})
    stage = Stage(place)
    show_round(stage, Round(1, (), GOOD, page={"a.html": PAGE.format("shown").encode()}.get))
    show_round(stage, Round(2, (), BAD))
    assert b"shown" in answer(stage, "/a.html", "127.0.0.1", near=True).body
    show_round(stage, Round(1, (), GOOD))
    body = answer(stage, "/a.html", "127.0.0.1", near=True).body
    assert b"written" in body
    assert b"E602" in body


def test_a_page_that_fails_is_shown_as_it_was(place: Place) -> None:
    """What is wrong is told when the site is written."""
    make_site(place.site, {"a.html": PAGE.format("last good")})
    stage = Stage(place)
    show_round(stage, Round(1, (), Report(), page=lambda _: bytes(1 // 0)))
    assert b"last good" in answer(stage, "/a.html", "127.0.0.1", near=True).body


def test_files_are_found_under_the_path_of_the_sites_own_address_too(place: Place) -> None:
    """The missing page asks for them there, since it is shown at any depth."""
    make_site(place.site, {"a/index.html": PAGE.format("here")})
    stage = Stage(place)
    show_round(stage, Round(1, (), Report(base="/annals")))
    show_round(stage, Round(2, (), BAD))
    ask = partial(answer, stage, host="127.0.0.1", near=True)
    assert [ask(path).status for path in ("/a/", "/annals/a/", "/annalsa/a/", "/annals")] == [200, 200, 404, 404]


def test_another_machine_of_the_network_gets_no_links_into_an_editor(place: Place) -> None:
    """They would open nothing there, and tell where things lie here."""
    make_site(place.site, {"index.html": PAGE.format("")})
    stage = Stage(place)
    show_round(stage, Round(1, (), attempt(lambda: 1 // 0).report))  # type: ignore[arg-type,return-value]
    near, far = (answer(stage, "/.serve/problems", "x", near=each).body for each in (True, False))
    assert b"vscode:" in near
    assert b"vscode:" not in far
    assert b"ZeroDivisionError" in far


def test_its_own_output_never_makes_it_build(place: Place, source: Path) -> None:
    """The site lies beside what is watched."""
    with served(place, builder(place.site, source)) as live:
        live.wait_for(1)
        source.write_text("second", encoding="utf-8")
        live.wait_for(2)
        make_site(place.site, {"index.html": "by hand"})
        source.write_text("third", encoding="utf-8")
        assert live.wait_for(3).files == (str(source),)
    assert len(live.rounds) == 3


def test_it_listens_on_this_machine_alone_unless_told_otherwise() -> None:
    """Else all of the network could read what is being written."""
    for lan, own in ((False, {"127.0.0.1"}), (True, {"::", "0.0.0.0"})):  # noqa: S104 - that is what --lan is for
        with listen(0, lan=lan) as listening:
            assert listening.getsockname()[0] in own


def test_a_port_that_cannot_be_had_leaves_nothing_open() -> None:
    """What was begun is closed again."""
    with listen(0, lan=False) as taken, pytest.raises(OSError, match="in use"):
        listen(taken.getsockname()[1], lan=False)
