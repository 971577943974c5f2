"""Watches that every picture is a new one: a camera's noise makes no two alike, and a recording comes round again."""

from collections import OrderedDict, deque

import numpy as np
from numpy.typing import NDArray

from facevow.challenge.events import Event
from facevow.types import FrameAnalysis

LONGEST_STANDSTILL = 1.0
"""Seconds that one and the same picture may last. A camera of 10 frames a second that is read 30 times a second repeats
each for 0.1 s; the recordings hold two repeats of 0.03 s in 3,540 frames."""

REMEMBERED = 2000
"""Different pictures that are kept in mind: over a minute at 30 frames a second."""

RETURNS, AMONG = 3, 60
"""So many different pictures that were seen before, among so many of the latest, are a loop. Two may be a driver that
hands out its buffers twice; the recordings hold none. They need not stand in the old order: a loop played backwards,
shuffled, or with frames left out is a loop."""


class Pictures:
    """Remembers the digests of the pictures in which a face was seen, and for how long the present one lasts."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._returned: deque[str | None] = deque(maxlen=AMONG)
        self._latest = ""
        self._since: float | None = None
        self._points: NDArray[np.float32] | None = None
        self._points_since: float | None = None
        self._shown = self._repeated = 0
        self.longest_standstill = 0.0

    @property
    def repeated_share(self) -> float:
        """Share of the pictures that had been seen before, the present one lasting included, 0..1."""
        return self._repeated / self._shown if self._shown else 0.0

    def observe(self, analysis: FrameAnalysis) -> Event | None:
        """Take one frame; return LOOPED, FROZEN or None.

        Frames without a face are passed over: a covered or switched-off camera gives equal ones, and they prove
        nothing for anybody.
        """
        if analysis.face is None:
            self._latest, self._since = "", None
            self._points, self._points_since = None, None
            return None
        looped = self._loops(analysis.digest, analysis.at)
        stood = max(self._same_picture(analysis.at), self._same_points(analysis))
        self.longest_standstill = max(self.longest_standstill, stood)
        if looped:
            self._returned.clear()
            return Event.LOOPED
        if stood > LONGEST_STANDSTILL:
            self._since = self._points_since = analysis.at
            return Event.FROZEN
        return None

    def _loops(self, digest: str, at: float) -> bool:
        """Remember the picture; whether it is one too many that had been seen before."""
        self._shown += digest != ""
        if digest == self._latest:
            self._repeated += digest != ""
            return False
        self._latest, self._since = digest, (at if digest else None)
        if not digest:
            return False
        again = digest in self._seen
        self._repeated += again
        self._returned.append(digest if again else None)
        self._seen[digest] = None
        self._seen.move_to_end(digest)
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return len(set(self._returned) - {None}) >= RETURNS

    def _same_picture(self, at: float) -> float:
        """Seconds that the present picture has lasted."""
        return at - self._since if self._since is not None else 0.0

    def _same_points(self, analysis: FrameAnalysis) -> float:
        """Seconds that the mesh has lain on exactly the same spots, whatever changed elsewhere in the picture."""
        if analysis.glimpsed:  # says nothing of them
            return 0.0
        points = analysis.tracked
        if points is None or self._points is None or not np.array_equal(points, self._points):
            self._points = points
            self._points_since = analysis.at if points is not None else None
        return analysis.at - self._points_since if self._points_since is not None else 0.0
