"""What an operator sees at a glance: GET /v1/statistics and GET /v1/live."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from facevow.server.services import Clock
from facevow.server.v1 import overview
from facevow.store.database import Database
from facevow.store.endings import Ending
from facevow.store.records import SessionRecord, SessionState
from facevow.store.sessions import Sessions
from facevow.store.statistics import Counted, Span, count_sessions
from tests.server.analysers import NOBODY
from tests.server.serving import PATIENCE, HandClock, Running, serving, until
from tests.server.v1.asking import TIMINGS, complete, key_for, locked_server, make, problem
from tests.server.v1.streaming import order, streaming


def statistics(server: Running, **asked: Any) -> dict[str, Any]:  # noqa: ANN401
    """What is told of these sessions."""
    answer = server.get("/v1/statistics", params={name.removesuffix("_"): value for name, value in asked.items()})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def live(server: Running) -> dict[str, Any]:
    """Who streams now."""
    told: dict[str, Any] = server.get("/v1/live").json()
    return told


def test_sessions_are_counted(server: Running) -> None:
    """By state, verdict, reason, end and policy; latencies are the sessions' own."""
    complete(server, make(server)["id"])
    complete(server, make(server, policy="strict")["id"], verdict="ATTACK")
    aborted = make(server)["id"]
    server.services.sessions.end(aborted, Ending(SessionState.ABORTED, server.services.clock.now(), "left"))
    totals = statistics(server, step="day")["totals"]
    assert totals == {
        "sessions": 3,
        "states": {"ABORTED": 1, "COMPLETED": 2},
        "verdicts": {"ATTACK": 1, "BONA_FIDE": 1},
        "reasons": {"passive_high": 2},
        "ended_by": {"left": 1},
        "policies": {"balanced": 2, "strict": 1},
        "milliseconds": TIMINGS["milliseconds"],
        "seconds": {"p50": 9.0, "p95": 9.0},
    }
    assert statistics(server, step="day", policy="strict")["totals"]["sessions"] == 1


@pytest.mark.parametrize(("step", "several"), [("minute", 60), ("hour", 24), ("day", 30)])
def test_the_latest_steps_are_told_unless_others_are_asked_for(server: Running, step: str, several: int) -> None:
    """As many as a person wants to see, the last of which is not over yet; a session made now is in that one."""
    make(server)
    told = statistics(server, step=step)
    assert len(told["buckets"]) == several
    assert (told["step"], told["policy"], told["from"]) == (step, None, told["buckets"][0]["at"])
    assert sum(bucket["sessions"] for bucket in told["buckets"]) == told["totals"]["sessions"] == 1
    moments = [datetime.fromisoformat(bucket["at"]) for bucket in told["buckets"]]
    assert moments == sorted(moments)
    assert moments[-1] <= datetime.fromisoformat(told["to"]) <= datetime.now(UTC)


def test_a_span_is_told_in_whole_steps(standing: Running) -> None:
    """The step that it begins in is told from its beginning; the last one is cut short where the span ends."""
    told = statistics(standing, from_="2026-05-17T14:30:00+02:00", to="2026-05-17T14:10:00Z")
    assert [bucket["at"] for bucket in told["buckets"]] == [f"2026-05-17T{hour}:00:00Z" for hour in (12, 13, 14)]
    assert (told["from"], told["to"]) == ("2026-05-17T12:00:00Z", "2026-05-17T14:10:00Z")
    empty = {"sessions": 0, "states": {}, "verdicts": {}, "reasons": {}, "milliseconds": None, "seconds": None}
    assert all(bucket == empty | {"at": bucket["at"]} for bucket in told["buckets"])


@pytest.mark.parametrize(
    "asked",
    [
        "step=week",
        "policy=none",
        "from=yesterday",
        "from=2026-05-17",
        "form=2026-05-17T12:00:00Z",
        "step=day&step=day",
        "to=0001-01-01T00:00:00Z",
        "from=2026-05-17T12:00:00Z&to=2026-05-17T12:00:00Z",
        "from=2026-05-17T12:00:00Z&to=2026-05-16T12:00:00Z",
        "from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z&step=day",
        "from=2026-05-17T12:00:00Z&to=2026-05-17T18:41:00Z&step=minute",
        "to=%FF",
    ],
)
def test_a_span_that_cannot_be_told_is_refused(standing: Running, asked: str) -> None:
    """Nothing in it, more than 400 steps, or moments that are none."""
    problem(standing.get(f"/v1/statistics?{asked}"), 422, "bad_parameter")


def test_as_many_steps_as_may_be_are_told(standing: Running) -> None:
    """400 of them, at any end of time."""
    told = statistics(standing, from_="2026-05-17T12:00:00Z", to="2026-05-17T18:40:00Z", step="minute")
    assert len(told["buckets"]) == 400
    ends = {"from_": "9999-12-31T00:00:00Z", "to": "9999-12-31T23:59:59.999999Z"}, {
        "from_": "0001-01-01T00:00:00Z", "to": "0001-01-01T00:30:00Z",
    }  # fmt: skip
    assert [len(statistics(standing, **end)["buckets"]) for end in ends] == [24, 1]


def test_a_session_whose_time_is_over_counts_as_expired(database: Path) -> None:
    """Though nobody has looked at it since."""
    now = datetime(2026, 5, 17, 12, 30, tzinfo=UTC)
    clock = [now]
    with serving(database, clock=Clock(now=lambda: clock[0])) as server:
        make(server)
        clock[0] = now + timedelta(minutes=2)
        assert statistics(server)["totals"]["states"] == {"CREATED": 1}
        clock[0] = now + timedelta(minutes=3)
        totals = statistics(server)["totals"]
    assert (totals["states"], totals["ended_by"]) == ({"EXPIRED": 1}, {"not_begun": 1})


@contextmanager
def counting_slowly(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Span]]:
    """Counts that take until the end of a block, each with a connection of its own; the spans that were asked for."""
    may_end, asked = threading.Event(), list[Span]()

    def count(database: Database, span: Span) -> Counted:
        asked.append(span)
        with database.read() as orm:
            orm.execute(text("SELECT 1"))
            may_end.wait(PATIENCE)
        return count_sessions(database, span)

    monkeypatch.setattr(overview, "count_sessions", count)
    try:
        yield asked
    finally:
        may_end.set()


def test_counting_holds_up_nobody_else(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many ask, one count at a time has a connection; only lists that look at every session wait behind it."""
    figures = server.services.threads.figures
    with httpx.Client(base_url=server.url, timeout=PATIENCE) as http, ThreadPoolExecutor(31) as askers:
        with counting_slowly(monkeypatch) as asked:
            ends = [f"2026-05-17T12:00:{second:02}Z" for second in range(30)]
            told = [askers.submit(http.get, "/v1/statistics", params={"to": end}) for end in ends]
            until(lambda: figures.statistics().tasks_waiting == 29)
            assert (len(asked), server.get("/v1/sessions").status_code) == (1, 200)
            assert make(server)["state"] == "CREATED"
            assert server.get("/health/ready").status_code == 200
            listed = askers.submit(http.get, "/v1/sessions?reason=passive_high")
            until(lambda: figures.statistics().tasks_waiting == 30)
        assert {one.result().status_code for one in (*told, listed)} == {200}


def test_who_asks_for_the_same_is_told_the_same(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is counted once for all of them; something else is counted by itself."""
    with httpx.Client(base_url=server.url, timeout=PATIENCE) as http, ThreadPoolExecutor(6) as askers:
        with counting_slowly(monkeypatch) as asked:
            told = [askers.submit(http.get, "/v1/statistics?step=day") for _ in range(5)]
            other = askers.submit(http.get, "/v1/statistics?step=day&policy=strict")
            until(lambda: server.services.threads.figures.statistics().tasks_waiting == 1)
        answers = [one.result().json() for one in told]
        assert other.result().json()["policy"] == "strict"
    assert all(answer == answers[0] for answer in answers)
    assert sorted(span.policy or "" for span in asked) == ["", "strict"]


def test_nobody_streams_at_first(standing: Running) -> None:
    """There is room for so many."""
    assert live(standing) == {"capacity": 32, "inside": 0, "draining": False, "sessions": []}


def test_who_streams_is_told_from_the_welcome_on(timed: Running, hand: HandClock) -> None:
    """Where the challenge stands, what is asked, and the frames so far; no score, no verdict, no address."""
    ordered = order(timed, metadata={"secret": "s3cret"})
    with streaming(timed, ordered, hand=hand) as streamer:
        (fresh,) = live(timed)["sessions"]
        assert (fresh["session"], fresh["policy"], fresh["seconds"], fresh["face"]) == (ordered.id, "balanced", 0, None)
        assert (fresh["state"], fresh["act"], fresh["done"], fresh["guidance"]) == ("face_due", None, 0, [])
        assert fresh["frames"] == {"received": 0, "analysed": 0, "dropped": 0, "refused": 0}
        told = streamer.follow(lambda message: bool(message.get("active_check", {}).get("prompt")))
        (asked,) = live(timed)["sessions"]
        prompt = told[-1]["active_check"]["prompt"]
        assert (asked["state"], asked["act"], asked["of"]) == ("act_due", prompt["act"], prompt["of"])
        assert (asked["face"], asked["frames"]["analysed"]) == (True, len(told))
        assert asked["seconds"] == pytest.approx(hand.seconds, abs=0.1)
        streamer.show(NOBODY)
        (gone,) = live(timed)["sessions"]
        assert (gone["face"], gone["guidance"]) == (False, ["no_face"])
        text = str(gone)
        assert not any(word in text for word in ("score", "verdict", "127.0.0.1", "s3cret"))
        streamer.send({"type": "leave"})
        streamer.close_code()
    until(lambda: live(timed)["inside"] == 0)
    assert live(timed)["sessions"] == []


def test_a_stream_that_has_ended_is_not_told(timed: Running, hand: HandClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """While its end is being stored nobody sees whether the challenge was passed; it still has its place."""
    storing, may_store, end = threading.Event(), threading.Event(), Sessions.end

    def slow(*given: Any, **named: Any) -> SessionRecord:  # noqa: ANN401
        storing.set()
        may_store.wait(PATIENCE)
        return end(*given, **named)

    monkeypatch.setattr(Sessions, "end", slow)
    with streaming(timed, order(timed), hand=hand) as streamer, ThreadPoolExecutor(1) as follower:
        followed = follower.submit(streamer.follow)
        assert storing.wait(PATIENCE)
        told = live(timed)
        may_store.set()
        assert followed.result()[-1]["state"] == "COMPLETED"
    assert (told["inside"], told["sessions"]) == (1, [])


def test_a_check_without_acts_has_no_state(server: Running) -> None:
    """There is no challenge to stand anywhere."""
    with streaming(server, order(server, policy="passive_only")):
        (only,) = live(server)["sessions"]
    assert (only["state"], only["act"], only["done"], only["of"]) == (None, None, 0, 0)


def test_the_oldest_stream_is_told_first(server: Running) -> None:
    """Each with its own."""
    with streaming(server, order(server)) as first, streaming(server, order(server)) as second:
        sessions = [one["session"] for one in live(server)["sessions"]]
        del first, second
        since = [one["since"] for one in live(server)["sessions"]]
    assert (len(set(sessions)), since) == (2, sorted(since))


@pytest.mark.parametrize("path", ["/v1/statistics", "/v1/live"])
def test_it_takes_a_key_of_an_operator(database: Path, path: str) -> None:
    """And no page of a stranger."""
    with locked_server(database) as server:
        problem(server.get(path), 401, "key_missing")
        problem(server.get(path, headers=key_for(server, "sessions", "analyses")), 403, "scope_missing")
        operator = key_for(server, "operate")
        assert server.get(path, headers=operator).status_code == 200
        stranger = operator | {"Origin": "https://elsewhere.example"}
        problem(server.get(path, headers=stranger), 403, "origin_refused")
