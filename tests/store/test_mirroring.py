"""A server's memory of the gallery, kept in step by its counts, never misses or keeps what it should not."""

import shutil
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facevow.errors import MatchError
from facevow.store import Database, Gallery, State
from tests.store.faces import ALICE, enrol, face
from tests.store.records import MOMENT


class Mirror:
    """Follows a gallery as a server does: what is new by its number, what is gone by the ids that are left."""

    def __init__(self, gallery: Gallery, limit: int) -> None:
        self._gallery = gallery
        self._limit = limit
        self._seen = State(0, 0, 0)
        self.held: dict[str, bytes] = {}

    def follow(self) -> None:
        """Get in step."""
        state = self._gallery.state()
        if state.changes == self._seen.changes:
            return
        last = self._seen.changes
        while rows := self._gallery.since(last, self._limit):
            self.held.update((row.id, row.content) for row in rows)
            last = rows[-1].number
        if state.removals != self._seen.removals:
            left = self._gallery.ids()
            self.held = {name: content for name, content in self.held.items() if name in left}
        self._seen = state


STEP = st.tuples(
    st.sampled_from(["enrol", "replace", "erase", "erase one", "follow"]), st.integers(0, 2), st.integers(1, 4)
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where one example after the other has its database."""
    return tmp_path_factory.mktemp("mirrored")


@given(steps=st.lists(STEP, max_size=12), limit=st.integers(1, 5))
@settings(max_examples=25, deadline=None)
def test_a_mirror_holds_what_the_gallery_holds(
    file_template: Path, folder: Path, steps: list[tuple[str, int, int]], limit: int
) -> None:
    """Whatever is enrolled, replaced and erased, and however seldom it looks."""
    shutil.copy(file_template, folder / "facevow.db")
    database = Database(f"sqlite:///{folder / 'facevow.db'}")
    gallery = Gallery(database)
    mirror = Mirror(gallery, limit)
    model: dict[str, dict[str, bytes]] = {f"{number:064}": {} for number in range(3)}
    for at, (step, who, count) in enumerate(steps):
        subject = f"{who:064}"
        if step == "follow":
            mirror.follow()
        elif step.startswith("erase"):
            one = next(iter(model[subject]), "fvt_nobody") if step == "erase one" else None
            gone = [one] if one in model[subject] else [] if one else list(model[subject])
            erased = gallery.erase(subject, actor="test", now=MOMENT, template=one)
            assert (erased.templates if erased else 0) == len(gone)
            for name in gone:
                del model[subject][name]
        else:
            rows = [face(f"{at}.{each}", subject) for each in range(count)]
            try:
                enrol(gallery, *rows, replace=step == "replace", most=6)
            except MatchError:
                assert step == "enrol"
                assert len(model[subject]) + count > 6
                continue
            model[subject] = ({} if step == "replace" else model[subject]) | {row.id: row.content for row in rows}
    mirror.follow()
    assert mirror.held == {name: content for one in model.values() for name, content in one.items()}
    assert gallery.state().count == len(mirror.held)
    database.close()


def test_who_looks_meanwhile_sees_an_enrolment_whole_or_not_at_all(database: Database) -> None:
    """While a subject's templates are replaced and erased again and again, nobody finds half of it or two of it."""
    gallery = Gallery(database)
    enrol(gallery, *(face(f"0.{each}") for each in range(3)))
    over = threading.Event()
    wrong: list[object] = []

    def look() -> None:
        try:
            while not over.is_set():
                found = {row.id.rpartition(".")[0]: 0 for row in gallery.of_subject(ALICE)}
                page, _ = gallery.page(5)
                several = [one.count for one in page if one.count != 3]
                if len(found) > 1 or several or len(gallery.since(0, 10)) not in (0, 3):
                    wrong.append((found, several))
        except Exception as error:  # noqa: BLE001 - the test looks at it
            wrong.append(error)

    watchers = [threading.Thread(target=look) for _ in range(2)]
    for watcher in watchers:
        watcher.start()
    try:
        for number in range(1, 25):
            enrol(gallery, *(face(f"{number}.{each}") for each in range(3)), replace=True)
            if number % 3 == 0:
                assert gallery.erase(ALICE, actor="test", now=MOMENT) is not None
    finally:
        over.set()
        for watcher in watchers:
            watcher.join(60)
    assert wrong == []
