"""What the proportions of a face tell, and what they do not."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.challenge.identity import LIMIT, Bones, distance, proportions
from facevow.types import TRACKED_POINTS, FrameAnalysis
from tests.challenge.facing import BROAD, NARROW, frame, head


def said(frames: list[FrameAnalysis]) -> tuple[int, float]:
    """How often another face was seen, and the largest distance over the limit."""
    bones = Bones()
    return sum(map(bones.observe, frames)), bones.largest


@given(yaw=st.floats(-80, 80), size=st.floats(5, 500))
def test_a_turned_and_scaled_body_keeps_its_proportions(yaw: float, size: float) -> None:
    """Neither direction nor distance from the camera counts."""
    straight, turned = proportions(head()), proportions(head(yaw=yaw, size=size))
    assert straight is not None
    assert turned is not None
    assert distance(straight, turned) < 1e-3


def test_distance_is_the_root_mean_square() -> None:
    """Two broad heads differ, by the same both ways, and none from itself."""
    narrow, broad = proportions(head(NARROW)), proportions(head(BROAD))
    assert narrow is not None
    assert broad is not None
    assert distance(narrow, narrow) == 0
    assert distance(narrow, broad) == distance(broad, narrow) > LIMIT
    assert distance(np.zeros(4), np.array([0.1, -0.1, 0.1, -0.1])) == pytest.approx(0.1)


@pytest.mark.parametrize("points", [np.zeros((0, 3)), np.zeros((len(TRACKED_POINTS), 3)), np.full((62, 3), np.nan)])
def test_points_that_are_no_face_have_no_proportions(points: np.ndarray) -> None:
    """Wrong shapes, collapsed meshes and numbers that are none are refused without a warning."""
    assert proportions(points.astype(np.float32)) is None


def test_the_same_head_stays_the_same() -> None:
    """One head that turns and trembles is never another."""
    times, largest = said([frame(step / 15, yaw=40 * np.sin(step / 10)) for step in range(150)])
    assert times == 0
    assert 0 < largest < 0.2


def test_another_head_is_told_after_half_a_second() -> None:
    """Other proportions that last are told; ones of a few frames are not."""
    swapped = [frame(step / 15, breadth=NARROW if step < 15 else BROAD) for step in range(40)]
    assert said(swapped)[0] > 0
    assert said(swapped[:21])[0] == 0
    wild = [frame(step / 15, breadth=BROAD if 15 <= step < 20 else NARROW) for step in range(60)]
    assert said(wild)[0] == 0


def test_only_frames_in_the_pose_of_the_reference_are_compared() -> None:
    """Far from the pose in which the face was learnt the mesh bends, and nothing is concluded."""
    turned = [
        frame(step / 15, yaw=0 if step < 15 else 40, breadth=NARROW if step < 15 else BROAD) for step in range(60)
    ]
    assert said(turned) == (0, 0.0)


def test_a_face_that_never_looks_straight_is_not_learnt() -> None:
    """The reference is a face seen from the front."""
    away = [frame(step / 15, yaw=30, breadth=NARROW if step < 30 else BROAD) for step in range(60)]
    assert said(away) == (0, 0.0)


def test_frames_without_mesh_tell_nothing() -> None:
    """A frame without points or without pose is passed over."""
    bones = Bones()
    assert not bones.observe(replace(frame(0), tracked=None))
    assert not bones.observe(replace(frame(0), motion=None))


def test_it_forgets() -> None:
    """Asked to begin anew it learns the next face, whoever that is."""
    bones = Bones()
    for step in range(15):
        bones.observe(frame(step / 15, breadth=NARROW))
    bones.forget()
    assert not any(bones.observe(frame(1 + step / 15, breadth=BROAD)) for step in range(45))
