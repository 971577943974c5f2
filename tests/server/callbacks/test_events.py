"""The event that the end of a session leaves behind."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from facevow.server.callbacks.events import EVENTS, announce, event_name
from facevow.store.records import OPEN_STATES, SessionRecord, SessionState

AT = datetime(2026, 3, 1, 12, 30, 15, 250_000, tzinfo=UTC)

MATCH = {
    "matched": True, "score": 0.8, "threshold": 0.58, "matcher": "m 1", "against": "subject", "frames": 30,
}  # fmt: skip


def session(**given: Any) -> SessionRecord:  # noqa: ANN401 - columns
    """A session whose application wants to be told."""
    columns: dict[str, Any] = {
        "id": "fvs_abcdefghijklmnopqrstuv",
        "key_id": "0123456789abcdef",
        "request_sha256": "0" * 64,
        "state": SessionState.COMPLETED,
        "created": AT,
        "expires": AT,
        "token_sha256": "0" * 64,
        "policy": "balanced",
        "callback": "https://shop.example/told",
        "verdict": "BONA_FIDE",
        "match": MATCH,
        "token": "a.b.c",
        "metadata_": {"order": 7, "für": "Ärzte"},
    }
    return SessionRecord(**(columns | given))


def test_a_completed_session_is_announced_with_its_token() -> None:
    """The entry is due at once, belongs to the key that made the session, and its body says what a receiver needs."""
    entry = announce(session(), AT)
    assert entry is not None
    assert (entry.url, entry.key_id, entry.due, entry.created) == (
        "https://shop.example/told",
        session().key_id,
        AT,
        AT,
    )
    assert (entry.delivered, entry.given_up, entry.attempts) == (None, None, 0)
    assert json.loads(entry.body) == {
        "id": entry.id,
        "type": "session.completed",
        "created": "2026-03-01T12:30:15.250Z",
        "data": {
            "session": session().id,
            "state": "COMPLETED",
            "verdict": "BONA_FIDE",
            "ended_by": None,
            "match": MATCH,
            "token": "a.b.c",
            "metadata": {"order": 7, "für": "Ärzte"},
        },
    }


@pytest.mark.parametrize("state", EVENTS)
def test_each_end_has_its_event(state: SessionState) -> None:
    """A session that expired or was aborted is told of as well, by that name."""
    entry = announce(session(state=state), AT)
    assert entry is not None
    assert entry.event == json.loads(entry.body)["type"] == f"session.{state.lower()}"


def test_no_address_no_callback() -> None:
    """An application that named no URL gets none."""
    assert announce(session(callback=None), AT) is None


@pytest.mark.parametrize("state", OPEN_STATES)
def test_an_open_session_is_never_announced(state: SessionState) -> None:
    """Nothing may be told before the end."""
    with pytest.raises(KeyError):
        announce(session(state=state), AT)


def test_a_session_has_one_event_name() -> None:
    """The name follows from the session, fits its column, and differs from session to session."""
    names = {event_name(f"fvs_{number}") for number in range(100)}
    assert len(names) == 100
    assert event_name("fvs_1") == event_name("fvs_1")
    assert all(name.startswith("evt_") and len(name) == 26 for name in names)
