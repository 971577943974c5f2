"""Mirrored and exchanged faces."""

from dataclasses import replace

import numpy as np
import pytest

from facevow.traces.edits import cut, loop
from facevow.traces.faces import MIRROR_POINTS, mirror, swap_face
from facevow.traces.format import to_line
from facevow.types import TRACKED_POINTS, Drift
from facevow.vision.motion import SIDEWAYS
from tests.making import FACE, make_analysis
from tests.recordings import recording

CLIP = recording("bonafide-2-head-turns").frames
OTHER = recording("bonafide-6-turn-left-right").frames
WITH_MESH = [frame for frame in OTHER if frame.tracked is not None]


def test_mirror_points_are_tracked_and_stand_once() -> None:
    """No tracked point is in two pairs, none is foreign, and the pairs that the head's pose rests on are among them."""
    paired = [point for pair in MIRROR_POINTS for point in pair]
    assert len(set(paired)) == len(paired)
    assert set(paired) <= set(TRACKED_POINTS)
    assert set(SIDEWAYS) <= set(MIRROR_POINTS)


def test_mirror_points_lie_on_both_sides_of_a_real_face() -> None:
    """In a face that looks straight ahead, the middle of each pair lies on the middle line, and so do all others."""
    straightest = min(
        (frame for frame in CLIP if frame.motion is not None and frame.tracked is not None),
        key=lambda frame: abs(frame.motion.pose.yaw) + abs(frame.motion.pose.roll) if frame.motion else np.inf,
    )
    assert straightest.tracked is not None
    x = dict(zip(TRACKED_POINTS, straightest.tracked[:, 0], strict=True))
    eyes = x[263] - x[33]
    middle = (x[263] + x[33]) / 2
    for right, left in MIRROR_POINTS:
        assert x[right] < middle < x[left]
        assert abs((x[right] + x[left]) / 2 - middle) < 0.1 * eyes
    for point in set(TRACKED_POINTS) - {point for pair in MIRROR_POINTS for point in pair}:
        assert abs(x[point] - middle) < 0.1 * eyes


def test_a_mirrored_face_turns_the_other_way() -> None:
    """Box, points, pose and eyes change sides; what has no side stays."""
    for before, after in zip(CLIP, mirror(CLIP), strict=True):
        assert (before.at, before.index, before.passive, before.quality) == (
            after.at,
            after.index,
            after.passive,
            after.quality,
        )
        if before.face is None or before.motion is None or before.tracked is None:
            continue
        assert after.face is not None
        assert after.motion is not None
        assert after.tracked is not None
        assert after.face.box.centre[0] == pytest.approx(before.width - before.face.box.centre[0])
        assert after.motion.pose.yaw == -before.motion.pose.yaw
        assert after.motion.pose.roll == -before.motion.pose.roll
        assert after.motion.pose.pitch == before.motion.pose.pitch
        assert (after.motion.right_eye, after.motion.left_blink) == (before.motion.left_eye, before.motion.right_blink)
        right_eye, left_eye = after.face.points[:2]
        assert (right_eye[0] < left_eye[0]) == (before.face.points[0][0] < before.face.points[1][0])
        for right, left in MIRROR_POINTS:
            was, now = before.tracked[TRACKED_POINTS.index(left)], after.tracked[TRACKED_POINTS.index(right)]
            assert np.allclose(now, [before.width - was[0], was[1], was[2]], atol=1e-3)


def test_twice_mirrored_is_the_same_but_for_the_name() -> None:
    """Only the digest differs: it is another picture. Equal pictures stay equal."""
    for before, after in zip(CLIP, mirror(mirror(CLIP)), strict=True):
        assert to_line(replace(after, digest=before.digest)) == to_line(before)
    twice = [frame.digest for frame in mirror(loop(CLIP, 2))]
    assert twice[: len(CLIP)] == twice[len(CLIP) :]
    assert not set(twice) & {frame.digest for frame in CLIP}


def test_a_mirrored_drift_and_a_face_of_five_points() -> None:
    """Corners of the mouth change places, movement to the right becomes one to the left; no digest stays none."""
    five = replace(FACE, points=((240, 200), (320, 200), (280, 240), (250, 280), (310, 281)))
    (mirrored,) = mirror([replace(make_analysis(faces=(five,)), drift=Drift(1.1, 2, 3, 4, 50))])
    assert mirrored.faces[0].points == ((320, 200), (400, 200), (360, 240), (330, 281), (390, 280))
    assert mirrored.drift == Drift(1.1, -2, -3, 4, 50)
    assert mirrored.digest == ""


def test_a_swapped_face_stands_at_the_place_of_the_first() -> None:
    """Before `start` nothing changes; from there on it is the other's face, motion and score, where the first was."""
    swapped = swap_face(CLIP, 3.0, OTHER)
    following = iter(WITH_MESH)
    assert [frame.at for frame in swapped] == [frame.at for frame in CLIP[: len(swapped)]]
    for before, after in zip(CLIP, swapped, strict=False):
        if before.at < 3.0:
            assert after is before
            continue
        theirs = next(following)
        assert before.face is not None
        assert after.face is not None
        assert theirs.motion is not None
        assert after.face.box.centre == pytest.approx(before.face.box.centre)
        assert after.face.box.longer_side == pytest.approx(before.face.box.longer_side)
        assert after.motion is not None
        assert after.motion.pose == theirs.motion.pose
        assert (after.passive, after.digest) == (theirs.passive, theirs.digest)


def test_a_swapped_face_keeps_its_own_shape() -> None:
    """Distances between tracked points are the other's, all scaled alike, in depth too."""
    swapped = [frame for frame in swap_face(CLIP, 3.0, OTHER) if frame.at >= 3.0]
    for after, theirs in zip(swapped, WITH_MESH, strict=False):
        assert after.tracked is not None
        assert theirs.tracked is not None
        assert theirs.motion is not None
        assert after.motion is not None
        factor = after.motion.size / theirs.motion.size
        one = np.linalg.norm(after.tracked - after.tracked[0], axis=1)
        other = np.linalg.norm(theirs.tracked - theirs.tracked[0], axis=1)
        assert np.allclose(one, other * factor, rtol=1e-3, atol=0.05)


def test_a_swap_ends_with_the_other_and_passes_over_nobody() -> None:
    """Frames without a face stay as they are; the other's without a mesh are passed over."""
    nobody = make_analysis(3.0, faces=())
    clip = (*cut(CLIP, 0, 1), nobody)
    assert swap_face(clip, 0.5, OTHER)[-1] is nobody
    few = cut(OTHER, 0, 1)
    usable = sum(frame.tracked is not None for frame in few)
    assert len(swap_face(CLIP, 0, few)) == usable
    assert swap_face(CLIP, 0, ()) == ()
