"""One look at a face, and when several in a row say something."""

from collections.abc import Sequence
from dataclasses import dataclass

IN_A_ROW, IN_A_ROW_SECONDS = 3, 0.5
"""Faces less like the beginning than the limit, and seconds from the first of them to the last, after which it is
another face; one or two may be a bad moment, and so may be somebody who passes before the camera."""


@dataclass(frozen=True, slots=True)
class Look:
    """A face that was compared: when, its likeness to references and beginning, if known, and its passive score."""

    at: float
    whose: float | None
    own: float | None = None
    passive: float = 0.0

    @property
    def best(self) -> float:
        """The higher of the two."""
        return max(score for score in (self.whose, self.own, -1.0) if score is not None)


def lasts(row: Sequence[Look]) -> bool:
    """Whether these are enough in a row, over enough time."""
    return len(row) >= IN_A_ROW and row[-1].at - row[0].at >= IN_A_ROW_SECONDS
