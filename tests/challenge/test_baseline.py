"""The resting face: when it is believed, and what is taken from it."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.challenge.baseline import LEAST_FRAMES, Baseline, Resting, summarise
from facevow.types import FaceMotion, FrameAnalysis
from tests.making import make_analysis, make_motion

SETTLE = 0.6


def rest(motions: Iterable[FaceMotion], rate: float) -> list[Baseline | None]:
    resting = Resting(SETTLE)
    return [resting.observe(make_analysis(index / rate, motion=motion)) for index, motion in enumerate(motions)]


@pytest.mark.parametrize("rate", [8, 15, 30])
def test_a_face_that_rests_gives_its_base_line_in_time(rate: int) -> None:
    """The base line comes with the first frame at or after the stretch asked for, and not before."""
    found = rest([make_motion(pitch=-15)] * rate, rate)
    first = next(index for index, baseline in enumerate(found) if baseline is not None)
    assert first / rate >= SETTLE - 1e-6
    assert (first - 1) / rate < SETTLE


def test_the_base_line_is_the_median_of_every_measure() -> None:
    """One wild frame among quiet ones moves nothing."""
    quiet = make_motion(yaw=3, pitch=-12, roll=2, eyes=0.2, blink=0.3, mouth=0.05, jaw=0.02, smile=0.1, brows=0.4)
    blinking = replace(quiet, right_eye=0.05, left_eye=0.05, right_blink=0.8, left_blink=0.8)
    baseline = rest([quiet] * 9 + [blinking] + [quiet] * 2, 15)[-1]
    assert baseline is not None
    numbers = (baseline.yaw, baseline.pitch, baseline.roll, baseline.eyes, baseline.blink)
    assert numbers == pytest.approx((3, -12, 2, 0.2, 0.3))
    numbers = (baseline.mouth, baseline.jaw, baseline.smile, baseline.brows, baseline.size)
    assert numbers == pytest.approx((0.05, 0.02, 0.1, 0.4, 60))


@pytest.mark.parametrize(
    "motion",
    [
        make_motion(yaw=16),
        make_motion(yaw=-16),
        make_motion(roll=21),
        make_motion(pitch=26),
        make_motion(pitch=-31),
        make_motion(jaw=0.5),
    ],
)
def test_a_face_that_looks_away_or_gapes_does_not_rest(motion: FaceMotion) -> None:
    """However still it is."""
    assert rest([motion] * 60, 30) == [None] * 60


def test_a_moving_face_does_not_rest() -> None:
    """Fifteen degrees a second, or a face that grows by a fifth in a second, are no rest."""
    assert rest([make_motion(yaw=-14 + index / 2) for index in range(58)], 30) == [None] * 58
    assert rest([make_motion(size=60 * 1.2 ** (index / 30)) for index in range(80)], 30) == [None] * 80


def test_movement_makes_it_wait_anew() -> None:
    """After a turn of the head the whole stretch of rest is asked for again."""
    still, turned = make_motion(), make_motion(yaw=30)
    found = rest([still] * 15 + [turned] + [still] * 30, 30)
    assert next(index for index, baseline in enumerate(found) if baseline is not None) == 16 + round(30 * SETTLE)


def test_a_lost_face_and_a_gap_make_it_wait_anew() -> None:
    """What was seen before them is forgotten."""
    resting = Resting(SETTLE)
    times = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5]
    assert [resting.observe(make_analysis(at)) for at in times] == [None] * 6
    assert resting.observe(make_analysis(0.55, faces=())) is None
    assert resting.observe(make_analysis(0.6)) is None
    assert resting.observe(make_analysis(1.3)) is None
    assert resting.observe(make_analysis(1.2)) is None


def test_few_frames_are_not_enough() -> None:
    """At two frames a second 0.6 seconds hold too few of them."""
    resting = Resting(SETTLE)
    found = [resting.observe(make_analysis(index * 0.45)) is not None for index in range(6)]
    assert found == [False] * (LEAST_FRAMES - 1) + [True] * (6 - LEAST_FRAMES + 1)


def test_the_tracked_points_are_those_of_the_frame_nearest_to_the_median_pose() -> None:
    """They belong to one and the same frame, so that their geometry is a real one."""
    frames: tuple[FrameAnalysis, ...] = tuple(
        replace(make_analysis(at, motion=make_motion(yaw=yaw)), tracked=np.full((2, 3), yaw, np.float32))
        for at, yaw in ((0.0, -2.0), (0.1, 1.0), (0.2, 4.0))
    )
    tracked = summarise(frames).tracked
    assert tracked is not None
    assert (tracked == 1).all()


@given(st.lists(st.tuples(st.floats(0.01, 0.3), st.floats(-60, 60), st.floats(-50, 50)), max_size=40))
def test_what_it_gives_is_always_a_quiet_straight_face(steps: list[tuple[float, float, float]]) -> None:
    """Whatever comes at whatever times, no base line looks away."""
    resting, at = Resting(SETTLE), 0.0
    for step, yaw, pitch in steps:
        at += step
        baseline = resting.observe(make_analysis(at, motion=make_motion(yaw=yaw, pitch=pitch)))
        if baseline is not None:
            assert abs(baseline.yaw) <= 15
            assert abs(baseline.yaw - yaw) <= 6
            assert -30 <= baseline.pitch <= 25
