"""One score out of several."""

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.matching.scoring import overall

SCORE = st.floats(-1, 1)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([0.3], 0.3),
        ([0.9, 0.1], 0.5),
        ([0.1, 0.9, 0.5], 0.7),
        ([0.1, 0.9, 0.5, 0.4], 0.6),
        ([0.9, *[0.1] * 9], 1.4 / 6),
        ([0.9, math.nan], -0.05),
        ([math.inf], -1.0),
    ],
)
def test_the_better_majority_counts(scores: list[float], expected: float) -> None:
    """Worked by hand; what is no number is like nobody, and so makes no match."""
    assert overall(scores) == pytest.approx(expected)


def test_nothing_to_compare_with_gives_no_score() -> None:
    """Which is not a low one."""
    assert overall([]) is None


@given(st.lists(SCORE, min_size=1), st.randoms(use_true_random=False))
def test_the_order_does_not_matter(scores: list[float], luck: Random) -> None:
    """Which template was enrolled first says nothing; and no score is better than the best or worse than the worst."""
    mixed = list(scores)
    luck.shuffle(mixed)
    score = overall(mixed)
    assert score == overall(scores)
    assert score is not None
    assert min(scores) - 1e-9 <= score <= max(scores) + 1e-9
