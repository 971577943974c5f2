"""A broken row of the gallery hides none of the others."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from facevow.store import Database, Gallery, Keeper
from tests.store.faces import ALICE, BOB, enrol, face, ids, opened
from tests.store.orders import set_raw
from tests.store.records import MOMENT

SPOILT = [
    "quality = 'no json'",
    "quality = '[1]'",
    "created = 'yesterday'",
    "created = 7",
    "content = 'text'",
    "name = 'text'",
    "name = 1.5",
    "matcher = x'00ff'",
    "sealed_with = x'0c'",
    "number = 'one'",
]
"""What SQLite lets anybody write there; PostgreSQL takes none of it."""

FEW = ["quality = 'no json'", "name = 1.5", "number = 'one'"]
"""One that cannot be read, one that can be read as something else, one that confuses the order."""


@pytest.fixture
def database(file_url: str, file_template: Path, file: Path) -> Iterator[Database]:
    """A SQLite file."""
    file.parent.mkdir()
    shutil.copy(file_template, file)
    made = Database(file_url)
    yield made
    made.close()


@pytest.mark.parametrize("spoilt", SPOILT)
def test_a_broken_row_hides_no_other(database: Database, spoilt: str) -> None:
    """It is left out wherever templates are handed out, told where they are counted, and named in the log once."""
    gallery = Gallery(database)
    for name in ("1", "2", "3"):
        enrol(gallery, face(name))
    enrol(gallery, face("4", BOB))
    set_raw(database, f"UPDATE templates SET {spoilt} WHERE id = 'fvt_2'")  # noqa: S608
    with capture_logs() as logs:
        assert ids(gallery.of_subject(ALICE)) == ["1", "3"]
        assert gallery.rows(["fvt_1", "fvt_2"]).keys() == {"fvt_1"}
        assert gallery.get("fvt_2") is None
        assert ids(gallery.since(0, 100)) == ["1", "3", "4"]
        page, _ = gallery.page(10)
    assert [(one.count, one.unreadable, one.id_of_name) for one in page] == [(3, 1, "fvt_3"), (1, 0, "fvt_4")]
    assert [(line["event"], line["template"]) for line in logs] == [("template_unreadable", "fvt_2")]
    assert gallery.state().count == len(gallery.ids()) == 4


@pytest.mark.parametrize("spoilt", FEW)
def test_broken_rows_do_not_look_like_the_end(database: Database, spoilt: str) -> None:
    """A run of them, longer than what is asked for at once, keeps nobody from what comes behind, nor for ever."""
    gallery = Gallery(database)
    for number in range(6):
        enrol(gallery, face(f"{number}", f"{number:064}"))
    set_raw(database, f"UPDATE templates SET {spoilt} WHERE id IN ('fvt_1', 'fvt_2', 'fvt_3', 'fvt_4')")  # noqa: S608
    met: list[str] = []
    last = 0
    while rows := gallery.since(last, 2):
        met += ids(rows)
        last = rows[-1].number
    assert met == ["0", "5"]


@pytest.mark.parametrize("spoilt", FEW)
def test_a_broken_row_is_exported_by_name_and_erased(database: Database, spoilt: str) -> None:
    """Its subject is told that it is there, and can have it removed, alone or with the others."""
    gallery, keeper = Gallery(database), Keeper(database)
    enrol(gallery, face("1"), face("2"), face("3"))
    set_raw(database, f"UPDATE templates SET {spoilt} WHERE id IN ('fvt_2', 'fvt_3')")  # noqa: S608
    exported = keeper.export(ALICE, open_template=opened)["templates"]
    assert [(one["id"], one["template"] is None) for one in exported] == [
        ("fvt_1", False),
        ("fvt_2", True),
        ("fvt_3", True),
    ]
    one = gallery.erase(ALICE, actor="test", now=MOMENT, template="fvt_2")
    assert one is not None
    assert one.templates == 1
    assert keeper.erase(ALICE, actor="test", now=MOMENT).templates == 2
    assert gallery.ids() == set()


def test_a_subject_with_broken_rows_only_is_listed(database: Database) -> None:
    """So that whoever looks after the gallery can erase it; nothing is made up about it."""
    gallery = Gallery(database)
    enrol(gallery, face("1"))
    set_raw(database, "UPDATE templates SET created = 'never'")
    ((one,), _) = gallery.page(5)
    assert (one.subject_hash, one.count, one.unreadable) == (ALICE, 1, 1)
    assert (one.name, one.sealed_with, one.id_of_name) == (b"", "", "")
    assert (one.matchers, one.first, one.last) == ((), None, None)
