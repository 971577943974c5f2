"""Writes off sessions whose time is over. One that cannot be written holds up none of the others."""

import json
from datetime import datetime
from typing import Final

from sqlalchemy import and_, or_, select
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import Session

from facevow.errors import StoreError
from facevow.log import get_logger
from facevow.store.audit import hold
from facevow.store.database import Database
from facevow.store.endings import NOT_BEGUN, NOT_FINISHED, Ending, write_ending
from facevow.store.noting import Announce, note_end
from facevow.store.records import OPEN_STATES, SessionRecord, SessionState

BATCH: Final = 100
"""Sessions that expire in one transaction, so that others wait for milliseconds only."""

Overdue = tuple[str, datetime]
"""The id of a session, and when its time was over."""


class Expiry:
    """Expires the sessions of a database."""

    def __init__(self, database: Database, announce: Announce) -> None:
        self._database = database
        self._announce = announce
        self._told: set[str] = set()
        self._log = get_logger("store")

    def all(self, now: datetime) -> int:
        """Write off every open session whose time is over at `now`; how many there were.

        What is wrong with a single session is logged, once by each process; it stays as it is.

        Raises:
            StoreError: the database cannot be read or written.
        """
        expired = 0
        last: Overdue | None = None
        while batch := self._overdue(now, last):
            last = batch[-1]
            expired += self._batch([session for session, _ in batch], now)
        return expired

    def within(self, orm: Session, session_id: str, now: datetime) -> bool:
        """Expire one session if it is open and its time is over; the caller holds the audit log's head."""
        record = orm.get(SessionRecord, session_id, with_for_update=True)
        if record is None or not is_over(record, now):
            return False
        by = NOT_FINISHED if record.state == SessionState.IN_PROGRESS else NOT_BEGUN
        write_ending(record, Ending(SessionState.EXPIRED, record.expires, by))
        note_end(orm, record, now, "session_expired", self._announce)
        return True

    def _overdue(self, now: datetime, last: Overdue | None) -> list[Overdue]:
        """The next ones behind the last, so that one that stays is not met again."""
        over = and_(SessionRecord.state.in_(OPEN_STATES), SessionRecord.expires <= now)
        if last is not None:
            same = and_(SessionRecord.expires == last[1], SessionRecord.id > last[0])
            over = and_(over, or_(SessionRecord.expires > last[1], same))
        query = select(SessionRecord.id, SessionRecord.expires).where(over)
        with self._database.read() as orm:
            rows = orm.execute(query.order_by(SessionRecord.expires, SessionRecord.id).limit(BATCH)).all()
        return [(session, expires) for session, expires in rows]

    def _batch(self, ids: list[str], now: datetime) -> int:
        """Expire all in one transaction, or else each in its own."""
        try:
            return self._together(ids, now)
        except Exception as error:
            if not _is_of_a_row(error):
                raise
            if len(ids) > 1:
                return sum(self._batch([session], now) for session in ids)
            if ids[0] not in self._told:
                self._told.add(ids[0])
                self._log.error("session_not_expired", session=ids[0], error=str(error))
            return 0

    def _together(self, ids: list[str], now: datetime) -> int:
        with self._database.write() as orm:
            hold(orm)
            return sum(self.within(orm, session, now) for session in ids)


def is_over(record: SessionRecord, now: datetime) -> bool:
    """Whether the time of an open session is over at `now`."""
    return record.state in OPEN_STATES and record.expires <= now


def _is_of_a_row(error: Exception) -> bool:
    """Whether a value, or what made it, is at fault: a database that is away or locked is so for all sessions."""
    if not isinstance(error, StoreError) or error.code == "bad_record":
        return True
    cause = error.__cause__
    if isinstance(cause, DBAPIError):
        return not (isinstance(cause, OperationalError | InterfaceError) or cause.connection_invalidated)
    return isinstance(cause, json.JSONDecodeError)
