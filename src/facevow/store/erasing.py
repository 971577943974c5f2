"""Removes sessions with everything that was kept of them, and templates of enrolled subjects."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Delete, Update, delete, select, update
from sqlalchemy.orm import Session

from facevow.store.counting import count_change
from facevow.store.database import Database
from facevow.store.records import (
    ImageRecord,
    InferenceRecord,
    OutboxRecord,
    SessionRecord,
    TemplateRecord,
    VerdictRecord,
)
from facevow.store.references import ReferenceRecord


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
    templates: int = 0


def present(database: Database, ids: Collection[str]) -> set[str]:
    """Which of these sessions are in the database.

    Raises:
        StoreError: it cannot be read.
    """
    with database.read() as orm:
        return set(orm.scalars(select(SessionRecord.id).where(SessionRecord.id.in_(ids))))


def remove_sessions(orm: Session, ids: Sequence[str]) -> dict[str, int]:
    """Delete sessions with their images, callbacks and rows of the log; how many of each, by the names of `Erased`.

    Templates enrolled from them are the subject's and stay; they no longer say from which session they are.
    """
    removed(orm, delete(ReferenceRecord).where(ReferenceRecord.session.in_(ids)))
    removed(orm, update(TemplateRecord).where(TemplateRecord.session.in_(ids)).values(session=None))
    return {
        "sessions": removed(orm, delete(SessionRecord).where(SessionRecord.id.in_(ids))),
        "images": removed(orm, delete(ImageRecord).where(ImageRecord.session.in_(ids))),
        "callbacks": removed(orm, delete(OutboxRecord).where(OutboxRecord.session.in_(ids))),
        "log_rows": removed(orm, delete(InferenceRecord).where(InferenceRecord.connection.in_(ids)))
        + removed(orm, delete(VerdictRecord).where(VerdictRecord.connection.in_(ids))),
    }


def remove_templates(orm: Session, which: ColumnElement[bool]) -> int:
    """Delete templates; how many there were. Where there was one, the gallery's counts say that it was changed.

    Raises:
        StoreError: the gallery's head is gone.
    """
    count = removed(orm, delete(TemplateRecord).where(which))
    if count:
        count_change(orm, removal=True)
    return count


def removed(orm: Session, statement: Delete | Update) -> int:
    """Run a DELETE, or an UPDATE that takes something out of rows, and tell how many rows it met."""
    outcome: Any = orm.execute(statement.execution_options(synchronize_session=False))
    assert isinstance(outcome, CursorResult)  # noqa: S101 - what both always give
    return int(outcome.rowcount)
