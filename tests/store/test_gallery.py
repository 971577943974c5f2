"""The gallery: what was enrolled is there once, in order and countable; what was removed is noticed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from facevow.errors import FacevowError, InputError, MatchError, SessionError, StoreError
from facevow.store import Audit, Database, Gallery, Sessions, State, TemplateRecord
from tests.store.faces import ALICE, BOB, enrol, face, ids
from tests.store.orders import aborted, at_once, everything, order, set_raw
from tests.store.records import MOMENT


@pytest.fixture
def gallery(database: Database) -> Gallery:
    """The gallery of a test's database."""
    return Gallery(database)


def test_what_is_enrolled_comes_back_as_it_was(gallery: Gallery, database: Database, sessions: Sessions) -> None:
    """Every column, the number of the change in each; the audit log counts and names nobody."""
    sessions.create(order("1"))
    rows = [face("1"), face("2", source="session", session="fvs_1", content=bytes(range(256)) * 40)]
    assert enrol(gallery, *rows) == 1
    assert enrol(gallery, face("3", BOB)) == 2
    first, second = gallery.of_subject(ALICE)
    assert (first.id, first.number, first.name, first.quality) == (
        "fvt_1",
        1,
        b"sealed name 1",
        {"yaw": -3.25, "face": 180},
    )
    assert (first.matcher, first.created, first.source, first.session) == ("one 1", MOMENT, "image", None)
    assert (second.number, second.session, second.content) == (1, "fvs_1", bytes(range(256)) * 40)
    assert gallery.state() == State(changes=2, removals=0, count=3)
    line = Audit(database).lines(2, 1)[0]
    assert (line.actor, line.action, line.target) == ("test", "subject_enrolled", "subject")
    assert line.details == {"templates": 2, "replaced": 0}
    assert Audit(database).verify().sound


def test_rows_are_found_by_their_ids(gallery: Gallery) -> None:
    """Those that are there, more than a query takes at once, and nothing for what is no id."""
    for number in range(6):
        enrol(gallery, *(face(f"{number}.{each}", f"{number:064}") for each in range(100)), most=100)
    found = gallery.rows([f"fvt_{number}.{each}" for number in range(7) for each in range(100)])
    assert len(found) == 600
    assert all(key == row.id for key, row in found.items())
    assert gallery.rows(["nobody", "\0", "\ud800"]) == {}
    one = gallery.get("fvt_3.7")
    assert one is not None
    assert one.content == b"sealed face 3.7"
    assert gallery.get("fvt_7.3") is None
    assert gallery.ids() == set(found)
    assert (gallery.subjects(), gallery.matchers()) == (6, {"one 1": 600})


def test_a_subject_has_so_many_templates_and_no_more(gallery: Gallery, database: Database) -> None:
    """One too many keeps none of its enrolment, in which order ever; another subject is not concerned."""
    enrol(gallery, *(face(f"{number}") for number in range(7)))
    before = everything(database)
    with pytest.raises(MatchError) as caught:
        enrol(gallery, *(face(f"more{number}") for number in range(4)))
    assert caught.value.code == "gallery_full"
    assert everything(database) == before
    enrol(gallery, *(face(f"more{number}") for number in range(3)))
    enrol(gallery, face("bob", BOB), most=1)
    with pytest.raises(MatchError):
        enrol(gallery, face("bob2", BOB), most=1)
    assert len(gallery.of_subject(ALICE)) == 10


def test_replacing_leaves_the_new_ones_only(gallery: Gallery, database: Database) -> None:
    """Old ones go in the same change, also where both together would be too many; it counts as a removal."""
    enrol(gallery, *(face(f"old{number}") for number in range(8)))
    enrol(gallery, face("bob", BOB))
    before = gallery.state()
    number = enrol(gallery, face("new1"), face("new2"), face("new3"), replace=True)
    assert ids(gallery.of_subject(ALICE)) == ["new1", "new2", "new3"]
    after = gallery.state()
    assert (after.removals, after.count) == (before.removals + 1, 4)
    assert after.changes == number > before.changes
    assert ids(gallery.since(before.changes, 10)) == ["new1", "new2", "new3"]
    assert Audit(database).last(1)[0].details == {"templates": 3, "replaced": 8}
    with pytest.raises(MatchError):
        enrol(gallery, *(face(f"much{number}") for number in range(11)), replace=True)
    assert len(gallery.of_subject(ALICE)) == 3


def test_replacing_nothing_is_no_removal(gallery: Gallery) -> None:
    """Nobody has to look for what is gone."""
    enrol(gallery, face("1"), replace=True)
    assert gallery.state() == State(changes=1, removals=0, count=1)


def test_the_same_enrolment_again_is_found_written(gallery: Gallery, database: Database) -> None:
    """After a commit whose answer was lost: one enrolment, one line, the same number, also with `replace`."""
    enrol(gallery, face("bob", BOB))
    assert enrol(gallery, face("1"), face("2"), replace=True) == 2
    again = [face("1"), face("2")]
    assert enrol(gallery, *again, replace=True) == enrol(gallery, *again) == 2
    assert [row.number for row in again] == [2, 2]
    assert (gallery.state(), Audit(database).verify().lines) == (State(2, 0, 3), 2)
    with pytest.raises(StoreError) as caught:
        enrol(gallery, face("1", content=b"another"))
    assert caught.value.code == "bad_record"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((), "one subject"),
        ((face("1"), face("2", BOB)), "one subject"),
        ((face("1"), face("2", content=None)), "templates.content"),
        ((face("1", content="text"),), "templates.content"),
        ((face("1", content=bytes(16 * 1024 * 1024 + 1)),), "templates.content"),
        ((face("1", matcher="m" * 101),), "templates.matcher"),
        ((face("1", subject="\0"),), "templates.subject"),
        ((face("1", quality={"a": float("nan")}),), "templates.quality"),
    ],
    ids=["none", "two", "missing", "text", "large", "long", "nul", "nan"],
)
def test_what_cannot_be_enrolled_changes_nothing(
    gallery: Gallery, database: Database, rows: tuple[TemplateRecord, ...], said: str
) -> None:
    """The same on both databases, and nothing half."""
    with pytest.raises(StoreError, match=said) as caught:
        enrol(gallery, *rows, replace=True)
    assert (caught.value.code, gallery.state(), database.health().status) == ("bad_record", State(0, 0, 0), "ok")
    assert Audit(database).verify().lines == 0


def test_erasing_removes_a_subjects_templates_or_one(gallery: Gallery, database: Database) -> None:
    """Counts are true, the receipt's line is in the log; a template of another subject cannot be named."""
    enrol(gallery, face("1"), face("2"), face("3"))
    enrol(gallery, face("bob", BOB))
    assert gallery.erase(ALICE, actor="key:1", now=MOMENT, template="fvt_bob") is None
    erased = gallery.erase(ALICE, actor="key:1", now=MOMENT, template="fvt_2")
    assert erased is not None
    assert (erased.templates, erased.sessions, erased.log_rows) == (1, 0, 0)
    assert (ids(gallery.of_subject(ALICE)), gallery.state()) == (["1", "3"], State(3, 1, 3))
    erased = gallery.erase(ALICE, actor="key:1", now=MOMENT)
    assert erased is not None
    assert (erased.templates, gallery.state()) == (2, State(4, 2, 1))
    (line,) = Audit(database).last(1)
    assert (line.number, line.hash) == (erased.audit_number, erased.audit_hash)
    assert (line.actor, line.action, line.target) == ("key:1", "templates_erased", "subject")
    assert line.details == {"templates": 2}
    for nothing in ((ALICE, None), (ALICE, "fvt_1"), ("\0", None), (BOB, "\ud800")):
        assert gallery.erase(nothing[0], actor="key:1", now=MOMENT, template=nothing[1]) is None
    assert (gallery.state(), ids(gallery.of_subject(BOB))) == (State(4, 2, 1), ["bob"])
    assert "a11ce" not in everything(database)


def test_what_is_new_is_found_by_its_number(gallery: Gallery) -> None:
    """Whoever goes on from the last number meets each row once, however few are asked for, across what was removed."""
    sizes = [3, 1, 4, 2, 5]
    for number, size in enumerate(sizes):
        enrol(gallery, *(face(f"{number}.{each}", f"{number:064}") for each in range(size)))
    gallery.erase(f"{2:064}", actor="test", now=MOMENT)
    wanted = [f"{number}.{each}" for number, size in enumerate(sizes) if number != 2 for each in range(size)]
    for limit in (1, 2, 3, 4, 100):
        met: list[TemplateRecord] = []
        while rows := gallery.since(met[-1].number if met else 0, limit):
            assert len(rows) < limit + max(sizes)
            met += rows
        assert ids(met) == wanted
    assert gallery.since(gallery.state().changes, 5) == []


def test_pages_go_through_all_subjects(gallery: Gallery) -> None:
    """In a stable order, each once, though some come and go meanwhile; with what is to be told of each."""
    for number in range(7):
        enrol(gallery, face(f"{number}", f"{number:064}"))
    enrol(gallery, face("4b", f"{4:064}", matcher="another 2", created=MOMENT + timedelta(days=1)))
    page, cursor = gallery.page(3)
    assert ([one.subject_hash for one in page], cursor) == ([f"{number:064}" for number in range(3)], f"{2:064}")
    gallery.erase(f"{1:064}", actor="test", now=MOMENT)
    gallery.erase(f"{2:064}", actor="test", now=MOMENT)
    page, cursor = gallery.page(3, cursor)
    assert [one.subject_hash for one in page] == [f"{number:064}" for number in (3, 4, 5)]
    four = page[1]
    assert (four.name, four.sealed_with, four.id_of_name) == (b"sealed name 4b", "data-1", "fvt_4b")
    assert (four.count, four.matchers, four.unreadable) == (2, ("another 2", "one 1"), 0)
    assert (four.first, four.last) == (MOMENT, MOMENT + timedelta(days=1))
    page, cursor = gallery.page(3, cursor)
    assert ([one.subject_hash for one in page], cursor) == ([f"{6:064}"], None)
    page, cursor = gallery.page(5, matcher="another 2")
    assert [(one.subject_hash, one.count) for one in page] == [(f"{4:064}", 1)]
    assert gallery.page(5, matcher="\0") == ([], None)


def test_what_has_changed_since_it_was_compared_with_is_not_added_to(gallery: Gallery, database: Database) -> None:
    """Whoever expects other templates of the subject than it has adds none."""
    assert gallery.all_of(ALICE).ids == frozenset()
    enrol(gallery, face("1"), face("2"), expected=frozenset())
    held = gallery.all_of(ALICE)
    assert (ids(held.rows), held.ids) == (["1", "2"], frozenset({"fvt_1", "fvt_2"}))
    before = everything(database)
    for expected in (frozenset[str](), frozenset({"fvt_1"}), frozenset({"fvt_1", "fvt_3"})):
        with pytest.raises(MatchError) as caught:
            enrol(gallery, face("3"), expected=expected)
        assert caught.value.code == "gallery_changed"
    assert everything(database) == before
    enrol(gallery, face("3"), expected=held.ids)
    assert enrol(gallery, face("3"), expected=held.ids) == 2  # tried again


def test_a_template_of_an_erased_session_is_not_added(gallery: Gallery, database: Database, sessions: Sessions) -> None:
    """The session went while its image was described: its id is not to come back with a template."""
    sessions.create(order("1"))
    sessions.erase("fvs_1", actor="test", now=MOMENT)
    before = everything(database)
    with pytest.raises(SessionError) as caught:
        enrol(gallery, face("1"), face("2", source="session", session="fvs_1"))
    assert caught.value.code == "session_unknown"
    assert everything(database) == before


def test_open_sessions_that_compare_with_a_subject_are_found(gallery: Gallery, sessions: Sessions) -> None:
    """Not those that are over, that only name the subject, or that compare with another."""
    sessions.create(order("open", subject=ALICE, compare="subject"))
    sessions.create(order("over", subject=ALICE, compare="subject"))
    sessions.create(order("named", subject=ALICE))
    sessions.create(order("bob", subject=BOB, compare="subject"))
    sessions.end("fvs_over", aborted())
    assert gallery.compared_in(ALICE) == ["fvs_open"]


@pytest.mark.parametrize("cursor", ["", "\0", "\ud800", "0" * 65])
def test_what_is_no_cursor_is_refused(gallery: Gallery, cursor: str) -> None:
    """An error of the caller's."""
    with pytest.raises(InputError) as caught:
        gallery.page(3, cursor)
    assert caught.value.code == "bad_cursor"


def test_many_enrol_at_once_and_none_is_lost(database: Database, another: Callable[[], Database]) -> None:
    """On two servers: every enrolment has a number of its own, and the limit holds for who enrols the same subject."""
    galleries = [Gallery(database), Gallery(another())]

    def work(number: int) -> Callable[[], Any]:
        return lambda: enrol(galleries[number % 2], face(f"{number}", ALICE if number < 6 else f"{number:064}"), most=3)

    answers = at_once([work(number) for number in range(12)])
    numbers = [answer for answer in answers if isinstance(answer, int)]
    assert sorted(numbers) == list(range(1, 10))
    assert [answer.code for answer in answers if isinstance(answer, FacevowError)] == ["gallery_full"] * 3
    assert {each.state() for each in galleries} == {State(9, 0, 9)}
    assert len(galleries[0].of_subject(ALICE)) == 3


def test_another_servers_changes_are_seen(database: Database, another: Callable[[], Database]) -> None:
    """The state that one server has counted before is not the one it tells afterwards."""
    here, there = Gallery(database), Gallery(another())
    enrol(here, face("1"))
    assert here.state() == there.state() == State(1, 0, 1)
    there.erase(ALICE, actor="test", now=MOMENT)
    assert here.state() == State(2, 1, 0)
    assert here.rows(["fvt_1"]) == {}


def test_without_its_head_the_gallery_is_not_changed(gallery: Gallery, database: Database) -> None:
    """Nobody would notice the change: enrolling and erasing fail, and leave all as it was."""
    enrol(gallery, face("1"))
    set_raw(database, "DELETE FROM gallery_head")
    before = everything(database)
    with pytest.raises(StoreError, match="head of the gallery"):
        gallery.state()
    with pytest.raises(StoreError, match="head of the gallery"):
        enrol(gallery, face("2"))
    with pytest.raises(StoreError, match="head of the gallery"):
        gallery.erase(ALICE, actor="test", now=MOMENT)
    assert everything(database) == before


def test_a_backup_that_was_put_back_is_counted_anew(gallery: Gallery, database: Database) -> None:
    """Its changes come to the same number again, and are others."""
    enrol(gallery, face("1"), face("2"))
    assert gallery.state() == State(1, 0, 2)
    set_raw(database, "DELETE FROM templates")
    set_raw(database, "UPDATE gallery_head SET changes = 0, mark = ''")
    enrol(gallery, face("3"))
    assert gallery.state() == State(1, 0, 1)
