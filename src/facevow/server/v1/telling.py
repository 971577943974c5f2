"""From what a check knows to what the browser is told and what is written down. Pure: values in, values out."""

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from facevow.challenge.check import ActiveCheck
from facevow.challenge.events import Event, State
from facevow.challenge.transcript import Entry
from facevow.decision.likeness import Likeness
from facevow.decision.policy import Policy
from facevow.decision.session import Session
from facevow.decision.verdict import Decision, Verdict
from facevow.server.answers import progress as check_progress
from facevow.server.answers import sides
from facevow.server.v1.wire import CheckMessage, EndedMessage, ProgressMessage
from facevow.server.words import STATES, sentence
from facevow.store.records import SessionRecord, SessionState
from facevow.types import FrameAnalysis

_REVEALED: Final = {"nothing": (), "verdict": ("verdict", "reasons"), "token": ("verdict", "reasons", "token")}
"""What the browser is told of the record at the end, by what the application asked for."""


TOLD_AS: Final = {Event.FLAT_ACT: Event.WRONG_ACT}
"""Notices in whose place the browser is told others: which cue has caught it is for the record only."""


def progress(session: Session, analysis: FrameAnalysis, sequence: int, dropped: int) -> ProgressMessage:
    """The answer to a frame that `session` has just observed: what the person has to know, and nothing else."""
    return ProgressMessage(
        sequence=sequence,
        dropped=dropped,
        face=sides(analysis),
        width=analysis.width,
        height=analysis.height,
        guidance=list(analysis.quality.codes),
        message=_line(session.active_check, analysis),
        active_check=_told(CheckMessage.model_validate(check_progress(session).model_dump())),
    )


def _told(check: CheckMessage) -> CheckMessage:
    notice = None if check.notice is None else TOLD_AS.get(check.notice, check.notice)
    return check.model_copy(update={"notice": notice})


def _line(check: ActiveCheck | None, analysis: FrameAnalysis) -> str:
    if check is not None:
        return sentence(check, TOLD_AS)
    return STATES[State.FACE_DUE if analysis.face is None else State.SETTLING]


def ended(record: SessionRecord) -> EndedMessage:
    """The last message of a session that has ended as the record says; only a verdict that was given is revealed."""
    state = SessionState(record.state)
    names = _REVEALED.get(record.wish.get("reveal", "nothing"), ()) if state is SessionState.COMPLETED else ()
    return EndedMessage.model_validate(
        {"state": state, "ended_by": record.ended_by} | {name: getattr(record, name) for name in names}
    )


def transcript(check: ActiveCheck | None) -> list[dict[str, Any]]:
    """What happened in the challenge, oldest first; empty without one.

    Each entry has `at` in seconds of the stream and `event`, and where there is such a thing `step` (what was asked
    for), `act` (what was seen), `began` in seconds and `signs` of flatness.
    """
    return [] if check is None else [_entry(entry) for entry in check.transcript.entries]


def _entry(entry: Entry) -> dict[str, Any]:
    signs = {} if entry.signs is None else asdict(entry.signs)
    measured = {name: round(value, 4) for name, value in signs.items() if value is not None and math.isfinite(value)}
    told = {
        "at": round(entry.at, 3),
        "event": entry.event.value,
        "step": None if entry.step is None else str(entry.step),
        "act": None if entry.act is None else entry.act.value,
        "began": None if entry.began is None else round(entry.began, 3),
        "signs": measured or None,
    }
    return {name: value for name, value in told.items() if value is not None}


def match_of(likeness: Likeness | None, decision: Decision) -> dict[str, Any] | None:
    """What a comparison came to, None where none was ordered; `SessionRecord.match`.

    `matched` is true only of a live person: an application that looks at nothing else lets no photo of somebody pass.
    """
    if likeness is None or likeness.rules.against is None:
        return None
    rules, score = likeness.rules, likeness.score
    return {
        "matched": decision.verdict is Verdict.BONA_FIDE and likeness.matched is True,
        "score": None if score is None else round(score, 4),
        "threshold": rules.threshold,
        "matcher": rules.matcher,
        "against": rules.against,
        "frames": likeness.frames,
    }


def claimed(match: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The same as it is signed: without the score, since the browser may get to see the token.

    Whoever is told how close a face came can change a picture of one bit by bit until it is close enough.
    """
    return None if match is None else {name: value for name, value in match.items() if name != "score"}


def thresholds(policy: Policy) -> dict[str, float]:
    """The numbers of the policy that the verdict was held against.

    `passive` is the fused passive score from which on a face counts as bona fide; `bits` the unpredictability that the
    challenge had to have at least, which is not there without a challenge.
    """
    bits = {} if policy.challenge is None else {"bits": policy.challenge.bits}
    return {"passive": policy.threshold, **bits}
