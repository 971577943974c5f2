"""The frames of one session, in both databases."""

import pytest

from facevow.store import Database, InferenceRecord, SqlStore
from facevow.store.frames import page_of_frames
from tests.store.records import inference


def of_session(number: int, session: str = "fvs_1", source: str = "v1") -> InferenceRecord:
    """A frame that can be told by its number."""
    record = inference(number)
    record.connection, record.source = session, source
    return record


@pytest.fixture
def log(database: Database) -> SqlStore:
    """The frames' log."""
    return SqlStore(database)


def test_pages_give_each_frame_of_a_session_once_in_order(log: SqlStore, database: Database) -> None:
    """Though others write between them; the last page names none to go on from."""
    for number in range(7):
        log.add([of_session(number), of_session(number, "fvs_2"), of_session(number, source="ws")])
    for limit in (1, 3, 7, 8):
        found: list[int | None] = []
        after: int | None = 0
        while after is not None:
            page, after = page_of_frames(database, "fvs_1", after, limit)
            assert len(page) <= limit
            found += [row.x for row in page]
        assert found == list(range(7))


def test_frames_that_come_meanwhile_are_on_the_next_page(log: SqlStore, database: Database) -> None:
    """A page that was the last one leads on from its last line."""
    log.add([of_session(1)])
    (first,), following = page_of_frames(database, "fvs_1", 0, 5)
    assert following is None
    log.add([of_session(2)])
    (second,), _ = page_of_frames(database, "fvs_1", first.id or 0, 5)
    assert second.x == 2


@pytest.mark.parametrize("session", ["fvs_3", "\0", "\ud800", "x" * 10_000, "%"])
def test_a_name_of_no_session_has_none(log: SqlStore, database: Database, session: str) -> None:
    """Text that no database can be asked for among them."""
    log.add([of_session(1)])
    assert page_of_frames(database, session, 0, 5) == ([], None)


def test_no_line_is_above_the_largest_number(log: SqlStore, database: Database) -> None:
    """That number can be asked for all the same."""
    log.add([of_session(1)])
    assert page_of_frames(database, "fvs_1", 2**63 - 1, 5) == ([], None)
