"""How a session ends: what is written then, once and never again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from facevow.errors import SessionError
from facevow.store.engines import as_json
from facevow.store.records import OPEN_STATES, ImageRecord, SessionRecord, SessionState

NOT_BEGUN: Final = "not_begun"
"""`ended_by` of a session that nobody streamed into before it expired."""

NOT_FINISHED: Final = "not_finished"
"""`ended_by` of a session that was begun and not over when it expired."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found, column by column of `SessionRecord`. `verdict` is None unless the session is COMPLETED.

    `excluded` are the acts that were not to be asked for in effect, None where that is not known; they are kept within
    the column `wish`, beside what the application asked for. `match` is what a comparison came to, None without one.
    """

    verdict: str | None = None
    confidence: float | None = None
    reasons: Sequence[str] = ()
    evidence: Mapping[str, Any] = field(default_factory=dict)
    transcript: Sequence[Mapping[str, Any]] = ()
    timings: Mapping[str, Any] = field(default_factory=dict)
    policy_title: str = ""
    model: str = ""
    model_sha256: str = ""
    transcript_sha256: str = ""
    frames_sha256: str = ""
    token: str | None = None
    excluded: Sequence[str] | None = None
    match: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of a session: a final state, when, why if it is not COMPLETED, what was found, the images to keep."""

    state: SessionState
    at: datetime
    ended_by: str | None = None
    outcome: Outcome | None = None
    images: tuple[ImageRecord, ...] = ()


def expect_sense(ending: Ending) -> None:
    """Return if an ending says what it may say.

    Raises:
        SessionError: code `ending_invalid`: an open state, COMPLETED without a verdict, or a verdict without COMPLETED.
    """
    verdict = ending.outcome.verdict if ending.outcome else None
    if ending.state in OPEN_STATES:
        raise SessionError(f"expected a final state, got {ending.state}", code="ending_invalid")
    if (ending.state == SessionState.COMPLETED) != (verdict is not None):
        raise SessionError(f"expected a verdict exactly if COMPLETED, got {ending.state}", code="ending_invalid")


def write_ending(record: SessionRecord, ending: Ending) -> None:
    """Put an ending into its row, and take out the template that was only kept to compare with until then."""
    record.state = str(ending.state)
    record.ended = ending.at
    record.ended_by = ending.ended_by
    record.reference = None
    for name, value in _columns(record, ending.outcome).items():
        setattr(record, name, _as_read(value))


def is_ended_so(record: SessionRecord, ending: Ending) -> bool:
    """Whether this very ending is in the row already: it was tried again because the first answer was lost."""
    if (record.state, record.ended, record.ended_by) != (ending.state, ending.at, ending.ended_by):
        return False
    try:
        columns = _columns(record, ending.outcome)
        return all(_plain(getattr(record, name)) == _plain(value) for name, value in columns.items())
    except (TypeError, ValueError, RecursionError):  # what is no JSON was never written
        return False


def _columns(record: SessionRecord, outcome: Outcome | None) -> dict[str, Any]:
    if outcome is None:
        return {}
    wish = {} if outcome.excluded is None else {"wish": {**record.wish, "excluded": list(outcome.excluded)}}
    return wish | {
        "verdict": outcome.verdict,
        "confidence": outcome.confidence,
        "reasons": list(outcome.reasons),
        "evidence": dict(outcome.evidence),
        "transcript": [dict(step) for step in outcome.transcript],
        "timings": dict(outcome.timings),
        "policy_title": outcome.policy_title,
        "model": outcome.model,
        "model_sha256": outcome.model_sha256,
        "transcript_sha256": outcome.transcript_sha256,
        "frames_sha256": outcome.frames_sha256,
        "match": None if outcome.match is None else dict(outcome.match),
        "token": outcome.token,
    }


def _as_read(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """As it will be read, so that an ending written now and one found written look the same."""
    try:
        return _plain(value)
    except (TypeError, ValueError, RecursionError):  # the database's own check names what is wrong
        return value


def _plain(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The value as it comes back from a JSON column: tuples are lists there, numbers as keys texts."""
    return json.loads(as_json(value))
