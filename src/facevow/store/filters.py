"""Which sessions somebody wants to see."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from facevow.store.records import SessionRecord, SessionState


@dataclass(frozen=True, slots=True)
class Filter:
    """Which sessions to page through; None leaves a criterion out. `created_after` includes its moment."""

    state: SessionState | None = None
    verdict: str | None = None
    subject: str | None = None
    key_id: str | None = None
    created_after: datetime | None = None
    created_before: datetime | None = None


def matching(wanted: Filter) -> Select[SessionRecord]:
    """The query for what a filter lets through, in no order yet."""
    query = select(SessionRecord)
    for column, value in (
        (SessionRecord.state, wanted.state),
        (SessionRecord.verdict, wanted.verdict),
        (SessionRecord.subject, wanted.subject),
        (SessionRecord.key_id, wanted.key_id),
    ):
        query = query if value is None else query.where(column == value)
    if wanted.created_after is not None:
        query = query.where(SessionRecord.created >= wanted.created_after)
    if wanted.created_before is not None:
        query = query.where(SessionRecord.created < wanted.created_before)
    return query
