"""Who failed too often has to wait."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from facevow.decision.verdict import Verdict
from facevow.errors import LimitError
from facevow.server.door.lockout import expect_not_locked_out
from facevow.server.services import Clock
from facevow.store.records import SessionRecord, SessionState
from tests.server.serving import Running, serving

NOW = datetime(2026, 5, 17, 12, tzinfo=UTC)
SUBJECT, OTHER = "a" * 64, "b" * 64


def add(
    running: Running, *, ago: float, state: SessionState, verdict: Verdict | None = None, subject: str = SUBJECT
) -> None:
    """A session of a subject that was begun so many seconds ago."""
    at = NOW - timedelta(seconds=ago)
    with running.services.database.write() as orm:
        count = orm.scalars(select(func.count()).select_from(SessionRecord)).one()
        orm.add(
            SessionRecord(
                id=f"fvs_{count:022d}",
                key_id="",
                request_sha256="0" * 64,
                state=state,
                created=at,
                expires=at + timedelta(hours=1),
                started=at,
                token_sha256="0" * 64,
                policy="balanced",
                subject=subject,
                verdict=verdict,
            )
        )


@pytest.fixture
def running(database: Path) -> Iterator[Running]:
    """A server at a fixed time."""
    with serving(database, clock=Clock(now=lambda: NOW)) as made:
        yield made


def wait(running: Running, subject: str | None = SUBJECT) -> int | None:
    """How long a subject has to wait; None if it may try at once."""
    try:
        asyncio.run(expect_not_locked_out(running.services, subject))
    except LimitError as error:
        return error.retry_after if error.code == "locked_out" else -1
    return None


def test_five_failures_in_three_minutes_are_too_many(running: Running) -> None:
    """Whatever way they failed, streams under way among them; the wait is until the oldest no longer counts."""
    failed = [
        (170, SessionState.COMPLETED, Verdict.ATTACK),
        (100, SessionState.ABORTED, None),
        (90, SessionState.EXPIRED, None),
        (50, SessionState.COMPLETED, Verdict.NO_RESPONSE),
        (0, SessionState.IN_PROGRESS, None),
    ]
    for number, (ago, state, verdict) in enumerate(failed):
        assert wait(running) is None, number
        add(running, ago=ago, state=state, verdict=verdict)
    assert wait(running) == 10
    assert wait(running, OTHER) is None
    assert wait(running, None) is None


def test_old_failures_and_passes_do_not_count(running: Running) -> None:
    """Ten passes and ten failures of long ago lock nobody out."""
    for _ in range(10):
        add(running, ago=20, state=SessionState.COMPLETED, verdict=Verdict.BONA_FIDE)
        add(running, ago=181, state=SessionState.COMPLETED, verdict=Verdict.ATTACK)
    assert wait(running) is None


def test_how_many_and_how_long_are_settings(database: Path) -> None:
    """One failure in an hour, for who wants it so."""
    with serving(database, clock=Clock(now=lambda: NOW), lockout_failures=1, lockout_seconds=3600) as running:
        add(running, ago=600.5, state=SessionState.ABORTED)
        assert wait(running) == 3000
