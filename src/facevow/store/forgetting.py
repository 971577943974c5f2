"""Sees to it that what was deleted is in no file of the database any more, as far as that is in our hands.

What was deleted is committed before, so that trouble here is nobody's failure: it is told in the log, and whoever looks
after the database does it again until it has come about.
"""

import sqlite3
from contextlib import closing
from typing import Final

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from facevow.log import get_logger
from facevow.store.records import TemplateRecord
from facevow.store.references import ReferenceRecord
from facevow.store.rewriting import AT_ONCE, LARGEST, rewrite, size_of

RETRY_MILLISECONDS: Final = 100
"""How long the repetition waits for readers of a SQLite file: writers have to wait as long."""

LONGEST_PAUSE: Final = 31
"""Rounds let pass at most between two attempts at a table of PostgreSQL: each holds up whoever searches it."""

_TEMPLATES: Final = TemplateRecord.__tablename__
_REFERENCES: Final = ReferenceRecord.__tablename__


class Forgetting:
    """Clears the files of one database. May be used from any thread."""

    def __init__(self, engine: Engine, busy_seconds: float) -> None:
        self._engine = engine
        self._sqlite = engine.dialect.name == "sqlite"
        self._busy_milliseconds = int(busy_seconds * 1000)
        self._pause = self._rest = 0  # rounds to let pass after an attempt that failed, and how many of them are left
        self._told: dict[str, str] = {}  # by table or file, why something is left
        self._log = get_logger("store")

    def at_once(self) -> None:
        """After a removal: all of SQLite, small tables of PostgreSQL; what is left over is for `later`."""
        if self._sqlite:
            self._tell("database", self._checkpoint(self._busy_milliseconds))
        else:
            self._rewrite(AT_ONCE)

    def later(self) -> int:
        """Clear what is left, whoever has removed it and however long ago; how many files were cleared of something."""
        if not self._sqlite:
            return self._rewrite_in_turn()
        why = self._checkpoint(RETRY_MILLISECONDS)
        if why is not None or "database" not in self._told:  # that readers are there is no news unless some erased
            return 0
        self._tell("database", None)
        return 1

    def _checkpoint(self, milliseconds: int) -> str | None:
        """Bring the side file into the main one and empty it; why not, if not."""
        try:
            with closing(self._engine.raw_connection()) as connection:
                cursor = connection.cursor()
                try:
                    cursor.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()  # the long part; it holds up nobody
                    cursor.execute(f"PRAGMA busy_timeout = {milliseconds}").fetchall()
                    busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                finally:
                    cursor.execute(f"PRAGMA busy_timeout = {self._busy_milliseconds}").fetchall()
                    cursor.close()
        except (SQLAlchemyError, sqlite3.Error) as error:
            return str(error)
        return "somebody is reading or writing" if busy else None

    def _rewrite_in_turn(self) -> int:
        """Rewrite what is left, less and less often while it does not come about."""
        if self._rest:
            self._rest -= 1
            return 0
        done = self._rewrite(LARGEST)
        self._pause = min(2 * self._pause + 1, LONGEST_PAUSE) if self._told else 0
        self._rest = self._pause
        return done

    def _rewrite(self, largest: int) -> int:
        try:
            with self._engine.connect() as opened:
                connection = opened.execution_options(isolation_level="AUTOCOMMIT")
                self._rewrite_references(connection)
                return self._rewrite_templates(connection, largest)
        except SQLAlchemyError as error:
            self._log.warning("database_not_cleared", error=str(getattr(error, "orig", error)).strip())
            return 0  # the head of the gallery still says that it is to be done

    def _rewrite_templates(self, connection: Connection, largest: int) -> int:
        """Rewrite the table if something was removed from it since that was done last; the head of the gallery knows.

        What is removed meanwhile has a higher number, and stays to be done.
        """
        query = "SELECT removals FROM gallery_head WHERE id = 1 AND cleared < removals"
        removals = connection.exec_driver_sql(query).scalar()
        if removals is None:
            return 0
        if largest < size_of(connection, _TEMPLATES) <= LARGEST:
            return 0
        why = rewrite(connection, _TEMPLATES, LARGEST)
        if why is None:
            mark = "UPDATE gallery_head SET cleared = %s WHERE id = 1 AND cleared < %s"
            connection.exec_driver_sql(mark, (removals, removals))
        self._tell(_TEMPLATES, why)
        return why is None

    def _rewrite_references(self, connection: Connection) -> None:
        """Rewrite the small table whenever there is anything in its file: nobody counts what goes with its session."""
        if connection.exec_driver_sql("SELECT pg_relation_size(%s::regclass)", (_REFERENCES,)).scalar():
            self._tell(_REFERENCES, rewrite(connection, _REFERENCES, LARGEST))

    def _tell(self, where: str, why: str | None) -> None:
        """Name in the log what is left, once until it changes."""
        if why is None:
            if self._told.pop(where, None) is not None:
                self._log.info("erased_bytes_cleared", where=where)
        elif self._told.get(where) != why:
            self._told[where] = why
            meaning = "erased rows may remain in the files of the database; housekeeping tries again"
            self._log.warning("erased_bytes_remain", where=where, why=why, meaning=meaning)
