"""The `import` verb on articles: what is archived and found, and that nothing is invented, lost or written over."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from built_in import LOCALES
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from project import base_project, write_project

from biennien import cli
from biennien.check.quotes import LONGEST_QUOTE
from biennien.desk.articles import Desk, read_capture
from biennien.desk.articles.findings import Findings, find_facts, find_names
from biennien.desk.articles.page import Page, page_words, place_names, read_page
from biennien.desk.articles.skeleton import draft_entry, draft_source
from biennien.desk.schema import modeline
from biennien.evidence import Found, find, read_article
from biennien.load import EVENT, load
from biennien.model import Archive
from biennien.nodes import Mapping, parse
from biennien.problems import At
from biennien.project import read_project

if TYPE_CHECKING:
    from pathlib import Path

    from biennien.model import Chronicle

ARTICLE = """\
Trang chủ | Tin mới
+
Hà Giang và Quảng Tây bàn việc xây cầu

Thứ năm - 02/03/2023 07:15
HGO - Chiều 1/3, tại Hà Giang, đồng chí Lưu Ninh hội kiến lãnh đạo Hà Giang.
Trong năm 2022, hai bên tiến hành hơn 50 cuộc hội đàm.
Tổng lượng khách cuối năm 2022 là 4.619 lượt; kim ngạch đạt 9 tỷ 381 triệu USD.
Ông Luu Ninh cảm ơn 4 tỉnh và nhắc lại hội nghị lần thứ 14. (Ảnh: Duy Tuấn)

Tác giả: Minh Thùy

Những tin mới hơn
Tổng lượt truy cập 323.540
CỔNG THÔNG TIN ĐIỆN TỬ HÀ GIANG
"""
WORDS = page_words(LOCALES.values())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The tiny project, and an article that it does not have yet."""
    write_project(tmp_path / "project", base_project())
    (tmp_path / "article.txt").write_text(ARTICLE, "utf-8")
    return tmp_path / "project"


def run(root: Path, *arguments: str) -> int:
    """Run `build.py import`; return the exit code."""
    return cli.main(["import", *arguments, "--root", str(root)])


def files(root: Path) -> dict[str, bytes]:
    """Return the files of a project but for the schemas for editors."""
    paths = {file.relative_to(root).as_posix(): file for file in root.rglob("*") if file.is_file()}
    return {path: file.read_bytes() for path, file in paths.items() if not path.startswith("schema/")}


def chronicle_of(root: Path) -> Chronicle:
    """Return the chronicle of a project."""
    chronicle, _ = load(root)
    assert chronicle
    return chronicle


def page_of(text: str) -> Page:
    """Return what a Vietnamese page says of its article."""
    return read_page(text, WORDS, LOCALES["vi"])


def facts_of(text: str, root: Path, published: dt.date | None = None) -> Findings:
    """Return what a Vietnamese text states."""
    archive = Archive("x.txt", 1, text.count("\n") + 1, at=At("x"))
    return find_facts(read_article(text, archive), chronicle_of(root), LOCALES["vi"], published)


def test_an_article_becomes_a_capture_a_source_and_an_entry(root: Path) -> None:
    """Three things are added; every byte that was there stays."""
    before = files(root)
    assert run(root, str(root.parent / "article.txt"), "--id", "bridge-talks-2023") == 0
    after = files(root)
    (capture,) = [name for name in after.keys() - before.keys() if name.startswith("seeds/")]
    assert re.fullmatch(r"seeds/000_[0-9a-f]{16}\.txt", capture)
    assert after[capture] == ARTICLE.encode()
    assert after.keys() - before.keys() == {capture, "content/events/bridge-talks-2023.yaml"}
    assert after["content/sources.yaml"].startswith(before["content/sources.yaml"])
    assert {name for name in before if before[name] != after[name]} == {"content/sources.yaml"}
    assert '"bridge-talks-2023"' in (root / "schema/event.json").read_text("utf-8")


def test_the_source_says_what_the_page_states(root: Path) -> None:
    """Where the article begins and ends, who wrote it, when, and nothing that the page does not say."""
    run(root, str(root.parent / "article.txt"), "--id", "bridge-talks-2023")
    source = chronicle_of(root).sources["bridge-talks-2023"]
    assert source.archive
    assert (source.archive.begins, source.archive.ends) == (3, 11)
    assert source.title == "Hà Giang và Quảng Tây bàn việc xây cầu"
    assert (str(source.published), source.published_text) == ("2023-03-02", "Thứ năm - 02/03/2023 07:15")
    assert (source.authors, source.photographers) == (("Minh Thùy",), ("Duy Tuấn",))
    assert (source.credited, source.publisher) == ("HGO", "CỔNG THÔNG TIN ĐIỆN TỬ HÀ GIANG")
    assert source.label == {"vi": "TODO"}


def test_check_names_what_is_left_of_an_imported_entry_and_nothing_else(root: Path) -> None:
    """Whatever a person has to write or to choose; the other language waits for it."""
    run(root, str(root.parent / "article.txt"), "--id", "bridge-talks-2023")
    problems = read_project(root).problems
    assert {one.code for one in problems} == {"E244"}
    assert {one.values["key"] for one in problems} >= {"title.vi", "kind", "summary.vi", "measure", "role", "label.vi"}


def test_an_entry_that_a_person_has_finished_has_no_fault(root: Path) -> None:
    """Its quotes stand in the capture, its figures in their quotes, and its date is supported."""
    run(root, str(root.parent / "article.txt"), "--id", "bridge-talks-2023")
    file = root / "content/events/bridge-talks-2023.yaml"
    text = file.read_text("utf-8")
    text = text.replace("kind: TODO", "kind: meeting", 1).replace("kind: TODO", "kind: event")
    text = text.replace("measure: TODO, value: 4619", "measure: talks, value: 4619")
    text = text.replace("measure: TODO, value: 50,", "measure: talks, value: 50,").replace(
        "TODO, value", "turnover, value"
    )
    text = text.replace("period: TODO", "period: 2022").replace("role: TODO", "role: attended").replace("TODO", "Một")
    file.write_text(text, "utf-8")
    sources = root / "content/sources.yaml"
    sources.write_text(sources.read_text("utf-8").replace("TODO", "Một"), "utf-8")
    assert {one.code for one in read_project(root).problems} <= {"E401", "E222"}  # the other language


def test_the_entry_proposes_figures_people_and_the_first_day(root: Path) -> None:
    """Each figure in its unit with its bound and period, each person once, and where the year is from."""
    run(root, str(root.parent / "article.txt"), "--id", "bridge-talks-2023")
    text = (root / "content/events/bridge-talks-2023.yaml").read_text("utf-8")
    assert text.startswith(modeline("event"))
    assert "date: 2023-03-01  # to confirm: the first day in the article, counted from the day of publication" in text
    assert "value: 50, bound: over, period: 2022, claim: claim-2}" in text
    assert "value: 4619, period: 2022-10~/2022-12~, claim: claim-3}" in text
    assert (
        "value: 9381000000, period: 2022-10~/2022-12~, claim: claim-3}  # “9 tỷ 381 triệu USD”; measures: turnover"
        in text
    )
    assert text.count("who: liu-ning") == 1
    assert "people named without their marks, to confirm: liu-ning (Lưu Ninh, 1×)" in text
    assert "323.540" not in text


def test_the_same_article_is_known_again(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Imported once more, from wherever, it adds nothing."""
    run(root, str(root.parent / "article.txt"))
    before = files(root)
    with patch("sys.stdin", SimpleNamespace(buffer=io.BytesIO(ARTICLE.encode()))):
        assert run(root, "-") == 0
    assert files(root) == before
    assert "archived already" in capsys.readouterr().out


def test_an_import_cut_short_is_finished_by_the_next(root: Path) -> None:
    """The capture was written and the entry not."""
    with patch("biennien.desk.articles.create_file", side_effect=OSError("no room")):
        assert run(root, str(root.parent / "article.txt"), "--id", "x") == 3
    assert run(root, str(root.parent / "article.txt"), "--id", "x") == 0
    assert (root / "content/events/x.yaml").is_file()
    assert list(chronicle_of(root).sources) == ["paper", "web", "x"]


@pytest.mark.parametrize(
    ("raw", "code", "said"),
    [
        ("Hội kiến\nBí thư".encode("utf-16"), 1, "it looks like UTF-16"),
        ("Hội nghị\nngày\x80".encode("latin-1", "replace"), 1, "article.txt:2:3"),
        (b"\xef\xbb\xbf \n", 1, "is empty; nothing is archived"),
        (b"\n<!DOCTYPE html>\n<p>X", 1, "this is HTML"),
        (None, 3, "there is no file"),
    ],
)
def test_what_can_not_be_read_is_told_and_nothing_written(
    root: Path, raw: bytes | None, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the place where there is one."""
    file = root.parent / "article.txt"
    file.unlink()
    if raw is not None:
        file.write_bytes(raw)
    before = files(root)
    assert run(root, str(file)) == code
    assert said in capsys.readouterr().err
    assert files(root) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--id", "Hà Giang"), "such as ha-giang"),
        (("--id", "meeting"), "there is an event meeting already"),
        (("--language", "fr"), "there is no language “fr”; there are: vi, en"),
    ],
)
def test_a_slip_in_what_is_asked_writes_nothing(
    root: Path, arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An id that is none or is taken, a language that the site does not have."""
    before = files(root)
    assert run(root, str(root.parent / "article.txt"), *arguments) == 2
    assert said in capsys.readouterr().err
    assert files(root) == before


def test_bytes_are_kept_as_they_came(root: Path) -> None:
    """A byte order mark, CRLF, letters taken apart, and lines of nothing."""
    raw = b"\xef\xbb\xbf\r\n" + ARTICLE.replace("\n", "\r\n").replace("ế", "e\u0302\u0301").encode()
    (root.parent / "article.txt").write_bytes(raw)
    assert run(root, str(root.parent / "article.txt"), "--id", "x") == 0
    (capture,) = [file for file in (root / "seeds").iterdir() if file.name != "paper.txt"]
    assert capture.read_bytes() == raw
    assert {one.code for one in read_project(root).problems} == {"E244"}
    assert chronicle_of(root).sources["x"].photographers == ("Duy Tuấn",)


OWN = chronicle_of(ROOT)


@pytest.mark.parametrize("id_", [id_ for id_, source in OWN.sources.items() if source.archive])
def test_the_five_captures_are_read_as_people_read_them(id_: str) -> None:
    """Where the article begins and ends, its title, day, authors and photographers."""
    source = OWN.sources[id_]
    assert source.archive
    page = page_of(OWN.articles[id_])
    assert (page.begins, page.ends) == (source.archive.begins, source.archive.ends)
    assert (page.title, page.published_text) == (source.title, source.published_text)
    assert page.published == (source.published.text if source.published else "")
    assert (page.authors, page.photographers, page.credited) == (source.authors, source.photographers, source.credited)


@pytest.mark.parametrize(
    ("opening", "credited"),
    [
        ("NANNING — Hai bên gặp nhau.", ""),
        ("Nanning - Hai bên gặp nhau.", ""),
        ("Hà Nội (TTXVN) – Hai bên gặp nhau.", "TTXVN"),
        ("NANNING, Feb. 27 (Xinhua) -- The two sides met.", "Xinhua"),
        ("(Hà Giang) - Hai bên gặp nhau.", ""),
        ("HAGIANG — Hai bên gặp nhau.", ""),
        ("(ĐCSVN) - Hai bên gặp nhau.", "ĐCSVN"),
        ("(baocaobang.vn) - Hai bên gặp nhau.", "baocaobang.vn"),
        ("Báo Cao Bằng đưa tin (ảnh dưới) - hai bên gặp nhau.", ""),
    ],
)
def test_a_dateline_says_where_and_credits_nobody(opening: str, credited: str, root: Path) -> None:
    """Who reports has a name in brackets, or a short one in capitals, that is no place of the register."""
    text = f"Hà Giang và Quảng Tây bàn việc xây cầu\n\n{opening}\nHết.\n"
    page = read_page(text, WORDS, LOCALES["vi"], place_names(chronicle_of(root)))
    assert (page.credited, page.authors) == (credited, ())


def test_a_place_that_stands_alone_at_the_end_is_no_author(root: Path) -> None:
    """As below a statement."""
    text = "Hà Giang và Quảng Tây bàn việc xây cầu\nHai bên gặp nhau.\nHà Giang\n"
    assert read_page(text, WORDS, LOCALES["vi"]).authors == ("Hà Giang",)
    assert read_page(text, WORDS, LOCALES["vi"], place_names(chronicle_of(root))).authors == ()


def test_a_page_without_anything_around_is_the_article() -> None:
    """A text that somebody copied out."""
    page = page_of("Sáng nay, hai bên gặp nhau. Tất cả đều vui.\nHết.")
    assert page == Page(1, 2, "", "", "", (), (), "", "")


def test_a_line_of_buttons_is_no_headline() -> None:
    """However many words it has; a long line with such a word may be one."""
    page = page_of("Trang chủ\nChia sẻ Facebook Zalo ngay\nHà Giang và Vân Nam hội đàm\nSáng 14-3, hai bên gặp nhau.\n")
    assert (page.begins, page.title) == (3, "Hà Giang và Vân Nam hội đàm")
    long = "Hà Giang và Vân Nam trao đổi về tin giả trên Facebook"
    assert page_of(f"Trang chủ\n{long}\nSáng 14-3, hai bên gặp nhau.\n").title == long


def test_the_headline_is_the_last_line_of_several_words_above_the_day() -> None:
    """What a menu says before it is not the article’s, however many words it has; the day is that of the page."""
    page = page_of("Thời sự trong và ngoài nước\nHai bên mở lối thông quan\n\nThứ năm - 12/06/2025 08:15\nHết.")
    assert (page.begins, page.ends, page.title) == (2, 5, "Hai bên mở lối thông quan")
    assert (page.published, page.published_text) == ("2025-06-12", "Thứ năm - 12/06/2025 08:15")


def test_one_short_line_is_an_article_too() -> None:
    """However little there is to say of it."""
    assert page_of("Hết\n\n\n") == Page(1, 1, "Hết", "", "", (), (), "", "")


def test_a_name_without_its_marks_is_found_and_doubted(root: Path) -> None:
    """Exact names come first; a word in lower case is no name, nor is a name of one word."""
    text = "Luu Ninh và Lưu Ninh ở Ha Giang, không phải luu ninh hay Viet Nam."
    chronicle = chronicle_of(root)
    found = [(text[one.start : one.end], one.id, one.doubtful) for one in find_names(text, chronicle, "vi")]
    assert found == [
        ("Luu Ninh", "liu-ning", True),
        ("Lưu Ninh", "liu-ning", False),
        ("Ha Giang", "ha-giang", True),
        ("Viet Nam", "vietnam", True),
    ]


def test_a_long_sentence_gives_several_quotes(root: Path) -> None:
    """Each short enough, and together they hold every figure."""
    filler = "hai bên tiếp tục phối hợp chặt chẽ trong các lĩnh vực thương mại và du lịch"
    text = f"Năm 2022, {filler}, {filler}, {filler}, kim ngạch đạt 7,2 tỷ USD, {filler}, {filler}, có 4.619 lượt khách."
    passages = facts_of(text, root).passages
    assert [[str(one.value) for _, one in passage.figures] for passage in passages] == [["7.2E+9", "4619"]]
    assert " […] " in passages[0].quote
    text = f"{filler} năm 2022, kim ngạch {filler} 7,2 tỷ USD, có {filler} 10 lượt, {filler} và 4.619 lượt."
    passages = facts_of(text, root).passages
    assert [[str(one.value) for _, one in passage.figures] for passage in passages] == [["7.2E+9"], ["1E+1", "4619"]]
    assert all(len(passage.quote) <= LONGEST_QUOTE for passage in passages)


def test_a_sentence_does_not_end_at_an_initial(root: Path) -> None:
    """Nor at a short title or a number."""
    text = "Ban Đối ngoại T.Ư Việt Nam và TP. Hà Nội năm 2022. Sau đó năm 2023 (đạt 1.000 lượt). Ở đây năm 2024!"
    assert [one.quote for one in facts_of(text, root).passages] == [
        "Ban Đối ngoại T.Ư Việt Nam và TP. Hà Nội năm 2022.",
        "Sau đó năm 2023 (đạt 1.000 lượt).",
        "Ở đây năm 2024!",
    ]


PIECES = st.sampled_from(
    ["7,2 tỷ USD", "hơn 50 cuộc", "27/2", "năm 2023", "Lưu Ninh", "Hà Giang", "hai bên", "phối hợp chặt chẽ", "đạt"]
)
GLUE = st.sampled_from([" ", ", ", ". ", "; ", ": ", " - ", "… ", ".\n", "\n\n", "” ", " (", ") "])


@settings(max_examples=60)
@given(st.lists(st.tuples(PIECES, GLUE), min_size=1, max_size=60))
def test_every_quote_stands_in_the_article(pieces: list[tuple[str, str]]) -> None:
    """Whatever the punctuation, a quote is verbatim, short, and holds the words of what it states."""
    text = "".join(f"{piece}{glue}" for piece, glue in pieces)
    article = read_article(text, Archive("x.txt", 1, text.count("\n") + 1, at=At("x")))
    for passage in find_facts(article, OWN, LOCALES["vi"], dt.date(2024, 2, 28)).passages:
        assert isinstance(find(passage.quote, article), Found)
        assert len(passage.quote) <= LONGEST_QUOTE
        assert all(words in passage.quote for words, _ in (*passage.dates, *passage.figures))


@settings(max_examples=60)
@given(
    st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip), st.lists(st.tuples(PIECES, GLUE), max_size=8)
)
def test_whatever_an_article_holds_its_entry_and_its_record_are_read_again(
    head: str, pieces: list[tuple[str, str]]
) -> None:
    """Whatever its letters: YAML without a fault, with nothing but its own keys."""
    text = head + "".join(f"{piece}{glue}" for piece, glue in pieces)
    desk = Desk(OWN, LOCALES, "vi")
    article = replace(read_capture(desk, "x.txt", text), source="x")
    entry, faults = parse(draft_entry(article, OWN, "2026-11-23").encode(), "entry.yaml")
    record, more = parse(draft_source("x", article.page, "x.txt", "vi").encode(), "sources.yaml")
    assert (faults, more) == ((), ())
    assert isinstance(entry, Mapping)
    assert set(entry.keys) <= set(EVENT.fields)
    assert isinstance(record, Mapping)
    assert list(record.keys) == ["x"]
