"""Sessions counted over time, in both databases."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facevow.store import Database, Sessions
from facevow.store.statistics import Percentiles, Span, Tally, count_sessions, percentiles
from tests.store.orders import OUTCOME, TOKEN, aborted, completed, order
from tests.store.records import MOMENT

BEGIN = datetime(2026, 5, 17, 12, tzinfo=UTC)
HOUR = 3600
SPAN = Span(BEGIN, BEGIN + timedelta(hours=3), HOUR)


def timed(p50: float | None, p95: float | None, seconds: float) -> dict[str, Any]:
    """What a stream leaves behind, as far as it is counted."""
    return {"seconds": seconds, "milliseconds": {"p50": p50, "p95": p95}}


def end(sessions: Sessions, name: str, *, made: datetime = MOMENT, policy: str = "balanced", **outcome: Any) -> None:  # noqa: ANN401
    """A session that came to a verdict."""
    sessions.create(order(name, created=made, policy=policy, expires=made + timedelta(minutes=3)))
    sessions.begin(f"fvs_{name}", TOKEN, now=made, until=made + timedelta(minutes=3))
    sessions.end(f"fvs_{name}", completed(replace(OUTCOME, **outcome), made + timedelta(seconds=20)))


def test_sessions_are_counted_by_state_verdict_reason_end_and_policy(sessions: Sessions, database: Database) -> None:
    """Each in the hour in which it was made, and all of them together; an open session has a state and nothing else."""
    end(sessions, "1", reasons=("passive_high", "active_passed"))
    end(sessions, "2", verdict="ATTACK", reasons=("passive_low",), policy="strict")
    end(sessions, "3", made=MOMENT + timedelta(hours=1), reasons=("passive_high",))
    sessions.create(order("4"))
    sessions.create(order("5"))
    sessions.end("fvs_5", aborted("left"))
    counted = count_sessions(database, SPAN)
    assert list(counted.steps) == [BEGIN, BEGIN + timedelta(hours=1)]
    first = counted.steps[BEGIN]
    assert (first.sessions, counted.totals.sessions) == (4, 5)
    assert first.states == {"COMPLETED": 2, "CREATED": 1, "ABORTED": 1}
    assert counted.totals.verdicts == {"BONA_FIDE": 2, "ATTACK": 1}
    assert counted.totals.reasons == {"passive_high": 2, "active_passed": 1, "passive_low": 1}
    assert counted.totals.ended_by == {"left": 1}
    assert counted.totals.policies == {"balanced": 4, "strict": 1}


def test_only_the_span_and_the_policy_are_counted(sessions: Sessions, database: Database) -> None:
    """From its first moment on, and not at its last."""
    for number, made in enumerate(
        (BEGIN - timedelta(microseconds=1), BEGIN, SPAN.end - timedelta(microseconds=1), SPAN.end)
    ):
        sessions.create(order(f"{number}", created=made))
    sessions.create(order("strict", policy="strict"))
    assert count_sessions(database, SPAN).totals.sessions == 3
    assert count_sessions(database, replace(SPAN, policy="balanced")).totals.sessions == 2
    assert count_sessions(database, replace(SPAN, policy="lenient")).totals == Tally()


@pytest.mark.parametrize("seconds", [60, HOUR, 24 * HOUR])
def test_a_step_begins_at_whole_minutes_hours_or_days_of_utc(
    sessions: Sessions, database: Database, seconds: int
) -> None:
    """Whatever fraction of a second a session was made at, and before 1970, too."""
    made = [MOMENT, datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC), datetime(2026, 5, 17, tzinfo=UTC)]
    for number, moment in enumerate(made):
        sessions.create(order(f"{number}", created=moment))
    begin = datetime(1960, 1, 1, tzinfo=UTC)
    steps = count_sessions(database, Span(begin, MOMENT + timedelta(days=1), seconds)).steps
    length = timedelta(seconds=seconds)
    assert set(steps) >= {MOMENT - (MOMENT - BEGIN.replace(hour=0)) % length, made[2]}
    assert sum(tally.sessions for tally in steps.values()) == 3


def test_latencies_are_the_percentiles_of_the_sessions_own(sessions: Sessions, database: Database) -> None:
    """The median of medians, the 95th percentile of 95th percentiles; a session without any counts for none."""
    for number in range(1, 21):
        end(sessions, f"{number}", timings=timed(number, 100 + number, number / 2))
    end(sessions, "none", timings=timed(None, None, 4.0))
    sessions.create(order("open"))
    counted = count_sessions(database, SPAN)
    assert counted.totals.milliseconds == counted.steps[BEGIN].milliseconds == Percentiles(10, 119)
    assert counted.totals.seconds == Percentiles(5.0, 9.5)


def test_nothing_to_count_is_nothing(database: Database) -> None:
    """No step, no figure."""
    counted = count_sessions(database, SPAN)
    assert (counted.totals, dict(counted.steps)) == (Tally(), {})


@settings(max_examples=200)
@given(st.lists(st.integers(0, 50), min_size=1, max_size=40))
def test_percentiles_are_those_of_the_sorted_list(values: list[int]) -> None:
    """By nearest rank, however many are equal."""
    at = [sorted(values)[ceil(share * len(values)) - 1] for share in (0.5, 0.95)]
    assert percentiles(Counter(map(float, values))) == Percentiles(*at)


def test_counts_add_up(sessions: Sessions, database: Database) -> None:
    """The steps' counts are those of the whole, of each kind."""
    for number in range(12):
        end(
            sessions, f"{number}", made=BEGIN + timedelta(minutes=13 * number), reasons=("passive_high",) * (number % 2)
        )
    counted = count_sessions(database, SPAN)
    assert sum((tally.reasons for tally in counted.steps.values()), Counter[str]()) == counted.totals.reasons
    assert sum((tally.states for tally in counted.steps.values()), Counter[str]()) == counted.totals.states
