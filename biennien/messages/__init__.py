"""What codes say, and the phrases that a report puts together, in every language that has a folder here.

E<digit>.yaml holds the messages of the codes with that digit, words.yaml the phrases; `{name}` is a blank, and
`{{name}}` stands for `{name}` itself. What a language lacks is in English. Nothing here knows of places or of files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 400  # characters of a value in a message; whoever needs all of it has the file
_FOLDER = Path(__file__).parent
_BLANK = re.compile(r"\{\{(\w+)\}\}|\{(\w+)\}")
_EXAMPLES = ("bad", "good")
_EXAMPLE = re.compile(rf"^({'|'.join(_EXAMPLES)}): +", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Message:
    """What a code says: one line, one line of help, and the long explanation."""

    message: str
    help: str = ""
    explain: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of words.yaml by their name, to be said in the language of the report; `values` fill their blanks."""

    name: str
    values: tuple[tuple[str, Words], ...] = ()


Words: TypeAlias = "str | Phrase"
"""What stands in a report: the curator's own words and other signs as they are, or words of ours by name."""


def phrase(name: str, /, **values: Words) -> Phrase:
    """Return a phrase."""
    return Phrase(name, tuple(values.items()))


class SaidError(Exception):
    """Why something was not done, in `words` that any language can say; as `str`, in English."""

    def __init__(self, words: Phrase) -> None:
        super().__init__(words)
        self.words = words

    def __str__(self) -> str:
        return voice().say(self.words)


def told(error: Exception) -> Words:
    """Return what an error says: our own words by name, the machine's as they are."""
    return error.words if isinstance(error, SaidError) else str(error)


@dataclass(frozen=True, slots=True)
class Voice:
    """The messages and phrases of one language, by its code."""

    language: str
    phrases: Mapping[str, str]

    @property
    def messages(self) -> Mapping[str, Message]:
        """What the codes say."""
        return catalogue(self.language)

    def say(self, words: Words) -> str:
        """Return words as they are read; a phrase that no language has is its name, so that nothing is lost."""
        if isinstance(words, str):
            return words
        return fill(self.phrases.get(words.name, words.name), self.said(dict(words.values)))

    def said(self, values: Mapping[str, Words]) -> dict[str, str]:
        """Return values as they are read."""
        return {name: self.say(value) for name, value in values.items()}

    def count(self, name: str, number: str) -> str:
        """Return a number, as written, with the word for what is counted, which has a form for one alone."""
        return self.say(phrase(f"{name}_one" if number == "1" else f"{name}_other", n=number))

    def message(self, code: str, values: Mapping[str, Words]) -> Message:
        """Return what a code says, filled in; one that the catalogue lacks shows its values: nothing is lost."""
        words, told = self.messages.get(code), {name: shown(text) for name, text in self.said(values).items()}
        if not words:
            listed = ", ".join(f"{name}: {value}" for name, value in told.items())
            return Message("no message is written for this code" + (f" ({listed})" if listed else ""))
        return replace(words, message=fill(words.message, told), help=fill(words.help, told))

    def explain(self, code: str) -> str | None:
        """Return the long explanation of a code, in either case, ending with a line feed; None for an unknown code.

        What only a report can fill in is “…”, and help that is nothing else is left out.
        """
        words = self.messages.get(code.upper())
        if not words:
            return None
        help_ = self.say(phrase("help_line", help=_left_open(words.help))) if _BLANK.sub("", words.help) else ""
        told = _EXAMPLE.sub(lambda match: f"{self.say(phrase(match[1]))}:".ljust(len(match[0])), words.explain)
        parts = (f"{code.upper()}: {_left_open(words.message)}", told, help_)
        return "\n\n".join(filter(None, parts)) + "\n"


def shown(text: str) -> str:
    """Return a text as a message quotes it: of a very long one its beginning."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return a template with its blanks filled once; one without a value stays as it is."""
    return _BLANK.sub(lambda match: f"{{{match[1]}}}" if match[1] else values.get(match[2], match[0]), template)


def blanks(template: str) -> frozenset[str]:
    """Return the names of the blanks of a template."""
    return frozenset(match[2] for match in _BLANK.finditer(template) if match[2])


def _left_open(template: str) -> str:
    return fill(template, dict.fromkeys(blanks(template), "…"))


def languages() -> tuple[str, ...]:
    """Return the languages that have messages."""
    return tuple(sorted(path.name for path in _FOLDER.iterdir() if (path / "words.yaml").is_file()))


@cache
def voice(language: str = "en") -> Voice:
    """Return what a language says; what it lacks is in English."""
    language = language if language in languages() else "en"
    return Voice(language, _phrases(language))


@cache
def catalogue(language: str = "en") -> Mapping[str, Message]:
    """Return every code's message, read from <language>/E*.yaml; what a language lacks is in English."""
    return {
        code: Message(**{name: text.strip() for name, text in entry.items()})
        for folder in _folders(language)
        for file in sorted(folder.glob("E*.yaml"))
        for code, entry in _read_yaml(file).items()
    }


def _phrases(language: str) -> dict[str, str]:
    return {name: text for folder in _folders(language) for name, text in _read_yaml(folder / "words.yaml").items()}


def _folders(language: str) -> tuple[Path, ...]:
    return tuple(dict.fromkeys((_FOLDER / "en", _FOLDER / (language if language in languages() else "en"))))


def _read_yaml(file: Path) -> dict[str, Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(file.read_text("utf-8"), loader) or {}  # noqa: S506 - either is a safe loader
