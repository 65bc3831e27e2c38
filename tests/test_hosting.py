"""What hosts say of the site’s files: as strict as the pages themselves, and cached only where that can do no harm."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml
from conftest import ROOT
from hosts import CADDY, CADDYFILE, NGINX, SETTINGS, ask, caddy, headers_of, nginx, read_rules

from biennien.headers import ANY_FRAME, ASK_AGAIN, EMBEDS, FOR_EVER, HEADERS, NO_FRAMES, POLICY

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from built import Built

    Server = Callable[[Path, Path], AbstractContextManager[str]]

SHARED = re.compile(r"(?:data|\w+/feeds)/")
NAMED = re.compile(r"-[0-9a-f]{8}\.(css|js)$")
TYPES = {
    "html": ("text/html",),
    "css": ("text/css",),
    "js": ("text/javascript", "application/javascript"),
    "json": ("application/json",),
    "csl": ("application/vnd.citationstyles.csl+json",),
    "jsonld": ("application/ld+json",),
    "geojson": ("application/geo+json",),
    "atom": ("application/atom+xml",),
    "xml": ("text/xml", "application/xml"),
    "ics": ("text/calendar",),
    "csv": ("text/csv",),
    "bib": ("application/x-bibtex",),
    "ris": ("application/x-research-info-systems",),
    "webmanifest": ("application/manifest+json",),
    "txt": ("text/plain",),
    "svg": ("image/svg+xml",),
    "png": ("image/png",),
    "woff2": ("font/woff2",),
}
"""What each kind of file is served as (media types of IANA; of BibTeX and RIS, which have none, those in use)."""
WORKFLOW = ROOT / ".github" / "workflows" / "site.yml"


def files_of(built: Built) -> list[str]:
    """Return the addresses of a site's files."""
    return sorted(file.relative_to(built.folder).as_posix() for file in built.folder.rglob("*") if file.is_file())


def kind_of(address: str) -> str:
    """Return the kind of a file: its ending, and apart from other JSON what reference managers read."""
    ending = address.rpartition(".")[2]
    return "csl" if address.startswith("cite/") and ending == "json" else ending


def test_a_host_that_reads_headers_says_of_every_page_what_the_page_says(built: Built) -> None:
    """And that nobody may frame it, but for the pages made for that."""
    rules = read_rules((built.folder / "_headers").read_text("utf-8"))
    for address in files_of(built):
        said = headers_of(rules, f"/{address}")
        assert HEADERS.items() <= said.items(), address
        if address.endswith(".html"):
            framed = address.startswith(f"{EMBEDS}/")
            assert said["Content-Security-Policy"] == (POLICY if framed else f"{POLICY}, {NO_FRAMES}"), address
            assert built.folder.joinpath(address).read_text("utf-8").count(POLICY.replace("'", "&#39;")) == 1, address


def test_only_what_is_named_by_its_content_is_kept_for_ever(built: Built) -> None:
    """A page that was kept would name style sheets that are gone."""
    rules = read_rules((built.folder / "_headers").read_text("utf-8"))
    kept = {one for one in files_of(built) if headers_of(rules, f"/{one}").get("Cache-Control") == FOR_EVER}
    assert kept == {one for one in files_of(built) if NAMED.search(one)}
    assert kept


def test_scripts_of_other_sites_may_read_the_data_and_nothing_else(built: Built) -> None:
    """Open data is for maps and charts of others."""
    rules = read_rules((built.folder / "_headers").read_text("utf-8"))
    shared = {one for one in files_of(built) if "Access-Control-Allow-Origin" in headers_of(rules, f"/{one}")}
    assert shared == {one for one in files_of(built) if SHARED.match(one)}
    assert shared


@pytest.mark.parametrize("file", [SETTINGS, CADDYFILE], ids=["nginx", "Caddy"])
def test_the_settings_for_servers_say_the_same(file: Path) -> None:
    """One place in the program, one in each file."""
    settings = file.read_text("utf-8")
    for value in (POLICY, NO_FRAMES, ANY_FRAME, FOR_EVER, ASK_AGAIN, *HEADERS.values()):
        assert f'"{value}"' in settings


@pytest.mark.parametrize(
    "serve",
    [
        pytest.param(nginx, marks=pytest.mark.skipif(not NGINX, reason="nginx is not installed")),
        pytest.param(caddy, marks=pytest.mark.skipif(not CADDY, reason="Caddy is not installed")),
    ],
)
def test_servers_serve_the_site_as_their_settings_promise(serve: Server, built: Built, tmp_path: Path) -> None:
    """Every page and file, a folder's page, what is not there, and what is nobody's to read."""
    (built.folder / ".secret").write_text("mine", encoding="utf-8")
    try:
        with serve(built.folder, tmp_path) as host:
            for address in files_of(built):
                if address in ("_headers", ".secret"):
                    continue
                status, said = ask(f"{host}/{address}")
                assert status == 200, address
                framed = ANY_FRAME if address.startswith(f"{EMBEDS}/") else NO_FRAMES
                assert {*said["content-security-policy"]} == {POLICY, framed}, address
                assert all(said[name.lower()] == [value] for name, value in HEADERS.items()), address
                assert said["cache-control"] == [FOR_EVER if NAMED.search(address) else ASK_AGAIN], address
                assert ("access-control-allow-origin" in said) == bool(SHARED.match(address)), address
                assert said["content-type"][0].partition(";")[0] in TYPES[kind_of(address)], address
            assert ask(f"{host}/")[0] == ask(f"{host}/vi/")[0] == 200
            status, said = ask(f"{host}/vi/nothing.html")
            assert (status, {*said["content-security-policy"]}) == (404, {POLICY, NO_FRAMES})
            assert said["content-type"][0].startswith("text/html")
            assert ask(f"{host}/.secret")[0] == ask(f"{host}/_headers")[0] == 404
    finally:
        (built.folder / ".secret").unlink()


def test_the_workflow_calls_commands_that_there_are() -> None:
    """It checks with annotations, tests, builds what is uploaded, and publishes only what was pushed."""
    read = yaml.safe_load(WORKFLOW.read_text("utf-8"))
    steps = read["jobs"]["check"]["steps"]
    commands = [step["run"] for step in steps if "run" in step]
    assert commands == ["python build.py check --format github", "python build.py test", "python build.py"]
    upload = next(step for step in steps if "upload-pages-artifact" in step.get("uses", ""))
    assert upload["with"]["path"] == "site"
    assert upload["if"] == read["jobs"]["publish"]["if"] == "github.event_name == 'push'"
    assert read["permissions"] == {"contents": "read"}
