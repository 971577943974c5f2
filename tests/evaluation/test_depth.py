"""The curves of residual and distortion against yaw."""

from dataclasses import replace
from itertools import pairwise

import pytest

from facevow.errors import EvaluationError
from facevow.evaluation.depth import YAW_EDGES, against, by_yaw, sights_of_clip
from facevow.types import FrameAnalysis
from tests.challenge.acting import points
from tests.making import make_analysis, make_motion


def seen(yaw: float, *, flat: bool = False) -> FrameAnalysis:
    motion = make_motion(yaw=yaw)
    return replace(make_analysis(abs(yaw), motion=motion), tracked=points(motion, flat=flat))


def test_a_head_that_turns_rises_and_a_plane_stays_flat() -> None:
    """The residual grows with the yaw where the points have depth, and is next to nothing where they have none."""
    head, plane = (by_yaw(sights_of_clip([seen(yaw, flat=flat) for yaw in range(0, 40, 2)])) for flat in (False, True))
    rising = [each.residual.median for each in head if each.residual is not None]
    assert rising == sorted(rising)
    assert rising[-1] > 0.1
    assert max(each.residual.high for each in plane if each.residual is not None) < 1e-3


def test_every_frame_is_in_one_bin() -> None:
    """Bins follow each other without a gap, hold all frames, and have no spread where they are empty."""
    bins = by_yaw(sights_of_clip([seen(yaw) for yaw in (0, 1, 7, -7, 33)]))
    assert [each.frames for each in bins] == [2, 2, 0, 0, 0, 0, 1, 0]
    assert [(each.least, each.most) for each in bins] == list(pairwise(YAW_EDGES))
    assert bins[2].residual is bins[2].distortion is None


def test_a_clip_is_held_against_its_most_frontal_frame() -> None:
    """Wherever that frame stands in the clip, it has no change of yaw itself."""
    assert min(sight.yaw for sight in sights_of_clip([seen(20), seen(3), seen(-30)])) == 0


def test_without_a_mesh_there_is_nothing_to_tell() -> None:
    """A clip without a face is an error; frames without a mesh are passed over."""
    with pytest.raises(EvaluationError, match="a face"):
        sights_of_clip([make_analysis(0, faces=())])
    assert against(seen(0), [make_analysis(1, faces=()), seen(5)])[0].yaw == 5
    assert against(make_analysis(0, faces=()), [seen(5)]) == []
