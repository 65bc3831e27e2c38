"""What codes and phrases say: every language complete, every blank of one in all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from conftest import ROOT

from biennien.messages import Phrase, blanks, catalogue, fill, languages, phrase, voice

if TYPE_CHECKING:
    from pathlib import Path

MESSAGES = ROOT / "biennien" / "messages"
FILES = sorted(MESSAGES.glob("*/*.yaml"))
CODES = [file for file in FILES if file.stem != "words"]
PHRASE = re.compile(r"""phrase\(\s*"(\w+)\"""")
COUNTED = re.compile(r"_(one|other)$")
EXAMPLE = re.compile(r"^(bad|good): ", re.MULTILINE)


def named(file: Path) -> str:
    """Return a file's language and name, for a test's id."""
    return f"{file.parent.name}/{file.name}"


def content(file: Path) -> dict[str, Any]:
    """Return what a file of messages holds."""
    found: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return found


def english(file: Path) -> dict[str, Any]:
    """Return what the English file of the same name holds."""
    return content(MESSAGES / "en" / file.name)


def test_an_explanation_says_what_and_why_and_how() -> None:
    """Message, explanation, help; in either case of the code; what only a report can fill in is left open."""
    words = catalogue()["E304"]
    assert words.message == "there is no day {day} in {month}"
    assert voice().explain("e304") == (
        f"E304: there is no day … in …\n\n{words.explain}\n\n"
        "help: that month has … days; look at the source again, or write … where the day is not known\n"
    )


@pytest.mark.parametrize("language", languages())
def test_no_explanation_shows_a_blank(language: str) -> None:
    """But the two that a curator writes in the name of a post."""
    said = voice(language)
    for code in said.messages:
        head, *_, last = (said.explain(code) or "").split("\n\n")
        assert blanks(head) == frozenset(), code
        if last.startswith(said.say(phrase("help_line", help=""))):
            assert blanks(last) == ({"of", "to"} if code == "E231" else set()), code


@pytest.mark.parametrize(("language", "last"), [("en", "good: vi: "), ("vi", "đúng: vi: ")])
def test_help_that_only_a_report_can_give_is_left_out_of_an_explanation(language: str, last: str) -> None:
    """E203 ends with its example, named in the language of the explanation."""
    shown = voice(language).explain("E203") or ""
    assert shown.endswith(f'{last}"{{sic}} trong bài báo"\n')


def test_an_unknown_code_has_no_explanation() -> None:
    """No exception for a slip on the command line."""
    assert voice().explain("E9999") is None


def test_a_language_without_messages_speaks_english() -> None:
    """What a language lacks is in English."""
    assert voice("xx") == voice("en")


def test_blanks_are_filled_once_and_doubled_braces_stand_for_themselves() -> None:
    """A value that looks like a blank stays as it is."""
    assert fill("{a} {b} {{a}} {c}", {"a": "{b}", "b": "2"}) == "{b} 2 {a} {c}"
    assert blanks("{a} {b} {{c}} {d: …}") == {"a", "b"}


def test_phrases_are_said_within_phrases() -> None:
    """Values may be words of ours too; a phrase that nobody wrote is its name."""
    inner = phrase("item", key="claims", number="2")
    assert voice().say(phrase("item", key=inner, number="1")) == "claims, item 2, item 1"
    assert voice().say(Phrase("unheard of")) == "unheard of"


def test_one_is_counted_otherwise_than_many() -> None:
    """In a language that tells them apart."""
    assert [voice().count("claims", number) for number in ("0", "1", "2")] == ["0 claims", "1 claim", "2 claims"]


@pytest.mark.parametrize("file", CODES, ids=named)
def test_every_message_is_complete_and_in_the_file_of_its_digit(file: Path) -> None:
    """E3.yaml holds E3xx and W3xx, each once, with a line of message and one of help."""
    codes = re.findall(r"^(\w+):", file.read_text("utf-8"), re.MULTILINE)
    assert sorted(codes) == sorted(set(codes))
    for code, entry in content(file).items():
        assert re.fullmatch(rf"[EW]{file.stem[1]}\d\d", code)
        assert set(entry) == {"message", "help", "explain"}, code
        assert all(isinstance(words, str) and words.strip() for words in entry.values()), code
        assert all("\n" not in entry[name].strip() for name in ("message", "help")), code


@pytest.mark.parametrize("file", FILES, ids=named)
def test_every_language_says_the_same_codes_and_phrases_with_the_same_blanks(file: Path) -> None:
    """In the same order, with as many examples: whoever corrects one language finds the place in the other."""
    ours, theirs = content(file), english(file)
    assert list(ours) == list(theirs)
    for name, words in ours.items():
        if isinstance(words, str):
            assert blanks(words) == blanks(theirs[name]), name
            continue
        for part in ("message", "help"):
            assert blanks(words[part]) == blanks(theirs[name][part]), (name, part)
        assert EXAMPLE.findall(words["explain"]) == EXAMPLE.findall(theirs[name]["explain"]), name
        assert max(map(len, words["explain"].splitlines())) <= 120, name


def test_every_language_has_every_file() -> None:
    """A language is either complete or not there."""
    files = {language: sorted(path.name for path in (MESSAGES / language).iterdir()) for language in languages()}
    assert set(languages()) >= {"en", "vi"}
    assert all(found == files["en"] for found in files.values())


def test_every_phrase_of_the_program_is_written_and_every_one_written_is_used() -> None:
    """No name is shown in place of words, and no words are kept for nobody."""
    sources = {file: file.read_text("utf-8") for file in (ROOT / "biennien").rglob("*.py")}
    written = content(MESSAGES / "en" / "words.yaml")
    used = {name for text in sources.values() for name in PHRASE.findall(text)}
    assert sorted(used - written.keys()) == []
    everything = "".join(sources.values())
    unused = [name for name in written if f'"{COUNTED.sub("", name)}"' not in everything]
    assert unused == []
