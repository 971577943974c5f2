"""How long records are kept, and what happens at the wish of the person they are about: export and erasure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, delete, exists, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from facevow.errors import InputError
from facevow.log import get_logger
from facevow.store.audit import append, hold, remove_until
from facevow.store.database import Database
from facevow.store.erasing import Erased, remove_sessions, remove_templates, removed
from facevow.store.exporting import Kept, OpenImage, OpenReference, OpenTemplate
from facevow.store.fitting import is_text
from facevow.store.records import (
    OPEN_STATES,
    AuditRecord,
    ImageRecord,
    InferenceRecord,
    OutboxRecord,
    SessionRecord,
    TemplateRecord,
    VerdictRecord,
)

LOG_BATCH: Final = 2000
"""Rows of the log removed in one transaction, so that others wait for a fraction of a second only."""

SESSION_BATCH: Final = 50
"""Sessions removed in one transaction; each may have some hundred rows of the log, and images."""

DAY: Final = timedelta(days=1)

LATE: Final = 2 * DAY
"""How far back rows of the log are looked for that were written after their session was erased: the log is buffered."""

SESSION_SOURCE: Final = "v1"
"""The `source` of log rows that belong to a session of the API."""


@dataclass(frozen=True, slots=True)
class Ages:
    """How many days each kind of record is kept.

    logs: frames' log and verdicts of the seed's routes. sessions: from their end. images: from when they were kept.
    callbacks: from when they were delivered or given up. audit: lines of the audit log.
    """

    logs: int
    sessions: int
    images: int
    callbacks: int
    audit: int


class Keeper:
    """Keeps what is to be kept, and nothing else."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._log = get_logger("store")

    def trim(self, ages: Ages, now: datetime, *, go_on: Callable[[], bool] = lambda: True) -> dict[str, int]:
        """Remove what is older than its age at `now`; how many rows of each kind, by the names of `Ages`.

        Each batch is a transaction that notes in the audit log what it removed. A session stays while its callback
        waits to be delivered. Rows of the log whose session is gone go with it, whenever they were written. `go_on` is
        asked before each batch; once it says no the rest is left for the next time.

        Raises:
            StoreError: the database cannot be written; what was removed until then is.
        """
        counts = dict.fromkeys(("logs", "sessions", "images", "callbacks"), 0)
        for removal in _removals(ages, now):
            counts[removal.kind] += self._repeat(removal, now, go_on)
        counts["audit"] = self._trim_audit(now - ages.audit * DAY, now, go_on)
        if any(counts.values()):
            self._database.forget()
        return counts

    def export(
        self,
        subject_hash: str,
        open_image: OpenImage | None = None,
        *,
        open_template: OpenTemplate | None = None,
        open_reference: OpenReference | None = None,
    ) -> dict[str, Any]:
        """Everything that is kept of a subject, as JSON: sessions, images, callbacks, log, audit lines, templates.

        Args:
            subject_hash: as `SessionRecord.subject` has it.
            open_image: unseals images; without it they are told of, and what is in them is not given.
            open_template: the same for templates.
            open_reference: the same for what the subject's open sessions are to compare with.

        Raises:
            InputError: this is no hash.
            StoreError: the database cannot be read.
            KeyringError, TokenError: an image cannot be unsealed; and whatever else those that unseal raise.
        """
        if not is_text(subject_hash):
            raise InputError("expected the hash of a subject, in hex")
        with self._database.read() as orm:
            kept = Kept.of(orm, subject_hash)
        return kept.plain(open_image, open_template, open_reference)

    def sessions_of(self, subject_hash: str) -> list[str]:
        """The ids of a subject's sessions.

        Raises:
            InputError: this is no hash.
            StoreError: the database cannot be read.
        """
        if not is_text(subject_hash):
            raise InputError("expected the hash of a subject, in hex")
        with self._database.read() as orm:
            return list(orm.scalars(select(SessionRecord.id).where(SessionRecord.subject == subject_hash)))

    def erase(self, subject_hash: str, *, actor: str, now: datetime) -> Erased:
        """Remove every session of a subject with everything kept of them, and the subject's templates.

        Only lines of the audit log stay; they hold ids of sessions, and nothing that leads from a subject to these.

        Raises:
            InputError: this is no hash.
            StoreError: the database cannot be written; what was removed until then is, and it may be tried again.
        """
        if not is_text(subject_hash):
            raise InputError("expected the hash of a subject, in hex")
        total = {"sessions": 0, "images": 0, "callbacks": 0, "log_rows": 0, "templates": 0}
        gone: list[str] = []
        while True:
            with self._database.write() as orm:
                hold(orm)
                ids = _ids_of(orm, subject_hash, SESSION_BATCH)
                counts = remove_sessions(orm, ids)
                counts["templates"] = remove_templates(orm, TemplateRecord.subject == subject_hash)
                total = {kind: count + counts[kind] for kind, count in total.items()}
                gone += ids
                done = len(ids) < SESSION_BATCH
                if ids or counts["templates"] or done:
                    line = append(
                        orm,
                        at=now,
                        actor=actor,
                        action="subject_erased",
                        target="subject",
                        details={**counts, "done": done},
                    )
            if done:
                self._database.forget()
                return Erased(**total, audit_number=line.number, audit_hash=line.hash, ids=tuple(gone))

    def _repeat(self, removal: "_Removal", now: datetime, go_on: Callable[[], bool]) -> int:
        """Remove batch after batch until nothing is found. Looking for it keeps nobody from writing."""
        total = 0
        while go_on():
            with self._database.read() as orm:
                found = orm.execute(removal.find.limit(removal.batch)).all()
            if not found:
                break
            with self._database.write() as orm:
                hold(orm)
                count = removal.remove(orm, [row[0] if len(row) == 1 else tuple(row) for row in found])
                if count:
                    details = {"removed": count}
                    append(orm, at=now, actor="server", action="data_trimmed", target=removal.kind, details=details)
            total += count
        return total

    def _trim_audit(self, before: datetime, now: datetime, go_on: Callable[[], bool]) -> int:
        query = select(AuditRecord.number, AuditRecord.at).order_by(AuditRecord.number).limit(1)
        total, stays = 0, None
        while go_on():
            with self._database.read() as orm:
                first = orm.execute(query).first()
            if first is None or first.at >= before:
                break
            if first.number == stays:  # somebody has put it before the beginning: `verify` names it
                self._log.error("audit_not_trimmed", line=stays)
                break
            with self._database.write() as orm:
                count = remove_until(orm, before, now)
            total += count
            stays = None if count else first.number
        return total


@dataclass(frozen=True, slots=True)
class _Removal:
    """One thing to remove: how to find the keys of what is too old, and how to remove these."""

    kind: str
    find: Select[*tuple[Any, ...]]
    remove: Callable[[Session, list[Any]], int]
    batch: int = LOG_BATCH


def _removals(ages: Ages, now: datetime) -> list[_Removal]:
    session_gone = ~exists().where(SessionRecord.id == InferenceRecord.connection)
    late = and_(InferenceRecord.source == SESSION_SOURCE, InferenceRecord.timestamp >= now - LATE, session_gone)
    waiting = exists().where(
        OutboxRecord.session == SessionRecord.id, OutboxRecord.delivered.is_(None), OutboxRecord.given_up.is_(None)
    )
    over = and_(SessionRecord.ended < now - ages.sessions * DAY, SessionRecord.state.not_in(OPEN_STATES), ~waiting)
    settled = now - ages.callbacks * DAY
    done = or_(OutboxRecord.delivered < settled, OutboxRecord.given_up < settled)
    image = tuple_(ImageRecord.session, ImageRecord.name)
    images = select(ImageRecord.session, ImageRecord.name).where(ImageRecord.created < now - ages.images * DAY)
    old = now - ages.logs * DAY
    return [
        _by_key("logs", InferenceRecord.id, InferenceRecord.timestamp < old),
        _by_key("logs", InferenceRecord.id, late),
        _by_key("logs", VerdictRecord.id, VerdictRecord.ended < old),
        _Removal("sessions", select(SessionRecord.id).where(over), _remove_sessions, SESSION_BATCH),
        _Removal("images", images, lambda orm, keys: removed(orm, delete(ImageRecord).where(image.in_(keys)))),
        _by_key("callbacks", OutboxRecord.id, done),
    ]


def _by_key(kind: str, key: InstrumentedAttribute[Any], which: ColumnElement[bool]) -> _Removal:
    """Remove rows by their single key."""
    return _Removal(
        kind, select(key).where(which), lambda orm, keys: removed(orm, delete(key.class_).where(key.in_(keys)))
    )


def _remove_sessions(orm: Session, ids: list[Any]) -> int:
    return remove_sessions(orm, ids)["sessions"]


def _ids_of(orm: Session, subject_hash: str, limit: int) -> Sequence[str]:
    return orm.scalars(select(SessionRecord.id).where(SessionRecord.subject == subject_hash).limit(limit)).all()
