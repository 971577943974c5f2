"""Everything that scores tell, as one object of JSON values: what the report shows and what it is held against."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict

from facevow.errors import EvaluationError
from facevow.evaluation import metrics, shapes
from facevow.evaluation.comparison import Models, align, compare
from facevow.evaluation.face_size import SizeCurve
from facevow.evaluation.groups import Json, Options, group, labelled
from facevow.evaluation.scores import ScoreRow, require_both

FORMAT = 1
"""The number of this object's form."""

POOLED = "all"
"""The name of the group of all presentations."""


def summarise(
    models: Models,
    options: Options | None = None,
    *,
    development: Models | None = None,
    face_size: Mapping[str, Sequence[SizeCurve]] | None = None,
    common: bool = False,
) -> Json:
    """Make every figure of one or several models on the same images.

    Args:
        models: the scores of each model by its name; where there are several, the first is compared with the others.
        options: how the figures are made.
        development: scores of some of the models on other images; the threshold of HTER is where their EER is.
        face_size: of each model the curves of some clips.
        common: leave out images that not every model has, instead of refusing them.

    Raises:
        EvaluationError: the models' images differ, a class is absent, or development scores belong to no model or
            hold an image that is judged.
    """
    options = options or Options()
    aligned = align(models, common=common)
    for name, rows in aligned.items():
        require_both(rows, name)
    thresholds = {name: _fixed(name, rows, aligned) for name, rows in (development or {}).items()}
    blocks = {name: _model(rows, options, thresholds.get(name)) for name, rows in aligned.items()}
    return {
        "format": FORMAT,
        "rule": {**asdict(options), "accepts": "score >= threshold"},
        "models": [{"name": name, **block} for name, block in blocks.items()],
        "comparison": compare(blocks, aligned, options),
        "face_size": _face_size(aligned, face_size or {}),
    }


def _model(rows: Sequence[ScoreRow], options: Options, development: float | None) -> Json:
    """The figures of one model."""
    return {
        "development_threshold": development,
        "pooled": group(POOLED, rows, options, development),
        "by_source": _split(rows, lambda row: row.source, options, development),
        "by_framing": _split(rows, lambda row: row.framing or "unknown", options, development),
        "by_species": _species(rows, options, development),
        "histogram": shapes.histogram(rows),
        "det": shapes.det(rows),
        "reliability": shapes.reliability(rows),
        "face_width": shapes.by_face_width(rows),
        "worst_errors": shapes.worst_errors(rows, options.threshold),
        "silent": sorted(row.path for row in rows if row.score is None)[: shapes.WORST],
    }


def _split(
    rows: Iterable[ScoreRow], key: Callable[[ScoreRow], str], options: Options, development: float | None
) -> list[Json]:
    """The figures of each part, in the order of their names."""
    parts: dict[str, list[ScoreRow]] = {}
    for row in rows:
        parts.setdefault(key(row), []).append(row)
    return [group(name, parts[name], options, development) for name in sorted(parts)]


def _species(rows: Sequence[ScoreRow], options: Options, development: float | None) -> list[Json]:
    """The figures of each species against all bona fide presentations."""
    good = [row for row in rows if row.bona_fide]
    names = sorted({row.species for row in rows if row.species is not None})
    return [group(name, [*good, *(r for r in rows if r.species == name)], options, development) for name in names]


def _fixed(name: str, rows: Sequence[ScoreRow], judged: Models) -> float:
    """The threshold at the EER of development scores."""
    if name not in judged:
        raise EvaluationError(f"expected development scores of {', '.join(judged)}, got some of {name}")
    require_both(rows, f"development scores of {name}")
    known = {(row.source, row.path) for row in judged[name]}
    shared = next((row.path for row in rows if (row.source, row.path) in known), None)
    if shared is not None:
        raise EvaluationError(f"expected development scores of {name} on other images, but {shared!r} is judged too")
    return metrics.separation(*labelled(rows)).threshold


def _face_size(models: Models, curves: Mapping[str, Sequence[SizeCurve]]) -> list[Json]:
    """The curves of each clip, model by model."""
    unknown = [name for name in curves if name not in models]
    if unknown:
        raise EvaluationError(f"expected face-size curves of {', '.join(models)}, got some of {unknown[0]}")
    return [
        {"model": name, **asdict(curve), "points": [asdict(point) for point in curve.points]}
        for name, of in curves.items()
        for curve in of
    ]
