"""The audit log's chain as it is written, by many at once, and trimmed."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from facevow.errors import StoreError
from facevow.store import Audit, AuditRecord, Database
from facevow.store.audit import append, digest
from tests.store.lines import LINES, fill, trim
from tests.store.orders import at_once, set_raw
from tests.store.records import MOMENT


def test_an_empty_log_is_sound(database: Database) -> None:
    """Nothing was written, nothing is missing."""
    report = Audit(database).verify()
    assert (report.sound, report.lines, report.number, report.hash) == (True, 0, 0, "")


def test_a_log_is_sound_and_tells_its_end(database: Database) -> None:
    """Lines come back as they were written, linked one to the next, and the report names the last."""
    audit = fill(database)
    lines = audit.lines(1, 100)
    assert [line.number for line in lines] == list(range(1, LINES + 1))
    assert [line.previous for line in lines] == ["", *[line.hash for line in lines[:-1]]]
    assert lines[0].details == {"größe": 1, "inner": {"a": True, "b": [1, 2.5, None]}}
    report = audit.verify()
    assert (report.sound, report.lines, report.number, report.hash) == (True, LINES, LINES, lines[-1].hash)
    assert [line.number for line in audit.lines(3, 2)] == [3, 4]
    assert [line.number for line in audit.last(2)] == [5, 6]
    assert audit.lines(2**70, 5) == audit.lines(LINES + 1, 5) == []
    assert len(audit.lines(-(2**70), 100)) == LINES


def test_the_hash_is_that_of_the_text_described() -> None:
    """A line worked by hand, so that anybody can write a verifier of their own."""
    line = AuditRecord(
        number=7,
        at=MOMENT,
        actor="key:1",
        action="session_erased",
        target="fvs_1",
        details={"b": 1, "a": "ä"},
        previous="0" * 64,
        hash="",
    )
    # printf '%s' '["facevow-audit-1",7,"2026-05-17T12:30:15.250000Z","key:1","session_erased","fvs_1",
    # {"a":"\u00e4","b":1},"000..."]' | sha256sum, in one line
    assert digest(line) == "23453594507ea915d28e3c52ed5430acf023c34e1a199df1a4df8b0e63a3b0c5"


def test_a_long_log_is_verified_in_batches(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The chain goes on over the end of a batch, and a wrong line is found in a later one."""
    monkeypatch.setattr("facevow.store.audit.BATCH", 4)
    audit = fill(database, 11)
    assert audit.verify().lines == 11
    set_raw(database, "UPDATE audit_log SET actor = 'nobody' WHERE number = 10")
    assert audit.verify().wrong == 10


def test_threads_make_one_chain(database: Database, another: Callable[[], Database]) -> None:
    """Eight threads over two servers append at once: one line each, in one sound chain."""
    audits = [Audit(database), Audit(another())]
    works = [
        partial(audits[n % 2].add, at=MOMENT, actor=f"{n}", action="a", target="t", details={"n": n})
        for n in range(8)
        for _ in range(5)
    ]
    answers = at_once(works)
    assert all(isinstance(one, AuditRecord) for one in answers), answers
    report = audits[0].verify()
    assert (report.sound, report.lines) == (True, 40)
    assert sorted(line.actor for line in audits[0].lines(1, 100)) == sorted(f"{n}" for n in range(8) for _ in range(5))


def test_a_line_of_a_transaction_that_failed_leaves_no_gap(database: Database) -> None:
    """The number is given again, and the chain is sound."""

    def fail() -> None:
        with database.write() as orm:
            append(orm, at=MOMENT, actor="a", action="b", target="c")
            raise ZeroDivisionError

    audit = fill(database)
    with pytest.raises(ZeroDivisionError):
        fail()
    assert audit.add(at=MOMENT, actor="a", action="b", target="c").number == LINES + 1
    assert audit.verify().sound


def test_several_lines_of_one_transaction_are_linked(database: Database) -> None:
    """The second line follows the first before either is committed."""
    with database.write() as orm:
        for number in range(3):
            append(orm, at=MOMENT, actor="a", action="b", target=f"{number}")
    assert Audit(database).verify().lines == 3


@pytest.mark.parametrize(
    "wrong", [{"actor": "a" * 65}, {"target": "\0"}, {"action": "\ud800"}, {"details": {"a": float("nan")}}]
)
def test_a_line_that_does_not_fit_is_refused(database: Database, wrong: dict[str, Any]) -> None:
    """It is a bad record, and the chain stays as it was."""
    audit = fill(database)
    with pytest.raises(StoreError) as caught:
        audit.add(**{"at": MOMENT, "actor": "a", "action": "b", "target": "c", **wrong})
    assert caught.value.code == "bad_record"
    assert audit.verify().lines == LINES


def test_a_log_without_head_takes_no_line(database: Database) -> None:
    """What cannot be chained is not done at all."""
    audit = fill(database)
    set_raw(database, "DELETE FROM audit_head")
    with pytest.raises(StoreError, match="head"):
        audit.add(at=MOMENT, actor="a", action="b", target="c")
    assert audit.verify().sound is False


def test_a_trimmed_log_is_sound(database: Database) -> None:
    """Old lines are gone, a new one says so, and the rest verifies; trimming again, to nothing and on."""
    audit = fill(database)
    assert trim(database, 4) == 3
    lines = audit.lines(1, 100)
    assert [line.number for line in lines] == [4, 5, 6, 7]
    assert (lines[-1].action, lines[-1].details) == ("audit_trimmed", {"first": 4, "anchor": lines[0].previous})
    assert (audit.verify().sound, audit.verify().lines) == (True, 4)
    assert trim(database, 4) == 0
    assert trim(database, 1000) == 4
    report = audit.verify()
    assert (report.sound, report.lines, report.number) == (True, 1, 8)
    audit.add(at=MOMENT, actor="a", action="b", target="c")
    assert audit.verify().lines == 2
