"""Engines: what comes back from a server that behaves, and from one that behaves as the real ones do."""

from __future__ import annotations

import json
import re
import socket
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeAlias

import pytest
import requests
from hypothesis import given
from hypothesis import settings as runs
from hypothesis import strategies as st
from machine import (
    CAPTCHA,
    JSON,
    MYMEMORY_QUOTA,
    Behaviour,
    Machine,
    Reply,
    fails,
    google,
    hangs,
    hangs_up,
    libre,
    mymemory,
    run_machine,
)

from biennien.desk.engines import PATIENCE, SERVICES, TRIES, EngineError, open_engine
from biennien.desk.engines.answers import read_answer, says_something
from biennien.desk.engines.codes import find_code
from biennien.desk.engines.pieces import cut
from biennien.desk.engines.web import Fault, FaultError, Web, read_wait
from biennien.messages import phrase, voice

ORIGINAL = "Hai bên đã hội đàm."
ANSWER = "The two sides held talks."


Asked: TypeAlias = tuple[str | Fault, list[float]]


def ask(machine: Machine, text: str = ORIGINAL, *, name: str = "google", limit: float = 20.0) -> Asked:
    """Ask an engine at the server for English; return its answer and the seconds that it rested."""
    rests: list[float] = []
    engine = replace(open_engine(f"{name}={machine.address}", {}, limit), rest=rests.append)
    return engine.translate(text, "vi-VN", "en-GB"), rests


def fault(*behaviours: Behaviour, name: str = "google", limit: float = 20.0) -> Fault:
    """Return the fault that an engine meets at a server that sends these."""
    with run_machine(*behaviours) as machine:
        answer, _ = ask(machine, name=name, limit=limit)
    assert isinstance(answer, Fault), answer
    return answer


@pytest.mark.parametrize(
    ("name", "behaviour", "codes"),
    [
        ("google", google(ANSWER), {"sl": "vi", "tl": "en", "path": "/m"}),
        ("mymemory", mymemory(ANSWER), {"langpair": "vi-VN|en-GB", "path": "/get"}),
        ("libre", libre(ANSWER), {"source": "vi", "target": "en", "path": "/translate"}),
    ],
)
def test_every_engine_translates_and_is_asked_by_its_own_codes(
    name: str, behaviour: Behaviour, codes: dict[str, str]
) -> None:
    """A site's locale becomes what each engine calls the language."""
    with run_machine(behaviour) as machine:
        answer, _ = ask(machine, name=name)
    assert answer == ANSWER
    assert machine.texts == [ORIGINAL]
    assert codes.items() <= machine.asked[0].items()


def test_a_key_goes_into_the_body_and_none_is_made_up() -> None:
    """LibreTranslate's key is in no address, and a server without keys is sent none."""
    with run_machine(libre(ANSWER)) as machine:
        ask(machine, name="libre")
        engine = open_engine(f"libre={machine.address}", {"LIBRE_API_KEY": "secret"})
        assert engine.translate(ORIGINAL, "vi", "en") == ANSWER
    assert ["api_key" in one for one in machine.asked] == [False, True]
    assert machine.asked[1]["address_length"] == str(len("/translate"))


def test_microsoft_is_asked_for_its_languages_first() -> None:
    """deep-translator fetches them each time; the rest is as with any other."""
    languages = fails(200, '{"translation": {"vi": {"name": "Vietnamese"}, "en": {"name": "English"}}}', JSON)
    answer = fails(200, json.dumps([{"translations": [{"text": ANSWER, "to": "en"}]}]), JSON)
    with run_machine(languages, answer) as machine:
        engine = open_engine(f"microsoft={machine.address}", {"MICROSOFT_API_KEY": "secret"})
        assert engine.translate(ORIGINAL, "vi-VN", "en-GB") == ANSWER
    assert [one["path"] for one in machine.asked] == ["/languages", "/translate"]
    assert {"from": "vi", "to": "en"}.items() <= machine.asked[1].items()


def test_nothing_is_sent_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    """deep-translator asks MyMemory over http."""
    asked: list[str] = []

    def request(_: str, url: str, **__: object) -> None:
        asked.append(url)
        raise requests.exceptions.ConnectionError

    monkeypatch.setattr("requests.request", request)
    for name in ("google", "mymemory"):
        replace(open_engine(name, {}), rest=lambda _: None).translate(ORIGINAL, "vi", "en")
    assert {url.split(":")[0] for url in asked} == {"https"}


@pytest.mark.parametrize("text", ["", "…", "22/2/2023", "[X1X], [X2X].", " \n– \n"])
def test_what_says_nothing_in_words_is_never_sent(text: str) -> None:
    """Google answers punctuation with nothing at all; placeholders and numbers need no engine."""
    with run_machine(google("wrong")) as machine:
        assert ask(machine, text)[0] == text
    assert machine.asked == []


def test_lines_and_the_white_space_around_them_stay() -> None:
    """Each line is sent by itself, without its white space."""
    with run_machine(google(lambda text: text.upper())) as machine:
        answer, _ = ask(machine, "  một dòng\n\n- hai dòng \n")
    assert answer == "  MỘT DÒNG\n\n- HAI DÒNG \n"
    assert machine.texts == ["một dòng", "- hai dòng"]


@pytest.mark.parametrize(
    ("sent", "wanted"),
    [
        ("Vietnam&amp;#39;s border", "Vietnam's border"),
        ("&amp;quot;Spring Meeting&amp;quot;", '"Spring Meeting"'),
        ("the <b>Spring</b> Meeting <i>was</i> held", "the Spring Meeting was held"),
        ("the two sides<br>met", "the two sides met"),
        ("the\u200b two sides\ufeff met", "the two sides met"),
        ("Vie\u0302\u0323t Nam", "Việt Nam"),
    ],
)
def test_letters_that_an_engine_spoils_are_mended(sent: str, wanted: str) -> None:
    """Entities escaped twice, words glued at tags, hidden signs, decomposed letters."""
    with run_machine(google(sent, raw=True)) as machine:
        assert ask(machine)[0] == wanted


def test_entities_of_the_original_are_left() -> None:
    """Prose about an entity is no fault of the engine."""
    assert read_answer("The sign &amp; is written so.", "Dấu &amp; viết như vậy.") == "The sign &amp; is written so."


@pytest.mark.parametrize(
    ("behaviour", "name", "kind"),
    [
        (google(""), "google", "nonsense"),
        (google(ORIGINAL), "google", "nonsense"),
        (google(CAPTCHA, raw=True), "google", "blocked"),
        (fails(200, CAPTCHA), "google", "blocked"),
        (fails(429, CAPTCHA), "google", "blocked"),
        (fails(200, "<html><body>We are sorry</body></html>"), "google", "nonsense"),
        (google("Error 500 (Server Error)!!1"), "google", "busy"),
        (google("word " * 500), "google", "nonsense"),
        (google("H\ufffdi b\ufffdn"), "google", "nonsense"),
        (google("Our systems have detected unusual traffic from your network."), "google", "blocked"),
        (fails(414, "<h1>URI Too Long</h1>"), "google", "refused"),
        (mymemory(MYMEMORY_QUOTA), "mymemory", "quota"),
        (mymemory("'XX' IS AN INVALID TARGET LANGUAGE . EXAMPLE: LANGPAIR=EN|IT", "403"), "mymemory", "refused"),
        (mymemory("QUERY LENGTH LIMIT EXCEEDED. MAX ALLOWED QUERY : 500 CHARS", "403"), "mymemory", "nonsense"),
        (fails(200, '{"responseData": null}', JSON), "mymemory", "nonsense"),
        (fails(200, "not JSON", JSON), "mymemory", "nonsense"),
        (fails(200, "[]", JSON), "libre", "nonsense"),
        (fails(200, '{"translatedText": null}', JSON), "libre", "nonsense"),
        (fails(403, '{"error": "Invalid API key"}', JSON), "libre", "refused"),
        (fails(400, '{"error": "vi is not supported"}', JSON), "libre", "refused"),
    ],
)
def test_what_is_no_translation_is_never_taken_for_one(behaviour: Behaviour, name: str, kind: str) -> None:
    """Nothing, the original, a page, a notice: each is a fault of its kind."""
    assert fault(behaviour, name=name).kind == kind


def test_a_page_that_an_engine_leads_away_to_is_told_by_its_address() -> None:
    """Google sends those whom it takes for robots to /sorry/."""
    sorry = fails(200, "<html><body>About this page</body></html>")
    assert fault(fails(302, Location="/sorry/index?continue=x"), sorry).kind == "blocked"


def test_an_engines_own_words_are_told() -> None:
    """What a server says in its error is the best help there is."""
    refused = fault(fails(403, '{"error": "Invalid API key"}', JSON), name="libre")
    assert voice().say(refused.why) == "HTTP 403: Invalid API key"
    assert "13 HOURS" in voice().say(fault(mymemory(MYMEMORY_QUOTA), name="mymemory").why)


def test_a_name_may_come_back_as_it_was() -> None:
    """Hà Giang is Hà Giang in English too."""
    with run_machine(google("Hà Giang")) as machine:
        assert ask(machine, "Hà Giang")[0] == "Hà Giang"


@pytest.mark.parametrize("behaviour", [hangs(), hangs(after_headers=True)], ids=["no headers", "a dribbling body"])
def test_an_engine_that_hangs_is_left_after_the_limit(behaviour: Behaviour) -> None:
    """deep-translator itself would wait for ever."""
    found = fault(behaviour, limit=0.2)
    assert (found.kind, voice().say(found.why)) == ("timeout", "no answer within 0.2 s")


def test_a_request_that_dribbles_on_ends_by_itself() -> None:
    """So no thread is left reading for ever."""
    with run_machine(hangs(after_headers=True)) as machine, pytest.raises(FaultError) as error:
        Web(0.2, machine.address).get("https://example.org/m")
    assert error.value.fault.kind == "timeout"


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(parts=("<html>", "</html>"), pause=60), "timeout"),
        (Reply(parts=("<html>",), headers={"Content-Length": "100"}), "offline"),
        (Reply(parts=("<html>",), headers={"Content-Encoding": "gzip"}), "offline"),
        (Reply(parts=("x" * 100_000,) * 21), "nonsense"),
    ],
    ids=["falls silent", "is cut off", "is garbled", "is endless"],
)
def test_an_answer_that_goes_wrong_on_its_way_is_told(reply: Reply, kind: str) -> None:
    """After good headers too."""
    assert fault(lambda _: reply, limit=0.5).kind == kind


def test_a_machine_without_a_network_says_so() -> None:
    """No server, and a server that hangs up, are both out of reach."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    engine = replace(open_engine(f"google={address}", {}), rest=lambda _: None)
    answer = engine.translate(ORIGINAL, "vi", "en")
    assert answer == Fault("offline", phrase("not_reached", host=address.removeprefix("http://")))
    assert fault(hangs_up).kind == "offline"


@pytest.mark.parametrize("behaviour", [fails(429), fails(503), hangs_up])
def test_a_passing_fault_is_tried_again(behaviour: Behaviour) -> None:
    """The second try, a second later, gives the translation."""
    with run_machine(behaviour, google(ANSWER)) as machine:
        assert ask(machine) == (ANSWER, [1.0])


def test_tries_end_and_rests_grow() -> None:
    """An engine that stays busy is asked a few times only."""
    with run_machine(fails(503)) as machine:
        answer, rests = ask(machine)
    assert isinstance(answer, Fault)
    assert answer.kind == "busy"
    assert rests == [1.0, 2.0]
    assert len(machine.asked) == TRIES


def test_an_engine_is_given_the_rest_that_it_wants() -> None:
    """Retry-After counts, up to our patience; beyond it the engine is left alone at once."""
    with run_machine(fails(429, Retry_After="7"), google(ANSWER)) as machine:
        assert ask(machine) == (ANSWER, [7.0])
    with run_machine(fails(429, Retry_After=str(int(PATIENCE) + 1))) as machine:
        answer, rests = ask(machine)
    assert isinstance(answer, Fault)
    assert (answer.kind, rests, len(machine.asked)) == ("quota", [], 1)


@pytest.mark.parametrize("behaviour", [fails(403), fails(200, CAPTCHA), mymemory(MYMEMORY_QUOTA)])
def test_what_will_not_pass_is_not_tried_again(behaviour: Behaviour) -> None:
    """A second request would make a captcha or a spent quota worse."""
    with run_machine(behaviour) as machine:
        ask(machine, name="mymemory")
    assert len(machine.asked) == 1


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("", None),
        ("soon", None),
        ("120", 120.0),
        ("Mon, 23 Nov 2026 12:01:00 GMT", 60.0),
        ("Sun, 22 Nov 2026 12:00:00 GMT", 0.0),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str, wait: float | None) -> None:
    """RFC 9110, section 10.2.3."""
    assert read_wait(header, datetime(2026, 11, 23, 12, tzinfo=UTC)) == wait


def test_a_long_text_is_sent_in_pieces_that_the_engine_takes() -> None:
    """Whole sentences, each short enough, also as it stands in an address."""
    sentence = "Hai bên nhất trí đẩy nhanh tiến độ xây dựng cầu đường bộ qua biên giới. "
    with run_machine(google(lambda text: text.upper())) as machine:
        answer, _ = ask(machine, sentence * 120)
    assert answer == (sentence * 120).upper()
    assert len(machine.asked) > 2
    assert all(text.endswith(".") for text in machine.texts)
    assert max(int(one["address_length"]) for one in machine.asked) < 8_000


@runs(max_examples=100)
@given(st.text(alphabet="aế. \n,[X1]。刘", max_size=120), st.integers(1, 40))
def test_pieces_are_the_whole_text_and_each_fits(text: str, room: int) -> None:
    """Nothing is lost between two pieces."""
    pieces = cut(text, lambda piece: len(piece) <= room)
    assert "".join(pieces) == text
    assert all(len(piece) <= room for piece in pieces)


def test_a_piece_ends_where_a_reader_would_pause() -> None:
    """Lines before sentences, sentences before clauses, clauses before words."""

    def pieces(text: str, room: int) -> tuple[str, ...]:
        return cut(text, lambda piece: len(piece) <= room)

    assert pieces("Một. Hai.\nBa, bốn năm.", 11) == ("Một. Hai.\n", "Ba, ", "bốn năm.")
    assert pieces("Một. Hai. Ba.", 10) == ("Một. Hai. ", "Ba.")
    assert pieces("“Một.” Hai.", 8) == ("“Một.” ", "Hai.")
    assert pieces("abcdef", 3) == ("abc", "def")


@pytest.mark.parametrize(
    ("tag", "known", "code"),
    [
        ("vi-VN", ("en", "vi"), "vi"),
        ("vi", ("en-GB", "vi-VN"), "vi-VN"),
        ("en", ("en-AU", "en-GB", "en-US"), "en-US"),
        ("en-GB", ("en-GB", "en-US"), "en-GB"),
        ("zh-Hans", ("zh-CN", "zh-TW"), "zh-CN"),
        ("zh-Hant", ("zh-CN", "zh-TW"), "zh-TW"),
        ("zh-Hant", ("zh",), ""),
        ("he", ("iw",), "iw"),
        ("x-klingon", ("vi",), ""),
    ],
)
def test_languages_are_found_by_the_codes_of_an_engine(tag: str, known: tuple[str, ...], code: str) -> None:
    """By CLDR’s likely subtags; never in another script."""
    assert find_code(tag, known) == code


def test_a_language_that_an_engine_does_not_know_is_refused_before_anything_is_sent() -> None:
    """The engine's own answer would be an error page at best."""
    with run_machine(google(ANSWER)) as machine:
        engine = open_engine(f"google={machine.address}", {})
        strange, same = (engine.translate(ORIGINAL, "vi", tag) for tag in ("x-klingon", "vi-VN"))
    assert strange == Fault("refused", phrase("language_unknown_to_it", language="x-klingon"))
    assert same == Fault("refused", phrase("one_language", source="vi", target="vi-VN"))
    assert machine.asked == []


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("bing", f"there is no engine “bing”; there are: {', '.join(SERVICES)}"),
        ("libre", "libre needs the address of a server: --engine libre=https://…"),
        ("google=ftp://x", "“ftp://x” is no address of a server; write google=https://…"),
        ("microsoft", "microsoft needs a key, in the environment variable MICROSOFT_API_KEY"),
    ],
)
def test_an_engine_that_cannot_be_had_is_told(asked: str, words: str) -> None:
    """With what there is, or what is missing."""
    with pytest.raises(EngineError, match=re.escape(words)):
        open_engine(asked, {})


def test_deep_translator_itself_is_left_as_it_is() -> None:
    """Our copy of its module asks through us; the library's own is not changed."""
    import deep_translator.google

    with run_machine(google(ANSWER)) as machine:
        ask(machine)
    assert deep_translator.google.requests is requests


@pytest.mark.parametrize(("text", "says"), [("[X1X] gặp [X2X]", True), ("[X1X] – [X2X]", False), ("12,5 %", False)])
def test_a_placeholder_says_nothing(text: str, says: object) -> None:
    """It has a letter, and is no word."""
    assert says_something(text) is says
