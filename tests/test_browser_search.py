"""Searching in a real Chromium: what is found and in which order, what is marked, by keys alone, from a disk too."""

from __future__ import annotations

import gzip
import json
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

import pytest
from conftest import ROOT
from project import FILES, write_project

from biennien.cli import main
from biennien.load import load
from biennien.outputs.search import next_letter, split_words

if TYPE_CHECKING:
    from built import Built
    from conftest import Axe
    from playwright.sync_api import Browser, Page

VECTORS: dict[str, list[list[str]]] = json.loads((ROOT / "tests/cases/folding.json").read_text("utf-8"))
MOST = 30_000  # bytes, compressed, of the script and the index that a first search loads
QUERIES = """
thuy khau; dien bien; Điện Biên; shuikou; 水口; cao bang; luu ninh; liu ning; border gate; cửa khẩu song phương; du lịch
7,2 tỷ; gap go dau xuan; Đặng Quốc Khánh; hội kiến; lưu học sinh; bản giốc đức thiên; đường cao tốc; kim ngạch; 广西
thương mại điện tử; bilateral meeting; trade turnover; expressway; Hà Giang
"""
EVENTS = {  # id: date, title, claim, quote
    "one": ("2020-01-01", "Chuyện một", "Tình hình diễn biến nhanh.", "diễn biến nhanh"),
    "two": ("2020-01-02", "Chuyện hai", "Đoàn từ Điện Biên sang.", "từ Điện Biên sang"),
    "three": ("2020-02-01", "Chuyện ba", "Thủy sản đi qua cửa khẩu.", "thủy sản qua cửa khẩu"),
    "four": ("2020-02-02", "Chuyện bốn", "Hàng đi qua Thuỷ Khẩu.", "hàng qua Thuỷ Khẩu"),
    "five": ("2020-03-01", "Chuyện năm", "Quả chín sớm.", "sầu riêng chín"),
    "six": ("2020-03-02", "Chuyện sáu", "Vụ sầu riêng mới.", "quả mới"),
    "seven": ("2020-03-03", "Mùa sầu riêng", "Quả mới.", "quả đầu"),
    "eight": ("2020-04-01", "<img src=x onerror=alert(1)> & {n}", "Viết </script><b>đậm</b> thế.", "</script><b>"),
}
EVENT = """\
title: {{vi: {title}, en: {title}}}
kind: meeting
date: {date}
coverage: reported
original: vi
summary: {{vi: Một chuyện., en: Một chuyện.}}
claims:
  - id: it
    kind: event
    supports: [date]
    vi: {claim}
    en: "Said in English: {id}."
    evidence: [{{source: paper, quote: {quote}, translation: {{en: words}}}}]
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small chronicle made for its order of results, built."""
    root = tmp_path_factory.mktemp("small")
    files = {path: text for path, text in FILES.items() if "/events/" not in path}
    for id_, (date, *texts) in EVENTS.items():
        title, claim, words = (json.dumps(text, ensure_ascii=False) for text in texts)
        files[f"content/events/{id_}.yaml"] = EVENT.format(id=id_, date=date, title=title, claim=claim, quote=words)
    files["seeds/paper.txt"] = "\n".join(["", *(words for *_, words in EVENTS.values())])
    files["content/sources.yaml"] = FILES["content/sources.yaml"].replace("ends: 5", f"ends: {len(EVENTS) + 1}")
    files["content/threads.yaml"] = files["content/series.yaml"] = "{}\n"
    for word in ("Điện Biên", "Thuỷ Khẩu"):
        assert any(word in text for texts in EVENTS.values() for text in texts)
    write_project(root, {path: text.encode() for path, text in files.items()})
    assert main(["build", "--root", str(root), "--out", str(root / "site")]) == 0
    return root / "site"


def search(page: Page, site: str, query: str, language: str = "vi") -> list[str]:
    """Search for something by its address; return the names of what is shown."""
    page.goto(f"{site}/{language}/search.html?q={quote(query)}")
    page.locator(".search-status:not(:empty)").wait_for()
    return page.locator(".search-name > a").all_inner_texts()


def marks(page: Page, within: str = ".search-results") -> list[str]:
    """Return what is marked."""
    return page.locator(f"{within} mark").all_inner_texts()


# --- words


@pytest.mark.parametrize(("name", "twin"), [("fold", "fold"), ("canonical_tones", "tones")])
def test_the_twin_folds_as_the_vectors_say(page: Page, small: Path, name: str, twin: str) -> None:
    """fold.js gives what biennien/text.py gives, to the code point."""
    page.goto(f"{small.as_uri()}/vi/search.html")
    script = "([twin, texts]) => texts.map(text => bienNien[twin](text))"
    given, wanted = zip(*VECTORS[name], strict=True)
    assert page.evaluate(script, [twin, list(given)]) == list(wanted)


def test_the_twin_splits_texts_into_the_same_words(page: Page, small: Path) -> None:
    """Every text of the chronicle, and every vector; and it knows what follows a word by the same letter."""
    chronicle, _ = load(ROOT)
    assert chronicle is not None
    claims = [claim for event in chronicle.events.values() for claim in event.claims]
    texts = [text for name in ("fold", "canonical_tones", "slug") for pair in VECTORS[name] for text in pair]
    texts += [text for claim in claims for text in (*claim.text.values(), *(one.quote for one in claim.evidence))]
    page.goto(f"{small.as_uri()}/vi/search.html")
    script = """texts => texts.map(text => bienNien.words(text.normalize("NFC")).map(
      ({ form, key, start, end }) => [form, key, bienNien.nextLetter(key), text.normalize("NFC").slice(start, end)]))"""
    for text, found in zip(texts, page.evaluate(script, texts), strict=True):
        assert [tuple(one[:3]) for one in found] == split_words(text), text
    assert next_letter("khau") != next_letter("kou")


# --- what is found


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "query", ["thuy khau", "Thủy Khẩu", "THUỶ KHẨU", "thuykhau", "shuikou", "shui kou", "shuǐkǒu", "水口"]
)
def test_a_name_is_found_however_it_is_typed(page: Page, built: Built, query: str, language: str) -> None:
    """With marks, without, in another language, as pinyin, in characters: first the place, in the page's language."""
    name = {"vi": "Tà Lùng – Thủy Khẩu", "en": "Tà Lùng – Shuikou"}[language]
    assert search(page, built.folder.as_uri(), query, language)[0] == name
    assert marks(page)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("dien bien", "Điện Biên"),
        ("điện biên", "Điện Biên"),
        ("dienbien", "Điện Biên"),
        ("cao bang", "Cao Bằng"),
        ("Lưu Ninh", "Lưu Ninh"),
        ("liu ning", "Lưu Ninh"),
        ("刘宁", "Lưu Ninh"),
        ("Guangxi", "Quảng Tây"),
        ("thuong mai", "Thương mại"),
        ("tourism", "Du lịch"),
        ("gap go dau xuan", "Gặp gỡ đầu xuân"),
    ],
)
def test_the_entry_of_that_name_comes_first(page: Page, built: Built, query: str, first: str) -> None:
    """Before all that has the name among others."""
    assert search(page, built.folder.as_uri(), query)[0] == first


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("dien bien", ["Chuyện một", "Chuyện hai"]),
        ("Điện Biên", ["Chuyện hai", "Chuyện một"]),
        ("diễn biến", ["Chuyện một", "Chuyện hai"]),
        ("thuy khau", ["Chuyện bốn", "Chuyện ba"]),
        ("thuỷ khẩu", ["Chuyện bốn", "Chuyện ba"]),
        ("sau rieng", ["Mùa sầu riêng", "Chuyện sáu", "Chuyện năm"]),
        ("said in english seven", ["Mùa sầu riêng"]),
        ("sầu riêng chín", ["Chuyện năm"]),
        ("khong co", []),
    ],
)
def test_results_are_in_order(page: Page, small: Path, query: str, order: list[str]) -> None:
    """The same marks first, then words that stand side by side; a name before a claim, a claim before its quote."""
    found = search(page, small.as_uri(), query)
    assert found[: len(order)] == order
    assert bool(found) == bool(order)


def test_what_answers_is_marked_in_the_text(page: Page, small: Path) -> None:
    """The phrase as a whole, where it is there; a quote is shown where only that has the words."""
    search(page, small.as_uri(), "sau rieng")
    assert marks(page) == ["sầu riêng"] * 3
    assert page.locator(".search-result:nth-child(3) q").inner_text() == "sầu riêng chín"
    search(page, small.as_uri(), "thuy khau")
    assert marks(page, ".search-result:nth-child(1)") == ["Thuỷ Khẩu"]
    search(page, small.as_uri(), "Điện Biên")
    assert marks(page, ".search-result:nth-child(1)") == ["Điện Biên"]


def test_a_text_of_another_language_is_shown_in_the_language_of_the_page(page: Page, small: Path) -> None:
    """And it is said that the words are not in it."""
    assert search(page, small.as_uri(), "said four") == ["Chuyện bốn"]
    assert page.locator(".search-claims a").inner_text() == "Hàng đi qua Thuỷ Khẩu."
    assert page.locator(".search-elsewhere").count() == 1
    assert search(page, small.as_uri(), "hàng qua", "en") == ["Chuyện bốn"]
    assert page.locator("q[lang=vi] mark").inner_text() == "hàng qua"


def test_the_last_word_may_be_unfinished(page: Page, small: Path) -> None:
    """From three letters on; a space ends it; a letter just begun is left aside."""
    for query, found in (("sau rie", 3), ("sau rie ", 3), ("sau r", 3), ("sầu riê", 3), ("rieng c", 3), ("xyz", 0)):
        assert len(search(page, small.as_uri(), query)) == found, query
    search(page, small.as_uri(), "sau rie")
    assert marks(page)[0] == "sầu riêng"
    search(page, small.as_uri(), "sau rie ")
    assert "Không mục nào" in page.locator(".search-status").inner_text()


def test_no_text_of_the_chronicle_and_no_query_becomes_markup(page: Page, small: Path) -> None:
    """Titles, claims, quotes and what is typed are words."""
    assert search(page, small.as_uri(), "onerror <b>x</b>") == ["<img src=x onerror=alert(1)> & {n}"]
    assert "<b>x</b>" in page.locator(".search-status").inner_text()
    search(page, small.as_uri(), "script đậm")
    assert page.locator(".search-results").inner_text().count("</script>") == 1
    assert page.locator(".search img, .search b, .search script").count() == 0


def test_more_results_are_shown_when_asked_for(page: Page, built: Built) -> None:
    """So many at once; then focus is on the first of the next."""
    first = search(page, built.folder.as_uri(), "cao bang")
    assert len(first) == 5
    count = int(page.locator(".search-status").inner_text().split()[0])
    while page.locator(".search-more").is_visible():
        before = page.locator(".search-result").count()
        page.locator(".search-more").click()
        page.locator(f".search-result:nth-child({before + 1}) a:focus").wait_for()
    assert page.locator(".search-result").count() == count


# --- how it is used


def test_a_search_is_made_by_keys_alone(page: Page, anywhere: str) -> None:
    """/ leads to the field of any page, Enter to the results, arrows through them, Enter opens; Escape clears."""
    page.goto(f"{anywhere}/vi/about.html")
    page.keyboard.press("/")
    page.keyboard.type("thuy khau")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert unquote(page.url).replace("+", " ") == f"{anywhere}/vi/search.html?q=thuy khau"
    page.locator(".search-result").first.wait_for()
    focused = page.locator(":focus")
    assert focused.get_attribute("id") == "search-field"
    page.keyboard.press("ArrowDown")
    assert focused.get_attribute("href") == "places/ta-lung-shuikou.html"
    page.keyboard.press("ArrowDown")
    second = focused.get_attribute("href")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert focused.get_attribute("id") == "search-field"
    page.keyboard.press("Enter")
    page.locator(".search-result a:focus").wait_for()
    page.keyboard.press("ArrowDown")
    assert focused.get_attribute("href") == second
    page.keyboard.press("Escape")
    assert focused.get_attribute("id") == "search-field"
    assert focused.input_value() == ""
    assert page.locator(".search-result").count() == 0
    page.keyboard.type("lưu ninh", delay=20)
    page.locator(".search-result").first.wait_for()
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url == f"{anywhere}/vi/people/liu-ning.html"


def test_the_address_keeps_what_was_looked_for(page: Page, anywhere: str) -> None:
    """So a search can be shared, left and come back to, and read in the other language."""
    page.goto(f"{anywhere}/vi/search.html")
    page.locator("#search-field").fill("水口")
    page.locator(".search-result").first.wait_for()
    assert page.url == f"{anywhere}/vi/search.html?q={quote('水口')}"
    page.locator(".search-name a").first.click()
    page.go_back()
    page.locator(".search-result").first.wait_for()
    assert page.locator("#search-field").input_value() == "水口"
    with page.expect_navigation():
        page.locator(".masthead-languages a[lang=en]").click()
    assert page.locator(".search-name a").first.inner_text() == "Tà Lùng – Shuikou"


def test_a_slash_is_typed_in_a_field_and_left_alone_where_keys_are_switched_off(page: Page, built: Built) -> None:
    """And with Ctrl it belongs to the browser."""
    page.goto(f"{built.folder.as_uri()}/vi/about.html")
    page.keyboard.press("Control+/")
    assert page.locator("input:focus").count() == 0
    page.evaluate("document.documentElement.toggleAttribute('data-quiet', true)")
    page.keyboard.press("/")
    assert page.locator("input:focus").count() == 0
    page.evaluate("document.documentElement.toggleAttribute('data-quiet', false)")
    page.keyboard.press("/")
    page.keyboard.press("/")
    assert page.locator("input:focus").input_value() == "/"


def test_without_scripts_the_search_page_leads_to_the_index_by_letters(browser: Browser, anywhere: str) -> None:
    """The field of the masthead leads to it, and the index has every name."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{anywhere}/vi/about.html")
    field = page.locator(".masthead input[type=search]")
    field.fill("thuy khau")
    with page.expect_navigation():
        field.press("Enter")
    assert page.locator("#search-field").is_hidden()
    page.locator(".search-without a").click()
    page.get_by_role("link", name="Tà Lùng – Thủy Khẩu", exact=True).first.click()
    assert page.url == f"{anywhere}/vi/places/ta-lung-shuikou.html"
    context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1280)])
def test_results_and_index_are_accessible(browser: Browser, built: Built, axe: Axe, scheme: Any, width: int) -> None:  # noqa: ANN401
    """As axe-core sees them, on a phone and wide, light and dark; nothing is wider than the screen."""
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    site = built.folder.as_uri()
    for query, language in (("thuy khau", "vi"), ("hội kiến", "en"), ("xyzzy", "vi")):
        search(page, site, query, language)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(f"{site}/vi/index-az.html")
    assert axe(page) == []
    context.close()


def test_an_index_that_cannot_be_read_is_told(browser: Browser, small: Path) -> None:
    """And the next try asks again."""
    context = browser.new_context()
    page = context.new_page()
    page.route("**/assets/search/*", lambda route: route.abort())
    search(page, small.as_uri(), "sau rieng")
    assert page.locator(".search-status").inner_text() == "Không đọc được chỉ mục tìm kiếm."
    page.unroute("**/assets/search/*")
    page.locator("#search-field").fill("sau rieng ")
    page.locator(".search-result").first.wait_for()
    context.close()


# --- what it costs


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_first_search_loads_little(page: Page, built: Built, language: str) -> None:
    """Script and index together, compressed, for each of many searches; half of that on average."""
    loaded: list[str] = []
    page.on("request", partial(_note, loaded))
    costs = []
    for query in re.split(r"[;\n]", QUERIES.strip()):
        loaded.clear()  # from a disk, every page loads all that it needs anew
        search(page, built.folder.as_uri(), query, language)
        costs.append(sum(compressed(Path(path)) for path in loaded))
    assert min(costs) > 0
    assert max(costs) < MOST
    assert sum(costs) / len(costs) < MOST * 2 / 3


def _note(loaded: list[str], request: Any) -> None:  # noqa: ANN401 - a request of the browser
    path = unquote(urlsplit(request.url).path)
    if "/assets/search/" in path or "/assets/js/search-" in path:
        loaded.append(path)


def compressed(file: Path) -> int:
    """Return how many bytes of a file a server sends that compresses well."""
    return len(gzip.compress(file.read_bytes(), 9))
