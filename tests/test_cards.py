"""Cards for sharing: the whole Vietnamese alphabet drawn, the same bytes every time, and no card with an empty box."""

from __future__ import annotations

import io
import struct
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from built_in import LOCALES, TEMPLATES
from PIL import Image, ImageFont

from biennien.cards import SIZE, Card, card_address, check_cards, find_fonts, list_cards
from biennien.cards.draw import PAPER, draw_card
from biennien.cards.letters import read_letters
from biennien.load import load
from biennien.outputs.cards import render_cards
from biennien.problems import At
from biennien.site import plan_site
from biennien.templates import Templates

if TYPE_CHECKING:
    from biennien.model import Chronicle

TINY = Path(__file__).with_name("tiny")
FONTS = find_fonts(TEMPLATES)
PLAIN = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz"
TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
ALPHABET = "".join(
    unicodedata.normalize("NFC", letter + tone)
    for plain in PLAIN
    for letter in (plain, plain.upper())
    for tone in (TONES if plain in "aăâeêioôơuưy" else ("",))
)
PANGRAMS = (
    "Do bạch kim rất quý nên sẽ dùng để lắp vô xương.",
    "Tâm tưởng tôi tỏ tình tới Tú từ tháng tư, thú thật, tôi thương Tâm thì tôi thì thầm thử Tâm thế thôi.",
    "Ẵm bữa ỷ lại, ngỡ Quỹ Ổn, Ừ, đẫy đà Ấy ở Ễnh Ương; Ỵ ẳng ỗ Ặ Ỹ",
)
NOWHERE = "\U000f0000"  # a letter of nobody's


def card(title: str, **fields: str) -> Card:
    """Return a card."""
    told = {"over": "khoảng tháng 2 năm 2024", "under": "Gặp gỡ đầu xuân", "site": "Biên Niên", "coverage": "reported"}
    return Card("cards/vi/x.png", title=title, at=At("content/events/x.yaml"), **{**told, **fields})


def glyph(font: ImageFont.FreeTypeFont, letter: str) -> bytes:
    """Return the ink of a letter as it is set."""
    return bytes(font.getmask(letter, mode="L"))


@pytest.fixture(scope="module")
def chronicle() -> Chronicle:
    """The tiny chronicle, with cards."""
    found, _ = load(TINY)
    assert found is not None
    return replace(found, settings=replace(found.settings, cards="yes"))


# Letters


@pytest.mark.parametrize("data", FONTS, ids=["400", "600"])
def test_the_fonts_draw_every_vietnamese_letter(data: bytes) -> None:
    """Twelve vowels in six tones, the consonants and f, j, w, z, small and capital: each is there, with its own ink."""
    assert len(set(ALPHABET)) == 2 * (12 * len(TONES) + 21)
    assert set(ALPHABET) <= read_letters(data)
    font = ImageFont.truetype(io.BytesIO(data), 48, layout_engine=ImageFont.Layout.BASIC)
    box = glyph(font, NOWHERE)
    inks = {letter: glyph(font, letter) for letter in ALPHABET}
    assert [letter for letter, ink in inks.items() if ink == box or not any(ink)] == []
    assert len(set(inks.values())) == len(inks)


@pytest.mark.parametrize("text", PANGRAMS)
def test_pangrams_have_all_their_letters(text: str) -> None:
    """So have the signs between them."""
    assert set(text) - {" "} <= frozenset.intersection(*map(read_letters, FONTS))


def test_what_the_table_says_is_what_is_drawn() -> None:
    """A letter that it lacks is an empty box in the picture, and one that it has is none."""
    font = ImageFont.truetype(io.BytesIO(FONTS[0]), 48, layout_engine=ImageFont.Layout.BASIC)
    box, letters = glyph(font, NOWHERE), read_letters(FONTS[0])
    signs = map(chr, range(0x21, 0x2100))
    tried = [sign for sign in signs if sign.isprintable() and not unicodedata.combining(sign)]
    assert [one for one in tried if (glyph(font, one) == box) == (one in letters)] == []


@pytest.mark.parametrize("data", [b"", b"wOF2" + bytes(60), FONTS[0][:40], struct.pack(">LHHHH", 0x10000, 0, 0, 0, 0)])
def test_what_is_no_font_is_told(data: bytes) -> None:
    """A web font, a font that was cut short, nothing at all."""
    with pytest.raises(ValueError, match="no font"):
        read_letters(data)


def test_a_card_whose_font_lacks_a_letter_stops_the_build(chronicle: Chronicle) -> None:
    """At the title; without `cards: yes` nobody asks."""
    (event, *_) = chronicle.events.values()
    strange = replace(event, title={**event.title, "en": "The 友誼 bridge"})
    changed = replace(chronicle, events={**chronicle.events, event.id: strange})
    (found,) = check_cards(changed, LOCALES, TEMPLATES)
    assert (found.code, found.where) == ("E607", event.at / "title" / "en")
    assert found.values["letters"] == "友 誼"
    assert list(check_cards(chronicle, LOCALES, TEMPLATES)) == []
    off = replace(changed, settings=replace(chronicle.settings, cards=""))
    assert list(check_cards(off, LOCALES, TEMPLATES)) == []


def test_a_project_may_bring_fonts_of_its_own(chronicle: Chronicle, tmp_path: Path) -> None:
    """They come before the program's; one that can't be read is an error, and a missing one too."""
    own = tmp_path / "cards" / "bien-nien-serif-400.ttf"
    own.parent.mkdir()
    own.write_bytes(FONTS[1])
    assert find_fonts(Templates((tmp_path, *TEMPLATES.folders))) == (FONTS[1], FONTS[1])
    own.write_bytes(b"no font")
    assert [one.code for one in check_cards(chronicle, LOCALES, Templates((tmp_path, *TEMPLATES.folders)))] == ["E608"]
    assert [one.code for one in check_cards(chronicle, LOCALES, Templates(()))] == ["E608"]


# Pictures


@pytest.mark.parametrize("title", [*PANGRAMS, "A", "Ạ" * 60, "Thủy " * 60])
def test_a_card_is_a_small_png_of_its_size(title: str) -> None:
    """Whatever its title: a word without an end is cut at the edge, a text without an end by its lines."""
    data = draw_card(card(title), FONTS)
    assert len(data) < 40_000
    picture = Image.open(io.BytesIO(data))
    assert (picture.format, picture.mode, picture.size) == ("PNG", "P", SIZE)
    edges = (0, 60, *((SIZE[0] - 1,) if " " in title else ()))
    rgb = picture.convert("RGB")
    assert {rgb.getpixel((across, down)) for down in range(SIZE[1]) for across in edges} == {PAPER}


def test_the_same_card_is_the_same_picture() -> None:
    """And another title, date, or way of knowing another one."""
    first = draw_card(card(PANGRAMS[0]), FONTS)
    assert draw_card(card(PANGRAMS[0]), FONTS) == first
    others = [card(PANGRAMS[1]), card(PANGRAMS[0], over="2024"), card(PANGRAMS[0], coverage="outside")]
    assert len({first, *(draw_card(one, FONTS) for one in others)}) == 4


def test_there_is_a_card_for_each_event_and_thread_and_one_for_the_rest(chronicle: Chronicle) -> None:
    """In every language, with its date in words, as precise as it is, and its series of meetings."""
    cards = {one.address: one for one in list_cards(chronicle, LOCALES)}
    assert len(cards) == 2 * (len(chronicle.events) + len(chronicle.threads) + 1)
    assert card_address("vi", "people", "x") == card_address("vi", "timeline", "") == "cards/vi/site.png"
    event = chronicle.events["council-2"]
    told = cards[card_address("en", "events", event.id)]
    assert (told.title, told.over) == (event.title["en"], LOCALES["en"].date(event.date))
    assert told.under == chronicle.series[event.series].name["en"]
    assert all(unicodedata.is_normalized("NFC", "".join(one.letters)) for one in cards.values())


def test_cards_that_are_kept_change_no_byte(chronicle: Chronicle, tmp_path: Path) -> None:
    """Drawn, taken from the folder, or drawn again since what is kept was cut short; what nobody has any more goes."""
    site, kept = plan_site(chronicle), tmp_path / "cards"
    drawn = dict(render_cards(site, LOCALES, TEMPLATES, None))
    assert dict(render_cards(site, LOCALES, TEMPLATES, kept)) == drawn
    first, *rest = sorted(kept.iterdir())
    first.write_bytes(first.read_bytes()[:99])
    (kept / f"{'0' * 32}.png").write_bytes(b"old")
    assert dict(render_cards(site, LOCALES, TEMPLATES, kept)) == drawn
    assert sorted(kept.iterdir()) == [first, *rest]
    assert {file.read_bytes() for file in kept.iterdir()} == set(drawn.values())


def test_without_the_setting_nothing_is_drawn(chronicle: Chronicle, tmp_path: Path) -> None:
    """Nor kept."""
    site = plan_site(replace(chronicle, settings=replace(chronicle.settings, cards="no")))
    assert list(render_cards(site, LOCALES, TEMPLATES, tmp_path / "cards")) == []
    assert not (tmp_path / "cards").exists()
