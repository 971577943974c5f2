"""Which frames of a stream are looked at more closely."""

import math
from typing import Final

from facevow.challenge.draw import Choose
from facevow.challenge.flatness import BEFORE

DRAWN_FROM: Final = 100
"""What a frame's chance is drawn from: chances are whole hundredths, rounded up, and `chance` is the rounded one."""

SHORTEST: Final = 1e-3
"""Seconds that a frame stands for at least, however soon it follows another one."""


class Moments:
    """Draws them, about one in `every` seconds; without a chooser they come every so many seconds.

    Each frame is drawn by itself, with a chance that grows with the time since the frame before it and with nothing
    else, so that nobody knows when to show one face and when another, not even who sees what was drawn. `latest`
    seconds after a frame that was taken each one is, until one could be; while `hurried`, for an act is due, that is
    BEFORE, so that none is done without.
    """

    def __init__(self, choose: Choose | None, every: float, latest: float) -> None:
        self._choose = choose
        self._every = every
        self._latest = latest
        self._taken = self._seen = self._asked = -math.inf
        self._drawn = False
        self.chance = 1.0
        """With what chance the frame was drawn that was asked for last."""
        self.hurried = False

    def due(self, at: float, *, beside: tuple[bool, float] = (False, 0.0)) -> bool:
        """Whether the frame at `at` seconds of the stream is one; it is drawn once a frame.

        `beside` tells whether the frame was taken for another reason, and with what chance that was drawn. Then it is
        taken here, too, and the draw is what makes both together as likely as this one alone has to be.
        """
        if at != self._asked:
            self._asked = at
            self._drawn = self._draw(at, *beside)
        return self._drawn

    def _draw(self, at: float, taken: bool, known: float) -> bool:
        if self._choose is None:
            due = at - self._taken >= self._every
            self.chance = float(due)
            return taken or due
        wanted = self._wanted(at)
        rest = math.ceil(DRAWN_FROM * (wanted - known) / (1 - known)) if known < wanted else 0
        self.chance = known + (1 - known) * rest / DRAWN_FROM
        return taken or rest >= DRAWN_FROM or (rest > 0 and self._choose(DRAWN_FROM) < rest)

    def _wanted(self, at: float) -> float:
        """The chance that it has to have."""
        limit = min(BEFORE, self._latest) if self.hurried else self._latest
        if at - self._taken >= limit - 1e-6:  # times are sums of binary fractions
            return 1.0
        return min(max(at - self._seen, SHORTEST) / self._every, 1.0)

    def was_due(self, at: float) -> bool:
        """Whether the frame at `at`, the latest one, was one."""
        return self._drawn and at == self._asked

    def seen(self, at: float, *, taken: bool) -> None:
        """A frame came; `taken` is whether it could be looked at as it was meant to be."""
        self._seen = at
        if taken:
            self._taken = at
