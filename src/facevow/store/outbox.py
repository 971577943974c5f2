"""The callbacks that wait to be delivered. Each is delivered at least once, by whichever server claims it."""

from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, and_, func, or_, select

from facevow.store.audit import append, hold
from facevow.store.database import Database
from facevow.store.fitting import is_text
from facevow.store.paging import cursor_of, from_there
from facevow.store.records import OutboxRecord
from facevow.store.sharing import Shares

State = Literal["waiting", "delivered", "given_up"]

LONGEST_ERROR: Final = 500
"""Characters kept of what went wrong: it comes from a foreign server."""


class Outbox:
    """The callbacks in a database, shared by every server that works with it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, now: datetime, until: datetime, limit: int, shares: Shares | None = None) -> list[OutboxRecord]:
        """Take at most `limit` callbacks that are due. What is not reported by `until` is due again.

        `shares` says who has room; what is taken is counted there. Callbacks of others are passed over, and stay due.

        Raises:
            StoreError: the database cannot be read or written.
        """
        shares = shares or Shares(limit, limit)
        unclaimed = or_(OutboxRecord.claimed.is_(None), OutboxRecord.claimed <= now)
        due = and_(_in_state("waiting"), OutboxRecord.due <= now, unclaimed)
        with self._database.read() as orm:
            if orm.scalars(select(OutboxRecord.id).where(due, shares.have_room()).limit(1)).first() is None:
                return []  # mostly so, and then nobody is kept from writing
        in_order = select(OutboxRecord).where(due).order_by(OutboxRecord.due, OutboxRecord.id)
        claimed: list[OutboxRecord] = []
        with self._database.write() as orm:
            while (room := limit - len(claimed)) > 0:
                query = in_order.where(shares.have_room()).limit(room).with_for_update(skip_locked=True)
                found = list(orm.scalars(query))
                taken = [record for record in found if shares.take(record)]
                for record in taken:
                    record.claimed = until
                claimed += taken
                if not taken or len(taken) == len(found):
                    break  # else somebody's share is used up now, and what is due of others comes next
        return claimed

    def report(  # noqa: PLR0913 - what can be said of an attempt
        self,
        entry_id: str,
        *,
        now: datetime,
        status: int | None,
        error: str | None,
        due: datetime | None = None,
        delivered: bool = False,
        given_up: bool = False,
    ) -> None:
        """Note what came of an attempt, and when to try again; one that was erased meanwhile needs no note.

        What was delivered stays delivered, whatever a slower attempt has to say.

        Raises:
            StoreError: it could not be written.
        """
        with self._database.write() as orm:
            record = orm.get(OutboxRecord, entry_id, with_for_update=True)
            if record is None:
                return
            record.attempts += 1
            record.last_status, record.last_error = status, _cleaned(error)
            record.claimed = None
            record.due = due or record.due
            if delivered:
                record.delivered, record.given_up = now, None
            elif given_up and record.delivered is None:
                record.given_up = now

    def page(
        self, limit: int, after: str | None = None, state: State | None = None, *, session: str | None = None
    ) -> tuple[list[OutboxRecord], str | None]:
        """At most `limit` callbacks, the newest first, and the cursor of the next page, None at the end.

        Only those in a `state` and those of a `session` where these are given.

        Raises:
            InputError: code `bad_cursor`.
            StoreError: the database cannot be read.
        """
        if session is not None and not is_text(session):
            return [], None
        query = select(OutboxRecord) if state is None else select(OutboxRecord).where(_in_state(state))
        query = query if session is None else query.where(OutboxRecord.session == session)
        with self._database.read() as orm:
            found = list(orm.scalars(from_there(query, OutboxRecord.created, OutboxRecord.id, after).limit(limit + 1)))
        if len(found) <= limit:
            return found, None
        return found[:limit], cursor_of(found[limit - 1].created, found[limit - 1].id)

    def get(self, entry_id: str) -> OutboxRecord | None:
        """A callback, None if it is unknown.

        Raises:
            StoreError: the database cannot be read.
        """
        if not is_text(entry_id):
            return None
        with self._database.read() as orm:
            return orm.get(OutboxRecord, entry_id)

    def resend(self, entry_id: str, now: datetime, *, actor: str = "operator") -> bool:
        """Make a callback due at once, also a delivered or given-up one; False if it is unknown.

        Its attempts are counted anew, so that it has some again, however old it is.

        Raises:
            StoreError: it could not be written.
        """
        if not is_text(entry_id):
            return False
        with self._database.write() as orm:
            hold(orm)
            record = orm.get(OutboxRecord, entry_id, with_for_update=True)
            if record is None:
                return False
            record.due, record.attempts = now, 0
            record.claimed = record.delivered = record.given_up = None
            append(orm, at=now, actor=actor, action="callback_resent", target=entry_id)
            return True

    def counts(self) -> dict[State, int]:
        """How many callbacks are in each state.

        Raises:
            StoreError: the database cannot be read.
        """
        states: tuple[State, ...] = ("waiting", "delivered", "given_up")
        with self._database.read() as orm:
            return {state: orm.scalars(select(func.count()).where(_in_state(state))).one() for state in states}


def _in_state(state: State) -> ColumnElement[bool]:
    delivered: Any = OutboxRecord.delivered
    given_up: Any = OutboxRecord.given_up
    if state == "delivered":
        return delivered.is_not(None)  # type: ignore[no-any-return] # a condition, says SQLAlchemy
    return and_(delivered.is_(None), given_up.is_not(None) if state == "given_up" else given_up.is_(None))


def _cleaned(error: str | None) -> str | None:
    """What a database can keep of a text from outside."""
    if error is None:
        return None
    return error.encode("utf-8", "replace").decode().replace("\0", "")[:LONGEST_ERROR]
