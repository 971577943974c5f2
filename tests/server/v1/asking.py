"""A caller of the API: locked servers with keys, requests, and what every answer has to hold to."""

import hashlib
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from facevow.server.v1.pictures import about
from facevow.server.v1.problems import MEDIA_TYPE, PROBLEMS
from facevow.store.endings import Ending, Outcome
from facevow.store.records import ImageRecord, SessionState
from tests.server.analysers import REAL, picture
from tests.server.door.conftest import INITIAL, bearer, make_key
from tests.server.serving import PATIENCE, Running, serving

ENOUGH = "1000000/minute"
"""No limit that a test could reach."""

JPEG = picture(REAL)

TIMINGS = {
    "waited": 1.5, "first_frame": 0.25, "seconds": 9.0,
    "frames": {"received": 8, "analysed": 7, "dropped": 1, "refused": 0}, "milliseconds": {"p50": 20.5, "p95": 41.0},
}  # fmt: skip
TOKEN = "t.o.k"  # noqa: S105 - of no key

NOBODY_KNOWS = "fvs_" + "A" * 22
"""The id of no session."""


@contextmanager
def locked_server(database: Path, **given: Any) -> Iterator[Running]:  # noqa: ANN401 - settings
    """A server that asks for keys, and sets no limits of its own."""
    limits = {"limit_key": ENOUGH, "limit_address": ENOUGH, "limit_refused": ENOUGH}
    with serving(database, **({"access": "locked", "initial_key": INITIAL} | limits | given)) as running:
        yield running


def key_for(server: Running, *scopes: str) -> dict[str, str]:
    """The header with a new key of these scopes; of all where none is named."""
    return bearer(make_key(server, *scopes))


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The problem document of an answer, which has to be one of this status and code, as the table has them."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, MEDIA_TYPE), answer.text
    document: dict[str, Any] = answer.json()
    kind = PROBLEMS[code]
    found = {name: document[name] for name in ("type", "title", "status", "code")}
    assert found == {"type": kind.type, "title": kind.title, "status": status, "code": code}
    assert kind.status == status
    assert document["detail"]
    assert answer.headers["Cache-Control"] == "no-store"
    if status == 503:
        assert int(answer.headers["Retry-After"]) >= 1
    return document


def make(server: Running, headers: dict[str, str] | None = None, **wanted: Any) -> dict[str, Any]:  # noqa: ANN401
    """A session that was made by POST /v1/sessions."""
    answer = server.post("/v1/sessions", json=wanted, headers=headers or {})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def audited(server: Running, action: str) -> list[tuple[str, str]]:
    """Who did that to what, by the audit log."""
    return [(line.actor, line.target) for line in server.services.audit.lines(0, 1000) if line.action == action]


def raw(server: Running, head: list[str], *parts: bytes, end: bool = False) -> tuple[int, dict[str, Any]]:
    """Send a request byte by byte as it is given; status and JSON of the answer."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
        lines = [*head, f"Host: localhost:{server.port}", "Connection: close", "", ""]
        connection.sendall("\r\n".join(lines).encode("latin-1"))
        for part in parts:
            connection.sendall(part)
        if end:
            connection.shutdown(socket.SHUT_WR)
        answer = b""
        while block := connection.recv(65536):
            answer += block
    top, _, body = answer.partition(b"\r\n\r\n")
    return int(top.split()[1]), json.loads(body)


def complete(server: Running, session: str, *, verdict: str = "BONA_FIDE", image: bool = False) -> None:
    """Begin a session and end it with a verdict, as its stream does."""
    services, now = server.services, server.services.clock.now()
    hashed = hashlib.sha256(services.keyring.client_token(session).encode()).hexdigest()
    services.sessions.begin(session, hashed, now=now, until=now + timedelta(minutes=1))
    outcome = Outcome(
        verdict=verdict, confidence=0.9, reasons=("passive_high",), evidence={"passive": {"score": 0.9}},
        transcript=({"at": 1.0, "event": "face_found"},), timings=TIMINGS, policy_title="balanced 3",
        model="colours", model_sha256="a" * 64, transcript_sha256="b" * 64, frames_sha256="c" * 64, token=TOKEN,
    )  # fmt: skip
    images = (kept(server, session),) if image else ()
    services.sessions.end(session, Ending(SessionState.COMPLETED, now, outcome=outcome, images=images))


def kept(server: Running, session: str, name: str = "reference") -> ImageRecord:
    """An image of a session, sealed."""
    key, sealed = server.services.keyring.seal(JPEG, about(session, name))
    now = server.services.clock.now()
    return ImageRecord(
        session=session, name=name, created=now, at=1.5, sha256=hashlib.sha256(JPEG).hexdigest(), size=len(JPEG),
        sealed_with=key, content=sealed,
    )  # fmt: skip
