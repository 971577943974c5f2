"""Which faces are fit to be compared with others."""

from typing import Final

from facevow.challenge.continuity import RIVAL_SHARE
from facevow.types import FrameAnalysis, HeadPose, QualityCode

MOST_YAW: Final = 25.0
LOWEST_PITCH, HIGHEST_PITCH = -32.0, 25.0
"""Degrees from straight ahead, beyond which a face is not compared: an embedding falls off with the pose, and a score
that says more of the pose than of the person is none. Up and down they are a little wider than what a challenge takes
for rest (`baseline`): a camera that stands low or high is no reason to compare nobody."""

UNFIT: Final = frozenset({QualityCode.TOO_DARK, QualityCode.TOO_SMALL, QualityCode.COVERED})
"""Issues of a face that is not compared: those that forbid a pass, too (`Policy.blocking`)."""


def looks_ahead(pose: HeadPose) -> bool:
    """Whether a face in that pose can be compared."""
    return abs(pose.yaw) <= MOST_YAW and LOWEST_PITCH <= pose.pitch <= HIGHEST_PITCH


def is_comparable(analysis: FrameAnalysis) -> bool:
    """Whether the face can be compared: it looks ahead, no issue of UNFIT stands, and no other face is its rival.

    Where somebody stands beside the person, nobody knows whose face the largest one is.
    """
    if analysis.face is None or analysis.motion is None or UNFIT & set(analysis.quality.codes):
        return False
    first, *others = analysis.faces
    rival = any(other.box.area >= RIVAL_SHARE * first.box.area for other in others)
    return not rival and looks_ahead(analysis.motion.pose)


def is_fit(analysis: FrameAnalysis) -> bool:
    """Whether a template is to be made of the face: it can be compared, and its landmarks are there."""
    return analysis.landmarks is not None and is_comparable(analysis)
