"""An editor's side of the Language Server Protocol 3.17, as far as the tests of the schema need it."""

from __future__ import annotations

import json
import subprocess
import threading
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


PATIENCE = 60  # seconds


class Editor:
    """A YAML language server with one file open; `stop` ends it."""

    def __init__(self, command: Sequence[str], file: Path, text: str) -> None:
        self.server = subprocess.Popen(
            list(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.limit = threading.Timer(PATIENCE, self.server.kill)  # so that a server that is silent fails the test
        self.limit.start()
        self.uri = file.as_uri()
        self.text = text
        self.asked = 0
        self.diagnostics: list[str] | None = None
        self._ask("initialize", {"processId": None, "rootUri": file.parent.as_uri(), "capabilities": CAPABILITIES})
        self._send({"method": "initialized", "params": {}})
        document = {"uri": self.uri, "languageId": "yaml", "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})

    def faults(self) -> list[str]:
        """Return what the server says is wrong with the file."""
        while self.diagnostics is None:
            self._receive()
        return self.diagnostics

    def completions(self, words: str) -> dict[str, str]:
        """Return what is offered at the end of some words of the file, each with what is said of it."""
        found = self._ask("textDocument/completion", self._at(words)) or {}
        items = found if isinstance(found, list) else found.get("items", [])
        return {item["label"]: _said(item.get("documentation")) for item in items}

    def hover(self, words: str) -> str:
        """Return what is shown when the pointer rests on the last letter of some words of the file."""
        found = self._ask("textDocument/hover", self._at(words, back=1))
        return _said(found["contents"]) if found else ""

    def stop(self) -> None:
        """End the server."""
        self.limit.cancel()
        self.server.kill()
        self.server.communicate()

    def _at(self, words: str, back: int = 0) -> dict[str, Any]:
        before = self.text[: self.text.index(words) + len(words) - back]
        place = {"line": before.count("\n"), "character": len(before.rsplit("\n", 1)[-1])}
        return {"textDocument": {"uri": self.uri}, "position": place}

    def _ask(self, method: str, params: object) -> Any:  # noqa: ANN401 - what the server answers
        self.asked += 1
        self._send({"id": self.asked, "method": method, "params": params})
        while (message := self._receive()).get("id") != self.asked or "method" in message:
            pass
        return message.get("result")

    def _send(self, message: dict[str, Any]) -> None:
        raw = json.dumps({"jsonrpc": "2.0", **message}).encode()
        pipe = _pipe(self.server.stdin)
        pipe.write(b"Content-Length: %d\r\n\r\n%s" % (len(raw), raw))
        pipe.flush()

    def _receive(self) -> dict[str, Any]:
        """Return the next message; answer what the server asks, and keep what it finds wrong."""
        pipe = _pipe(self.server.stdout)
        length = 0
        while line := pipe.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        message: dict[str, Any] = json.loads(pipe.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics = [one["message"] for one in message["params"]["diagnostics"]]
        elif "method" in message and "id" in message:
            asked = message["params"].get("items", []) if message["method"] == "workspace/configuration" else []
            self._send({"id": message["id"], "result": [SETTINGS.get(one["section"]) for one in asked]})
        return message


CAPABILITIES = {
    "workspace": {"configuration": True},
    "textDocument": {
        "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
        "hover": {"contentFormat": ["markdown"]},
    },
}
SETTINGS = {"yaml": {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}}


def _said(contents: Any) -> str:  # noqa: ANN401 - a text, or MarkupContent
    return str(contents["value"] if isinstance(contents, dict) else contents or "")


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe
    return pipe
