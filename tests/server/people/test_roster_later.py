"""The templates in memory when something else changes than who is enrolled: the keyring, the database's own past."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from facevow.server.people import roster as module
from facevow.server.people.roster import Roster
from facevow.store.gallery import Gallery
from tests.server.people.galleries import MEASURE, Place, template

ONE, TWO, THREE, FOUR = 1, 2, 3, 4


def named(roster: Roster, *people: int) -> list[str]:
    """The subjects that look like these people, one after the other."""
    least = MEASURE.threshold("0.01")
    return [found.subject for one in people for found in roster.search(template(one), 9) if found.score > least]


@pytest.fixture
def copied(at: Place, tmp_path: Path) -> Callable[[], Callable[[], None]]:
    """Keeps the database as it is now; what is returned puts that back under those who work with it."""
    file = str(at.database.engine.url.database)

    def keep() -> Callable[[], None]:
        copy = str(tmp_path / "copy.db")
        _copy(file, copy)
        return lambda: _copy(copy, file)

    return keep


def _copy(source: str, target: str) -> None:
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)


def test_what_another_servers_new_key_sealed_is_found_once_the_key_arrives(at: Place) -> None:
    """It was seen with the old keyring, and could not be opened then; no restart is needed, nor another enrolment."""
    old, new = at.keyring, at.keyring.rotated(at.keyring.data[0].created)
    at.enrol("ada", ONE)
    roster = at.roster()
    assert named(roster, ONE, TWO) == ["ada"]
    at.keyring = new
    at.enrol("ben", TWO)
    at.keyring = old
    with capture_logs():
        assert (named(roster, ONE, TWO), len(roster), roster.unreadable) == (["ada"], 1, 1)
    at.keyring = new
    assert (named(roster, ONE, TWO), len(roster), roster.unreadable) == (["ada", "ben"], 2, 0)


def test_what_no_key_opens_is_named_once_for_each_keyring(at: Place) -> None:
    """A lasting trouble fills no log: it is tried again when there are other keys, and only then."""
    at.enrol("ada", ONE)
    (broken,) = at.enrol("ben", TWO)
    at.change(broken, content=bytes(40))
    roster = at.roster()
    with capture_logs() as logged:
        assert named(roster, ONE, TWO) == named(roster, ONE, TWO) == ["ada"]
        at.keyring = at.keyring.rotated(at.keyring.data[0].created)
        assert named(roster, ONE, TWO) == named(roster, ONE, TWO) == ["ada"]
    assert [line["event"] for line in logged] == ["template_not_opened"] * 2
    assert roster.unreadable == 1


def test_a_database_that_was_put_back_is_what_memory_holds(at: Place, copied: Callable[[], Callable[[], None]]) -> None:
    """Who was enrolled since is gone, and who was erased since is back: the counts have become smaller."""
    at.enrol("ada", ONE)
    put_back = copied()
    at.erase("ada")
    at.enrol("ben", TWO)
    roster = at.roster()
    assert named(roster, ONE, TWO) == ["ben"]
    put_back()
    assert (named(roster, ONE, TWO), len(roster)) == (["ada"], 1)


def test_so_it_is_where_more_was_enrolled_before_anybody_looked(
    at: Place, copied: Callable[[], Callable[[], None]]
) -> None:
    """There are more changes than before, but fewer removals."""
    at.enrol("ada", ONE)
    put_back = copied()
    at.erase("ada")
    at.enrol("ben", TWO)
    roster = at.roster()
    assert named(roster, ONE, TWO) == ["ben"]
    put_back()
    for subject, person in (("cleo", THREE), ("dora", FOUR), ("ella", TWO)):
        at.enrol(subject, person)
    assert at.gallery.state().changes > 3
    assert (named(roster, ONE, TWO, THREE, FOUR), len(roster)) == (["ada", "ella", "cleo", "dora"], 4)


def test_a_gallery_put_back_is_counted_anew(at: Place, copied: Callable[[], Callable[[], None]]) -> None:
    """As many changes as when it was counted, but others: one enrolment less and one removal more."""
    at.enrol("ada", ONE)
    put_back, gallery = copied(), Gallery(at.database)
    at.enrol("ben", TWO)
    roster = at.roster()
    assert (gallery.state().count, named(roster, ONE, TWO)) == (2, ["ada", "ben"])
    put_back()
    at.erase("ada")
    assert gallery.state().count == 0
    assert (named(roster, ONE, TWO), len(roster)) == ([], 0)


def test_as_many_others_in_the_place_of_those_who_were_there_are_noticed(
    at: Place, copied: Callable[[], Callable[[], None]]
) -> None:
    """All counts are what they were; the mark of the last change is not."""
    put_back = copied()
    at.enrol("ada", ONE)
    roster = at.roster()
    assert named(roster, ONE, TWO) == ["ada"]
    put_back()
    at.enrol("ben", TWO)
    assert (named(roster, ONE, TWO), len(roster)) == (["ben"], 1)


def test_loading_stops_when_it_is_told_to(at: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that stops does not wait for a large gallery; what a next search finds is whole."""
    monkeypatch.setattr(module, "LOADED_AT_ONCE", 1)
    at.enrol("ada", ONE)
    at.enrol("ben", TWO)
    roster = at.roster()
    roster.refresh(lambda: False)
    assert len(roster) == 1
    assert (named(roster, ONE, TWO), len(roster)) == (["ada", "ben"], 2)
