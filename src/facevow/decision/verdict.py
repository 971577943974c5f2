"""The words of a verdict."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """What the application is told. Only BONA_FIDE is a pass."""

    BONA_FIDE = "BONA_FIDE"
    ATTACK = "ATTACK"
    NO_RESPONSE = "NO_RESPONSE"


class Reason(StrEnum):
    """Why a verdict is what it is.

    Beside these may stand the event that ended a challenge (`looped`, `timed_out`, ...) and the codes of poor frames
    (`too_dark`, ...). MATCHED: it is the person that it should be; NOT_MATCHED: somebody is live, and it is not;
    NOT_COMPARED: too few faces could be compared to say so.
    """

    NO_FACE = "no_face"
    TOO_FEW_FRAMES = "too_few_frames"
    POOR_FRAMES = "poor_frames"
    PASSIVE_HIGH = "passive_high"
    PASSIVE_LOW = "passive_low"
    ACTIVE_PENDING = "active_pending"
    ACTIVE_PASSED = "active_passed"
    ACTIVE_FAILED = "active_failed"
    FLAT_FACE = "flat_face"
    PASSIVE_ONLY = "passive_only"
    MATCHED = "matched"
    NOT_MATCHED = "not_matched"
    NOT_COMPARED = "not_compared"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict with what it rests on.

    `score` is the fused passive score, 0..1, rising towards bona fide, or None when no frame could be judged.
    `frames` counts the frames seen, `frames_with_face` those with at least one face, `frames_judged` those whose
    passive score took part. `policy` is its title; `passive_only` tells that nothing was asked of the person.
    `evidence` holds the values of every cue by name (passive, challenge, identity, quality, timing, without a
    challenge events, and likeness where faces are compared): numbers, words, and lists of them.
    """

    verdict: Verdict
    score: float | None
    frames: int
    frames_with_face: int
    frames_judged: int
    reasons: tuple[str, ...]
    policy: str = ""
    passive_only: bool = True
    evidence: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
