"""The keys of the API as the database has them. Making and checking their text is the server's business."""

from datetime import datetime

from sqlalchemy import func, or_, select, update

from facevow.store.audit import append, hold
from facevow.store.database import Database
from facevow.store.fitting import is_text
from facevow.store.records import ApiKeyRecord


class ApiKeys:
    """The API keys in a database, shared by every server that works with it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, record: ApiKeyRecord, actor: str) -> None:
        """Keep a new key, with its line in the audit log.

        Raises:
            StoreError: code `bad_record` where a value does not fit or the id is taken; it could not be written.
        """
        details = {"name": record.name, "scopes": list(record.scopes)}
        with self._database.write() as orm:
            hold(orm)
            orm.add(record)
            append(orm, at=record.created, actor=actor, action="key_created", target=record.id, details=details)

    def get(self, key_id: str) -> ApiKeyRecord | None:
        """A key, revoked or not; None if it is unknown.

        Raises:
            StoreError: the database cannot be read.
        """
        if not is_text(key_id):
            return None
        with self._database.read() as orm:
            return orm.get(ApiKeyRecord, key_id)

    def all(self) -> list[ApiKeyRecord]:
        """Every key, the oldest first.

        Raises:
            StoreError: the database cannot be read.
        """
        with self._database.read() as orm:
            return list(orm.scalars(select(ApiKeyRecord).order_by(ApiKeyRecord.created, ApiKeyRecord.id)))

    def count(self) -> int:
        """How many keys are not revoked.

        Raises:
            StoreError: the database cannot be read.
        """
        with self._database.read() as orm:
            return orm.scalars(select(func.count()).where(ApiKeyRecord.revoked.is_(None))).one()

    def revoke(self, key_id: str, *, now: datetime, actor: str) -> bool:
        """Take a key back, for good; False if it is unknown or revoked already.

        Raises:
            StoreError: it could not be written.
        """
        if not is_text(key_id):
            return False
        with self._database.write() as orm:
            hold(orm)
            record = orm.get(ApiKeyRecord, key_id, with_for_update=True)
            if record is None or record.revoked is not None:
                return False
            record.revoked = now
            append(orm, at=now, actor=actor, action="key_revoked", target=key_id)
            return True

    def touch(self, key_id: str, now: datetime) -> None:
        """Note that a key was used. Time does not run backwards here, whichever server's clock is ahead.

        Raises:
            StoreError: it could not be written.
        """
        if not is_text(key_id):
            return
        earlier = or_(ApiKeyRecord.last_used.is_(None), ApiKeyRecord.last_used < now)
        change = update(ApiKeyRecord).where(ApiKeyRecord.id == key_id, earlier).values(last_used=now)
        with self._database.write() as orm:
            orm.execute(change.execution_options(synchronize_session=False))
