"""The words of a verdict."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What the application is told. Only BONA_FIDE is a pass."""

    BONA_FIDE = "BONA_FIDE"
    ATTACK = "ATTACK"
    NO_RESPONSE = "NO_RESPONSE"


class Reason(StrEnum):
    """Why a verdict is what it is; the codes of poor frames (`too_dark`, ...) may stand beside these."""

    NO_FACE = "no_face"
    TOO_FEW_FRAMES = "too_few_frames"
    POOR_FRAMES = "poor_frames"
    PASSIVE_HIGH = "passive_high"
    PASSIVE_LOW = "passive_low"
    ACTIVE_PENDING = "active_pending"
    ACTIVE_PASSED = "active_passed"
    ACTIVE_FAILED = "active_failed"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict with what it rests on.

    `score` is the fused passive score, 0..1, rising towards bona fide, or None when no frame could be judged.
    `frames` counts the frames seen, `frames_with_face` those with at least one face, `frames_judged` those whose
    passive score took part.
    """

    verdict: Verdict
    score: float | None
    frames: int
    frames_with_face: int
    frames_judged: int
    reasons: tuple[str, ...]
