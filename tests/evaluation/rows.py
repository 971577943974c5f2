"""Makes rows of scores by hand."""

from collections.abc import Sequence

import numpy as np

from facevow.evaluation.scores import ScoreRow
from facevow.types import PaiSpecies


def row(
    path: str,
    score: float | None,
    species: PaiSpecies | None = None,
    *,
    source: str = "one",
    session: str = "",
    framing: str = "frame",
    face_width: float | None = 100.0,
) -> ScoreRow:
    """One presentation, bona fide unless it has a species."""
    return ScoreRow(path, source, "", session, framing, species is None, species, score, face_width)


def rows_of(
    good: Sequence[float | None], bad: Sequence[float | None], *, source: str = "one", prefix: str = ""
) -> list[ScoreRow]:
    """Presentations of one source with these scores; the attacks are prints and phones by turns."""
    species = (PaiSpecies.PRINT, PaiSpecies.SCREEN_PHONE)
    made = [row(f"{prefix}{source}/good/{i}.jpg", score, source=source) for i, score in enumerate(good)]
    return made + [
        row(f"{prefix}{source}/bad/{i}.jpg", score, species[i % 2], source=source) for i, score in enumerate(bad)
    ]


def drawn_rows(seed: int, *, apart: float = 1.0, sources: int = 5, each: int = 20) -> list[ScoreRow]:
    """Several sources with scores drawn at random; the larger `apart`, the fewer errors."""
    rng, made = np.random.default_rng(seed), []
    for number in range(sources):
        shift = rng.normal(0, 0.5)
        good, bad = rng.normal(shift + apart, 1, each), rng.normal(shift - apart, 1, each)
        scores = [(1 / (1 + np.exp(-log_odds))).tolist() for log_odds in (good, bad)]
        made += rows_of(*scores, source=f"source {number}")
    return made
