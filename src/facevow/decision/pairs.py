"""Compares faces, ahead of time where that takes long."""

import math
from collections.abc import Callable, Iterable

from facevow.types import Template

Compare = Callable[[Template, Template], float]
"""How like two faces are, -1..1, rising towards the same person."""


class Pairs:
    """Remembers what was compared until it forgets. What is no number is like nobody."""

    def __init__(self, to_references: Callable[[Template], float] | None, between: Compare) -> None:
        self._to_references = to_references
        self._between = between
        self.forget()

    def forget(self) -> None:
        """Let go of all templates."""
        self._whose: dict[Template, float] = {}
        self._known: dict[tuple[Template, Template], float] = {}

    def prepare(self, template: Template, others: Iterable[Template]) -> None:
        """Compare a template ahead, in any thread; it raises nothing: what cannot be compared raises when asked for."""
        whose, known = self._whose, self._known  # if all is forgotten meanwhile, this was for nothing
        try:
            if self._to_references is not None:
                whose[template] = _number(self._to_references(template))
            for other in others:
                known[template, other] = _number(self._between(template, other))
        except Exception:  # noqa: BLE001 - it is heeded where it is raised again
            return

    def whose(self, template: Template) -> float | None:
        """How like the references a face is, None where there are none."""
        if self._to_references is None:
            return None
        found = self._whose.get(template)
        return _number(self._to_references(template)) if found is None else found

    def between(self, one: Template, other: Template) -> float:
        """How like two faces are, whichever comes first."""
        found = self._known.get((one, other), self._known.get((other, one)))
        if found is None:
            found = self._known[one, other] = _number(self._between(one, other))
        return found


def _number(score: float) -> float:
    return score if math.isfinite(score) else -1.0
