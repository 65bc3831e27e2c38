"""Readers of texts and lists in several languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from biennien.fields.context import (
    A_LIST,
    INVALID,
    Context,
    Invalid,
    Reader,
    cut_by_comma,
    is_to_do,
    key_of,
    report_language,
)
from biennien.fields.scalars import TAG, Words
from biennien.messages import phrase
from biennien.nodes import Mapping, Node, Sequence

if TYPE_CHECKING:
    from collections.abc import Mapping as MappingOf

    from biennien.problems import At


@dataclass(frozen=True, slots=True)
class Texts:
    """A text in every language of the site, or, when `optional`, in those that there are.

    `of` names the key beside it whose text it translates, for a text that is in the language of its source.
    """

    optional: bool = False
    of: str = ""

    def read(self, node: Node, at: At, context: Context) -> MappingOf[str, str] | Invalid:
        """Return the texts by language, in the site's order."""
        if not isinstance(node, Mapping):
            wanted = "{" + ", ".join(f"{language}: …" for language in context.languages) + "}"
            return context.report("E202", at, wanted=wanted, key=key_of(at))
        for key in node.keys:
            if key not in context.languages and not cut_by_comma(node, key, at, context):
                report_language(key, (at / key).on_key(), context)
        return read_languages(node, at, context, needed=not self.optional)


def read_languages(node: Mapping, at: At, context: Context, *, needed: bool) -> dict[str, str] | Invalid:
    """Return the texts under the languages of the site among a node's keys; `needed` notes those that are missing."""
    texts = {}
    for language in context.languages:
        if language in node.values:
            text = Words().read(node.values[language], at / language, context)
            if isinstance(text, str):
                texts[language] = text
    written = {language: text for language, text in texts.items() if not is_to_do(text)}
    if needed and len(written) == len(texts):  # what is still to be written can't be translated yet
        for language in context.languages:
            if language not in node.values:
                context.report("E401", at.on_key(), language=language, key=key_of(at))
    return written or texts or INVALID


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list; an item that can't be read is left out after its problem is noted."""

    item: Reader
    least: int = 0

    def read(self, node: Node, at: At, context: Context) -> tuple[Any, ...] | Invalid:
        """Return the items."""
        if not isinstance(node, Sequence):
            return context.wrong_shape(node, at, A_LIST)
        if len(node.items) < self.least:
            return context.report("E204", at, key=key_of(at))
        read = (self.item.read(item, at / place, context) for place, item in enumerate(node.items))
        return tuple(value for value in read if value is not INVALID)


@dataclass(frozen=True, slots=True)
class Tags:
    """Texts by BCP 47 language tag, such as `zh-Hans`, for names in languages that the site is not written in."""

    def read(self, node: Node, at: At, context: Context) -> MappingOf[str, str] | Invalid:
        """Return the texts by tag, in the order of the file."""
        if not isinstance(node, Mapping):
            return context.wrong_shape(node, at, (phrase("names_by_language"), phrase("write_names")))
        texts = {}
        for tag, value in node.values.items():
            if cut_by_comma(node, tag, at, context):
                continue
            if not TAG.fullmatch(tag):
                context.report("E403", (at / tag).on_key(), tag=tag)
            elif isinstance(text := Words().read(value, at / tag, context), str):
                texts[tag] = text
        return texts


@dataclass(frozen=True, slots=True)
class Variants:
    """Lists of texts by language of the site."""

    def read(self, node: Node, at: At, context: Context) -> MappingOf[str, tuple[str, ...]] | Invalid:
        """Return the lists by language."""
        if not isinstance(node, Mapping):
            how = phrase("write_lists", language=context.languages[0])
            return context.wrong_shape(node, at, (phrase("lists_by_language"), how))
        lists = {}
        for key, value in node.values.items():
            if key not in context.languages:
                report_language(key, (at / key).on_key(), context)
            elif isinstance(items := ListOf(Words()).read(value, at / key, context), tuple):
                lists[key] = items
        return lists
