"""Records in a SQL database: SQLite unless told otherwise, or any other that SQLAlchemy has a driver for."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, insert, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    NoSuchModuleError,
    SQLAlchemyError,
    StatementError,
)
from sqlalchemy.orm import Session

from facevow.errors import StoreError
from facevow.store.base import StoreHealth
from facevow.store.records import InferenceRecord, Preference, Record, VerdictRecord
from facevow.store.schema import migrate

BUSY_SECONDS: Final = 1.0
"""How long one attempt waits for another process's lock on SQLite; the writer tries again later."""

Row = TypeVar("Row", InferenceRecord, VerdictRecord)


class SqlStore:
    """Reads and writes at once, and raises when it cannot. `BufferedStore` makes it patient."""

    def __init__(self, url: str) -> None:
        """Open the database and bring it to the present schema.

        Raises:
            StoreError: the URL makes no sense, its driver is missing, or the database cannot be opened or upgraded.
        """
        self._engine = open_engine(url)
        self._failed = False
        try:
            migrate(self._engine)
        except BaseException:
            self._engine.dispose()
            raise

    def add(self, records: Sequence[Record]) -> None:
        """Write all of these records, or none.

        Raises:
            StoreError: code `bad_record` when the database is well and a record is not; `store_error` otherwise.
        """
        ordered = sorted(records, key=lambda record: type(record).__name__)  # stable: the order within a table stays
        try:
            with self._engine.begin() as connection:
                for kind, group in groupby(ordered, key=type):
                    connection.execute(insert(kind), [_row(record) for record in group])
        except (OverflowError, SQLAlchemyError) as error:
            raise self._refusal(error) from error
        self._failed = False

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
        try:
            with self._engine.connect() as connection:
                return connection.scalar(select(Preference.value).where(Preference.name == name))
        except SQLAlchemyError as error:
            raise StoreError(f"expected a database that can be read: {_reason(error)}") from error
        except ValueError as error:  # somebody else has written there
            raise StoreError(f"expected JSON under the preference {name!r}: {error}") from error

    def set_preference(self, name: str, value: Any) -> None:  # noqa: ANN401 - any JSON value
        """Write a choice in place of the one before; as `add`."""
        try:
            with self._engine.begin() as connection:  # writes first: SQLite lets nobody wait who has read before
                changed = connection.execute(update(Preference).where(Preference.name == name).values(value=value))
                if changed.rowcount == 0:
                    connection.execute(insert(Preference).values(name=name, value=value))
        except SQLAlchemyError as error:
            raise self._refusal(error) from error
        self._failed = False

    def health(self) -> StoreHealth:
        """Degraded when the last attempt to write failed."""
        return StoreHealth("degraded" if self._failed else "ok")

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _refusal(self, error: OverflowError | SQLAlchemyError) -> StoreError:
        """What to raise when writing failed; a database that is not well is remembered."""
        if isinstance(error, OverflowError) or _is_about_the_record(error):  # SQLite's driver: beyond 64 bits
            return StoreError(f"expected records that fit their table: {error}", code="bad_record")
        self._failed = True
        return StoreError(f"expected a database that can be written: {_reason(error)}")

    def _last(self, kind: type[Row], limit: int) -> list[Row]:
        try:
            with Session(self._engine, expire_on_commit=False) as session:
                return list(session.scalars(select(kind).order_by(kind.id.desc()).limit(limit)))
        except SQLAlchemyError as error:
            raise StoreError(f"expected a database that can be read: {_reason(error)}") from error


def open_engine(url: str) -> Engine:
    """An engine for `url`; a SQLite file's folder is made if need be.

    Raises:
        StoreError: the URL makes no sense, its driver is missing, or the folder cannot be made.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite":
            return create_engine(parsed, pool_pre_ping=True)
        if parsed.database and not parsed.database.startswith((":", "file:")):
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, connect_args={"timeout": BUSY_SECONDS})
    except (ArgumentError, NoSuchModuleError, ImportError, OSError) as error:
        raise StoreError(f"expected the URL of a database that can be opened: {error}") from error
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, record: object) -> None:  # noqa: ANN401 - the driver's own type
    """Set up one new connection.

    The driver is kept from opening and closing transactions by itself, so that a migration is one transaction. WAL
    lets `facevow` commands read while the server writes; on read-only media the switch fails, and reading still works.
    """
    del record
    connection.isolation_level = None
    cursor = connection.cursor()
    try:
        cursor.execute("PRAGMA journal_mode=WAL")
    except connection.OperationalError:
        pass
    finally:
        cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    kind = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {kind}")


def _row(record: Record) -> dict[str, Any]:
    columns = record.__table__.columns
    return {column.key: getattr(record, column.key) for column in columns if column.key != "id"}


def _is_about_the_record(error: SQLAlchemyError) -> bool:
    """Whether the values are refused rather than the database unavailable."""
    if isinstance(error, DBAPIError):
        return isinstance(error, (DataError, IntegrityError, InterfaceError)) and not error.connection_invalidated
    return isinstance(error, StatementError)


def _reason(error: SQLAlchemyError) -> str:
    """What the driver said, without the statement and its values."""
    return str(error.orig) if isinstance(error, DBAPIError) else str(error)
