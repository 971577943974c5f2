"""What a single figure hides: how scores are spread, where they fail, and whether they mean what they say."""

from collections.abc import Sequence

import numpy as np

from facevow.evaluation import metrics
from facevow.evaluation.groups import BPCER_AT, Json, by_class, labelled, ranking
from facevow.evaluation.metrics import Scores
from facevow.evaluation.scores import ScoreRow

HISTOGRAM_BINS = 20
RELIABILITY_BINS = 10
"""As many as Guo et al. 2017 ("On calibration of modern neural networks") draw."""

FACE_WIDTHS = (0, 40, 60, 80, 100, 120, 145, 170, 200, 240, 300)
"""Pixels; where bins of face width begin. The last has no end."""

WORST = 20
"""Errors of each kind that are listed."""


def histogram(rows: Sequence[ScoreRow]) -> Json:
    """How many scores of each class lie in each of 20 equal bins of 0..1; 1 itself is in the last."""
    edges = np.linspace(0, 1, HISTOGRAM_BINS + 1)
    good, bad = (np.histogram(scores, edges)[0].tolist() for scores in by_class(rows))
    return {"edges": edges.tolist(), "bona_fide": good, "attack": bad}


def det(rows: Sequence[ScoreRow]) -> Json:
    """The detection error trade-off: pairs of rates, over all attacks and for the worst species at each threshold.

    Raises:
        EvaluationError: a class is absent.
    """
    ranked = ranking(rows)
    curves = {"all": metrics.curve(ranked), "worst": metrics.worst_curve(ranked)}
    return {
        name: [{"apcer": apcer, "bpcer": bpcer} for _, apcer, bpcer in metrics.det_points(of)]
        for name, of in curves.items()
    } | {"thresholds": {name: _finite(metrics.bpcer_at(curves["worst"], most)[1]) for name, most in BPCER_AT.items()}}


def worst_errors(rows: Sequence[ScoreRow], threshold: float) -> Json:
    """The errors at the threshold that are farthest from it, worst first: up to 20 of each kind, by path."""
    scored = [(row.score, row) for row in rows if row.score is not None]
    passed = [pair for pair in scored if not pair[1].bona_fide and pair[0] >= threshold]
    refused = [pair for pair in scored if pair[1].bona_fide and pair[0] < threshold]
    return {
        "attacks_passed": [_error(*pair) for pair in sorted(passed, key=lambda pair: (-pair[0], pair[1].path))[:WORST]],
        "bona_fide_refused": [_error(*pair) for pair in sorted(refused, key=lambda p: (p[0], p[1].path))[:WORST]],
    }


def by_face_width(rows: Sequence[ScoreRow]) -> list[Json]:
    """Scores of each class against the width of the face; a bin without any face is left out."""
    ends = (*FACE_WIDTHS[1:], None)
    found = []
    for low, high in zip(FACE_WIDTHS, ends, strict=True):
        held = [
            row
            for row in rows
            if row.face_width is not None and low <= row.face_width and (high is None or row.face_width < high)
        ]
        good, bad = by_class(held)
        if good.size or bad.size:
            found.append({"from": low, "to": high, "bona_fide": _spread(good), "attack": _spread(bad)})
    return found


def reliability(rows: Sequence[ScoreRow]) -> Json:
    """Whether a score is the share of bona fide among presentations of that score, in 10 equal bins of 0..1.

    `ece` is the expected calibration error: the mean distance of both, weighted by presentations (Naeini et al. 2015).
    It depends on how many of the presentations are attacks, which here is whatever the data set holds.
    """
    scores, labels = labelled(rows)
    place = np.minimum((scores * RELIABILITY_BINS).astype(int), RELIABILITY_BINS - 1)
    bins, ece = [], 0.0
    for number in range(RELIABILITY_BINS):
        of = place == number
        count = int(of.sum())
        mean, share = (float(scores[of].mean()), float(labels[of].mean())) if count else (None, None)
        if mean is not None and share is not None:
            ece += count / scores.size * abs(mean - share)
        edges = (number / RELIABILITY_BINS, (number + 1) / RELIABILITY_BINS)
        bins.append({"from": edges[0], "to": edges[1], "images": count, "score": mean, "bona_fide": share})
    return {"bins": bins, "ece": ece}


def _spread(scores: Scores) -> Json | None:
    if not scores.size:
        return None
    lower, median, upper = map(float, np.quantile(scores, [0.25, 0.5, 0.75]))
    spread = {"mean": float(scores.mean()), "median": median, "lower": lower, "upper": upper}
    return {"images": int(scores.size), **spread}


def _error(score: float, row: ScoreRow) -> Json:
    return {
        "path": row.path,
        "source": row.source,
        "species": row.species,
        "score": score,
        "face_width": row.face_width,
    }


def _finite(number: float) -> float | None:
    """JSON has no infinity: None is a threshold that lets nothing pass."""
    return number if np.isfinite(number) else None
