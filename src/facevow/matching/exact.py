"""Searches vectors exactly: one product of a matrix with a vector."""

from threading import RLock
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from facevow.matching.matcher import Hit, Large, Measure
from facevow.types import Template

Vectors = NDArray[np.float32]

_FIRST = 64
"""Rows that there is room for at first; the room doubles when it is full."""

_MARGIN = 1e-5
"""By how much the score of a product over all rows may differ from that of its row alone, with rounding."""


class VectorMeasure(Measure, Protocol):
    """A measure whose templates are unit vectors, compared by their cosine."""

    def vector_of(self, template: Template) -> Vectors:
        """The unit vector that a template holds; MatchError with code `other_matcher` or `bad_template`."""


class ExactIndex:
    """Holds unit vectors as rows of one matrix; an `Index` for any measure of vectors. Safe for use by many threads."""

    large: Final = Large(100_000, "gallery_index=hnsw")

    def __init__(self, measure: VectorMeasure) -> None:
        self._measure = measure
        self._lock = RLock()
        self._keys: list[str] = []
        self._rows: dict[str, int] = {}
        self._matrix: Vectors = np.zeros((0, 0), np.float32)

    def __len__(self) -> int:
        """How many templates there are."""
        with self._lock:
            return len(self._keys)

    def add(self, key: str, template: Template) -> None:
        """Take a template; one that was there under this key is replaced.

        Raises:
            MatchError: code `other_matcher` or `bad_template`; what was there stays.
        """
        vector = self._measure.vector_of(template)
        with self._lock:
            row = self._rows.get(key)
            if row is None:
                row = len(self._keys)
                self._make_room(row, len(vector))
                self._keys.append(key)
                self._rows[key] = row
            self._matrix[row] = vector

    def remove(self, key: str) -> bool:
        """Forget a template, and overwrite what was kept of it; False where there was none."""
        with self._lock:
            row = self._rows.pop(key, None)
            if row is None:
                return False
            last = len(self._keys) - 1
            moved = self._keys.pop()
            if row != last:
                self._keys[row] = moved
                self._rows[moved] = row
                self._matrix[row] = self._matrix[last]
            self._matrix[last] = 0
            return True

    def search(self, template: Template, most: int) -> list[Hit]:
        """At most `most` templates, the most like first; equal scores in the order of their keys.

        Raises:
            MatchError: code `other_matcher` or `bad_template`.
        """
        vector = self._measure.vector_of(template)
        with self._lock:
            count = len(self._keys)
            most = min(most, count)
            if most < 1:
                return []
            rough = self._matrix[:count] @ vector
            least = float(np.partition(rough, count - most)[count - most])
            rows = np.flatnonzero(rough >= least - _MARGIN)
            keys = [self._keys[row] for row in rows]
            scores = cosines(self._matrix[rows], vector)
        return best(keys, scores, most)

    def _make_room(self, row: int, length: int) -> None:
        if row < len(self._matrix):
            return
        larger = np.zeros((max(_FIRST, 2 * len(self._matrix)), length), np.float32)
        if row:
            larger[:row] = self._matrix
            self._matrix.fill(0)  # what is given back to the allocator holds nobody's template
        self._matrix = larger


def cosines(rows: Vectors, vector: Vectors) -> Vectors:
    """The cosines of unit vectors with another, -1..1.

    Each row is summed for itself: the sums of a product of the whole matrix depend on where a row lies, and then equal
    templates would not have equal scores.
    """
    return np.asarray((rows * vector).sum(axis=1).clip(-1, 1), np.float32)


def best(keys: list[str], scores: Vectors, most: int) -> list[Hit]:
    """The `most` highest of these scores, equal ones in the order of their keys."""
    hits = [Hit(key, float(score)) for key, score in zip(keys, scores, strict=True)]
    return sorted(hits, key=lambda hit: (-hit.score, hit.key))[:most]
