"""How the server fares: for people, for whoever restarts it, and for whoever sends it work."""

import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any, Final

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy import text

from facevow.errors import StoreError
from facevow.server.deps import ServicesNeeded
from facevow.server.questions import Question
from facevow.server.services import Services
from facevow.store.database import Database

UNKEPT: Final = {"Cache-Control": "no-store"}


class Readiness:
    """Asks the database now and then, one question at a time, and does not wait for it for long."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._question: Question[bool] = Question(clock)

    async def database(self, services: Services) -> bool:
        """Whether the database answers, or did a moment ago."""
        return await self._question.ask(lambda: _answers(services.database)) or False

    async def lacking(self, services: Services) -> list[str]:
        """Why no session should be sent here: codes, none where it should."""
        wanting = {
            "no_model": not services.engine.loaded,
            "database_away": not await self.database(services),
            "stopping": services.live.draining,
        }
        return [code for code, holds in wanting.items() if holds]


def health_router() -> APIRouter:
    """Routes that need no API key: they tell nothing of anybody's sessions."""
    router = APIRouter(tags=["health"])
    readiness = Readiness()

    @router.get("/health")
    async def health(services: ServicesNeeded) -> dict[str, Any]:
        """How the server fares."""
        return _told(services, await readiness.lacking(services))

    @router.get("/health/live")
    async def live() -> JSONResponse:
        """Whether the process answers at all. Where this fails, a restart is due."""
        return JSONResponse({"live": True}, headers=UNKEPT)

    @router.get("/health/ready", responses={503: {"description": "Not now: `lacking` says why."}})
    async def ready(services: ServicesNeeded) -> JSONResponse:
        """Whether sessions should be sent here: there are networks and a database, and it is not about to stop."""
        lacking = await readiness.lacking(services)
        return JSONResponse({"ready": not lacking, "lacking": lacking}, 503 if lacking else 200, UNKEPT)

    return router


def _answers(database: Database) -> bool:
    """Whether the database can be read and written now, as far as that can be seen without writing anything.

    After a write has failed another must be tried: a server that gets no work because of it would else never know.
    """
    try:
        if database.ping().status == "ok":
            return True
        with database.write() as orm:
            orm.execute(text("SELECT 1"))
    except StoreError:
        return False
    return database.health().status == "ok"


def _told(services: Services, lacking: list[str]) -> dict[str, Any]:
    engine, database = services.engine, services.store.health()
    answering = services.database.health().status == "ok" and "database_away" not in lacking
    well = engine.loaded and database.status == "ok" and answering
    return {
        "status": "healthy" if well else "degraded",
        "live": True,
        "ready": not lacking,
        "model_loaded": engine.loaded,
        "model": engine.model,
        "model_sha256": engine.model_sha256,
        "matcher": services.people.matcher,
        "policy": services.policy.title,
        "threshold": services.policy.threshold,
        "active_check_enabled": services.active_default.enabled,
        "connections": services.connections.inside,
        "capacity": services.connections.capacity,
        "version": version("facevow"),
        "database": {"status": database.status, "pending": database.pending, "lost": database.lost},
    }
