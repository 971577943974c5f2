"""Reads templates one by one where one of them is broken, so that the others are told all the same.

SQLite lets whoever opens the file put anything into any column: a text where there should be a moment, bytes that are
no JSON. Reading such a row raises, and would hide every other row of the same query.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from facevow.store.fitting import is_text
from facevow.store.records import TemplateRecord

_BROKEN: Final = (TypeError, ValueError, OverflowError, MemoryError)
"""What the conversion of a column raises for a value that is none of its kind; no error of a database is of these."""

_ORDER: Final = (TemplateRecord.number, TemplateRecord.id)


@dataclass(frozen=True, slots=True)
class Broken:
    """A template with a column that holds nothing of its kind. `number` is 0 where it is that one."""

    id: str
    number: int
    subject: str


@dataclass(frozen=True, slots=True)
class Salvaged:
    """Templates in the order of their numbers, and those between them that cannot be read."""

    rows: list[TemplateRecord]
    broken: list[Broken]

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all of them."""
        return frozenset([row.id for row in self.rows] + [broken.id for broken in self.broken])


def salvage(orm: Session, which: ColumnElement[bool], limit: int | None = None) -> Salvaged:
    """Read the templates that are wanted, sound and broken ones, at most `limit` of both together.

    Raises:
        Whatever the database does; never for what is in a row.
    """
    try:
        rows = list(orm.scalars(select(TemplateRecord).where(which).order_by(*_ORDER).limit(limit)))
        if all(map(_is_sound, rows)):
            return Salvaged(rows, [])
    except _BROKEN:
        pass
    return _one_by_one(orm, which, limit)


def _one_by_one(orm: Session, which: ColumnElement[bool], limit: int | None) -> Salvaged:
    found = Salvaged([], [])
    keys = select(TemplateRecord.id, TemplateRecord.number, TemplateRecord.subject).where(which)
    for template, number, subject in orm.execute(keys.order_by(*_ORDER).limit(limit)).all():
        row = _read(orm, template)
        if row is None:
            found.broken.append(Broken(str(template), number if isinstance(number, int) else 0, str(subject)))
        else:
            found.rows.append(row)
    return found


def _read(orm: Session, template: Any) -> TemplateRecord | None:  # noqa: ANN401 - whatever somebody put there
    try:
        row = orm.scalar(select(TemplateRecord).where(TemplateRecord.id == template))
    except _BROKEN:
        return None
    return row if row is not None and _is_sound(row) else None


def _is_sound(row: TemplateRecord) -> bool:
    """Whether each column holds a value of its kind: some conversions let others through."""
    texts: Iterable[object] = (row.id, row.subject, row.matcher, row.source, row.sealed_with)
    return (
        all(map(is_text, texts))
        and isinstance(row.number, int)
        and isinstance(row.created, datetime)
        and isinstance(row.name, bytes)
        and isinstance(row.content, bytes)
        and isinstance(row.quality, dict)
    )
