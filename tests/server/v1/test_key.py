"""What GET /v1/key tells whoever shows a key."""

from pathlib import Path

import pytest

from facevow.server.door.keys import SCOPES
from tests.server.serving import Running, serving
from tests.server.v1.asking import key_for, locked_server, problem


@pytest.mark.parametrize("scopes", [("seed",), ("erase", "analyses"), tuple(sorted(SCOPES))])
def test_any_good_key_is_told_its_scopes(database: Path, scopes: tuple[str, ...]) -> None:
    """And its public part, never its secret."""
    with locked_server(database) as server:
        header = key_for(server, *scopes)
        answer = server.get("/v1/key", headers=header)
    shown = header["Authorization"].removeprefix("Bearer fvk_")
    assert answer.json() == {"key_id": shown[:16], "scopes": sorted(scopes), "locked": True}
    assert shown[17:] not in answer.text


def test_an_open_server_asks_for_none(standing: Running) -> None:
    """Whoever asks may do all."""
    assert standing.get("/v1/key").json() == {"key_id": None, "scopes": sorted(SCOPES), "locked": False}


def test_without_a_good_key_nothing_is_told(database: Path) -> None:
    """No key, one that is none, one that is unknown, one that was revoked."""
    with locked_server(database) as server:
        problem(server.get("/v1/key"), 401, "key_missing")
        problem(server.get("/v1/key", headers={"Authorization": "Bearer x"}), 401, "key_malformed")
        unknown = f"Bearer fvk_{'0' * 16}_{'0' * 64}"
        problem(server.get("/v1/key", headers={"Authorization": unknown}), 401, "key_unknown")
        revoked = key_for(server, "operate")
        now = server.services.clock.now()
        server.services.api_keys.revoke(revoked["Authorization"][11:27], now=now, actor="test")
        problem(server.get("/v1/key", headers=revoked), 401, "key_revoked")


def test_guessing_ends_soon(database: Path) -> None:
    """The refusals of an address are counted here as everywhere."""
    with serving(
        database, access="locked", initial_key=f"fvk_{'ab' * 8}_{'cd' * 32}", limit_refused="2/hour"
    ) as server:
        header = {"Authorization": f"Bearer fvk_{'0' * 16}_{'0' * 64}"}
        codes = [server.get("/v1/key", headers=header).json()["code"] for _ in range(3)]
    assert codes == ["key_unknown", "key_unknown", "rate_limited"]


def test_a_page_of_a_stranger_learns_nothing(standing: Running) -> None:
    """Whether a server is open is no business of theirs."""
    problem(standing.get("/v1/key", headers={"Origin": "https://elsewhere.example"}), 403, "origin_refused")
