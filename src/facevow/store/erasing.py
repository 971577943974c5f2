"""Removes sessions with everything that was kept of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import CursorResult, Delete, delete
from sqlalchemy.orm import Session

from facevow.store.records import ImageRecord, InferenceRecord, OutboxRecord, SessionRecord, VerdictRecord


@dataclass(frozen=True, slots=True)
class Erased:
    """How many rows of each kind were removed, and the line of the audit log that says so.

    `log_rows` are those of the frames' log and of its verdicts. `ids` are the sessions'; they are told to nobody.
    """

    sessions: int
    images: int
    callbacks: int
    log_rows: int
    audit_number: int
    audit_hash: str
    ids: tuple[str, ...] = field(default=(), repr=False)


def remove_sessions(orm: Session, ids: Sequence[str]) -> dict[str, int]:
    """Delete sessions with their images, callbacks and rows of the log; how many of each, by the names of `Erased`."""
    return {
        "sessions": removed(orm, delete(SessionRecord).where(SessionRecord.id.in_(ids))),
        "images": removed(orm, delete(ImageRecord).where(ImageRecord.session.in_(ids))),
        "callbacks": removed(orm, delete(OutboxRecord).where(OutboxRecord.session.in_(ids))),
        "log_rows": removed(orm, delete(InferenceRecord).where(InferenceRecord.connection.in_(ids)))
        + removed(orm, delete(VerdictRecord).where(VerdictRecord.connection.in_(ids))),
    }


def removed(orm: Session, statement: Delete) -> int:
    """Run a DELETE and tell how many rows it took."""
    outcome: Any = orm.execute(statement.execution_options(synchronize_session=False))
    assert isinstance(outcome, CursorResult)  # noqa: S101 - what a DELETE always gives
    return int(outcome.rowcount)
