"""Threads in groups of their own: a database that says nothing holds up nobody who needs none."""

import inspect
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from facevow.errors import StoreError
from facevow.server.threads import DATABASE, FIGURES, SEARCHES
from facevow.store.database import Database
from facevow.store.engines import POOL
from tests.server.serving import PATIENCE, Running, serving, until

PATIENT = 20.0
"""Seconds in which an answer must come that waits for nobody; a slow machine needs some of them."""

NEED_NO_DATABASE = [
    "/", "/mark.svg", "/health/live", "/.well-known/jwks.json", "/v1/policies", "/v1/schemas/stream.json", "/problems",
    "/problems/not_json", "/v1/openapi.json", "/openapi.json", "/metrics",
]  # fmt: skip


@contextmanager
def silence(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database that takes questions and says nothing, for the length of a block."""
    speak = threading.Event()

    @contextmanager
    def silent(*_: object, **__: object) -> Iterator[Any]:
        speak.wait(PATIENCE)
        raise StoreError("the database went away in the end")
        yield

    with monkeypatch.context() as patched:
        patched.setattr(Database, "read", silent)
        patched.setattr(Database, "write", silent)
        try:
            yield
        finally:
            speak.set()


@pytest.fixture
def server(database: Path, tmp_path: Path) -> Iterator[Running]:
    """A server with a page of one file."""
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "mark.svg").write_text("<svg/>")
    with serving(database, page=tmp_path / "page") as running:
        yield running


@contextmanager
def flooded(server: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """More questions to a silent database than there are threads for them, for the length of a block."""
    with httpx.Client(base_url=server.url, timeout=PATIENCE) as http, ThreadPoolExecutor(DATABASE + 15) as askers:
        with silence(monkeypatch):
            asked = [askers.submit(http.get, "/v1/sessions") for _ in range(DATABASE + 15)]
            until(lambda: server.services.threads.database.borrowed_tokens == DATABASE)
            yield
        assert {one.result().status_code for one in asked} <= {200, 503}


def test_what_needs_no_database_is_answered_while_it_is_silent(
    server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Public keys, page, policies, schemas, problems, metrics: none waits for those who wait."""
    with flooded(server, monkeypatch):
        for path in NEED_NO_DATABASE:
            assert server.get(path, timeout=PATIENT).status_code == 200, path
        assert "facevow_outbox_waiting" not in server.get("/metrics", timeout=PATIENT).text


def test_health_does_not_wait_for_a_silent_database(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Degraded, not ready, and alive; well again once it speaks."""
    with flooded(server, monkeypatch):
        began = time.monotonic()
        answer = server.get("/health/ready", timeout=PATIENT)
        assert (answer.status_code, answer.json()["lacking"]) == (503, ["database_away"])
        health = server.get("/health", timeout=PATIENT).json()
        assert (health["status"], health["live"], health["ready"]) == ("degraded", True, False)
        assert time.monotonic() - began < PATIENT
    until(lambda: server.get("/health/ready").status_code == 200)
    assert server.health()["status"] == "healthy"


def test_routes_leave_connections_for_the_ends_of_sessions() -> None:
    """Callbacks and housekeeping need some, too."""
    assert POOL["pool_size"] + POOL["max_overflow"] - 3 >= DATABASE + FIGURES + SEARCHES


def test_every_route_and_all_that_it_needs_is_a_coroutine(server: Running) -> None:
    """FastAPI calls plain functions in the threads that everybody shares, where they may have to wait."""
    plain, seen = set(), 0
    for context in iter_route_contexts(server.app.routes):
        route = context.original_route
        if not isinstance(route, APIRoute):
            continue
        needed: list[Dependant] = [route.dependant]
        while needed:
            one = needed.pop()
            seen += 1
            call = one.call if inspect.isfunction(one.call) else type(one.call).__call__
            if not (inspect.iscoroutinefunction(call) or inspect.isasyncgenfunction(call)):
                plain.add(f"{route.path}: {one.call}")
            needed += one.dependencies
    assert seen > 100
    assert plain == set()
