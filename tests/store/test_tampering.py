"""Every tampering with the audit log is found."""

import json
import string
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from facevow.store import Audit, AuditRecord, Database
from facevow.store.audit import check, digest
from tests.store.lines import LINES, fill, trim
from tests.store.orders import set_raw
from tests.store.records import MOMENT

COLUMNS = ("number", "at", "actor", "action", "target", "details", "previous", "hash")


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A log of six lines in SQLite, where a column takes any value: tampering is rolled back after each example."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('audit') / 'facevow.db'}")
    fill(database)
    yield database
    database.close()


@pytest.fixture(scope="module")
def trimmed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Six lines more, whose first three have been removed by retention."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('trimmed') / 'facevow.db'}")
    fill(database)
    trim(database, 4)
    yield database
    database.close()


def verdict_after(database: Database, *statements: tuple[str, dict[str, Any]]) -> tuple[bool, int | None]:
    """Whether the log is sound after these statements, and where it is not. They are undone afterwards."""
    with Session(database.engine) as orm:  # which rolls back at its end
        for statement, values in statements:
            orm.execute(text(statement), values)
        report = check(orm)
    return report.sound, report.wrong


TEXTS = st.text(alphabet=string.ascii_letters + string.digits + '"{}[]:, é', max_size=70)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "number": st.integers(-3, 12) | st.integers(-(2**62), 2**62),
    "at": st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(lambda at: at.strftime("%Y-%m-%d %H:%M:%S.%f"))  # noqa: DTZ001 - bare in the database
    | TEXTS
    | st.none().map(lambda _: "2026-13-45"),
    "actor": TEXTS,
    "action": TEXTS | st.just("audit_trimmed"),
    "target": TEXTS,
    "details": TEXTS | st.dictionaries(TEXTS, st.integers() | TEXTS, max_size=3).map(json.dumps),
    "previous": TEXTS | st.just("0" * 64),
    "hash": TEXTS | st.just("0" * 64),
}


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_any_change_of_any_column_is_found(chain: Database, data: st.DataObject) -> None:
    """Whatever is put into whichever column of whichever line: the log is not sound, and says where at the latest."""
    number = data.draw(st.integers(1, LINES))
    column = data.draw(st.sampled_from(COLUMNS))
    value = data.draw(VALUES[column])
    with chain.engine.connect() as connection:
        before, taken = connection.execute(
            text(f"SELECT {column}, :v IN (SELECT number FROM audit_log) FROM audit_log WHERE number = :n"),  # noqa: S608
            {"n": number, "v": value if column == "number" else -1},
        ).one()
    if value == before or taken:
        return  # no change, or one that the primary key forbids
    sound, wrong = verdict_after(
        chain,
        (f"UPDATE audit_log SET {column} = :v WHERE number = :n", {"v": value, "n": number}),  # noqa: S608
    )
    assert not sound
    assert wrong is not None
    assert wrong <= number + 1, "the line itself, or the one that no longer follows it"


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_any_missing_line_is_found(chain: Database, data: st.DataObject) -> None:
    """Lines taken from the beginning, the middle or the end, one or several, are missed."""
    gone = data.draw(st.sets(st.integers(1, LINES), min_size=1))
    sound, wrong = verdict_after(
        chain, *[("DELETE FROM audit_log WHERE number = :n", {"n": number}) for number in gone]
    )
    assert (sound, wrong is not None) == (False, True)


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_any_two_lines_that_change_places_are_found(chain: Database, data: st.DataObject) -> None:
    """Swapped numbers are found, also where the links are mended but not the hashes."""
    one, other = data.draw(st.lists(st.integers(1, LINES), min_size=2, max_size=2, unique=True))
    swap = [
        ("UPDATE audit_log SET number = -1 WHERE number = :n", {"n": one}),
        ("UPDATE audit_log SET number = :n WHERE number = :m", {"n": one, "m": other}),
        ("UPDATE audit_log SET number = :m WHERE number = -1", {"m": other}),
    ]
    assert verdict_after(chain, *swap)[0] is False


INSERT = (
    "INSERT INTO audit_log (number, at, actor, action, target, details, previous, hash)"
    " VALUES (:number, '2026-05-18 12:30:15.250000', 'a', :action, 't', '{}', :previous, :hash)"
)


@pytest.mark.parametrize("number", [0, -5, -(2**63), LINES + 1, 2**63 - 1])
def test_a_line_that_was_added_is_found(chain: Database, number: int) -> None:
    """Before the beginning or behind the end, linked to the last line or not."""
    assert verdict_after(chain) == (True, None)
    last = Audit(chain).lines(LINES, 1)[0]
    for previous in (last.hash, "", "0" * 64):
        values = {"number": number, "action": "a", "previous": previous, "hash": "1" * 64}
        assert verdict_after(chain, (INSERT, values))[0] is False
        line = AuditRecord(
            number=number,
            at=MOMENT + timedelta(days=1),
            actor="a",
            action="a",
            target="t",
            details={},
            previous=previous,
            hash="",
        )
        assert verdict_after(chain, (INSERT, {**values, "hash": digest(line)}))[0] is False


@pytest.mark.parametrize("column", ["number", "hash", "first", "anchor"])
def test_a_change_of_the_head_is_found(chain: Database, column: str) -> None:
    """The head cannot hide that the log is shorter or longer than it says."""
    for value in (3, "0" * 64):
        if isinstance(value, int) == (column in {"number", "first"}):
            assert verdict_after(chain, (f"UPDATE audit_head SET {column} = :v", {"v": value}))[0] is False  # noqa: S608
    assert verdict_after(chain, ("DELETE FROM audit_head", {}))[0] is False


def test_a_beginning_that_was_cut_off_is_found(chain: Database) -> None:
    """Also where the head was made to say that the log begins later: no line says that retention removed any."""
    cut = Audit(chain).lines(3, 1)[0]
    assert verdict_after(
        chain,
        ("DELETE FROM audit_log WHERE number <= 3", {}),
        ("UPDATE audit_head SET first = 4, anchor = :hash", {"hash": cut.hash}),
    ) == (False, LINES + 1)


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_tampering_with_a_trimmed_log_is_found(trimmed: Database, data: st.DataObject) -> None:
    """What is left after retention is as well guarded as before, and no more may be cut off."""
    number = data.draw(st.integers(4, LINES + 1))
    column = data.draw(st.sampled_from(("actor", "target", "previous", "hash")))
    statement = f"UPDATE audit_log SET {column} = {column} || 'x' WHERE number = :n"  # noqa: S608
    assert verdict_after(trimmed, (statement, {"n": number}))[0] is False
    assert verdict_after(trimmed, ("DELETE FROM audit_log WHERE number = :n", {"n": number}))[0] is False
    cut = Audit(trimmed).lines(number, 1)[0]
    assert (
        verdict_after(
            trimmed,
            ("DELETE FROM audit_log WHERE number <= :n", {"n": number}),
            ("UPDATE audit_head SET first = :n + 1, anchor = :hash", {"n": number, "hash": cut.hash}),
        )[0]
        is False
    )


def test_what_was_noted_shows_a_chain_made_anew(chain: Database) -> None:
    """Whoever can write can compute a whole new chain; against a number and hash noted before it does not stand."""
    audit = Audit(chain)
    noted = audit.lines(4, 1)[0]
    assert audit.verify((4, noted.hash)).sound
    assert audit.verify((4, "0" * 64)).wrong == 4
    missing = audit.verify((LINES + 1, "0" * 64))
    assert (missing.sound, missing.wrong) == (False, LINES + 1)


def test_tampering_is_found_on_postgresql(postgres_url: str) -> None:
    """A sample of the above on the other database."""
    database = Database(postgres_url)
    audit = fill(database)
    for change in ("actor = 'x'", "at = at + interval '1 second'", "details = '{}'", "hash = repeat('0', 64)"):
        set_raw(database, "CREATE TABLE kept AS SELECT * FROM audit_log")
        set_raw(database, f"UPDATE audit_log SET {change} WHERE number = 3")  # noqa: S608
        assert audit.verify().wrong in {3, 4}
        set_raw(database, "DELETE FROM audit_log")
        assert audit.verify().wrong == 1
        set_raw(database, "INSERT INTO audit_log SELECT * FROM kept")
        set_raw(database, "DROP TABLE kept")
        assert audit.verify().sound
    database.close()
