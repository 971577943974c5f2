"""One database, opened once and shared by everything that keeps records in it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError, SQLAlchemyError, StatementError
from sqlalchemy.orm import Session

from facevow.errors import StoreError
from facevow.store.base import StoreHealth
from facevow.store.engines import ANSWER_SECONDS, BUSY_SECONDS, TURN_SECONDS, expect_present, open_engine
from facevow.store.fitting import expect_fit
from facevow.store.forgetting import Forgetting
from facevow.store.schema import migrate


class Database:
    """Transactions on one database, SQLite or PostgreSQL. May be used from any thread.

    A connection that was lost is opened anew by the next transaction; the one it was lost in fails, and whether its
    commit came through is then unknown, so that whoever tries again must be able to tell. Nothing here waits for longer
    than the limits in `engines`.
    """

    def __init__(
        self, url: str, *, busy_seconds: float = BUSY_SECONDS, answer_seconds: float = ANSWER_SECONDS, make: bool = True
    ) -> None:
        """Open the database and bring it to the present schema.

        Args:
            url: as SQLAlchemy has it; `postgres://` and `postgresql://` go by psycopg.
            busy_seconds: how long a writer waits for another process's lock on a SQLite file.
            answer_seconds: how long a PostgreSQL server may say nothing at all.
            make: whether to make a SQLite file that is not there.

        Raises:
            StoreError: the URL makes no sense, its driver is missing, or the database cannot be opened or upgraded, or
                is not there and not to be made.
        """
        if not make:
            expect_present(url)
        self._engine = open_engine(url, busy_seconds=busy_seconds, answer_seconds=answer_seconds)
        self._sqlite = self._engine.dialect.name == "sqlite"
        # SQLite lets whoever asks first at the right moment write; in one process we queue instead
        self._turn = threading.Lock() if self._sqlite else None
        self._unreadable = self._unwritable = False
        try:
            migrate(self._engine)
        except BaseException:
            self._engine.dispose()
            raise
        if self._sqlite:
            event.listen(self._engine, "do_connect", _expect_file)
        options: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reading = self._engine if self._sqlite else self._engine.execution_options(**options)
        self._writing = self._engine.execution_options(sqlite_begin="IMMEDIATE")
        self._forgetting = Forgetting(self._engine, busy_seconds)

    @property
    def engine(self) -> Engine:
        """The engine underneath, for tests and tools."""
        return self._engine

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction that writes: committed at the end of the block, rolled back if the block raises.

        On SQLite it is the only writer from its first moment on; on PostgreSQL it sees what others have committed,
        statement by statement, and locks the rows it asks for.

        Raises:
            StoreError: code `bad_record` when the database is well and a value is not; `store_error` otherwise, and
                then it may or may not have been committed.
        """
        try:
            with self._queue(), Session(self._writing, expire_on_commit=False) as orm:
                event.listen(orm, "before_flush", _expect_all_fit)
                with orm.begin():
                    yield orm
        except (OverflowError, UnicodeError, json.JSONDecodeError, SQLAlchemyError) as error:
            if _is_about_the_values(error):
                raise StoreError(
                    f"expected records that fit their table: {_reason(error)}", code="bad_record"
                ) from error
            self._unwritable = True
            raise StoreError(f"expected a database that can be written: {_reason(error)}") from error
        self._unwritable = False

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One transaction that only reads, all of it as of one moment.

        Raises:
            StoreError: as `write`.
        """
        try:
            with Session(self._reading, expire_on_commit=False) as orm, orm.begin():
                yield orm
        except (OverflowError, UnicodeError, json.JSONDecodeError, SQLAlchemyError) as error:
            if _is_about_the_values(error):
                raise StoreError(f"expected values to look for: {_reason(error)}", code="bad_record") from error
            self._unreadable = True
            raise StoreError(f"expected a database that can be read: {_reason(error)}") from error
        self._unreadable = False

    def health(self) -> StoreHealth:
        """Degraded when the last attempt to read or the last to write failed; answers at once."""
        return StoreHealth("degraded" if self._unreadable or self._unwritable else "ok")

    def ping(self) -> StoreHealth:
        """As `health`, after asking the database something; takes as long as `read` may."""
        try:
            with self.read() as orm:
                orm.execute(text("SELECT 1"))
        except StoreError:
            return StoreHealth("degraded")
        return self.health()

    def forget(self) -> None:
        """After a removal, have what was deleted leave the files too, as far as readers and the tables' sizes let it.

        Never fails: the log says what is left, and `clear` sees to it.
        """
        self._forgetting.at_once()

    def clear(self) -> int:
        """Have all leave the files that `forget` has left, here or in another process; how many files were rid of it.

        To be called now and then by whoever runs for long. On PostgreSQL a table may be locked for some seconds.
        """
        return self._forgetting.later()

    def close(self) -> None:
        """Let go of the database. Closing twice does no harm."""
        self._engine.dispose()

    @contextmanager
    def _queue(self) -> Iterator[None]:
        """Wait for this process's other writers."""
        if self._turn is None:
            yield
            return
        if not self._turn.acquire(timeout=TURN_SECONDS):
            self._unwritable = True
            raise StoreError(f"expected a turn to write within {TURN_SECONDS} s: the database is locked")
        try:
            yield
        finally:
            self._turn.release()


def _expect_file(dialect: Any, record: object, names: list[str], options: object) -> None:  # noqa: ANN401
    """Refuse to open a SQLite file that has gone since the start: an empty one would be made in its place."""
    del record, options
    name = names[0] if names else ""
    if name and not name.startswith((":", "file:")) and not Path(name).exists():
        raise dialect.dbapi.OperationalError(f"the database file {name} is gone")


def _expect_all_fit(orm: Session, *_: object) -> None:
    for row in (*orm.new, *orm.dirty):
        expect_fit(row)


def _is_about_the_values(error: Exception) -> bool:
    """Whether the values are refused rather than the database unavailable."""
    if isinstance(error, json.JSONDecodeError):  # somebody else has written there
        return False
    if isinstance(error, DBAPIError):
        return isinstance(error, (DataError, IntegrityError, InterfaceError)) and not error.connection_invalidated
    return isinstance(error, OverflowError | UnicodeError | StatementError)


def _reason(error: Exception) -> str:
    """What the driver said, without the statement and its values."""
    if isinstance(error, json.JSONDecodeError):
        return f"expected JSON in a column of that kind: {error}"
    return str(error.orig).strip() if isinstance(error, DBAPIError) else str(error)
