"""Every text of the entries, by language, with the state of its translations: what there is to translate and review.

Found in the YAML nodes along the readers of `load.entries`, so it works for entries that do not load because a language
is missing. A text keeps its key path, by which `splice` writes its translations and records.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from biennien.fields import Context, ListOf, Reader, Record, Texts, is_to_do
from biennien.load import read_limited
from biennien.load.entries import EVENT, GROUND, MAP, REGISTERS, SITE, TRANSLATIONS, settings_record
from biennien.nodes import Mapping, Node, Scalar, Sequence, parse
from biennien.problems import At
from biennien.splice import KeyPath, add_records, set_record, set_text
from biennien.states import MISSING, backing, original_of, state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Mapping as MappingOf
    from pathlib import Path

    from biennien.model import Translation

EVENTS = "content/events"
RECORDS = "translations"


@dataclass(frozen=True, slots=True)
class Setting:
    """What it takes to read texts: the site's languages, the first its own, and the language of every source."""

    languages: tuple[str, ...]
    sources: MappingOf[str, str]


@dataclass(frozen=True, slots=True)
class Wording:
    """One text of an entry, in the languages there are.

    `name` is for people: `title`, `claims.trade-2022`, `claims.trade-2022.evidence.1.translation`; items without an id
    are counted from 1. `path` leads to the mapping that holds the languages. `languages` are those that it is to be
    translated into. Where the original stands elsewhere, as a quote does, `first` leads to it.
    """

    name: str
    path: KeyPath
    original: str
    texts: MappingOf[str, str]
    languages: tuple[str, ...]
    first: KeyPath | None = None
    breaks: bool = False  # its texts end with a line break, as blocks do

    @property
    def source(self) -> str:
        """The original text."""
        return self.texts[self.original]

    def place(self, language: str) -> KeyPath:
        """Return where the text in a language stands, or belongs."""
        return self.first if self.first and language == self.original else (*self.path, language)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is translated together: an event, an entry of a register, the site's own texts, the map's.

    `id` is `spring-meeting-2023`, `people/liu-ning`, `site` or `map`; `file` is relative to the project's folder.
    """

    id: str
    file: str
    path: KeyPath
    wordings: tuple[Wording, ...]
    records: tuple[Translation, ...]

    def state(self, wording: Wording, language: str) -> str:
        """Return the state of a text in a language that is not its original's."""
        text = wording.texts.get(language)
        return MISSING if text is None else state_of(self.records, wording.original, wording.source, text)

    def states(self) -> Iterator[tuple[Wording, str, str]]:
        """Yield (wording, language, state) for every translation that there is or should be."""
        for wording in self.wordings:
            yield from ((wording, language, self.state(wording, language)) for language in wording.languages)


def read_setting(root: Path) -> Setting:
    """Return what the texts of a project are read with; no languages where `content/site.yaml` can't be read."""
    site, sources = (_mapping(_bytes(root / file), file) for file in (SITE, "content/sources.yaml"))
    languages = site.values.get("languages") if site else None
    spoken = {id_: _text(source, "language") for id_, source in sources.values.items()} if sources else {}
    return Setting(
        tuple(languages.keys) if isinstance(languages, Mapping) else (),
        {id_: language for id_, language in spoken.items() if language},
    )


def read_entries(root: Path, setting: Setting) -> tuple[Entry, ...]:
    """Return the entries of a project: its events, its registers in the order of `load.entries`, map and site."""
    folder = root / EVENTS
    names = sorted(file.name for file in folder.glob("*.yaml") if file.name[0] != ".") if folder.is_dir() else []
    files = [f"{EVENTS}/{name}" for name in names]
    files += [*(f"content/{name}.yaml" for name in REGISTERS), MAP, SITE]
    return tuple(entry for file in files for entry in entries_of(_bytes(root / file), file, setting))


def entries_of(raw: bytes, file: str, setting: Setting) -> tuple[Entry, ...]:
    """Return the entries of one file, `file` being its path in the project; none where it is no YAML of ours."""
    root = _mapping(raw, file)
    if root is None:
        return ()
    stem = file.rsplit("/", 1)[1].removesuffix(".yaml")
    if file.startswith(f"{EVENTS}/"):
        said = _text(root, "original")
        return (_entry(EVENT, root, Entry(stem, file, (), (), ()), said, setting),)
    if stem in REGISTERS:
        record = REGISTERS[stem]
        blank = {id_: Entry(f"{stem}/{id_}", file, (id_,), (), ()) for id_ in root.keys}
        return tuple(_entry(record, root.values[id_], entry, "", setting) for id_, entry in blank.items())
    record = GROUND if file == MAP else settings_record(())
    return (_entry(record, root, Entry(stem, file, (), (), ()), "", setting),)


def write_text(raw: bytes, wording: Wording, language: str, text: str) -> bytes:
    """Return the file with a wording's text in a language, beside the others; raises SpliceError."""
    beside = [one for one in wording.texts if wording.place(one)[:-1] == wording.path and one != language]
    whole = f"{text}\n" if wording.breaks else text
    return set_text(raw, wording.place(language), whole, after=beside[-1] if beside else "")


def write_record(raw: bytes, entry: Entry, wording: Wording, language: str, record: MappingOf[str, str]) -> bytes:
    """Return the file with the record of a wording's translation in place of the one that was its own.

    `entry` and `wording` are as they were before the translation was written, if it was. The label says field and
    language; it is numbered where another field, that was moved here, goes by it. Raises SpliceError.
    """
    return write_records(raw, entry, [(wording, language, record)])


def write_records(raw: bytes, entry: Entry, records: Iterable[tuple[Wording, str, MappingOf[str, str]]]) -> bytes:
    """Return the file with the records of several translations of one entry; see `write_record`."""
    taken = {one.label for one in entry.records}
    added = {}
    for wording, language, record in records:
        label = _label(entry, wording, language)
        if label in taken:
            raw = set_record(raw, (*entry.path, RECORDS, label), record)
        else:
            added[label] = record
    return add_records(raw, (*entry.path, RECORDS), added)


def _label(entry: Entry, wording: Wording, language: str) -> str:
    """Return the label of a translation's record: of the one it has, or else one that serves no other."""
    labels = {one.label: one for one in entry.records}
    text = wording.texts.get(language)
    own = backing(entry.records, text) if text is not None else None
    plain = f"{wording.name}.{language}"
    if own is not None and not _serves_another(entry, own, wording, language):
        return own.label
    numbered = (plain, *(f"{plain}~{number}" for number in range(2, len(labels) + 3)))
    return next(
        one for one in numbered if one not in labels or not _serves_another(entry, labels[one], wording, language)
    )


def _serves_another(entry: Entry, record: Translation, wording: Wording, language: str) -> bool:
    """Say whether a record is what another text of the entry rests on."""
    return any(
        backing((record,), text) is not None
        for other in entry.wordings
        for code, text in other.texts.items()
        if code in other.languages and (other.path, code) != (wording.path, language)
    )


def _entry(record: Record, node: Node, entry: Entry, said: str, setting: Setting) -> Entry:
    """Return an entry with its records, and its texts with the language that each was first written in."""
    written = node.values.get(RECORDS) if isinstance(node, Mapping) else None
    nothing = Context(setting.languages, [])  # what is wrong with a record is for the checks to say
    records = TRANSLATIONS.reader.read(written, At(entry.file), nothing) if written else ()
    records = records if isinstance(records, tuple) else ()
    own = said if said in setting.languages else next(iter(setting.languages), "")
    found = _wordings(record, node, entry.path, "", setting)
    wordings = tuple(_with_original(one, own, records, setting.languages) for one in found)
    return Entry(entry.id, entry.file, entry.path, tuple(one for one in wordings if one.original), records)


def _with_original(
    wording: Wording, own: str, records: tuple[Translation, ...], languages: tuple[str, ...]
) -> Wording:
    """Settle the language of a wording's original, and with it those that it is translated into."""
    texts = wording.texts
    original = wording.original or original_of(records, own, texts)
    others = tuple(language for language in languages if language != original)
    return Wording(wording.name, wording.path, original, texts, others, wording.first, wording.breaks)


def _wordings(reader: Reader, node: Node, path: KeyPath, name: str, setting: Setting) -> Iterator[Wording]:
    """Yield the texts below a node, as its reader declares them; the original is known only of quotes so far."""
    if isinstance(reader, Texts) and isinstance(node, Mapping):
        yield _wording(node, path, name, setting)
    elif isinstance(reader, Record) and isinstance(node, Mapping):
        if reader.texts:
            yield _wording(node, path, name or reader.texts, setting)
        for key, field in reader.fields.items():
            below = f"{name}.{key}" if name else key
            if isinstance(field.reader, Texts) and field.reader.of:
                yield from _translated(field.reader, node, (*path, key), below, setting)
            elif key in node.values:
                yield from _wordings(field.reader, node.values[key], (*path, key), below, setting)
    elif isinstance(reader, ListOf) and isinstance(node, Sequence):
        for place, (item, label) in enumerate(zip(node.items, _labels(node), strict=True)):
            yield from _wordings(reader.item, item, (*path, place), f"{name}.{label}", setting)


def _wording(node: Mapping, path: KeyPath, name: str, setting: Setting) -> Wording:
    scalars = {one: node.values[one] for one in setting.languages if one in node.values}
    texts = {one: value.text for one, value in scalars.items() if isinstance(value, Scalar) and _is_written(value.text)}
    breaks = bool(texts) and all(text.endswith("\n") for text in texts.values())
    return Wording(name, path, "", {one: text.strip() for one, text in texts.items()}, (), breaks=breaks)


def _translated(reader: Texts, node: Mapping, path: KeyPath, name: str, setting: Setting) -> Iterator[Wording]:
    """Yield a text of a source with its translations; nothing where its language is not known."""
    language = _text(node, "language") or setting.sources.get(_text(node, "source"), "")
    text = _text(node, reader.of)
    if not _is_written(text) or not language:
        return
    below = node.values.get(path[-1]) if isinstance(path[-1], str) else None
    there = _wording(below, path, name, setting) if isinstance(below, Mapping) else Wording(name, path, "", {}, ())
    texts = {**there.texts, language: text}
    yield Wording(name, path, language, texts, (), (*path[:-1], reader.of), there.breaks)


def _labels(node: Sequence) -> list[str]:
    """Return what each item of a list is called: its id, or else its number from 1."""
    labels: list[str] = []
    for number, item in enumerate(node.items, 1):
        own = _text(item, "id")
        labels.append(own if own and own not in labels else str(number))
    return labels


def _is_written(text: str) -> bool:
    """Say whether there is a text; one that is still to be written is as good as none, in every language."""
    return bool(text.strip()) and not is_to_do(text.strip())


def _text(node: Node, key: str) -> str:
    value = node.values.get(key) if isinstance(node, Mapping) else None
    return value.text.strip() if isinstance(value, Scalar) else ""


def _bytes(file: Path) -> bytes:
    try:
        return read_limited(file)
    except OSError:
        return b""


def _mapping(raw: bytes, file: str) -> Mapping | None:
    node, _ = parse(raw, file)
    return node if isinstance(node, Mapping) else None
