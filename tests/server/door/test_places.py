"""How many connections may be open."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facevow.server.door.places import BESIDE, KEPT_BACK, TURNED_AWAY, Places, most_connections
from facevow.server.settings import load_settings


def test_one_address_fills_its_own_places_only() -> None:
    """However it is written; a network of IPv6 is one."""
    places = Places(10, 2, ())
    assert [places.take(host) is not None for host in ("192.0.2.7", "::ffff:192.0.2.7", "192.0.2.7")] == [
        True,
        True,
        False,
    ]
    assert [places.take(host) is not None for host in ("2001:db8::1", "2001:db8::2", "2001:db8::3")] == [
        True,
        True,
        False,
    ]
    assert places.take("2001:db8:0:1::1") is not None
    assert places.inside == 5


def test_all_together_fill_all_places() -> None:
    """A proxy of ours too."""
    places = Places(3, 1, ("192.0.2.1",))
    assert all(places.take("192.0.2.1") for _ in range(3))
    assert places.take("192.0.2.1") is None
    assert places.take("192.0.2.9") is None


@settings(deadline=None)
@given(st.lists(st.integers(0, 5), max_size=60))
def test_every_place_that_is_given_back_can_be_taken(hosts: list[int]) -> None:
    """Nothing is lost and nothing kept of those who left."""
    places = Places(20, 4, ())
    held = [leave for host in hosts if (leave := places.take(f"192.0.2.{host}")) is not None]
    assert places.inside == len(held) <= 20
    assert all(hosts.count(host) < 4 or places._addresses[f"192.0.2.{host}"] <= 4 for host in hosts)
    for leave in held:
        leave()
    assert (places.inside, len(places._addresses)) == (0, 0)


def test_so_many_are_told_that_there_is_no_place() -> None:
    """More are dropped without a word, or telling them would itself hold as many connections as they like."""
    places = Places(0, 0, ())
    told = [places.turn_away() for _ in range(TURNED_AWAY)]
    assert all(told)
    assert places.turn_away() is None
    assert told[0] is not None
    told[0]()
    assert places.turn_away() is not None
    assert places.inside == 0


def test_there_are_places_for_all_sockets_and_files_are_kept_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system allows few files, connections do not take the last one from the database."""
    import resource  # noqa: PLC0415

    settings = load_settings(max_connections=100, max_sessions=50)
    for files, most in ((1_000_000, 150 + BESIDE), (1024, 1024 - KEPT_BACK), (100, KEPT_BACK)):
        monkeypatch.setattr(resource, "getrlimit", lambda _, files=files: (files, files))
        assert most_connections(settings) == most
    monkeypatch.setattr(resource, "getrlimit", lambda _: (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert most_connections(settings) == 150 + BESIDE
