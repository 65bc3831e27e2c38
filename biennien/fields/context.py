"""What readers share: the languages of the site, where problems go, and how a place is named to a curator."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

from biennien.messages import phrase
from biennien.nodes import Mapping, Node, Scalar, Sequence
from biennien.problems import At, Problem
from biennien.text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from biennien.messages import Words as Said

SHOWN = 40  # characters of a text that stands in the wrong place
TO_DO = "TODO"  # begins a text that is still to be written; `new` and `import` leave it where a person has to decide
A_TEXT = (phrase("a_text"), phrase("write_text"))
A_LIST = (phrase("a_list"), phrase("write_list"))
KEYS = (phrase("keys"), phrase("write_keys"))


class Invalid:
    """The value of a field that could not be read."""

    def __repr__(self) -> str:
        return "INVALID"


INVALID: Final = Invalid()


@dataclass(frozen=True, slots=True)
class Context:
    """What readers share: the languages of the site, where problems go, and what was read aside."""

    languages: tuple[str, ...]
    found: list[Problem]
    aside: list[Any] = field(default_factory=list)

    def report(self, code: str, at: At, *, label: Said = "", **values: Said) -> Invalid:
        """Note a problem; return `INVALID`, so that a reader can end with it."""
        self.found.append(Problem(code, at, values, label))
        return INVALID

    def wrong_shape(self, node: Node, at: At, wanted: tuple[Said, Said]) -> Invalid:
        """Note that nothing, a text, a list or a group of keys stands where another of them belongs."""
        if is_empty(node):
            return self.report("E204", at, key=key_of(at))
        needed, how = wanted
        return self.report("E203", at, needed=needed, found=_kind(node), how=how)


class Reader(Protocol):
    """Turns a node into a value."""

    def read(self, node: Node, at: At, context: Context) -> Any:  # noqa: ANN401 - each reader has its own type
        """Return the value, or `INVALID` after reporting why there is none."""


def is_to_do(text: str) -> bool:
    """Say whether a text only marks the place of one that is still to be written."""
    return text.startswith(TO_DO) and text[len(TO_DO) :][:1] in ("", " ")


def report_language(text: str, at: At, context: Context) -> Invalid:
    """Note that `text` is no language of the site."""
    known = ", ".join(context.languages)
    return context.report("E402", at, label=meant(text, context.languages), language=text, known=known)


def cut_by_comma(node: Mapping, key: str, at: At, context: Context) -> bool:
    """Report a key without value: within braces a comma ends a text without quotes, and its rest looks like a key."""
    value = node.values[key]
    cut = isinstance(value, Scalar) and value.plain and not value.text and value.start == node.keys[key].end
    if cut:
        context.report("E405", (at / key).on_key(), text=key)
    return cut


def is_empty(node: Node) -> bool:
    """Say whether nothing is written there."""
    return isinstance(node, Scalar) and not node.text.strip()


def _kind(node: Node) -> Said:
    if isinstance(node, Mapping):
        return phrase("keys")
    if isinstance(node, Sequence):
        return phrase("a_list")
    words = " ".join(node.text.split())
    return f"“{words[:SHOWN]}{'…' * (len(words) > SHOWN)}”"


def key_of(at: At) -> Said:
    """Return the key that a value has, by which a curator finds it; an item of a list is counted from 1."""
    last = at.path[-1] if at.path else at.file
    return (
        last if isinstance(last, str) else phrase("item", key=key_of(At(at.file, at.path[:-1])), number=f"{last + 1}")
    )


def key_and_language(at: At, context: Context) -> Said:
    """Return the key of a text, with the language where it has one: `summary.en`."""
    outer = key_of(At(at.file, at.path[:-1])) if at.path[1:] else None
    last = at.path[-1] if at.path else ""
    return f"{outer}.{last}" if isinstance(outer, str) and last in context.languages else key_of(at)


def meant(word: str, options: Iterable[str]) -> Said:
    """Return the question whether the option most like `word` was meant; empty where none is alike."""
    return question(nearest(word, options))


def question(guess: str | None) -> Said:
    """Return the question whether `guess` was meant; empty without one."""
    return phrase("meant", guess=guess) if guess else ""
