"""How often a subject may try, counted where it cannot be raced."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from facevow.errors import LimitError
from facevow.store import Audit, Database, Lockout, Sessions
from tests.store.orders import TOKEN, announce, at_once, order
from tests.store.records import MOMENT

OVER = MOMENT + timedelta(minutes=3)
SUBJECT = "5" * 64


def test_streams_opened_together_on_two_servers_are_counted(
    database: Database, another: Callable[[], Database]
) -> None:
    """Of twenty at once as many begin as may fail; the others' tokens are not used up, and have to wait."""
    servers = [Sessions(each, announce) for each in (database, another())]
    for number in range(20):
        servers[0].create(order(f"{number}", subject=SUBJECT))
    lockout = Lockout(failures=3, seconds=180)
    works = [
        partial(servers[n % 2].begin, f"fvs_{n}", TOKEN, now=MOMENT, until=OVER, lockout=lockout) for n in range(20)
    ]
    answers = at_once(works)
    refused = [one for one in answers if isinstance(one, LimitError)]
    assert len(refused) == 17
    assert {(one.code, one.retry_after) for one in refused} == {("locked_out", 180)}
    states = [found.state for n in range(20) if (found := servers[0].get(f"fvs_{n}")) is not None]
    assert (states.count("IN_PROGRESS"), states.count("CREATED")) == (3, 17)
    assert Audit(database).verify().lines == 23


def test_nobody_else_is_locked_out(sessions: Sessions) -> None:
    """Another subject, and a session without one, begin; so does the same one when its failure is old."""
    lockout = Lockout(failures=1, seconds=60)
    for name, subject in (("1", SUBJECT), ("2", "6" * 64), ("3", None), ("4", None), ("5", SUBJECT)):
        sessions.create(order(name, subject=subject))
    for name in ("1", "2", "3", "4"):
        sessions.begin(f"fvs_{name}", TOKEN, now=MOMENT, until=OVER, lockout=lockout)
    with pytest.raises(LimitError) as caught:
        sessions.begin("fvs_5", TOKEN, now=MOMENT + timedelta(seconds=59.5), until=OVER, lockout=lockout)
    assert caught.value.retry_after == 1
    late = MOMENT + timedelta(seconds=60.5)
    assert sessions.begin("fvs_5", TOKEN, now=late, until=OVER, lockout=lockout).state == "IN_PROGRESS"
