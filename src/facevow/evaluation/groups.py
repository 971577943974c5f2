"""The figures of one group of presentations (all, a source, a species, a framing), each with its interval, as JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from facevow.errors import EvaluationError
from facevow.evaluation import metrics
from facevow.evaluation.intervals import CONFIDENCE, REPEATS, Interval, bootstrap, clopper_pearson
from facevow.evaluation.metrics import Curve, Labels, Ranking, Scores, Weights
from facevow.evaluation.scores import ScoreRow

Json = dict[str, Any]
"""An object of JSON values."""

BPCER_AT = {"bpcer10": 0.1, "bpcer20": 0.05, "bpcer100": 0.01}
"""The highest APCER that each allows (ISO/IEC 30107-3)."""


@dataclass(frozen=True, slots=True)
class Options:
    """How figures are made.

    threshold: 0..1, from which on a score counts as bona fide, for APCER, BPCER and ACER.
    confidence: of every interval, within 0..1.
    repeats: draws of a bootstrap; seed: of its generator.

    Raises:
        EvaluationError: a number is outside its range.
    """

    threshold: float = 0.5
    confidence: float = CONFIDENCE
    repeats: int = REPEATS
    seed: int = 0

    def __post_init__(self) -> None:
        if not (0 <= self.threshold <= 1 and 0 < self.confidence < 1 and 1 <= self.repeats <= 1_000_000):
            raise EvaluationError(f"expected a threshold and a confidence within 0..1 and repeats, got {self}")


def group(name: str, rows: Sequence[ScoreRow], options: Options, development: float | None = None) -> Json:
    """All figures of some presentations; one that cannot be had, for want of a class above all, is None.

    Args:
        name: of the group.
        rows: its presentations, at least one.
        options: how the figures are made.
        development: a threshold that was fixed on other presentations, for HTER.

    Raises:
        EvaluationError: there is no presentation.
    """
    if not rows:
        raise EvaluationError(f"expected presentations in {name}, found none")
    good, bad = by_class(rows)
    both = bool(good.size and bad.size)
    attacks = _apcer(rows, options)
    bona_fide = _rate((good < options.threshold).tolist(), options)
    worst = max(attacks["by_species"], key=lambda rate: rate["value"], default=None)
    return {
        "name": name,
        "images": len(rows),
        "sources": len({row.source for row in rows}),
        "bona_fide": sum(row.bona_fide for row in rows),
        "attacks": sum(not row.bona_fide for row in rows),
        **_separating(rows, options),
        "apcer": {"worst": worst, **attacks},
        "bpcer": bona_fide,
        "acer": metrics.acer(worst["value"], bona_fide["value"]) if worst and bona_fide else None,
        "hter": None if development is None or not both else metrics.hter(*labelled(rows), development),
        "non_response": _non_response(rows, options),
    }


def labelled(rows: Sequence[ScoreRow]) -> tuple[Scores, Labels]:
    """The scores and labels of those presentations that got a score, in order."""
    answered = [(row.score, row.bona_fide) for row in rows if row.score is not None]
    return np.array([score for score, _ in answered], np.float64), np.array([label for _, label in answered], np.bool_)


def by_class(rows: Sequence[ScoreRow]) -> tuple[Scores, Scores]:
    """The scores of bona fide presentations, and those of attacks."""
    scores, labels = labelled(rows)
    return scores[labels], scores[~labels]


def ranking(rows: Sequence[ScoreRow]) -> Ranking:
    """Rank the presentations that got a score.

    Raises:
        EvaluationError: a class is absent.
    """
    answered = [row for row in rows if row.score is not None]
    named = np.array([row.species or "" for row in answered])
    return metrics.rank(*labelled(rows), {str(name): named == name for name in sorted(set(named) - {""})})


def units(rows: Sequence[ScoreRow]) -> tuple[list[str], str]:
    """What a bootstrap draws, of each presentation that got a score, and what kind of thing that is.

    Whole sources; within a single source its sessions, and single images where it has not two known ones.
    """
    answered = [row for row in rows if row.score is not None]
    if len({row.source for row in answered}) > 1:
        return [row.source for row in answered], "source"
    if len({row.session for row in answered} - {""}) > 1:
        # an image of an unknown session stands for itself; a session's name cannot hold the zero byte
        return [row.session or f"\0{row.path}" for row in answered], "session"
    return [row.path for row in answered], "image"


def figure(value: float, interval: Interval | None, unit: str) -> Json:
    """A figure with its interval from a bootstrap over `unit`."""
    low, high = (None, None) if interval is None else (interval.low, interval.high)
    return {"value": value, "low": low, "high": high, "unit": unit}


def _separating(rows: Sequence[ScoreRow], options: Options) -> Json:
    """The figures that depend on no threshold given."""
    nothing: Json = {"auc": None, "eer": None, "eer_threshold": None, "bpcer_at": None}
    good, bad = by_class(rows)
    if not (good.size and bad.size):
        return nothing
    ranked, (drawn, unit) = ranking(rows), units(rows)
    values = _figures(metrics.curve(ranked), metrics.worst_curve(ranked))

    def statistic(weights: Weights) -> list[float]:
        return _figures(metrics.curve(ranked, weights), metrics.worst_curve(ranked, weights))

    found = bootstrap(statistic, drawn, repeats=options.repeats, seed=options.seed, confidence=options.confidence)
    made = iter([figure(value, interval, unit) for value, interval in zip(values, found, strict=True)])
    return {
        "auc": next(made),
        "eer": next(made),
        "eer_threshold": metrics.equal_error(metrics.curve(ranked))[1],
        "bpcer_at": {name: {"worst": next(made), "all": next(made)} for name in BPCER_AT},
    }


def _figures(every: Curve, worst: Curve) -> list[float]:
    """AUC, EER, and for each of BPCER_AT the one at the worst species' APCER and the one at that over all attacks."""
    at = [metrics.bpcer_at(of, most)[0] for most in BPCER_AT.values() for of in (worst, every)]
    return [metrics.auc(every), metrics.equal_error(every)[0], *at]


def _apcer(rows: Sequence[ScoreRow], options: Options) -> Json:
    """APCER over all attacks, and of each species."""
    passed: dict[str, list[bool]] = {}
    for row in rows:
        if row.species is not None and row.score is not None:
            passed.setdefault(row.species, []).append(row.score >= options.threshold)
    every = [error for errors in passed.values() for error in errors]
    species = [{"species": name, **(_rate(passed[name], options) or {})} for name in sorted(passed)]
    return {"all": _rate(every, options), "by_species": species}


def _non_response(rows: Sequence[ScoreRow], options: Options) -> Json:
    """APNRR over all attacks and of the worst species, and BPNRR."""
    silent: dict[str, list[bool]] = {}
    for row in rows:
        silent.setdefault(row.species or "", []).append(row.score is None)
    bona_fide = silent.pop("", [])
    species = [{"species": name, **(_rate(silent[name], options) or {})} for name in sorted(silent)]
    return {
        "apnrr": _rate([none for of in silent.values() for none in of], options),
        "apnrr_worst": max(species, key=lambda rate: rate["value"], default=None),
        "bpnrr": _rate(bona_fide, options),
    }


def _rate(errors: Sequence[bool], options: Options) -> Json | None:
    """A rate with its exact interval, or None of nothing."""
    if not errors:
        return None
    interval = clopper_pearson(sum(errors), len(errors), options.confidence)
    value = sum(errors) / len(errors)
    return {"value": value, "errors": sum(errors), "of": len(errors), "low": interval.low, "high": interval.high}
