"""Work shared out among processes comes to the same, whatever becomes of them."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from biennien import crew
from biennien.crew import count_hands, pour_out, share_out

if TYPE_CHECKING:
    from collections.abc import Iterator

FORKS = pytest.mark.skipif(not crew.FORKS, reason="this system does not fork")


@pytest.fixture
def any_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Share out even a little work."""
    monkeypatch.setattr(crew, "LEAST", 1)


@pytest.mark.usefixtures("any_work")
@pytest.mark.parametrize("hands", [1, 2, 3, 7])
def test_the_number_of_processes_changes_nothing(hands: int) -> None:
    """What comes back is in the order of the work."""
    assert list(share_out(range(100), lambda number: (number, b"x" * number), hands)) == [
        (number, b"x" * number) for number in range(100)
    ]


@FORKS
@pytest.mark.usefixtures("any_work")
def test_others_do_the_work() -> None:
    """Two processes, and not this one."""
    done = set(share_out(range(40), lambda _: os.getpid(), 2))
    assert len(done) == 2
    assert os.getpid() not in done


def test_little_work_is_done_here() -> None:
    """A process costs more than it spares."""
    assert set(share_out(range(10), lambda _: os.getpid(), 2)) == {os.getpid()}


@FORKS
@pytest.mark.usefixtures("any_work")
def test_what_a_process_could_not_do_is_done_here() -> None:
    """It may have been ended for want of memory."""
    here = os.getpid()

    def do(number: int) -> int:
        if number == 30 and os.getpid() != here:
            os._exit(9)
        return number

    assert list(share_out(range(60), do, 2)) == list(range(60))


@FORKS
@pytest.mark.usefixtures("any_work")
def test_what_is_raised_is_raised_here(capfd: pytest.CaptureFixture[str]) -> None:
    """With its own traceback, once, and nothing is said by the processes themselves."""

    def do(number: int) -> int:
        if number == 17:
            raise ValueError("no seventeen")
        return number

    found = share_out(range(60), do, 2)
    assert [next(found) for _ in range(17)] == list(range(17))
    with pytest.raises(ValueError, match="no seventeen"):
        next(found)
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("any_work")
@pytest.mark.parametrize("hands", [1, 2, 3, 7])
def test_all_that_is_made_comes_once(hands: int) -> None:
    """Much or little or nothing, and what is made of one piece comes in its order."""
    found = list(pour_out(range(100), lambda number: ((number, part) for part in range(number * 3)), hands))
    assert sorted(found) == [(number, part) for number in range(100) for part in range(number * 3)]
    for number in range(100):
        assert [part for one, part in found if one == number] == list(range(number * 3))


@FORKS
@pytest.mark.usefixtures("any_work")
def test_what_a_process_began_is_ended_here() -> None:
    """What had come of a piece doesn’t come twice."""
    here = os.getpid()

    def do(number: int) -> Iterator[tuple[int, int]]:
        for part in range(200):
            if number == 30 and part == 150 and os.getpid() != here:
                os._exit(9)
            yield number, part

    assert sorted(pour_out(range(60), do, 2)) == [(number, part) for number in range(60) for part in range(200)]


@FORKS
@pytest.mark.usefixtures("any_work")
@pytest.mark.parametrize("hands", [2, 3])
def test_of_several_faults_the_first_is_raised(hands: int) -> None:
    """Whichever process comes upon one sooner."""

    def do(number: int) -> Iterator[int]:
        yield number
        if number in (17, 40, 41):
            raise ValueError(number)

    with pytest.raises(ValueError, match=r"^17$"):
        list(pour_out(range(60), do, hands))


def test_there_is_a_hand_at_least() -> None:
    """And on Linux as many as this process may use."""
    assert count_hands() == (len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1)
