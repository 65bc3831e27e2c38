"""What libyaml says is wrong, in words for somebody who never read the YAML specification.

libyaml tells where it stopped, which is seldom where the slip is: an unquoted colon, a comma too few and a bracket
too many all end in “did not find expected …”. The tokens before that place tell them apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from biennien.messages import phrase
from biennien.problems import Problem, point, problem, span_between

if TYPE_CHECKING:
    from collections.abc import Callable

    from biennien.messages import Words

KEY = re.compile(r"""["']?[\w-]+["']?[ \t]*:(?=\s|$)""")
COLON = re.compile(r":(?=[ \t\r]|$)")
QUOTES = ("'", '"')


@dataclass(frozen=True, slots=True)
class Token:
    """A scalar or a bracket: what it is for libyaml, its style if it is a scalar, and its offsets, end exclusive."""

    kind: type[yaml.Token]
    style: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fault:
    """What libyaml said, the offset at which it stopped, and the one at which it had begun to read what it could not.

    `tokens` are those that begin before it stopped.
    """

    text: str
    file: str
    said: str
    at: int
    since: int
    tokens: tuple[Token, ...]

    @property
    def sign(self) -> str:
        """The character at which libyaml stopped; empty at the end of the file."""
        return self.text[self.at : self.at + 1].strip()

    @property
    def last(self) -> Token | None:
        """The last token that ends before libyaml stopped."""
        return next((token for token in reversed(self.tokens) if token.end <= self.at), None)

    @property
    def bracket(self) -> int | None:
        """Where the innermost bracket opens within which libyaml stopped."""
        opened: list[int] = []
        for token in self.tokens:
            if token.kind in OPENING:
                opened.append(token.start)
            elif token.kind in CLOSING and opened and token.end <= self.at:
                opened.pop()
        return opened[-1] if opened else None

    def line(self, at: int) -> str:
        """Return the line on which an offset stands."""
        end = self.text.find("\n", at)
        return self.text[self.begins(at) : end if end >= 0 else len(self.text)].rstrip("\r")

    def begins(self, at: int) -> int:
        """Return where the line of an offset begins."""
        return self.text.rfind("\n", 0, at) + 1

    def first(self, at: int) -> int:
        """Return where the words of the line of an offset begin."""
        line = self.line(at)
        return self.begins(at) + len(line) - len(line.lstrip())

    def indent(self, at: int) -> int:
        """Return how far the line of an offset is indented."""
        return self.first(at) - self.begins(at)

    def report(self, code: str, at: int, length: int = 1, **values: Words) -> Problem:
        """Return a problem on one line."""
        return Problem(code, point(self.text, at, self.file, length), values)


OPENING = (yaml.FlowMappingStartToken, yaml.FlowSequenceStartToken)
CLOSING = (yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)


def explain_fault(error: yaml.YAMLError, text: str, file: str) -> Problem:
    """Return the problem for an error raised by libyaml while reading `text`."""
    fault = _read_fault(error, text, file)
    tab = fault.text.find("\t", fault.begins(fault.at), max(fault.first(fault.at), fault.at + 1))
    if tab >= 0 and not fault.text[fault.begins(tab) : tab].strip(" -"):
        return fault.report("E112", tab, sign=phrase("a_tab"))
    return next((explain(fault) for saying, explain in SAYINGS if saying in fault.said), None) or _unknown(fault)


def _read_fault(error: yaml.YAMLError, text: str, file: str) -> Fault:
    end = len(text.rstrip())
    at = min(_offset(getattr(error, "problem_mark", None), end), end)
    since = min(_offset(getattr(error, "context_mark", None), at), end)
    said = f"{getattr(error, 'context', None) or ''} {getattr(error, 'problem', None) or error}".strip()
    return Fault(text, file, said, at, since, tuple(_tokens(text, at)))


def _offset(mark: Any, default: int) -> int:  # noqa: ANN401 - libyaml's own mark, which the type stubs don't know
    return default if mark is None else int(mark.index)


def _tokens(text: str, until: int) -> list[Token]:
    found: list[Token] = []
    try:
        for one in yaml.scan(text, Loader=yaml.CSafeLoader):
            start, end = _offset(one.start_mark, 0), _offset(one.end_mark, 0)
            if start >= until:
                break
            if isinstance(one, (yaml.ScalarToken, yaml.DocumentEndToken, *OPENING, *CLOSING)):
                found.append(Token(type(one), getattr(one, "style", None) or "", start, end))
    except yaml.YAMLError:
        pass  # the tokens before the fault are what was asked for
    return found


def _unknown(fault: Fault) -> Problem:
    return fault.report("E103", fault.at, said=fault.said)


def _stray(fault: Fault) -> Problem:
    """Something stands where nothing could, or, within brackets, where only a comma could."""
    last = fault.last
    beside = last is not None and "\n" not in fault.text[last.end : fault.at]
    if last and beside and last.style in QUOTES:
        return _after_quote(fault, last)
    if beside and last and last.kind in CLOSING and fault.sign:
        return fault.report("E124", fault.at)
    if "flow" in fault.said:
        return _stray_in_brackets(fault, last, beside=beside)
    if last and last.kind is yaml.DocumentEndToken:
        return fault.report("E107", fault.at)
    if last and "document start" in fault.said and not COLON.search(fault.line(last.start)):
        return _line_without_colon(fault, last.start)
    return fault.report("E116", fault.at)


def _after_quote(fault: Fault, quoted: Token) -> Problem:
    """Words follow a text in quotes: a quotation mark too early, one too few before it, or a comma too few."""
    if "\n" in fault.text[quoted.start : quoted.end]:
        closing = span_between(fault.text, quoted.end - 1, quoted.end, fault.file)
        return problem("E115", point(fault.text, quoted.start, fault.file), also=((closing, phrase("closed_here")),))
    if "flow" in fault.said and fault.at > quoted.end and KEY.match(fault.text, fault.at):
        return fault.report("E126", quoted.end)
    return fault.report("E120", quoted.end - 1)


def _stray_in_brackets(fault: Fault, last: Token | None, *, beside: bool) -> Problem:
    if fault.sign == ":" and last:
        if fault.begins(last.start) == fault.begins(fault.at):
            return fault.report("E122", fault.at)
        return _comma_or_bracket(fault, last.start)
    if fault.sign and fault.sign in "[{":
        return fault.report("E125", fault.at, sign=fault.sign)
    if fault.sign and fault.sign in "]}":
        return _unclosed(fault)
    if last and not beside and fault.sign:
        return _comma_or_bracket(fault, last.start)
    return _unclosed(fault)


def _comma_or_bracket(fault: Fault, before: int) -> Problem:
    """A key on a further line: one of the same brackets when it is indented, else one after them."""
    opened = fault.since if fault.bracket is None else fault.bracket
    if fault.indent(fault.at) > fault.indent(opened):
        end = fault.begins(before) + len(fault.line(before).rstrip())
        return fault.report("E126", end)
    return _unclosed(fault)


def _unclosed(fault: Fault) -> Problem:
    opened = fault.since if fault.bracket is None else fault.bracket
    wrong = fault.sign != "" and fault.sign in "]}" and fault.at > opened
    also = ((point(fault.text, fault.at, fault.file), phrase("other_bracket")),) if wrong else ()
    return problem("E119", point(fault.text, opened, fault.file), also=also)


def _no_content(fault: Fault) -> Problem:
    """A sign of YAML's own where a value should begin."""
    if fault.text.startswith("...", fault.at):
        return fault.report("E107", fault.at, len("..."))
    if fault.bracket is None:
        return _special(fault) if fault.sign else _unknown(fault)
    if fault.sign == ",":
        return fault.report("E126", fault.at)
    return _unclosed(fault)


def _special(fault: Fault) -> Problem:
    """A text that begins with a sign that has a meaning in YAML."""
    sign = fault.text[fault.since : fault.since + 1]
    return fault.report("E113", fault.since, sign=sign)


def _directive(fault: Fault) -> Problem:
    known = fault.text.startswith(("%YAML", "%TAG"), fault.since)
    return _unknown(fault) if known else _special(fault)


def _no_colon(fault: Fault) -> Problem:
    return _line_without_colon(fault, fault.since)


def _line_without_colon(fault: Fault, at: int) -> Problem:
    start = fault.first(at)
    words = fault.line(at).strip()
    return fault.report("E121", start, len(words), text=words)


def _colon(fault: Fault) -> Problem:
    """A second colon in a line needs quotes; before a line's first, the fault may be a line above that has none."""
    start = fault.begins(fault.at)
    if COLON.search(fault.text, start, fault.at):
        return fault.report("E122", fault.at)
    above = start - 1
    while above >= 0 and fault.line(above).strip()[:1] in ("", "#"):
        above = fault.begins(above) - 1
    if above >= 0 and not COLON.search(fault.line(above)):
        return _line_without_colon(fault, above)
    return fault.report("E116", fault.first(fault.at))


def _tab(fault: Fault) -> Problem:
    return fault.report("E112", max(fault.text.find("\t", fault.begins(fault.at)), fault.at), sign=phrase("a_tab"))


def _list_beside_key(fault: Fault) -> Problem:
    return fault.report("E114", fault.at)


def _quotes_open(fault: Fault) -> Problem:
    return fault.report("E115", fault.since)


def _escape(fault: Fault) -> Problem:
    return fault.report("E117", fault.text.rindex("\\", 0, fault.at + 1), 2)


# What libyaml says, and who explains it: the first that occurs in its words decides.
SAYINGS: tuple[tuple[str, Callable[[Fault], Problem]], ...] = (
    ("tab character", _tab),
    ("block sequence entries are not allowed", _list_beside_key),
    ("mapping values are not allowed", _colon),
    ("mapping keys are not allowed", _special),
    ("cannot start any token", _special),
    ("found unexpected ':'", _colon),
    ("scanning a quoted scalar", _quotes_open),
    ("parsing a quoted scalar", _escape),
    ("scanning a block scalar", _special),
    ("an alias", _special),
    ("an anchor", _special),
    ("found undefined tag handle", _special),
    ("directive", _directive),
    ("a tag", _special),
    ("could not find expected ':'", _no_colon),
    ("did not find expected node content", _no_content),
    ("did not find expected", _stray),
)
