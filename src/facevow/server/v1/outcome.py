"""From a course that is over to what is stored of it: the signed verdict, the hashes, the timings, the images."""

from dataclasses import dataclass, replace
from datetime import datetime
from statistics import quantiles
from typing import Any

from facevow.server.answers import storable
from facevow.server.v1.course import Course
from facevow.server.v1.ends import ENDS, End
from facevow.server.v1.pictures import seal
from facevow.server.v1.telling import claimed, match_of, thresholds, transcript
from facevow.signing.digests import transcript_sha256
from facevow.signing.keyring import Keyring
from facevow.signing.verdicts import Claims, sign
from facevow.store.endings import Ending, Outcome
from facevow.store.records import SessionRecord


@dataclass(frozen=True, slots=True)
class Signer:
    """Who judged and who signs: the passive network and the hash of its file, the secrets, and the issuer's name."""

    keyring: Keyring
    issuer: str
    model: str
    model_sha256: str


def conclude(course: Course, record: SessionRecord, signer: Signer, *, now: datetime, seconds: float) -> Ending:
    """The end of the session of `record`, which had been begun; `seconds` is how long it was streamed.

    Raises:
        ValueError: the course goes on.
        TokenError: a verdict that cannot be signed.
    """
    if course.end is None:
        raise ValueError("expected a course that is over")
    state, decision = ENDS[course.end].state, course.decision
    facts = _facts(course, record, signer, seconds)
    if course.end is not End.DECIDED:
        return Ending(state=state, at=now, ended_by=course.end.value, outcome=facts)
    if decision is None:
        raise ValueError("expected a decision of a course that was decided")
    outcome = replace(
        facts,
        verdict=decision.verdict.value,
        confidence=decision.score,
        reasons=list(decision.reasons),
        evidence={cue: storable(dict(values)) for cue, values in decision.evidence.items()},
        match=match_of(course.session.likeness, decision),
    )
    outcome = replace(outcome, token=sign(_claims(course, record, signer, outcome, now), signer.keyring.current))
    images = seal(course.album.chosen(decision.verdict), signer.keyring, record.id, now)
    return Ending(state=state, at=now, ended_by=None, outcome=outcome, images=images)


def _facts(course: Course, record: SessionRecord, signer: Signer, seconds: float) -> Outcome:
    """What is told of every course that is over, whatever its end."""
    events = transcript(course.session.active_check)
    return Outcome(
        transcript=events,
        timings=_timings(course, record, seconds),
        policy_title=course.session.policy.title,
        model=signer.model,
        model_sha256=signer.model_sha256,
        transcript_sha256=transcript_sha256(events),
        frames_sha256=course.chain.sha256,
        excluded=sorted(course.excluded),
    )


def without_reference(ending: Ending) -> Ending:
    """The end of a session in place of the one given, when what its person was compared with has been erased."""
    facts = ending.outcome or Outcome()
    facts = replace(facts, verdict=None, confidence=None, reasons=(), evidence={}, token=None, match=None)
    end = End.REFERENCE_ERASED
    return Ending(state=ENDS[end].state, at=ending.at, ended_by=end.value, outcome=facts)


def broken(now: datetime) -> Ending:
    """The end of a session of which nothing else can be told."""
    return Ending(state=ENDS[End.BROKEN].state, at=now, ended_by=End.BROKEN.value, outcome=Outcome())


def _claims(course: Course, record: SessionRecord, signer: Signer, outcome: Outcome, now: datetime) -> Claims:
    return Claims(
        session=record.id,
        verdict=outcome.verdict or "",
        at=now,
        subject=record.subject_claim,
        policy=outcome.policy_title,
        thresholds=thresholds(course.session.policy),
        model=outcome.model,
        model_sha256=outcome.model_sha256,
        transcript_sha256=outcome.transcript_sha256,
        frames_sha256=outcome.frames_sha256,
        frames=course.chain.count,
        reasons=tuple(outcome.reasons),
        excluded=tuple(outcome.excluded or ()),
        issuer=signer.issuer,
        match=claimed(outcome.match),
    )


def _timings(course: Course, record: SessionRecord, seconds: float) -> dict[str, Any]:
    """Seconds from the making to the welcome, from there to the first frame and to the end; counts; milliseconds."""
    moments, counts = course.moments, course.counts
    first = moments.first_frame
    waited = ((record.started or record.created) - record.created).total_seconds()
    return {
        "waited": round(waited, 3),
        "first_frame": None if first is None else round(first - moments.began, 3),
        "seconds": round(seconds, 3),
        "frames": {
            "received": counts.received,
            "analysed": counts.analysed,
            "dropped": counts.dropped,
            "refused": counts.refused,
        },
        "milliseconds": _percentiles(list(moments.milliseconds)),
    }


def _percentiles(values: list[float]) -> dict[str, float | None]:
    """The median and the 95th percentile; null where there are none."""
    if not values:
        return {"p50": None, "p95": None}
    cuts = quantiles(values, n=20, method="inclusive") if len(values) > 1 else values * 19
    return {"p50": round(cuts[9], 1), "p95": round(cuts[18], 1)}
