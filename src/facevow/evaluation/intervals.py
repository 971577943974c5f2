"""How far a measured figure may be from the true one: exact intervals of rates, and a bootstrap over sources."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import beta

from facevow.errors import EvaluationError
from facevow.evaluation.metrics import Scores, Weights

CONFIDENCE = 0.95
"""How often such an interval holds the true figure."""

REPEATS = 1000
"""Resamples of a bootstrap: the usual number for percentile intervals (Efron and Tibshirani 1993, section 14.2)."""

Statistic = Callable[[Weights], Sequence[float]]
"""Makes figures of weighted presentations; raises EvaluationError where the weights leave no class standing."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The ends of an interval."""

    low: float
    high: float


def clopper_pearson(errors: int, of: int, confidence: float = CONFIDENCE) -> Interval:
    """The exact interval of a share of independent trials, 0..1 (Clopper and Pearson 1934).

    Images of one session are not independent, so on such data the true interval is wider.

    Args:
        errors: 0..`of`.
        of: how many trials, at least 1.
        confidence: within 0..1, both excluded.

    Raises:
        EvaluationError: a number is outside its range.
    """
    if not (0 <= errors <= of and of > 0 and 0 < confidence < 1):
        raise EvaluationError(f"expected 0 <= errors <= trials and a confidence within 0..1, got {errors} of {of}")
    tail = (1 - confidence) / 2
    low = 0.0 if errors == 0 else float(beta.ppf(tail, errors, of - errors + 1))
    high = 1.0 if errors == of else float(beta.ppf(1 - tail, errors + 1, of - errors))
    return Interval(low, high)


def bootstrap(
    statistic: Statistic,
    units: Sequence[str],
    *,
    repeats: int = REPEATS,
    seed: int = 0,
    confidence: float = CONFIDENCE,
) -> list[Interval | None]:
    """Percentile intervals of figures, resampling whole units (sources, say) with replacement.

    Images of one source share people, rooms and cameras. Drawing whole sources asks how the figures would differ
    with other sources; drawing images would only ask how they would differ with more pictures of the same (the
    cluster bootstrap: Davison and Hinkley 1997, section 3.8).

    Args:
        statistic: given how often each presentation was drawn, returns the figures; it may refuse a draw.
        units: the unit of each presentation.
        repeats: draws, at least 1.
        seed: of the generator; the same seed gives the same intervals.
        confidence: within 0..1.

    Returns:
        One interval a figure. None where there are fewer than two units, or where under half of the draws, for want
        of a class, gave a figure.
    """
    names, place = np.unique(np.asarray(units, dtype=object), return_inverse=True)
    figures = len(statistic(np.ones(len(units))))
    if names.size < 2:
        return [None] * figures
    rng = np.random.default_rng(seed)
    drawn = []
    for _ in range(repeats):
        times = rng.multinomial(names.size, np.full(names.size, 1 / names.size)).astype(np.float64)
        try:
            drawn.append(tuple(statistic(times[place])))
        except EvaluationError:
            continue
    return [_percentiles(np.array([row[at] for row in drawn]), repeats, confidence) for at in range(figures)]


def _percentiles(values: Scores, repeats: int, confidence: float) -> Interval | None:
    known = values[np.isfinite(values)]
    if 2 * known.size < repeats:
        return None
    low, high = np.quantile(known, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Interval(float(low), float(high))
