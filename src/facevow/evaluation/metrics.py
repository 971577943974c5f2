"""Error rates of presentation attack detection, as pure functions of scores and labels.

A score rises towards bona fide, and a presentation counts as bona fide when its score reaches the threshold
(score >= threshold), which is the rule of `decision`. Rates are shares, 0..1. The words and rates are those of
ISO/IEC 30107-3 where it has them; each docstring names another source.

Rates are of presentations that got a score; those that got none are counted by `non_response` alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facevow.errors import EvaluationError

Scores = NDArray[np.float64]
"""One score a presentation, shape (n,), finite."""

Labels = NDArray[np.bool_]
"""One label a presentation, shape (n,); True is bona fide."""

Weights = NDArray[np.float64]
"""How often each presentation counts, shape (n,), not negative; a bootstrap draws them."""


@dataclass(frozen=True, slots=True)
class Separation:
    """How well scores tell the classes apart, whatever the threshold.

    `auc`: area under the ROC curve, 0..1; `eer`: equal error rate, 0..1; `threshold`: where that is reached.
    """

    auc: float
    eer: float
    threshold: float


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """APCER and BPCER at every threshold that makes a difference.

    All three have shape (k + 1,) for k distinct scores: the thresholds rise from the lowest score, which lets
    everything pass, to infinity, which lets nothing pass; APCER falls from 1 to 0 and BPCER rises from 0 to 1.
    """

    thresholds: Scores
    apcer: Scores
    bpcer: Scores


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Presentations in the order of their scores, sorted once for all draws of a bootstrap.

    thresholds: the k distinct scores, rising; place: which of them each of the n presentations has; bona_fide: n
    labels; species: for each species, which of the n are attacks of it.
    """

    thresholds: Scores
    place: NDArray[np.intp]
    bona_fide: Labels
    species: Mapping[str, Labels]


def rank(scores: Scores, bona_fide: Labels, species: Mapping[str, Labels] | None = None) -> Ranking:
    """Sort presentations by score; `species` is needed for `worst_curve` alone.

    Raises:
        EvaluationError: a class is absent, a score is not finite, or there is not a label for each score.
    """
    _check(scores, bona_fide)
    thresholds, place = np.unique(scores, return_inverse=True)
    return Ranking(thresholds, place, bona_fide, species or {})


def curve(of: Ranking, weights: Weights | None = None) -> Curve:
    """The rates over all attacks together, at every threshold.

    Raises:
        EvaluationError: a class has no weight.
    """
    counted = np.ones(of.place.size) if weights is None else weights
    return _curve(of, _passing(of, ~of.bona_fide, counted, "attacks"), counted)


def worst_curve(of: Ranking, weights: Weights | None = None) -> Curve:
    """As `curve`, with the APCER of the worst species at each threshold, as ISO/IEC 30107-3 has it.

    A species without weight is passed over.

    Raises:
        EvaluationError: bona fide presentations, or the attacks of every species, have no weight.
    """
    counted = np.ones(of.place.size) if weights is None else weights
    there = [which for which in of.species.values() if counted[which].sum() > 0]
    if not there:
        raise EvaluationError("expected attacks of at least one species")
    passed = np.max([_passing(of, which, counted, "attacks") for which in there], axis=0)
    return _curve(of, passed, counted)


def _curve(of: Ranking, apcer_there: Scores, weights: Weights) -> Curve:
    below, total = _below(of, of.bona_fide, weights, "bona fide presentations")
    return Curve(np.append(of.thresholds, np.inf), apcer_there, below / total)


def _passing(of: Ranking, which: Labels, weights: Weights, what: str) -> Scores:
    """The share of the chosen presentations that reaches each threshold, 1..0, shape (k + 1,)."""
    below, total = _below(of, which, weights, what)
    return np.asarray((total - below) / total, dtype=np.float64)


def _below(of: Ranking, which: Labels, weights: Weights, what: str) -> tuple[Scores, float]:
    """The weight of the chosen presentations below each threshold, shape (k + 1,), and that of all of them."""
    held = np.bincount(of.place[which], weights[which], of.thresholds.size)
    sums = np.concatenate([[0.0], np.cumsum(held)])
    if not sums[-1] > 0:
        raise EvaluationError(f"expected {what} with a weight above 0")
    return sums, float(sums[-1])


def auc(of: Curve) -> float:
    """Area under the ROC curve: the chance that a bona fide score is above an attack's, a tie counting half.

    The trapezoids under the curve are that statistic of Mann and Whitney (Fawcett 2006, "An introduction to ROC
    analysis", section 7).
    """
    return float(np.sum((of.apcer[:-1] - of.apcer[1:]) * (2 - of.bpcer[:-1] - of.bpcer[1:])) / 2)


def equal_error(of: Curve) -> tuple[float, float]:
    """The equal error rate and its threshold: where APCER and BPCER are nearest, their mean.

    Between two thresholds that are equally near the lower one is taken, so the answer depends on ranks alone.
    """
    # differences that are equal on paper differ by rounding; ranks must not decide by that
    nearest = int(np.argmin(np.round(np.abs(of.apcer - of.bpcer), 12)))
    return float(of.apcer[nearest] + of.bpcer[nearest]) / 2, float(of.thresholds[nearest])


def bpcer_at(of: Curve, most_apcer: float) -> tuple[float, float]:
    """The lowest BPCER at which APCER is at most `most_apcer`, and its threshold (infinite when nothing may pass).

    With 0.1, 0.05 and 0.01 these are BPCER10, BPCER20 and BPCER100. ISO/IEC 30107-3 means the APCER of the worst
    species (`worst_curve`); many papers take that over all attacks (`curve`).
    """
    first = int(np.argmax(of.apcer <= most_apcer + 1e-12))  # it falls, so the first that is low enough is the cheapest
    return float(of.bpcer[first]), float(of.thresholds[first])


def separation(scores: Scores, bona_fide: Labels) -> Separation:
    """AUC and EER over all attacks together.

    Raises:
        EvaluationError: as `rank`.
    """
    found = curve(rank(scores, bona_fide))
    eer, threshold = equal_error(found)
    return Separation(auc(found), eer, threshold)


def apcer(scores: Scores, threshold: float) -> float:
    """Share of attacks (all scores given are of attacks) that are taken for bona fide.

    Raises:
        EvaluationError: there is no score.
    """
    return _share(scores >= threshold, "attack")


def bpcer(scores: Scores, threshold: float) -> float:
    """Share of bona fide presentations (all scores given are of such) that are taken for attacks.

    Raises:
        EvaluationError: there is no score.
    """
    return _share(scores < threshold, "bona fide presentation")


def error_rates(scores: Scores, bona_fide: Labels, threshold: float) -> tuple[float, float]:
    """APCER over all attacks together, and BPCER.

    Raises:
        EvaluationError: as `rank`.
    """
    _check(scores, bona_fide)
    return apcer(scores[~bona_fide], threshold), bpcer(scores[bona_fide], threshold)


def acer(worst_apcer: float, bpcer_there: float) -> float:
    """Average classification error rate: the mean of the worst species' APCER and BPCER at one threshold.

    It is no rate of ISO/IEC 30107-3; papers on OULU-NPU define it so (Boulkenafet et al. 2017, section IV).
    """
    return (worst_apcer + bpcer_there) / 2


def hter(scores: Scores, bona_fide: Labels, threshold: float) -> float:
    """Half total error rate: the mean of both error rates, all attacks together, at a threshold fixed elsewhere.

    The threshold must come from other presentations, usually where their EER is (Bengio and Mariethoz 2004,
    "The expected performance curve"); taken from the same scores the rate would flatter.

    Raises:
        EvaluationError: as `rank`.
    """
    return sum(error_rates(scores, bona_fide, threshold)) / 2


def non_response(answered: Labels) -> float:
    """APNRR or BPNRR: the share of presentations (of a species, or bona fide) that got no score.

    `answered` is True where there is one.

    Raises:
        EvaluationError: there is no presentation.
    """
    return _share(~answered, "presentation")


def det_points(of: Curve, most: int = 200) -> list[tuple[float, float, float]]:
    """At most `most` + 2 points (threshold, APCER, BPCER) of the detection error trade-off, in order.

    A long curve is thinned evenly over the length of its staircase, so that steep and flat parts keep their form.
    """
    length = np.cumsum(np.abs(np.diff(of.apcer, prepend=1.0)) + np.abs(np.diff(of.bpcer, prepend=0.0)))
    wanted = np.linspace(0, length[-1], most)
    kept = np.unique(np.concatenate([[0], np.searchsorted(length, wanted - 1e-12), [length.size - 1]]))
    columns = (of.thresholds[kept], of.apcer[kept], of.bpcer[kept])
    return [(float(t), float(a), float(b)) for t, a, b in zip(*columns, strict=True)]


def _share(of: Labels, what: str) -> float:
    if not of.size:
        raise EvaluationError(f"expected at least one {what}, found none")
    return float(of.mean())


def _check(scores: Scores, bona_fide: Labels) -> None:
    """Refuse what no rate can be made of."""
    if scores.shape != bona_fide.shape or scores.ndim != 1:
        raise EvaluationError(f"expected a label for each score, found {bona_fide.shape} for {scores.shape}")
    good = int(bona_fide.sum())
    if not 0 < good < scores.size or not np.isfinite(scores).all():
        raise EvaluationError(
            f"expected finite scores of both classes, found {good} bona fide and {scores.size - good} attacks"
            f" with {int((~np.isfinite(scores)).sum())} that are not finite"
        )
