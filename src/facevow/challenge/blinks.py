"""Sees eyes close and open again, and counts blinks that follow each other.

Two measures must agree, the eyes' aspect ratio and MediaPipe's blendshapes: each alone is fooled by something (the
ratio by a tilted picture, the blendshape by glasses and narrow eyes).
"""

from collections import deque
from dataclasses import dataclass
from statistics import median
from typing import Final

from facevow.challenge.baseline import Baseline
from facevow.types import FaceMotion

YAW_LIMIT: Final = 20.0
"""Degrees. Beyond it the far eye is foreshortened and looks closed; blinks are not looked for there."""

CLOSED_RATIO, OPEN_RATIO = 0.70, 0.84
"""An eye is closed below, and open again above, these shares of the person's usual aspect ratio. Blinks of the
footage reach 0.25 to 0.45; at 8 and 15 frames a second the deepest moment is often missed: at 0.65 one in five is."""

CLOSED_RISE, OPEN_RISE = 0.25, 0.15
"""The blendshape's rise over its usual value: closed above the first, open again below the second. A closed lid
rises by 0.44 or more, even behind glasses (edits); at 0.20 their glare passes for blinks eighteen times as often."""

SHUT_AT: Final = 0.85
"""What the blendshape reaches when the eye is shut. One face in twenty rests at 0.5 or more (400 bona fide pictures of
45 collections) and has less room for a rise."""

LONGEST_BLINK: Final = 1.0
"""Seconds. Blinks that nobody asked for last up to about half a second (Stern, Walrath and Goldstein 1984,
Psychophysiology 21:22); twice that leaves room for one done on request."""

BURST_SECONDS: Final = 1.2
"""Seconds from blink to blink within which they belong together: N blinks within N times as long."""

MEMORY_SECONDS: Final = 4.0
"""How far back the usual eye is looked for: lids sink as the gaze and the head do."""

MEMORY_FRAMES: Final = 8
"""Frames after which the memory is believed; until then the base line is."""

LEAST_SHUT: Final = 0.09
"""Seconds from the last open frame to the next: one closed frame among thirty a second is noise, not a lid."""

LONGEST_GAP: Final = 0.5
"""Seconds without a frame after which a closed eye may be another one."""


@dataclass(frozen=True, slots=True)
class Blink:
    """A finished blink: when the eyes began to close and were open again (seconds), and its place in its burst."""

    began: float
    at: float
    times: int


class BlinkRecogniser:
    """Watches the eyes of one person."""

    def __init__(self, baseline: Baseline) -> None:
        self._base = baseline
        self._seen: deque[tuple[float, float, float]] = deque()
        self._opened: float | None = None
        self._closing: float | None = None
        self._closed = False
        self._last_blink: Blink | None = None
        self.level = 0.0

    @property
    def at_rest(self) -> bool:
        """Whether the eyes are not closed."""
        return not self._closed

    def quiet(self, at: float) -> bool:
        """Whether no burst is going on at `at` seconds, so that the next blink begins another one."""
        return self._last_blink is None or at - self._last_blink.at > BURST_SECONDS

    def observe(self, motion: FaceMotion, at: float, *, pause: bool = False) -> Blink | None:
        """Take one frame at `at` seconds; the blink that it completes. With `pause`, or turned away, none is sought."""
        if pause or abs(motion.pose.yaw) > YAW_LIMIT:
            self._forget()
            return None
        ratio, shut = (motion.right_eye + motion.left_eye) / 2, (motion.right_blink + motion.left_blink) / 2
        usual_ratio, usual_shut = self._usual(ratio, shut, at)
        if self._opened is not None and at - self._opened > LONGEST_BLINK + LONGEST_GAP:
            self._forget()
        drop = (1 - ratio / max(usual_ratio, 1e-6)) / (1 - CLOSED_RATIO)
        scale = max(0.5, min(1.0, 0.7 * (SHUT_AT - usual_shut) / CLOSED_RISE))
        self.level = max(0.0, min(drop, (shut - usual_shut) / (scale * CLOSED_RISE)))
        if self.level >= 1:
            self._closed = self._opened is not None
            self._closing = at if self._closing is None else self._closing
            return None
        if ratio > OPEN_RATIO * usual_ratio and shut - usual_shut < scale * OPEN_RISE:
            return self._open(at)
        return None

    def _open(self, at: float) -> Blink | None:
        opened, closing, closed = self._opened, self._closing, self._closed
        self._opened, self._closing, self._closed = at, None, False
        if not closed or opened is None or closing is None:
            return None
        if at - closing > LONGEST_BLINK or at - opened < LEAST_SHUT:
            return None
        last = self._last_blink
        follows = last is not None and at - last.at <= BURST_SECONDS
        self._last_blink = Blink(closing, at, last.times + 1 if last is not None and follows else 1)
        return self._last_blink

    def _forget(self) -> None:
        self._opened = self._closing = None
        self._closed = False
        self.level = 0.0

    def _usual(self, ratio: float, shut: float, at: float) -> tuple[float, float]:
        """The usual aspect ratio and blendshape of the last seconds, this frame left out."""
        while self._seen and at - self._seen[0][0] > MEMORY_SECONDS:
            self._seen.popleft()
        ratios, shuts = [each[1] for each in self._seen], [each[2] for each in self._seen]
        self._seen.append((at, ratio, shut))
        if len(ratios) < MEMORY_FRAMES:
            return self._base.eyes, self._base.blink
        return median(ratios), median(shuts)
