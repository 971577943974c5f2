"""Pages through rows, newest first, so that a row that comes meanwhile moves none of the others."""

import base64
import binascii
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, or_

from facevow.errors import InputError
from facevow.store.fitting import is_text

_LONGEST: Final = 200
_FORM: Final = "%Y-%m-%dT%H:%M:%S.%f"


def cursor_of(created: datetime, name: str) -> str:
    """Where a page ended: opaque to the caller, and worth nothing but for going on from there."""
    moment = created.astimezone(UTC).strftime(_FORM)
    return base64.urlsafe_b64encode(f"{moment} {name}".encode()).decode().rstrip("=")


def read_cursor(text: str) -> tuple[datetime, str]:
    """The moment and the id in a cursor.

    Raises:
        InputError: code `bad_cursor`: this is none of ours.
    """
    try:
        plain = base64.b64decode(text[:_LONGEST] + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()
        moment, _, name = plain.partition(" ")
        created = datetime.strptime(moment, _FORM).replace(tzinfo=UTC)
    except (ValueError, binascii.Error) as error:
        raise InputError("expected a cursor as the page before gave it", code="bad_cursor") from error
    if not name or not is_text(name) or cursor_of(created, name) != text:
        raise InputError("expected a cursor as the page before gave it", code="bad_cursor")
    return created, name


def from_there(query: Select[Any], created: Any, name: Any, after: str | None) -> Select[Any]:  # noqa: ANN401 - columns
    """The query in the order of pages, beginning behind the cursor."""
    ordered = query.order_by(created.desc(), name.desc())
    if after is None:
        return ordered
    moment, last = read_cursor(after)
    behind: ColumnElement[bool] = or_(created < moment, and_(created == moment, name < last))
    return ordered.where(behind)
