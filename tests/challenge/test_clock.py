"""The clock of a stream goes forward."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.challenge.clock import LONGEST_GAP, MOST_STANDING, Clock
from facevow.challenge.events import Event


def said(*times: float) -> list[Event | None]:
    """What a clock says of each of these times."""
    clock = Clock()
    return [clock.observe(at) for at in times]


@given(st.lists(st.floats(0.001001, LONGEST_GAP - 0.001), max_size=60))
def test_a_clock_that_goes_forward_says_nothing(steps: list[float]) -> None:
    """Steps between a millisecond and the longest gap are a clock."""
    assert not any(said(*(sum(steps[:count]) for count in range(len(steps)))))


def test_a_step_back_is_told_once_and_rounding_is_none() -> None:
    """More than a millisecond back is going back; after it the clock is believed anew."""
    assert said(1, 2, 1.9, 2.0) == [None, None, Event.CLOCK_WENT_BACK, None]
    assert said(1, 2, 1.9995, 2.1) == [None] * 4


def test_creeping_back_is_going_back() -> None:
    """Half a millisecond a frame adds up."""
    assert said(1, 0.9995, 0.9985) == [None, None, Event.CLOCK_WENT_BACK]


@pytest.mark.parametrize("at", [math.nan, math.inf, -math.inf])
def test_what_is_no_time_counts_as_back(at: float) -> None:
    """No clock shows it, first frame or later, and the good time before it still holds."""
    assert said(at, 1, at, 1.1) == [Event.CLOCK_WENT_BACK, None, Event.CLOCK_WENT_BACK, None]


def test_a_gap_is_a_jump() -> None:
    """More than the longest gap is told; the longest gap itself is not."""
    clock = Clock()
    assert [clock.observe(at) for at in (0, 1.5, 3.1)] == [None, None, Event.CLOCK_JUMPED]
    assert clock.longest_gap == pytest.approx(1.6)


def test_a_clock_that_stands_still_is_a_jump() -> None:
    """Two frames in one millisecond are a burst; many are a clock that tells nothing, and so is one that crawls."""
    assert not any(said(1, 1, 1, 1.1, 1.1, 1.2))
    assert said(*[1.0] * (MOST_STANDING + 2))[-1] is Event.CLOCK_JUMPED
    assert said(*[1 + step * 1e-6 for step in range(MOST_STANDING + 2)])[-1] is Event.CLOCK_JUMPED
