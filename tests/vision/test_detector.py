"""The steps that both detectors share: fitting a picture in, merging candidates, ordering faces."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from facevow.types import Box, Face, Frame
from facevow.vision.detector import Fit, Floats, face_from_values, fit, largest_first, merge_overlapping

SIDES = st.integers(1, 500)
COORDINATES = st.floats(-1e4, 1e4, width=32)


@given(
    scale=st.floats(0.01, 50),
    left=st.integers(0, 600),
    top=st.integers(0, 600),
    points=arrays.arrays(np.float32, st.tuples(st.integers(1, 4), st.sampled_from([4, 14, 16])), elements=COORDINATES),
)
def test_back_undoes_scaling_and_moving(scale: float, left: int, top: int, points: Floats) -> None:
    """Coordinates that were scaled and moved as `Fit` says come back to where they were."""
    pairs = points.astype(np.float64).reshape(len(points), -1, 2) * scale + (left, top)
    there = pairs.reshape(points.shape).astype(np.float32)
    rounding = float(np.abs(there).max()) * 1e-6 / scale + 1e-3
    np.testing.assert_allclose(Fit(scale, left, top).back(there), points, atol=rounding)


@given(width=SIDES, height=SIDES, wide=st.sampled_from([64, 128]), high=st.sampled_from([64, 128]))
@settings(max_examples=50, deadline=None)
def test_fit_shows_the_whole_picture_inside_the_padding(width: int, height: int, wide: int, high: int) -> None:
    """The white picture fills one dimension, keeps its proportions, and its corners map back to its own corners."""
    canvas, fitted = fit(np.full((height, width, 3), 255, np.uint8), wide, high, padding=7)
    rows, columns = np.nonzero((canvas == 255).all(axis=2))
    corners = np.array([[columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]], np.float32)
    assert canvas.shape == (high, wide, 3)
    assert np.ptp(columns) + 1 == wide or np.ptp(rows) + 1 == high
    assert set(np.unique(canvas)) <= {7, 255}
    np.testing.assert_allclose(fitted.back(corners), [[0, 0, width, height]], atol=1.01 / fitted.scale)


@given(x=st.integers(0, 90), y=st.integers(0, 50))
@settings(max_examples=30, deadline=None)
def test_a_mark_is_found_where_it_was_drawn(x: int, y: int) -> None:
    """The middle of a mark seen in the network's input maps back to the middle of the mark in the picture."""
    pixels = np.zeros((60, 100, 3), np.uint8)
    pixels[y : y + 10, x : x + 10] = 255
    canvas, fitted = fit(pixels, 128, 128, padding=0)
    light = canvas[:, :, 0].astype(np.float64)
    down, right = np.indices(light.shape) + 0.5
    middle = np.array([[(right * light).sum(), (down * light).sum()]], np.float32) / light.sum()
    np.testing.assert_allclose(fitted.back(middle), [[x + 5, y + 5]], atol=0.6)


def test_overlapping_candidates_are_averaged_by_score() -> None:
    """Two boxes of one face become their mean weighted by score; a box elsewhere stays alone; the best comes first."""
    boxes = np.array([[0, 0, 10, 10], [1, 0, 11, 10], [50, 50, 60, 60]], np.float32)
    scores = np.array([0.6, 0.9, 0.7], np.float32)
    merged = merge_overlapping(boxes, scores, boxes, overlap=0.3)
    assert [round(score, 3) for _, score in merged] == [0.9, 0.7]
    np.testing.assert_allclose(merged[0][0], [0.6, 0, 10.6, 10], rtol=1e-5)
    np.testing.assert_allclose(merged[1][0], boxes[2])


def test_boxes_that_overlap_little_stay_apart() -> None:
    """Two faces side by side that share less than the limit are two faces."""
    boxes = np.array([[0, 0, 10, 10], [8, 0, 18, 10]], np.float32)  # intersection over union 20 / 180
    assert len(merge_overlapping(boxes, np.array([0.9, 0.8], np.float32), boxes, overlap=0.3)) == 2
    assert len(merge_overlapping(boxes, np.array([0.9, 0.8], np.float32), boxes, overlap=0.1)) == 1


@given(
    boxes=arrays.arrays(np.float32, st.tuples(st.integers(1, 12), st.just(4)), elements=COORDINATES),
    seed=st.integers(0, 1000),
)
@settings(deadline=None)
def test_merging_ends_whatever_the_boxes(boxes: Floats, seed: int) -> None:
    """Empty, inverted and equal boxes neither hang nor vanish: groups come best first, within the values that came."""
    scores = np.random.default_rng(seed).uniform(0.5, 1, len(boxes)).astype(np.float32)
    merged = merge_overlapping(boxes, scores, boxes, overlap=0.3)
    best = [score for _, score in merged]
    assert 1 <= len(merged) <= len(boxes)
    assert best == sorted(best, reverse=True)
    assert best[0] == pytest.approx(float(scores.max()))
    for values, _ in merged:
        assert (values >= boxes.min(axis=0) - 0.01).all()
        assert (values <= boxes.max(axis=0) + 0.01).all()


def face(x: float, y: float, width: float, height: float) -> Face:
    return Face(Box(x, y, width, height), 0.9, ())


def test_faces_come_largest_first() -> None:
    """The face that is judged is the one with the greatest area, whatever order the detector found them in."""
    frame = Frame(np.zeros((100, 100, 3), np.uint8))
    small, large, middle = face(0, 0, 10, 10), face(20, 20, 50, 40), face(5, 5, 20, 20)
    assert largest_first([small, large, middle], frame) == (large, middle, small)


@pytest.mark.parametrize("box", [(90, 10, 40, 40), (-60, 10, 40, 40), (10, 85, 40, 40), (10, 10, 0, 40), (9, 9, 5, -5)])
def test_faces_outside_the_frame_or_without_area_are_dropped(box: tuple[float, float, float, float]) -> None:
    """A box whose middle lies outside the frame, or that has no area, is no face."""
    frame = Frame(np.zeros((100, 100, 3), np.uint8))
    kept = face(80, 80, 40, 40)  # its middle is on the very corner
    assert largest_first([face(*box), kept], frame) == (kept,)


def test_a_face_is_made_of_corners_and_points() -> None:
    """Left, top, right, bottom become a box; what follows becomes points, two numbers each."""
    made = face_from_values(np.array([10, 20, 40, 60, 1, 2, 3, 4], np.float32), 0.75)
    assert made == Face(Box(10, 20, 30, 40), 0.75, ((1, 2), (3, 4)))
