"""Faces are brought upright and to one size by a similarity, whatever the picture's size and turn."""

import contextlib
import math

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from facevow.errors import MatchError
from facevow.matching.aligning import FIVE_POINTS, SIDE, aligned, five_points, similarity
from facevow.types import TRACKED_POINTS, Frame
from tests.matching.embeddings import landmarks_at, noise

TEMPLATE = np.array(FIVE_POINTS)
BESIDE = np.array([30, 17])


def turned(points: NDArray[np.float64], angle: float, scale: float, dx: float, dy: float) -> NDArray[np.float64]:
    """The points after a turn by `angle` in degrees, a scaling and a shift."""
    cosine, sine = scale * math.cos(math.radians(angle)), scale * math.sin(math.radians(angle))
    return np.asarray(points @ np.array([[cosine, sine], [-sine, cosine]]) + (dx, dy))


def test_the_five_points_are_those_of_the_mesh() -> None:
    """Eyes are the middle of their corners; all points are among those that are tracked through a recording."""
    wanted = TEMPLATE * 3 + 20
    marks = landmarks_at(wanted)
    marks.points[33, 0] -= 6
    marks.points[133, 0] += 6
    assert five_points(marks) == pytest.approx(wanted, abs=1e-4)
    assert {33, 133, 362, 263, 1, 61, 291} <= set(TRACKED_POINTS)


@settings(deadline=None)
@given(
    angle=st.floats(-180, 180),
    scale=st.floats(0.01, 100),
    dx=st.floats(-5000, 5000),
    dy=st.floats(-5000, 5000),
)
def test_any_similarity_is_found_again(angle: float, scale: float, dx: float, dy: float) -> None:
    """However the five points were turned, scaled and shifted, the way back to the template is exact."""
    moved = turned(TEMPLATE, angle, scale, dx, dy)
    matrix = similarity(moved, TEMPLATE)
    assert moved @ matrix[:, :2].T + matrix[:, 2] == pytest.approx(TEMPLATE, abs=1e-5)
    assert matrix[0, 0] == pytest.approx(matrix[1, 1], rel=1e-6, abs=1e-9)
    assert matrix[0, 1] == pytest.approx(-matrix[1, 0], rel=1e-6, abs=1e-9)


def test_no_other_similarity_comes_nearer() -> None:
    """Where the points do not fit exactly, small changes of angle, scale and shift only make it worse."""
    moved = TEMPLATE + np.random.default_rng(3).normal(0, 4, (5, 2))
    matrix = similarity(moved, TEMPLATE)

    def distance(of: NDArray[np.float64]) -> float:
        return float(((moved @ of[:, :2].T + of[:, 2] - TEMPLATE) ** 2).sum())

    for step in (-0.01, 0.01):
        for change in ([[1, 0], [0, 1]], [[0, -1], [1, 0]]):
            other = matrix.copy()
            other[:, :2] += step * np.array(change)
            assert distance(other) > distance(matrix)
        for axis in (0, 1):
            other = matrix.copy()
            other[axis, 2] += step
            assert distance(other) > distance(matrix)


def test_a_face_is_never_mirrored() -> None:
    """Points in mirrored order give a turn and no reflection, however badly it fits."""
    mirrored = TEMPLATE * (-1, 1)
    assert np.linalg.det(similarity(mirrored, TEMPLATE)[:, :2]) > 0


@pytest.mark.parametrize("bad", [np.zeros((5, 2)), np.full((5, 2), 7.0), np.full((5, 2), np.nan), TEMPLATE * np.inf])
def test_points_of_no_use_are_refused(bad: NDArray[np.float64]) -> None:
    """Points that lie all in one place or nowhere are no face: `no_template`, not a division by zero."""
    with pytest.raises(MatchError) as caught:
        similarity(bad, TEMPLATE)
    assert caught.value.code == "no_template"
    with pytest.raises(MatchError):
        aligned(noise(), landmarks_at(bad))


def test_the_crop_is_the_face_itself_where_it_lies_as_in_the_template() -> None:
    """A face that is upright and of the right size already is cut out pixel by pixel."""
    frame = noise()
    crop = aligned(frame, landmarks_at(TEMPLATE + BESIDE))
    assert crop.shape == (SIDE, SIDE, 3)
    assert crop.dtype == np.uint8
    assert np.abs(crop.astype(int) - frame.pixels[17 : 17 + SIDE, 30 : 30 + SIDE]).max() <= 1


@pytest.mark.parametrize(("angle", "scale"), [(0, 2), (30, 1), (-100, 1.5), (180, 0.7), (15, 3.4), (60, 9)])
def test_the_crop_is_the_same_however_the_picture_lies(angle: float, scale: float) -> None:
    """A picture that was turned and scaled gives the crop of the first one, but for what resampling blurs."""
    face = cv2.GaussianBlur(noise(SIDE, SIDE).pixels, (0, 0), 4)
    size = round(SIDE * scale * 1.5)
    middle = (size - 1) / 2
    about = turned(np.array([[(SIDE - 1) / 2] * 2]), angle, scale, 0, 0)[0]
    dx, dy = middle - about[0], middle - about[1]
    matrix = similarity(TEMPLATE, turned(TEMPLATE, angle, scale, dx, dy))
    frame = Frame(np.asarray(cv2.warpAffine(face, matrix, (size, size), flags=cv2.INTER_CUBIC), np.uint8))
    crop = aligned(frame, landmarks_at(turned(TEMPLATE, angle, scale, dx, dy)))
    inner = (slice(8, -8), slice(8, -8))
    assert np.abs(crop[inner].astype(float) - face[inner]).mean() < 3


def test_a_large_face_is_averaged() -> None:
    """A pattern of single pixels in a large face becomes its mean, as an eye would see it, and no moire."""
    pixels = np.zeros((1000, 1000, 3), np.uint8)
    pixels[::2, ::2] = pixels[1::2, 1::2] = 200
    pixels[:, 500:] += 40
    crop = aligned(Frame(pixels), landmarks_at(TEMPLATE * 7.5 + 50))
    assert crop[20:90, 10:40].std() < 8
    assert crop[20:90, 10:40].mean() == pytest.approx(100, abs=4)


def test_other_sides_and_templates_can_be_asked_for() -> None:
    """A larger side shows the same part of the face; a template of one's own puts the points elsewhere."""
    frame, marks = noise(), landmarks_at(TEMPLATE + BESIDE)
    double = aligned(frame, marks, 224)
    assert double.shape == (224, 224, 3)
    shrunk = cv2.resize(double, (112, 112), interpolation=cv2.INTER_AREA).astype(float)
    assert np.abs(shrunk - aligned(frame, marks)).mean() < 8
    shifted = aligned(frame, marks, 112, [(x + 10, y) for x, y in FIVE_POINTS])
    assert np.abs(shifted[:, 10:].astype(int) - aligned(frame, marks)[:, :-10]).max() <= 2


def test_what_lies_outside_the_picture_is_black() -> None:
    """A face that is cut off by the picture's edge is filled up with black, never with other parts of it."""
    crop = aligned(noise(), landmarks_at(TEMPLATE - (50, 0)))
    assert crop[:, :49].max() == 0
    assert crop[:, 51:].max() > 0


@pytest.mark.parametrize(
    "pixels", [np.zeros((160, 200, 3), np.uint8), np.full((160, 200, 3), (200, 120, 90), np.uint8)]
)
def test_a_crop_that_shows_nothing_is_refused(pixels: NDArray[np.uint8]) -> None:
    """Darkness, a plain wall, or a face outside the picture give no template, as any two would be alike."""
    with pytest.raises(MatchError) as caught:
        aligned(Frame(pixels), landmarks_at(TEMPLATE + 20))
    assert caught.value.code == "no_template"
    with pytest.raises(MatchError):
        aligned(noise(), landmarks_at(TEMPLATE + 2000))


@pytest.mark.parametrize("side", [112, 224])
def test_a_face_of_a_few_pixels_is_refused(side: int) -> None:
    """A face under a quarter of the template's size is refused, whatever the crop's own side."""
    with pytest.raises(MatchError, match="larger face"):
        aligned(noise(), landmarks_at(TEMPLATE * 0.24 + 60), side)
    aligned(noise(), landmarks_at(TEMPLATE * 0.26 + 60), side)


@settings(deadline=None)
@given(
    points=st.lists(
        st.tuples(
            st.floats(width=32) | st.floats(-300, 300, width=32), st.floats(width=32) | st.floats(-300, 300, width=32)
        ),
        min_size=5,
        max_size=5,
    )
)
def test_any_points_give_a_crop_or_no_template(points: list[tuple[float, float]]) -> None:
    """However wild the landmarks, also infinite ones, the answer is a crop or `no_template`, and no warning."""
    marks = landmarks_at(np.array(points))
    with contextlib.suppress(MatchError):
        assert aligned(noise(), marks).shape == (SIDE, SIDE, 3)
