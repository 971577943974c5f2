"""HEAD: what GET says of itself, without a body."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from facevow.server.v1.routes import document
from tests.server.door.conftest import INITIAL, bearer
from tests.server.serving import Running, serving

PATHS = [
    "/", "/mark.svg", "/assets/index-abc123.js", "/health", "/health/live", "/health/ready", "/metrics", "/logs",
    "/.well-known/jwks.json", "/v1/policies", "/v1/schemas/stream.json", "/v1/openapi.json", "/problems",
    "/problems/not_json",
]  # fmt: skip


@pytest.fixture
def server(database: Path, tmp_path: Path) -> Iterator[Running]:
    """A server with a page."""
    folder = tmp_path / "page"
    (folder / "assets").mkdir(parents=True)
    (folder / "mark.svg").write_text("<svg/>")
    (folder / "assets" / "index-abc123.js").write_text("'use strict'")
    with serving(database, page=folder) as running:
        yield running


@pytest.mark.parametrize("path", PATHS)
def test_head_is_answered_as_get_without_a_body(server: Running, path: str) -> None:
    """The same status and headers (RFC 9110, section 9.3.2); the next request on the connection is understood."""
    get, head = server.get(path), server.http.head(path)
    assert (head.status_code, head.content) == (get.status_code, b"") == (200, b"")
    for name in ("content-type", "cache-control"):
        assert head.headers[name] == get.headers[name]
    assert "content-length" in head.headers
    assert server.get("/health/live").json() == {"live": True}


def test_head_finds_nothing_where_there_is_nothing(server: Running) -> None:
    """404 as with GET, and 405 where HEAD would be noted in the audit log as reading."""
    assert server.http.head("/nothing.js").status_code == 404
    assert server.http.head("/assets/nothing.js").status_code == 404
    assert server.http.head("/v1/subjects/one").status_code == 405
    assert server.http.put("/problems").headers["Allow"] == "GET, HEAD"


def test_head_needs_what_get_needs(database: Path) -> None:
    """The key, and the allowance of the address."""
    with serving(database, access="locked", initial_key=INITIAL, limit_address="4/hour") as server:
        assert server.http.head("/logs").status_code == server.http.head("/metrics").status_code == 401
        assert server.http.head("/metrics", headers=bearer(INITIAL)).status_code == 200
        assert server.http.head("/problems").status_code == 200
        assert server.http.head("/").status_code == server.http.head("/problems").status_code == 429


def test_the_document_tells_of_get_only() -> None:
    """Clients that are generated from it have no use for the same again."""
    assert not [path for path, methods in document()["paths"].items() if "head" in methods]
