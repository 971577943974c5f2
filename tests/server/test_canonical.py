"""The one line of a session in the log."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import structlog

from facevow import log
from facevow.server.canonical import canonical
from facevow.store.records import SessionRecord

THEN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def unset() -> Iterator[None]:
    """What a test sets for the whole process goes with it."""
    yield
    structlog.reset_defaults()


def record() -> SessionRecord:
    """A session that is over and holds all that must not be told."""
    return SessionRecord(
        id="fvs_0123456789abcdefghijkl",
        key_id="0123456789abcdef",
        idempotency="order-of-ada",
        request_sha256="1" * 64,
        state="COMPLETED",
        created=THEN,
        expires=THEN + timedelta(minutes=3),
        started=THEN + timedelta(seconds=2),
        ended=THEN + timedelta(seconds=9.5),
        token_sha256="2" * 64,
        policy="balanced",
        policy_title="balanced 3",
        subject="3" * 64,
        subject_claim="4" * 64,
        metadata_={"name": "Ada Lovelace"},
        callback="https://shop.example/hook?secret=hunter2",
        verdict="BONA_FIDE",
        confidence=0.97,
        reasons=["passive_high", "active_passed"],
        evidence={"passive": {"score": 0.97}},
        transcript=[{"act": "blink"}, {"act": "turn_left"}],
        timings={
            "frames": {"received": 80, "dropped": 2},
            "milliseconds": {"p50": 21.5},
            "first_frame": 0.4,
            "at": "x",
        },
        model="net",
        token="eyJhbGciOiJFZERTQSJ9.eyJzIjoxfQ.c2ln",  # noqa: S106 - of the shape, and nothing else
    )


def test_one_line_tells_the_session_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """State, verdict, reasons, times, counts: all in one JSON object, which is what is returned."""
    log.configure()
    fields = canonical(record(), images=["reference"])
    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert told["event"] == "session_ended"
    assert told["level"] == "info"
    assert {name: told[name] for name in fields} == fields
    assert fields["session"] == "fvs_0123456789abcdefghijkl"
    assert (fields["state"], fields["verdict"], fields["ended_by"]) == ("COMPLETED", "BONA_FIDE", None)
    assert fields["reasons"] == ["passive_high", "active_passed"]
    assert (fields["seconds_waiting"], fields["seconds"]) == (2.0, 7.5)
    assert fields["timing_frames_received"] == 80
    assert fields["timing_milliseconds_p50"] == 21.5
    assert fields["timing_first_frame"] == 0.4
    assert "timing_at" not in fields
    assert (fields["acts"], fields["images"]) == (2, ["reference"])
    assert fields["subject_given"] is fields["callback"] is True


def test_the_line_names_nobody_and_opens_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither subject, metadata, address, token nor any hash of them is in it."""
    log.configure()
    canonical(record())
    line = capsys.readouterr().err
    for secret in ("Ada", "order-of-ada", "hunter2", "shop.example", "eyJ", "1" * 64, "2" * 64, "3" * 64, "4" * 64):
        assert secret not in line


def test_a_session_that_never_began_has_a_line_too(capsys: pytest.CaptureFixture[str]) -> None:
    """It was expired: no time of waiting for a stream, but its whole age."""
    log.configure()
    expired = record()
    expired.state, expired.started, expired.verdict = "EXPIRED", None, None
    fields = canonical(expired)
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert (fields["seconds_waiting"], fields["seconds"]) == (None, 9.5)
