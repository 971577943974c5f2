"""What the decision keeps of frames, and what many of them say together."""

import math
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Any, Final

from facevow.decision.pacing import USUAL, Drawn, time_of
from facevow.types import FrameAnalysis, QualityCode

_LONGEST_MEMORY: Final = 20_000
"""Frames: eleven minutes at 30 a second, so that an endless recording cannot grow without bound."""

_SCORED: Final = Drawn()
"""What is true of every frame where none is passed over."""


def weighted_median(values: Sequence[float], weights: Sequence[float]) -> float:
    """The lower weighted median: the smallest value at which half of the total weight is reached.

    `values` and `weights` are of equal length, at least one, and all weights are positive. A single wild value
    cannot move it far, which a mean would allow.

    Raises:
        ValueError: nothing was given.
    """
    if not values:
        raise ValueError("expected at least one value, none came")
    half = sum(weights) / 2
    reached = 0.0
    ordered = sorted(zip(values, weights, strict=True))
    for value, weight in ordered:
        reached += weight
        if reached >= half:
            return value
    return ordered[-1][0]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the decision keeps of one frame.

    `share` is the seconds of the stream that it stands for, and `weight` those that its score speaks for. `judged` is
    whether that time could be judged; None where that is not known yet, because the frame was passed over.
    """

    at: float
    has_face: bool
    score: float | None
    issues: frozenset[QualityCode]
    share: float
    weight: float
    judged: bool | None


class Frames:
    """The frames of the last `window` seconds, or all of them.

    Each weighs as much as the time since the frame before it, within bounds, so that many frames at once cannot outvote
    a second of the stream, or what was drawn for it (`pacing`); one with a quality issue weighs `poor_weight` of that.

    The time of a frame that was passed over was judged if the next frame was that was not.
    """

    def __init__(self, window: float | None, poor_weight: float) -> None:
        self._window = window
        self._poor_weight = poor_weight
        self._fused: tuple[float | None] | None = None
        self._judged: list[Seen] | None = None
        self._frames: deque[Seen] = deque(maxlen=_LONGEST_MEMORY)

    def add(self, analysis: FrameAnalysis, drawn: Drawn = _SCORED) -> None:
        """Take one frame. Times must not run backwards; one that does is counted at the latest time seen.

        A score of a frame that was not drawn for it counts for nothing.
        """
        at = max(analysis.at, self._frames[-1].at) if self._frames else analysis.at
        has_face = analysis.face is not None
        score = None if analysis.passive is None or not drawn.scored else analysis.passive.value
        if score is not None and not math.isfinite(score):
            score = 0.0  # what is no number speaks for nobody
        judged = None if has_face and not drawn.scored else score is not None
        share = time_of(at - self._frames[-1].at if self._frames else USUAL)
        weight = share if drawn.seconds is None else drawn.seconds
        if score is not None:
            self._fused = self._judged = None
        if judged is not None:
            self._settle(judged=judged)
        self._frames.append(Seen(at, has_face, score, frozenset(analysis.quality.codes), share, weight, judged))
        while self._window is not None and at - self._frames[0].at > self._window:
            if self._frames.popleft().score is not None:
                self._fused = self._judged = None

    def _settle(self, *, judged: bool) -> None:
        """Say of the latest frames that were passed over whether they count as judged."""
        for number in range(1, len(self._frames) + 1):
            seen = self._frames[-number]
            if seen.judged is not None:
                return
            self._frames[-number] = replace(seen, judged=judged)

    def under(self, window: float | None, poor_weight: float) -> "Frames":
        """The same frames by other numbers; what is older than the window goes with the next frame."""
        other = Frames(window, poor_weight)
        other._frames.extend(self._frames)
        return other

    @property
    def any_face(self) -> bool:
        """Whether any frame shows a face."""
        return any(frame.has_face for frame in self._frames)

    @property
    def face_now(self) -> bool:
        """Whether the latest frame shows a face."""
        return bool(self._frames) and self._frames[-1].has_face

    @property
    def judged(self) -> list[Seen]:
        """The frames that have a passive score."""
        if self._judged is None:  # asked for several times a frame
            self._judged = [frame for frame in self._frames if frame.score is not None]
        return self._judged

    @property
    def judged_seconds(self) -> float:
        """The seconds of the stream that could be judged, few for many frames at once."""
        return sum(frame.share for frame in self._frames if frame.judged)

    def score(self) -> float | None:
        """The fused passive score, 0..1, or None when no frame could be judged."""
        if self._fused is None:  # asked for several times a frame, and it takes them all
            self._fused = (self.score_since(-math.inf),)
        return self._fused[0]

    def score_since(self, at: float, *, least: int = 0) -> float | None:
        """The same of the frames from `at` seconds on.

        With a `least`: of so many of the latest that were judged if those are more, each by its own time alone, so that
        one of before `at` that was drawn does not outvote what it is to help out.
        """
        judged = [frame for frame in self.judged if frame.at >= at]
        if len(judged) < least:
            judged = self.judged[-least:]
        scores = [frame.score for frame in judged if frame.score is not None]
        weights = [
            (frame.share if least else frame.weight) * (self._poor_weight if frame.issues else 1.0) for frame in judged
        ]
        return weighted_median(scores, weights) if judged else None

    def judged_share(self, at: float) -> float:
        """The share of the time from `at` seconds on that could be judged, 0..1, as far as that is known."""
        whole = sum(frame.share for frame in self._frames if frame.at >= at and frame.judged is not None)
        judged = sum(frame.share for frame in self._frames if frame.at >= at and frame.judged)
        return judged / whole if whole > 0 else 0.0

    def common_issues(self) -> tuple[str, ...]:
        """Issues of at least half of the frames, the most frequent first."""
        counts = self._issues()
        return tuple(code.value for code, count in counts.most_common() if 2 * count >= len(self._frames))

    def quality_evidence(self) -> dict[str, Any]:
        """The share of frames with each issue, 0..1."""
        return {code.value: round(count / len(self._frames), 3) for code, count in sorted(self._issues().items())}

    def timing_evidence(self) -> dict[str, Any]:
        """Seconds looked at, frames a second (median), and the longest gap in seconds."""
        times = [frame.at for frame in self._frames]
        gaps = [later - sooner for sooner, later in pairwise(times)]
        middle = median(gaps) if gaps else 0.0
        return {
            "seconds": round(times[-1] - times[0], 3) if times else 0.0,
            "frames_a_second": round(1 / middle, 1) if middle > 0 else 0.0,
            "longest_gap": round(max(gaps, default=0.0), 3),
        }

    def _issues(self) -> Counter[QualityCode]:
        return Counter(code for frame in self._frames for code in sorted(frame.issues))
