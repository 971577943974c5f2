"""Orders that are repeated, found before anything is made of them."""

from datetime import timedelta

import pytest

from facevow.errors import SessionError, StoreError
from facevow.store import Sessions
from tests.store.orders import order
from tests.store.records import MOMENT

OVER = MOMENT + timedelta(minutes=3)
"""When test sessions expire."""


def test_a_repeated_order_is_found(sessions: Sessions) -> None:
    """As it is; another order of the same key, one of another caller, and one without `idempotency` find none."""
    again = order("2", idempotency="key")
    assert sessions.repeated(again) is None
    sessions.create(order("1", idempotency="key"))
    found = sessions.repeated(again)
    assert found is not None
    assert (found.id, found.state) == ("fvs_1", "CREATED")
    others = (order("3"), order("4", idempotency="other"), order("5", idempotency="key", key_id="another"))
    assert [sessions.repeated(other) for other in others] == [None, None, None]


def test_one_that_is_over_is_written_off_first(sessions: Sessions) -> None:
    """Whoever repeats an order too late sees that it needs a new key."""
    sessions.create(order("1", idempotency="key"))
    late = sessions.repeated(order("2", idempotency="key", created=OVER, expires=OVER + timedelta(minutes=3)))
    assert late is not None
    assert (late.id, late.state) == ("fvs_1", "EXPIRED")


def test_what_is_not_the_same_is_refused(sessions: Sessions) -> None:
    """As `create` says it; what no database keeps is refused likewise."""
    sessions.create(order("1", idempotency="key"))
    with pytest.raises(SessionError) as caught:
        sessions.repeated(order("2", idempotency="key", request_sha256="0" * 64))
    assert caught.value.code == "idempotency_conflict"
    with pytest.raises(StoreError) as refused:
        sessions.repeated(order("3", idempotency="\0"))
    assert refused.value.code == "bad_record"
