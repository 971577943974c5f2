"""Recognition of blinks and turns from traces made by hand and recorded from real clips."""

import json
from pathlib import Path

import pytest

from facevow.challenge.actions import BlinkRecogniser, TurnRecogniser
from facevow.types import FaceMotion, HeadPose
from tests.making import make_motion

TRACES = Path(__file__).parents[1] / "traces"
OPEN, CLOSED = make_motion(), make_motion(eyes=0.08, blink=0.65)


def blinks(motions: list[FaceMotion], rate: float) -> int:
    recogniser = BlinkRecogniser()
    return sum(recogniser.observe(motion, index / rate) for index, motion in enumerate(motions))


def turns(yaws: list[float], rate: float = 15) -> int:
    recogniser = TurnRecogniser()
    return sum(recogniser.observe(make_motion(yaw=yaw), index / rate) for index, yaw in enumerate(yaws))


def recorded(name: str, rate: float) -> list[tuple[float, FaceMotion]]:
    """A recorded trace thinned to `rate` frames a second."""
    kept: list[tuple[float, FaceMotion]] = []
    for line in (TRACES / f"{name}.jsonl").read_text().splitlines():
        at, *numbers = json.loads(line)
        if not kept or at - kept[-1][0] >= 1 / rate - 1e-3:
            yaw, pitch, roll, right_eye, left_eye, right_blink, left_blink, mouth = numbers
            motion = FaceMotion(HeadPose(yaw, pitch, roll), right_eye, left_eye, right_blink, left_blink, mouth)
            kept.append((at, motion))
    return kept


@pytest.mark.parametrize("rate", [8, 15, 30])
def test_a_blink_is_closing_and_opening(rate: int) -> None:
    """Eyes closed for a fifth of a second between open ones are one blink at every frame rate."""
    closed = [CLOSED] * max(1, round(rate * 0.2))
    assert blinks([OPEN] * rate + closed + [OPEN] * rate, rate) == 1


def test_closed_eyes_alone_are_no_blink() -> None:
    """Eyes that never open again, or stay closed for two seconds, do not count."""
    assert blinks([OPEN] * 15 + [CLOSED] * 30, 15) == 0
    assert blinks([OPEN] * 15 + [CLOSED] * 30 + [OPEN] * 15, 15) == 0


def test_a_still_face_never_blinks_or_turns() -> None:
    """A photo held before the camera does neither."""
    assert blinks([OPEN] * 300, 15) == 0
    assert turns([3.0] * 300) == 0


def test_no_blink_is_seen_in_a_turned_face() -> None:
    """Beyond 20 degrees of yaw a closing eye is not believed."""
    turned_open, turned_closed = make_motion(yaw=25), make_motion(yaw=25, eyes=0.08, blink=0.65)
    assert blinks([turned_open] * 15 + [turned_closed] * 3 + [turned_open] * 15, 15) == 0


def test_one_measure_alone_does_not_make_a_blink() -> None:
    """The aspect ratio and the blendshape must agree."""
    assert blinks([OPEN] * 15 + [make_motion(eyes=0.08)] * 3 + [OPEN] * 15, 15) == 0
    assert blinks([OPEN] * 15 + [make_motion(blink=0.65)] * 3 + [OPEN] * 15, 15) == 0


def test_narrow_eyes_are_measured_against_themselves() -> None:
    """A person whose open eyes measure 0.18 blinks like anybody else."""
    narrow, shut = make_motion(eyes=0.18, blink=0.25), make_motion(eyes=0.09, blink=0.5)
    assert blinks([narrow] * 15 + [shut] * 3 + [narrow] * 15, 15) == 1


def test_a_turn_leads_from_the_front_to_a_side_or_back() -> None:
    """Both directions count, and both sides."""
    away = [0.0, 5, 12, 20, 28, 35]
    assert turns(away) == 1
    assert turns(away[::-1]) == 1
    assert turns([-yaw for yaw in away]) == 1


def test_a_face_that_was_always_turned_has_not_turned() -> None:
    """Being turned is not turning."""
    assert turns([40.0] * 60) == 0


def test_a_slow_drift_is_not_a_turn() -> None:
    """More than three seconds between front and side do not make an act."""
    assert turns([index * 0.2 for index in range(200)], rate=15) == 0


@pytest.mark.parametrize("rate", [10, 15, 30])
@pytest.mark.parametrize(
    ("clip", "least_blinks", "least_turns"),
    [("webcam", 2, 4), ("head-turns", 1, 3), ("selfie", 3, 1), ("turn-left-right", 0, 2), ("dim-room", 0, 0)],
)
def test_recorded_people_are_recognised(clip: str, rate: int, least_blinks: int, least_turns: int) -> None:
    """Traces of real clips hold at least the acts that a viewer sees, and none where there are none."""
    trace = recorded(clip, rate)
    blink, turn = BlinkRecogniser(), TurnRecogniser()
    seen_blinks = sum(blink.observe(motion, at) for at, motion in trace)
    seen_turns = sum(turn.observe(motion, at) for at, motion in trace)
    assert seen_blinks >= least_blinks
    assert seen_turns >= least_turns
    if clip == "dim-room":
        assert (seen_blinks, seen_turns) == (0, 0)
