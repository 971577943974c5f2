"""Every kind of bad input to the blueprint, through Flask's client and through real sockets of a threaded server."""

import json
import socket
import struct
import threading
import time
from collections.abc import Iterator
from functools import cache
from typing import Any

import httpx
import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from structlog.testing import capture_logs

from facevow.types import Frame, FrameAnalysis
from facevow.vision.memory import Memory
from tests.integrations.flasks import PREFIX, make_app, matching_app, running
from tests.server.analysers import REAL, ColourAnalyser, in_base64, picture
from tests.server.serving import PATIENCE, until
from tests.server.test_bad_input import encoded, huge_png, strange_pictures

LIMIT = 4 * 1024 * 1024

ADDRESSES = ("/predict", "/match", "/analyses")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of an application that takes four megabytes, and compares faces."""
    with matching_app(tmp_path_factory.mktemp("gallery"), max_message_bytes=LIMIT).test_client() as made:
        yield made


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a real server with the same application."""
    with running(make_app(workers=1, max_message_bytes=LIMIT)) as found:
        yield found


@cache
def bad_bodies() -> dict[str, tuple[bytes, str]]:
    """Bodies that hold no picture, with the code that names what is wrong."""
    noisy = encoded(Image.effect_noise((640, 480), 90).convert("RGB"), "JPEG")

    def image(data: bytes) -> bytes:
        return json.dumps({"image": in_base64(data)}).encode()

    return {
        "nothing": (b"", "not_json"),
        "no json": (b"hello", "not_json"),
        "no text": (b"\xff\xfe\x00", "not_json"),
        "nested objects": (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "not_json"),
        "nested arrays": (b"[" * 10_000 + b"]" * 10_000, "not_json"),
        "a list": (b"[1, 2]", "bad_message"),
        "a form": (b"image=abc", "not_json"),
        "no image": (b'{"picture": "abc"}', "bad_message"),
        "a number": (b'{"image": 1}', "bad_message"),
        "null": (b'{"image": null}', "bad_message"),
        "empty": (b'{"image": ""}', "not_base64"),
        "not base64": (b'{"image": "%%% not base64 %%%"}', "not_base64"),
        "letters": ('{"image": "äöü"}'.encode(), "not_base64"),
        "not an image": (image(b"hello, I am a text"), "not_an_image"),
        "truncated jpeg": (image(noisy[: len(noisy) // 2]), "truncated"),
        "huge png": (image(huge_png()), "too_large"),
    }


@pytest.mark.parametrize("address", ["/predict", "/match"])
@pytest.mark.parametrize("name", sorted(bad_bodies()))
def test_a_bad_body_is_an_error_of_its_sender(client: FlaskClient, name: str, address: str) -> None:
    """Each has a code and words, and the next good picture is answered."""
    content, code = bad_bodies()[name]
    answer = client.post(PREFIX + address, data=content, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json is not None
    assert answer.json["error"]["code"] == code
    assert answer.json["error"]["message"]
    assert client.post(f"{PREFIX}/predict", json={"image": in_base64(picture(REAL))}).status_code == 200


@pytest.mark.parametrize("name", sorted(bad_bodies()))
def test_a_bad_body_for_an_analysis_is_a_problem(client: FlaskClient, name: str) -> None:
    """/analyses answers with a problem document, in the range of 4xx."""
    content, _ = bad_bodies()[name]
    answer = client.post(f"{PREFIX}/analyses", data=content, content_type="application/json")
    assert 400 <= answer.status_code < 500
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    assert answer.json["status"] == answer.status_code
    assert answer.json["type"] == f"/problems/{answer.json['code']}"


@pytest.mark.parametrize(
    ("kind", "status"),
    [("text/plain", 415), ("", 415), ("image/jpeg", 422), ("application/x-www-form-urlencoded", 415)],
)
def test_an_analysis_takes_json_or_an_image(client: FlaskClient, kind: str, status: int) -> None:
    """Another kind of body is refused by its name, and an image that is none by its content."""
    answer = client.post(f"{PREFIX}/analyses", data=b'{"image": "abc"}', content_type=kind)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


@pytest.mark.parametrize("name", sorted(strange_pictures()))
def test_unusual_pictures_are_answered(client: FlaskClient, name: str) -> None:
    """What can be shown can be judged."""
    data, _ = strange_pictures()[name]
    for address in ("/predict", "/analyses"):
        answer = client.post(PREFIX + address, json={"image": in_base64(data)})
        assert answer.status_code == 200


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: json.dumps({"image": text}).encode()))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_body_whatever_breaks_a_route(client: FlaskClient, content: bytes) -> None:
    """Any bytes are answered by an error of their sender, never by one of ours."""
    for address in ADDRESSES:
        answer = client.post(PREFIX + address, data=content, content_type="application/json")
        assert 400 <= answer.status_code < 500


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_body_beyond_the_limit_is_refused(client: FlaskClient, port: int, address: str) -> None:
    """By its announced length before any of it is read, and by its real one where none is announced."""
    long = json.dumps({"image": "A" * (LIMIT + 1)}).encode()
    answer = client.post(PREFIX + address, data=long, content_type="application/json")
    assert answer.status_code == 413
    assert b"too_large" in answer.data
    with connected(port) as raw:
        raw.sendall(head(address, f"Content-Length: {10**12}"))
        assert raw.recv(4096).split(b" ")[1] == b"413"
    with connected(port) as raw:
        raw.sendall(head(address, "Transfer-Encoding: chunked") + b"%x\r\n" % (LIMIT + 1) + bytes(LIMIT + 1) + b"\r\n")
        assert raw.recv(4096).split(b" ")[1] == b"413"


def connected(port: int) -> socket.socket:
    """A connection by hand."""
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


def head(address: str, *lines: str) -> bytes:
    """The head of a request by hand."""
    first = f"POST {PREFIX}{address} HTTP/1.1"
    return "\r\n".join((first, "Host: localhost", "Content-Type: application/json", *lines, "", "")).encode()


@pytest.mark.parametrize("way", ["half a body", "reset", "slow"])
def test_clients_that_send_half_a_body_hold_no_place(port: int, way: str) -> None:
    """Ten of them, more than there are places: a good client is answered meanwhile and afterwards."""
    content = json.dumps({"image": in_base64(picture(REAL))}).encode()
    with capture_logs() as lines:
        raws = [connected(port) for _ in range(10)]
        for raw in raws:
            raw.sendall(head("/predict", f"Content-Length: {len(content)}") + content[:100])
        assert predicted(port) == "REAL"
        for raw in raws:
            if way == "reset":
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            if way == "slow":
                raw.sendall(content[100:])
                assert b"200" in raw.recv(4096) or b"503" in raw.recv(4096)
            raw.close()
        assert predicted(port) == "REAL"
    assert [line for line in lines if line["log_level"] in {"error", "critical"}] == []


def predicted(port: int) -> str:
    """The label of a good picture; a place may be taken for the moment."""
    labels: list[str] = []

    def answered() -> bool:
        answer = httpx.post(
            f"http://127.0.0.1:{port}{PREFIX}/predict", json={"image": in_base64(picture(REAL))}, timeout=PATIENCE
        )
        labels.append(answer.json().get("label", ""))
        return answer.status_code == 200

    until(answered)
    return labels[-1]


def test_many_threads_are_served_and_the_rest_is_told_at_once() -> None:
    """With every place taken the next one gets 503 and when to come again; the others get their answers."""
    gate = threading.Event()

    class Held(ColourAnalyser):
        """Holds every frame until the gate opens."""

        def analyse(self, frame: Frame, memory: Memory | None = None, *, judge: bool = True) -> FrameAnalysis:
            """As of the protocol."""
            assert gate.wait(PATIENCE)
            return super().analyse(frame, memory, judge=judge)

    answers: list[httpx.Response] = []
    with running(make_app(Held, workers=1)) as port:
        url = f"http://127.0.0.1:{port}{PREFIX}/predict"

        def ask(colour: Any) -> None:  # noqa: ANN401
            answers.append(httpx.post(url, json={"image": in_base64(picture(colour))}, timeout=PATIENCE))

        askers = [threading.Thread(target=ask, args=(REAL,)) for _ in range(6)]
        for asker in askers:
            asker.start()
        until(lambda: len(answers) == 2)
        assert [answer.status_code for answer in answers] == [503, 503]
        assert {answer.json()["error"]["code"] for answer in answers} == {"server_full"}
        assert all(answer.headers["Retry-After"] for answer in answers)
        gate.set()
        for asker in askers:
            asker.join(PATIENCE)
    assert [answer.json().get("label") for answer in answers[2:]] == ["REAL"] * 4


def test_a_server_under_load_gives_everyone_their_own_answer() -> None:
    """Sixteen threads with pictures of two colours: each gets the label of its own picture."""
    wrong: list[str] = []
    colours = {"REAL": REAL, "FAKE": (20, 40, 20)}
    with running(make_app(workers=4)) as port, httpx.Client(timeout=PATIENCE) as http:
        url = f"http://127.0.0.1:{port}{PREFIX}/predict"

        def ask(label: str) -> None:
            content = {"image": in_base64(picture(colours[label]))}
            for _ in range(5):
                answer = http.post(url, json=content)
                while answer.status_code == 503:
                    time.sleep(0.01)
                    answer = http.post(url, json=content)
                wrong.extend([label] if answer.json()["label"] != label else [])

        askers = [threading.Thread(target=ask, args=(label,)) for label in colours for _ in range(8)]
        for asker in askers:
            asker.start()
        for asker in askers:
            asker.join(PATIENCE)
    assert wrong == []
