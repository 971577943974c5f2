"""Opens the database behind a URL: SQLite or PostgreSQL, each so that nothing ever waits without end."""

import json
import os
import sqlite3
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from facevow.errors import StoreError
from facevow.log import get_logger

BUSY_SECONDS: Final = 2.0
"""How long a writer waits for another process's lock on a SQLite file. Nothing of ours holds it for as long."""

TURN_SECONDS: Final = 10.0
"""How long a writer waits for those before it, in this process or at a row of PostgreSQL: hundreds on a slow disk."""

CONNECT_SECONDS: Final = 5
"""How long a PostgreSQL server may take to answer a new connection; libpq takes whole seconds, two at least."""

STATEMENT_SECONDS: Final = 15.0
"""How long one statement may take: the slowest, a batch of retention, takes a fraction of a second."""

ANSWER_SECONDS: Final = 20.0
"""How long PostgreSQL may say nothing at all to a statement; itself it would give up before."""

SILENCE_SECONDS: Final = 10.0
"""How long a PostgreSQL server may leave what was sent unacknowledged before the connection counts as dead."""

POOL: Final = {"pool_size": 5, "max_overflow": 15, "pool_timeout": TURN_SECONDS}
"""Connections kept and opened beyond those. Several servers fit into PostgreSQL's usual hundred."""

_FILE_ERRORS: Final = frozenset(
    {
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_CORRUPT,
    }
)

_POSTGRES: Final = ("postgres", "postgresql")


def as_json(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """The text of a JSON column. NaN and infinity are no JSON, and PostgreSQL refuses them.

    Raises:
        ValueError, TypeError: the value is no JSON.
    """
    return json.dumps(value, allow_nan=False)


def open_engine(url: str, *, busy_seconds: float = BUSY_SECONDS, answer_seconds: float = ANSWER_SECONDS) -> Engine:
    """An engine for `url`; a SQLite file's folder is made if need be.

    `postgres://`, `postgresql://` and `postgresql+psycopg://` all mean PostgreSQL by psycopg.

    Raises:
        StoreError: the URL makes no sense, its driver is missing, or the folder cannot be made.
    """
    try:
        parsed = make_url(url)
        if parsed.drivername in _POSTGRES:
            parsed = parsed.set(drivername="postgresql+psycopg")
        if parsed.get_backend_name() == "sqlite":
            return _open_sqlite(parsed, busy_seconds)
        if parsed.get_backend_name() == "postgresql":
            return _open_postgres(parsed, answer_seconds)
    except ModuleNotFoundError as error:
        raise StoreError(f"expected the driver of the database: pip install 'facevow[postgres]' ({error})") from error
    except (ArgumentError, NoSuchModuleError, ImportError, OSError, ValueError) as error:
        raise StoreError(f"expected the URL of a database that can be opened: {error}") from error
    raise StoreError(f"expected a database of SQLite or PostgreSQL, got {parsed.get_backend_name()!r}")


def expect_present(url: str) -> None:
    """Return unless `url` names a SQLite file that is not there; what makes no sense is left for `open_engine`.

    Raises:
        StoreError: there is no such file.
    """
    with suppress(ArgumentError, ValueError):
        name = make_url(url).database if url.startswith("sqlite") else None
        if name and not name.startswith((":", "file:")) and not Path(name).exists():
            raise StoreError(f"expected a database in {name}, there is none")


def _open_sqlite(url: URL, busy_seconds: float) -> Engine:
    in_file = bool(url.database) and not str(url.database).startswith((":", "file:"))
    if in_file:
        _keep_private(Path(str(url.database)))
    pool = POOL if url.database not in {None, "", ":memory:"} else {}
    engine = create_engine(url, connect_args={"timeout": busy_seconds}, json_serializer=as_json, **pool)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "handle_error", _give_up_sqlite)
    if in_file:
        _follow_file(engine, Path(str(url.database)))
    return engine


def _keep_private(path: Path) -> None:
    """Make a file, and its folder, that only their owner can read; SQLite gives its side files the rights of the file.

    What is there already stays as it is, with a word in the log where others can read it. A file that cannot be made is
    left for SQLite to complain of.

    Raises:
        OSError: the folder cannot be made.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(OSError, RuntimeError):
        os.close(os.open(path.resolve(), os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        return
    with suppress(OSError):
        found = path.stat().st_mode
        if os.name == "posix" and stat.S_ISREG(found) and stat.S_IMODE(found) & 0o077:
            get_logger("store").warning(
                "database_exposed",
                path=str(path),
                meaning="others of this machine may read or write this file, which holds people's checks: "
                "chmod 600 on it and on those beside it that end in -wal and -shm",
            )


def _prepare_sqlite(connection: Any, record: object) -> None:  # noqa: ANN401 - the driver's own type
    """Set up one new connection.

    The driver is kept from opening and closing transactions by itself, so that a migration is one transaction. WAL
    lets `facevow` commands read while the server writes; on read-only media the switch fails, and reading still works.
    A commit reaches the disk before it is answered, and what is deleted is overwritten.
    """
    del record
    connection.isolation_level = None
    cursor = connection.cursor()
    try:
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.execute("PRAGMA journal_mode=WAL")
    except connection.OperationalError:
        pass
    finally:
        cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    kind = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {kind}")


def _follow_file(engine: Engine, path: Path) -> None:
    """Give up a connection whose file was moved away or replaced: SQLite would go on writing where nobody reads."""

    def remember(_: object, record: ConnectionPoolEntry) -> None:
        record.info["file"] = _identity(path)

    def compare(_: object, record: ConnectionPoolEntry, __: object) -> None:
        if record.info["file"] != _identity(path):
            raise DisconnectionError(f"the file {path} is another one now")

    event.listen(engine, "connect", remember)
    event.listen(engine, "checkout", compare)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _give_up_sqlite(context: ExceptionContext) -> None:
    """Open the file anew after an error that may be about the file which was opened rather than the one there now."""
    code = getattr(context.original_exception, "sqlite_errorcode", None)
    if code is not None and code & 0xFF in _FILE_ERRORS:
        context.is_disconnect = True


def _open_postgres(url: URL, answer_seconds: float) -> Engine:
    from facevow.store.bounded import BoundedConnection  # noqa: PLC0415 - only where the driver is installed

    limits = {
        "connect_timeout": CONNECT_SECONDS,
        "tcp_user_timeout": int(SILENCE_SECONDS * 1000),
        "keepalives_idle": int(SILENCE_SECONDS),
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "application_name": "facevow",
    }
    chosen = {name: value for name, value in limits.items() if name not in url.query}
    engine = create_engine(url, pool_pre_ping=True, connect_args=chosen, json_serializer=as_json, **POOL)

    def connect(_: object, __: object, args: Any, options: Any) -> BoundedConnection:  # noqa: ANN401 - for the driver
        connection = BoundedConnection.connect(*args, **options)
        connection.answer_seconds = answer_seconds
        return connection

    def prepare(connection: Any, record: object) -> None:  # noqa: ANN401 - the driver's own type
        """Bound the time of everything; SET rather than start-up options, which connection poolers refuse."""
        del record
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = {int(STATEMENT_SECONDS * 1000)}")
            cursor.execute(f"SET lock_timeout = {int(TURN_SECONDS * 1000)}")
            cursor.execute(f"SET idle_in_transaction_session_timeout = {int(2 * STATEMENT_SECONDS * 1000)}")
            cursor.execute("SET timezone = 'UTC'")
        connection.autocommit = False

    event.listen(engine, "do_connect", connect)
    event.listen(engine, "connect", prepare)
    return engine
