"""What the tables are made of: the kinds of columns that databases treat differently, and what every row is."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Integer, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass

Count = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only where the column is a plain INTEGER."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. Databases without time zones keep it bare; outside it always carries its zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ANN401 - as inherited
        """Turn an aware moment into a bare one in UTC."""
        del dialect
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ANN401
        """Give the bare moment its zone back."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)


class Table(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """A row of any table."""


class Record(Table, kw_only=True):
    """A row of what happened. Its `id` is given by the database; None until then."""

    __abstract__ = True
