"""The reckoning after the kills finds what it is there to find."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bench.customers import Visit
from bench.receiving import Received
from bench.reckoning import Reckoning, reckon
from sqlalchemy import update

from facevow.server.services import Clock
from facevow.store.endings import Ending
from facevow.store.records import AuditRecord, OutboxRecord, SessionRecord, SessionState
from tests.server.serving import HandClock, Running, serving
from tests.server.v1.streaming import ended, order, streaming

VISIT = Visit("a key", "passive_only", attack=False, plan="finish", images="none", could_pass=True)


@pytest.fixture
def hand() -> HandClock:
    """The clock of one test."""
    return HandClock()


@pytest.fixture
def server(tmp_path: Path, hand: HandClock) -> Iterator[Running]:
    """A server whose time is set by hand."""
    with serving(tmp_path / "facevow.db", clock=Clock(monotonic=hand)) as running:
        yield running


def passed(server: Running, hand: HandClock) -> Visit:
    """A visit that ended with BONA_FIDE, as its client remembers it."""
    ordered = order(server, policy="passive_only", reveal="token")
    with streaming(server, ordered, hand=hand) as streamer:
        last = streamer.follow()[-1]
    assert ended(server, ordered.id).verdict == "BONA_FIDE"
    return replace(VISIT, ids=[ordered.id], heard=[last])


def found(server: Running, *visits: Visit, received: Received | None = None) -> Reckoning:
    return reckon(server.url, server.services.database, visits, received or Received())


def test_a_sound_course_is_clean(server: Running, hand: HandClock) -> None:
    """A session that was told as it reads, by somebody who showed enough, is nothing to complain about."""
    reckoned = found(server, passed(server, hand))
    assert reckoned.clean
    assert (reckoned.states, reckoned.verdicts["BONA_FIDE"]) == ({"COMPLETED": 1}, 1)
    assert reckoned.audit_lines >= 3


def test_a_session_that_is_gone_is_lost(server: Running, hand: HandClock) -> None:
    """One that was acknowledged must be there."""
    visit = passed(server, hand)
    server.services.sessions.erase(visit.ids[0], actor="test", now=datetime.now(UTC))
    assert len(found(server, visit).lost) == 1


def test_a_verdict_that_reads_otherwise_is_lost(server: Running, hand: HandClock) -> None:
    """What a client was told at the end must still be so."""
    visit = passed(server, hand)
    with server.services.database.write() as orm:
        orm.execute(update(SessionRecord).values(verdict="ATTACK"))
    reckoned = found(server, visit)
    assert reckoned.lost
    assert any("its token says BONA_FIDE" in case for case in reckoned.wrong)


def test_two_sessions_for_one_key_are_one_too_many(server: Running, hand: HandClock) -> None:
    """A client that was told of two sessions for one order says so."""
    first, second = passed(server, hand), order(server, policy="passive_only")
    server.services.sessions.end(second.id, Ending(SessionState.ABORTED, datetime.now(UTC), "left"))
    assert found(server, replace(first, ids=[*first.ids, second.id], heard=[])).duplicated


@pytest.mark.parametrize(("attack", "could_pass"), [(True, True), (False, False)])
def test_whoever_cannot_have_passed_is_found(
    server: Running, hand: HandClock, *, attack: bool, could_pass: bool
) -> None:
    """BONA_FIDE for an attack, or for somebody who showed too little."""
    visit = replace(passed(server, hand), attack=attack, could_pass=could_pass)
    assert len(found(server, visit).wrongly_passed) == 1


def test_an_open_session_at_the_end_is_wrong(server: Running) -> None:
    """Everything must have come to its end."""
    visit = replace(VISIT, ids=[order(server, policy="passive_only").id])
    assert found(server, visit).wrong


def test_a_callback_that_never_came_is_lost(server: Running, hand: HandClock) -> None:
    """An end with a callback has one entry in the outbox, and its receiver has been told the same."""
    visit = passed(server, hand)
    with server.services.database.write() as orm:
        orm.execute(update(SessionRecord).values(callback="https://shop.example/told"))
    assert any("0 callbacks" in case for case in found(server, visit).lost)
    with server.services.database.write() as orm:
        now = datetime.now(UTC)
        orm.add(
            OutboxRecord(
                id="evt_1", session=visit.ids[0], key_id="", url="https://shop.example/told", event="session.completed",
                body="{}", created=now, due=now, delivered=now,
            )
        )  # fmt: skip
    assert any("never came" in case for case in found(server, visit).lost)
    data = {"session": visit.ids[0], "state": "ABORTED", "verdict": None, "token": None, "ended_by": "left"}
    received = Received(bodies={"evt_1": {json.dumps({"data": data})}})
    assert any("told ABORTED" in case for case in found(server, visit, received=received).lost)


def test_a_changed_audit_log_is_wrong(server: Running, hand: HandClock) -> None:
    """A line that somebody changed breaks the chain."""
    visit = passed(server, hand)
    with server.services.database.write() as orm:
        orm.execute(update(AuditRecord).where(AuditRecord.number == 1).values(actor="somebody else"))
    assert any("audit log" in case for case in found(server, visit).wrong)
