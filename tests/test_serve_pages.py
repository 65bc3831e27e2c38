"""What serving answers, as values: files, pages with what is added to them, who is refused, what is wrong."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from served import PAGE, make_site

from biennien.problems import Span, problem, render_human
from biennien.serve.editors import EDITORS, EditorError, editor_form, editor_link
from biennien.serve.overlay import MOST, show_overlay
from biennien.serve.pages import Added, add_to_page, answer_path, find_file, type_of
from biennien.serve.policy import is_own_host, refusal, widen_policy
from biennien.serve.rounds import Draft, Report, attempt
from biennien.serve.server import is_near

# What is at an address


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site, with things in it and beside it that are nobody's business."""
    folder = tmp_path / "site"
    files = {
        "index.html": PAGE.format("door"),
        "vi/index.html": PAGE.format("niên biểu"),
        "vi/events/há.html": PAGE.format("há"),
        "assets/css/style-1.css": "p{}",
        ".git/config": "secret",
        "404.html": PAGE.replace("<title>", '<link rel="stylesheet" href="assets/a.css"><title>').format(
            '<a href="#main">x</a><a href="vi/index.html">y</a><a href="https://example.org/">z</a>'
        ),
    }
    make_site(folder, files)
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "out").symlink_to(tmp_path)
    (folder / "in.html").symlink_to(folder / "index.html")
    (folder / "empty").mkdir()
    return folder


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/", "index.html"),
        ("/index.html", "index.html"),
        ("/vi/", "vi/index.html"),
        ("/vi", "vi"),
        ("/vi/events/h%C3%A1.html", "vi/events/há.html"),
        ("/assets/css/style-1.css", "assets/css/style-1.css"),
        ("/in.html", "index.html"),
    ],
)
def test_a_path_leads_to_its_file(site: Path, path: str, file: str) -> None:
    """Folders lead to their index, percent-encoded letters to themselves."""
    assert find_file(site, path) == site / file


@pytest.mark.parametrize(
    "path",
    [
        "",
        "index.html",
        "/nowhere.html",
        "/index.html/",
        "/../secret.txt",
        "/vi/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/vi/..%2f..%2fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "//secret.txt",
        "//etc/passwd",
        "/vi//index.html",
        "/%00",
        "/index.html%00.css",
        "/%ff",
        "/out.txt",
        "/out/secret.txt",
        "/out/",
        "/.git/config",
        "/./index.html",
        "/empty/",
        "/empty",
        "http://127.0.0.1/index.html",
        "/" + "a" * 5000,
    ],
)
def test_no_path_leads_out_of_the_site_or_to_what_is_hidden(site: Path, path: str) -> None:
    """Neither by dots, however they are spelled, nor by links."""
    assert find_file(site, path) is None


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("a.css", "text/css; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.JSON", "application/json; charset=utf-8"),
        ("a.svg", "image/svg+xml; charset=utf-8"),
        ("a.woff2", "font/woff2"),
        ("a.csv", "text/csv; charset=utf-8"),
        ("a.atom", "application/atom+xml; charset=utf-8"),
        ("a.png", "image/png"),
        ("CNAME", "application/octet-stream"),
    ],
)
def test_a_type_is_the_same_on_every_machine(name: str, type_: str) -> None:
    """Registries of machines have odd ideas of scripts and fonts; text is UTF-8."""
    assert type_of(name) == type_


ADDED = Added("run-1", "", "127.0.0.1:8000")


def test_the_missing_page_finds_its_style_at_any_depth(site: Path) -> None:
    """Its addresses lead from the root; those within the page and to elsewhere are left."""
    found = answer_path(site, "/vi/deep/down.html", ADDED)
    assert found.status == 404
    for link in ("/assets/a.css", "/vi/index.html", "#main", "https://example.org/"):
        assert f'href="{link}"'.encode() in found.body


def test_a_folder_without_its_slash_is_sent_to_it(site: Path) -> None:
    """Else what is relative on the page would lead astray."""
    found = answer_path(site, "/vi", ADDED)
    assert (found.status, found.location) == (302, "/vi/")


def test_a_page_gets_scripts_and_a_policy_that_lets_them_in_and_nothing_else() -> None:
    """What is taken away again is the page as it was built."""
    page = PAGE.format("Điện Biên").encode()
    shown = add_to_page(page, ADDED)
    assert b"connect-src 'self' ws://127.0.0.1:8000" in shown
    less = re.sub(rb'<script defer src="/\.serve/[^>]*></script>', b"", shown)
    less = re.sub(rb"; (?:style|connect)-src 'self'[^\";]*", b"", less)
    assert less == page


def test_a_page_that_is_no_page_is_served_all_the_same() -> None:
    """A template may be half written."""
    assert b"<p>half" in add_to_page(b"<p>half", ADDED)


@pytest.mark.parametrize(
    ("host", "wanted"),
    [
        ("127.0.0.1:8000", "host=127.0.0.1&amp;port=8000"),
        ("localhost", "host=localhost&amp;port=80"),
        ("[::1]:81", "host=[::1]&amp;port=81"),
    ],
)
def test_the_script_is_told_where_to_connect(host: str, wanted: str) -> None:
    """The port of livereload.js is another one where none is said."""
    assert wanted.encode() in add_to_page(b"</head>", replace(ADDED, host=host))


@pytest.mark.parametrize(
    ("policy", "wanted"),
    [
        ("default-src 'none'", "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws://h"),
        (
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'none'; base-uri 'none'",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws://h; base-uri 'none'",
        ),
        (
            "default-src 'self' x:; script-src 'sha256-abc'",
            "default-src 'self' x:; script-src 'sha256-abc' 'self'; style-src 'self' x:; connect-src 'self' x: ws://h",
        ),
        ("img-src *", "img-src *"),
        ("SCRIPT-SRC 'NONE'; script-src *; default-src *", "script-src 'self'; default-src *"),
    ],
)
def test_a_policy_is_widened_by_what_serving_needs_alone(policy: str, wanted: str) -> None:
    """What a directive falls back to is kept; of two of a name, browsers take the first."""
    assert widen_policy(policy, "ws://h") == wanted


# Who is answered


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8000", "127.0.0.1", "localhost:8000", "LOCALHOST", "[::1]:8000", "127.0.0.2"]
)
def test_own_names_are_taken(host: str) -> None:
    """With any port, since a tunnel may have another."""
    assert is_own_host(host, lan=False)
    assert is_own_host(host, lan=True)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "example.org",
        "example.org:8000",
        "127.0.0.1.example.org",
        "localhost.example.org",
        "127.0.0.1@example.org",
        "127.0.0.1:8000:1",
        "[::1",
        "127.0.0.1 example.org",
        "2130706433",
        "127.1",
    ],
)
def test_other_names_are_refused(host: str) -> None:
    """A stranger's name may be made to lead here (DNS rebinding)."""
    assert not is_own_host(host, lan=False)
    assert not is_own_host(host, lan=True)


@pytest.mark.parametrize("host", ["192.168.1.5:8000", "10.0.0.1", "[fe80::1]:8000"])
def test_addresses_are_taken_only_on_the_network(host: str) -> None:
    """An address is nobody's name, so it can't be made to lead elsewhere."""
    assert is_own_host(host, lan=True)
    assert not is_own_host(host, lan=False)


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, True),
    ],
)
def test_other_sites_may_link_to_a_page_and_no_more(headers: dict[str, str], *, taken: bool) -> None:
    """Neither load nor frame nor connect."""
    assert (refusal({"Host": "127.0.0.1:1", **headers}, lan=False) is None) == taken


# What is laid over the page


@pytest.fixture
def entry(tmp_path: Path) -> Path:
    """A project with one entry, whose name needs escaping."""
    folder = tmp_path / "biên niên"
    folder.mkdir()
    (folder / "a.yaml").write_text('title: "<b>Hà & Giang</b>"\nhost: ha-giang\n', encoding="utf-8")
    return folder


def wrong(number: int = 1) -> Report:
    """Return a report of some errors, at one place and another."""
    at = Span("a.yaml", 1, 8, 1, 12)
    also = ((Span("a.yaml", 2, 1, 2, 5), "first <here>"),)
    return Report(problems=tuple(problem("E601", at, also=also, file=f"f{each}") for each in range(number)))


def test_what_is_wrong_is_shown_as_the_terminal_has_it_with_links(entry: Path) -> None:
    """Every place is a link that opens the editor there; texts are no markup."""
    html = show_overlay(wrong(), entry, EDITORS["vscode"], kept=True)
    whole = f"vscode://file{str(entry).replace('ê', '%C3%AA').replace(' ', '%20')}/a.yaml"
    assert f'--&gt; <a href="{whole}:1:8">a.yaml:1:8</a>' in html
    assert f'::: <a href="{whole}:2:1">a.yaml:2:1</a>' in html
    assert "error[E601]: f0 is missing or empty" in html
    assert "&lt;b&gt;Hà &amp; Giang&lt;/b&gt;" in html
    assert "first &lt;here&gt;" in html
    assert "1 error; this is the last good site" in html


def test_what_is_laid_over_a_page_is_in_the_language_that_was_asked_for(entry: Path) -> None:
    """Its heading too, and whoever listens is told which language that is."""
    html = show_overlay(wrong(), entry, "", "vi", kept=True)
    assert "1 lỗi; đây là bản tốt gần nhất của trang" in html
    assert 'aria-label="Các lỗi"' in html
    page = add_to_page(b"<body></body>", Added("1", html, "localhost", "vi"))
    assert b'<div id="biennien-problems" lang="vi">' in page


def test_sentences_may_go_on_in_a_next_line_and_lines_of_files_may_not(entry: Path) -> None:
    """What a caret points at stays above it; nothing is left out."""
    html = show_overlay(wrong(), entry, EDITORS["vscode"], kept=True)
    report = html.partition("<pre>")[2].partition("</pre>")[0]
    spans = [unescape(re.sub("<[^>]+>", "", one)) for one in re.findall(r"<span>(.*?\n?)</span>", report, re.DOTALL)]
    assert [one.split()[0] for one in spans] == ["error[E601]:", "-->", ":::", "="]
    text = unescape(re.sub("<[^>]+>", "", report))
    aligned = [line for line in text.splitlines(keepends=True) if line not in spans]
    assert aligned
    assert all(re.match(r" *\d* *\|", line) for line in aligned)
    assert text == render_human(wrong().problems, lambda file: (entry / file).read_text("utf-8"))


def test_a_traceback_stays_as_it_stands(entry: Path) -> None:
    """But for its words."""
    fault = 'Traceback:\n  File "/x/y.py", line 3, in z\n    a | b\n    ^^^^^\nValueError: no\n'
    html = show_overlay(Report(fault=fault), entry, "", kept=True)
    assert re.findall(r"<span>(.*?)\n</span>", html) == ["Traceback:", "ValueError: no"]


def test_nothing_is_laid_over_a_page_of_a_good_site(entry: Path) -> None:
    """Warnings are for the terminal."""
    warned = Report(problems=(problem("W601", None, name="x"),))
    assert show_overlay(warned, entry, "", kept=True) == show_overlay(Report(), entry, "", kept=True) == ""


def test_without_an_editor_there_are_no_links(entry: Path) -> None:
    """On another machine of the network they would open nothing."""
    both = replace(wrong(), fault='Traceback:\n  File "/x/y.py", line 3, in z')
    assert "href" not in show_overlay(both, entry, "", kept=False).removeprefix('<link rel="stylesheet" href')


def test_very_many_problems_are_not_all_laid_over_the_page(entry: Path) -> None:
    """A page of thousands would be slow; the terminal has them."""
    html = show_overlay(wrong(MOST + 7), entry, "", kept=False)
    assert html.count("<pre>") == MOST
    assert "and 7 more" in html
    assert f"{MOST + 7} errors; there is no site yet" in html


def test_a_fault_of_the_program_links_to_its_lines() -> None:
    """Each frame of the traceback."""
    html = show_overlay(attempt(lambda: Draft(Report(fault=str(1 / 0)))).report, Path(), EDITORS["vscode"], kept=True)
    assert re.search(rf'<a href="vscode://file{re.escape(__file__)}:\d+:1">', html)
    assert "ZeroDivisionError" in html


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("vscode", "vscode://file/a%20b/c.yaml:3:7"),
        ("idea", "idea://open?file=/a%20b/c.yaml&line=3&column=7"),
        ("mine://{file}?{line}", "mine:///a%20b/c.yaml?3"),
    ],
)
def test_an_editor_is_known_or_described(name: str, link: str) -> None:
    """By its name, or by the form of its links."""
    assert editor_link(editor_form(name), Path("/a b/c.yaml"), 3, 7) == link


@pytest.mark.parametrize("name", ["nano", "", "mine://", "{file}"])
def test_an_editor_that_is_neither_is_refused(name: str) -> None:
    """With the names of those that are known."""
    with pytest.raises(EditorError, match="vscode"):
        editor_form(name)


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("192.168.1.5", False),
        ("::ffff:10.0.0.1", False),
    ],
)
def test_who_sits_at_this_machine_is_known_by_the_address(address: str, *, near: bool) -> None:
    """In either form in which the system gives it."""
    assert is_near(address) == near
