"""Which faces are fit to be compared."""

from dataclasses import replace

import numpy as np
import pytest

from facevow.challenge.baseline import HIGHEST_PITCH as HIGHEST_AT_REST
from facevow.challenge.baseline import LOWEST_PITCH as LOWEST_AT_REST
from facevow.decision.fitness import HIGHEST_PITCH, LOWEST_PITCH, MOST_YAW, UNFIT, is_comparable, is_fit
from facevow.types import Box, Landmarks, QualityCode
from tests.making import FACE, make_analysis, make_motion

MESH = Landmarks(np.zeros((478, 3), np.float32), 1.0, {})


@pytest.mark.parametrize(
    ("yaw", "pitch", "fit"),
    [
        (0, 0, True), (MOST_YAW, LOWEST_PITCH, True), (-MOST_YAW, HIGHEST_PITCH, True), (MOST_YAW + 0.1, 0, False),
        (0, LOWEST_PITCH - 0.1, False), (0, HIGHEST_PITCH + 0.1, False),
    ],
)  # fmt: skip
def test_up_to_the_limits_of_the_pose(yaw: float, pitch: float, fit: bool) -> None:
    """With landmarks; without them it could be compared, but nothing can be described."""
    made = make_analysis(motion=make_motion(yaw=yaw, pitch=pitch))
    assert (is_comparable(made), is_fit(made)) == (fit, False)
    assert is_fit(replace(made, landmarks=MESH)) is fit


def test_whoever_a_challenge_takes_for_at_rest_can_be_compared() -> None:
    """A camera that stands low or high keeps nobody from it."""
    assert LOWEST_PITCH <= LOWEST_AT_REST < HIGHEST_AT_REST <= HIGHEST_PITCH


def test_with_none_of_the_issues_that_forbid_a_pass() -> None:
    """And with a face and its mesh."""
    assert {code for code in QualityCode if not is_comparable(make_analysis(issues=[code]))} == UNFIT
    assert not is_comparable(make_analysis(faces=()))
    assert not is_comparable(replace(make_analysis(), motion=None))


def test_beside_a_rival_nobody_is_compared() -> None:
    """A bystander who comes in front is the largest face for a moment, and would be held to be the person."""
    for side, fit in ((0.7, False), (0.5, True)):
        other = replace(FACE, box=Box(0, 0, FACE.box.width * side, FACE.box.height * side))
        assert is_comparable(make_analysis(faces=(FACE, other))) is fit
