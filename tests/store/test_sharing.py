"""What is claimed is shared among receivers and keys."""

from datetime import timedelta

import pytest

from facevow.store import Database, Outbox, OutboxRecord
from facevow.store.sharing import Shares
from tests.store.records import MOMENT

MINUTE = timedelta(minutes=1)


def entry(name: str, url: str, key: str = "key") -> OutboxRecord:
    """A callback that is due."""
    return OutboxRecord(
        id=name, session=f"fvs_{name}", key_id=key, url=url, event="e", body="{}", created=MOMENT, due=MOMENT
    )


def claimed(database: Database, shares: Shares, *entries: OutboxRecord, limit: int = 10) -> list[str]:
    """The ids of what is claimed of these."""
    with database.write() as orm:
        orm.add_all(entries)
    return [found.id for found in Outbox(database).claim(MOMENT, MOMENT + MINUTE, limit, shares)]


def test_others_come_before_a_receivers_surplus(database: Database) -> None:
    """The first in order within each share, as many as were asked for, and what was passed over is still due."""
    many = [entry(f"a{number}", f"https://a.example/{number}") for number in range(8)]
    few = [entry(f"b{number}", f"https://b.example/{number}") for number in range(3)]
    shares = Shares.left_by([entry("x", "https://a.example/x")], of_host=3, of_key=10)
    assert claimed(database, shares, *many, *few, limit=4) == ["a0", "a1", "b0", "b1"]
    left = Outbox(database).claim(MOMENT, MOMENT + MINUTE, 10)
    assert [found.id for found in left] == ["a2", "a3", "a4", "a5", "a6", "a7", "b2"]


def test_others_come_before_a_keys_surplus(database: Database) -> None:
    """However many receivers the key names."""
    many = [entry(f"a{number}", f"https://{number}.example/", key="") for number in range(8)]
    shares = Shares(of_host=2, of_key=2)
    assert claimed(database, shares, *many, entry("b", "https://b.example/", key="other")) == ["a0", "a1", "b"]


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("https://A.example/other?x=1", True),
        ("http://a.example/", True),
        ("HTTPS://a.example", True),
        ("https://a.example?x=/", True),
        ("https://a.example.net/", False),
        ("https://a.example:8443/", False),
        ("https://a_example/", False),
        ("https://ab.example/https://a.example/", False),
    ],
    ids=["path", "scheme", "letters", "query", "longer", "port", "mark", "inside"],
)
def test_a_receiver_is_known_by_its_host_and_port(database: Database, address: str, same: bool) -> None:
    """Whatever the path and the size of letters; a name that only begins alike, or looks alike, is another one."""
    shares = Shares.left_by([entry("x", "https://a.example/x")], of_host=1, of_key=9)
    assert claimed(database, shares, entry("a", address)) == ([] if same else ["a"])
    assert (
        Shares.left_by([entry("x", "https://a.example/x")], of_host=1, of_key=9).take(entry("a", address)) is not same
    )


def test_marks_of_patterns_mean_themselves(database: Database) -> None:
    """A host with `_` in its name fills no other one's share."""
    shares = Shares.left_by([entry("x", "https://a_b%.example/x")], of_host=1, of_key=9)
    assert claimed(database, shares, entry("a", "https://axb.example/"), entry("b", "https://a_b%.example/")) == ["a"]
