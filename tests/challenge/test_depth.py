"""The planar residual: nothing for planes, more for heads the farther they turn, and never an exception."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from facevow.challenge.depth import RIGID, planar_residual
from facevow.types import TRACKED_POINTS

Points = NDArray[np.float32]

angles = st.floats(-45, 45)


def head() -> Points:
    """An ellipsoid of about a head's proportions, seen from the front, with a nose; the eyes lie about 100 px apart."""
    rng = np.random.default_rng(4)
    points = np.column_stack([rng.uniform(-75, 75, len(TRACKED_POINTS)), rng.uniform(-90, 90, len(TRACKED_POINTS))])
    depth = 100 - 100 * np.sqrt(np.maximum(1 - (points[:, 0] / 95) ** 2 - (points[:, 1] / 130) ** 2, 0))
    made = np.column_stack([points, depth])
    for point, place in ((33, (-50, -30, 14)), (263, (50, -30, 14)), (1, (0, 20, -35)), (4, (0, 15, -38))):
        made[TRACKED_POINTS.index(point)] = place
    return made.astype(np.float32)


def turned(points: Points, yaw: float, pitch: float = 0) -> Points:
    a, b = math.radians(yaw), math.radians(pitch)
    about_y = np.array([[math.cos(a), 0, math.sin(a)], [0, 1, 0], [-math.sin(a), 0, math.cos(a)]])
    about_x = np.array([[1, 0, 0], [0, math.cos(b), -math.sin(b)], [0, math.sin(b), math.cos(b)]])
    return np.asarray(points @ (about_y @ about_x).T, np.float32)


def filmed(points: Points, distance: float = 800.0) -> Points:
    """Through a pinhole `distance` from the points' middle; depth is left as it is."""
    nearer = distance / (points[:, 2:] + distance)
    return np.hstack([points[:, :2] * nearer + 320, points[:, 2:]]).astype(np.float32)


@given(yaw=angles, pitch=angles, distance=st.floats(400, 3000))
def test_a_plane_moves_as_a_plane(yaw: float, pitch: float, distance: float) -> None:
    """However a flat picture of a head is tilted and however near it is, the residual is nothing but rounding."""
    flat = head() * np.array([1, 1, 0], np.float32)
    assert planar_residual(filmed(flat), filmed(turned(flat, yaw, pitch), distance)) < 1e-4


@given(yaw=st.floats(20, 45), sign=st.sampled_from((-1, 1)))
def test_a_head_that_turns_is_no_plane(yaw: float, sign: int) -> None:
    """From 20 degrees on the residual of a turned head is at least a hundredth of the eye distance."""
    assert planar_residual(filmed(head()), filmed(turned(head(), sign * yaw))) > 0.01


@given(st.lists(st.floats(1, 45), min_size=2, max_size=2, unique=True).map(sorted))
def test_the_residual_grows_with_the_angle(pair: list[float]) -> None:
    """The farther of two turns has the larger residual."""
    less, more = (planar_residual(filmed(head()), filmed(turned(head(), yaw))) for yaw in pair)
    assert less <= more + 1e-4


@given(scale=st.floats(0.3, 3), shift=st.floats(-300, 300))
def test_size_and_place_in_the_picture_do_not_matter(scale: float, shift: float) -> None:
    """The same turn, nearer in the picture and elsewhere, has the same residual."""
    now = filmed(turned(head(), 25))
    moved = (now * scale + np.array([shift, -shift, 0])).astype(np.float32)
    assert planar_residual(filmed(head()), moved) == pytest.approx(planar_residual(filmed(head()), now), rel=0.01)


def test_lips_and_chin_do_not_count() -> None:
    """Whatever the mouth does, the residual stays the same."""
    speaking = filmed(turned(head(), 25))
    before = planar_residual(filmed(head()), speaking)
    others = [place for place in range(len(TRACKED_POINTS)) if place not in RIGID]
    speaking[others] += 40
    assert planar_residual(filmed(head()), speaking) == before


def one_place() -> Points:
    return np.zeros((len(TRACKED_POINTS), 3), np.float32)


def one_line() -> Points:
    return np.outer(np.arange(len(TRACKED_POINTS)), (1, 2, 0.5)).astype(np.float32)


@pytest.mark.parametrize(
    "broken",
    [one_place(), one_line(), one_place() * np.nan, one_place() + np.inf, np.zeros((0, 3), np.float32), head()[:, :2]],
    ids=["one place", "a line", "not a number", "infinite", "none", "two columns"],
)
def test_what_cannot_be_measured_is_flat(broken: Points) -> None:
    """Points that determine no homography give 0 on either side, and no exception."""
    assert planar_residual(filmed(head()), broken) == 0
    assert planar_residual(broken, filmed(turned(head(), 30))) == 0
