"""Intervals: published and hand-worked ends, and what a bootstrap over sources must and must not do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.errors import EvaluationError
from facevow.evaluation.intervals import Interval, bootstrap, clopper_pearson
from facevow.evaluation.metrics import Weights


def test_no_error_in_150() -> None:
    """The upper end of 0 of n solves (1 - p)^n = 0.025; for 150 that is 1 - 0.025^(1/150) = 2.43 %."""
    found = clopper_pearson(0, 150)
    assert found.low == 0
    assert found.high == pytest.approx(1 - 0.025 ** (1 / 150))
    assert found.high == pytest.approx(0.0243, abs=5e-5)


def test_all_errors_mirror_none() -> None:
    """The lower end of n of n solves p^n = 0.025."""
    found = clopper_pearson(8, 8)
    assert found.low == pytest.approx(0.025 ** (1 / 8))
    assert found.high == 1


def test_one_of_two() -> None:
    """The lower end solves 1 - (1 - p)^2 = 0.025, so p = 1 - sqrt(0.975) = 0.01258; the upper is its mirror."""
    found = clopper_pearson(1, 2)
    assert found.low == pytest.approx(1 - 0.975**0.5)
    assert found.high == pytest.approx(0.975**0.5)


@given(st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))), st.floats(0.5, 0.999))
def test_the_interval_holds_the_rate(trial: tuple[int, int], confidence: float) -> None:
    """The rate lies within, the ends within 0..1, and the mirrored trial has the mirrored interval."""
    errors, of = trial
    found, mirrored = clopper_pearson(errors, of, confidence), clopper_pearson(of - errors, of, confidence)
    assert 0 <= found.low <= errors / of <= found.high <= 1
    assert found.low == pytest.approx(1 - mirrored.high, abs=1e-9)


@pytest.mark.parametrize(("errors", "of", "confidence"), [(1, 0, 0.95), (0, 0, 0.95), (-1, 5, 0.95), (6, 5, 0.95),
                                                          (1, 5, 0), (1, 5, 1), (1, 5, float("nan"))])  # fmt: skip
def test_impossible_trials_are_refused(errors: int, of: int, confidence: float) -> None:
    """No trials, more errors than trials, or a confidence that is none."""
    with pytest.raises(EvaluationError):
        clopper_pearson(errors, of, confidence)


VALUES = np.array([0.0, 0, 0, 0, 1, 1, 1, 1])
UNITS = ["a"] * 4 + ["b"] * 4


def mean(weights: Weights) -> list[float]:
    """The weighted mean of VALUES."""
    return [float((VALUES * weights).sum() / weights.sum())]


def test_whole_units_are_drawn() -> None:
    """Of two units with the means 0 and 1, draws can have the means 0, 1/2 and 1 alone, a quarter of them 0."""
    seen = set()

    def watched(weights: Weights) -> list[float]:
        assert len(set(weights[:4])) == len(set(weights[4:])) == 1
        seen.add(mean(weights)[0])
        return mean(weights)

    (found,) = bootstrap(watched, UNITS, repeats=400)
    assert seen == {0.0, 0.5, 1.0}
    assert found == Interval(0.0, 1.0)


def test_images_as_units_would_claim_more() -> None:
    """The same eight values drawn one by one give a narrower interval, which is why sources are drawn."""
    (found,) = bootstrap(mean, [str(number) for number in range(8)], repeats=400)
    assert found is not None
    assert found.low > 0
    assert found.high < 1


def test_the_seed_decides() -> None:
    """The same seed gives the same interval, another one another."""
    units = [str(number) for number in range(8)]
    first, again, other = (bootstrap(mean, units, repeats=60, seed=seed) for seed in (1, 1, 3))
    assert first == again
    assert first != other


def test_one_unit_has_no_interval() -> None:
    """Nothing is known of other sources from one."""
    assert bootstrap(mean, ["a"] * 8) == [None]


def test_draws_without_a_figure_are_left_out() -> None:
    """Of two units a quarter of the draws lacks the first: the interval is of the others alone."""

    def needs_the_first(weights: Weights) -> list[float]:
        if weights[0] == 0:
            raise EvaluationError("one class only")
        return mean(weights)

    assert bootstrap(needs_the_first, UNITS) == [Interval(0.0, 0.5)]


def test_a_figure_that_few_draws_have_has_no_interval() -> None:
    """A quarter of the draws holds the first unit twice: a figure of those alone says little. Others keep theirs."""

    def rare_and_usual(weights: Weights) -> list[float]:
        return [1.0 if weights[0] == 2 else float("nan"), 0.5]

    assert bootstrap(rare_and_usual, UNITS) == [None, Interval(0.5, 0.5)]
