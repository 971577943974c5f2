"""What a frame shows, as WS /v1/tryout tells it."""

import math
from dataclasses import replace

import numpy as np
import pytest

from facevow.checking import packaged_policies
from facevow.decision.policy import PolicyName
from facevow.decision.session import Session
from facevow.server.v1.tryout_telling import FAR, told
from facevow.server.v1.tryout_wire import LANDMARK_UNIT, AnalysisMessage, to_text
from facevow.types import Frame, FrameAnalysis, HeadPose, Landmarks, PadScore, Quality, QualityCode
from tests.server.analysers import REAL, ColourAnalyser


def seen() -> FrameAnalysis:
    """A frame with a face."""
    return ColourAnalyser().analyse(Frame(np.full((120, 160, 3), REAL, np.uint8)))


def message(analysis: FrameAnalysis) -> AnalysisMessage:
    """What is told of it as the first frame of a check."""
    session = Session(packaged_policies().choose(PolicyName.BALANCED).for_stream().passive_only())
    session.observe(analysis)
    return told(session, analysis, sequence=7, dropped=2, took=12.345)


def test_landmarks_are_told_in_quarters_of_a_pixel() -> None:
    """Each within an eighth of where it is, points outside the frame too."""
    points = np.random.default_rng(3).uniform(-50, 200, (478, 3)).astype(np.float32)
    found = message(replace(seen(), landmarks=Landmarks(points, 0.75, {})))
    assert found.landmarks is not None
    back = np.array(found.landmarks).reshape(-1, 2) * LANDMARK_UNIT
    assert np.abs(back - points[:, :2]).max() <= LANDMARK_UNIT / 2 + 1e-4
    assert found.presence == 0.75


@pytest.mark.parametrize("wild", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_told_as_nothing(wild: float) -> None:
    """In every field that is measured, so that what is sent is JSON."""
    analysis = seen()
    assert analysis.motion is not None
    points = np.zeros((478, 3), np.float32)
    points[17, 1] = wild
    found = message(
        replace(
            analysis,
            landmarks=Landmarks(points, wild, {}),
            motion=replace(analysis.motion, pose=HeadPose(wild, 1.239, 0.0), mouth=wild),
            passive=PadScore(wild, "colours"),
            quality=Quality((), {QualityCode.BLURRED: wild}),
        )
    )
    assert (found.landmarks, found.presence, found.passive) == (None, None, None)
    assert found.pose is not None
    assert found.motion is not None
    assert (found.pose.yaw, found.pose.pitch, found.motion.mouth) == (None, 1.24, None)
    assert found.quality.measures == {QualityCode.BLURRED: None}
    assert "NaN" not in to_text(found)


def test_a_landmark_far_away_is_told_at_the_end_of_the_world() -> None:
    """A wild network cannot make numbers that no reader holds."""
    points = np.full((478, 3), 1e30, np.float32)
    assert message(replace(seen(), landmarks=Landmarks(points, 1.0, {}))).landmarks == [FAR] * 956


def test_a_frame_without_a_face_has_no_scores() -> None:
    """Neither of its own nor, as the first, of the seconds before it."""
    nobody = ColourAnalyser().analyse(Frame(np.zeros((120, 160, 3), np.uint8)))
    found = message(nobody)
    assert (found.face, found.faces, found.passive, found.fused) == (None, 0, None, None)
    assert (found.verdict, found.quality.codes) == ("NO_RESPONSE", [QualityCode.NO_FACE])


def test_the_counts_are_as_they_are_handed_in() -> None:
    """Times to a tenth of a millisecond, of stages to a hundredth."""
    found = message(replace(seen(), milliseconds={"detect": 3.14159}))
    assert (found.sequence, found.dropped, found.took, found.milliseconds) == (7, 2, 12.3, {"detect": 3.14})
