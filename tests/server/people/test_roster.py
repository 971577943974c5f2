"""The templates in memory: in step with the database whatever others do, and never telling of whoever is gone."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from facevow.matching.brute import BruteIndex
from facevow.matching.matcher import Hit, Large
from facevow.server.people import roster as module
from facevow.server.people.roster import Person, Roster
from facevow.signing.keyring import new_keyring
from facevow.types import Template
from tests.server.people.galleries import MEASURE, NOW, Place, place, template

ONE, TWO = 1, 2


def names(roster: Roster, person: int, most: int = 10) -> list[str]:
    """The subjects that look like a person."""
    return [found.subject for found in roster.search(template(person), most) if found.score > MEASURE.threshold("0.01")]


class Meddling(BruteIndex):
    """Has something happen in the middle of a search: after the templates were compared, before anybody is told."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        super().__init__(MEASURE)
        self._meanwhile = [meanwhile]

    def search(self, template: Template, most: int) -> list[Hit]:
        """As of the protocol."""
        hits = super().search(template, most)
        while self._meanwhile:
            self._meanwhile.pop()()
        return hits


def test_what_another_server_does_is_seen_by_the_next_search(at: Place) -> None:
    """Enrolled, replaced, erased: there is no search between that still sees it as it was."""
    here, there = at.roster(), at.roster()
    assert names(here, ONE) == names(there, ONE) == []
    at.enrol("ada", ONE)
    assert names(here, ONE) == names(there, ONE) == ["ada"]
    at.enrol("ben", TWO, TWO)
    assert (names(here, TWO), len(here)) == (["ben"], 3)
    at.erase("ada")
    assert (names(here, ONE), names(there, ONE), len(here), len(there)) == ([], [], 2, 2)


def test_a_subject_is_named_once_with_its_best_score(at: Place) -> None:
    """However many templates it has; one subject can be left out without losing another."""
    at.enrol("ada", *[ONE] * 9, TWO)
    at.enrol("ben", TWO)
    at.enrol("cleo", ONE)
    roster = at.roster()
    found = roster.search(template(ONE), 3)
    assert sorted((person.subject, person.score) for person in found) == [("ada", 0.9), ("ben", 0.1), ("cleo", 0.9)]
    assert found[2] == Person("ben", 0.1)
    assert roster.search(template(ONE), 1, besides=at.keyring.subject_hash("ada"))[0] == Person("cleo", 0.9)
    assert len(roster.search(template(ONE), 2)) == 2


def test_whoever_is_erased_during_a_search_is_not_told(at: Place) -> None:
    """The search is done again, so that somebody else takes the place."""
    at.enrol("ada", ONE)
    at.enrol("ben", ONE)
    roster = at.roster(Meddling(lambda: at.erase("ada")))
    assert names(roster, ONE) == ["ben"]
    assert len(roster) == 1


def test_a_gallery_that_never_rests_is_told_of_as_far_as_it_is_there(at: Place) -> None:
    """If somebody goes with every attempt, those who are left are told."""
    for name in ("ada", "ben", "cleo", "dora"):
        at.enrol(name, ONE)

    class Restless(BruteIndex):
        """Somebody is erased in the middle of each search."""

        def search(self, template: Template, most: int) -> list[Hit]:
            """As of the protocol."""
            hits = super().search(template, most)
            gone = at.gallery.rows([hits[0].key])
            at.gallery.erase(gone[hits[0].key].subject, actor="test", now=NOW)
            return hits

    found = names(at.roster(Restless(MEASURE)), ONE)
    assert len(found) == 4 - module.ATTEMPTS
    assert found == names(at.roster(), ONE)


@pytest.mark.parametrize(
    "damage",
    [
        {"content": b""}, {"content": b"\0" * 29}, {"sealed_with": "no such key"}, {"name": b"x"},
        {"matcher": "blue 2"}, {"subject": "0" * 64}, {"quality": "none"},
    ],
)  # fmt: skip
def test_a_row_that_somebody_broke_hides_nobody_else(at: Place, damage: dict[str, object]) -> None:
    """Whatever is wrong with one, the others are found, and it is nobody's."""
    (broken,) = at.enrol("ada lovelace", ONE)
    at.enrol("ben", ONE)
    if "quality" in damage:
        with at.database.write() as orm:
            orm.connection().exec_driver_sql("UPDATE templates SET quality = 'none' WHERE id = ?", (broken.id,))
    else:
        at.change(broken, **damage)
    with capture_logs() as logged:
        assert names(at.roster(), ONE) == ["ben"]
    if "matcher" not in damage:
        assert broken.id in str(logged)
        assert "lovelace" not in str(logged)


def test_a_row_that_is_broken_after_it_was_loaded_is_not_told(at: Place) -> None:
    """Its template is in memory, but nobody can say any more whose it is."""
    (row,) = at.enrol("ada", ONE)
    roster = at.roster()
    assert names(roster, ONE) == ["ada"]
    with at.database.write() as orm:
        orm.connection().exec_driver_sql("UPDATE templates SET quality = 'none' WHERE id = ?", (row.id,))
    with capture_logs():
        assert names(roster, ONE) == []


def test_templates_cannot_be_exchanged(at: Place) -> None:
    """Ben's face under Ada's name opens no more: whoever has the database cannot make one pass for the other."""
    (ada,), (ben,) = at.enrol("ada", ONE), at.enrol("ben", TWO)
    at.change(ada, content=ben.content)
    at.change(ben, name=ada.name)
    with capture_logs():
        roster = at.roster()
        assert names(roster, TWO) == names(roster, ONE) == []
    assert (len(roster), roster.unreadable, roster.outdated) == (1, 1, 0)


def test_templates_of_another_matcher_are_not_compared(at: Place) -> None:
    """They are counted, until they are erased."""
    at.enrol("ada", ONE, matcher="blue 0")
    at.enrol("ben", ONE)
    roster = at.roster()
    assert (names(roster, ONE), len(roster), roster.outdated) == (["ben"], 1, 1)
    at.erase("ada")
    assert (names(roster, ONE), roster.outdated) == (["ben"], 0)


def test_another_servers_secrets_open_nothing(at: Place) -> None:
    """With another keyring nobody is found, and nothing breaks."""
    at.enrol("ada", ONE)
    other = Place(at.database, new_keyring(NOW))
    with capture_logs():
        roster = other.roster()
        assert names(roster, ONE) == []
    assert roster.unreadable == 1


def test_a_rotated_keyring_opens_what_was_sealed_before(at: Place) -> None:
    """And seals with its new key."""
    (old,) = at.enrol("ada", ONE)
    at.keyring = at.keyring.rotated(NOW)
    (new,) = at.enrol("ada", ONE)
    assert old.sealed_with != new.sealed_with
    assert (names(at.roster(), ONE), len(at.gallery.ids())) == (["ada"], 2)


def test_a_large_gallery_is_loaded_piece_by_piece(at: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """No enrolment is lost where a piece ends; beyond what its index is good for the log says so, once."""
    monkeypatch.setattr(module, "LOADED_AT_ONCE", 4)
    for number in range(9):
        at.enrol(f"subject {number}", *[number] * 3)
    with capture_logs() as logged:
        roster = at.roster(BruteIndex(MEASURE, Large(20, "matcher=another")))
        assert [names(roster, number) for number in range(9)] == [[f"subject {number}"] for number in range(9)]
        at.enrol("another", ONE)
        roster.refresh()
    warned = [line for line in logged if line["event"] == "gallery_is_large"]
    assert [(line["templates"], line["setting"]) for line in warned] == [(27, "matcher=another")]


def test_nobody_erased_is_found_by_a_search_that_began_later(at: Place) -> None:
    """While threads search all the time, subjects are erased one by one; what is erased stays erased for all."""
    subjects = [f"subject {number}" for number in range(8)]
    for subject in subjects:
        at.enrol(subject, ONE)
    roster, gone, stop = at.roster(), set[str](), threading.Event()

    def watch() -> list[str]:
        seen = []
        while not stop.is_set():
            before = set(gone)
            seen += [name for name in names(roster, ONE) if name in before]
        return seen

    with ThreadPoolExecutor(4) as pool:
        watchers = [pool.submit(watch) for _ in range(4)]
        for subject in subjects:
            at.erase(subject)
            gone.add(subject)
        stop.set()
        assert [watcher.result() for watcher in watchers] == [[]] * 4
    assert (names(roster, ONE), len(roster)) == ([], 0)


STEPS = st.lists(st.tuples(st.sampled_from(["enrol", "erase", "look"]), st.integers(0, 3)), max_size=12)


@settings(max_examples=15, deadline=None)
@given(STEPS)
def test_memory_and_database_are_always_in_step(steps: list[tuple[str, int]]) -> None:
    """Whatever is enrolled and erased, and whenever somebody looks in between, a search finds exactly who is there."""
    with TemporaryDirectory() as folder, place(Path(folder)) as at:
        roster, there = at.roster(), dict.fromkeys(range(4), 0)
        for what, person in steps:
            if what == "enrol" and there[person] < 10:
                at.enrol(str(person), person)
                there[person] += 1
            if what == "erase" and there[person]:
                at.erase(str(person))
                there[person] = 0
            if what == "look":
                assert names(roster, person) == ([str(person)] if there[person] else [])
        assert [bool(names(roster, person)) for person in range(4)] == [bool(there[person]) for person in range(4)]
        assert len(roster) == sum(there.values())
