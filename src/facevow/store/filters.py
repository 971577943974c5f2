"""Which sessions somebody wants to see."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, Text, cast, select

from facevow.store.records import SessionRecord, SessionState


@dataclass(frozen=True, slots=True)
class Filter:
    """Which sessions to page through; None leaves a criterion out. `created_after` includes its moment.

    `reason` is one among the reasons of a verdict, spelt with small letters, digits and underscores only.
    """

    state: SessionState | None = None
    verdict: str | None = None
    subject: str | None = None
    key_id: str | None = None
    policy: str | None = None
    ended_by: str | None = None
    reason: str | None = None
    created_after: datetime | None = None
    created_before: datetime | None = None

    @property
    def texts(self) -> tuple[str | None, ...]:
        """What is looked for as text, which no database need have in every form."""
        return (self.verdict, self.subject, self.key_id, self.policy, self.ended_by, self.reason)


def matching(wanted: Filter) -> Select[SessionRecord]:
    """The query for what a filter lets through, in no order yet."""
    query = select(SessionRecord)
    for column, value in (
        (SessionRecord.state, wanted.state),
        (SessionRecord.verdict, wanted.verdict),
        (SessionRecord.subject, wanted.subject),
        (SessionRecord.key_id, wanted.key_id),
        (SessionRecord.policy, wanted.policy),
        (SessionRecord.ended_by, wanted.ended_by),
    ):
        query = query if value is None else query.where(column == value)
    if wanted.reason is not None:
        query = query.where(_gives(wanted.reason))
    if wanted.created_after is not None:
        query = query.where(SessionRecord.created >= wanted.created_after)
    if wanted.created_before is not None:
        query = query.where(SessionRecord.created < wanted.created_before)
    return query


def _gives(reason: str) -> ColumnElement[bool]:
    """Whether a session's reasons name this one: in the JSON text of a list it stands between quotation marks."""
    return cast(SessionRecord.reasons, Text).contains(f'"{reason}"', autoescape=True)
