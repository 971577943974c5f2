"""Watches that the face before the camera stays the same face, in a stream that is a camera's.

One event a frame. What says that the stream is no camera's comes before what says something of the face: first the
clock (CLOCK_WENT_BACK, CLOCK_JUMPED), then the pictures (LOOPED, FROZEN), then whose face it is (FACE_SWAPPED,
FACE_JOINED, FACE_LOST). After any event the memory of the face starts anew; that of pictures and clock stays.
"""

from facevow.challenge.clock import Clock
from facevow.challenge.events import Event
from facevow.challenge.identity import Bones
from facevow.challenge.pace import Pace
from facevow.challenge.pictures import Pictures
from facevow.types import FrameAnalysis

LOST_AFTER = 1.5
"""Seconds without a face before it counts as lost; a fast turn hides a face for a few frames."""

RIVAL_SHARE, JOINED_AFTER = 0.4, 0.5
"""A second face of at least this share of the first one's area, for this many seconds, has joined. While it stays, that
is said again every so many seconds."""


class Continuity:
    """Remembers where and when the face was last seen, what it looks like, and which pictures there were."""

    def __init__(self) -> None:
        self._clock = Clock()
        self._pictures = Pictures()
        self._pace = Pace()
        self._bones = Bones()
        self._last_seen: float | None = None
        self._rival_since: float | None = None

    def observe(self, analysis: FrameAnalysis) -> Event | None:
        """Take one frame, later than the ones before; return what broke the continuity, or None.

        One of FACE_LOST, FACE_JOINED, FACE_SWAPPED, FROZEN, LOOPED, CLOCK_JUMPED, CLOCK_WENT_BACK. Never raises,
        whatever the numbers are.
        """
        event = self._clock.observe(analysis.at)
        if event is not Event.CLOCK_WENT_BACK:  # what has no time cannot be remembered
            shown = self._pictures.observe(analysis)
            event = event or shown or self._face_event(analysis)
        if event is not None:
            self.forget_face()
        return event

    def evidence(self) -> dict[str, float]:
        """What was measured so far, by name.

        `geometry` is the largest lasting distance of the face from the one at the start and `pace` the fastest change
        of place or pose, both as shares of their limit (1 is the limit); `gap` and `standstill` are the longest ones
        in seconds; `repeated` is the share of pictures with a face that had been seen before, 0..1.
        """
        return {
            "geometry": self._bones.largest,
            "pace": self._pace.fastest,
            "gap": self._clock.longest_gap,
            "standstill": self._pictures.longest_standstill,
            "repeated": self._pictures.repeated_share,
        }

    def _face_event(self, analysis: FrameAnalysis) -> Event | None:
        """What happened to the face; a face without a mesh is as good as none, for the detector sees them in chairs.

        One that was only glimpsed stands where one with a mesh stood a moment ago.
        """
        if analysis.face is None or (analysis.motion is None and not analysis.glimpsed):
            lost = self._last_seen is not None and analysis.at - self._last_seen > LOST_AFTER
            self._rival_since = None if analysis.face is None else self._rival_since
            return Event.FACE_LOST if lost else None
        self._last_seen = analysis.at
        came_from_elsewhere = self._pace.observe(analysis)
        has_other_bones = self._bones.observe(analysis)
        if self._pace.lost:
            return Event.FACE_LOST
        if came_from_elsewhere or has_other_bones:
            return Event.FACE_SWAPPED
        return Event.FACE_JOINED if self._joined(analysis) else None

    def _joined(self, analysis: FrameAnalysis) -> bool:
        first, *others = analysis.faces
        if not any(other.box.area >= RIVAL_SHARE * first.box.area for other in others):
            self._rival_since = None
            return False
        if self._rival_since is None:
            self._rival_since = analysis.at
        return analysis.at - self._rival_since >= JOINED_AFTER

    def forget_face(self) -> None:
        """Let another face come; clock and pictures are remembered."""
        self._last_seen = self._rival_since = None
        self._pace.forget()
        self._bones.forget()
