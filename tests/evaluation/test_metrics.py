"""Error rates: cases worked by hand, and laws that hold for any scores."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.errors import EvaluationError
from facevow.evaluation import metrics
from facevow.evaluation.metrics import Labels, Scores, curve, rank, worst_curve

SCORES = np.array([0.9, 0.8, 0.6, 0.3, 0.7, 0.4, 0.2, 0.1])
LABELS = np.array([True] * 4 + [False] * 4)
"""Sorted: 0.1 a, 0.2 a, 0.3 B, 0.4 a, 0.6 B, 0.7 a, 0.8 B, 0.9 B (a: attack, B: bona fide)."""

both_classes = (
    st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=2, max_size=60)
    .filter(lambda pairs: 0 < sum(label for _, label in pairs) < len(pairs))
    .map(lambda pairs: (np.array([score / 30 for score, _ in pairs]), np.array([label for _, label in pairs])))
)


def test_rates_at_a_threshold() -> None:
    """At 0.5: of the attacks only 0.7 passes, 1 of 4; of the bona fide only 0.3 fails, 1 of 4."""
    assert metrics.error_rates(SCORES, LABELS, 0.5) == (0.25, 0.25)
    assert metrics.hter(SCORES, LABELS, 0.5) == 0.25


def test_a_score_at_the_threshold_is_bona_fide() -> None:
    """At 0.7, a score of 0.7 passes: the attack is an error there; the bona fide 0.6 and 0.3 fail."""
    assert metrics.error_rates(SCORES, LABELS, 0.7) == (0.25, 0.5)
    assert metrics.apcer(np.array([0.5]), 0.5) == 1
    assert metrics.bpcer(np.array([0.5]), 0.5) == 0


def test_the_curve_runs_from_all_to_nothing() -> None:
    """By hand: at the i-th of the eight thresholds, attacks at or above it and bona fide below it, in quarters."""
    found = curve(rank(SCORES, LABELS))
    assert found.thresholds.tolist() == [0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9, math.inf]
    assert (found.apcer * 4).tolist() == [4, 3, 2, 2, 1, 1, 0, 0, 0]
    assert (found.bpcer * 4).tolist() == [0, 0, 0, 1, 1, 2, 2, 3, 4]


def test_area_and_equal_error() -> None:
    """Of 16 pairs of a bona fide and an attack, 0.6 < 0.7, 0.3 < 0.7 and 0.3 < 0.4 are wrong: 13 / 16.

    The rates meet at the threshold 0.6, at 1 of 4 each.
    """
    found = metrics.separation(SCORES, LABELS)
    assert found.auc == pytest.approx(13 / 16)
    assert (found.eer, found.threshold) == (0.25, 0.6)


def test_ties_count_half() -> None:
    """Pairs of 0.5 and 0.9 bona fide with 0.5 and 0.1 attack: three right and one tie make 3.5 / 4."""
    assert metrics.separation(np.array([0.5, 0.9, 0.5, 0.1]), np.array([True, True, False, False])).auc == 3.5 / 4
    same = metrics.separation(np.array([0.5, 0.5]), np.array([True, False]))
    assert (same.auc, same.eer) == (0.5, 0.5)


def test_equal_error_between_steps_is_the_mean() -> None:
    """Three bona fide and two attacks: at 0.4 APCER is 1/2 and BPCER 1/3, nowhere nearer, so EER is 5/12."""
    found = metrics.separation(np.array([0.2, 0.6, 0.8, 0.1, 0.4]), np.array([True, True, True, False, False]))
    # thresholds 0.1 0.2 0.4 0.6: APCER 1, 1/2, 1/2, 0; BPCER 0, 0, 1/3, 1/3: distances 1, 1/2, 1/6, 1/3
    assert found.eer == pytest.approx(5 / 12)
    assert found.threshold == 0.4


def test_bpcer_at_a_limited_apcer() -> None:
    """APCER at most 1/4 is reached first at 0.6 (BPCER 1/4); at most 0.1 means none, first at 0.8 (BPCER 2/4)."""
    found = curve(rank(SCORES, LABELS))
    assert metrics.bpcer_at(found, 0.25) == (0.25, 0.6)
    for limit in (0.1, 0.05, 0.01):
        assert metrics.bpcer_at(found, limit) == (0.5, 0.8)


def test_when_nothing_may_pass() -> None:
    """With the highest score an attack's, no APCER of 0 lets a bona fide through."""
    assert metrics.bpcer_at(curve(rank(np.array([0.4, 0.9]), np.array([True, False]))), 0.01) == (1.0, math.inf)


def test_the_worst_species_rules() -> None:
    """Prints 0.7 and 0.1, phones 0.4 and 0.2.

    At 0.4 of prints 1/2, of phones 1/2 pass; at 0.7 prints 1/2, phones none; over all attacks that is 1/4. So an APCER
    of at most 1/4 costs BPCER 2/4 (at 0.8) by species and 1/4 (at 0.6) over all.
    """
    species = {"print": np.array([False] * 4 + [True, False, False, True]),
               "screen_phone": np.array([False] * 5 + [True, True, False])}  # fmt: skip
    ranked = rank(SCORES, LABELS, species)
    worst = worst_curve(ranked)
    assert (worst.apcer * 2).tolist() == [2, 2, 1, 1, 1, 1, 0, 0, 0]
    assert metrics.bpcer_at(worst, 0.25) == (0.5, 0.8)
    assert metrics.bpcer_at(curve(ranked), 0.25) == (0.25, 0.6)


def test_acer_is_the_mean_of_the_worst_and_bpcer() -> None:
    """A worst APCER of 0.5 and a BPCER of 0.25 make 0.375."""
    assert metrics.acer(0.5, 0.25) == 0.375


def test_non_response() -> None:
    """One of four without a score is a quarter; of nothing there is no rate."""
    assert metrics.non_response(np.array([True, False, True, True])) == 0.25
    with pytest.raises(EvaluationError, match="at least one"):
        metrics.non_response(np.array([], np.bool_))


def test_weights_are_repetitions() -> None:
    """A presentation of weight 2 counts as if it were there twice; one of weight 0 as if it were not there."""
    weights = np.array([1.0, 2, 0, 1, 1, 3, 1, 0])
    times = weights.astype(int)
    weighted = curve(rank(SCORES, LABELS), weights)
    repeated = curve(rank(np.repeat(SCORES, times), np.repeat(LABELS, times)))
    assert metrics.auc(weighted) == pytest.approx(metrics.auc(repeated))
    assert metrics.equal_error(weighted)[0] == metrics.equal_error(repeated)[0]


@pytest.mark.parametrize(
    ("scores", "labels"),
    [([], []), ([0.5], [True]), ([0.5, 0.6], [True, True]), ([0.5, 0.6], [False, False]),
     ([0.5, math.nan], [True, False]), ([math.inf, 0.5], [True, False]), ([0.1, 0.2, 0.3], [True, False])],
)  # fmt: skip
def test_what_no_rate_can_be_made_of(scores: list[float], labels: list[bool]) -> None:
    """One class only, no number, or not a label for each score."""
    for make in (metrics.separation, rank):
        with pytest.raises(EvaluationError, match="expected"):
            make(np.array(scores, np.float64), np.array(labels, np.bool_))
    with pytest.raises(EvaluationError):
        metrics.error_rates(np.array(scores, np.float64), np.array(labels, np.bool_), 0.5)


def test_a_class_without_weight_is_refused() -> None:
    """A draw of a bootstrap that holds one class only makes no curve, and no species no worst one."""
    ranked = rank(SCORES, LABELS)
    with pytest.raises(EvaluationError, match="attacks"):
        curve(ranked, LABELS.astype(np.float64))
    with pytest.raises(EvaluationError, match="bona fide"):
        curve(ranked, 1 - LABELS.astype(np.float64))
    with pytest.raises(EvaluationError, match="species"):
        worst_curve(ranked)


@given(both_classes)
def test_ranks_alone_decide(data: tuple[Scores, Labels]) -> None:
    """A rising map of the scores changes neither AUC nor EER nor BPCER at a limit, and maps their thresholds."""
    scores, labels = data
    mapped = np.exp(3 * scores) - 7
    first, second = metrics.separation(scores, labels), metrics.separation(mapped, labels)
    assert (first.auc, first.eer) == (second.auc, second.eer)
    assert second.threshold == np.exp(3 * first.threshold) - 7
    limits = [metrics.bpcer_at(curve(rank(of, labels)), 0.1)[0] for of in (scores, mapped)]
    assert limits[0] == limits[1]


@given(both_classes)
def test_laws_of_the_curve(data: tuple[Scores, Labels]) -> None:
    """Rates lie in 0..1 and move one way; AUC is the share of pairs in order; the worst species is never better."""
    scores, labels = data
    species = {"a": ~labels & (np.arange(labels.size) % 2 == 0), "b": ~labels & (np.arange(labels.size) % 2 == 1)}
    ranked = rank(scores, labels, species)
    every, worst = curve(ranked), worst_curve(ranked)
    assert (np.diff(every.apcer) <= 0).all()
    assert (np.diff(every.bpcer) >= 0).all()
    assert every.apcer[0] == every.bpcer[-1] == 1
    assert every.apcer[-1] == every.bpcer[0] == 0
    assert (worst.apcer >= every.apcer - 1e-12).all()
    pairs = scores[labels][:, None] - scores[~labels][None]
    assert metrics.auc(every) == pytest.approx(((pairs > 0) + (pairs == 0) / 2).mean())
    eer = metrics.equal_error(every)[0]
    assert 0 <= eer <= 1
    if metrics.auc(every) == 1:
        assert eer == 0


@given(both_classes)
def test_turning_scores_and_labels_round_keeps_the_area(data: tuple[Scores, Labels]) -> None:
    """With both classes swapped and the scores mirrored, AUC stays."""
    scores, labels = data
    first, second = metrics.separation(scores, labels), metrics.separation(1 - scores, ~labels)
    assert first.auc == pytest.approx(second.auc)


@given(both_classes, st.floats(0, 1))
def test_bpcer_at_a_limit_keeps_the_limit(data: tuple[Scores, Labels], limit: float) -> None:
    """At the threshold given APCER is within the limit and BPCER is what was said; the next lower one is over it."""
    scores, labels = data
    value, threshold = metrics.bpcer_at(curve(rank(scores, labels)), limit)
    apcer, bpcer = metrics.error_rates(scores, labels, threshold)
    assert apcer <= limit + 1e-9
    assert bpcer == pytest.approx(value)
    lower = scores[scores < threshold]
    if lower.size:
        assert metrics.error_rates(scores, labels, lower.max())[0] > limit


@given(both_classes, st.integers(2, 12))
def test_det_points_lie_on_the_curve(data: tuple[Scores, Labels], most: int) -> None:
    """Thinning keeps both ends, the order and at most the number asked for, and makes no point up."""
    found = curve(rank(*data))
    points = metrics.det_points(found, most)
    every = list(zip(found.thresholds, found.apcer, found.bpcer, strict=True))
    assert len(points) <= most + 2
    assert points[0] == every[0]
    assert points[-1] == every[-1]
    assert all(point in every for point in points)
    assert points == sorted(points)
