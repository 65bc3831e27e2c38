"""Whole sites: valid, every link leads somewhere, in any number of languages, the same bytes on every machine."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
import yaml
from reader import find_faults, read_pages, spoken

from biennien.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ROOT = Path(__file__).resolve().parent.parent
TINY = Path(__file__).with_name("tiny")
BASE = "https://hoi-be.example/nien-bieu/"
FRENCH = {
    "name": "Français",
    "locale": "fr-FR",
    "strings": {
        "nav_timeline": "Chronologie",
        "skip_to_content": "Aller au contenu",
        "events_other": "{n} événements",
        "events_one": "{n} événement",
        "date_until": "au plus tard le {date}",
        "formats": {"ordinal_one": "{n}er", "ordinal_other": "{n}e"},
    },
}
Languages: TypeAlias = "Mapping[str, dict[str, Any]]"


def build(root: Path, into: Path) -> Path:
    """Build a project's site into a folder, which is returned."""
    assert main(["build", "--root", str(root), "--out", str(into), "--format", "json"]) == 0
    return into


def spoken_in(root: Path, languages: Languages) -> Path:
    """Write the tiny chronicle in these languages: a language that it lacks has the words of English."""
    for file in sorted((TINY / "content").rglob("*.yaml")):
        content = retold(yaml.load(file.read_bytes(), yaml.CBaseLoader), [*languages])  # noqa: S506 - texts only
        if file.name == "site.yaml":
            content["languages"] = {
                id_: {key: one[key] for key in ("name", "locale")} for id_, one in languages.items()
            }
        if content.get("original", "") not in ("", *languages):
            content["original"] = next(iter(languages))
        copy = root / file.relative_to(TINY)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
    for file in (TINY / "seeds").iterdir():
        (root / "seeds").mkdir(exist_ok=True)
        (root / "seeds" / file.name).write_bytes(file.read_bytes())
    for id_, one in languages.items():
        if "strings" in one:
            own = root / "templates" / "strings" / f"{id_}.yaml"
            own.parent.mkdir(parents=True, exist_ok=True)
            own.write_text(yaml.safe_dump(one["strings"], allow_unicode=True), "utf-8")
    return root


def retold(value: Any, languages: Iterable[str]) -> Any:  # noqa: ANN401 - a document
    """Return a document whose texts are in these languages, and translations in those of them that they were not in."""
    if isinstance(value, list):
        return [retold(one, languages) for one in value]
    if not isinstance(value, dict):
        return value
    if not {"vi", "en"} & value.keys():
        inner = {key: retold(one, languages) for key, one in value.items()}
        return {key: one for key, one in inner.items() if one != {}}
    rest = {key: retold(one, languages) for key, one in value.items() if key not in ("vi", "en")}
    translation = "vi" not in value
    wanted = [id_ for id_ in languages if not (translation and id_ == "vi")]
    return {**rest, **{id_: retold(value.get(id_, value["en"]), languages) for id_ in wanted}}


def site_languages(*ids: str) -> dict[str, dict[str, Any]]:
    """Return languages as content/site.yaml has them; French comes with some strings of its own."""
    known: dict[str, dict[str, Any]] = {
        "vi": {"name": "Tiếng Việt", "locale": "vi-VN"},
        "en": {"name": "English", "locale": "en-GB"},
        "fr": FRENCH,
    }
    return {id_: known[id_] for id_ in ids}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own site."""
    return build(ROOT, tmp_path_factory.mktemp("real") / "site")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny site, which has an address of its own."""
    return build(TINY, tmp_path_factory.mktemp("tiny") / "site")


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny chronicle in three languages."""
    folder = tmp_path_factory.mktemp("three")
    return build(spoken_in(folder / "project", site_languages("fr", "vi", "en")), folder / "site")


# Validity, links, headings, names, languages: all that reader.py looks for


def test_the_real_site_has_no_fault(real: Path) -> None:
    """Valid HTML, one h1, headings in order, unique ids and titles, every link and anchor, every hreflang and back."""
    assert find_faults(real) == []


def test_the_tiny_site_has_no_fault(tiny: Path) -> None:
    """The same with absolute addresses in the head."""
    assert find_faults(tiny, BASE) == []


@pytest.mark.parametrize("language", ["vi", "en", "fr"])
def test_a_site_of_one_language_is_whole(tmp_path: Path, language: str) -> None:
    """It names no other language, on no page, and offers none."""
    site = build(spoken_in(tmp_path / "project", site_languages(language)), tmp_path / "site")
    assert find_faults(site, BASE) == []
    pages = read_pages(site)
    assert {page.html.get("lang") for page in pages.values()} == {language}
    assert {address.partition("/")[0] for address in pages} == {language, "data", "embed", "index.html", "404.html"}
    assert not any(page.alternates for page in pages.values())
    assert not [
        one for page in pages.values() for one in page.all("nav") if "masthead-languages" in one.get("class", "")
    ]


def test_a_site_of_three_languages_is_whole(three: Path) -> None:
    """Every page in each, every page naming the two others."""
    assert find_faults(three, BASE) == []
    pages = read_pages(three)
    by_language = {
        one: {address[3:] for address in pages if address.startswith(f"{one}/")} for one in ("fr", "vi", "en")
    }
    assert by_language["fr"] == by_language["vi"] == by_language["en"]
    for page in pages.values():
        if page.address[:3] in ("fr/", "vi/", "en/"):
            assert [*page.alternates] == ["fr", "vi", "en", "x-default"]
            offered = [one.get("lang") for one in page.all("a") if one.get("hreflang")]
            assert {*offered, page.html.get("lang")} == {"en", "fr", "vi"}


def test_a_language_of_ones_own_has_its_words_and_formats(three: Path) -> None:
    """Its strings, CLDR's dates, English for the rest; the first language speaks for the front door."""
    pages = read_pages(three)
    timeline = spoken(pages["fr/index.html"].html)
    assert "Chronologie" in timeline
    assert "Aller au contenu" in timeline
    assert "27 février 2030" in timeline
    assert "au plus tard le 5 janvier 2031" in timeline
    assert "2e" in spoken(pages["fr/events/council-2.html"].html)
    assert pages["index.html"].html.get("lang") == "fr"
    assert "4 événements" in spoken(pages["index.html"].html)


def test_what_a_language_lacks_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One warning for the language, with the first of its strings, and no error."""
    assert main(["check", "--root", str(spoken_in(tmp_path, site_languages("fr")))]) == 0
    assert re.search(r"warning\[W604\].*\n.*content/site\.yaml", capsys.readouterr().err)


@pytest.mark.parametrize(
    ("strings", "code", "line"),
    [
        ("claim: Affirmation\ndue: [\n", "E1", 2),
        ("- claim\n", "E203", 1),
        ("claim: Affirmation\nclaim: Autre\n", "E10", 2),
    ],
)
def test_a_faulty_file_of_strings_is_told_by_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], strings: str, code: str, line: int
) -> None:
    """It is content like any other: an error with its place, and no crash."""
    root = spoken_in(tmp_path, site_languages("fr"))
    (root / "templates" / "strings" / "fr.yaml").write_text(strings, "utf-8")
    assert main(["check", "--root", str(root)]) == 1
    assert re.search(rf"error\[{code}\d*\].*\n.*templates/strings/fr\.yaml:{line}:", capsys.readouterr().err)


# Addresses


def test_with_its_own_address_a_site_names_its_pages_in_full(tiny: Path) -> None:
    """Canonical and alternates are absolute, and the page's own; links between pages stay relative."""
    for page in read_pages(tiny).values():
        if page.address.startswith("embed/"):  # a frame's address is that of the whole page (test_sharing.py)
            continue
        if page.address in ("404.html", "data/index.html"):
            assert (page.canonical, page.alternates) == ("", {})
        elif page.address == "index.html":
            assert page.canonical == BASE
        else:
            assert page.canonical == BASE + page.address
            assert page.alternates[page.html.attrib["lang"]] == page.canonical
            links = [one.attrib["href"] for one in page.all("a") if "example" not in one.attrib["href"]]
            assert not [href for href in links if href.startswith(("http", "/"))]


def test_without_an_address_a_site_names_its_pages_from_one_to_the_other(real: Path) -> None:
    """No canonical address is made up, and alternates are relative."""
    for page in read_pages(real).values():
        assert page.canonical == ""
        assert not [href for href in page.alternates.values() if href.startswith(("http", "/"))]


@pytest.mark.parametrize("name", ["real", "tiny", "three"])
def test_nothing_is_asked_of_another_machine(name: str, request: pytest.FixtureRequest) -> None:
    """Styles, scripts, fonts and pictures are the site's own, with a policy that says so."""
    site: Path = request.getfixturevalue(name)
    for page in read_pages(site).values():
        for element in page.all("link", "script", "img", "source", "iframe"):
            asked = element.get("rel") not in ("alternate", "canonical")
            address = element.get("href") or element.get("src") or ""
            assert not (asked and re.match(r"(?:https?:)?//", address)), address
    for sheet in site.rglob("*.css"):
        assert not re.search(
            r"(?:https?:)?//|@import", re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
        )


# Texts stay texts


def harmful_texts(value: Any, harm: str) -> Any:  # noqa: ANN401 - a document
    """Return a document with the harm at the end of every text that a curator writes freely."""
    if isinstance(value, list):
        return [harmful_texts(one, harm) for one in value]
    if not isinstance(value, dict):
        return value
    free = {"publisher", "credited", "published_text"}
    lists = {"authors", "photographers"}
    return {
        key: f"{one}{harm}"
        if (key in ("vi", "en") or key in free) and isinstance(one, str)
        else [f"{each}{harm}" for each in one]
        if key in lists
        else harmful_texts(one, harm)
        for key, one in value.items()
    }


def test_no_text_field_can_do_harm(tmp_path: Path) -> None:
    """`</script>` and its like in any field are refused, or shown as they are written."""
    harm = "</script></title><script>alert(x)</script>\" onload='x' {{ t.claim }} {% raw %} &lt;"
    root = spoken_in(tmp_path / "project", site_languages("vi", "en"))
    for file in sorted((root / "content").rglob("*.yaml")):
        if file.name not in ("posts.yaml", "glossary.yaml"):  # a post's name has blanks; the glossary is on no page
            content = yaml.load(file.read_bytes(), yaml.CBaseLoader)  # noqa: S506 - texts only
            kept = {key: content.pop(key) for key in ("about", "languages", "body", "summary") if key in content}
            text = yaml.safe_dump({**harmful_texts(content, harm), **kept}, allow_unicode=True)
            file.write_text(text, "utf-8")
    site = build(root, tmp_path / "site")
    assert find_faults(site, BASE) == []
    pages = read_pages(site)
    for page in pages.values():
        assert not [one for one in page.elements if one.get("onload")]
        inline = [one for one in page.all("script") if "src" not in one.attrib]
        assert {one.attrib["type"] for one in inline} <= {"application/ld+json"}  # data, which no browser runs
        assert not [one for one in inline if "<" in (one.text or "") or not json.loads(one.text or "")]
    shown = sum(spoken(page.html).count(harm) for page in pages.values())
    assert shown > len(pages)


# The same input, the same bytes


def files_of(site: Path) -> dict[str, bytes]:
    """Return all files of a site by address."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("name", "root", "surroundings"),
    [
        ("real", ROOT, {"TZ": "Pacific/Kiritimati", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1"}),
        ("tiny", TINY, {"TZ": "America/Adak", "LC_ALL": "vi_VN.UTF-8", "PYTHONHASHSEED": "2", "PYTHONUTF8": "1"}),
    ],
)
def test_the_same_content_gives_the_same_bytes(
    name: str, root: Path, surroundings: dict[str, str], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Another folder, time zone, language, hash seed and working folder change nothing."""
    environment = {**os.environ, **surroundings}
    command = [sys.executable, str(ROOT / "build.py"), "build", "--root", str(root), "--out", str(tmp_path / "site")]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    there, here = files_of(request.getfixturevalue(name)), files_of(tmp_path / "site")
    assert sorted(there) == sorted(here)
    assert [address for address in there if there[address] != here[address]] == []


def test_the_order_of_files_on_the_disk_makes_no_difference(tiny: Path, tmp_path: Path) -> None:
    """Entries written in another order give the same site."""
    root = tmp_path / "project"
    files = sorted((path for path in TINY.rglob("*") if path.is_file() and "expected" not in path.parts), reverse=True)
    for file in files:
        copy = root / file.relative_to(TINY)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    assert files_of(build(root, tmp_path / "site")) == files_of(tiny)
