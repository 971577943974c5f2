"""What a row must be so that every database keeps it as it is: SQLite alone would take almost anything."""

import math
from datetime import datetime
from typing import Any, Final

from sqlalchemy import JSON, BigInteger, Boolean, Float, Integer, LargeBinary, String
from sqlalchemy.orm import object_mapper
from sqlalchemy.sql.elements import NamedColumn

from facevow.errors import StoreError
from facevow.store.columns import Table, UtcDateTime
from facevow.store.engines import as_json

LONGEST_TEXT: Final = 1024 * 1024
"""Characters of a text or of a JSON value: a transcript of an hour is a tenth of it."""

LARGEST_CONTENT: Final = 16 * 1024 * 1024
"""Bytes of an image, twice the largest frame that the server takes unless told otherwise."""

DEEPEST: Final = 64
"""Levels of a JSON value; parsers of databases and languages give up at different depths far beyond."""


def is_text(text: object) -> bool:
    """Whether this is a text that a database can hold or be asked for: no NUL in it, no half of a surrogate pair."""
    if not isinstance(text, str) or "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def expect_fit(row: Table) -> None:
    """Return if every value of `row` fits its column in every database that Facevow runs on.

    Raises:
        StoreError: code `bad_record`; the message names the table, the column and what is wrong.
    """
    for key, attribute in object_mapper(row).column_attrs.items():
        column = attribute.columns[0]
        wrong = _complaint(column, getattr(row, key))
        if wrong:
            raise StoreError(
                f"expected records that fit their table: {row.__tablename__}.{column.name}: {wrong}", code="bad_record"
            )


def _complaint(column: NamedColumn[Any], value: Any) -> str | None:  # noqa: ANN401, PLR0911 - whatever was put there
    """What is wrong with a value, None if nothing is."""
    kind = column.type
    if isinstance(kind, JSON):
        return _json_complaint(value)
    if value is None:
        numbered = column.primary_key and isinstance(kind, Integer)  # by the database
        return None if column.nullable or numbered else "a value is missing"
    if isinstance(kind, UtcDateTime):
        return None if isinstance(value, datetime) and value.tzinfo is not None else "expected a moment with its zone"
    if isinstance(kind, String):
        return _text_complaint(value, kind.length or LONGEST_TEXT)
    if isinstance(kind, Boolean):
        return None if isinstance(value, bool) else f"expected True or False, got {type(value).__name__}"
    if isinstance(kind, Integer):
        return _integer_complaint(value, 63 if isinstance(kind, BigInteger) else 31)
    if isinstance(kind, Float):
        finite = isinstance(value, int | float) and math.isfinite(value)
        return None if finite else "expected a finite number"
    if isinstance(kind, LargeBinary):
        fits = isinstance(value, bytes) and len(value) <= LARGEST_CONTENT
        return None if fits else f"expected at most {LARGEST_CONTENT} bytes"
    return None


def _text_complaint(value: object, longest: int) -> str | None:
    if not is_text(value):
        return "expected text without NUL and lone surrogates"
    length = len(str(value))
    return None if length <= longest else f"expected at most {longest} characters, got {length}"


def _integer_complaint(value: object, bits: int) -> str | None:
    if not isinstance(value, int):
        return f"expected a whole number, got {type(value).__name__}"
    return None if -(2**bits) <= value < 2**bits else f"expected a number of at most {bits} bits"


def _json_complaint(value: Any) -> str | None:  # noqa: ANN401 - whatever was put there
    waiting = [(value, 1)]
    while waiting:
        part, depth = waiting.pop()
        if depth > DEEPEST:
            return f"expected JSON of at most {DEEPEST} levels"
        if isinstance(part, str) and not is_text(part):
            return "expected JSON without NUL and lone surrogates"
        if isinstance(part, dict):
            waiting.extend((inner, depth + 1) for pair in part.items() for inner in pair)
        elif isinstance(part, list | tuple):
            waiting.extend((inner, depth + 1) for inner in part)
    try:
        length = len(as_json(value))
    except (TypeError, ValueError, RecursionError) as error:
        return f"expected JSON: {error}"
    return None if length <= LONGEST_TEXT else f"expected JSON of at most {LONGEST_TEXT} characters, got {length}"
