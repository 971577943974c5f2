"""What a receiver is told at the end of a session."""

import base64
import hashlib
import json
from datetime import UTC, datetime
from typing import Final

from facevow.store.records import OutboxRecord, SessionRecord, SessionState

EVENTS: Final = {
    SessionState.COMPLETED: "session.completed",
    SessionState.EXPIRED: "session.expired",
    SessionState.ABORTED: "session.aborted",
}
"""The event of each state that a session can end in."""


def announce(record: SessionRecord, at: datetime) -> OutboxRecord | None:
    """The callback that a session's end at the moment `at` owes; None where the application named no address for one.

    To be stored in the transaction that ends the session. The body is JSON: `id`, `type`, `created` and `data` with
    `session`, `state`, `verdict` (null unless COMPLETED), `ended_by`, `match` (what a comparison came to, null without
    one), `token` (the signed verdict) and `metadata`.

    Raises:
        KeyError: the session is not over; nothing may be told of it yet.
    """
    if record.callback is None:
        return None
    event = EVENTS[SessionState(record.state)]
    name = event_name(record.id)
    body = {
        "id": name,
        "type": event,
        "created": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "data": {
            "session": record.id,
            "state": str(record.state),
            "verdict": record.verdict,
            "ended_by": record.ended_by,
            "match": record.match,
            "token": record.token,
            "metadata": record.metadata_,
        },
    }
    return OutboxRecord(
        id=name,
        session=record.id,
        key_id=record.key_id,
        url=record.callback,
        event=event,
        body=json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":")),
        created=at,
        due=at,
    )


def event_name(session: str) -> str:
    """The name of a session's one event: "evt_" and 22 letters.

    It follows from the session's name, so that an ending stored twice cannot become two events: the second would have
    the primary key of the first.
    """
    digest = hashlib.sha256(f"facevow event\n{session}".encode()).digest()
    return "evt_" + base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")
