"""Takes what was deleted from a PostgreSQL table out of its file, too.

A deleted row stays in the file until VACUUM has removed it and another row happens to be written over its bytes: VACUUM
alone leaves them in the free part of a page. VACUUM FULL writes the rows that are left into a new file and removes the
old one. The server's write-ahead log, its replicas and backups keep the bytes for as long as they are set up to.
"""

import re
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

AT_ONCE: Final = 16 * 1024 * 1024
"""Bytes of the largest table that is rewritten while whoever erases waits for it: some tens of milliseconds."""

LARGEST: Final = 256 * 1024 * 1024
"""Bytes of the largest table that is rewritten, indexes and all: nobody can read it meanwhile, for some seconds."""

WAIT_MILLISECONDS: Final = 500
"""How long to wait for transactions that use the table; whoever comes after us waits as well."""

_FIRST_NUMBER: Final = re.compile(r"\d+")


def rewrite(connection: Connection, table: str, largest: int) -> str | None:
    """Rewrite a table of at most `largest` bytes; None if none of its deleted rows is left, else why they may be.

    Args:
        connection: in autocommit.
        table: its name, of ours.
        largest: in bytes, with its indexes and large values.

    Raises:
        SQLAlchemyError: the table cannot be looked at.
    """
    if size_of(connection, table) > largest:
        return f"the table is larger than {largest} bytes"
    told: list[tuple[str, str]] = []

    def hear(notice: Any) -> None:  # noqa: ANN401 - of the driver, which empties it when we return
        told.append((notice.message_primary or "", notice.message_detail or ""))

    driven = connection.connection.driver_connection
    assert driven is not None  # noqa: S101 - it is open
    driven.add_notice_handler(hear)
    try:
        _write_anew(connection, table)
    except SQLAlchemyError as error:
        return str(getattr(error, "orig", error)).strip()
    finally:
        driven.remove_notice_handler(hear)
    return _understood(told)


def size_of(connection: Connection, table: str) -> int:
    """Bytes of a table with its indexes and large values.

    Raises:
        SQLAlchemyError: there is none, or no database to ask.
    """
    return int(connection.exec_driver_sql("SELECT pg_total_relation_size(%s::regclass)", (table,)).scalar_one())


def _write_anew(connection: Connection, table: str) -> None:
    usual = connection.exec_driver_sql("SHOW lock_timeout").scalar_one()
    connection.exec_driver_sql(f"SET lock_timeout = {WAIT_MILLISECONDS}")
    try:
        connection.exec_driver_sql(f'VACUUM (FULL, VERBOSE) "{table}"')
    finally:
        connection.exec_driver_sql(f"SET lock_timeout = '{usual}'")


def _understood(told: list[tuple[str, str]]) -> str | None:
    """What VACUUM said: "3 dead row versions cannot be removed yet", in the server's language, is in its one detail.

    A transaction that began before the rows were deleted may still look at them, so that they were copied. To whoever
    may not rewrite the table VACUUM gives a warning without a detail, and goes on.
    """
    numbers = [_FIRST_NUMBER.search(detail.partition("\n")[0]) for _, detail in told if detail]
    if not numbers:
        return "; ".join(words for words, _ in told) or "the server did not say what it did"
    if all(number is not None and int(number[0]) == 0 for number in numbers):
        return None
    return "an open transaction still sees erased rows"
