"""Error rates of a set of scores, as pure functions. A score rises towards bona fide."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facevow.errors import TrainingError

Scores = NDArray[np.float64]
Labels = NDArray[np.bool_]
"""True is bona fide."""


@dataclass(frozen=True, slots=True)
class Separation:
    """How well scores tell the classes apart, whatever the threshold: area under the ROC curve and equal error rate."""

    auc: float
    eer: float


def separation(scores: Scores, bona_fide: Labels) -> Separation:
    """AUC (ties count half, Mann and Whitney) and EER (where APCER and BPCER are nearest, their mean).

    Raises:
        TrainingError: a class is absent or a score is not finite.
    """
    good, bad = np.sort(scores[bona_fide]), np.sort(scores[~bona_fide])
    if not good.size or not bad.size or not np.isfinite(scores).all():
        raise TrainingError(
            f"expected finite scores of both classes, found {good.size} bona fide and {bad.size} attacks"
        )
    below = np.searchsorted(bad, good, "left") + np.searchsorted(bad, good, "right")
    thresholds = np.unique(scores)
    apcer = 1 - np.searchsorted(bad, thresholds, "left") / bad.size
    bpcer = np.searchsorted(good, thresholds, "left") / good.size
    nearest = int(np.argmin(np.abs(apcer - bpcer)))
    return Separation(float(below.sum() / 2 / good.size / bad.size), float(apcer[nearest] + bpcer[nearest]) / 2)


def error_rates(scores: Scores, bona_fide: Labels, threshold: float) -> tuple[float, float]:
    """APCER over all attacks given, and BPCER, when scores above the threshold count as bona fide (0..1 each)."""
    return float((scores[~bona_fide] > threshold).mean()), float((scores[bona_fide] <= threshold).mean())
