"""Watches that the face before the camera stays the same face."""

from facevow.challenge.events import Event
from facevow.types import FrameAnalysis

LOST_AFTER = 1.5
"""Seconds without a face before it counts as lost, whether frames show none or no frame comes; a fast turn hides a
face for a few frames."""

JUMP_OVERLAP, JUMP_WITHIN = 0.02, 0.5
"""A face that overlaps its last place by less than this share, within this many seconds, is another face."""

RIVAL_SHARE, JOINED_AFTER = 0.4, 0.5
"""A second face of at least this share of the first one's area, for this many seconds, has joined."""


class Continuity:
    """Remembers where and when the face was last seen."""

    def __init__(self) -> None:
        self._last: FrameAnalysis | None = None
        self._rival_since: float | None = None

    def observe(self, analysis: FrameAnalysis) -> Event | None:
        """Take one frame; return what broke the continuity, or None."""
        if analysis.face is None:
            return self._missing(analysis.at)
        last, self._last = self._last, analysis
        if self._joined(analysis):
            return Event.FACE_JOINED
        if last is None or last.face is None:
            return None
        if analysis.at - last.at > LOST_AFTER:
            return Event.FACE_LOST
        near_in_time = analysis.at - last.at <= JUMP_WITHIN
        if near_in_time and analysis.face.box.overlap(last.face.box) < JUMP_OVERLAP:
            return Event.FACE_SWAPPED
        return None

    def _missing(self, at: float) -> Event | None:
        if self._last is None or at - self._last.at <= LOST_AFTER:
            return None
        self._last = None
        return Event.FACE_LOST

    def _joined(self, analysis: FrameAnalysis) -> bool:
        first, *others = analysis.faces
        if not any(other.box.area >= RIVAL_SHARE * first.box.area for other in others):
            self._rival_since = None
            return False
        if self._rival_since is None:
            self._rival_since = analysis.at
        return analysis.at - self._rival_since >= JOINED_AFTER
