"""The face mesh on real faces: upright, turned, mirrored, and where there is no face."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from facevow.errors import ModelCorrupt
from facevow.types import Box, Face, Frame, Pixels
from facevow.vision.blendshapes import BLENDSHAPE_NAMES, BLENDSHAPE_POINTS
from facevow.vision.mesh import SIDE, FaceMesh, _turned
from facevow.vision.motion import head_pose
from tests.networks import BONA_FIDE, HEAD_TURNS, bundle, clean_frame, face_mesh, footage, frame_at, look


def turned(pixels: Pixels, clockwise: float) -> Pixels:
    """The picture turned by some degrees about its middle, its border repeated."""
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -clockwise, 1)
    return np.asarray(cv2.warpAffine(pixels, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8)


@pytest.mark.parametrize("centre", [(60.0, 40.0), (2.0, 95.0), (-30.0, 50.0), (200.0, 200.0)])
@pytest.mark.parametrize("angle", [0.0, 0.3, 2.5])
@pytest.mark.parametrize("scale", [0.05, 0.4, 3.0])
def test_the_square_is_turned_as_from_the_whole_picture(
    centre: tuple[float, float], angle: float, scale: float
) -> None:
    """Inside the picture, over its edge, beyond it, larger and smaller than it: a part of it in four channels will do.

    Against turning the whole picture in three, one value in fifty may be another by rounding, and that by one.
    """
    pixels = np.random.default_rng(1).integers(0, 256, (100, 130, 3), dtype=np.uint8)
    cosine, sine = scale * np.cos(angle), scale * np.sin(angle)
    half = SIDE / 2
    (x, y) = centre
    matrix = np.array([[cosine, -sine, x - (cosine - sine) * half], [sine, cosine, y - (sine + cosine) * half]])
    found = _turned(pixels, matrix, centre, half * (abs(cosine) + abs(sine)))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    whole = cv2.warpAffine(pixels, matrix, (SIDE, SIDE), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    difference = np.abs(found.astype(int) - whole)
    assert difference.max() <= 1
    assert (difference > 0).mean() < 0.02


def test_the_mesh_lies_on_the_face(shared: Path) -> None:
    """There are 478 points and 52 named activations 0..1, the network is sure, and points meet the detector's."""
    face, landmarks = look(clean_frame(shared).pixels)
    assert landmarks.points.shape == (478, 3)
    assert landmarks.presence > 0.9
    assert tuple(landmarks.blendshapes) == BLENDSHAPE_NAMES
    assert all(0 <= value <= 1 for value in landmarks.blendshapes.values())
    right_eye, left_eye, nose = landmarks.points[[468, 473, 4], :2]  # irises and tip of the nose
    for ours, theirs in zip((right_eye, left_eye, nose), face.points[:3], strict=True):
        assert np.hypot(*(ours - np.array(theirs))) < 0.08 * face.box.width


def test_the_nose_is_nearer_to_the_camera_than_the_ears(shared: Path) -> None:
    """Depth is negative towards the camera and has the scale of the frame's pixels."""
    face, landmarks = look(clean_frame(shared).pixels)
    depth = landmarks.points[:, 2]
    nose, ears = depth[4], depth[[234, 454]]
    assert 0.2 < (ears.mean() - nose) / face.box.width < 1.0


@pytest.mark.parametrize("clockwise", [-20, 20])
def test_a_tilted_picture_is_a_tilted_head(shared: Path, clockwise: int) -> None:
    """Turning the picture by 20 degrees changes the roll by 20 and the yaw hardly at all; points turn along."""
    upright = clean_frame(shared).pixels
    before, after = look(upright)[1], look(turned(upright, clockwise))[1]
    straight, tilted = head_pose(before.points), head_pose(after.points)
    assert after.presence > 0.9
    assert tilted.roll - straight.roll == pytest.approx(clockwise, abs=3)
    assert tilted.yaw == pytest.approx(straight.yaw, abs=5)
    height, width = upright.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -clockwise, 1)
    expected = before.points[:, :2] @ matrix[:, :2].T + matrix[:, 2]
    assert np.hypot(*(after.points[:, :2] - expected).T).mean() < 0.03 * width


def test_the_mesh_follows_the_size_of_the_picture(shared: Path) -> None:
    """In a picture of half the size all three coordinates are half as large."""
    upright = clean_frame(shared).pixels
    half = np.asarray(cv2.resize(upright, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
    before, after = look(upright)[1].points, look(half)[1].points
    assert np.abs(after * 2 - before).mean() < 4


def test_real_people_are_present_in_the_mesh(shared: Path) -> None:
    """On nearly every frame of clips of people facing the camera the mesh is sure of the face."""
    for name in (BONA_FIDE[0], BONA_FIDE[3]):
        presence = [look(frame.pixels)[1].presence for frame in footage(shared, name)]
        assert np.mean(np.array(presence) > 0.5) >= 0.95


@pytest.mark.parametrize("box", [(0, 0, 60, 60), (-80, -80, 100, 100), (-2000, 300, 4100, 90), (5, 5, 1e-3, 1e-3)])
def test_no_face_in_the_box_is_no_presence(box: tuple[float, float, float, float]) -> None:
    """A box over a plain wall, even one that reaches far outside, gives numbers and no presence."""
    wall = Frame(np.full((300, 400, 3), 120, np.uint8))
    x, y, width, height = box
    eyes = ((x + width * 0.3, y + height * 0.3), (x + width * 0.7, y + height * 0.3))
    landmarks = face_mesh()(wall, Face(Box(*box), 0.6, eyes))
    assert landmarks.presence < 0.5
    assert np.isfinite(landmarks.points).all()


def test_a_blink_moves_its_blendshapes(shared: Path) -> None:
    """In a clip with blinks `eyeBlink...` is high on the frame of closed eyes and low on one of open eyes."""
    closed = look(frame_at(shared, HEAD_TURNS, 492).pixels)[1].blendshapes
    opened = look(frame_at(shared, HEAD_TURNS, 576).pixels)[1].blendshapes
    for side in ("eyeBlinkLeft", "eyeBlinkRight"):
        assert closed[side] > 0.4
        assert opened[side] < 0.1


def test_the_tables_fit_the_network() -> None:
    """146 different points of the mesh, in rising order, and 52 different names."""
    assert len(set(BLENDSHAPE_POINTS)) == 146
    assert list(BLENDSHAPE_POINTS) == sorted(BLENDSHAPE_POINTS)
    assert (BLENDSHAPE_POINTS[0], BLENDSHAPE_POINTS[-1]) == (0, 477)
    assert len(set(BLENDSHAPE_NAMES)) == 52


@pytest.mark.parametrize("order", [(2, 1), (0, 2), (1, 0), (1, 1)])
def test_other_networks_are_refused(order: tuple[int, int]) -> None:
    """Networks in the wrong place are ModelCorrupt at opening."""
    networks = bundle()
    with pytest.raises(ModelCorrupt):
        FaceMesh(*(networks[index] for index in order))


def test_bytes_that_are_no_network_are_refused() -> None:
    """Anything but TFLite files is ModelCorrupt."""
    with pytest.raises(ModelCorrupt):
        FaceMesh(b"", b"")
