"""A question that is asked again and again, of somebody who may fall silent."""

import asyncio
import threading
import time

import pytest

from facevow.server.questions import FRESH, GIVEN_UP, Question
from tests.server.serving import PATIENCE, HandClock


def test_an_answer_stands_for_a_while() -> None:
    """A thousand who ask at once are one question; after a second it is asked anew."""
    clock, asked = HandClock(), []

    def work() -> int:
        asked.append(1)
        return len(asked)

    async def ask() -> list[int | None]:
        question: Question[int] = Question(clock)
        first = set(await asyncio.gather(*(question.ask(work) for _ in range(1000))))
        clock.seconds += FRESH
        return [*first, await question.ask(work)]

    assert asyncio.run(ask()) == [1, 2]


def test_a_silent_one_is_given_up_and_asked_again_once_it_speaks() -> None:
    """No answer after two seconds, none at once while it is silent still, and no second thread; then it is well."""
    speak, asked = threading.Event(), []

    def work() -> bool:
        asked.append(1)
        return speak.wait(PATIENCE)

    async def ask() -> None:
        clock = HandClock()
        question: Question[bool] = Question(clock)
        began = time.monotonic()
        assert await question.ask(work) is None
        assert GIVEN_UP * 0.9 <= time.monotonic() - began < GIVEN_UP * 3
        clock.seconds += GIVEN_UP + FRESH
        assert await question.ask(work) is None
        assert len(asked) == 1
        speak.set()
        while await question.ask(work) is None:
            clock.seconds += FRESH
            await asyncio.sleep(0.01)
        assert question.last is True

    asyncio.run(ask())


def test_what_goes_wrong_is_the_asker_s() -> None:
    """And no older answer stands in for it; the next who asks has it asked anew."""

    def broken() -> int:
        raise ZeroDivisionError

    async def ask() -> int | None:
        question: Question[int] = Question(clock)
        assert await question.ask(lambda: 5) == 5
        clock.seconds += FRESH
        with pytest.raises(ZeroDivisionError):
            await question.ask(broken)
        assert question.last is None
        return await question.ask(lambda: 7)

    clock = HandClock()
    assert asyncio.run(ask()) == 7
