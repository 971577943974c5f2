"""Which face is taken, and what is cut around it."""

import cv2
import numpy as np
import pytest

from facevow.datasets.cropping import NEAR, WIDE, Region, cut, find_face, has_context, jpeg
from facevow.types import Box, Face, Frame
from tests.datasets.making import FACE, RedSquares, picture

SMALL = Box(20, 20, 24, 24)


def test_the_largest_face_is_taken_unless_another_is_known() -> None:
    """A known box chooses among the faces found, and its own measures are not used."""
    pixels = picture(FACE, SMALL)
    assert find_face(RedSquares(), pixels) == FACE
    assert find_face(RedSquares(), pixels, Box(15, 15, 30, 30)) == SMALL
    assert find_face(RedSquares(), pixels, Box(200, 200, 30, 30)) is None


def test_small_faces_and_empty_pictures_give_none() -> None:
    """Under 16 pixels there is nothing to learn from."""
    assert find_face(RedSquares(), picture()) is None
    assert find_face(RedSquares(), picture(Box(20, 20, 15, 15))) is None


class OnlyWithRoom(RedSquares):
    """Overlooks a face that fills more than half of the picture, as real detectors do."""

    def __call__(self, frame: Frame) -> tuple[Face, ...]:
        """Return the squares that leave room."""
        return tuple(face for face in super().__call__(frame) if face.box.width <= 0.6 * frame.width)


def test_a_still_that_is_all_face_is_looked_at_with_room_around() -> None:
    """The box comes in pixels of the picture itself; a video's frame gets no second look."""
    tight = picture(Box(10, 10, 80, 80), width=100, height=100)
    assert find_face(OnlyWithRoom(), tight) == Box(10, 10, 80, 80)
    assert find_face(OnlyWithRoom(), tight, still=False) is None


def test_a_region_is_a_square_around_the_face() -> None:
    """2.4 times 40 pixels are 96, with the face in the middle, and no pixel is changed."""
    pixels = picture(FACE)
    part, box = cut(pixels, FACE, NEAR)
    assert part.shape == (96, 96, 3)
    assert box == Box(28, 28, 40, 40)
    assert np.array_equal(part, pixels[52:148, 92:188])


def test_a_region_is_shifted_to_stay_inside() -> None:
    """At the picture's corner the region begins there, and the box tells where the face is in it."""
    corner = Box(2, 3, 40, 40)
    part, box = cut(picture(corner), corner, NEAR)
    assert part.shape == (96, 96, 3)
    assert box == Box(2, 3, 40, 40)


def test_a_region_ends_with_the_picture_and_is_only_ever_shrunk() -> None:
    """4.2 times 80 pixels do not fit into 240: what there is, shrunk to 184 pixels, with the box to match."""
    face = Box(120, 80, 80, 80)
    part, box = cut(picture(face), face, WIDE)
    assert part.shape == (138, 184, 3)
    assert [box.x, box.y, box.width, box.height] == pytest.approx([69, 46, 46, 46], abs=0.5)
    red = np.argwhere(part[..., 1] < 60)
    assert red.min(axis=0) == pytest.approx([box.y, box.x], abs=1.5)
    assert red.max(axis=0) + 1 == pytest.approx([box.bottom, box.right], abs=1.5)


def test_a_box_outside_the_picture_still_gives_a_region() -> None:
    """A face that reaches over the edge is cut at it."""
    part, box = cut(picture(), Box(300, 220, 60, 60), Region(1.0, 30))
    assert part.shape == (30, 30, 3)
    assert box == Box(20, 20, 30, 30)


def test_context() -> None:
    """A picture whose longer side is under one and a half faces shows nothing around the face."""
    face = Box(0, 0, 100, 90)
    assert has_context(picture(width=100, height=150), face)
    assert not has_context(picture(width=149, height=149), face)


def test_a_jpeg_keeps_the_colours() -> None:
    """Red stays red: nothing is swapped on the way into the file."""
    decoded = cv2.imdecode(np.frombuffer(jpeg(picture(FACE)), np.uint8), cv2.IMREAD_COLOR)
    assert decoded is not None
    assert decoded[100, 140].tolist() == pytest.approx([20, 20, 220], abs=12)  # OpenCV's order is blue first
