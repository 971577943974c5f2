"""One score out of several: how like a face is to a person of whom there are several templates.

The best of several scores is the more often a stranger's, the more there are: ten templates make several times as many
false matches as one does. The mean of all punishes whoever enrolled one poor picture. So of n scores the mean of the
best floor(n / 2) + 1 counts, the smallest majority. One score is itself, of two it is the mean.
"""

import math
from collections.abc import Iterable
from statistics import fmean
from typing import Final

LIKE_NOBODY: Final = -1.0
"""What counts in place of a score that is no number."""


def overall(scores: Iterable[float]) -> float | None:
    """The score of a face against all templates of one person, -1..1; None where there are none."""
    found = sorted((score if math.isfinite(score) else LIKE_NOBODY for score in scores), reverse=True)
    return fmean(found[: len(found) // 2 + 1]) if found else None
