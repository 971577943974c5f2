"""Which frames of a stream are looked at more closely."""

import math
from typing import Final

from facevow.challenge.draw import Choose
from facevow.challenge.flatness import BEFORE

EVERY: Final = 0.25
"""Seconds between two faces that are described, about: a face costs about as much as a whole analysis does. Each frame
is drawn by itself, so that nobody knows when to show one face and when another, not even who sees what was drawn."""

LATEST: Final = 0.5
"""Seconds after a face that was described, from which on each frame is taken until one could be described. While an act
is due it is BEFORE, so that none is done without."""

_DRAWN_FROM: Final = 100
"""What a frame's chance is drawn from."""


class Moments:
    """Draws them, one frame after the other; without a chooser they come every EVERY seconds."""

    def __init__(self, choose: Choose | None) -> None:
        self._choose = choose
        self._described = self._asked = -math.inf
        self._drawn = False
        self.hurried = False
        """Whether an act is due."""

    def due(self, at: float) -> bool:
        """Whether the frame at `at` seconds of the stream is one; it is drawn once a frame."""
        if at != self._asked:
            self._drawn = self._draw(at)
            self._asked = at
        return self._drawn

    def _draw(self, at: float) -> bool:
        since = at - self._described
        if self._choose is None:
            return since >= EVERY
        if since >= (BEFORE if self.hurried else LATEST):
            return True
        return self._choose(_DRAWN_FROM) < _DRAWN_FROM * (at - self._asked) / EVERY

    def was_due(self, at: float) -> bool:
        """Whether the frame at `at`, the latest one, was one."""
        return self._drawn and at == self._asked

    def described(self, at: float) -> None:
        """The frame at `at` was looked at."""
        self._described = at
