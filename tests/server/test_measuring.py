"""Every request is counted and traced, under the name of its route and no other."""

import socket

import httpx
import pytest
from fastapi import FastAPI, WebSocket
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode
from starlette.responses import PlainTextResponse, Response
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from facevow.server.measuring import Measured
from facevow.server.metrics import Metrics
from facevow.server.settings import load_settings
from facevow.server.telemetry import Telemetry
from tests.server.behind import behind
from tests.server.serving import until
from tests.server.test_metrics import read, value


def measured(telemetry: Telemetry) -> tuple[FastAPI, Metrics]:
    """A small application of every kind of answer."""
    app, metrics = FastAPI(), Metrics()

    @app.get("/people/{name}")
    def person(name: str) -> Response:
        return PlainTextResponse(name)

    @app.get("/health")
    def health() -> Response:
        return PlainTextResponse("well")

    @app.get("/broken/{name}")
    def broken(name: str) -> Response:
        raise ZeroDivisionError(name)

    @app.websocket("/open/{name}")
    async def accepted(socket: WebSocket, name: str) -> None:
        await socket.accept()
        await socket.send_text(name)
        await socket.close()

    @app.websocket("/closed")
    async def refused(socket: WebSocket) -> None:
        await socket.close()

    app.add_middleware(Measured, metrics=metrics, telemetry=telemetry)
    return app, metrics


def test_requests_are_counted_by_route_method_and_status() -> None:
    """Found, missing, forbidden and broken ones; with any name in the path it is one series."""
    app, metrics = measured(Telemetry(load_settings()))
    with behind(app) as port, httpx.Client(base_url=f"http://127.0.0.1:{port}") as http:
        assert [http.get(f"/people/{number}").status_code for number in range(20)] == [200] * 20
        assert http.get("/nobody/here").status_code == 404
        assert http.post("/people/ada").status_code == 405
        assert http.request("BREW", "/people/ada").status_code == 405
        assert http.get("/broken/ada").status_code == 500
    count = {
        tuple(labels.values()): number
        for (name, pairs), number in read(metrics).items()
        if name == "facevow_requests_total" and (labels := dict(pairs))
    }
    assert count == {
        ("GET", "/people/{name}", "200"): 20,
        ("GET", "none", "404"): 1,
        ("POST", "/people/{name}", "405"): 1,
        ("other", "/people/{name}", "405"): 1,
        ("GET", "/broken/{name}", "500"): 1,
    }
    assert value(metrics, "request_seconds_count", route="/people/{name}", method="GET") == 20


def test_sockets_are_counted_by_how_they_were_answered() -> None:
    """101 where one was opened, 403 where it was not; their length is no latency."""
    app, metrics = measured(Telemetry(load_settings()))
    with behind(app) as port:
        with connect(f"ws://127.0.0.1:{port}/open/ada") as opened:
            assert opened.recv() == "ada"
        with pytest.raises(InvalidStatus, match="403"):
            connect(f"ws://127.0.0.1:{port}/closed")
    assert value(metrics, "requests_total", route="/open/{name}", method="WEBSOCKET", status="101") == 1
    assert value(metrics, "requests_total", route="/closed", method="WEBSOCKET", status="403") == 1
    assert not [name for name, _ in read(metrics) if name.startswith("facevow_request_seconds")]


def test_requests_are_traced_under_their_routes() -> None:
    """The span bears method, route and status, lies in the caller's trace, and holds no name out of a path or query."""
    exporter = InMemorySpanExporter()
    telemetry = Telemetry(load_settings(), exporter)
    app, _ = measured(telemetry)
    caller = {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}
    with behind(app) as port, httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=caller) as http:
        http.get("/people/lovelace", params={"ask": "lovelace"})
        http.get("/broken/lovelace")
        http.get("/lovelace")
        http.request("LOVELACE", "/lovelace")
        http.get("/health")
        with connect(f"ws://127.0.0.1:{port}/open/lovelace") as opened:
            opened.recv()
    telemetry.close()
    spans = {span.name: span for span in exporter.get_finished_spans()}
    assert set(spans) == {"GET /people/{name}", "GET /broken/{name}", "GET", "_OTHER", "WEBSOCKET /open/{name}"}
    assert spans["GET /people/{name}"].attributes == {
        "http.request.method": "GET",
        "http.route": "/people/{name}",
        "http.response.status_code": 200,
    }
    assert spans["GET /people/{name}"].parent is not None
    assert spans["GET /broken/{name}"].status.status_code is StatusCode.ERROR
    assert not [span for span in spans.values() if "lovelace" in span.to_json().lower()]


def test_a_caller_that_goes_away_is_counted() -> None:
    """A connection that is reset in the middle of a request leaves no series but those of ours, and hurts nobody."""
    app, metrics = measured(Telemetry(load_settings()))
    with behind(app) as port:
        for _ in range(5):
            with socket.create_connection(("127.0.0.1", port)) as torn:
                torn.sendall(b"GET /people/ada HTTP/1.1\r\nHost: x\r\n\r\n")
        series = ("facevow_requests_total", (("method", "GET"), ("route", "/people/{name}"), ("status", "200")))
        until(lambda: read(metrics).get(series) == 5)
