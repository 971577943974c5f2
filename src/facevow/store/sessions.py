"""The sessions of the API, from their order to their end. Every change is one transaction, its audit line within.

Whoever changes a session takes the head of the audit log first, so that two servers that want to begin, end, expire or
erase the same session come one after the other, and the second sees what the first has done.
"""

import hmac
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from facevow.errors import SessionError, TokenError
from facevow.store.audit import append, hold
from facevow.store.database import Database
from facevow.store.endings import Ending, expect_sense, is_ended_so, write_ending
from facevow.store.erasing import Erased, remove_sessions
from facevow.store.expiring import Expiry, is_over
from facevow.store.filters import Filter, matching
from facevow.store.fitting import expect_fit, is_text
from facevow.store.lockout import Lockout
from facevow.store.noting import Announce, note_end
from facevow.store.paging import cursor_of, from_there
from facevow.store.records import OPEN_STATES, ImageRecord, SessionRecord, SessionState, TemplateRecord


class Sessions:
    """The sessions in a database, shared by every server that works with it."""

    def __init__(self, database: Database, announce: Announce) -> None:
        self._database = database
        self._announce = announce
        self._expiry = Expiry(database, announce)

    def create(self, record: SessionRecord) -> tuple[SessionRecord, bool]:
        """Keep a new session; the one of before, and False, where the same key gave the same `idempotency` before.

        `repeated` tells that earlier; of two who ask at once it may find none for either, and one of them gets here the
        session of the other.

        One of before whose time is over when the new one is made has been written off before it is shown.

        Raises:
            SessionError: code `idempotency_conflict`: that one was asked for with other words.
            StoreError: code `bad_record` where a value does not fit; otherwise it may or may not be kept, and the same
                record may be tried again.
        """
        expect_fit(record)
        with self._database.write() as orm:
            hold(orm)
            same = SessionRecord.id == record.id
            if record.idempotency is not None:
                same = or_(same, _keyed_as(record))
            old = orm.scalars(select(SessionRecord).where(same)).first()
            if old is None:
                orm.add(record)
                actor = actor_of(record.key_id)
                append(orm, at=record.created, actor=actor, action="session_created", target=record.id)
                return record, True
            _expect_same_request(old, record)
            self._expiry.within(orm, old.id, record.created)
            return old, False

    def repeated(self, record: SessionRecord) -> SessionRecord | None:
        """The session that the same key ordered before with the same `idempotency`, None if there is none.

        One whose time is over when `record` is made has been written off before it is shown.

        Raises:
            SessionError: code `idempotency_conflict`: that one was asked for with other words.
            StoreError: as `get`; code `bad_record` as of `create`.
        """
        expect_fit(record)
        if record.idempotency is None:
            return None
        with self._database.read() as orm:
            old = orm.scalars(select(SessionRecord).where(_keyed_as(record))).first()
        if old is None:
            return None
        _expect_same_request(old, record)
        return self.get(old.id, now=record.created)

    def get(self, session_id: str, *, now: datetime | None = None) -> SessionRecord | None:
        """A session, None if it is unknown. With `now`, one whose time is over has been written off before it is shown.

        Raises:
            StoreError: the database cannot be read; or cannot be written, and the session would have to expire.
        """
        if not is_text(session_id):
            return None
        with self._database.read() as orm:
            record = orm.get(SessionRecord, session_id)
        if record is None or now is None or not is_over(record, now):
            return record
        with self._database.write() as orm:
            hold(orm)
            self._expiry.within(orm, session_id, now)
            return orm.get(SessionRecord, session_id)

    def images(self, session_id: str) -> list[ImageRecord]:
        """The images that a session keeps, by name.

        Raises:
            StoreError: the database cannot be read.
        """
        if not is_text(session_id):
            return []
        query = select(ImageRecord).where(ImageRecord.session == session_id).order_by(ImageRecord.name)
        with self._database.read() as orm:
            return list(orm.scalars(query))

    def image(self, session_id: str, name: str) -> ImageRecord | None:
        """One of them, None if it is not there.

        Raises:
            StoreError: the database cannot be read.
        """
        if not (is_text(session_id) and is_text(name)):
            return None
        with self._database.read() as orm:
            return orm.get(ImageRecord, (session_id, name))

    def page(
        self, wanted: Filter, limit: int, after: str | None = None, *, now: datetime | None = None
    ) -> tuple[list[SessionRecord], str | None]:
        """At most `limit` sessions, the newest first, and the cursor of the next page, None at the end.

        A session that is made meanwhile moves none of the others; one whose time is over at `now` expires before, or
        is shown as it is where only it cannot be written.

        Raises:
            InputError: code `bad_cursor`.
            StoreError: the database cannot be read; or cannot be written, and a session would have to expire.
        """
        if now is not None:
            self.expire(now)
        if not all(is_text(text) for text in wanted.texts if text is not None):
            return [], None
        query = from_there(matching(wanted), SessionRecord.created, SessionRecord.id, after)
        with self._database.read() as orm:
            found = list(orm.scalars(query.limit(limit + 1)))
        if len(found) <= limit:
            return found, None
        last = found[limit - 1]
        return found[:limit], cursor_of(last.created, last.id)

    def begin(
        self, session_id: str, token_sha256: str, *, now: datetime, until: datetime, lockout: Lockout | None = None
    ) -> SessionRecord:
        """Use the client's token: CREATED becomes IN_PROGRESS until `until`. Of all who try at once one comes through.

        A subject's failures are counted while everybody else who begins, on whatever server, has to wait.

        Raises:
            LimitError: `locked_out`, the subject has to wait; the token is not used.
            SessionError: code `session_unknown`, `session_expired` or `session_ended`.
            TokenError: code `token_invalid` or `token_used`.
            StoreError: nobody knows whether the token is used now; a new session is needed.
        """
        record = self.get(session_id, now=now)
        _expect_beginnable(record, session_id, token_sha256)  # before anybody has to queue: most abuse ends here
        with self._database.write() as orm:
            hold(orm)
            record = orm.get(SessionRecord, session_id, with_for_update=True)
            record = _expect_beginnable(record, session_id, token_sha256)
            if lockout is not None and record.subject is not None:
                lockout.expect_attempt(orm, record.subject, now)
            record.state = str(SessionState.IN_PROGRESS)
            record.started = record.token_used = now
            record.expires = until
            append(orm, at=now, actor="client", action="session_begun", target=session_id)
            return record

    def end(self, session_id: str, ending: Ending, *, compared: frozenset[str] = frozenset()) -> SessionRecord:
        """Write the end of an open session, its images, its callback and its audit line: all of it or nothing.

        The same ending may be tried again: after a commit whose answer was lost it is found written. `compared` are the
        ids of enrolled templates that a verdict rests on: after their erasure nothing may be said by them.

        Raises:
            SessionError: code `session_unknown`; `session_ended`: it has ended otherwise; `session_expired`: it ended
                after its time; `session_not_begun`: COMPLETED is for what was begun; `ending_invalid`;
                `reference_erased`: it is COMPLETED, and one of those templates is gone.
            StoreError: code `bad_record` where a value does not fit; otherwise the same ending is to be tried again.
        """
        expect_sense(ending)
        with self._database.write() as orm:
            hold(orm)
            record = orm.get(SessionRecord, session_id, with_for_update=True) if is_text(session_id) else None
            if record is None:
                raise SessionError(f"expected a session, there is none named {session_id!r}", code="session_unknown")
            if record.state in OPEN_STATES:
                _expect_completable(record, ending)
                if ending.state == SessionState.COMPLETED:
                    _expect_enrolled(orm, compared)
                write_ending(record, ending)
                orm.add_all(ending.images)
                note_end(orm, record, ending.at, "session_ended", self._announce)
            elif not is_ended_so(record, ending):
                raise SessionError(f"expected an open session, it is {record.state} already", code="session_ended")
            return record

    def expire(self, now: datetime) -> int:
        """Write off every open session whose time is over at `now`; how many there were. As `Expiry.all`."""
        return self._expiry.all(now)

    def expect_attempt(self, subject_hash: str, lockout: Lockout, *, now: datetime) -> None:
        """Return if a subject may try now; `begin` asks again, when nobody can come in between.

        Raises:
            LimitError: `locked_out`.
            StoreError: the database cannot be read.
        """
        with self._database.read() as orm:
            lockout.expect_attempt(orm, subject_hash, now)

    def erase(self, session_id: str, *, actor: str, now: datetime) -> Erased | None:
        """Remove a session and everything kept of it but the audit log's lines, which hold its id only.

        Returns:
            What was removed, None if there is no such session.

        Raises:
            StoreError: the database cannot be written.
        """
        if self.get(session_id) is None:
            return None
        with self._database.write() as orm:
            hold(orm)
            counts = remove_sessions(orm, [session_id])
            if not counts["sessions"]:
                return None
            line = append(orm, at=now, actor=actor, action="session_erased", target=session_id, details=counts)
            erased = Erased(**counts, audit_number=line.number, audit_hash=line.hash, ids=(session_id,))
        self._database.forget()
        return erased


def _keyed_as(record: SessionRecord) -> ColumnElement[bool]:
    """Whether a session was ordered with the same `idempotency` by the same key."""
    return and_(SessionRecord.key_id == record.key_id, SessionRecord.idempotency == record.idempotency)


def _expect_same_request(old: SessionRecord, record: SessionRecord) -> None:
    if old.request_sha256 != record.request_sha256:
        raise SessionError(
            "expected the same request with the same idempotency key, got another one", code="idempotency_conflict"
        )


def actor_of(key_id: str) -> str:
    """How the audit log names whoever holds an API key; "open" on a server without keys."""
    return f"key:{key_id}" if key_id else "open"


def expect_token(record: SessionRecord, token_sha256: str) -> None:
    """Return if this is the token of that session, used or not.

    Raises:
        TokenError: code `token_invalid`.
    """
    if not hmac.compare_digest(record.token_sha256.encode(), token_sha256.encode("utf-8", "replace")):
        raise TokenError("expected the token of this session, got another one", code="token_invalid")


def _expect_beginnable(record: SessionRecord | None, session_id: str, token_sha256: str) -> SessionRecord:
    if record is None:
        raise SessionError(f"expected a session, there is none named {session_id!r}", code="session_unknown")
    expect_token(record, token_sha256)
    if record.state == SessionState.EXPIRED:
        raise SessionError("expected a session in time, it has expired", code="session_expired")
    if record.token_used is not None:
        raise TokenError("expected a token that was not used before", code="token_used")
    if record.state != SessionState.CREATED:
        raise SessionError(f"expected a new session, it is {record.state} already", code="session_ended")
    return record


def _expect_enrolled(orm: Session, templates: frozenset[str]) -> None:
    """Return if these templates are there; nobody can erase one before the caller's transaction is over."""
    query = select(func.count()).select_from(TemplateRecord).where(TemplateRecord.id.in_(templates))
    if templates and orm.scalar(query) != len(templates):
        raise SessionError("expected the templates that were compared with, some are erased", code="reference_erased")


def _expect_completable(record: SessionRecord, ending: Ending) -> None:
    if ending.state != SessionState.COMPLETED:
        return
    if record.state != SessionState.IN_PROGRESS:
        raise SessionError("expected a session that was begun", code="session_not_begun")
    if ending.at >= record.expires:
        raise SessionError("expected an end in time, the session has expired", code="session_expired")
