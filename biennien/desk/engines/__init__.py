"""Translation engines: what deep-translator asks, made to answer in time, or to say why there is no answer."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from importlib.util import find_spec, module_from_spec
from threading import Thread
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Protocol
from urllib.parse import quote_plus

from biennien.desk.engines.answers import read_answer, read_error, says_something
from biennien.desk.engines.codes import MICROSOFT, find_code
from biennien.desk.engines.pieces import cut
from biennien.desk.engines.web import NO_KEY, Fault, FaultError, Web, silent
from biennien.messages import SaidError, phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from types import ModuleType

LIMIT: Final = 20.0  # seconds that one request may take
TRIES: Final = 3  # of one request
PATIENCE: Final = 60.0  # seconds; an engine that wants a longer rest is left alone
PASSING: Final = frozenset({"offline", "timeout", "busy", "quota"})  # faults that a second try may not meet


class EngineError(SaidError):
    """Why there is no engine such as was asked for."""


class Engine(Protocol):
    """Translates."""

    @property
    def name(self) -> str:
        """How a draft's record calls it."""

    def translate(self, text: str, source: str, target: str) -> str | Fault:
        """Return `text`, in the language `source` (BCP 47), in the language `target`; or why that was not possible."""


@dataclass(frozen=True, slots=True)
class Service:
    """What deep-translator has for an engine, and how much the engine takes at once.

    `codes` are its languages, or the name of deep-translator’s table of them. `letters` and `octets` bound a
    request's text; `quoted` counts its octets as they stand in an address. `settings` gives the arguments that come
    from environment variables, `needs` those that there must be.
    """

    module: str
    translator: str
    codes: str | Collection[str]
    letters: int
    octets: int
    quoted: bool = True
    settings: Mapping[str, str] = field(default_factory=dict)
    needs: Collection[str] = ()
    needs_address: bool = False


# An address of 8,000 bytes is what servers commonly take; Vietnamese has up to nine bytes a letter there.
SERVICES: Final[Mapping[str, Service]] = MappingProxyType(
    {
        "google": Service("google", "GoogleTranslator", "GOOGLE_LANGUAGES_TO_CODES", 4_500, 7_000),
        "mymemory": Service(
            "mymemory",
            "MyMemoryTranslator",
            "MY_MEMORY_LANGUAGES_TO_CODES",
            letters=499,
            octets=499,
            quoted=False,
            settings={"email": "MYMEMORY_EMAIL"},  # gives ten times the quota
        ),
        "libre": Service(
            "libre",
            "LibreTranslator",
            "LIBRE_LANGUAGES_TO_CODES",
            letters=1_900,  # LibreTranslate's own servers take 2,000
            octets=16_000,
            quoted=False,
            settings={"api_key": "LIBRE_API_KEY"},
            needs_address=True,  # the free server that deep-translator knows is gone
        ),
        "microsoft": Service(
            "microsoft",
            "MicrosoftTranslator",
            MICROSOFT,
            letters=4_500,
            octets=16_000,
            quoted=False,
            settings={"api_key": "MICROSOFT_API_KEY", "region": "MICROSOFT_REGION"},
            needs=("api_key",),
        ),
    }
)
"""The engines of deep-translator that know Vietnamese and can still be reached."""


@dataclass(frozen=True, slots=True)
class Machine:
    """An engine of `SERVICES`, asked within limits; `settings` are its keys, `rest` waits for some seconds."""

    name: str
    service: Service
    web: Web
    settings: Mapping[str, str]
    limit: float = LIMIT
    rest: Callable[[float], object] = time.sleep

    def translate(self, text: str, source: str, target: str) -> str | Fault:
        """Return the translation line by line, so that no engine can lose a line break."""
        lines: list[str] = []
        for line in text.split("\n"):
            answer = self._line(line, source, target)
            if isinstance(answer, Fault):
                return answer
            lines.append(answer)
        return "\n".join(lines)

    def _line(self, line: str, source: str, target: str) -> str | Fault:
        done = ""
        for piece in cut(line, self._fits):
            if not says_something(piece):
                done += piece
                continue
            answer = self._patiently(piece.strip(), source, target)
            if isinstance(answer, Fault):
                return answer
            done += piece[: len(piece) - len(piece.lstrip())] + answer + piece[len(piece.rstrip()) :]
        return done

    def _fits(self, text: str) -> bool:
        octets = len(quote_plus(text.strip()) if self.service.quoted else text.strip().encode())
        return len(text) <= self.service.letters and octets <= self.service.octets

    def _patiently(self, text: str, source: str, target: str) -> str | Fault:
        """Ask up to TRIES times, resting as long as the engine wants, or one second, then two."""
        pause = 1.0
        for _ in range(TRIES - 1):
            answer = self._within_limit(text, source, target)
            if not isinstance(answer, Fault) or answer.kind not in PASSING or (answer.wait or 0) > PATIENCE:
                return answer
            self.rest(pause if answer.wait is None else answer.wait)
            pause *= 2
        return self._within_limit(text, source, target)

    def _within_limit(self, text: str, source: str, target: str) -> str | Fault:
        """Ask once. A request that dribbles on, or a name that is never resolved, is left to a thread of its own."""
        answers: list[str | Fault] = []
        thread = Thread(target=lambda: answers.append(self._once(text, source, target)), daemon=True)
        thread.start()
        thread.join(self.limit * 1.5)
        return answers[0] if answers else silent(self.limit)

    def _once(self, text: str, source: str, target: str) -> str | Fault:
        try:
            answer = self._translator(source, target).translate(text)
        except FaultError as error:
            return error.fault
        except Exception as error:  # noqa: BLE001 - whatever it trips over, it is an answer that it can't read
            return read_error(error)
        return read_answer(answer, text)

    def _translator(self, source: str, target: str) -> Any:  # noqa: ANN401 - deep-translator has no types
        module = load_module(self.service.module, self.web)
        codes = [self._code(tag) for tag in (source, target)]
        if codes[0] == codes[1]:
            raise FaultError(Fault("refused", phrase("one_language", source=source, target=target)))
        make = getattr(module, self.service.translator)
        return make(source=codes[0], target=codes[1], **self.settings)

    def _code(self, tag: str) -> str:
        from deep_translator import constants

        codes = self.service.codes
        code = find_code(tag, vars(constants)[codes].values() if isinstance(codes, str) else codes)
        if not code:
            raise FaultError(Fault("refused", phrase("language_unknown_to_it", language=tag)))
        return code


def open_engine(asked: str, environment: Mapping[str, str], limit: float = LIMIT) -> Machine:
    """Return the engine asked for as NAME or NAME=URL; raise EngineError where there is none such."""
    name, _, address = asked.partition("=")
    service = SERVICES.get(name)
    if service is None:
        rest = phrase("there_are", known=", ".join(SERVICES))
        raise EngineError(phrase("no_such_but", what=phrase("an_engine"), word=name, rest=rest))
    if service.needs_address and not address:
        raise EngineError(phrase("needs_address", engine=name))
    if address and not address.startswith(("https://", "http://")):
        raise EngineError(phrase("no_address", address=address, engine=name))
    settings = {key: environment[variable] for key, variable in service.settings.items() if environment.get(variable)}
    for key in service.needs:
        if key not in settings:
            raise EngineError(phrase("needs_key", engine=name, variable=service.settings[key]))
    if "api_key" in service.settings:
        settings.setdefault("api_key", NO_KEY)
    return Machine(name, service, Web(limit, address), settings, limit)


def load_module(name: str, web: Web) -> ModuleType:
    """Return a copy of one of deep-translator's modules, of our own, that asks through `web`."""
    spec = find_spec(f"deep_translator.{name}")
    if spec is None or spec.loader is None:
        raise ImportError(f"deep_translator.{name}")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    vars(module)["requests"] = web
    return module
