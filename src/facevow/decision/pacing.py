"""Which frames of a stream are scored by the passive network, and what a score then speaks for.

Neighbouring frames of one face say nearly the same, and scoring is the dearest part of a frame. So they are drawn, on
the server and once the frame is here: whoever shows another face in between can know of no frame that it will not be
scored. What is passed over is watched even so: its clock, picture and place, and, where acts are asked for, its pose,
bones and acts as well.

A frame that was drawn with a chance of one in three speaks for three times its time, as in any sample (Horvitz and
Thompson 1952). So on average each moment counts by its length, whatever is shown when: a frame that must be scored, and
of which a watcher of the server's pace may know that, speaks for its own time alone.
"""

import math
from dataclasses import dataclass, replace
from typing import Final

from facevow.challenge.check import ActiveCheck
from facevow.challenge.draw import Choose
from facevow.challenge.events import State
from facevow.decision.moments import SHORTEST, Moments
from facevow.types import FrameAnalysis

USUAL, LONGEST = 1 / 15, 0.2
"""Seconds: what the first frame stands for, and the most that any does by itself."""

LATEST: Final = 2.0
"""Times the usual pause, after which each frame is scored until one was; while an act is due it is BEFORE at most."""

FIRST: Final = 3
"""Frames that are scored before any is passed over: at the beginning, after one without a face, and where a challenge
begins anew."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn for a frame: whether it is scored, and the seconds that its score speaks for.

    Without a number those are the seconds since the frame before.
    """

    scored: bool = True
    seconds: float | None = None


def time_of(since: float) -> float:
    """The seconds that a frame stands for that came `since` seconds after the one before."""
    return max(min(since, LONGEST), SHORTEST)


class Pacing:
    """Follows one stream. With `every` 0 each frame is scored, and nothing is drawn."""

    def __init__(self, choose: Choose | None, every: float) -> None:
        """Draw frames about every so many seconds.

        Raises:
            ValueError: there is something to draw, and nothing to draw it with; or `every` is negative or no number.
        """
        if not 0 <= every < math.inf or (every > 0 and choose is None):
            raise ValueError(f"expected a chooser and a number of seconds from 0, got {every} s")
        self._moments = Moments(choose, every, LATEST * every) if every > 0 else None
        self._asked = self._latest = -math.inf
        self._drawn = Drawn()
        self.begin()

    def begin(self) -> None:
        """What was scored so far counts no longer: the next frames are scored again."""
        self._scored = 0
        self._certain = True

    def score_all(self) -> None:
        """Pass nothing over any more, from the next frame on: the latest one speaks for its own time, too.

        For a stream that began anew. Who sees by our pace what was drawn could otherwise try his luck again and again,
        having all forgotten whenever it was bad.
        """
        self._moments = None
        self._drawn = replace(self._drawn, seconds=None)

    def judges(self, at: float, *, described: tuple[bool, float] = (False, 0.0)) -> bool:
        """Whether the frame at `at` seconds of the stream is to be scored; it is drawn once a frame.

        `described` is whether the face is to be described, and with what chance that was drawn: such a frame is scored.
        """
        if not math.isfinite(at) or (self._moments is None and at != self._asked):
            return True
        if self._moments is not None and at != self._asked:
            self._asked = at
            scored = self._moments.due(at, beside=(True, 1.0) if self._certain else described)
            since = USUAL if self._latest == -math.inf else at - self._latest
            self._drawn = Drawn(scored, time_of(since) / self._moments.chance)
        return self._drawn.scored

    def drawn(self, at: float) -> Drawn:
        """What was drawn for the frame at `at`; one that nobody asked for is scored if it has a score."""
        return self._drawn if at == self._asked else Drawn()

    def heed(self, analysis: FrameAnalysis, check: ActiveCheck | None) -> None:
        """Heed what was made of a frame, by the challenge too where there is one."""
        if self._moments is None:
            return
        scored = self.drawn(analysis.at).scored and analysis.passive is not None
        self._latest = max(self._latest, analysis.at)
        self._moments.seen(self._latest, taken=scored)
        self._moments.hurried = check is not None and check.state is State.ACT_DUE
        begins = analysis.face is None or (check is not None and check.state is State.FACE_DUE)
        self._scored = 0 if begins else self._scored + scored
        unknown = not (scored or analysis.followed)
        self._certain = unknown or self._scored < FIRST or (check is not None and check.acting)
