"""Watches that the face goes from frame to frame no faster than a head can: a cut between two recordings does.

The limits are about twice what any of six recordings of living people does in one step at 30, 15 and 8 frames a second
(docs/continuity.md). Only faces in which the mesh network sees one count: a detector takes a chair for a face now and
then, and that is nobody's swap. Of a face that was only glimpsed the place counts, and the pose is that of before.
"""

import math
from dataclasses import dataclass, replace

from facevow.types import FrameAnalysis

WATCHED = 0.5
"""Seconds: over a longer time without a face a head may get anywhere."""

SAME_PLACE = 0.3
"""A face that overlaps the last one by at least this share stands where it stood."""

MOST_GROWTH = 1.6
"""A face that comes back more than so many times as wide, or as narrow, is another one."""

LEAST_OVERLAP = 0.02
"""A face that overlaps its last place by less than this share, within WATCHED, is another face."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What may change in a step of t seconds: `at_once` (jitter of the networks, a blurred frame) + `rate` x t."""

    at_once: float
    rate: float


Changes = tuple[tuple[float, Allowance], ...]
"""What changed, and by how much it may."""


SHIFT = Allowance(0.25, 3.0)
"""The centre of the box, in widths of the narrower box. Largest seen: 0.18 in 0.07 s, 0.34 in 0.13 s."""

GROWTH = Allowance(0.20, 1.5)
"""The width of the box, as the natural logarithm of the ratio. Largest seen: 0.12 in 0.07 s, 0.16 in 0.13 s."""

YAW, PITCH, ROLL = Allowance(20, 400), Allowance(10, 250), Allowance(10, 250)
"""The pose, in degrees. Largest seen in 0.07 s: 20, 9 and 10; in 0.13 s: 30, 15 and 14."""

BEYOND_MEASURE = 1000.0
"""What `excess` says at most: of a face that is somewhere else altogether, or of numbers that are none."""


class Pace:
    """Remembers the last face that is believed, and one that came out of nowhere until the next frame tells."""

    def __init__(self) -> None:
        self._trusted: FrameAnalysis | None = None
        self._posed: FrameAnalysis | None = None
        self._doubted: FrameAnalysis | None = None
        self.fastest = 0.0
        self.lost = False

    def forget(self) -> None:
        """Start anew with the next face."""
        self._trusted = self._posed = self._doubted = None

    def observe(self, analysis: FrameAnalysis) -> bool:
        """Take a frame; whether its face came from elsewhere than its last place. `fastest` is the largest `excess`.

        A step that is too fast is doubted only: one wild frame of a network is followed by one in the old place. It is
        certain when the next face is nearer to the doubted one than to the one before. A face that stands in front of
        the one before, which is still there among the others, is not that one's doing. After a time without a face
        nothing is known of how it moved; `lost` then tells that this one stands elsewhere or has another size. A pose
        that is doubted stays so over faces that were only glimpsed where the one before was: they have none.
        """
        self.lost = False
        if analysis.face is None or (analysis.motion is None and not analysis.glimpsed):
            return False
        trusted, doubted = self._trusted, self._doubted
        if trusted is None or analysis.at - trusted.at > WATCHED:
            self.lost = trusted is not None and not _could_be(trusted, analysis)
            self._trust(analysis)
            return False
        if doubted is not None and doubted.motion and analysis.glimpsed and excess(trusted, analysis) <= 1:
            self._trusted = analysis  # its place; whether the doubted pose was true, only the next mesh can tell
            return False
        if doubted is not None and self._is_nearer(doubted, trusted, analysis):
            self._trust(analysis)
            return True
        self._doubted = None
        turned = 0.0 if self._posed is trusted else _turned(self._posed, analysis)
        change = max(excess(trusted, analysis), turned)
        if change > 1 and _still_there(trusted, analysis):
            self._trust(replace(trusted, at=analysis.at))
            return False
        self.fastest = max(self.fastest, change)
        if change > 1:
            self._doubted = analysis
        else:
            self._trust(analysis)
        return False

    def _is_nearer(self, doubted: FrameAnalysis, trusted: FrameAnalysis, analysis: FrameAnalysis) -> bool:
        """Whether a face is nearer to the doubted one than to the trusted one, whose pose is the one known last.

        Poses count where both are known: what lacks one would seem the nearer for it.
        """
        ways = tuple(() if each is None else _turns(each, analysis) for each in (doubted, self._posed))
        if not all(ways):
            ways = ((), ())
        return _change(doubted, analysis, 0, ways[0]) <= _change(trusted, analysis, 0, ways[1])

    def _trust(self, analysis: FrameAnalysis) -> None:
        """This is the face; `_posed` is the latest one of which the pose is known as well."""
        self._trusted, self._doubted = analysis, None
        if analysis.motion is not None:
            self._posed = analysis


def _still_there(trusted: FrameAnalysis, analysis: FrameAnalysis) -> bool:
    """Whether the trusted face is among those of a frame that another one leads."""
    before = trusted.face
    return before is not None and any(face.box.overlap(before.box) >= SAME_PLACE for face in analysis.faces[1:])


def _could_be(before: FrameAnalysis, after: FrameAnalysis) -> bool:
    """Whether a face that was out of sight for a moment can be the one that came back."""
    if before.face is None or after.face is None:
        return False
    narrower, wider = sorted((before.face.box.width, after.face.box.width))
    return after.face.box.overlap(before.face.box) >= LEAST_OVERLAP and wider <= MOST_GROWTH * narrower


def excess(before: FrameAnalysis, after: FrameAnalysis) -> float:
    """The largest change between two frames over what the time between them allows; above 1 no head does it.

    0..BEYOND_MEASURE; that where the boxes do not overlap (LEAST_OVERLAP), a face is missing or a number is not finite.
    """
    if before.face is None or after.face is None or not after.face.box.overlap(before.face.box) >= LEAST_OVERLAP:
        return BEYOND_MEASURE
    return _change(before, after, max(after.at - before.at, 0.0), _turns(before, after))


def _change(before: FrameAnalysis, after: FrameAnalysis, seconds: float, turns: Changes) -> float:
    """The largest change of place, size and of these `turns` over what `seconds` allow."""
    if before.face is None or after.face is None:
        return BEYOND_MEASURE
    if not all(each.glimpsed or each.motion for each in (before, after)):
        return BEYOND_MEASURE
    a, b = before.face.box, after.face.box
    narrower, wider = sorted((a.width, b.width))
    if not (narrower > 0 and math.isfinite(wider)):
        return BEYOND_MEASURE
    shift, growth = math.dist(a.centre, b.centre) / narrower, math.log(wider) - math.log(narrower)
    return _most(((shift, SHIFT), (growth, GROWTH), *turns), seconds)


def _turned(before: FrameAnalysis | None, after: FrameAnalysis) -> float:
    """The same of the pose alone, since it was known last."""
    return 0.0 if before is None else _most(_turns(before, after), max(after.at - before.at, 0.0))


def _turns(before: FrameAnalysis, after: FrameAnalysis) -> Changes:
    """How far the head turned, where both poses are known."""
    if before.motion is None or after.motion is None:
        return ()
    p, q = before.motion.pose, after.motion.pose
    return (abs(q.yaw - p.yaw), YAW), (abs(q.pitch - p.pitch), PITCH), (abs(q.roll - p.roll), ROLL)


def _most(changes: Changes, seconds: float) -> float:
    shares = [value / (allowance.at_once + allowance.rate * seconds) for value, allowance in changes]
    return min(max(shares, default=0.0), BEYOND_MEASURE) if all(map(math.isfinite, shares)) else BEYOND_MEASURE
