"""Puts the server together."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.cors import CORSMiddleware

from facevow.challenge.draw import Choose
from facevow.checking import warn_if_unmeasured
from facevow.matching.opening import Matcher
from facevow.server import failures, gauges
from facevow.server.board import Board
from facevow.server.callbacks.deliver import Deliverer
from facevow.server.defaults import stored_default
from facevow.server.door.start import expect_safe
from facevow.server.elsewhere import Elsewhere
from facevow.server.engine import AnalyserFactory
from facevow.server.heads import heads_of
from facevow.server.housekeeping import Housekeeper
from facevow.server.measuring import Measured
from facevow.server.opening import open_services
from facevow.server.posting import post
from facevow.server.routes import metrics, seed
from facevow.server.routes.built import PAGE, assets_router
from facevow.server.routes.component import component_router
from facevow.server.routes.console import console_router
from facevow.server.routes.health import health_router
from facevow.server.routes.page import page_router
from facevow.server.services import Clock, Services
from facevow.server.settings import Settings
from facevow.server.v1.routes import api_router, document
from facevow.server.warming import warm
from facevow.store import Store


def create_app(  # noqa: PLR0913 - one for each thing that tests bring
    settings: Settings,
    *,
    analysers: AnalyserFactory | None = None,
    matcher: Matcher | None = None,
    store: Store | None = None,
    page: Path = PAGE,
    clock: Clock | None = None,
    choose: Choose = secrets.randbelow,
    board: Board | None = None,
) -> FastAPI:
    """The application: open until its lifespan ends, which closes `store` too.

    With a `board` it is one process of several, whose set-up was found safe before (see `supervising.prepare`).

    Raises:
        SettingsError: it would not be safe, see `door.start`; or see `open_services`.
        KeyringError, StoreError: see `open_services`.
    """
    services = open_services(
        settings,
        clock=clock or Clock(),
        choose=choose,
        analysers=analysers,
        matcher=matcher,
        store=store,
        board=board,
    )
    if board is None:
        expect_safe(settings, services.api_keys)
    app = FastAPI(title="Facevow", lifespan=_lifespan, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.openapi = document  # type: ignore[method-assign] # FastAPI's own way to bring a document
    app.state.services = services
    _include(app, health_router(), heads=True)
    _include(app, api_router())
    _include_pages(app, settings, page)
    failures.register(app)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.origins,
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["Authorization", "Content-Type"],
    )
    app.add_middleware(Measured, metrics=services.metrics, telemetry=services.telemetry)
    return app


def _include_pages(app: FastAPI, settings: Settings, page: Path) -> None:
    """Add what the settings leave on of that which is no API."""
    if settings.metrics:
        _include(app, metrics.router, heads=True)
    _include(app, component_router(page), heads=True)
    if settings.console:
        _include(app, console_router(page), heads=True)
    if settings.console or settings.seed_routes:
        _include(app, assets_router(page), heads=True)
    if settings.seed_routes:
        _include(app, seed.router, heads=True)
        _include(app, page_router(page), heads=True)  # last: it answers every other name


def _include(app: FastAPI, router: APIRouter, *, heads: bool = False) -> None:
    """Add routes, and with `heads` HEAD for each GET among them."""
    app.include_router(router)
    if heads:
        app.include_router(heads_of(router))


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open the networks and read what was stored before the first request; write the last record after the last."""
    services: Services = app.state.services
    services.active_default.enabled = await run_in_threadpool(stored_default, services)
    working: list[asyncio.Task[None]] = []
    try:
        await services.engine.start()
        warm(app.router.routes)
        if services.engine.loaded:
            warn_if_unmeasured(services.policy, services.engine.model)
        gauges.watch(services)
        works = (Deliverer(services).run(), Housekeeper(services).run(), Elsewhere(services).run(), post(services))
        working += [_begin(work) for work in works]
        yield
    finally:
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)
        await services.limits.close()
        await run_in_threadpool(services.engine.close)
        await run_in_threadpool(services.store.close)
        await run_in_threadpool(services.database.close)
        await run_in_threadpool(services.telemetry.close)


def _begin(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """Have something run for as long as the server does."""
    return asyncio.create_task(work)
