"""The outbox: what is due is claimed, tried, tried again, and delivered at least once."""

from datetime import timedelta

import pytest

from facevow.errors import InputError, StoreError
from facevow.store import Audit, Database, Outbox, OutboxRecord
from tests.store.records import MOMENT

MINUTE = timedelta(minutes=1)


@pytest.fixture
def outbox(database: Database) -> Outbox:
    """The outbox of a test's database."""
    return Outbox(database)


def post(database: Database, *names: str) -> None:
    """Put callbacks into the outbox, due one second after the other."""
    with database.write() as orm:
        for number, name in enumerate(names):
            at = MOMENT + timedelta(seconds=number)
            orm.add(
                OutboxRecord(
                    id=name,
                    session=f"fvs_{name}",
                    key_id="key",
                    url="https://shop.example/done",
                    event="session.completed",
                    body='{"größe": 1}',
                    created=at,
                    due=at,
                )
            )


def claimed(outbox: Outbox, after: timedelta, limit: int = 10) -> list[str]:
    """What is claimed so long after the start, for a minute."""
    return [entry.id for entry in outbox.claim(MOMENT + after, MOMENT + after + MINUTE, limit)]


def test_what_is_due_is_claimed_in_order_and_once(outbox: Outbox, database: Database) -> None:
    """The earliest first, no more than asked for, none before its time, none twice."""
    post(database, "a", "b", "c", "d")
    assert claimed(outbox, timedelta(0)) == ["a"]
    assert claimed(outbox, timedelta(seconds=2), limit=1) == ["b"]
    assert claimed(outbox, timedelta(seconds=30)) == ["c", "d"]
    assert claimed(outbox, timedelta(seconds=31)) == []


def test_what_is_not_reported_is_due_again(outbox: Outbox, database: Database) -> None:
    """A server that claimed and was killed holds nothing up for longer than its claim."""
    post(database, "a")
    assert claimed(outbox, timedelta(0)) == ["a"]
    assert claimed(outbox, MINUTE - timedelta(microseconds=1)) == []
    assert claimed(outbox, MINUTE) == ["a"]


def test_what_failed_is_tried_again_when_it_is_due(outbox: Outbox, database: Database) -> None:
    """Attempts are counted with what came of them; delivered, it is never due again."""
    post(database, "a")
    claimed(outbox, timedelta(0))
    outbox.report("a", now=MOMENT, status=503, error="try later \0\ud800" + "x" * 1000, due=MOMENT + MINUTE)
    found = outbox.get("a")
    assert found is not None
    assert (found.attempts, found.last_status, found.claimed, found.due) == (1, 503, None, MOMENT + MINUTE)
    assert (found.last_error or "").startswith("try later ?xxx")
    assert claimed(outbox, MINUTE - timedelta(seconds=1)) == []
    assert claimed(outbox, MINUTE) == ["a"]
    outbox.report("a", now=MOMENT + MINUTE, status=200, error=None, delivered=True)
    found = outbox.get("a")
    assert found is not None
    assert (found.attempts, found.last_error, found.delivered) == (2, None, MOMENT + MINUTE)
    assert claimed(outbox, timedelta(days=9)) == []
    assert outbox.counts() == {"waiting": 0, "delivered": 1, "given_up": 0}


def test_what_was_delivered_stays_delivered(outbox: Outbox, database: Database) -> None:
    """A slower attempt of another server that failed takes nothing back; one that was given up and arrived counts."""
    post(database, "a", "b")
    outbox.report("a", now=MOMENT, status=200, error=None, delivered=True)
    outbox.report("a", now=MOMENT, status=None, error="reset", given_up=True)
    outbox.report("b", now=MOMENT, status=None, error="reset", given_up=True)
    assert outbox.counts() == {"waiting": 0, "delivered": 1, "given_up": 1}
    outbox.report("b", now=MOMENT, status=200, error=None, delivered=True)
    assert outbox.counts() == {"waiting": 0, "delivered": 2, "given_up": 0}


def test_a_report_about_what_was_erased_is_no_error(outbox: Outbox) -> None:
    """Its session may have been erased while it was on its way."""
    outbox.report("gone", now=MOMENT, status=200, error=None, delivered=True)
    assert outbox.get("gone") is None


def test_anything_can_be_sent_again(outbox: Outbox, database: Database) -> None:
    """Delivered, given up or waiting for later: it is due at once, and the audit log says who wanted it."""
    post(database, "a", "b", "c")
    outbox.report("a", now=MOMENT, status=200, error=None, delivered=True)
    outbox.report("b", now=MOMENT, status=None, error="reset", given_up=True)
    outbox.report("c", now=MOMENT, status=None, error="reset", due=MOMENT + timedelta(days=1))
    assert claimed(outbox, MINUTE) == []
    for name in ("a", "b", "c"):
        assert outbox.resend(name, MOMENT + MINUTE, actor="key:1")
    assert claimed(outbox, MINUTE) == ["a", "b", "c"]
    assert not outbox.resend("unknown", MOMENT)
    assert not outbox.resend("\0\ud800", MOMENT)
    assert [(line.actor, line.target) for line in Audit(database).lines(1, 9)] == [("key:1", n) for n in "abc"]


def test_pages_by_state(outbox: Outbox, database: Database) -> None:
    """The newest first, each in the pages of its state only, none twice."""
    post(database, *"abcdef")
    outbox.report("b", now=MOMENT, status=200, error=None, delivered=True)
    outbox.report("e", now=MOMENT, status=None, error="no", given_up=True)
    first, cursor = outbox.page(4)
    assert ([entry.id for entry in first], cursor is None) == (list("fedc"), False)
    rest, cursor = outbox.page(4, cursor)
    assert ([entry.id for entry in rest], cursor) == (list("ba"), None)
    assert [entry.id for entry in outbox.page(9, state="waiting")[0]] == list("fdca")
    assert [entry.id for entry in outbox.page(9, state="delivered")[0]] == ["b"]
    assert [entry.id for entry in outbox.page(9, state="given_up")[0]] == ["e"]
    assert [entry.id for entry in outbox.page(9, session="fvs_c")[0]] == ["c"]
    assert outbox.page(9, state="delivered", session="fvs_c") == ([], None)
    assert outbox.page(9, session="\0") == outbox.page(9, session="fvs_none") == ([], None)
    with pytest.raises(InputError) as caught:
        outbox.page(4, "nonsense")
    assert caught.value.code == "bad_cursor"


def test_hostile_names_find_nothing(outbox: Outbox) -> None:
    """No text is too strange to ask for."""
    for name in ("", "\0", "\ud800", "x" * 10_000, "' OR 1=1 --"):
        assert outbox.get(name) is None


def test_an_address_that_no_column_holds_is_refused(database: Database) -> None:
    """A callback with NUL in it is a bad record."""
    with pytest.raises(StoreError) as caught:
        post(database, "a\0")
    assert caught.value.code == "bad_record"
