"""Reading without a network: the service worker, which keeps what was read (W3C Service Workers)."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

from biennien.outputs.assets import join_script
from biennien.text import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from biennien.locales import Locale
    from biennien.outputs.stock import Stock
    from biennien.templates import Templates

WORKER = "worker.js"
"""Its address: at the site's root, since a worker has to do with what lies in its own folder."""
SOURCE = "js/worker.js"


def with_worker(
    outputs: Iterable[tuple[str, bytes | None]], stock: Stock, published: Mapping[str, str]
) -> Iterator[tuple[str, bytes | None]]:
    """Yield all outputs, then the worker, named by a digest of them all, so that it is another when any of them is.

    None for bytes is what was `published`: address → SHA-256.
    """
    digests: dict[str, str] = {}
    for address, data in outputs:
        digests[address] = published[address] if data is None else sha256(data).hexdigest()
        yield address, data
    build = fingerprint(*(f"{digests[address]} {address}" for address in sorted(digests)), size=16)
    yield render_worker(build, stock.templates, stock.locales)


def render_worker(build: str, templates: Templates, locales: Mapping[str, Locale]) -> tuple[str, bytes]:
    """Return the worker of a build, named by a digest of its files, with the words for what is not kept."""
    source = next(path for name, path in templates.static() if name == SOURCE).read_bytes()
    words = {
        id_: [locale.say("offline_missing"), locale.say("missing_link"), f"{id_}/index.html"]
        for id_, locale in locales.items()
    }
    head = f"const BUILD = {json.dumps(build)};\nconst WORDS = {json.dumps(words, ensure_ascii=False)};\n"
    return WORKER, head.encode() + join_script(source)
