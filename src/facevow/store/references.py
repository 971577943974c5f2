"""What sessions that are not over yet are to compare with, in a table of its own.

The rows of `sessions` stay in the file of a PostgreSQL table long after they were changed or deleted. This table is
small at all times, so that it can be written anew whenever something has gone (see `rewriting`).
"""

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from facevow.store.columns import Table


class ReferenceRecord(Table, kw_only=True):
    """The template that came with a session's order; it goes when the session ends.

    `content` is sealed by the key `sealed_with` of the keyring; `matcher` made it and alone can read it.
    """

    __tablename__ = "session_references"

    session: Mapped[str] = mapped_column(String(32), primary_key=True)
    matcher: Mapped[str] = mapped_column(String(100))
    sealed_with: Mapped[str] = mapped_column(String(32))
    content: Mapped[bytes] = mapped_column(LargeBinary)
