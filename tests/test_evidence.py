"""Quotes and the archive: what counts as found, where it stands, and what is told of a quote that is not there."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennien.evidence import Article, Found, Misplaced, Missing, find, quote_parts, read_article
from biennien.model import Archive
from biennien.problems import At

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

CAPTURE = """Trang chủ
Lượt xem: 60

Ngày 22/2, tỉnh Hà Giang đăng cai  Chương trình
Gặp gỡ đầu xuân năm 2023 (trực tuyến).

Hai bên đã tổ chức hơn 50 cuộc hội đàm; kim ngạch đạt 7,2 tỷ USD, tăng 4.619 lượt.
Tin liên quan: hơn 60 cuộc hội đàm
"""
WORDS = (
    "Hà",
    "Giang",
    "Quảng",
    "Tây",
    "hội",
    "đàm",
    "hơn",
    "50",
    "2",
    "7,2",
    "4.619",
    "tỷ",
    "USD",
    "(trực",
    "tuyến)",
    "“Biên",
    "bản”",
    "22/2,",
    "–",
)


def archive(begins: int, ends: int) -> Archive:
    """Return where an article stands in a capture."""
    return Archive("capture.txt", begins, ends, at=At("content/sources.yaml"))


ARTICLE = read_article(CAPTURE, archive(4, 7))


def found(quote: str, article: Article = ARTICLE) -> list[tuple[str, int]]:
    """Return the parts of a quote as they stand in an article, each with its line of the capture; none when missing."""
    result = find(quote, article)
    spans = result.spans if isinstance(result, Found) else ()
    return [(article.text[start:end], article.line_of(start)) for start, end in spans]


def missing(quote: str, article: Article = ARTICLE) -> Missing:
    """Return what is told of a quote that is not there."""
    result = find(quote, article)
    assert isinstance(result, Missing)
    return result


def words() -> SearchStrategy[str]:
    """Words as a newspaper prints them."""
    return st.sampled_from(WORDS)


@st.composite
def articles(draw: DrawFn) -> tuple[str, Article]:
    """A capture's lines, and the article that all of them are."""
    lines = draw(st.lists(st.lists(words(), max_size=8).map(" ".join), min_size=1, max_size=6))
    capture = "\n".join(lines)
    return capture, read_article(capture, archive(1, len(lines)))


def test_a_quote_is_found_with_the_line_it_begins_on() -> None:
    """Lines count in the capture, from 1."""
    assert found("hơn 50 cuộc hội đàm") == [("hơn 50 cuộc hội đàm", 7)]


def test_a_quote_may_run_over_lines() -> None:
    """A line break is a space, and so is a run of spaces."""
    assert found("đăng cai Chương trình Gặp gỡ\n  đầu xuân") == [("đăng cai Chương trình Gặp gỡ đầu xuân", 4)]


def test_the_unicode_form_of_a_quote_makes_no_difference() -> None:
    """A decomposed quote is the same quote."""
    assert found(unicodedata.normalize("NFD", "tỉnh Hà Giang")) == [("tỉnh Hà Giang", 4)]


@pytest.mark.parametrize("furniture", ["Lượt xem: 60", "Trang chủ", "hơn 60 cuộc hội đàm"])
def test_what_surrounds_an_article_is_no_evidence(furniture: str) -> None:
    """Menus, counters and teasers lie outside the article part."""
    assert found(furniture) == []


@pytest.mark.parametrize(
    "slip", ["tỉnh Ha Giang", "Tỉnh Hà Giang", "hơn 50 cuộc hội đàm,", "Gặp gỡ đầu xuân năm 2023 -"]
)
def test_nothing_but_form_and_spaces_is_forgiven(slip: str) -> None:
    """Marks, capitals and punctuation are the archive's own."""
    assert found(slip) == []


@pytest.mark.parametrize(
    "cut", ["2 tỷ USD", "kim ngạch đạt 7", "0 cuộc hội đàm", "iang đăng cai", "Ngày 2", "619 lượt", "tăng 4"]
)
def test_a_quote_cuts_no_word_and_no_number(cut: str) -> None:
    """“2 tỷ USD” is not what “7,2 tỷ USD” says."""
    assert found(cut) == []


@pytest.mark.parametrize("whole", ["7,2 tỷ USD", "Ngày 22", "2, tỉnh", "trực tuyến", "7,2", "4.619", "lượt."])
def test_a_quote_may_begin_and_end_at_any_word(whole: str) -> None:
    """Punctuation beside a word or number may be left out or kept."""
    assert found(whole)


def test_a_script_without_spaces_may_be_quoted_from_any_character() -> None:
    """Chinese puts nothing between words; its numbers are still whole."""
    article = read_article("两省贸易额达93.81亿美元。", archive(1, 1))
    assert found("贸易额达93.81亿", article)
    assert not found("3.81亿", article)


def test_words_left_out_part_a_quote() -> None:
    """Each part is found behind the one before it."""
    assert found("Ngày 22/2 […] Hà Giang […] 7,2 tỷ USD") == [("Ngày 22/2", 4), ("Hà Giang", 4), ("7,2 tỷ USD", 7)]


def test_three_points_in_brackets_leave_words_out_too() -> None:
    """`[...]` is `[…]`."""
    assert found("Ngày 22/2 [...] 7,2 tỷ USD") == found("Ngày 22/2 […] 7,2 tỷ USD")


def test_the_parts_of_a_quote_keep_their_order() -> None:
    """What the article says later may not be quoted as if it came first."""
    assert find("7,2 tỷ USD […] Ngày 22/2", ARTICLE) == Misplaced((15, 24), 4)


def test_what_stands_once_is_not_quoted_twice() -> None:
    """A part may not lie within the one before it either."""
    assert find("tỉnh Hà Giang […] Hà Giang", ARTICLE) == Misplaced((18, 26), 4)


def test_the_part_that_is_nowhere_is_told_before_the_one_that_is_out_of_order() -> None:
    """First the words, then their order."""
    assert missing("7,2 tỷ USD […] Ngày 22/2 […] Hà Nội").nearest == "Hà Giang"


def test_the_parts_of_a_quote_stand_as_close_as_can_be() -> None:
    """A short first part is the one beside the second, not the first of its kind in the article."""
    article = read_article("Ngày 1, họp.\nNgày 2, ký.\nNgày 3, ký.", archive(1, 3))
    assert found("Ngày […] ký", article) == [("Ngày", 2), ("ký", 2)]
    assert found("Ngày […] họp", article) == [("Ngày", 1), ("họp", 1)]


@pytest.mark.parametrize("nothing", ["[…]", " […] […] "])
def test_a_quote_of_nothing_is_missing(nothing: str) -> None:
    """A mark of omission alone is no evidence."""
    assert missing(nothing).part == (0, len(nothing))


def test_a_missing_quote_comes_with_the_passage_most_like_it() -> None:
    """Its line, how like it is, and the words that differ."""
    told = missing("hơn 60 cuộc hội đàm")
    assert (told.nearest, told.line, told.changes) == ("hơn 50 cuộc hội đàm", 7, (("50", "60"),))
    assert 0.9 < told.likeness < 1


def test_signs_beside_the_nearest_passage_are_no_difference() -> None:
    """Unless the quote has signs in that place."""
    article = read_article("Hai bên ký “Biên bản hợp tác”, rồi về.", archive(1, 1))
    assert missing("Biên bản hợp tắc", article).nearest == "Biên bản hợp tác"
    assert missing("“Biên bản hợp tắc”", article).nearest == "“Biên bản hợp tác”"
    assert missing("ký “Biên bản lớn”,", article).nearest == "ký “Biên bản hợp"


def test_only_the_part_that_is_missing_is_pointed_at() -> None:
    """Offsets are those of the quote as written."""
    quote = "Ngày 22/2 […] tỉnh Hà Nội"
    told = missing(quote)
    assert quote[slice(*told.part)] == "tỉnh Hà Nội"
    assert told.nearest == "tỉnh Hà Giang"


def test_an_article_without_words_has_nothing_near() -> None:
    """An empty article is no crash."""
    assert missing("Hà Giang", read_article("\n\n", archive(1, 2))) == Missing((0, 8), "", 1, 0.0, (("", "Hà Giang"),))


@given(articles(), st.data())
def test_every_run_of_whole_words_is_found(pair: tuple[str, Article], data: st.DataObject) -> None:
    """Whatever stands in the article may be quoted, and stands there."""
    _, article = pair
    tokens = article.text.split()
    first = data.draw(st.integers(0, len(tokens)))
    last = data.draw(st.integers(first, len(tokens)))
    quote = " ".join(tokens[first:last])
    if quote:
        assert [text for text, _ in found(quote, article)] == [quote]


@given(articles())
def test_every_word_stands_on_its_line(pair: tuple[str, Article]) -> None:
    """`line_of` gives back the capture's line, whatever lines are empty."""
    capture, article = pair
    at = 0
    for number, line in enumerate(capture.split("\n"), 1):
        for word in line.split():
            at = article.text.index(word, at)
            assert article.line_of(at) == number
            at += len(word)


@given(articles(), st.lists(words(), min_size=1, max_size=12).map(" ".join))
def test_what_is_missing_is_told_within_bounds(pair: tuple[str, Article], quote: str) -> None:
    """The nearest passage is the article's own, and likeness is a share."""
    _, article = pair
    result = find(quote, article)
    if isinstance(result, Missing):
        assert result.nearest in article.text
        assert 0 <= result.likeness <= 1
        assert quote[slice(*result.part)].strip()


@given(st.lists(st.sampled_from(["một ", "[…]", "hai", " [...] ", " "]), max_size=8).map("".join))
def test_the_parts_of_a_quote_hold_all_of_its_words(quote: str) -> None:
    """Parts are in order, apart, and without marks of omission."""
    parts = [quote[start:end] for start, end in quote_parts(quote)]
    assert " ".join(parts).split() == quote.replace("[…]", " ").replace("[...]", " ").split()
