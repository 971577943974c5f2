"""What the end of a session leaves behind, beside its row."""

from facevow.store import Audit, Database, Outbox, Sessions
from tests.store.orders import aborted, order


def test_the_end_of_an_erased_session_is_told_to_nobody(sessions: Sessions, database: Database) -> None:
    """Its stream ends a moment before its rows go: no callback may leave in between, and the audit log has its line."""
    for name, by in (("1", "erased"), ("2", "left")):
        sessions.create(order(name))
        sessions.end(f"fvs_{name}", aborted(by))
    assert [entry.session for entry in Outbox(database).page(10)[0]] == ["fvs_2"]
    assert [line.action for line in Audit(database).lines(1, 9)].count("session_ended") == 2
