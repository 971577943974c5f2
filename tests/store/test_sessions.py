"""Sessions from their order to their end, on both databases."""

from datetime import timedelta

import pytest

from facevow.errors import FacevowError, SessionError, StoreError, TokenError
from facevow.store import Audit, Database, Ending, Outbox, Outcome, SessionRecord, Sessions, SessionState
from facevow.store.lockout import failures
from tests.store.orders import LATER, OUTCOME, TOKEN, aborted, announce, completed, image, order
from tests.store.records import MOMENT

OVER = MOMENT + timedelta(minutes=3)
"""When test sessions expire."""


def begin(sessions: Sessions, name: str) -> SessionRecord:
    return sessions.begin(f"fvs_{name}", TOKEN, now=MOMENT + timedelta(seconds=1), until=OVER)


def begun(sessions: Sessions, name: str, **changed: object) -> str:
    sessions.create(order(name, **changed))
    return begin(sessions, name).id


def shown(sessions: Sessions, session_id: str) -> SessionRecord:
    found = sessions.get(session_id)
    assert found is not None
    return found


def code(caught: pytest.ExceptionInfo[FacevowError]) -> str:
    return caught.value.code


def test_a_session_is_kept_as_it_was_ordered(sessions: Sessions) -> None:
    """Every field comes back, the open ones empty."""
    made, new = sessions.create(order("1", subject="9" * 64, idempotency="key"))
    assert new
    assert shown(sessions, "fvs_1") == order("1", subject="9" * 64, idempotency="key") == made
    assert sessions.get("fvs_2") is None


def test_the_same_idempotency_key_gives_the_same_session(sessions: Sessions) -> None:
    """A repeated order finds the first session; other words are refused; another caller's key is its own."""
    sessions.create(order("1", idempotency="key"))
    old, new = sessions.create(order("2", idempotency="key"))
    assert (old.id, new) == ("fvs_1", False)
    with pytest.raises(SessionError) as caught:
        sessions.create(order("3", idempotency="key", request_sha256="0" * 64))
    assert code(caught) == "idempotency_conflict"
    other, new = sessions.create(order("4", idempotency="key", key_id="another"))
    assert (other.id, new) == ("fvs_4", True)
    for name in ("5", "6"):
        assert sessions.create(order(name))[1]


def test_the_same_order_tried_again_is_one_session(sessions: Sessions, database: Database) -> None:
    """A caller who lost the answer of a commit may create the same record again."""
    record = order("1")
    assert sessions.create(record) == (record, True)
    assert sessions.create(record)[1] is False
    assert Audit(database).verify().lines == 1


def test_a_whole_session(sessions: Sessions, database: Database) -> None:
    """Created, begun, completed: every value of the outcome is kept, with images, callback and audit lines."""
    session = begun(sessions, "1")
    assert (shown(sessions, session).state, shown(sessions, session).token_used) == (
        "IN_PROGRESS",
        MOMENT + timedelta(seconds=1),
    )
    ended = sessions.end(session, completed(images=(image(session), image(session, "audit-1"))))
    found = shown(sessions, session)
    assert found == ended
    assert (found.state, found.ended, found.ended_by) == ("COMPLETED", LATER, None)
    assert (found.verdict, found.confidence, found.token) == ("BONA_FIDE", OUTCOME.confidence, OUTCOME.token)
    assert found.evidence["challenge"] == {"asked": ["blinkx2", "turn_left"]}
    assert found.transcript == [dict(step) for step in OUTCOME.transcript]
    assert (found.reasons, found.timings) == (list(OUTCOME.reasons), dict(OUTCOME.timings))
    assert [one.name for one in sessions.images(session)] == ["audit-1", "reference"]
    assert sessions.image(session, "reference") == image(session)
    assert sessions.image(session, "audit-2") is None
    assert [entry.event for entry in Outbox(database).page(10)[0]] == ["session.completed"]
    lines = Audit(database).lines(1, 10)
    assert [line.action for line in lines] == ["session_created", "session_begun", "session_ended"]
    assert {line.target for line in lines} == {session}
    assert lines[2].details["frames_sha256"] == OUTCOME.frames_sha256


@pytest.mark.parametrize(
    ("token", "expected"), [("8" * 64, "token_invalid"), ("", "token_invalid"), ("\ud800\0", "token_invalid")]
)
def test_a_wrong_token_begins_nothing(sessions: Sessions, token: str, expected: str) -> None:
    """Another token is refused and uses nothing up."""
    sessions.create(order("1"))
    with pytest.raises(TokenError) as caught:
        sessions.begin("fvs_1", token, now=MOMENT, until=OVER)
    assert code(caught) == expected
    assert begin(sessions, "1").state == "IN_PROGRESS"


def test_a_token_works_once(sessions: Sessions) -> None:
    """The second use is refused while the session runs, and when it is over."""
    session = begun(sessions, "1")
    for _ in range(2):
        with pytest.raises(TokenError) as caught:
            begin(sessions, "1")
        assert code(caught) == "token_used"
        sessions.end(session, completed())


def test_what_cannot_be_begun_says_why(sessions: Sessions) -> None:
    """Unknown, expired and ended sessions each have their own code."""
    with pytest.raises(SessionError) as caught:
        begin(sessions, "1")
    assert code(caught) == "session_unknown"
    sessions.create(order("2"))
    with pytest.raises(SessionError) as caught:
        sessions.begin("fvs_2", TOKEN, now=OVER, until=OVER + timedelta(minutes=1))
    assert (code(caught), shown(sessions, "fvs_2").state) == ("session_expired", "EXPIRED")
    sessions.create(order("3"))
    sessions.end("fvs_3", aborted())
    with pytest.raises(SessionError) as caught:
        begin(sessions, "3")
    assert code(caught) == "session_ended"


def test_the_same_ending_may_be_tried_again(sessions: Sessions, database: Database) -> None:
    """A second attempt finds it written: no second callback, image or audit line."""
    session = begun(sessions, "1")
    first = sessions.end(session, completed(images=(image(session),)))
    again = sessions.end(session, completed(images=(image(session),)))
    assert again == first
    assert len(Outbox(database).page(10)[0]) == len(sessions.images(session)) == 1
    assert Audit(database).verify().lines == 3


@pytest.mark.parametrize(
    "other",
    [
        aborted(),
        completed(at=LATER + timedelta(microseconds=1)),
        completed(Outcome(verdict="ATTACK")),
        Ending(SessionState.EXPIRED, LATER),
    ],
)
def test_an_ended_session_does_not_change(sessions: Sessions, other: Ending) -> None:
    """Any other ending is refused, and what was written first stands."""
    session = begun(sessions, "1")
    first = sessions.end(session, completed())
    with pytest.raises(SessionError) as caught:
        sessions.end(session, other)
    assert code(caught) == "session_ended"
    assert shown(sessions, session) == first


@pytest.mark.parametrize(
    "ending",
    [
        Ending(SessionState.IN_PROGRESS, LATER),
        Ending(SessionState.COMPLETED, LATER),
        Ending(SessionState.COMPLETED, LATER, outcome=Outcome()),
        Ending(SessionState.ABORTED, LATER, "left", OUTCOME),
        Ending(SessionState.EXPIRED, LATER, "left", Outcome(verdict="BONA_FIDE")),
    ],
)
def test_an_ending_without_sense_is_refused(sessions: Sessions, ending: Ending) -> None:
    """Only a COMPLETED session has a verdict, and it has one."""
    session = begun(sessions, "1")
    with pytest.raises(SessionError) as caught:
        sessions.end(session, ending)
    assert code(caught) == "ending_invalid"
    assert (shown(sessions, session).state, shown(sessions, session).verdict) == ("IN_PROGRESS", None)


def test_what_was_not_begun_is_not_completed(sessions: Sessions) -> None:
    """A verdict needs a stream; an unknown session has no end either."""
    sessions.create(order("1"))
    with pytest.raises(SessionError) as caught:
        sessions.end("fvs_1", completed())
    assert code(caught) == "session_not_begun"
    with pytest.raises(SessionError) as caught:
        sessions.end("fvs_\0\ud800", completed())
    assert code(caught) == "session_unknown"
    assert sessions.end("fvs_1", aborted("server_stopped")).ended_by == "server_stopped"


def test_a_verdict_after_the_time_is_refused(sessions: Sessions) -> None:
    """An end at the moment of expiry or later does not count: whoever looked in between has read EXPIRED."""
    session = begun(sessions, "1")
    with pytest.raises(SessionError) as caught:
        sessions.end(session, completed(at=OVER))
    assert code(caught) == "session_expired"
    found = sessions.get(session, now=OVER)
    assert found is not None
    assert (found.state, found.ended_by, found.ended, found.verdict) == ("EXPIRED", "not_finished", OVER, None)
    with pytest.raises(SessionError) as caught:
        sessions.end(session, completed())
    assert code(caught) == "session_ended"


def test_an_aborted_session_keeps_what_is_known(sessions: Sessions) -> None:
    """Timings and transcript of a session without a verdict are kept, and its callback says ABORTED."""
    session = begun(sessions, "1")
    sessions.end(session, Ending(SessionState.ABORTED, LATER, "silent", Outcome(timings={"frames": 3})))
    found = shown(sessions, session)
    assert (found.state, found.ended_by, found.verdict, found.timings) == ("ABORTED", "silent", None, {"frames": 3})


def test_sessions_expire_each_with_its_callback(sessions: Sessions, database: Database) -> None:
    """More than one batch of them: each once, by its reason, and those in time or over are left alone."""
    for number in range(103):
        sessions.create(order(f"{number:03}"))
    begin(sessions, "000")
    begun(sessions, "ended")
    sessions.end("fvs_ended", completed())
    sessions.create(order("later", expires=OVER + timedelta(microseconds=1)))
    assert sessions.expire(OVER - timedelta(microseconds=1)) == 0
    assert sessions.expire(OVER) == 103
    assert sessions.expire(OVER) == 0
    assert (shown(sessions, "fvs_000").ended_by, shown(sessions, "fvs_001").ended_by) == ("not_finished", "not_begun")
    assert (shown(sessions, "fvs_later").state, shown(sessions, "fvs_ended").state) == ("CREATED", "COMPLETED")
    assert Outbox(database).counts()["waiting"] == 104


def test_a_callback_that_nobody_asked_for_is_not_made(sessions: Sessions, database: Database) -> None:
    """Without an address the outbox stays empty."""
    session = begun(sessions, "1", callback=None)
    sessions.end(session, completed())
    assert Outbox(database).page(10) == ([], None)


def test_an_end_without_its_callback_is_no_end(database: Database) -> None:
    """If the callback cannot be made, the session stays open: both or neither."""
    calls: list[str] = []

    def fails_once(record: SessionRecord, at: object) -> None:
        del at
        calls.append(record.id)
        if len(calls) == 1:
            raise ZeroDivisionError

    sessions = Sessions(database, fails_once)
    session = begun(sessions, "1")
    with pytest.raises(ZeroDivisionError):
        sessions.end(session, completed(images=(image(session),)))
    assert (shown(sessions, session).state, sessions.images(session)) == ("IN_PROGRESS", [])
    assert sessions.end(session, completed(images=(image(session),))).state == "COMPLETED"


def test_failures_are_those_that_are_not_bona_fide(sessions: Sessions, database: Database) -> None:
    """Attacks, aborted, expired and unfinished sessions of the subject count, from the moment on; nobody else's."""
    subject = "a" * 64
    for name in ("passed", "attack", "left", "under way", "expired", "others"):
        begun(sessions, name, subject=subject if name != "others" else "b" * 64)
    sessions.create(order("new", subject=subject))
    sessions.end("fvs_passed", completed())
    sessions.end("fvs_attack", completed(Outcome(verdict="ATTACK")))
    sessions.end("fvs_left", aborted())
    sessions.end("fvs_expired", Ending(SessionState.EXPIRED, LATER))
    start = MOMENT + timedelta(seconds=1)
    with database.read() as orm:
        assert failures(orm, subject, start) == (4, start)
        assert failures(orm, subject, start + timedelta(microseconds=1)) == (0, None)
        assert failures(orm, "c" * 64, start) == (0, None)


def test_a_value_that_does_not_fit_ends_nothing(sessions: Sessions) -> None:
    """NaN in an outcome is a bad record, and the session can still end otherwise."""
    session = begun(sessions, "1")
    with pytest.raises(StoreError) as caught:
        sessions.end(session, completed(Outcome(verdict="ATTACK", evidence={"score": float("nan")})))
    assert code(caught) == "bad_record"
    with pytest.raises(StoreError) as caught:
        sessions.end(session, completed(Outcome(verdict="ATTACK", confidence=float("inf"))))
    assert code(caught) == "bad_record"
    sessions.end(session, aborted("broken"))
    with pytest.raises(SessionError) as refused:
        sessions.end(session, completed(Outcome(verdict="ATTACK", evidence={"score": float("nan")})))
    assert code(refused) == "session_ended"


def test_two_sessions_with_one_name_are_refused(sessions: Sessions) -> None:
    """An id that is taken by another order is no idempotent retry."""
    sessions.create(order("1"))
    with pytest.raises(SessionError) as caught:
        sessions.create(order("1", request_sha256="0" * 64))
    assert code(caught) == "idempotency_conflict"


def test_the_default_announce_of_these_tests_is_what_they_say() -> None:
    """The tests above rest on a callback that names its session and its event."""
    record = order("1", state="EXPIRED")
    entry = announce(record, LATER)
    assert entry is not None
    assert (entry.session, entry.event, entry.due) == ("fvs_1", "session.expired", LATER)
