"""Searches templates of any kind: it compares each of them."""

from heapq import nsmallest
from threading import Lock

from facevow.matching.matcher import Hit, Large, Measure
from facevow.types import Template


class BruteIndex:
    """Holds templates as they are; an `Index` for any measure. Safe for use by many threads.

    A search takes as many comparisons as there are templates, and does not hold up others while it goes on: what is
    added meanwhile may be missing from its answer, what is removed is not compared any more.
    """

    def __init__(self, measure: Measure, large: Large | None = None) -> None:
        """An empty index; `large` says how many templates are too many for this measure."""
        self.large = large
        self._measure = measure
        self._lock = Lock()
        self._kept: dict[str, bytearray] = {}

    def __len__(self) -> int:
        """How many templates there are."""
        with self._lock:
            return len(self._kept)

    def add(self, key: str, template: Template) -> None:
        """Take a template; one that was there under this key is replaced.

        Raises:
            MatchError: code `other_matcher` or `bad_template`; what was there stays.
        """
        self._measure.compare(template, template)  # refuses what cannot be read, here rather than in each search
        with self._lock:
            _overwrite(self._kept.get(key))
            self._kept[key] = bytearray(template.content)

    def remove(self, key: str) -> bool:
        """Forget a template, and overwrite what was kept of it; False where there was none."""
        with self._lock:
            content = self._kept.pop(key, None)
            _overwrite(content)
            return content is not None

    def search(self, template: Template, most: int) -> list[Hit]:
        """At most `most` templates, the most like first; equal scores in the order of their keys.

        Raises:
            MatchError: code `other_matcher` or `bad_template`.
        """
        self._measure.compare(template, template)
        with self._lock:
            keys = list(self._kept)
        found = [Hit(key, self._measure.compare(template, kept)) for key in keys if (kept := self._copy(key))]
        gone = {hit.key for hit in found} - self._held()
        return nsmallest(
            max(most, 0), (hit for hit in found if hit.key not in gone), key=lambda hit: (-hit.score, hit.key)
        )

    def _copy(self, key: str) -> Template | None:
        with self._lock:
            content = self._kept.get(key)
            return Template(self._measure.title, bytes(content)) if content is not None else None

    def _held(self) -> set[str]:
        with self._lock:
            return set(self._kept)


def _overwrite(content: bytearray | None) -> None:
    if content is not None:
        content[:] = bytes(len(content))
