"""An audit log to look at in tests."""

from datetime import timedelta

from facevow.store import Audit, Database
from facevow.store.audit import remove_until
from tests.store.records import MOMENT

LINES = 6
"""Lines of a log in tests."""


def fill(database: Database, lines: int = LINES) -> Audit:
    """Write some lines, of one day each."""
    audit = Audit(database)
    for number in range(1, lines + 1):
        audit.add(
            at=MOMENT + timedelta(days=number),
            actor="test",
            action=f"action_{number}",
            target=f"target_{number}",
            details={"größe": number, "inner": {"b": [1, 2.5, None], "a": True}},
        )
    return audit


def trim(database: Database, days: int) -> int:
    """Remove lines as retention does."""
    with database.write() as orm:
        return remove_until(orm, MOMENT + timedelta(days=days), MOMENT + timedelta(days=100))
