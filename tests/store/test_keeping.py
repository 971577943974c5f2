"""Retention by age, export and erasure by subject: what is to go is gone, and nothing else."""

import base64
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from facevow.errors import InputError
from facevow.store import (
    Ages,
    Audit,
    Database,
    ImageRecord,
    InferenceRecord,
    Keeper,
    Outbox,
    Sessions,
    SqlStore,
    VerdictRecord,
)
from tests.store.orders import LATER, TOKEN, aborted, announce, completed, everything, image, order, set_raw
from tests.store.records import MOMENT, inference, verdict

DAY = timedelta(days=1)
AGES = Ages(logs=30, sessions=90, images=7, callbacks=40, audit=730)
SUBJECT = "5ab1ec7" * 9 + "0"
OTHER = "0ca11ed" * 9 + "1"


@pytest.fixture
def keeper(database: Database) -> Keeper:
    """Keeps a test's database."""
    return Keeper(database)


def frame(session: str, number: int = 1, *, days: int = 0) -> InferenceRecord:
    """A line of the frames' log that belongs to a session."""
    record = inference(number)
    record.connection, record.source = session, "v1"
    record.timestamp += days * DAY
    return record


def outcome(session: str, *, days: int = 0) -> VerdictRecord:
    """A verdict in the log that belongs to a session, or to a socket of the seed's."""
    record = verdict(1)
    record.connection = session
    record.ended += days * DAY
    return record


def whole(database: Database, name: str, **changed: Any) -> str:  # noqa: ANN401 - any column
    """A session that ended with images, a callback and lines of the log."""
    sessions = Sessions(database, announce)
    session = sessions.create(order(name, **changed))[0].id
    sessions.begin(session, TOKEN, now=MOMENT, until=MOMENT + timedelta(minutes=3))
    sessions.end(session, completed(images=(image(session), image(session, "audit-1"))))
    SqlStore(database).add([frame(session, 1), frame(session, 2), outcome(session)])
    return session


def delivered(database: Database) -> None:
    """Deliver every callback."""
    outbox = Outbox(database)
    for entry in outbox.page(1000)[0]:
        outbox.report(entry.id, now=LATER, status=200, error=None, delivered=True)


def trimmed(keeper: Keeper, days: int, ages: Ages = AGES) -> dict[str, int]:
    """What is removed so many days after the sessions ended and a second, where anything is."""
    counts = keeper.trim(ages, LATER + days * DAY + timedelta(seconds=1))
    return {kind: count for kind, count in counts.items() if count}


def test_each_kind_goes_at_its_age(keeper: Keeper, database: Database) -> None:
    """Images first, then the log, the callbacks, the session; a day before each is still there."""
    session = whole(database, "1")
    delivered(database)
    assert trimmed(keeper, 6) == {}
    assert trimmed(keeper, 7) == {"images": 2}
    assert trimmed(keeper, 29) == {}
    assert trimmed(keeper, 30) == {"logs": 3}
    assert trimmed(keeper, 39) == {}
    assert trimmed(keeper, 40) == {"callbacks": 1}
    assert trimmed(keeper, 89) == {}
    assert trimmed(keeper, 90) == {"sessions": 1}
    assert session not in everything(database, without=["audit_log"])
    report = Audit(database).verify()
    assert (report.sound, trimmed(keeper, 90)) == (True, {})


def test_a_session_goes_with_all_that_is_kept_of_it(keeper: Keeper, database: Database) -> None:
    """Where sessions are kept for the shortest time, nothing of them outlives them."""
    session = whole(database, "1", subject=SUBJECT)
    delivered(database)
    assert trimmed(keeper, 1, Ages(logs=30, sessions=1, images=7, callbacks=40, audit=730)) == {"sessions": 1}
    left = everything(database, without=["audit_log"])
    assert session not in left
    assert SUBJECT not in left


def test_an_undelivered_callback_keeps_its_session(keeper: Keeper, database: Database) -> None:
    """What was promised to be delivered is not removed before it was, or was given up."""
    session = whole(database, "1")
    assert "sessions" not in trimmed(keeper, 1000)
    Outbox(database).report(f"evt_{session}", now=LATER, status=None, error="no", given_up=True)
    assert trimmed(keeper, 1000)["sessions"] == 1


def test_open_sessions_and_fresh_rows_stay(keeper: Keeper, database: Database) -> None:
    """A session that has not ended has no age yet, nor does its frame of a moment ago count as nobody's."""
    sessions = Sessions(database, announce)
    sessions.create(order("1"))
    SqlStore(database).add([frame("fvs_1", days=999), inference(1), outcome("socket", days=999)])
    assert trimmed(keeper, 1000) == {"logs": 1, "audit": 1}
    assert sessions.get("fvs_1") is not None
    assert len(SqlStore(database).recent(5)) == len(SqlStore(database).recent_verdicts(5)) == 1


def test_rows_of_the_log_that_come_after_an_erasure_go_too(keeper: Keeper, database: Database) -> None:
    """The log is buffered: what was written for a session that is gone goes at the next trim, and no other row."""
    gone, kept = whole(database, "1"), whole(database, "2")
    Sessions(database, announce).erase(gone, actor="test", now=LATER)
    SqlStore(database).add([frame(gone, 3), inference(4)])
    assert trimmed(keeper, 1) == {"logs": 1}
    left = everything(database, without=["audit_log"])
    assert gone not in left
    assert left.count(kept) > 3


def test_more_than_a_batch_is_removed(keeper: Keeper, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Batch after batch, each noted in the audit log, until nothing old is left."""
    SqlStore(database).add([inference(number) for number in range(4500)])
    assert trimmed(keeper, 31) == {"logs": 4500}
    lines = [line.details for line in Audit(database).lines(1, 10)]
    assert lines == [{"removed": 2000}, {"removed": 2000}, {"removed": 500}]
    monkeypatch.setattr("facevow.store.audit.TRIM_BATCH", 2)
    assert trimmed(keeper, 1000)["audit"] == 3
    assert Audit(database).verify().sound


def test_old_lines_of_the_audit_log_go_and_the_rest_is_sound(keeper: Keeper, database: Database) -> None:
    """Two years later the old lines are gone, and the log still verifies."""
    audit = Audit(database)
    for days in range(0, 1000, 100):
        audit.add(at=MOMENT + days * DAY, actor="a", action="b", target="c")
    assert trimmed(keeper, 1000) == {"audit": 3}
    assert (audit.verify().sound, audit.verify().lines) == (True, 8)


def test_erasing_a_session_leaves_nothing_of_it(database: Database) -> None:
    """Counts are true, the receipt's line is in the log, and only audit lines still hold the id."""
    gone, kept = whole(database, "1", subject=SUBJECT, subject_claim="c1a1" * 16), whole(database, "2", subject=SUBJECT)
    erased = Sessions(database, announce).erase(gone, actor="key:1", now=LATER)
    assert erased is not None
    assert (erased.sessions, erased.images, erased.callbacks, erased.log_rows) == (1, 2, 1, 3)
    left = everything(database, without=["audit_log"])
    assert gone not in left
    assert "c1a1" * 16 not in left
    assert kept in left
    assert SUBJECT not in everything(database, without=["sessions"])
    (line,) = Audit(database).last(1)
    assert (line.number, line.hash) == (erased.audit_number, erased.audit_hash)
    assert (line.actor, line.action, line.target) == ("key:1", "session_erased", gone)
    assert Audit(database).verify((erased.audit_number, erased.audit_hash)).sound
    assert Sessions(database, announce).erase(gone, actor="key:1", now=LATER) is None


def test_erasing_a_subject_leaves_nothing_of_them(keeper: Keeper, database: Database) -> None:
    """All sessions of one subject, more than a batch, ended or not; the other subject loses nothing."""
    mine = [whole(database, "1", subject=SUBJECT), whole(database, "2", subject=SUBJECT)]
    sessions = Sessions(database, announce)
    mine += [sessions.create(order(f"open{number}", subject=SUBJECT))[0].id for number in range(50)]
    sessions.end(mine[-1], aborted())
    other = whole(database, "other", subject=OTHER)
    before = keeper.export(OTHER)
    erased = keeper.erase(SUBJECT, actor="operator", now=LATER)
    assert (erased.sessions, erased.images, erased.callbacks, erased.log_rows) == (52, 4, 3, 6)
    left = everything(database, without=["audit_log"])
    assert not [session for session in mine if f"'{session}'" in left or f"{session}/" in left]
    assert SUBJECT not in everything(database)
    assert other in left
    assert keeper.export(OTHER) == before
    assert keeper.export(SUBJECT)["sessions"] == []
    (line,) = Audit(database).last(1)
    assert (line.number, line.action, line.details["done"]) == (erased.audit_number, "subject_erased", True)


def test_erasing_nobody_gives_a_receipt_too(keeper: Keeper, database: Database) -> None:
    """That nothing was kept is noted as well."""
    erased = keeper.erase(SUBJECT, actor="operator", now=LATER)
    assert (erased.sessions, erased.log_rows, erased.audit_number) == (0, 0, 1)
    assert Audit(database).verify((1, erased.audit_hash)).sound


def test_what_was_erased_is_not_left_in_the_file(file_url: str, file: Path) -> None:
    """SQLite overwrites what it deletes: the subject's hash is in no byte of the file or of what lies beside it."""
    database = Database(file_url)
    whole(database, "1", subject=SUBJECT)
    files = (file, file.with_name(file.name + "-wal"))
    assert any(SUBJECT.encode() in each.read_bytes() for each in files)
    Keeper(database).erase(SUBJECT, actor="operator", now=LATER)
    assert not any(SUBJECT.encode() in each.read_bytes() for each in files if each.exists())
    assert not any(b"sealed fvs_1" in each.read_bytes() for each in files if each.exists())
    database.close()


def test_an_export_is_everything_and_only_theirs(keeper: Keeper, database: Database) -> None:
    """Sessions with every column, images opened, callbacks, log, verdicts and audit lines, as JSON."""
    session = whole(database, "1", subject=SUBJECT)
    other = whole(database, "other", subject=OTHER)

    def unseal(record: ImageRecord) -> str:
        return base64.b64encode(b"opened " + record.content).decode()

    exported = json.loads(json.dumps(keeper.export(SUBJECT, unseal), allow_nan=False))
    assert {kind: len(rows) for kind, rows in exported.items() if kind != "subject"} == {
        "sessions": 1,
        "callbacks": 1,
        "log": 2,
        "verdicts": 1,
        "audit": 3,
        "images": 2,
        "templates": 0,
    }
    (found,) = exported["sessions"]
    assert (found["id"], found["subject"], found["verdict"]) == (session, SUBJECT, "BONA_FIDE")
    assert found["metadata"] == {"order": "1", "größe": [1, 2.5, None, True]}
    assert found["ended"] == LATER.isoformat()
    opened = {one["name"]: base64.b64decode(one["jpeg"]) for one in exported["images"]}
    assert opened["reference"] == b"opened sealed fvs_1 reference"
    assert "content" not in exported["images"][0]
    assert other not in json.dumps(exported)
    assert "jpeg" not in keeper.export(SUBJECT)["images"][0]


def test_an_export_holds_the_lines_of_images_and_callbacks(keeper: Keeper, database: Database) -> None:
    """Who looked at an image and who sent a callback again stands in the log under names of their own."""
    mine, other = whole(database, "1", subject=SUBJECT), whole(database, "10", subject=OTHER)
    for session in (mine, other):
        target = f"{session}/audit-1"
        Audit(database).add(at=LATER, actor="key:1", action="image_read", target=target)
        assert Outbox(database).resend(f"evt_{session}", LATER)
    lines = keeper.export(SUBJECT)["audit"]
    assert [line["action"] for line in lines if line["target"] != mine] == ["image_read", "callback_resent"]
    assert [line["target"] for line in lines if line["target"] != mine] == [f"{mine}/audit-1", f"evt_{mine}"]
    assert {line["target"].split("/")[0] for line in lines} == {mine, f"evt_{mine}"}


def test_an_audit_log_that_cannot_be_trimmed_ends_the_trim(keeper: Keeper, database: Database) -> None:
    """A row that somebody put before the log's beginning is left for `verify` to find, and the log says so."""
    Audit(database).add(at=LATER, actor="a", action="b", target="c")
    columns = "at, actor, action, target, details, previous, hash"
    old = f"SELECT 0, '2020-01-01 00:00:00.000000', {columns[4:]} FROM audit_log"  # noqa: S608
    if database.engine.dialect.name == "postgresql":
        old = old.replace("'2020-01-01 00:00:00.000000'", "timestamp '2020-01-01'")
    set_raw(database, f"INSERT INTO audit_log (number, {columns}) {old}")
    asked: list[int] = []

    def go_on() -> bool:
        asked.append(1)
        return len(asked) < 100

    with capture_logs() as logs:
        assert keeper.trim(AGES, LATER + DAY, go_on=go_on)["audit"] == 0
    assert len(asked) < 100
    assert [line["event"] for line in logs] == ["audit_not_trimmed"]
    assert Audit(database).verify().sound is False


def test_a_subject_that_is_no_text_is_refused(keeper: Keeper) -> None:
    """An error of the caller's, before the database is asked."""
    for hostile in ("\0", "\ud800"):
        with pytest.raises(InputError):
            keeper.export(hostile)
        with pytest.raises(InputError):
            keeper.erase(hostile, actor="test", now=LATER)


def test_trimming_stops_where_it_is_told_to(keeper: Keeper, database: Database) -> None:
    """A server that is being stopped leaves the rest for the next time, and what was removed is noted."""
    SqlStore(database).add([inference(number) for number in range(4500)])
    asked: list[int] = []

    def once() -> bool:
        asked.append(1)
        return len(asked) == 1

    assert keeper.trim(AGES, LATER + 31 * DAY, go_on=once)["logs"] == 2000
    assert [line.details for line in Audit(database).lines(1, 10)] == [{"removed": 2000}]
    assert trimmed(keeper, 31) == {"logs": 2500}
