"""Letters that pass for others: told where they deceive, never where people write plainly."""

from __future__ import annotations

import pytest
from conftest import ROOT

from biennien.alphabets import disguised_words


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("tỉnh Hà G\u0456ang", "G\u0456ang"),
        ("\u0405pring", "\u0405pring"),
        ("\u0421\u041e\u0421\u041e", "\u0421\u041e\u0421\u041e"),
        ("\u0397à", "\u0397à"),
        ("Hà \uff27iang", "\uff27iang"),
        ("\U0001d407\U0001d41a", "\U0001d407\U0001d41a"),
    ],
)
def test_letters_of_one_word_from_two_alphabets_are_told(text: str, word: str) -> None:
    """And words wholly of letters with Latin twins."""
    ((start, end, sign),) = disguised_words(text)
    assert text[start:end] == word
    assert sign.startswith("U+")


@pytest.mark.parametrize(
    "text",
    [
        "Đặng Quốc Khánh, Ưng, Ỷ, thuở", "Lưu Ninh 刘宁 (Liú Níng)", "A股 và T恤 Đ刘", "Россия и СССР", "Ελλάδα και Α",
        "μm, µm, kΩ, π, α-helix", "ＡＢＣ股", "Ða", "điểm c", "\u0441",
    ],
)  # fmt: skip
def test_plain_writing_is_never_told_of(text: str) -> None:
    """Vietnamese, pinyin, hanzi beside Latin letters, Russian and Greek sentences, units, lone letters."""
    assert disguised_words(text) == ()


def test_our_own_content_and_captures_are_plain_writing() -> None:
    """Thousands of lines of Vietnamese, English and Chinese."""
    files = [*(ROOT / "content").rglob("*.yaml"), *(ROOT / "seeds").glob("*.txt")]
    assert files
    assert [file.name for file in files if disguised_words(file.read_text("utf-8"))] == []
