"""Recognises the acts from what moves in a face, measured against the person's own resting face.

Each recogniser is fed one frame after another and says when the act has been completed. Times are seconds of the
stream, so any frame rate from about 8 a second on serves.
"""

from collections import deque
from statistics import median

from facevow.types import FaceMotion

BLINK_YAW_LIMIT = 20.0
"""Degrees. Beyond it the far eye is foreshortened and looks closed; blinks are not looked for there."""

CLOSED_RATIO, OPEN_RATIO = 0.72, 0.85
"""An eye is closed below, and open again above, these shares of the person's own resting aspect ratio."""

CLOSED_BLENDSHAPE, OPEN_BLENDSHAPE = 0.40, 0.30
"""The same from MediaPipe's eyeBlink blendshapes: both measures must agree before a blink counts."""

LONGEST_BLINK = 1.0
"""Seconds. Blinks that nobody asked for last up to about half a second (Stern, Walrath and Goldstein 1984,
Psychophysiology 21:22); twice that leaves room for one done on request."""

BASELINE_SECONDS = 4.0
BASELINE_FRAMES = 4
"""How far back the resting face is looked for, and how many frames it takes at least."""

NEUTRAL_YAW, TURNED_YAW = 12.0, 22.0
"""Degrees. A turn leads from inside the first to beyond the second, or back."""

LONGEST_TURN = 3.0
"""Seconds between the neutral pose and the turned one."""


class BlinkRecogniser:
    """Sees the eyes close and open again."""

    def __init__(self) -> None:
        self._open_ratios: deque[tuple[float, float]] = deque()
        self._closed_since: float | None = None

    def observe(self, motion: FaceMotion, at: float) -> bool:
        """Take one frame at `at` seconds; True when it completes a blink."""
        if abs(motion.pose.yaw) > BLINK_YAW_LIMIT:
            self._closed_since = None
            return False
        ratio = (motion.right_eye + motion.left_eye) / 2
        blendshape = (motion.right_blink + motion.left_blink) / 2
        resting = self._resting(ratio, at)
        if resting is None:
            return False
        if ratio < CLOSED_RATIO * resting and blendshape > CLOSED_BLENDSHAPE:
            self._closed_since = at if self._closed_since is None else self._closed_since
            return False
        if ratio > OPEN_RATIO * resting and blendshape < OPEN_BLENDSHAPE:
            since, self._closed_since = self._closed_since, None
            return since is not None and at - since <= LONGEST_BLINK
        return False

    def _resting(self, ratio: float, at: float) -> float | None:
        """The person's usual eye aspect ratio of the last seconds, or None while too little is known."""
        while self._open_ratios and at - self._open_ratios[0][0] > BASELINE_SECONDS:
            self._open_ratios.popleft()
        known = [value for _, value in self._open_ratios]
        self._open_ratios.append((at, ratio))
        return median(known) if len(known) >= BASELINE_FRAMES else None


class TurnRecogniser:
    """Sees the head turn from the front to a side, or from a side to the front."""

    def __init__(self) -> None:
        self._neutral_at: float | None = None
        self._turned_at: float | None = None

    def observe(self, motion: FaceMotion, at: float) -> bool:
        """Take one frame at `at` seconds; True when it completes a turn."""
        yaw = abs(motion.pose.yaw)
        if yaw < NEUTRAL_YAW:
            turned, self._turned_at = self._turned_at, None
            self._neutral_at = at
            return turned is not None and at - turned <= LONGEST_TURN
        if yaw > TURNED_YAW:
            neutral, self._neutral_at = self._neutral_at, None
            self._turned_at = at
            return neutral is not None and at - neutral <= LONGEST_TURN
        return False
