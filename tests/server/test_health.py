"""What the server says of itself: to people, to whoever restarts it, to whoever sends it work."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import text

from facevow.errors import StoreError
from facevow.server.questions import FRESH
from facevow.server.routes.health import Readiness, _answers
from facevow.server.services import Services
from facevow.store.base import StoreHealth
from facevow.store.database import Database
from tests.server.analysers import no_model
from tests.server.serving import HandClock, Running, serving, until


def ready(server: Running) -> tuple[int, list[str]]:
    """The status of /health/ready, and what it lacks; the two must agree."""
    answer = server.get("/health/ready")
    body = answer.json()
    assert body["ready"] is (answer.status_code == 200) is (not body["lacking"])
    assert answer.headers["cache-control"] == "no-store"
    return answer.status_code, body["lacking"]


def test_a_server_that_is_well_is_live_and_ready(server: Running) -> None:
    """All three addresses agree, and /health names the model with its hash."""
    assert server.get("/health/live").json() == {"live": True}
    assert ready(server) == (200, [])
    health = server.health()
    assert (health["status"], health["live"], health["ready"]) == ("healthy", True, True)
    assert health["model"] == "colours"
    assert health["model_sha256"] == server.services.engine.model_sha256


def test_without_a_model_it_lives_and_is_not_ready(database: Path) -> None:
    """Nobody should restart it for that, and nobody should send it sessions."""
    with serving(database, analysers=no_model, require_model=False) as server:
        assert server.get("/health/live").status_code == 200
        assert ready(server) == (503, ["no_model"])
        assert (server.health()["status"], server.health()["ready"]) == ("degraded", False)


def test_without_its_database_it_is_not_ready_until_it_is_back(database: Path, server: Running) -> None:
    """The file is taken away under the server and put back: not ready meanwhile, and ready again without a restart."""
    aside = database.with_suffix(".aside")
    database.rename(aside)
    server.services.database.engine.dispose()
    until(lambda: ready(server) == (503, ["database_away"]))
    assert server.get("/health/live").status_code == 200
    assert server.health()["ready"] is False
    aside.rename(database)
    until(lambda: ready(server) == (200, []))


def test_a_server_that_stops_is_not_ready(server: Running) -> None:
    """Whoever asks while sessions finish is told to go elsewhere."""
    server.services.live.draining = True
    assert ready(server) == (503, ["stopping"])


def test_no_key_is_asked_for_and_nothing_is_told_of_anybody(database: Path) -> None:
    """On a locked server the three addresses answer strangers, and name neither session, key nor file."""
    with serving(database, access="locked", initial_key="fvk_0123456789abcdef_" + "ab" * 32) as server:
        for path in ("/health", "/health/live", "/health/ready"):
            answer = server.get(path)
            assert answer.status_code == 200
            for secret in ("fvk_", "0123456789abcdef", str(database), "sqlite"):
                assert secret not in answer.text


class Asked:
    """A database that counts how often it is asked."""

    def __init__(self) -> None:
        self.times = 0

    def ping(self) -> StoreHealth:
        """Count."""
        self.times += 1
        return StoreHealth("ok")


def test_a_flood_of_questions_is_one_question_a_second() -> None:
    """A thousand at once ask the database once; after a second, once more."""
    clock, database = HandClock(), Asked()
    services = cast("Services", type("Parts", (), {"database": database})())

    async def ask() -> list[Any]:
        readiness = Readiness(clock)
        told = await asyncio.gather(*(readiness.database(services) for _ in range(1000)))
        assert database.times == 1
        clock.seconds += FRESH
        return [*told, *await asyncio.gather(*(readiness.database(services) for _ in range(1000)))]

    assert asyncio.run(ask()) == [True] * 2000
    assert database.times == 2


def test_after_a_failed_write_another_is_tried(database: Path) -> None:
    """While somebody else holds the database no write goes through, and it is not ready; then it is, by itself."""
    opened = Database(f"sqlite:///{database}", busy_seconds=0.05)
    with sqlite3.connect(database, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError), opened.write() as orm:
            orm.execute(text("SELECT 1"))
        assert opened.health().status == "degraded"
        assert not _answers(opened)
        other.execute("ROLLBACK")
    other.close()
    assert _answers(opened)
    assert opened.health().status == "ok"
    opened.close()
