"""Reading without a network: the service worker, which keeps what was read (W3C Service Workers)."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING

from biennien.outputs.assets import join_script

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from biennien.locales import Locale
    from biennien.templates import Templates

WORKER = "worker.js"
"""Its address: at the site's root, since a worker has to do with what lies in its own folder."""
SOURCE = "js/worker.js"


def with_worker(
    outputs: Iterable[tuple[str, bytes]], templates: Templates, locales: Mapping[str, Locale]
) -> Iterator[tuple[str, bytes]]:
    """Yield all outputs, then the worker, which is another whenever any of them is."""
    digest = blake2b(digest_size=8)
    for address, data in outputs:
        digest.update(address.encode() + b"\0" + data)
        yield address, data
    yield render_worker(digest.hexdigest(), templates, locales)


def render_worker(build: str, templates: Templates, locales: Mapping[str, Locale]) -> tuple[str, bytes]:
    """Return the worker of a build, named by a digest of its files, with the words for what is not kept."""
    source = next(path for name, path in templates.static() if name == SOURCE).read_bytes()
    words = {
        id_: [locale.say("offline_missing"), locale.say("missing_link"), f"{id_}/index.html"]
        for id_, locale in locales.items()
    }
    head = f"const BUILD = {json.dumps(build)};\nconst WORDS = {json.dumps(words, ensure_ascii=False)};\n"
    return WORKER, head.encode() + join_script(source)
