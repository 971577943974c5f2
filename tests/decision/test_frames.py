"""What many frames say together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.decision.frames import Frames, weighted_median
from facevow.types import QualityCode
from tests.making import make_analysis

SCORES = st.floats(0, 1)


@given(st.lists(st.tuples(SCORES, st.floats(0.1, 2)), min_size=1, max_size=40))
def test_the_weighted_median_lies_in_the_middle(pairs: list[tuple[float, float]]) -> None:
    """At most half of the weight lies below it, and at most half above; it is one of the values."""
    values, weights = [value for value, _ in pairs], [weight for _, weight in pairs]
    middle, total = weighted_median(values, weights), sum(weights)
    assert middle in values
    assert sum(weight for value, weight in pairs if value < middle) <= total / 2 + 1e-9
    assert sum(weight for value, weight in pairs if value > middle) <= total / 2 + 1e-9


def test_the_weighted_median_of_nothing_is_an_error() -> None:
    """There is no middle of nothing."""
    with pytest.raises(ValueError, match="at least one"):
        weighted_median([], [])


def test_a_window_forgets_what_is_older() -> None:
    """Only the last two seconds count, for score, faces, issues and timing."""
    frames = Frames(2.0, 0.3)
    for number in range(16):
        frames.add(make_analysis(number / 8, score=0.1, issues=[QualityCode.BLURRED]))
    for number in range(30):
        frames.add(make_analysis(2 + number / 8, score=0.9))
    assert frames.score() == 0.9
    assert frames.common_issues() == ()
    assert frames.timing_evidence() == {"seconds": 2.0, "frames_a_second": 8.0, "longest_gap": 0.125}
    frames.add(make_analysis(9, faces=()))
    assert (frames.score(), frames.any_face, frames.face_now) == (None, False, False)


def test_nothing_seen_has_no_score_and_empty_evidence() -> None:
    """Without frames there is nothing to fuse, and asking does no harm."""
    frames = Frames(None, 0.3)
    assert frames.score() is None
    assert frames.quality_evidence() == {}
    assert frames.timing_evidence() == {"seconds": 0.0, "frames_a_second": 0.0, "longest_gap": 0.0}


@given(st.lists(st.floats(-1e6, 1e6), max_size=30))
def test_times_that_run_backwards_do_no_harm(times: list[float]) -> None:
    """Frames out of order are counted at the latest time seen, so that no gap is negative."""
    frames = Frames(5.0, 0.3)
    for at in times:
        frames.add(make_analysis(at))
    assert all(value >= 0 for value in frames.timing_evidence().values())
