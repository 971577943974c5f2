"""Pages of sessions, and cursors of every kind."""

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.errors import InputError
from facevow.store import Filter, SessionRecord, Sessions, SessionState
from facevow.store.paging import cursor_of, read_cursor
from tests.store.orders import OUTCOME, TOKEN, aborted, completed, order
from tests.store.records import MOMENT

OVER = MOMENT + timedelta(minutes=3)


def ids(records: list[SessionRecord]) -> list[str]:
    """The names that these sessions were made with."""
    return [record.id.removeprefix("fvs_") for record in records]


def turn_over(sessions: Sessions, limit: int, wanted: Filter | None = None) -> list[str]:
    """All pages one after the other."""
    found: list[str] = []
    cursor = None
    while True:
        page, cursor = sessions.page(wanted or Filter(), limit, cursor)
        assert len(page) <= limit
        found += ids(page)
        if cursor is None:
            return found


def test_pages_give_each_session_once_newest_first(sessions: Sessions) -> None:
    """Of sessions made in the same microsecond too, whatever the length of a page."""
    for number in range(7):
        sessions.create(order(f"{number}", created=MOMENT + timedelta(seconds=number // 3)))
    for limit in (1, 2, 3, 7, 8):
        assert turn_over(sessions, limit) == ["6", "5", "4", "3", "2", "1", "0"]


def test_sessions_that_come_meanwhile_move_none(sessions: Sessions) -> None:
    """The next page goes on where the last one ended, though newer sessions were made and some erased in between."""
    for number in range(6):
        sessions.create(order(f"{number}", created=MOMENT + timedelta(seconds=number)))
    first, cursor = sessions.page(Filter(), 2)
    assert ids(first) == ["5", "4"]
    sessions.create(order("new", created=MOMENT + timedelta(seconds=60)))
    sessions.erase("fvs_4", actor="test", now=MOMENT)  # the very one that the cursor names
    second, cursor = sessions.page(Filter(), 2, cursor)
    assert ids(second) == ["3", "2"]
    sessions.erase("fvs_1", actor="test", now=MOMENT)
    assert ids(sessions.page(Filter(), 2, cursor)[0]) == ["0"]


def test_filters_are_kept_over_pages(sessions: Sessions) -> None:
    """State, verdict, subject, key and time each leave the others out; the first moment counts, the last does not."""
    subject = "a" * 64
    for number in range(6):
        sessions.create(
            order(
                f"{number}",
                created=MOMENT + timedelta(seconds=number),
                subject=subject if number % 2 else None,
                key_id="one" if number < 4 else "two",
            )
        )
    sessions.begin("fvs_3", TOKEN, now=MOMENT, until=OVER)
    sessions.begin("fvs_2", TOKEN, now=MOMENT, until=OVER)
    sessions.end("fvs_2", completed())
    wanted = {
        "5410": Filter(state=SessionState.CREATED),
        "3": Filter(state=SessionState.IN_PROGRESS),
        "2": Filter(verdict="BONA_FIDE"),
        "531": Filter(subject=subject),
        "54": Filter(key_id="two"),
        "31": Filter(subject=subject, key_id="one"),
        "432": Filter(created_after=MOMENT + timedelta(seconds=2), created_before=MOMENT + timedelta(seconds=5)),
        "": Filter(state=SessionState.EXPIRED),
    }
    for names, only in wanted.items():
        assert turn_over(sessions, 1, only) == list(names)
        assert turn_over(sessions, 10, only) == list(names)


def test_sessions_are_found_by_policy_end_and_reason(sessions: Sessions) -> None:
    """A reason is found wherever it stands among several, and neither by its beginning nor by letters for any sign."""
    sessions.create(order("1", policy="strict"))
    sessions.create(order("2"))
    sessions.end("fvs_1", aborted("left"))
    sessions.begin("fvs_2", TOKEN, now=MOMENT, until=OVER)
    sessions.end("fvs_2", completed(replace(OUTCOME, reasons=("passive_high", "active_passed"))))
    wanted = {
        "1": (Filter(policy="strict"), Filter(ended_by="left")),
        "2": (
            Filter(reason="passive_high"),
            Filter(reason="active_passed"),
            Filter(reason="active_passed", policy="balanced"),
        ),
        "": (
            Filter(reason="passive"),
            Filter(reason="passive%"),
            Filter(reason="passive-high"),
            Filter(ended_by="lef_"),
        ),
    }
    for names, filters in wanted.items():
        for only in filters:
            assert turn_over(sessions, 1, only) == list(names)


def test_no_open_session_is_shown_after_its_time(sessions: Sessions) -> None:
    """With the present time given, what is over has expired before the page is made."""
    sessions.create(order("1"))
    (found,), _ = sessions.page(Filter(), 5, now=OVER)
    assert (found.state, found.ended_by) == ("EXPIRED", "not_begun")
    assert sessions.page(Filter(state=SessionState.CREATED), 5, now=OVER) == ([], None)


def test_hostile_filters_find_nothing(sessions: Sessions) -> None:
    """Text that no database can be asked for matches no session."""
    sessions.create(order("1"))
    for hostile in ("\0", "\ud800", "x" * 10_000, "' OR 1=1 --", "%"):
        for name in ("verdict", "subject", "key_id", "policy", "ended_by", "reason"):
            asked: dict[str, Any] = {name: hostile}
            wanted = Filter(**asked)
            assert sessions.page(wanted, 5) == ([], None)
        assert sessions.get(hostile) is None
        assert sessions.images(hostile) == []
        assert sessions.image(hostile, hostile) is None
        assert sessions.erase(hostile, actor="test", now=MOMENT) is None


def sealed(text: str) -> str:
    """A cursor made by somebody else."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "nonsense",
        "\0",
        "\ud800",
        "é",
        "A" * 100_000,
        sealed("2026-05-17T12:30:15.250000"),
        sealed("2026-05-17T12:30:15.250000 "),
        sealed("2026-05-17T12:30:15.25 fvs_1"),
        sealed("2026-13-17T12:30:15.250000 fvs_1"),
        sealed("2026-05-17T12:30:15.250000 \0"),
        sealed("0000-01-01T00:00:00.000000 x"),
        sealed("2026-05-17T12:30:15.250000 fvs_1") + "=",
        sealed("2026-05-17T12:30:15.250000 fvs_1") + "\n",
    ],
)
def test_a_cursor_that_is_none_of_ours_is_refused(sessions: Sessions, cursor: str) -> None:
    """The answer is a named error, before the database is asked."""
    with pytest.raises(InputError) as caught:
        sessions.page(Filter(), 5, cursor)
    assert caught.value.code == "bad_cursor"


@given(st.text(max_size=80) | st.binary(max_size=60).map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_any_text_is_a_cursor_or_refused(text: str) -> None:
    """Nothing but InputError comes out, and what is read would be written the same."""
    try:
        created, name = read_cursor(text)
    except InputError:
        return
    assert cursor_of(created, name) == text


@given(st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 30), timezones=st.just(UTC)), st.integers(0, 2**64))  # noqa: DTZ001 - zone given beside
def test_a_cursor_comes_back_as_it_was(created: datetime, number: int) -> None:
    """Moment and name, to the microsecond."""
    assert read_cursor(cursor_of(created, f"fvs_{number}")) == (created, f"fvs_{number}")
