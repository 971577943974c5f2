"""The frames of one session as the log keeps them, in order."""

from sqlalchemy import select

from facevow.store.database import Database
from facevow.store.fitting import is_text
from facevow.store.keeping import SESSION_SOURCE
from facevow.store.records import InferenceRecord


def page_of_frames(
    database: Database, session: str, after: int, limit: int
) -> tuple[list[InferenceRecord], int | None]:
    """At most `limit` lines of a session's frames above the number `after`, and the number to go on from, if any.

    What still waits to be written is not among them. Lines are kept for fewer days than sessions may be.

    Raises:
        StoreError: the database cannot be read.
    """
    if not is_text(session):
        return [], None
    row = InferenceRecord
    query = select(row).where(row.connection == session, row.source == SESSION_SOURCE, row.id > after)
    with database.read() as orm:
        found = list(orm.scalars(query.order_by(row.id).limit(limit + 1)))
    return found[:limit], found[limit - 1].id if len(found) > limit else None
