"""What is fuzzed: each target takes any bytes, and asserts what must hold whatever they are."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

from biennien import model
from biennien.edtf import DateError, parse_date
from biennien.fields import Context
from biennien.load import EVENT, REGISTERS, SETTINGS
from biennien.names import index_names
from biennien.nodes import Mapping, locate, parse
from biennien.problems import At, Span, render_human
from biennien.prose import Links, plain_text, references, render_body, render_line
from biennien.splice import SpliceError, remove, set_text
from biennien.text import hidden_characters

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping as MappingOf

FILE = "content/events/x.yaml"
LINKS = Links(to=lambda register, id_: f"../{register}/{id_}.html", names=index_names([("Hà Giang", "places", "x")]))
TAG = re.compile(r"<(?!/?(?:p|a|em|strong|code|pre|ul|ol|li|h[1-6]|blockquote|br|hr|sup)\b)")
HREF = re.compile(r'href="(?!https?://|mailto:|\.\./|#)', re.IGNORECASE)


def load_file(raw: bytes) -> None:
    """Any bytes are an event, a register or the settings, or problems with a place that can be shown."""
    node, problems = parse(raw, FILE)
    found = list(problems)
    if isinstance(node, Mapping):
        for record in (EVENT, REGISTERS["places"], SETTINGS):
            context = Context(("vi", "en"), found)
            made = record.read(node, At(FILE), context, **({} if record is SETTINGS else {"id": "x"}))
            assert found or not isinstance(made, model.Event) or made.claims
    located = locate(found, lambda _: raw)
    assert all(isinstance(one.where, Span) for one in located)
    shown = render_human(located, lambda _: raw.decode("utf-8-sig", "replace"))
    assert hidden_characters(shown) == ()


def read_date(raw: bytes) -> None:
    """Any text is a date whose ends are in order and which reads back, or a fault within the text."""
    text = raw.decode("utf-8", "replace")
    try:
        date = parse_date(text)
    except DateError as error:
        fault = error.start, error.end
    else:
        assert parse_date(date.text) == date
        return
    assert 0 <= fault[0] <= fault[1] <= max(len(text), fault[1])


def read_markdown(raw: bytes) -> None:
    """Any text is plain prose: no element, address or script but those of ours."""
    text = raw.decode("utf-8", "replace")
    for html in (render_body(text, LINKS), render_line(text, LINKS)):
        assert not TAG.search(html), html
        assert not HREF.search(html), html
    references(text)
    plain_text(text)


def splice_text(raw: bytes) -> None:
    """A text set in any file is read back as it was set, or the file stays as it was; what is taken out is gone."""
    file, _, words = raw.partition(b"\0")
    text = words.decode("utf-8", "ignore").strip()
    node, faults = parse(file, FILE)
    if faults or not isinstance(node, Mapping) or not node.keys or hidden_characters(text) or not text:
        return
    key = next(iter(node.keys))
    try:
        after = set_text(file, (key,), text)
    except SpliceError:  # it can't be done without changing something else, and so it was not
        return
    changed, problems = parse(after, FILE)
    assert not problems
    assert isinstance(changed, Mapping)
    assert list(changed.keys) == list(node.keys)
    assert getattr(changed.values[key], "text", "").strip() == text
    with contextlib.suppress(SpliceError):
        left, _ = parse(remove(after, (key,)), FILE)
        assert not isinstance(left, Mapping) or key not in left.keys


TARGETS: MappingOf[str, Callable[[bytes], None]] = {
    "load": load_file,
    "dates": read_date,
    "markdown": read_markdown,
    "splice": splice_text,
}
SEEDS: MappingOf[str, tuple[bytes, ...]] = {
    "load": (
        "title: {vi: Gặp, en: Met}\nkind: x\ndate: 2023-02\noriginal: vi\ncoverage: outside\nsummary: {vi: a, en: b}\n"
        'claims:\n  - {id: a, kind: event, vi: a, en: |\n    b, evidence: [{source: s, quote: "q\\u1ec7"}]}\n'.encode(),
        b"kind: province\nname: {vi: a, en: 'b'}\nin: [x]\nallow: [{code: W424, field: a, why: b}]\n",
    ),
    "dates": tuple(b"2023-02-22 2024-02~ 2022-10~/2022-12~ ../2024-11-28 XXXX 2023-1X 1900/2000 27/3/2023".split()),
    "markdown": (
        '# Hà Giang\n\n- *a* **b** `c` [d](https://e.vn "f") [^g]\n\n> 1. <h> &amp; \\*'.encode(),
        b"[a](place:b) <https://c> ![d](javascript:e) ```\nf\n``` [g]: h\n\ni\n===\n| - * _",
    ),
    "splice": (b"a: b\nc: d\0e", b"a: |\n  b\n\n  c\nd: {e: f}\0x: y # z", b"a: 'b'\n\0\"c\" - {d}\n\n e"),
}
