"""Puts the server together."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.cors import CORSMiddleware

from facevow.challenge.draw import Choose
from facevow.checking import packaged_policies, warn_if_unmeasured
from facevow.server import failures
from facevow.server.defaults import stored_default
from facevow.server.engine import AnalyserFactory, Engine
from facevow.server.headers import SecurityHeaders
from facevow.server.routes import seed
from facevow.server.routes.page import PAGE, page_router
from facevow.server.services import ActiveCheckDefault, Clock, Gate, Services
from facevow.server.settings import Settings
from facevow.store import BufferedStore, SqlStore, Store
from facevow.vision.opening import open_pipeline

REQUESTS_A_WORKER = 4
"""Requests with a picture that may be under way for each worker: one at work, the others on their way in or out."""


def pipeline_factory(settings: Settings) -> AnalyserFactory:
    """What makes the pipeline that the settings ask for."""
    return lambda: open_pipeline(settings.detector, settings.weights, settings.passive)


def open_store(settings: Settings) -> Store:
    """The log that the settings ask for.

    Raises:
        StoreError: its database cannot be opened or upgraded.
    """
    return BufferedStore(SqlStore(settings.database))


def create_app(  # noqa: PLR0913 - one for each thing that tests bring
    settings: Settings,
    *,
    analysers: AnalyserFactory | None = None,
    store: Store | None = None,
    page: Path = PAGE,
    clock: Clock | None = None,
    choose: Choose = secrets.randbelow,
) -> FastAPI:
    """The application: open until its lifespan ends, which closes `store` too.

    Raises:
        SettingsError: the package's policies cannot be read.
        StoreError: no store is given, and the one of the settings cannot be opened.
    """
    engine = Engine(
        analysers or pipeline_factory(settings), workers=settings.workers, timeout=settings.analysis_timeout
    )
    services = Services(
        settings=settings,
        policy=packaged_policies().choose(settings.policy),
        engine=engine,
        store=store or open_store(settings),
        active_default=ActiveCheckDefault(settings.active_check),
        connections=Gate(settings.max_connections, "connections"),
        requests=Gate(settings.workers * REQUESTS_A_WORKER, "requests"),
        clock=clock or Clock(),
        choose=choose,
    )
    app = FastAPI(title="Facevow", lifespan=_lifespan, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.services = services
    app.include_router(seed.router)
    app.include_router(page_router(page))  # last: it answers every other name
    failures.register(app)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.allowed_origins,
        allow_methods=["GET", "POST"],
        allow_headers=["Content-Type"],
    )
    app.add_middleware(SecurityHeaders)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open the networks and read what was stored before the first request; write the last record after the last."""
    services: Services = app.state.services
    services.active_default.enabled = await run_in_threadpool(stored_default, services)
    await services.engine.start()
    if services.engine.loaded:
        warn_if_unmeasured(services.policy, services.engine.model)
    try:
        yield
    finally:
        await run_in_threadpool(services.engine.close)
        await run_in_threadpool(services.store.close)
