"""Hostile bodies over real sockets, at both routes that read one: a clear refusal, and the next caller is served."""

import json
import socket
import time

import pytest

from tests.server.analysers import REAL, in_base64, picture
from tests.server.serving import PATIENCE, Running, serving, until
from tests.server.v1.asking import make, problem, raw

READERS = ["/v1/sessions", "/v1/analyses"]
JSON = {"Content-Type": "application/json"}

NOT_JSON = {
    "nothing": b"",
    "half": b'{"metadata": {"a": ',
    "nested objects": b'{"metadata":' * 5_000,
    "nested arrays": b"[" * 30_000 + b"]" * 30_000,
    "deep but whole": b'{"metadata":' + b'{"a":' * 300 + b"1" + b"}" * 301,
    "huge number": b'{"metadata": {"a": ' + b"9" * 60_000 + b"}}",
    "huge exponent": b'{"metadata": {"a": 1e400}}',
    "NaN": b'{"metadata": {"a": NaN}}',
    "infinity": b'{"metadata": {"a": -Infinity}}',
    "lone surrogate": b'{"subject": "\\ud83d"}',
    "NUL": b'{"subject": "a\\u0000b"}',
    "NUL in a name": b'{"metadata": {"\\u0000": 1}}',
    "raw NUL": b'{"subject": "a\0b"}',
    "duplicate name": b'{"subject": "one", "subject": "two"}',
    "duplicate inside": b'{"metadata": {"a": 1, "a": 2}}',
    "not UTF-8": b'{"subject": "\xe4"}',
    "overlong UTF-8": b'{"subject": "\xc0\xaf"}',
    "UTF-16": '{"subject": "one"}'.encode("utf-16"),
    "comment": b'{} // "no comments"',
    "two documents": b"{}{}",
}


@pytest.mark.parametrize("path", READERS)
@pytest.mark.parametrize("name", NOT_JSON)
def test_what_is_no_plain_json_is_refused(standing: Running, path: str, name: str) -> None:
    """400 whatever the trap; a session is made right afterwards."""
    problem(standing.post(path, content=NOT_JSON[name], headers=JSON), 400, "not_json")
    assert make(standing)["state"] == "CREATED"


@pytest.mark.parametrize("path", READERS)
@pytest.mark.parametrize("body", [b"[]", b"null", b"0", b'"x"', b"true", b'{"unknown": 1}'])
def test_json_of_another_shape_is_refused(standing: Running, path: str, body: bytes) -> None:
    """422 with the place."""
    assert problem(standing.post(path, content=body, headers=JSON), 422, "bad_body")["errors"]


@pytest.mark.parametrize("path", READERS)
@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"}, {"Content-Type": "application/x-www-form-urlencoded"}, {"Content-Type": "json"},
        {"Content-Type": "application/json, text/plain"}, {}, JSON | {"Content-Encoding": "gzip"},
        JSON | {"Content-Encoding": "br, identity"},
    ],
)  # fmt: skip
def test_another_kind_of_body_is_refused(standing: Running, path: str, headers: dict[str, str]) -> None:
    """415: a page's form cannot pass for JSON, and nothing packed is unpacked."""
    problem(standing.post(path, content=b"{}", headers=headers), 415, "unsupported_media_type")


@pytest.mark.parametrize("path", READERS)
def test_a_long_body_is_refused_by_its_announcement(standing: Running, path: str) -> None:
    """Before a byte of it is sent."""
    lines = [f"POST {path} HTTP/1.1", "Content-Type: application/json", "Content-Length: 99999999999"]
    status, document = raw(standing, lines)
    assert (status, document["code"]) == (413, "too_large")


def closed(connection: socket.socket, chunk: bytes) -> bool:
    """Whether the other side takes no more."""
    try:
        connection.sendall(chunk)
    except OSError:
        return True
    return False


@pytest.mark.parametrize("path", READERS)
def test_a_body_without_end_is_refused_at_the_limit(tmp_path_factory: pytest.TempPathFactory, path: str) -> None:
    """Chunk after chunk: the answer comes at the limit, and soon afterwards the connection is closed."""
    head = [f"POST {path} HTTP/1.1", "Host: localhost", "Content-Type: application/json", "Transfer-Encoding: chunked"]
    chunk = b"4000\r\n" + b" " * 0x4000 + b"\r\n"
    folder = tmp_path_factory.mktemp("endless")
    with serving(folder / "facevow.db", max_message_bytes=65536, receive_timeout=0.5) as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
            connection.sendall("\r\n".join([*head, "", ""]).encode() + chunk * 5)
            answer = connection.recv(65536)
            assert b" 413 " in answer
            until(lambda: closed(connection, chunk))
        assert make(server)["state"] == "CREATED"


@pytest.mark.parametrize("path", READERS)
def test_a_body_that_stops_is_given_up(tmp_path_factory: pytest.TempPathFactory, path: str) -> None:
    """408 after the time that a client may take, at the latest a good while later."""
    with serving(tmp_path_factory.mktemp("slow") / "facevow.db", receive_timeout=1.0) as server:
        lines = [f"POST {path} HTTP/1.1", "Content-Type: application/json", "Content-Length: 100"]
        began = time.monotonic()
        status, document = raw(server, lines, b'{"subject": ')
        assert (status, document["code"]) == (408, "too_slow")
        assert time.monotonic() - began < PATIENCE
        assert make(server)["state"] == "CREATED"


@pytest.mark.parametrize("path", READERS)
def test_a_client_that_hangs_up_in_its_body_harms_nobody(standing: Running, path: str) -> None:
    """Half a body and a closed connection, many times over; no place stays taken."""
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", standing.port), timeout=PATIENCE) as connection:
            connection.sendall(head.encode() + b'{"subject": ')
    assert make(standing)["state"] == "CREATED"
    readers = standing.services.readers
    until(lambda: readers.orders.inside == readers.images.inside == 0)


@pytest.mark.parametrize("host", ["[", "a b", "x/y", "localhost:99999999", "", "\xe4"])
def test_a_host_that_is_none_breaks_nothing(standing: Running, host: str) -> None:
    """A refusal by whoever sees it first, never a failure of ours."""
    lines = ["POST /v1/sessions HTTP/1.1", f"Host: {host}", "Content-Type: application/json", "Content-Length: 2"]
    with socket.create_connection(("127.0.0.1", standing.port), timeout=PATIENCE) as connection:
        connection.sendall("\r\n".join([*lines, "Connection: close", "", "{}"]).encode("latin-1"))
        answer = b""
        while block := connection.recv(65536):
            answer += block
    assert 400 <= int(answer.split()[1]) < 500


@pytest.mark.parametrize(
    "path",
    ["/v1/%ff", "/v1/sessions/%00", "/v1/subjects/%ff%fe", "/v1/../v1/sessions/x", "/v1//sessions", "/problems/%0a"],
)
def test_an_address_of_strange_bytes_is_answered(standing: Running, path: str) -> None:
    """With a problem or, where a subject may have any letters, an empty export; never by a failure of ours."""
    status, _ = raw(standing, [f"GET {path} HTTP/1.1"])
    assert status in {200, 404, 422}


def test_an_image_at_the_limit_of_the_body_is_taken(standing: Running) -> None:
    """White space in base64 fills it up to the last byte that is allowed; one more is too large."""
    limit = standing.services.settings.max_message_bytes
    text = json.dumps({"image": in_base64(picture(REAL))})
    assert standing.post("/v1/analyses", content=text + " " * (limit - len(text)), headers=JSON).status_code == 200
    longer = text + " " * (limit - len(text) + 1)
    problem(standing.post("/v1/analyses", content=longer, headers=JSON), 413, "too_large")
