"""Watches the clock of a stream: it goes forward, never back, and without gaps."""

import math

from facevow.challenge.events import Event

LONGEST_GAP = 1.5
"""Seconds between two frames after which the time between them is unwatched. The recordings at 8 frames a second have
0.13 s, and a face may be missing as long before it counts as lost."""

FARTHEST = 1e10
"""Seconds, three hundred years: the clocks of computers count from 1970 at the most."""

BACKWARDS = 0.001
"""Seconds: time stamps are rounded to milliseconds somewhere on their way, and rounding is not going back."""

MOST_STANDING = 10
"""Frames in a row within one millisecond: two of them are a burst after a delay, more than ten are no clock."""


class Clock:
    """Remembers the latest time seen, in seconds."""

    def __init__(self) -> None:
        self._latest: float | None = None
        self._mark = -math.inf
        self._standing = 0
        self.longest_gap = 0.0

    def observe(self, at: float) -> Event | None:
        """Take the time of one frame; return CLOCK_WENT_BACK, CLOCK_JUMPED or None.

        A time that is no number, or farther from 0 than FARTHEST, counts as going back, as no clock shows it. A clock
        that stands still counts as a jump: the pictures go on, so time has passed that nobody knows. After either the
        clock is believed anew.
        """
        if not abs(at) <= FARTHEST:  # a NaN is not
            return Event.CLOCK_WENT_BACK
        latest, self._latest = self._latest, at
        if latest is None:
            self._mark = at
            return None
        if at < latest - BACKWARDS:
            self._mark, self._standing = at, 0
            return Event.CLOCK_WENT_BACK
        self._latest = max(latest, at)
        self.longest_gap = max(self.longest_gap, at - latest)
        if at - latest > LONGEST_GAP or self._stands(at):
            self._mark, self._standing = at, 0
            return Event.CLOCK_JUMPED
        return None

    def _stands(self, at: float) -> bool:
        """Whether too many frames came since the clock last moved by a millisecond."""
        if at - self._mark >= BACKWARDS:
            self._mark, self._standing = at, 0
            return False
        self._standing += 1
        return self._standing > MOST_STANDING
