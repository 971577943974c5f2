"""The audit log: a line for every change that somebody may have to answer for, each holding the hash of the one before.

The hash of a line is the SHA-256, in hex, of the UTF-8 text of this JSON array, written without spaces, its objects'
keys sorted, everything beyond ASCII escaped:

    ["facevow-audit-1", number, at, actor, action, target, details, previous]

`at` is the moment in UTC as 2026-05-17T12:30:15.250000Z, `previous` the hash of the line before ("" for the first).
Whoever changes, removes, moves or adds a line breaks the chain from there on. The head keeps the last number and hash,
so that lines missing at the end are seen. Old lines are removed by `keeping.Keeper` only, from the beginning: the head
then names the first line that is left and the hash before it, and a line of the log itself says the same.

Whoever can write the database can of course compute the whole chain anew. So note number and hash now and then where
that person cannot write (the receipts of erasures carry them): `Audit.verify` takes such a note and checks it too.
A note protects for as long as its line is kept: retention and somebody who fakes it look the same below the beginning.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import takewhile
from typing import Any, Final

from sqlalchemy import Text, cast, delete, select
from sqlalchemy.orm import Session

from facevow.errors import StoreError
from facevow.store.database import Database
from facevow.store.engines import as_json
from facevow.store.fitting import expect_fit
from facevow.store.records import AuditHead, AuditRecord

TRIMMED: Final = "audit_trimmed"
"""The action of the line that says that lines before it were removed."""

BATCH: Final = 500
"""Lines read at once, so that a log of any length is verified in little memory."""

TRIM_BATCH: Final = 2000
"""Lines removed in one transaction, so that others wait for a fraction of a second only."""

_HEAD: Final = "audit_head"


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What came of verifying the log.

    `lines` of them were found in order; `number` and `hash` are of the last of these, to be noted elsewhere. Where the
    log is not sound, `wrong` is the number of the first line that does not hold and `why` says what is wrong with it.
    `compared` is False where only this is wrong: all lines hold, and the noted one is none of them any more.
    """

    sound: bool
    lines: int
    number: int
    hash: str
    wrong: int | None = None
    why: str = ""
    compared: bool = True


def digest(line: AuditRecord) -> str:
    """The hash that belongs to a line, computed from its other columns as the module's text says."""
    moment = line.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    parts = ["facevow-audit-1", line.number, moment, line.actor, line.action, line.target, line.details, line.previous]
    return hashlib.sha256(_canonical(parts).encode()).hexdigest()


def hold(orm: Session) -> AuditHead:
    """Take the end of the log for the rest of the transaction, so that all who change something queue here.

    Whoever locks other rows as well takes the head first: then no two transactions can wait for each other.

    Raises:
        StoreError: the head is gone; nothing is written without it.
    """
    head: AuditHead | None = orm.info.get(_HEAD)
    if head is None:
        head = orm.get(AuditHead, 1, with_for_update=True, populate_existing=True)
        if head is None:
            raise StoreError("expected the head of the audit log; somebody has removed it")
        orm.info[_HEAD] = head
    return head


def append(  # noqa: PLR0913 - one for each column
    orm: Session, *, at: datetime, actor: str, action: str, target: str, details: Mapping[str, Any] | None = None
) -> AuditRecord:
    """Add a line within the caller's transaction: it is there exactly if what it tells of is.

    Args:
        orm: a session of `Database.write`.
        at: when, with its zone.
        actor: who, at most 64 characters: "key:<id>" of an API key, "client", "server" or "operator".
        action: what was done, at most 64 characters, such as "session_created".
        target: what it was done to, at most 128 characters; never a subject.
        details: any JSON object; never a subject, never a secret.

    Raises:
        StoreError: code `bad_record` where a value does not fit.
    """
    head = hold(orm)
    try:
        plain = json.loads(_canonical(dict(details or {})))
    except (TypeError, ValueError, RecursionError) as error:
        raise StoreError(f"expected details in JSON: {error}", code="bad_record") from error
    line = AuditRecord(
        number=head.number + 1,
        at=at,
        actor=actor,
        action=action,
        target=target,
        details=plain,
        previous=head.hash,
        hash="",
    )
    expect_fit(line)
    line.hash = digest(line)
    head.number, head.hash = line.number, line.hash
    orm.add(line)
    orm.flush()
    return line


def remove_until(orm: Session, before: datetime, now: datetime) -> int:
    """Remove lines from the beginning, at most `TRIM_BATCH`, up to the first that is not older than `before`.

    The head and a new line say where the log begins now, so that the rest still verifies. Returns how many lines went.

    Raises:
        StoreError: it could not be written.
    """
    head = hold(orm)
    ahead = select(AuditRecord).where(AuditRecord.number >= head.first).order_by(AuditRecord.number).limit(TRIM_BATCH)
    old = list(takewhile(lambda line: line.at < before, orm.scalars(ahead)))
    if not old:
        return 0
    last = old[-1]
    count: Any = orm.execute(
        delete(AuditRecord).where(AuditRecord.number <= last.number).execution_options(synchronize_session=False)
    )
    head.first, head.anchor = last.number + 1, last.hash
    details = {"first": head.first, "anchor": head.anchor}
    append(orm, at=now, actor="server", action=TRIMMED, target="audit", details=details)
    return int(count.rowcount)


def check(orm: Session, noted: tuple[int, str] | None = None) -> AuditReport:
    """As `Audit.verify`, within the caller's transaction."""
    head = orm.get(AuditHead, 1)
    if head is None:
        return AuditReport(sound=False, lines=0, number=0, hash="", wrong=0, why="the head of the log is missing")
    return _Walk(orm, head, noted).report()


class Audit:
    """The audit log of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, *, at: datetime, actor: str, action: str, target: str, details: Mapping[str, Any] | None = None
    ) -> AuditRecord:
        """Add a line about something that changed no other row; as `append`.

        Raises:
            StoreError: it could not be written.
        """
        with self._database.write() as orm:
            return append(orm, at=at, actor=actor, action=action, target=target, details=details)

    def lines(self, first: int, limit: int) -> list[AuditRecord]:
        """At most `limit` lines from number `first` on, in order.

        Raises:
            StoreError: the database cannot be read.
        """
        if first >= 2**63:
            return []
        wanted = select(AuditRecord).where(AuditRecord.number >= max(first, 0)).order_by(AuditRecord.number)
        with self._database.read() as orm:
            return list(orm.scalars(wanted.limit(limit)))

    def last(self, limit: int) -> list[AuditRecord]:
        """The last `limit` lines, in order.

        Raises:
            StoreError: the database cannot be read.
        """
        with self._database.read() as orm:
            return list(
                reversed(orm.scalars(select(AuditRecord).order_by(AuditRecord.number.desc()).limit(limit)).all())
            )

    def verify(self, noted: tuple[int, str] | None = None) -> AuditReport:
        """Check every line, and that the one of `noted`, a number and its hash, is still what it was.

        A noted line that has been removed since cannot be compared, but for the last of these, whose hash is kept. That
        is not sound, since whoever fakes a removal by age could hide any change so; the report names it apart.

        Raises:
            StoreError: the database cannot be read.
        """
        with self._database.read() as orm:
            return check(orm, noted)


class _Walk:
    """One pass along the chain."""

    def __init__(self, orm: Session, head: AuditHead, noted: tuple[int, str] | None) -> None:
        self._orm = orm
        self._head = head
        self._noted = noted
        self._number, self._hash = head.first - 1, head.anchor
        self._lines = 0
        self._batch = BATCH
        self._unreadable: str | None = None
        self._said: tuple[object, object] = (1, "")  # where the log begins, as its own lines have it

    def report(self) -> AuditReport:
        """Walk to the end, or to the first line that does not hold."""
        while batch := self._next():
            for line, raw in batch:
                why = self._complaint(line, raw)
                if why:
                    return self._wrong(min(line.number, self._number + 1), why)
                self._step(line)
        why = self._unreadable or self._complaint_at_end()
        if why:
            return self._wrong(self._number + 1, why)
        return self._beside_note() or AuditReport(True, self._lines, self._number, self._hash)

    def _beside_note(self) -> AuditReport | None:
        """What is wrong with a log that holds when a note from before its beginning is laid beside it."""
        if self._noted is None or self._noted[0] >= self._head.first:
            return None
        number, noted = self._noted
        if number < self._head.first - 1:
            why = f"it was noted, but the log begins at line {self._head.first} now: it cannot be compared"
            return replace(self._wrong(number, why), compared=False)
        return None if noted == self._head.anchor else self._wrong(number, "its hash is not the one that was noted")

    def _step(self, line: AuditRecord) -> None:
        self._number, self._hash = line.number, line.hash
        self._lines += 1
        if line.action == TRIMMED:
            self._said = (line.details.get("first"), line.details.get("anchor"))

    def _next(self) -> list[tuple[AuditRecord, str]]:
        wanted = select(AuditRecord, cast(AuditRecord.details, Text).label("raw"))
        if self._lines:  # else from the very beginning: lines before the first are wrong, too
            wanted = wanted.where(AuditRecord.number > self._number)
        try:
            found = self._orm.execute(wanted.order_by(AuditRecord.number).limit(self._batch)).all()
        except (TypeError, ValueError) as error:  # somebody has put there what no column of its type holds
            if self._batch == 1:
                self._unreadable = f"it cannot be read: {error}"
                return []
            self._batch = 1  # find the line
            return self._next()
        return [(line, raw) for line, raw in found]

    def _complaint(self, line: AuditRecord, raw: str) -> str | None:
        if line.number != self._number + 1:
            return f"expected line {self._number + 1}, found {line.number}"
        if line.previous != self._hash:
            return "it does not follow the line before it"
        if raw != as_json(line.details):
            return "its details are not written as they were"
        if line.hash != digest(line):
            return "it was changed: its hash is not that of its columns"
        if self._noted and self._noted[0] == line.number and self._noted[1] != line.hash:
            return "its hash is not the one that was noted"
        return None

    def _complaint_at_end(self) -> str | None:
        if (self._number, self._hash) != (self._head.number, self._head.hash):
            return f"lines are missing: the head is at {self._head.number}, the last line is {self._number}"
        if (self._head.first, self._head.anchor) != self._said:
            return f"lines before {self._head.first} are missing, and no line says that they were removed"
        if self._noted and self._noted[0] > self._number:
            return f"lines are missing: {self._noted[0]} was noted, the last line is {self._number}"
        return None

    def _wrong(self, number: int, why: str) -> AuditReport:
        return AuditReport(False, self._lines, self._number, self._hash, number, why)


def _canonical(value: Any) -> str:  # noqa: ANN401 - any JSON value
    return json.dumps(value, allow_nan=False, sort_keys=True, separators=(",", ":"))
