"""What other servers did to the database that they share."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from structlog.testing import capture_logs

from facevow.server import elsewhere
from facevow.server.defaults import NAME
from facevow.server.elsewhere import Elsewhere
from facevow.server.services import Services
from tests.server.serving import serving, until
from tests.server.v1.streaming import order, streaming


def test_a_stream_ends_when_another_server_has_erased_its_session(tmp_path: Path) -> None:
    """Within seconds, and not with a verdict; nothing of it is in the log afterwards."""
    with serving(tmp_path / "facevow.db") as one, serving(tmp_path / "facevow.db") as other:
        ordered = order(one, policy="balanced")
        with streaming(one, ordered) as streamer:
            streamer.show()
            assert other.http.delete(f"/v1/sessions/{ordered.id}").status_code == 200
            assert streamer.close_code()[1] == "session_unknown"
        until(lambda: not one.services.live.inside)
        assert one.services.sessions.get(ordered.id) is None
        assert [row.connection for row in other.services.store.recent(50) if row.connection == ordered.id] == []


def test_the_default_of_another_server_is_followed(tmp_path: Path) -> None:
    """Once it was stored; a value that makes no sense changes nothing."""
    with serving(tmp_path / "facevow.db") as one, serving(tmp_path / "facevow.db") as other:
        assert other.post("/toggle-active-check", json={"enabled": True}).status_code == 200
        until(lambda: one.health()["active_check_enabled"] is True)
        other.services.store.set_preference(NAME, "nonsense")
        assert one.post("/toggle-active-check").json()["active_check_enabled"] is False


def test_whatever_fails_does_not_end_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is logged, and looked after again the next time."""
    tries: list[Services] = []

    async def follow(services: Services) -> None:
        tries.append(services)
        if len(tries) == 1:
            raise RuntimeError("unforeseen")

    monkeypatch.setattr(elsewhere, "follow_default", follow)
    services = SimpleNamespace(live=SimpleNamespace(places=()), settings=SimpleNamespace(seed_routes=True))

    async def run() -> None:
        task = asyncio.create_task(Elsewhere(cast("Services", services), seconds=0).run())
        while len(tries) < 2:
            assert not task.done()
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    with capture_logs() as logs:
        asyncio.run(run())
    assert [line["error"] for line in logs if line["event"] == "following_failed"] == ["unforeseen"]
