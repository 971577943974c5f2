"""Turns log-odds into a score that means something: 0.5 balances both errors over sources never trained on."""

import json
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from facevow.datasets.atomic import write_atomically
from facevow.errors import TrainingError
from facevow.evaluation.metrics import Labels, Scores


@dataclass(frozen=True, slots=True)
class Calibration:
    """score = sigmoid(slope x mean log-odds + bias): `slope` is the inverse of a temperature."""

    slope: float
    bias: float

    def score(self, log_odds: Scores) -> Scores:
        """The calibrated scores 0..1 of log-odds."""
        return np.asarray(1 / (1 + np.exp(-np.clip(self.slope * log_odds + self.bias, -60, 60))))


def calibrate(log_odds: Scores, bona_fide: Labels, sources: list[str], *, ridge: float = 0.1) -> Calibration:
    """Fit slope and bias by logistic regression (Platt 1999), every source and class weighing the same.

    So 0.5 becomes the threshold that balances both errors over sources, not over the pictures that happen to be
    many. Targets are 0.02 and 0.98 and the slope is drawn towards 1 with the weight `ridge`: classes that separate
    without an error would otherwise ask for an endless slope.

    Raises:
        TrainingError: the log-odds are not finite, a class is absent, or attacks score above bona fide.
    """
    if not np.isfinite(log_odds).all() or bona_fide.all() or not bona_fide.any():
        raise TrainingError("expected finite log-odds of both classes to calibrate with")
    groups = list(zip(sources, bona_fide.tolist(), strict=True))
    sizes = Counter(groups)
    weights = np.array([1 / sizes[group] for group in groups])
    sides = np.array([weights[bona_fide == side].sum() for side in (False, True)])
    weights = weights / sides[bona_fide.astype(int)] / 2
    inputs, targets = np.stack([log_odds, np.ones_like(log_odds)]), np.where(bona_fide, 0.98, 0.02)
    fitted, prior = np.array([1.0, 0.0]), np.array([ridge, 1e-6])

    def loss(fitted: Scores) -> float:
        sides = np.logaddexp(0, fitted @ inputs) - targets * (fitted @ inputs)
        return float(weights @ sides + (prior * (fitted - [1.0, 0.0]) ** 2).sum() / 2)

    for _ in range(100):
        chance = 1 / (1 + np.exp(-np.clip(fitted @ inputs, -60, 60)))
        slope = inputs @ (weights * (chance - targets)) + prior * (fitted - [1.0, 0.0])
        curve = (inputs * (weights * chance * (1 - chance))) @ inputs.T + np.diag(prior)
        step = np.linalg.solve(curve, slope)
        # a whole step of Newton's leaps too far where the loss is almost flat; the loss is convex, so halving ends
        while loss(fitted - step) > loss(fitted) and np.abs(step).max() > 1e-12:
            step /= 2
        fitted = fitted - step
    if fitted[0] <= 0:
        raise TrainingError("expected log-odds that rise towards bona fide, found that attacks score higher")
    return Calibration(float(fitted[0]), float(fitted[1]))


def write_calibration(path: Path, calibration: Calibration) -> None:
    """Write a calibration as JSON; a file of that name is replaced at once."""
    write_atomically(path, json.dumps(asdict(calibration), indent=2).encode() + b"\n")


def read_calibration(path: Path) -> Calibration:
    """Read what `write_calibration` wrote.

    Raises:
        TrainingError: no such file, or one that is no calibration with finite numbers and a rising slope.
    """
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        found = Calibration(float(values["slope"]), float(values["bias"]))
    except (OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise TrainingError(f"expected a calibration at {path}: {error!r}") from error
    if not (np.isfinite([found.slope, found.bias]).all() and found.slope > 0):
        raise TrainingError(f"expected a calibration with a slope above 0 at {path}, found {found}")
    return found
