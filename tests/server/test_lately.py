"""Answers of a moment ago: asked for once, told to all."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from facevow.errors import StoreError
from facevow.server.lately import SHARED, Lately

NOW = datetime(2026, 5, 17, 12, tzinfo=UTC)


class Oracle:
    """Answers how often it was asked, once it may; a question of its list fails."""

    def __init__(self, *, fails: tuple[int, ...] = ()) -> None:
        self.asked = 0
        self.may = asyncio.Event()
        self._fails = fails

    async def find(self) -> int:
        """The answer."""
        self.asked += 1
        mine = self.asked
        await self.may.wait()
        if mine in self._fails:
            raise StoreError("away")
        return mine


def test_all_who_ask_at_once_have_one_answer() -> None:
    """However long it takes; who asks something else has another."""

    async def course() -> list[int]:
        lately, oracle = Lately[int](), Oracle()
        late = [lately.ask("one", NOW + number * SHARED, oracle.find) for number in range(5)]
        asked = asyncio.gather(*late, lately.ask("two", NOW, oracle.find))
        await asyncio.sleep(0)
        oracle.may.set()
        return await asked

    assert asyncio.run(course()) == [1, 1, 1, 1, 1, 2]


def test_an_answer_is_told_for_a_moment() -> None:
    """From when it was asked for; and not where the date was set back."""

    async def course() -> list[int]:
        lately, oracle = Lately[int](), Oracle()
        oracle.may.set()
        moments = (NOW, NOW + SHARED / 2, NOW + SHARED, NOW + SHARED - timedelta(microseconds=1))
        return [await lately.ask("one", moment, oracle.find) for moment in moments]

    assert asyncio.run(course()) == [1, 1, 2, 3]


def test_a_failure_is_told_to_those_who_waited_only() -> None:
    """The next one asks anew."""

    async def course() -> None:
        lately, oracle = Lately[int](), Oracle(fails=(1,))
        oracle.may.set()
        with pytest.raises(StoreError):
            await lately.ask("one", NOW, oracle.find)
        assert await lately.ask("one", NOW, oracle.find) == 2

    asyncio.run(course())


def test_who_goes_away_takes_no_answer_from_the_others() -> None:
    """Not even who asked first."""

    async def course() -> None:
        lately, oracle = Lately[int](), Oracle()
        first, second = (asyncio.create_task(lately.ask("one", NOW, oracle.find)) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        oracle.may.set()
        assert (first.cancelled(), await second, oracle.asked) == (True, 1, 1)

    asyncio.run(course())


def test_old_answers_fill_no_memory() -> None:
    """They are forgotten when somebody asks."""

    async def course() -> int:
        lately, oracle = Lately[int](), Oracle()
        oracle.may.set()
        for number in range(50):
            await lately.ask(number, NOW + number * SHARED, oracle.find)
        return len(lately._found)

    assert asyncio.run(course()) == 1
