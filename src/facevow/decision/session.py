"""One person's check: it gathers what the frames show and says, at any time, what the verdict would be."""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from facevow.challenge.check import ActiveCheck
from facevow.challenge.events import State
from facevow.decision.policy import Policy
from facevow.decision.verdict import Decision, Reason, Verdict
from facevow.types import FrameAnalysis, QualityCode

_LONGEST_MEMORY: Final = 20_000
"""Frames: eleven minutes at 30 a second, so that an endless recording cannot grow without bound."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the decision keeps of one frame."""

    at: float
    has_face: bool
    score: float | None
    issues: frozenset[QualityCode]


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


class Session:
    """Fuses the frames of one person under one policy.

    `active` says whether the verdict needs the active check; the check itself watches in either case.
    """

    def __init__(self, policy: Policy, *, active: bool = False) -> None:
        self.policy = policy
        self._active = active
        self._recent: deque[_Seen] = deque(maxlen=_LONGEST_MEMORY)
        self._frames = 0
        self._frames_with_face = 0
        self.active_check = ActiveCheck(policy.active_time_limit if active else None)

    @property
    def active(self) -> bool:
        """Whether the verdict needs the active check."""
        return self._active

    def require_active(self, *, required: bool) -> None:
        """Switch the need for the active check; switching it on starts the check anew, with its time limit."""
        if required and not self._active:
            self.active_check.reset(self.policy.active_time_limit)
        self._active = required

    def reset_active_check(self) -> None:
        """Forget the acts done so far; the time limit starts again."""
        self.active_check.reset(self.policy.active_time_limit if self._active else None)

    def observe(self, analysis: FrameAnalysis) -> None:
        """Take one frame. Times must not run backwards; one that does is counted at the latest time seen."""
        at = max(analysis.at, self._recent[-1].at) if self._recent else analysis.at
        seen = _Seen(
            at=at,
            has_face=analysis.face is not None,
            score=None if analysis.passive is None else analysis.passive.value,
            issues=frozenset(analysis.quality.codes),
        )
        self._frames += 1
        self._frames_with_face += seen.has_face
        self._recent.append(seen)
        while self.policy.window is not None and at - self._recent[0].at > self.policy.window:
            self._recent.popleft()
        self.active_check.observe(analysis)

    def passive_score(self) -> float | None:
        """The fused passive score over the policy's window, 0..1, or None when no frame could be judged."""
        scores, weights = [], []
        for frame in self._recent:
            if frame.score is not None:
                scores.append(frame.score)
                weights.append(self.policy.poor_weight if frame.issues else 1.0)
        return weighted_median(scores, weights) if scores else None

    def looks_real(self) -> bool:
        """The passive answer for this moment: a face is there, and the fused score reaches the threshold."""
        score = self.passive_score()
        face_now = bool(self._recent) and self._recent[-1].has_face
        return face_now and score is not None and score >= self.policy.threshold

    def decide(self) -> Decision:
        """The verdict as of now. Whatever is missing or uncertain is NO_RESPONSE, never a pass."""
        verdict, reasons = self._judge()
        return Decision(
            verdict=verdict,
            score=self.passive_score(),
            frames=self._frames,
            frames_with_face=self._frames_with_face,
            frames_judged=len(self._judged()),
            reasons=tuple(dict.fromkeys((*reasons, *self._common_issues()))),
        )

    def _judge(self) -> tuple[Verdict, tuple[str, ...]]:
        judged = self._judged()
        score = self.passive_score()
        if not any(frame.has_face for frame in self._recent):
            return Verdict.NO_RESPONSE, (Reason.NO_FACE,)
        if score is None or len(judged) < self.policy.min_frames:
            return Verdict.NO_RESPONSE, (Reason.TOO_FEW_FRAMES,)
        if score < self.policy.threshold:
            return Verdict.ATTACK, (Reason.PASSIVE_LOW,)
        if all(frame.issues & self.policy.blocking for frame in judged):
            return Verdict.NO_RESPONSE, (Reason.POOR_FRAMES,)
        if not self._active:
            return Verdict.BONA_FIDE, (Reason.PASSIVE_HIGH,)
        return self._judge_active()

    def _judge_active(self) -> tuple[Verdict, tuple[str, ...]]:
        if self.active_check.passed:
            return Verdict.BONA_FIDE, (Reason.PASSIVE_HIGH, Reason.ACTIVE_PASSED)
        if self.active_check.state is State.FAILED:
            return Verdict.NO_RESPONSE, (Reason.ACTIVE_FAILED,)
        return Verdict.NO_RESPONSE, (Reason.ACTIVE_PENDING,)

    def _judged(self) -> list[_Seen]:
        return [frame for frame in self._recent if frame.score is not None]

    def _common_issues(self) -> tuple[str, ...]:
        """Issues of at least half of the recent frames, the most frequent first."""
        counts = Counter(code for frame in self._recent for code in sorted(frame.issues))
        return tuple(code.value for code, count in counts.most_common() if 2 * count >= len(self._recent))


def judge_frame(analysis: FrameAnalysis, policy: Policy) -> Verdict:
    """The verdict on one frame alone, for display: a frame without a face has none."""
    if analysis.passive is None:
        return Verdict.NO_RESPONSE
    return Verdict.BONA_FIDE if analysis.passive.value >= policy.threshold else Verdict.ATTACK
