"""The HTTP addresses, over a real socket."""

import socket
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from facevow.checking import packaged_policies
from facevow.types import Frame, FrameAnalysis
from facevow.vision.memory import Memory
from tests.server.analysers import (
    BOX,
    FAILING,
    FAKE,
    NOBODY,
    REAL,
    ColourAnalyser,
    in_base64,
    picture,
)
from tests.server.serving import PATIENCE, Running, serving, until

CORNERS = [40, 30, 101, 101]


def test_health_tells_all_that_is_documented(server: Running) -> None:
    """Every field, and the number of connections while one is open."""
    with server.socket() as client:
        client.ask({"type": "ping"})
        assert server.health() == {
            "status": "healthy",
            "live": True,
            "ready": True,
            "model_loaded": True,
            "model": "colours",
            "model_sha256": server.services.engine.model_sha256,
            "matcher": None,
            "policy": f"balanced {packaged_policies().version}",
            "threshold": packaged_policies().choose("balanced").threshold,
            "active_check_enabled": False,
            "connections": 1,
            "capacity": 32,
            "version": version("facevow"),
            "database": {"status": "ok", "pending": 0, "lost": 0},
        }


@pytest.mark.parametrize(("name", "label"), [("strict", "FAKE"), ("balanced", "REAL"), ("lenient", "REAL")])
def test_the_policy_decides_over_pictures_and_streams(database: Path, name: str, label: str) -> None:
    """A score between the thresholds of strict and balanced; a network without measured rates is warned of once."""
    table = packaged_policies()
    middle = (table.choose("strict").threshold + table.choose("balanced").threshold) / 2
    colour = (20, round(middle * 255), 20)
    with capture_logs() as logged, serving(database, policy=name) as server:
        assert server.health()["policy"] == f"{name} {table.version}"
        assert server.health()["threshold"] == table.choose(name).threshold
        assert server.post("/predict", json={"image": in_base64(picture(colour))}).json()["label"] == label
        with server.socket() as client:
            assert client.ask(picture(colour))["is_real"] is (label == "REAL")
    told = [line for line in logged if line["event"] == "policy_not_measured_with_this_model"]
    assert [(line["measured_with"], line["model"]) for line in told] == [(table.model, "colours")]


def test_the_root_greets_programs_with_json(server: Running) -> None:
    """Without text/html among what is accepted, the root answers as the seed's did."""
    answer = server.get("/")
    assert answer.json()["status"] == "running"
    assert answer.json()["message"]


@pytest.mark.parametrize("body", [b"{", b'{"enabled": "yes"}', b'{"enabled": 1}', b"[]", b"[" * 1000, b"x" * 2000])
def test_a_strange_toggle_is_refused_and_changes_nothing(server: Running, body: bytes) -> None:
    """A body that is not understood never flips the switch."""
    answer = server.post("/toggle-active-check", content=body)
    assert answer.status_code in {400, 413}
    assert answer.json()["error"]["code"]
    assert server.health()["active_check_enabled"] is False


@pytest.mark.parametrize(("colour", "label"), [(REAL, "REAL"), (FAKE, "FAKE"), (NOBODY, "UNKNOWN")])
def test_predict_answers_as_the_second_seed_asks(server: Running, colour: tuple[int, int, int], label: str) -> None:
    """Label, score and corners for a single picture, and a row in the log."""
    answer = server.post("/predict", json={"image": "data:image/jpeg;base64," + in_base64(picture(colour))})
    assert answer.status_code == 200
    body = answer.json()
    assert body["label"] == label
    if label == "UNKNOWN":
        assert body["score"] is body["bbox"] is None
    else:
        assert body["score"] == pytest.approx(colour[1] / 255, abs=0.02)
        assert body["bbox"] == CORNERS
        assert BOX.right < CORNERS[2]
    row = server.logs()[0]
    assert (row["source"], row["face_detected"]) == ("predict", label != "UNKNOWN")
    (outcome,) = server.services.store.recent_verdicts(5)
    assert outcome.policy == f"balanced {packaged_policies().version}, passive only"
    assert outcome.evidence["challenge"] == {"earlier": {}}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "not_json"),
        (b"not json", "not_json"),
        (b"\xff\xfe", "not_json"),
        (b"[" * 10_000, "not_json"),
        (b'{"image":' * 10_000, "not_json"),
        (b"{}", "bad_message"),
        (b"[]", "bad_message"),
        (b'{"image": 7}', "bad_message"),
        (b'{"image": "%%%"}', "not_base64"),
        (b'{"image": "aGVsbG8="}', "not_an_image"),
    ],
)
def test_bad_input_is_refused_with_a_code(server: Running, body: bytes, code: str) -> None:
    """Each kind of nonsense is 400 with its own code, and the server lives on."""
    answer = server.post("/predict", content=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == code
    assert server.health()["status"] == "healthy"


def test_a_failing_analysis_is_500_and_recorded_nowhere_as_a_pass(server: Running) -> None:
    """An exception inside the analysis is an error to the caller."""
    answer = server.post("/predict", json={"image": in_base64(picture(FAILING))})
    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "analysis_failed"
    assert server.logs() == []


def status_of_unfinished(server: Running, beginning: bytes) -> int:
    """The status of the answer to a request that is never sent to its end."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
        connection.sendall(beginning)
        return int(connection.recv(1000).split(b" ")[1])


def test_a_body_beyond_the_limit_is_refused_before_it_is_read_whole(database: Path) -> None:
    """By its announced length at once, and without one as soon as the limit is passed."""
    chunk = b"c350\r\n" + b"x" * 50_000 + b"\r\n"
    with serving(database, max_message_bytes=120_000) as server:
        post = b"POST /predict HTTP/1.1\r\nHost: localhost\r\n"
        assert status_of_unfinished(server, post + b"Content-Length: 100000000\r\n\r\n") == 413
        assert status_of_unfinished(server, post + b"Transfer-Encoding: chunked\r\n\r\n" + 3 * chunk) == 413
        assert server.post("/predict", content=b"x" * 120_001).json()["error"]["code"] == "too_large"


def test_a_body_that_never_ends_is_given_up(database: Path) -> None:
    """A sender who stops in the middle gets 408 and gives up the place."""
    with serving(database, receive_timeout=1.0) as server:
        beginning = b"POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{"
        assert status_of_unfinished(server, beginning) == 408
        until(lambda: server.services.readers.seed.inside == 0)


def test_too_many_requests_at_once_are_turned_away(database: Path) -> None:
    """Beyond the places there are, 503 with Retry-After; those inside get their answers."""
    gate = threading.Event()

    class Held(ColourAnalyser):
        """Holds every frame until the gate opens."""

        def analyse(self, frame: Frame, memory: Memory | None = None, *, judge: bool = True) -> FrameAnalysis:
            """As of the protocol."""
            assert gate.wait(PATIENCE)
            return super().analyse(frame, memory, judge=judge)

    body = {"image": in_base64(picture(REAL))}
    with serving(database, analysers=Held, workers=1, analysis_timeout=60) as server, ThreadPoolExecutor(8) as clients:
        places = server.services.seed_requests.capacity
        inside = [clients.submit(server.post, "/predict", json=body) for _ in range(places)]
        until(lambda: server.services.seed_requests.inside == places)
        refused = server.post("/predict", json=body)
        assert refused.status_code == 503
        assert refused.headers["Retry-After"] == "1"
        assert refused.json()["error"]["code"] == "server_full"
        gate.set()
        assert [one.result(PATIENCE).json()["label"] for one in inside] == ["REAL"] * places
        assert server.post("/predict", json=body).status_code == 200


def test_an_analysis_that_takes_too_long_is_given_up(database: Path) -> None:
    """Past the time-out the caller gets 503 and never a label."""
    with serving(database, analysers=lambda: ColourAnalyser(delay=1.5), analysis_timeout=0.2) as server:
        answer = server.post("/predict", json={"image": in_base64(picture(REAL))})
        assert answer.status_code == 503
        assert answer.json()["error"]["code"] == "overloaded"
        assert server.logs() == []


@pytest.mark.parametrize("limit", ["0", "1001", "-1", "many", "1.5", ""])
def test_a_limit_outside_its_range_is_422(server: Running, limit: str) -> None:
    """The limit of /logs is a whole number from 1 to 1000."""
    answer = server.get("/logs", params={"limit": limit})
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "bad_parameter"


def test_the_log_survives_a_restart(database: Path) -> None:
    """What one server wrote, the next one shows, newest first, and what was written a moment ago is there at once."""
    for count in (1, 2):
        with serving(database) as server:
            server.post("/predict", json={"image": in_base64(picture(REAL if count == 1 else FAKE))})
            assert len(server.logs()) == count
    with serving(database) as server:
        logs = server.logs()
        assert [row["is_real"] for row in logs] == [False, True]
        assert logs[0]["id"] > logs[1]["id"]
        assert logs[0]["timestamp"] > logs[1]["timestamp"]
        assert len(server.logs(limit=1)) == 1


def test_a_database_in_trouble_harms_nobody(database: Path) -> None:
    """While the database is locked the server answers, says that it is degraded, and still shows every row."""
    with serving(database) as server:
        server.post("/predict", json={"image": in_base64(picture(REAL))})
        assert len(server.logs()) == 1  # and so it is written
        other = sqlite3.connect(database, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert server.post("/predict", json={"image": in_base64(picture(FAKE))}).json()["label"] == "FAKE"
        until(lambda: server.health()["database"]["status"] == "degraded")
        assert server.health()["status"] == "degraded"
        assert server.health()["database"]["pending"] == 2
        assert [row["is_real"] for row in server.logs()] == [False, True]
        other.execute("ROLLBACK")
        other.close()
        until(lambda: server.health()["status"] == "healthy")
        assert [row["id"] for row in server.logs()] == [2, 1]


@pytest.mark.parametrize("path", ["/toggle-active-check", "/predict", "/match"])
def test_pages_of_strangers_can_change_nothing(server: Running, path: str) -> None:
    """A form on another site can send a POST without asking; it is refused by its Origin."""
    answer = server.post(path, content=b"{}", headers={"Origin": "https://evil.example", "Content-Type": "text/plain"})
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "origin_refused"
    assert server.health()["active_check_enabled"] is False
    for origin in ("http://localhost:3000", server.url):
        assert server.post("/toggle-active-check", headers={"Origin": origin}).status_code == 200


def test_cors_is_open_for_listed_pages_only(server: Running) -> None:
    """The seed's page at port 3000 may read answers and send JSON; others may not."""
    for origin, expected in (("http://localhost:3000", "http://localhost:3000"), ("https://evil.example", None)):
        simple = server.get("/health", headers={"Origin": origin})
        assert simple.headers.get("Access-Control-Allow-Origin") == expected
        asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        preflight = server.http.options("/predict", headers={"Origin": origin, **asked})
        assert (preflight.status_code == 200) is (expected is not None)


def test_an_unknown_address_is_404_in_the_same_shape(server: Running) -> None:
    """Also for the wrong method."""
    assert server.get("/nothing/here").json()["error"]["code"] == "http_error"
    assert server.post("/health").status_code == 405
