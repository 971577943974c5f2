"""Counters in memory."""

import asyncio
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from facevow.server.door.counting import BoundedMemory
from tests.server.serving import HandClock


def counted(storage: BoundedMemory, key: str, expiry: int = 60) -> int:
    """Count one."""
    return asyncio.run(storage.incr(key, expiry))


def test_a_counter_begins_anew_when_its_window_ends(hand: HandClock) -> None:
    """The window begins with the first addition; later ones do not lengthen it."""
    storage = BoundedMemory(hand)
    assert [counted(storage, "a"), counted(storage, "a")] == [1, 2]
    hand.seconds = 59.9
    assert counted(storage, "a") == 3
    assert asyncio.run(storage.get("b")) == 0
    hand.seconds = 60
    assert asyncio.run(storage.get("a")) == 0
    assert counted(storage, "a") == 1


def test_the_end_of_a_window_is_told_on_the_wall_clock(hand: HandClock) -> None:
    """As the library has it, whatever the steady clock stands at."""
    storage = BoundedMemory(hand)
    hand.seconds = 1000
    counted(storage, "a")
    hand.seconds = 1020
    assert abs(asyncio.run(storage.get_expiry("a")) - time.time() - 40) < 20
    assert abs(asyncio.run(storage.get_expiry("never")) - time.time()) < 20


def test_the_oldest_counter_makes_room(hand: HandClock) -> None:
    """However many addresses come, memory is bounded; a counter that began anew is not the oldest."""
    storage = BoundedMemory(hand, most=3)
    for name in "abc":
        counted(storage, name)
    hand.seconds = 60
    counted(storage, "a")
    counted(storage, "d")
    assert len(storage) == 3
    assert [asyncio.run(storage.get(name)) for name in "abcd"] == [1, 0, 0, 1]
    assert "b" not in storage._counts


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.floats(0, 100)), max_size=60))
def test_it_counts_as_a_plain_list_of_moments_would(steps: list[tuple[str, float]]) -> None:
    """Against a slow model: a window of 60 s from the first of its moments."""
    hand = HandClock()
    storage, model = BoundedMemory(hand), dict[str, tuple[float, int]]()
    for name, later in steps:
        hand.seconds += later
        began, count = model.get(name, (hand.seconds, 0))
        if hand.seconds >= began + 60:
            began, count = hand.seconds, 0
        model[name] = (began, count + 1)
        assert counted(storage, name) == count + 1


def test_counters_can_be_forgotten(hand: HandClock) -> None:
    """One, or all."""
    storage = BoundedMemory(hand)
    counted(storage, "a")
    counted(storage, "b")
    asyncio.run(storage.clear("a"))
    assert asyncio.run(storage.get("a")) == 0
    assert asyncio.run(storage.reset()) == 1
    assert asyncio.run(storage.check())
