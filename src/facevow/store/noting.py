"""Notes the end of a session, within the transaction that writes it: its callback, and its line of the audit log."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from facevow.store.audit import append
from facevow.store.records import OutboxRecord, SessionRecord

Announce = Callable[[SessionRecord, datetime], OutboxRecord | None]
"""Makes the callback that tells of a session's end, or None if nobody asked for one."""

ERASED: Final = "erased"
"""`ended_by` of a session whose stream was ended because its rows are about to go. Nobody is told of such an end."""


def note_end(orm: Session, record: SessionRecord, at: datetime, action: str, announce: Announce) -> None:
    """Add the callback, if one is owed, and the line `action` about a session that has just been given its end.

    Raises:
        StoreError: code `bad_record` where a value does not fit; and whatever `announce` does.
    """
    entry = None if record.ended_by == ERASED else announce(record, at)
    if entry is not None:
        orm.add(entry)
    details = {
        "state": record.state,
        "ended_by": record.ended_by,
        "verdict": record.verdict,
        "transcript_sha256": record.transcript_sha256,
        "frames_sha256": record.frames_sha256,
    }
    append(orm, at=at, actor="server", action=action, target=record.id, details=details)
