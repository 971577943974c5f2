"""Brings a database to the schema of this version of Facevow, and refuses one that is ahead of it."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from facevow.errors import StoreError

MIGRATIONS: Final = Path(__file__).parent / "migrations"

MIGRATION_SECONDS: Final = 600
"""How long a migration may take on PostgreSQL: an index on tens of millions of rows is made in minutes."""

TURN: Final = int.from_bytes(b"facevow")
"""The number of the lock by which servers that start at once take turns."""


def migrate(engine: Engine, revision: str = "head") -> None:
    """Upgrade the database to `revision`; one that is there already is not written to.

    Raises:
        StoreError: the database cannot be reached or written, or was made by a newer Facevow.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    wanted = scripts.as_revision_number(revision)
    try:
        with engine.connect() as connection:
            if _present(connection, scripts) == wanted:
                return
        # two servers may start at once: the first takes the write lock, the second then finds the work done
        with engine.execution_options(sqlite_begin="IMMEDIATE").begin() as connection:
            _take_turn(connection)
            if _present(connection, scripts) != wanted:
                config.attributes["connection"] = connection
                command.upgrade(config, revision)
    except SQLAlchemyError as error:
        shown = engine.url.render_as_string()
        raise StoreError(f"expected a database of Facevow at {shown} that can be upgraded: {error}") from error


def _take_turn(connection: Connection) -> None:
    """Wait for another server's migration on PostgreSQL; and let one of a large table take its time."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {MIGRATION_SECONDS * 1000}")
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {MIGRATION_SECONDS * 1000}")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({TURN})")


def _present(connection: Connection, scripts: ScriptDirectory) -> str | None:
    """The revision that the database is at, None for an empty one."""
    revision = MigrationContext.configure(connection).get_current_revision()
    known = [script.revision for script in scripts.walk_revisions()]
    if revision is not None and revision not in known:
        raise StoreError(
            f"expected a database at revision {known[0]} or older, found {revision}: a newer Facevow has written it"
        )
    return revision
