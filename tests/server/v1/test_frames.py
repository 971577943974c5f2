"""Which frames of a stream are taken, by their sequence and capture time."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.errors import MessageError
from facevow.server.v1.frames import InOrder
from facevow.server.v1.wire import AHEAD, BEHIND, FrameMessage, frame_message, parse_frame
from tests.server.v1.coursing import JPEG

SLACK = 0.001
"""Seconds that rounding may cost: capture times are told in microseconds."""

STEPS = st.lists(st.tuples(st.floats(0.01, 2), st.floats(0, BEHIND - SLACK)), min_size=2, max_size=30)
"""Of each frame: seconds since the one before was captured, and how long it is held up."""

CLOCK = st.floats(0, 1e6)
"""Where the client's clock begins."""


def frame(sequence: int, captured: float) -> FrameMessage:
    """A frame as it is read."""
    return parse_frame(frame_message(sequence, captured, JPEG), longest=len(JPEG) + 100)


def code(in_order: InOrder, sequence: int, captured: float, arrived: float) -> str | None:
    """Why a frame is refused, None where it is taken."""
    try:
        in_order.expect(frame(sequence, captured), arrived)
    except MessageError as error:
        return error.code
    return None


def arrivals(steps: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Of each frame the moments of capture and arrival, both from 0 on; none overtakes another."""
    captured, arrived, moments = 0.0, 0.0, []
    for step, held in steps:
        captured += step
        arrived = max(arrived, captured + held)
        moments.append((captured, arrived))
    return moments


@given(STEPS, CLOCK)
def test_frames_that_are_held_up_for_less_than_the_limit_are_taken(
    steps: list[tuple[float, float]], clock: float
) -> None:
    """Whichever of them it is, the first one too, and wherever the client's clock begins."""
    in_order = InOrder()
    for number, (captured, arrived) in enumerate(arrivals(steps)):
        assert code(in_order, number, clock + captured, 5000 + arrived) is None


@pytest.mark.parametrize("held", [1.9, 2.6, 4.9])
def test_a_first_frame_that_was_held_up_costs_no_other(held: float) -> None:
    """Those that come at once after it are not of the future."""
    in_order = InOrder()
    assert code(in_order, 0, 100.0, 5000.0 + held) is None
    assert [code(in_order, number, 105 + number / 10, 5005 + number / 10) for number in range(1, 100)] == [None] * 99


@given(STEPS, CLOCK, st.floats(SLACK, 1e6))
def test_a_frame_from_the_future_is_refused_and_changes_nothing(
    steps: list[tuple[float, float]], clock: float, far: float
) -> None:
    """It is further ahead than all before it can have been held up; the next one that is not is taken."""
    in_order, moments = InOrder(), arrivals(steps)
    for number, (captured, arrived) in enumerate(moments):
        in_order.expect(frame(2 * number, clock + captured), 5000 + arrived)
    least = min(arrived - captured for captured, arrived in moments)
    now = moments[-1][1] + 1
    assert code(in_order, 2 * len(moments), clock + now - least + AHEAD + far, 5000 + now) == "frame_ahead"
    assert code(in_order, 2 * len(moments), clock + now - least, 5000 + now) is None


@given(STEPS, CLOCK, st.floats(SLACK, 1e6))
def test_a_frame_that_is_late_is_refused_and_changes_nothing(
    steps: list[tuple[float, float]], clock: float, late: float
) -> None:
    """It was held up for longer than the limit, measured by the frame that was held up least."""
    in_order, moments = InOrder(), arrivals(steps)
    for number, (captured, arrived) in enumerate(moments):
        in_order.expect(frame(2 * number, clock + captured), 5000 + arrived)
    captured = moments[-1][0] + 1
    least = min(arrived - captured for captured, arrived in moments)
    now = captured + least + BEHIND + late
    assert code(in_order, 2 * len(moments), clock + captured, 5000 + now) == "frame_late"
    assert code(in_order, 2 * len(moments), clock + now - least, 5000 + now) is None


@given(STEPS)
def test_sequence_and_capture_time_rise(steps: list[tuple[float, float]]) -> None:
    """A frame that comes again, or with one of the two from before, is refused, however soon it comes."""
    in_order, moments = InOrder(), arrivals(steps)
    for number, (captured, arrived) in enumerate(moments):
        assert code(in_order, number, captured, arrived) is None
        assert code(in_order, number, captured + SLACK, arrived) == "out_of_order"
        assert code(in_order, number + 1, captured, arrived) == "out_of_order"
    assert all(before < after for (before, _), (after, _) in pairwise(moments))
