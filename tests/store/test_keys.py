"""API keys in the database."""

from datetime import timedelta

import pytest

from facevow.errors import StoreError
from facevow.store import ApiKeys, Audit, Database
from tests.store.orders import api_key
from tests.store.records import MOMENT

LATER = MOMENT + timedelta(hours=1)


@pytest.fixture
def keys(database: Database) -> ApiKeys:
    """The keys in a test's database."""
    return ApiKeys(database)


def test_a_key_is_kept_as_it_was_made(keys: ApiKeys, database: Database) -> None:
    """Every field comes back; the audit log says who made it, without its hash."""
    keys.add(api_key("a", scopes=["sessions", "erase"]), "operator")
    assert keys.get("a") == api_key("a", scopes=["sessions", "erase"])
    assert keys.get("b") is None
    (line,) = Audit(database).lines(1, 9)
    assert (line.actor, line.action, line.target) == ("operator", "key_created", "a")
    assert line.details == {"name": "the key a", "scopes": ["sessions", "erase"]}


def test_keys_are_listed_in_the_order_they_were_made(keys: ApiKeys) -> None:
    """The oldest first, revoked ones among them."""
    for number, name in enumerate("cab"):
        keys.add(api_key(name, created=MOMENT + timedelta(seconds=number)), "operator")
    keys.revoke("a", now=LATER, actor="operator")
    assert [record.id for record in keys.all()] == ["c", "a", "b"]
    assert keys.count() == 2


def test_a_key_is_revoked_once(keys: ApiKeys, database: Database) -> None:
    """The first time tells when; later times change nothing, and an unknown key is none."""
    keys.add(api_key("a"), "operator")
    assert keys.revoke("a", now=LATER, actor="operator")
    assert not keys.revoke("a", now=LATER + timedelta(hours=1), actor="operator")
    assert not keys.revoke("b", now=LATER, actor="operator")
    assert not keys.revoke("\0\ud800", now=LATER, actor="operator")
    found = keys.get("a")
    assert found is not None
    assert found.revoked == LATER
    assert [line.action for line in Audit(database).lines(1, 9)] == ["key_created", "key_revoked"]


def test_the_last_use_only_moves_on(keys: ApiKeys) -> None:
    """A server whose clock is behind does not take it back; an unknown key is nobody's."""
    keys.add(api_key("a"), "operator")
    for at in (LATER, LATER - timedelta(minutes=5)):
        keys.touch("a", at)
        found = keys.get("a")
        assert found is not None
        assert found.last_used == LATER
    keys.touch("b", LATER)
    keys.touch("\0", LATER)


@pytest.mark.parametrize("name", ["x" * 101, "a\0b", "\ud800"])
def test_a_name_that_does_not_fit_is_refused(keys: ApiKeys, name: str) -> None:
    """It is a bad record, and neither key nor audit line is there."""
    with pytest.raises(StoreError) as caught:
        keys.add(api_key("a", name=name), "operator")
    assert (caught.value.code, keys.all()) == ("bad_record", [])
