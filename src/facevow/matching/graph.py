"""Searches vectors by a graph of neighbours: nearly exact, and hardly slower for ten times as many.

HNSW (Malkov and Yashunin, "Efficient and robust approximate nearest neighbor search using hierarchical navigable small
world graphs", IEEE PAMI 42(4), 2020) as the package usearch has it, which comes ready built for every system that
Facevow runs on; docs/matching.md has the figures.

A graph cannot lose a point: usearch only marks one as removed and keeps its vector until another takes its place. So a
filler takes it at once, a vector of pure chance that overwrites what was there, and gives it up to the next template.
"""

from threading import RLock
from typing import Any, Final

import numpy as np

from facevow.errors import SettingsError
from facevow.matching.exact import VectorMeasure, Vectors, best, cosines
from facevow.matching.matcher import Hit
from facevow.types import Template

CONNECTIVITY, EFFORT_ADDING, EFFORT_SEARCHING = 32, 200, 256
"""Neighbours of a point, and how many candidates are kept while one is added or looked for (M, efConstruction and ef of
the paper). docs/matching.md has recall and time with them among 100,000 templates."""

LEAST_POINTS = 2000
"""Among fewer each is looked at, which takes no longer: in a small graph whose points all came and went, some can be
out of reach."""

_FEW = 4
"""Likewise where one in so many is asked for, or the search begins anew with so many times the candidates."""

_MORE = 16
"""Candidates beyond those asked for, so that equal scores at the end can be put in the order of their keys."""


class GraphIndex:
    """Holds unit vectors in a graph; an `Index` for any measure of vectors. Safe for use by many threads.

    The scores of its hits are exact; what is approximate is that one of the most alike may be missing.
    """

    large: Final = None

    def __init__(self, measure: VectorMeasure, *, least: int = LEAST_POINTS) -> None:
        """An empty index.

        Args:
            measure: what reads and compares the templates.
            least: the number of points up to which each is looked at.

        Raises:
            SettingsError: the package usearch is not installed.
        """
        self._measure = measure
        self._least = least
        self._lock = RLock()
        self._graph: Any = None
        self._open = _opener()
        self._labels: dict[str, int] = {}
        self._keys: dict[int, str] = {}
        self._fillers: list[int] = []
        self._next = 0
        self._luck = np.random.default_rng(0)  # fillers need be nobody's face; they need not be a secret

    def __len__(self) -> int:
        """How many templates there are."""
        with self._lock:
            return len(self._labels)

    def add(self, key: str, template: Template) -> None:
        """Take a template; one that was there under this key is replaced.

        Raises:
            MatchError: code `other_matcher` or `bad_template`; what was there stays.
        """
        vector = self._measure.vector_of(template)
        with self._lock:
            if self._graph is None:
                self._graph = self._open(len(vector))
            self.remove(key)
            if self._fillers:
                self._graph.remove(self._fillers.pop())
            label = self._place(vector)
            self._labels[key], self._keys[label] = label, key

    def remove(self, key: str) -> bool:
        """Forget a template, and overwrite what was kept of it; False where there was none."""
        with self._lock:
            label = self._labels.pop(key, None)
            if label is None:
                return False
            del self._keys[label]
            self._graph.remove(label)  # frees one place, and the next vector takes it
            filler = self._luck.standard_normal(self._graph.ndim).astype(np.float32)
            self._fillers.append(self._place(filler / np.linalg.norm(filler)))
            return True

    def search(self, template: Template, most: int) -> list[Hit]:
        """At most `most` templates, the most like first; equal scores in the order of their keys.

        Raises:
            MatchError: code `other_matcher` or `bad_template`.
        """
        vector = self._measure.vector_of(template)
        with self._lock:
            most = min(most, len(self._labels))
            if most < 1:
                return []
            labels = self._nearest(vector, most)
            keys = [self._keys[label] for label in labels]
            rows = np.asarray(self._graph.get(labels), np.float32).reshape(len(labels), -1)
        return best(keys, cosines(rows, vector), most)

    def _nearest(self, vector: Vectors, most: int) -> list[int]:
        """Labels of templates, at least `most`; by the graph, or by a look at each where that is safer."""
        wanted, points = most + _MORE, len(self._labels) + len(self._fillers)
        each = points <= max(self._least, _FEW * wanted)
        while True:
            found = self._graph.search(vector, min(wanted, points), exact=each, threads=1).keys.tolist()
            labels = [label for label in found if label in self._keys]
            if len(labels) >= most or (each and wanted >= points):
                return labels
            wanted *= _FEW  # fillers took the places; where many templates are gone there are many
            each = each or _FEW * wanted >= points

    def _place(self, vector: Vectors) -> int:
        label, self._next = self._next, self._next + 1
        self._graph.add(label, vector, threads=1)
        return label


def _opener() -> Any:  # noqa: ANN401 - the types of usearch are there only where it is installed
    """What makes an empty graph for vectors of a length."""
    try:
        from usearch.index import Index as Graph  # noqa: PLC0415 - an extra that few need
    except ImportError as error:
        raise SettingsError(
            "the gallery index hnsw needs the package usearch: pip install 'facevow[hnsw]', or choose the index exact"
        ) from error

    def open_graph(length: int) -> Any:  # noqa: ANN401 - likewise
        return Graph(
            ndim=length,
            metric="ip",
            dtype="f32",
            connectivity=CONNECTIVITY,
            expansion_add=EFFORT_ADDING,
            expansion_search=EFFORT_SEARCHING,
        )

    return open_graph
