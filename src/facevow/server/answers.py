"""From what a session knows to what is answered and what is recorded. Pure: values in, values out."""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from facevow.challenge.check import Prompt
from facevow.challenge.events import State
from facevow.decision.session import Session
from facevow.decision.verdict import Decision, Verdict
from facevow.server.messages import ActiveCheckProgress, ActiveCheckPrompt, MatchAnswer, Prediction, ResultMessage
from facevow.server.people.comparing import Rules
from facevow.server.people.desk import Found
from facevow.server.people.looks import Look
from facevow.server.words import sentence
from facevow.store import InferenceRecord, VerdictRecord
from facevow.types import FrameAnalysis

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


def active_check_passed(session: Session) -> bool:
    """Whether the challenge is passed now; with the active check off it never is."""
    return session.active_check is not None and session.active_check.passed


def progress(session: Session) -> ActiveCheckProgress:
    """How far the active check is: what the person has to know, and nothing of what is still to be asked."""
    check = session.active_check
    if check is None:
        return ActiveCheckProgress(
            enabled=False, state=State.FACE_DUE, done=[], of=0, prompt=None, notice=None, failed_by=None
        )
    return ActiveCheckProgress(
        enabled=True,
        state=check.state,
        done=[step.act.value for step in check.done],
        of=len(check.steps),
        prompt=_prompt(check.prompt),
        notice=check.notice,
        failed_by=check.ended_by if check.state is State.FAILED else None,
    )


def _prompt(prompt: Prompt | None) -> ActiveCheckPrompt | None:
    if prompt is None:
        return None
    return ActiveCheckPrompt(
        act=prompt.step.act,
        times=prompt.step.times,
        number=prompt.number,
        of=prompt.of,
        seconds_left=round(min(prompt.seconds_left, prompt.window), 2),  # a frame may be older than its prompt
        window=prompt.window,
        progress=round(prompt.progress, 2),
    )


def result(session: Session, analysis: FrameAnalysis, *, dropped: int) -> ResultMessage:
    """The answer to one frame that `session` has just observed."""
    return ResultMessage(
        face_detected=analysis.face is not None,
        is_real=session.looks_real(),
        confidence=confidence(session, analysis),
        active_check_passed=active_check_passed(session),
        active_check_message=sentence(session.active_check),
        bbox=sides(analysis),
        frame=analysis.index + 1,
        dropped=dropped,
        width=analysis.width,
        height=analysis.height,
        verdict=session.verdict(),
        guidance=[code.value for code in analysis.quality.codes],
        active_check=progress(session),
    )


def prediction(decision: Decision, analysis: FrameAnalysis) -> Prediction:
    """The answer to a single picture."""
    return Prediction.model_validate(
        {"label": LABELS[decision.verdict], "score": decision.score, "bbox": corners(analysis)}
    )


def matched(found: Found, seen: Look, rules: Rules) -> MatchAnswer:
    """The answer to a picture that was looked for among all who are enrolled."""
    best = found.people[0] if found.people else None
    return MatchAnswer(
        match=best is not None,
        subject=None if best is None else best.subject,
        score=None if best is None else round(best.score, 4),
        threshold=rules.threshold,
        matcher=rules.title,
        face_detected=seen.analysis.face is not None,
        bbox=corners(seen.analysis),
        verdict=seen.decision.verdict,
        reasons=list(found.reasons),
    )


def says_something(analysis: FrameAnalysis) -> bool:
    """Whether a frame is worth a row of the log: one that was passed over, and has a face as it should be, is none."""
    return analysis.passive is not None or analysis.face is None or bool(analysis.quality.codes)


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
        active_check_passed=active_check_passed(session),
        verdict=session.verdict(),
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
        policy=decision.policy,
        evidence={cue: storable(dict(values)) for cue, values in decision.evidence.items()},
    )


def storable(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The same without infinity and NaN, which JSON does not know and PostgreSQL refuses: they become null."""
    if isinstance(value, dict):
        return {name: storable(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [storable(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
