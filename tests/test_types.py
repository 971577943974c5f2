"""The facts at the bottom of the house: what follows from a box, a frame and an analysis."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from facevow.types import Box, Frame, Quality, QualityCode, QualityIssue
from tests.making import FACE, make_analysis

PLACES = st.floats(-1000, 1000)
BOXES = st.builds(Box, PLACES, PLACES, st.floats(0.5, 1000), st.floats(0.5, 1000))
ANY_BOXES = st.builds(Box, PLACES, PLACES, PLACES, PLACES)
NARROW = Box(128.0, 0.0, 1.042681718708098e-06, 1.0)
"""One of which rounding makes more of the overlap than there is."""


def test_the_parts_of_a_box() -> None:
    """Edges, middle, area and longer side follow from corner and size."""
    box = Box(10, 20, 30, 50)
    assert (box.right, box.bottom, box.centre, box.area, box.longer_side) == (40, 70, (25, 45), 1500, 50)


@given(box=BOXES)
def test_a_box_overlaps_itself_wholly(box: Box) -> None:
    """Intersection over union of a box with itself is 1, and its intersection is its area."""
    assert box.overlap(box) == pytest.approx(1)
    assert box.intersection(box) == pytest.approx(box.area)


@example(one=NARROW, other=NARROW)
@given(one=ANY_BOXES, other=ANY_BOXES)
def test_overlap_is_a_share_and_the_same_both_ways(one: Box, other: Box) -> None:
    """For any two rectangles, also empty and inverted ones, overlap is within 0..1 and symmetric."""
    assert 0 <= one.overlap(other) <= 1
    assert one.overlap(other) == other.overlap(one)
    assert one.intersection(other) <= max(one.area, other.area) + 1e-6


@given(box=BOXES, right=st.floats(0, 500), down=st.floats(0, 500))
def test_boxes_apart_do_not_overlap(box: Box, right: float, down: float) -> None:
    """A box moved by its own size or more shares nothing with where it was."""
    moved = Box(box.right + right + 1e-6, box.y + down, box.width, box.height)
    assert box.intersection(moved) == pytest.approx(0, abs=1e-3)


def test_overlap_is_intersection_over_union() -> None:
    """Two squares of 100 that share 25: 25 over 175."""
    assert Box(0, 0, 10, 10).overlap(Box(5, 5, 10, 10)) == pytest.approx(25 / 175)
    assert Box(0, 0, 0, 0).overlap(Box(0, 0, 0, 0)) == 0


def test_a_frame_knows_its_size() -> None:
    """Width and height are those of the picture."""
    frame = Frame(np.zeros((30, 50, 3), np.uint8))
    assert (frame.width, frame.height, frame.index, frame.at) == (50, 30, 0, 0.0)


def test_facts_do_not_change() -> None:
    """A field cannot be set again."""
    with pytest.raises(FrozenInstanceError):
        FACE.score = 1.0  # type: ignore[misc]


def test_the_face_that_is_judged_is_the_first() -> None:
    """`face` is the first of the faces, or None."""
    assert make_analysis().face is FACE
    assert make_analysis(faces=()).face is None


def test_codes_keep_the_order_of_the_issues() -> None:
    """The codes of a quality are those of its issues, in their order."""
    issues = (QualityIssue(QualityCode.TOO_DARK, 1, 30), QualityIssue(QualityCode.BLURRED, 0, 1))
    assert Quality(issues, {}).codes == (QualityCode.TOO_DARK, QualityCode.BLURRED)
    assert Quality((), {}).codes == ()
