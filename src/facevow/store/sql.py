"""Records in a SQL database: SQLite unless told otherwise, or PostgreSQL by its URL."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import Engine, insert, select, update

from facevow.store.audit import hold
from facevow.store.base import StoreHealth
from facevow.store.columns import Record
from facevow.store.database import Database
from facevow.store.fitting import expect_fit
from facevow.store.records import InferenceRecord, Preference, VerdictRecord

Row = TypeVar("Row", InferenceRecord, VerdictRecord)


class SqlStore:
    """Reads and writes at once, and raises when it cannot. `BufferedStore` makes it patient."""

    def __init__(self, database: str | Database) -> None:
        """Open the database of a URL and bring it to the present schema, or share one that is open.

        Raises:
            StoreError: the URL makes no sense, its driver is missing, or the database cannot be opened or upgraded.
        """
        self._owner = isinstance(database, str)
        self._database = Database(database) if isinstance(database, str) else database

    @property
    def _engine(self) -> Engine:
        return self._database.engine

    def add(self, records: Sequence[Record]) -> None:
        """Write all of these records, or none.

        Raises:
            StoreError: code `bad_record` when the database is well and a record is not; `store_error` otherwise.
        """
        for record in records:
            expect_fit(record)
        ordered = sorted(records, key=lambda record: type(record).__name__)  # stable: the order within a table stays
        with self._database.write() as orm:
            for kind, group in groupby(ordered, key=type):
                orm.connection().execute(insert(kind), [_row(record) for record in group])

    def recent(self, limit: int) -> list[InferenceRecord]:
        """The last `limit` inferences, newest first.

        Raises:
            StoreError: the database cannot be read.
        """
        return self._last(InferenceRecord, limit)

    def recent_verdicts(self, limit: int) -> list[VerdictRecord]:
        """The last `limit` verdicts, newest first; as `recent`."""
        return self._last(VerdictRecord, limit)

    def preference(self, name: str) -> Any | None:  # noqa: ANN401 - any JSON value
        """What was chosen under `name`, or None; as `recent`."""
        with self._database.read() as orm:
            return orm.scalar(select(Preference.value).where(Preference.name == name))

    def set_preference(self, name: str, value: Any) -> None:  # noqa: ANN401 - any JSON value
        """Write a choice in place of the one before; as `add`."""
        expect_fit(Preference(name=name, value=value))
        with self._database.write() as orm:
            hold(orm)  # or two servers might both find nothing there
            changed: Any = orm.execute(update(Preference).where(Preference.name == name).values(value=value))
            if changed.rowcount == 0:
                orm.add(Preference(name=name, value=value))

    def health(self) -> StoreHealth:
        """Degraded when the last attempt to read or the last to write failed."""
        return self._database.health()

    def close(self) -> None:
        """Let go of the database, if it was opened here."""
        if self._owner:
            self._database.close()

    def _last(self, kind: type[Row], limit: int) -> list[Row]:
        with self._database.read() as orm:
            return list(orm.scalars(select(kind).order_by(kind.id.desc()).limit(limit)))


def _row(record: Record) -> dict[str, Any]:
    columns = record.__table__.columns
    return {column.key: getattr(record, column.key) for column in columns if column.key != "id"}
