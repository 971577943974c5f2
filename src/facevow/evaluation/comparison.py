"""Several models on the same images: that they are the same, and who errs less on which source."""

from collections.abc import Mapping, Sequence

import numpy as np

from facevow.errors import EvaluationError
from facevow.evaluation import metrics
from facevow.evaluation.groups import Json, Options, figure, ranking, units
from facevow.evaluation.intervals import bootstrap
from facevow.evaluation.metrics import Weights
from facevow.evaluation.scores import ScoreRow

Models = Mapping[str, Sequence[ScoreRow]]
"""The scores of each model, by its name."""


def align(models: Models, *, common: bool = False) -> dict[str, list[ScoreRow]]:
    """Bring the scores of all models into one order of images.

    Args:
        models: at least one.
        common: leave out the images that not every model has; without it they are refused.

    Raises:
        EvaluationError: there is no model; the images differ; nothing is in common; or the files do not agree on what
            an image shows.
    """
    if not models:
        raise EvaluationError("expected the scores of at least one model, got none")
    by_path = {name: {row.path: row for row in rows} for name, rows in models.items()}
    (first, reference), *others = by_path.items()
    for name, rows in others:
        if not common and rows.keys() != reference.keys():
            alone = sorted(rows.keys() ^ reference.keys())
            raise EvaluationError(
                f"expected {first} and {name} to have scored the same images, {len(alone)} have one score, such as"
                f" {alone[0]!r}; --common compares what both have"
            )
    kept = sorted(set.intersection(*(set(rows) for rows in by_path.values())))
    if not kept:
        raise EvaluationError(f"expected images that {', '.join(models)} have in common, found none")
    for name, rows in others:
        differing = next((path for path in kept if _shows(rows[path]) != _shows(reference[path])), None)
        if differing is not None:
            raise EvaluationError(f"{first} and {name} do not agree on what {differing!r} shows")
    return {name: [rows[path] for path in kept] for name, rows in by_path.items()}


def compare(blocks: Mapping[str, Json], rows: Models, options: Options) -> Json | None:
    """The first model against the others, by EER; None with a single model.

    Args:
        blocks: what `summary` made of each model: `pooled`, `by_framing` and `by_source`.
        rows: of each model, aligned.
        options: how intervals are made.
    """
    ours, *peers = blocks
    if not peers:
        return None
    lines = [_line(blocks, "pooled", [block["pooled"] for block in blocks.values()])]
    for kind in ("by_framing", "by_source"):
        lines += [
            _line(blocks, kind, groups) for groups in zip(*(block[kind] for block in blocks.values()), strict=True)
        ]
    best = lines[0]["best_peer"]
    return {
        "model": ours,
        "peers": peers,
        "lines": lines,
        "pooled_difference": _difference(rows[ours], rows[best], options),
        "pooled_ratio": lines[0]["eer"][ours] / lines[0]["eer"][best] if lines[0]["eer"][best] > 0 else None,
    }


def _line(names: Mapping[str, Json], kind: str, groups: Sequence[Json]) -> Json:
    """The EER of each model in one group, and how much more the first has than the best of the others there."""
    rates = {name: _eer(of) for name, of in zip(names, groups, strict=True)}
    ours, *peers = rates
    known = [(rate, name) for name in peers if (rate := rates[name]) is not None]
    lowest, best = min(known, default=(None, None))
    mine = rates[ours]
    difference = None if lowest is None or mine is None else mine - lowest
    about = {"kind": kind, "name": groups[0]["name"], "images": groups[0]["images"]}
    return {**about, "eer": rates, "best_peer": best, "difference": difference}


def _eer(group: Json) -> float | None:
    return None if group["eer"] is None else float(group["eer"]["value"])


def _difference(ours: Sequence[ScoreRow], peer: Sequence[ScoreRow], options: Options) -> Json:
    """The difference of two EERs over what both scored, with the interval from drawing the same sources for both."""
    both = [pair for pair in zip(ours, peer, strict=True) if pair[0].score is not None and pair[1].score is not None]
    ranked = [ranking([pair[side] for pair in both]) for side in (0, 1)]
    drawn, unit = units([pair[0] for pair in both])

    def statistic(weights: Weights) -> list[float]:
        mine, other = (metrics.equal_error(metrics.curve(of, weights))[0] for of in ranked)
        return [mine - other]

    (found,) = bootstrap(statistic, drawn, repeats=options.repeats, seed=options.seed, confidence=options.confidence)
    (value,) = statistic(np.ones(len(both)))
    return figure(value, found, unit)


def _shows(row: ScoreRow) -> tuple[object, ...]:
    return row.source, row.framing, row.bona_fide, row.species
