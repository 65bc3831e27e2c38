"""The web as a translation engine is asked over it: within limits, and with every failure named.

deep-translator asks without a time limit and drops what its answers say about waiting; so its modules are given `Web`
in place of `requests` (see `engines`).
"""

from __future__ import annotations

import email.utils
import json
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import requests
import urllib3

from biennien.messages import phrase

if TYPE_CHECKING:
    from collections.abc import Mapping

    from biennien.messages import Phrase

MOST_BYTES: Final = 2_000_000  # of an answer; a translation has some thousands
NO_KEY: Final = "-"  # stands for no key where deep-translator insists on one
SHOWN: Final = 200  # characters of an engine's own words
# Marks of the pages that ask whether a person is there, or whether cookies are welcome.
_BLOCKED = re.compile(r"captcha-form|[gh]-(?:re)?captcha|/sorry/|consent\.google\.|cf-chl", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
# deep-translator joins the texts between tags without a space, so that words would be glued.
_INLINE = re.compile(r"</?(?:a|b|em|font|i|mark|s|small|span|strong|sub|sup|u|wbr)(?:\s[^<>]*)?>", re.IGNORECASE)
_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^<>]*>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an engine gave no translation.

    `kind` is offline, timeout, busy, quota, blocked, refused (a language, a key, a request that it does not take) or
    nonsense (an answer that is no translation); `why` is a clause about it; `wait` the seconds after which to ask
    again, where the engine says so.
    """

    kind: str
    why: Phrase
    wait: float | None = None


class FaultError(Exception):
    """Carries a fault through deep-translator, back to whoever asked."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.kind)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Reply:
    """What deep-translator uses of an answer."""

    status_code: int
    text: str

    def json(self) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Return the value that the text holds as JSON; raises ValueError when it holds none."""
        return json.loads(self.text)

    def close(self) -> None:
        """Do nothing: everything has been read."""


@dataclass(frozen=True, slots=True)
class Web:
    """Asks as `requests` does. A failed request raises FaultError, with one of the kinds of `Fault`.

    `limit` is in seconds, for a connection, between two pieces of an answer, and for its body as a whole. With
    `address`, every request goes to that server instead, under its path.
    """

    limit: float
    address: str = ""
    exceptions: Any = requests.exceptions  # deep-translator looks there for what to catch

    def get(self, url: str, params: Mapping[str, str] | None = None, **_: object) -> Reply:
        """Ask with GET."""
        return self._ask("GET", url, params=params)

    def post(self, url: str, params: Mapping[str, str] | None = None, **more: Any) -> Reply:  # noqa: ANN401
        """Ask with POST. Texts and keys go into the body, where no log and no limit of addresses meets them."""
        if "json" in more:
            return self._ask("POST", url, params=params, headers=more.get("headers"), json=more["json"])
        form = {name: value for name, value in (params or {}).items() if (name, value) != ("api_key", NO_KEY)}
        return self._ask("POST", url, data=form)

    def _ask(self, method: str, url: str, **more: Any) -> Reply:  # noqa: ANN401 - the options of requests
        until = time.monotonic() + self.limit
        try:
            with requests.request(method, self._place(url), timeout=self.limit, stream=True, **more) as answer:
                text = _read(answer, until)
                return _accept(answer, text)
        except (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError):
            raise FaultError(silent(self.limit)) from None
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError) as error:
            raise FaultError(_unreachable(error, self._place(url))) from None

    def _place(self, url: str) -> str:
        if not self.address:
            return url.replace("http://", "https://", 1)
        path, query = urlsplit(url).path, urlsplit(url).query
        return self.address.rstrip("/") + path + (f"?{query}" if query else "")


def silent(limit: float) -> Fault:
    """Return the fault of an engine that did not answer within so many seconds."""
    return Fault("timeout", phrase("no_answer", seconds=f"{limit:g}"))


def _unreachable(error: Exception, url: str) -> Fault:
    if isinstance(error, requests.exceptions.ConnectionError | urllib3.exceptions.HTTPError):
        return Fault("offline", phrase("not_reached", host=urlsplit(url).netloc))
    return Fault("refused", phrase("not_asked", host=urlsplit(url).netloc or url, why=type(error).__name__))


def _read(answer: requests.Response, until: float) -> str:
    """Return the body of an answer that comes in time and has a reasonable size."""
    body = bytearray()
    while chunk := answer.raw.read1(8192, decode_content=True):  # whatever has come; others wait for so many bytes
        body += chunk
        if time.monotonic() > until:
            raise requests.exceptions.ReadTimeout
        if len(body) > MOST_BYTES:
            raise FaultError(Fault("nonsense", phrase("long_answer", bytes=f"{MOST_BYTES:,}")))
    declared = answer.encoding if "charset" in answer.headers.get("Content-Type", "") else None
    try:
        return body.decode(declared or "utf-8", errors="replace")
    except LookupError:
        return body.decode("utf-8", errors="replace")


def _accept(answer: requests.Response, text: str) -> Reply:
    """Return an answer that may hold a translation, its inline tags taken out; raise the fault of any other."""
    page = text.lstrip()[:1] == "<"
    if page and (_BLOCKED.search(text) or _BLOCKED.search(answer.url)):
        raise FaultError(Fault("blocked", phrase("wants_a_person")))
    if not answer.ok:
        raise FaultError(_refusal(answer, _own_words(text)))
    return Reply(answer.status_code, _INLINE.sub("", _BREAK.sub("\n", text)) if page else text)


def _refusal(answer: requests.Response, words: str) -> Fault:
    """Return what a status of 400 or more says (RFC 9110, section 15; 429 is RFC 6585, section 4)."""
    status, wait = answer.status_code, read_wait(answer.headers.get("Retry-After", ""), datetime.now(UTC))
    said = f"HTTP {status}" + (f": {words}" if words else "")
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Fault("quota", phrase("too_many_requests", said=said), wait)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Fault("busy", phrase("fault_of_theirs", said=said), wait)
    return Fault("refused", phrase("in_their_words", said=said))


def read_wait(header: str, now: datetime) -> float | None:
    """Return the seconds that Retry-After asks to wait (RFC 9110, section 10.2.3); None where it says nothing."""
    if header.strip().isdecimal():
        return float(header)
    try:
        return max(0.0, (email.utils.parsedate_to_datetime(header) - now).total_seconds())
    except (TypeError, ValueError):
        return None


def _own_words(text: str) -> str:
    """Return the beginning of what an error says: the `error` of a JSON object, else the words of a page."""
    try:
        found = json.loads(text)
    except ValueError:
        found = _TAG.sub(" ", text)
    while isinstance(found, dict):
        found = next((found[key] for key in ("error", "message", "responseDetails") if found.get(key)), "")
    words = " ".join(str(found).split())
    return words[:SHOWN] + "…" * (len(words) > SHOWN)
