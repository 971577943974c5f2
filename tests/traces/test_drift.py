"""Drift of edited traces."""

from dataclasses import replace

from facevow.traces.drift import none_of, since, undone
from facevow.traces.edits import freeze, play_backwards, splice, thin
from facevow.types import Drift
from tests.making import make_analysis

STEP = Drift(2.0, 1.0, 3.0, -4.0, 50)
CLIP = tuple(
    replace(make_analysis(index / 30), drift=None if index == 0 else replace(STEP, points=50 + index))
    for index in range(9)
)


def test_several_drifts_make_one() -> None:
    """Scales multiply, the rest adds up, the least number of points counts; one unknown makes all unknown."""
    assert since([STEP, replace(STEP, points=20), STEP]) == Drift(8.0, 3.0, 9.0, -12.0, 20)
    assert since([STEP]) == STEP
    assert since([STEP, None]) is None
    assert since([]) is None


def test_there_and_back_is_no_movement() -> None:
    """A drift and its way back cancel each other; a collapsed one has no way back."""
    back = undone(STEP)
    assert back is not None
    assert since([STEP, back]) == none_of(STEP) == Drift(1.0, 0.0, 0.0, 0.0, 50)
    assert undone(None) is undone(replace(STEP, scale=0.0)) is none_of(None) is None


def test_edits_keep_the_drift_true() -> None:
    """Thinned: since the frame that is left. Spliced: unknown at a seam. Frozen: none. Backwards: the way back."""
    assert [frame.drift for frame in thin(CLIP, 15)[1:3]] == [
        Drift(4.0, 2.0, 6.0, -8.0, 51),
        Drift(4.0, 2.0, 6.0, -8.0, 53),
    ]
    seams = [index for index, frame in enumerate(splice(CLIP[3:6], CLIP[6:])) if frame.drift is None]
    assert seams == [0, 3]
    frozen = freeze(CLIP, 0.09, 0.1)
    assert [frame.drift for frame in frozen[3:6]] == [CLIP[3].drift, none_of(CLIP[3].drift), none_of(CLIP[3].drift)]
    backwards = play_backwards(CLIP)
    assert backwards[0].drift is None
    assert [frame.drift for frame in backwards[1:]] == [undone(frame.drift) for frame in CLIP[:0:-1]]
