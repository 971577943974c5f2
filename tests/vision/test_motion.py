"""Signs and sizes of head pose, eyes and mouth: on heads made by hand, and on people who turn theirs."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from facevow.types import HeadPose, Landmarks
from facevow.vision.blendshapes import BLENDSHAPE_NAMES
from facevow.vision.motion import (
    DOWNWARDS,
    LEFT_EYE,
    LIPS,
    MOUTH_CORNERS,
    RIGHT_EYE,
    SIDEWAYS,
    eye_aspect_ratio,
    head_pose,
    measure,
)
from tests.networks import BOTH_SIDES, HEAD_TURNS, clean_frame, footage, frame_at, look

Points = NDArray[np.float32]

MODERATE = st.floats(-50, 50)


def head(seed: int = 0) -> Points:
    """A symmetric head of 478 points that looks straight at the camera: mirror pairs, and a flat middle line."""
    points = np.random.default_rng(seed).uniform(-100, 100, (478, 3))
    for right, left in SIDEWAYS:
        points[right, 0] = -abs(points[right, 0]) - 20  # the person's right is on the picture's left
        points[left] = points[right] * (-1, 1, 1)
    for upper, lower in DOWNWARDS:
        points[upper] = (0, -abs(points[upper, 1]) - 20, points[upper, 2])
        points[lower] = (0, abs(points[lower, 1]) + 20, points[upper, 2])
    return points.astype(np.float32)


def turn(points: Points, *, yaw: float = 0, pitch: float = 0, roll: float = 0) -> Points:
    """Turn a head by degrees about one axis after the other.

    x goes right, y down, z away from the camera. Yaw takes the nose (-z) to +x, which is the person's own left;
    pitch takes it to -y, up; roll takes the left ear (+x) to +y, down to the left shoulder.
    """
    a, b, c = (math.radians(angle) for angle in (yaw, pitch, roll))
    about_y = np.array([[math.cos(a), 0, -math.sin(a)], [0, 1, 0], [math.sin(a), 0, math.cos(a)]])
    about_x = np.array([[1, 0, 0], [0, math.cos(b), math.sin(b)], [0, -math.sin(b), math.cos(b)]])
    about_z = np.array([[math.cos(c), -math.sin(c), 0], [math.sin(c), math.cos(c), 0], [0, 0, 1]])
    turned: Points = (points @ (about_z @ about_x @ about_y).T).astype(np.float32)
    return turned


def assert_pose(pose: HeadPose, *, yaw: float = 0, pitch: float = 0, roll: float = 0) -> None:
    assert (pose.yaw, pose.pitch, pose.roll) == pytest.approx((yaw, pitch, roll), abs=1)


def test_the_turns_of_this_test_go_where_they_say() -> None:
    """The nose of a head turned to its left moves right in the picture, up when it looks up; the ear drops on roll."""
    nose, left_ear = np.array([[0, 0, -1]], np.float32), np.array([[1, 0, 0]], np.float32)
    assert turn(nose, yaw=30)[0, 0] > 0
    assert turn(nose, pitch=30)[0, 1] < 0
    assert turn(left_ear, roll=30)[0, 1] > 0


@given(yaw=MODERATE, seed=st.integers(0, 50))
def test_yaw_is_recovered(yaw: float, seed: int) -> None:
    """A head turned about the upright axis has that yaw, positive to its own left, and no other angle."""
    assert_pose(head_pose(turn(head(seed), yaw=yaw)), yaw=yaw)


@given(pitch=MODERATE, seed=st.integers(0, 50))
def test_pitch_is_recovered(pitch: float, seed: int) -> None:
    """A head turned about the axis through the ears has that pitch, positive upwards, and no other angle."""
    assert_pose(head_pose(turn(head(seed), pitch=pitch)), pitch=pitch)


@given(roll=st.floats(-170, 170), seed=st.integers(0, 50))
def test_roll_is_recovered(roll: float, seed: int) -> None:
    """A head tilted in the picture's plane has that roll, positive to its own left shoulder, and no other angle."""
    assert_pose(head_pose(turn(head(seed), roll=roll)), roll=roll)


@given(yaw=MODERATE, roll=MODERATE)
def test_tilting_does_not_change_the_yaw(yaw: float, roll: float) -> None:
    """Whoever tilts the head as well has the same yaw as before."""
    assert head_pose(turn(head(), yaw=yaw, roll=roll)).yaw == pytest.approx(yaw, abs=1)


@given(factor=st.floats(0.1, 10), x=st.floats(-500, 500), y=st.floats(-500, 500), yaw=MODERATE)
def test_pose_does_not_depend_on_place_and_size(factor: float, x: float, y: float, yaw: float) -> None:
    """A head elsewhere in the picture or at another distance has the same pose."""
    moved = turn(head(), yaw=yaw) * np.float32(factor) + np.array([x, y, 0], np.float32)
    assert_pose(head_pose(moved), yaw=yaw)


@pytest.mark.parametrize(("axis", "degrees"), [("yaw", 25), ("yaw", -25), ("pitch", 20), ("pitch", -20), ("roll", 30)])
def test_a_real_mesh_turned_in_space_turns_by_as_much(shared: Path, axis: str, degrees: int) -> None:
    """The mesh of a person who faces the camera, turned by known degrees, has changed by those degrees."""
    points = look(clean_frame(shared).pixels)[1].points
    before, after = head_pose(points), head_pose(turn(points, **{axis: degrees}))
    assert getattr(after, axis) - getattr(before, axis) == pytest.approx(degrees, abs=4)


def test_a_person_who_turns_to_both_sides_spans_both_signs(shared: Path) -> None:
    """In the clip of a person turning to both sides yaw goes below -35 and above +35 degrees."""
    yaw = [measure(look(frame.pixels)[1]).pose.yaw for frame in footage(shared, BOTH_SIDES, 6)]
    assert min(yaw) < -35
    assert max(yaw) > 35


def test_the_nose_points_to_the_side_of_the_turn(shared: Path) -> None:
    """Positive yaw is a nose towards the picture's right, which is the person's own left, and the other way round."""
    for frame in footage(shared, BOTH_SIDES):
        face, landmarks = look(frame.pixels)
        yaw = head_pose(landmarks.points).yaw
        if abs(yaw) > 20:
            between_eyes = (face.points[0][0] + face.points[1][0]) / 2
            assert math.copysign(1, face.points[2][0] - between_eyes) == math.copysign(1, yaw)


def test_a_person_who_looks_down_and_up_spans_both_signs_of_pitch(shared: Path) -> None:
    """In the clip of a person who looks down and up pitch goes below -20 and above +15 degrees."""
    pitch = [head_pose(look(frame.pixels)[1].points).pitch for frame in footage(shared, HEAD_TURNS)]
    assert min(pitch) < -20
    assert max(pitch) > 15


def test_a_mirrored_picture_has_the_opposite_yaw(shared: Path) -> None:
    """Mirroring a picture of a turned head flips the sign of yaw and roll and keeps the pitch."""
    checked = 0
    for frame in footage(shared, BOTH_SIDES):
        pose = head_pose(look(frame.pixels)[1].points)
        if 15 < abs(pose.yaw) < 45:
            mirrored = head_pose(look(np.ascontiguousarray(frame.pixels[:, ::-1]))[1].points)
            assert mirrored.yaw == pytest.approx(-pose.yaw, abs=12)
            assert mirrored.pitch == pytest.approx(pose.pitch, abs=10)
            checked += 1
    assert checked >= 3


@given(width=st.floats(10, 100), height=st.floats(0, 60), yaw=MODERATE)
def test_the_eye_aspect_ratio_is_height_over_width(width: float, height: float, yaw: float) -> None:
    """An eye as wide as `width` and open by `height` has their ratio, also when the head is turned."""
    points = np.zeros((478, 3), np.float32)
    outer, upper_a, upper_b, inner, lower_b, lower_a = RIGHT_EYE
    points[[outer, inner], 0] = (-width / 2, width / 2)
    points[[upper_a, lower_a], 0], points[[upper_b, lower_b], 0] = -width / 4, width / 4
    points[[upper_a, upper_b], 1], points[[lower_a, lower_b], 1] = -height / 2, height / 2
    assert eye_aspect_ratio(turn(points, yaw=yaw), RIGHT_EYE) == pytest.approx(height / width, abs=1e-3)


def test_closed_eyes_are_lower_than_open_ones(shared: Path) -> None:
    """On the frame of a blink both ratios are under 0.2 and the blinks high; on a frame of open eyes the opposite."""
    closed = measure(look(frame_at(shared, HEAD_TURNS, 492).pixels)[1])
    opened = measure(look(frame_at(shared, HEAD_TURNS, 576).pixels)[1])
    assert max(closed.right_eye, closed.left_eye) < 0.15
    assert min(opened.right_eye, opened.left_eye) > 0.25
    assert min(closed.right_blink, closed.left_blink) > 0.4
    assert max(opened.right_blink, opened.left_blink) < 0.1


def test_each_eye_and_each_blink_is_the_persons_own() -> None:
    """Closing the right eye alone lowers the right ratio alone, and blinks keep their sides."""
    points = head()
    points[list(LEFT_EYE)], points[list(RIGHT_EYE)] = eye_at(40), eye_at(-40)
    points[list(RIGHT_EYE), 1] = 0
    shapes = dict.fromkeys(BLENDSHAPE_NAMES, 0.0) | {"eyeBlinkRight": 0.9, "eyeBlinkLeft": 0.1}
    motion = measure(Landmarks(points, 1.0, shapes))
    assert motion.right_eye == pytest.approx(0, abs=1e-6)
    assert motion.left_eye == pytest.approx(0.3, abs=0.01)
    assert (motion.right_blink, motion.left_blink) == (0.9, 0.1)


def eye_at(x: float) -> Points:
    """Six points of an eye 20 wide and 6 high, in the order of the formula."""
    places = [(-10, 0), (-5, -3), (5, -3), (10, 0), (5, 3), (-5, 3)]
    return np.array([(x + right, down, 0) for right, down in places], np.float32)


def test_the_mouth_is_opening_over_width() -> None:
    """Lips 15 apart in a mouth 60 wide are 0.25."""
    points = head()
    points[list(LIPS)] = [(0, 30, 0), (0, 45, 0)]
    points[list(MOUTH_CORNERS)] = [(-30, 37, 0), (30, 37, 0)]
    assert measure(Landmarks(points, 1.0, dict.fromkeys(BLENDSHAPE_NAMES, 0.0))).mouth == pytest.approx(0.25)


def test_a_collapsed_mesh_gives_numbers() -> None:
    """478 times the same point is nonsense, but finite nonsense and no exception."""
    motion = measure(Landmarks(np.ones((478, 3), np.float32), 0.1, dict.fromkeys(BLENDSHAPE_NAMES, 0.0)))
    numbers = (motion.pose.yaw, motion.pose.pitch, motion.pose.roll, motion.right_eye, motion.left_eye, motion.mouth)
    assert all(map(math.isfinite, numbers))
