"""From what a session knows to what is answered and what is recorded. Pure: values in, values out."""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from facevow.challenge.events import State
from facevow.decision.session import Session
from facevow.decision.verdict import Decision, Verdict
from facevow.server.messages import ActiveCheckProgress, Prediction, ResultMessage
from facevow.store import InferenceRecord, VerdictRecord
from facevow.types import FrameAnalysis

PROMPTS: Final = {
    State.BLINK_AND_TURN_DUE: "Please blink and turn your head",
    State.TURN_DUE: "Blink seen. Now turn your head",
    State.BLINK_DUE: "Head turn seen. Now blink",
    State.PASSED: "Active check passed",
    State.FAILED: "Time is up. Reset the check to try again",
}

LABELS: Final = {Verdict.BONA_FIDE: "REAL", Verdict.ATTACK: "FAKE", Verdict.NO_RESPONSE: "UNKNOWN"}

Corners = tuple[int, int, int, int]
"""Left, top, right and bottom in whole pixels."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record comes from.

    `source` is "ws" or "predict", `connection` names the connection or request, `model` the passive network.
    """

    connection: str
    source: str
    model: str


def corners(analysis: FrameAnalysis) -> Corners | None:
    """The judged face's box, clipped to the frame; None without a face, or when it lies wholly outside."""
    if analysis.face is None:
        return None
    box = analysis.face.box
    left, top = max(math.floor(box.x), 0), max(math.floor(box.y), 0)
    right, bottom = min(math.ceil(box.right), analysis.width), min(math.ceil(box.bottom), analysis.height)
    return (left, top, right, bottom) if left < right and top < bottom else None


def sides(analysis: FrameAnalysis) -> tuple[int, int, int, int] | None:
    """The same box as x, y, width and height."""
    clipped = corners(analysis)
    if clipped is None:
        return None
    left, top, right, bottom = clipped
    return left, top, right - left, bottom - top


def confidence(session: Session, analysis: FrameAnalysis) -> float:
    """How sure the label given is, 0..1; 0 where no face could be judged."""
    score = session.passive_score()
    if analysis.face is None or score is None:
        return 0.0
    return score if session.looks_real() else 1 - score


def result(session: Session, analysis: FrameAnalysis, *, dropped: int) -> ResultMessage:
    """The answer to one frame that `session` has just observed."""
    check = session.active_check
    return ResultMessage(
        face_detected=analysis.face is not None,
        is_real=session.looks_real(),
        confidence=confidence(session, analysis),
        active_check_passed=check.passed,
        active_check_message=PROMPTS[check.state] if session.active else "Active check is off",
        bbox=sides(analysis),
        frame=analysis.index + 1,
        dropped=dropped,
        width=analysis.width,
        height=analysis.height,
        verdict=session.decide().verdict,
        guidance=[code.value for code in analysis.quality.codes],
        active_check=ActiveCheckProgress(
            enabled=session.active, state=check.state, done=[act.value for act in check.done]
        ),
    )


def prediction(decision: Decision, analysis: FrameAnalysis) -> Prediction:
    """The answer to a single picture."""
    return Prediction.model_validate(
        {"label": LABELS[decision.verdict], "score": decision.score, "bbox": corners(analysis)}
    )


def inference_record(
    session: Session, analysis: FrameAnalysis, origin: Origin, *, at: datetime, milliseconds: float
) -> InferenceRecord:
    """What is kept of one frame that `session` has just observed."""
    x, y, width, height = sides(analysis) or (None, None, None, None)
    return InferenceRecord(
        timestamp=at,
        connection=origin.connection,
        source=origin.source,
        face_detected=analysis.face is not None,
        is_real=session.looks_real(),
        confidence=confidence(session, analysis),
        active_check_passed=session.active_check.passed,
        verdict=session.decide().verdict,
        score=session.passive_score(),
        x=x,
        y=y,
        width=width,
        height=height,
        quality=[code.value for code in analysis.quality.codes],
        model=origin.model,
        milliseconds=round(milliseconds, 3),
    )


def verdict_record(
    decision: Decision, origin: Origin, *, started: datetime, ended: datetime, active_check_passed: bool
) -> VerdictRecord:
    """What is kept of a finished check."""
    return VerdictRecord(
        connection=origin.connection,
        source=origin.source,
        started=started,
        ended=ended,
        verdict=decision.verdict,
        score=decision.score,
        frames=decision.frames,
        frames_with_face=decision.frames_with_face,
        reasons=list(decision.reasons),
        active_check_passed=active_check_passed,
        model=origin.model,
    )
