"""The default detector on real people, and on pictures without any."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from facevow.errors import ModelCorrupt
from facevow.types import Box, Frame
from facevow.vision.blazeface import BlazeFace
from tests.networks import BONA_FIDE, DIM_ROOM, blazeface, bundle, clean_frame, footage, frame_at, side_by_side


@pytest.mark.parametrize("name", BONA_FIDE)
def test_it_finds_the_person_in_nearly_every_frame(shared: Path, name: str) -> None:
    """In 95 of 100 frames of every bona fide clip the one face is found, with a score that is a probability."""
    answers = [blazeface()(frame) for frame in footage(shared, name)]
    assert np.mean([len(faces) == 1 for faces in answers]) >= 0.95
    assert all(0.5 <= face.score <= 1 for faces in answers for face in faces)


def test_points_lie_where_a_face_has_them(shared: Path) -> None:
    """The person's right eye is on the picture's left, the eyes over nose and mouth, the ears outside the eyes."""
    for frame in footage(shared, BONA_FIDE[3]):
        (face,) = blazeface()(frame)
        right_eye, left_eye, nose, mouth, right_ear, left_ear = face.points
        assert right_ear[0] < right_eye[0] < nose[0] < left_eye[0] < left_ear[0]
        assert max(right_eye[1], left_eye[1]) < nose[1] < mouth[1] < face.box.bottom
        assert all(face.box.x < point[0] < face.box.right for point in (right_eye, left_eye, nose, mouth))


def test_two_people_are_two_faces(shared: Path) -> None:
    """Two frames side by side give two faces, each where it is alone."""
    left, right = frame_at(shared, BONA_FIDE[1], 0).pixels, frame_at(shared, BONA_FIDE[4], 0).pixels
    together = blazeface()(Frame(side_by_side(left, right)))
    assert len(together) == 2
    (alone,) = blazeface()(Frame(left))
    (other,) = blazeface()(Frame(right))
    moved = Box(other.box.x + left.shape[1], other.box.y, other.box.width, other.box.height)
    for expected in (alone.box, moved):
        assert max(face.box.overlap(expected) for face in together) > 0.8


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_an_empty_picture_has_no_face(grey: int) -> None:
    """A plain picture gives no face."""
    assert blazeface()(Frame(np.full((480, 640, 3), grey, np.uint8))) == ()


def test_noise_has_no_face() -> None:
    """Random pixels give no face."""
    noise = np.random.default_rng(1).integers(0, 256, (480, 640, 3), np.uint8)
    assert blazeface()(Frame(noise)) == ()


@pytest.mark.parametrize("shape", [(1, 1), (1, 5000), (5000, 1), (2, 700), (700, 2), (127, 129)])
def test_pictures_of_any_shape_are_taken(shape: tuple[int, int]) -> None:
    """Tiny, very wide and very tall pictures are looked at without an exception and hold no face."""
    assert blazeface()(Frame(np.full((*shape, 3), 90, np.uint8))) == ()


@pytest.mark.parametrize("share", [0.4, 1.0, 2.5])
def test_the_box_follows_the_size_of_the_picture(shared: Path, share: float) -> None:
    """The same picture at another size gives the same box at that size."""
    pixels = clean_frame(shared).pixels
    (alone,) = blazeface()(Frame(pixels))
    (scaled,) = blazeface()(Frame(np.asarray(cv2.resize(pixels, None, fx=share, fy=share), np.uint8)))
    expected = Box(*(side * share for side in (alone.box.x, alone.box.y, alone.box.width, alone.box.height)))
    assert scaled.box.overlap(expected) > 0.9


def test_a_read_only_picture_is_taken_and_left_alone(shared: Path) -> None:
    """Decoders hand out arrays that must not be written to; the detector does not try."""
    pixels = clean_frame(shared).pixels.copy()
    pixels.flags.writeable = False
    assert len(blazeface()(Frame(pixels))) == 1


@pytest.mark.parametrize("content", [b"", b"no network", bytes(5000)])
def test_bytes_that_are_no_network_are_refused(content: bytes) -> None:
    """Anything but a TFLite file is ModelCorrupt at opening, not at the first frame."""
    with pytest.raises(ModelCorrupt):
        BlazeFace(content)


@pytest.mark.parametrize("which", [1, 2])
def test_another_network_is_refused(which: int) -> None:
    """A sound TFLite file of another network is ModelCorrupt as well."""
    with pytest.raises(ModelCorrupt):
        BlazeFace(bundle()[which])


@pytest.mark.parametrize("tall", [False, True])
def test_a_distant_face_in_a_wide_or_tall_frame_is_found(shared: Path, tall: bool) -> None:
    """A face too small for a look at the whole frame is found in a square of it, at its true place."""
    small = cv2.resize(next(iter(footage(shared, DIM_ROOM))).pixels, None, fx=0.2, fy=0.2, interpolation=cv2.INTER_AREA)
    height, width = small.shape[:2]
    pixels = np.full((960, 540, 3) if tall else (540, 960, 3), 90, np.uint8)
    top, left = (700, 200) if tall else (200, 700)
    pixels[top : top + height, left : left + width] = small
    (alone,) = blazeface()(Frame(np.asarray(small, np.uint8)))
    (face,) = blazeface()(Frame(pixels))
    assert face.box.overlap(replace(alone.box, x=alone.box.x + left, y=alone.box.y + top)) > 0.6
    assert face.points[0] == pytest.approx((alone.points[0][0] + left, alone.points[0][1] + top), abs=6)
