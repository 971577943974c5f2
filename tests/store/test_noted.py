"""A number and a hash that were noted elsewhere, against a log that was trimmed, or that only looks so."""

import hashlib

import pytest
from sqlalchemy import delete

from facevow.store import AuditRecord, Database
from facevow.store.audit import TRIMMED, append, digest, hold
from tests.store.lines import LINES, fill, trim
from tests.store.records import MOMENT


def cut(database: Database, gone: int) -> None:
    """What an attacker does: lines are removed as if retention had, and the chain is computed anew from there."""
    link = hashlib.sha256(b"anything").hexdigest()
    with database.write() as orm:
        head = hold(orm)
        orm.execute(delete(AuditRecord).where(AuditRecord.number <= gone))
        head.first, head.anchor = gone + 1, link
        for number in range(gone + 1, LINES + 1):
            line = orm.get(AuditRecord, number)
            assert line is not None
            line.actor, line.previous = "forged", link
            link = line.hash = digest(line)
        head.hash = link
        details = {"first": head.first, "anchor": head.anchor}
        append(orm, at=MOMENT, actor="server", action=TRIMMED, target="audit", details=details)


def test_a_noted_line_that_is_gone_proves_nothing(database: Database) -> None:
    """A faked trim makes a chain that holds; against a note below its beginning it is not called sound."""
    audit = fill(database)
    noted = audit.lines(2, 1)[0].hash
    cut(database, 4)
    assert audit.verify().sound
    report = audit.verify((2, noted))
    assert (report.sound, report.compared, report.wrong) == (False, False, 2)
    assert "cannot be compared" in report.why


def test_a_note_of_the_last_line_that_was_removed_is_compared(database: Database) -> None:
    """The log still holds that line's hash: a faked trim does not stand against it, a true one does."""
    audit = fill(database)
    noted = audit.lines(4, 1)[0].hash
    cut(database, 4)
    report = audit.verify((4, noted))
    assert (report.sound, report.compared, report.wrong) == (False, True, 4)


@pytest.mark.parametrize(("number", "sound", "compared"), [(2, False, False), (3, True, True), (4, True, True)])
def test_after_a_true_trim(database: Database, number: int, *, sound: bool, compared: bool) -> None:
    """Retention removed three lines: the third and all after it can be compared, those before cannot."""
    audit = fill(database)
    noted = audit.lines(number, 1)[0].hash
    assert trim(database, 4) == 3
    report = audit.verify((number, noted))
    assert (report.sound, report.compared) == (sound, compared)
    assert (audit.verify().sound, audit.verify().compared) == (True, True)


def test_a_broken_chain_is_broken_whatever_was_noted(database: Database) -> None:
    """That a note cannot be compared hides no line that was changed."""
    audit = fill(database)
    noted = audit.lines(1, 1)[0].hash
    trim(database, 4)
    with database.write() as orm:
        line = orm.get(AuditRecord, 5)
        assert line is not None
        line.actor = "forged"
    report = audit.verify((1, noted))
    assert (report.sound, report.compared, report.wrong) == (False, True, 5)
