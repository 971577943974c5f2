"""Error rates against cases worked by hand."""

import numpy as np
import pytest

from facevow.errors import TrainingError
from facevow.training.measure import error_rates, separation


def test_perfect_and_reversed_scores() -> None:
    """AUC 1 and EER 0 when all bona fide scores lie higher; AUC 0 when all lie lower."""
    labels = np.array([True, True, False, False])
    assert separation(np.array([0.9, 0.8, 0.1, 0.2]), labels).auc == 1
    assert separation(np.array([0.9, 0.8, 0.1, 0.2]), labels).eer == 0
    assert separation(np.array([0.1, 0.2, 0.9, 0.8]), labels).auc == 0


def test_a_case_worked_by_hand() -> None:
    """Bona fide .9 .7 .4, attacks .6 .2 .1: 8 of 9 pairs in order; at .6 one of three errs on each side."""
    found = separation(np.array([0.9, 0.7, 0.4, 0.6, 0.2, 0.1]), np.array([True] * 3 + [False] * 3))
    assert found.auc == pytest.approx(8 / 9)
    assert found.eer == pytest.approx(1 / 3)


def test_equal_scores_separate_nothing() -> None:
    """Ties count half."""
    assert separation(np.full(4, 0.5), np.array([True, True, False, False])).auc == 0.5


def test_rates_at_a_threshold() -> None:
    """A score on the threshold is an attack: APCER 1/2, BPCER 1/2."""
    rates = error_rates(np.array([0.6, 0.5, 0.7, 0.1]), np.array([True, True, False, False]), 0.5)
    assert rates == (0.5, 0.5)


@pytest.mark.parametrize(("scores", "labels"), [([0.1, 0.2], [True, True]), ([], []), ([np.nan, 0.2], [True, False])])
def test_nothing_is_said_of_what_cannot_be_measured(scores: list[float], labels: list[bool]) -> None:
    """One class, no score, or NaN raises instead of giving a figure."""
    with pytest.raises(TrainingError):
        separation(np.array(scores), np.array(labels, dtype=bool))
