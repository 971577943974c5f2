"""Whether a server may start as it is set up."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from facevow.errors import SettingsError
from facevow.server.door.keys import SCOPES, new_key
from facevow.server.door.start import expect_safe
from facevow.server.settings import Settings, load_settings
from facevow.store.audit import Audit
from facevow.store.keys import ApiKeys
from tests.server.door.conftest import INITIAL

NOW = datetime(2026, 5, 17, 12, tzinfo=UTC)


def settings(database: Path, **given: Any) -> Settings:  # noqa: ANN401
    """Settings with a test's database."""
    return load_settings(database=f"sqlite:///{database}", **given)


def refusal(chosen: Settings, api_keys: ApiKeys) -> str:
    """Why it may not start."""
    with pytest.raises(SettingsError) as caught:
        expect_safe(chosen, api_keys)
    return str(caught.value)


def test_on_this_machine_nothing_is_needed(database: Path, api_keys: ApiKeys) -> None:
    """`make serve` starts as it is."""
    expect_safe(settings(database), api_keys)
    assert api_keys.count() == 0


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "facevow.example"])  # noqa: S104 - not bound to
def test_where_others_can_reach_it_a_key_is_needed_and_it_says_what_to_type(
    database: Path, api_keys: ApiKeys, host: str
) -> None:
    """The three ways out stand in the message, as commands."""
    said = refusal(settings(database, host=host), api_keys)
    assert f"others can reach {host}" in said
    for way in ("facevow keys create NAME --scope sessions", "FACEVOW_INITIAL_KEY", "facevow serve --host 127.0.0.1"):
        assert way in said


def test_a_server_that_is_locked_by_choice_needs_one_too(database: Path, api_keys: ApiKeys) -> None:
    """Nobody could use it otherwise. It is on this machine already, so that to move it there is no advice."""
    said = refusal(settings(database, access="locked"), api_keys)
    assert "access is set to locked" in said
    assert "--host" not in said
    for way in ("facevow keys create NAME --scope sessions", "FACEVOW_INITIAL_KEY", "FACEVOW_ACCESS=auto"):
        assert way in said


def test_a_public_server_that_is_locked_by_choice_is_told_what_helps(database: Path, api_keys: ApiKeys) -> None:
    """The host alone would not open it: access is set, too."""
    said = refusal(settings(database, access="locked", host="0.0.0.0"), api_keys)  # noqa: S104 - not bound to
    assert "FACEVOW_ACCESS=auto" in said
    assert "facevow serve --host 127.0.0.1" in said


def test_a_revoked_key_is_as_good_as_none(database: Path, api_keys: ApiKeys) -> None:
    """With a good one it starts; once that is revoked it does not."""
    text, record = new_key("shop", ["sessions"], NOW)
    api_keys.add(record, "test")
    expect_safe(settings(database, access="locked"), api_keys)
    api_keys.revoke(text[4:20], now=NOW, actor="test")
    refusal(settings(database, access="locked"), api_keys)


def test_the_key_of_the_settings_is_stored_once(database: Path, api_keys: ApiKeys) -> None:
    """With every scope, a line in the audit log, and no second one at the next start."""
    chosen = settings(database, access="locked", initial_key=INITIAL)
    for _ in range(2):
        expect_safe(chosen, api_keys)
    (record,) = api_keys.all()
    assert (record.id, record.name, record.scopes) == (INITIAL[4:20], "initial", sorted(SCOPES))
    lines = Audit(api_keys._database).lines(1, 10)
    assert [(line.actor, line.action, line.target) for line in lines] == [("initial", "key_created", record.id)]
    assert INITIAL[21:] not in str([line.details for line in lines])


def test_a_key_of_the_settings_that_was_revoked_stays_so(database: Path, api_keys: ApiKeys) -> None:
    """A restart does not bring back what somebody took away."""
    chosen = settings(database, access="locked", initial_key=INITIAL)
    expect_safe(chosen, api_keys)
    api_keys.revoke(INITIAL[4:20], now=NOW, actor="test")
    assert "revoked" in refusal(chosen, api_keys)
    assert api_keys.count() == 0


def test_another_secret_under_the_same_id_is_refused(database: Path, api_keys: ApiKeys) -> None:
    """The stored one is not replaced."""
    expect_safe(settings(database, access="locked", initial_key=INITIAL), api_keys)
    other = INITIAL[:-1] + "e"
    assert "another key" in refusal(settings(database, access="locked", initial_key=other), api_keys)


def test_two_servers_that_start_at_once_store_it_once(database: Path, api_keys: ApiKeys) -> None:
    """Who comes second finds the first one's."""

    class Blind(ApiKeys):
        """Does not see the key at the first look, as if the other server stored it just after."""

        looked = False

        def get(self, key_id: str) -> Any:  # noqa: ANN401
            """As its parent's, but for the first time."""
            seen, self.looked = self.looked, True
            return super().get(key_id) if seen else None

    chosen = settings(database, access="locked", initial_key=INITIAL)
    expect_safe(chosen, api_keys)
    expect_safe(chosen, Blind(api_keys._database))
    assert api_keys.count() == 1


def warnings_of(database: Path, api_keys: ApiKeys, **given: Any) -> list[str]:  # noqa: ANN401
    """What the log says at the start of a server with a key."""
    with capture_logs() as logged:
        expect_safe(settings(database, initial_key=INITIAL, **given), api_keys)
    assert all(event["log_level"] == "warning" for event in logged)
    return [event["event"] for event in logged]


@pytest.mark.parametrize("proxies", ["*", "0.0.0.0/0", "::/0", "10.0.0.1,0.0.0.0/0"])
def test_a_server_that_believes_every_proxy_is_warned_of(database: Path, api_keys: ApiKeys, proxies: str) -> None:
    """Anybody could claim any address then."""
    assert warnings_of(database, api_keys, trusted_proxies=proxies) == ["every_proxy_trusted"]
    assert warnings_of(database, api_keys, trusted_proxies="10.0.0.0/8") == []


PUBLIC = {"host": "0.0.0.0", "public_url": "https://check.example"}  # noqa: S104 - not bound to


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, []),
        ({"access": "locked"}, []),
        (PUBLIC, []),
        ({"host": "0.0.0.0"}, ["no_public_url"]),  # noqa: S104
        (PUBLIC | {"seed_open": True}, ["seed_routes_open"]),
        ({"access": "locked", "seed_open": True}, ["seed_routes_open"]),
        (PUBLIC | {"seed_open": True, "seed_routes": False}, []),
        ({"seed_open": True}, []),
        (PUBLIC | {"callback_private": True}, ["callbacks_go_anywhere"]),
        ({"callback_private": True}, []),
    ],
)
def test_what_opens_a_public_server_further_is_warned_of(
    database: Path, api_keys: ApiKeys, given: dict[str, Any], said: list[str]
) -> None:
    """Scores for strangers, callbacks into the network behind, addresses that lead past the proxy; else nothing."""
    assert warnings_of(database, api_keys, **given) == said
