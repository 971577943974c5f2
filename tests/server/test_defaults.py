"""The default of the active check: set over HTTP, stored, and there again after a restart."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from facevow.store import SqlStore
from tests.server.analysers import REAL, picture
from tests.server.serving import Running, serving, until


def store_value(database: Path, value: object) -> None:
    """Put something where the default is kept."""
    store = SqlStore(f"sqlite:///{database}")
    store.set_preference("active_check", value)
    store.close()


def default(server: Running) -> bool:
    """What /health and a new connection say, which must agree."""
    told = server.health()["active_check_enabled"]
    with server.socket() as client:
        assert client.ask(picture(REAL))["active_check"]["enabled"] is told
    return bool(told)


def test_toggling_flips_and_sets(server: Running) -> None:
    """Without a body the switch flips; with one it is set; the answer tells the state."""
    states = [server.post("/toggle-active-check").json() for _ in range(2)]
    assert states == [
        {"active_check_enabled": True, "message": "Active check enabled"},
        {"active_check_enabled": False, "message": "Active check disabled"},
    ]
    for wanted in (True, True, False):
        assert server.post("/toggle-active-check", json={"enabled": wanted}).json()["active_check_enabled"] is wanted
    assert default(server) is False


@pytest.mark.parametrize("setting", [True, False])
def test_the_setting_counts_until_something_is_stored(database: Path, setting: bool) -> None:
    """Then what was stored does, over restarts and whatever the setting says."""
    with serving(database, active_check=setting) as server:
        assert default(server) is setting
    with serving(database, active_check=setting) as server:
        assert default(server) is setting
        assert server.post("/toggle-active-check").json()["active_check_enabled"] is not setting
    for again in (setting, not setting):
        with serving(database, active_check=again) as server:
            assert default(server) is not setting


def test_many_toggles_at_once_each_flip_the_switch(server: Running) -> None:
    """None overlooks another: an even number of them changes nothing, and half of the answers say on."""
    with ThreadPoolExecutor(8) as clients:
        answers = list(clients.map(lambda _: server.post("/toggle-active-check").json(), range(20)))
    assert [answer["active_check_enabled"] for answer in answers].count(True) == 10
    assert default(server) is False
    assert server.services.store.preference("active_check") is False


def test_what_cannot_be_stored_is_told_and_changes_nothing(database: Path) -> None:
    """With the database locked the switch stays as it was, here and after a restart; later it can be set."""
    with serving(database) as server:
        assert server.post("/toggle-active-check", json={"enabled": True}).status_code == 200
        other = sqlite3.connect(database, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        answer = server.post("/toggle-active-check", json={"enabled": False})
        assert (answer.status_code, answer.json()["error"]["code"]) == (503, "store_error")
        assert str(database) not in answer.text
        assert default(server) is True
        other.execute("ROLLBACK")
        other.close()
        until(lambda: server.health()["status"] == "healthy")
    with serving(database) as server:
        assert default(server) is True
        assert server.post("/toggle-active-check", json={"enabled": False}).json()["active_check_enabled"] is False


@pytest.mark.parametrize("setting", [True, False])
def test_a_store_that_cannot_be_read_does_not_stop_the_start(database: Path, setting: bool) -> None:
    """The setting counts, and the log says so."""
    store_value(database, not setting)
    with sqlite3.connect(database) as connection:
        connection.execute("DROP TABLE preferences")
    connection.close()
    with capture_logs() as lines, serving(database, active_check=setting) as server:
        assert default(server) is setting
        assert server.post("/toggle-active-check").status_code == 503
        assert default(server) is setting
    (told,) = (line for line in lines if line["event"] == "active_check_default_not_read")
    assert (told["log_level"], told["used"]) == ("error", setting)


@pytest.mark.parametrize("strange", ["yes", 1, 0, [], {"enabled": True}])
def test_a_stored_value_that_makes_no_sense_is_passed_over(database: Path, strange: object) -> None:
    """Only true and false are understood; anything else is logged, and the setting counts."""
    store_value(database, strange)
    with capture_logs() as lines, serving(database, active_check=True) as server:
        assert default(server) is True
    assert any(line["event"] == "active_check_default_not_understood" for line in lines)


def test_a_policy_without_acts_has_no_active_check(database: Path) -> None:
    """Under passive_only nobody can switch it on, and a default stored earlier is logged and not followed."""
    store_value(database, True)
    with capture_logs() as lines, serving(database, policy="passive_only") as server:
        assert default(server) is False
        for body in ({}, {"enabled": True}):
            answer = server.post("/toggle-active-check", json=body)
            assert (answer.status_code, answer.json()["error"]["code"]) == (409, "no_challenge")
        with server.socket() as client:
            refused = client.ask({"type": "set_active_check", "enabled": True})
            assert (refused["type"], refused["code"]) == ("error", "no_challenge")
            assert client.ask({"type": "set_active_check", "enabled": False})["enabled"] is False
        assert default(server) is False
        assert server.services.store.preference("active_check") is True
        assert server.post("/toggle-active-check", json={"enabled": False}).status_code == 200
    assert any(line["event"] == "active_check_default_not_possible" for line in lines)
