"""How exceptions are answered, below the API and elsewhere."""

import json
from typing import Any

import pytest
from starlette.responses import Response
from structlog.testing import capture_logs

from facevow import errors
from facevow.server.deps import BodyTooLarge, BodyTooSlow, OriginRefused
from facevow.server.engine import AnalysisFailed, AnalysisTooLate
from facevow.server.failures import is_api, respond
from facevow.server.gates import ServerFull
from facevow.server.v1.problems import MEDIA_TYPE
from tests.server.serving import Running

API, SEED = "/v1/sessions", "/predict"


def told(answer: Response) -> tuple[int, str, dict[str, Any]]:
    """Status, code and whole body of an answer of either kind."""
    body: dict[str, Any] = json.loads(bytes(answer.body))
    inside = body if "code" in body else body["error"]
    return answer.status_code, inside["code"], body


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (errors.AccessError("no key"), 401, "key_missing"),
        (errors.AccessError("no scope", code="scope_missing"), 403, "scope_missing"),
        (errors.LimitError("too much", retry_after=7), 429, "rate_limited"),
        (errors.LimitError("too often", retry_after=7, code="locked_out"), 429, "locked_out"),
        (errors.SessionError("nobody"), 404, "session_unknown"),
        (errors.SessionError("other words", code="idempotency_conflict"), 422, "idempotency_conflict"),
        (errors.ChallengeImpossible("nothing left"), 409, "challenge_impossible"),
        (errors.ImageError("no image", code="not_an_image"), 422, "not_an_image"),
        (errors.InputError("no", code="bad_callback"), 422, "bad_callback"),
        (errors.MessageError("no", code="not_json"), 400, "not_json"),
        (BodyTooLarge("long"), 413, "too_large"),
        (BodyTooSlow("slow"), 408, "too_slow"),
        (OriginRefused("page"), 403, "origin_refused"),
        (errors.ModelMissing("at /secret"), 503, "no_model"),
        (errors.StoreError("at /secret"), 503, "store_error"),
        (errors.StoreError("at /secret", code="bad_record"), 503, "store_error"),
        (errors.KeyringError("at /secret"), 500, "error"),
        (errors.FacevowError("at /secret", code="never_heard_of"), 500, "error"),
        (AnalysisFailed("broke"), 500, "analysis_failed"),
        (AnalysisTooLate("late"), 503, "overloaded"),
        (ServerFull("full"), 503, "server_full"),
        (ServerFull("stops", code="draining"), 503, "draining"),
    ],
)
def test_each_exception_has_one_status_and_one_code(error: errors.FacevowError, status: int, code: str) -> None:
    """A problem document of its kind, with the seconds to wait where there are any, and no secrets of ours."""
    answer = respond(API, error)
    found_status, found_code, body = told(answer)
    assert (found_status, found_code, body["type"]) == (status, code, f"/problems/{code}")
    assert answer.media_type == MEDIA_TYPE
    assert ("Retry-After" in answer.headers) == (status in {429, 503})
    assert ("WWW-Authenticate" in answer.headers) == isinstance(error, errors.AccessError)
    if not isinstance(error, errors.ModelError):  # whose words are made harmless where they are raised, in the engine
        assert "secret" not in json.dumps(body)


def test_the_first_routes_keep_their_errors(server: Running) -> None:
    """Code and message inside `error`, with the statuses they always had."""
    assert told(respond(SEED, errors.ImageError("no image", code="not_an_image")))[:2] == (400, "not_an_image")
    assert told(respond(SEED, errors.StoreError("at /secret")))[2] == {
        "error": {"code": "store_error", "message": "the database cannot be used at the moment"}
    }
    assert server.get("/nothing").json()["error"]["code"] == "http_error"


def test_what_is_kept_from_the_caller_stands_in_the_log() -> None:
    """So that an operator learns what the database said."""
    with capture_logs() as lines:
        respond("/v1/subjects/ada", errors.StoreError("disk full at /var/lib"), "/v1/subjects/{subject}")
    (line,) = lines
    assert (line["route"], line["error"]) == ("/v1/subjects/{subject}", "disk full at /var/lib")
    assert "ada" not in str(line)


@pytest.mark.parametrize("error", [errors.StoreError("away"), ZeroDivisionError("of ours")])
def test_who_was_asked_for_stands_in_no_log(server: Running, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """A subject is part of an address; the log has the template of the route in its place."""

    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(type(server.services.database), "read", broken)
    with capture_logs() as lines:
        assert server.get("/v1/subjects/ada%40example.com").status_code >= 500
    (line,) = [line for line in lines if line["event"] in {"request_refused_by_us", "request_failed"}]
    assert line["route"] == "/v1/subjects/{subject:path}"
    assert "ada" not in str(lines)


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/v1", True), ("/v1/x", True), ("/.well-known/x", True), ("/problems", True), ("/v10", False), ("/", False),
     ("/health", False), ("/x/v1/y", False)],
)  # fmt: skip
def test_the_api_is_known_by_its_addresses(path: str, expected: bool) -> None:
    """And nothing else is taken for it."""
    assert is_api(path) is expected


def test_other_methods_are_named(server: Running) -> None:
    """All that an address takes, not only those of the first route (RFC 9110, section 15.5.6)."""
    answer = server.http.put("/v1/sessions")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET, POST"
    assert server.http.patch("/v1/sessions/fvs_x").headers["Allow"] == "DELETE, GET"


def test_the_page_takes_no_methods_at_the_routes_own_addresses(server: Running) -> None:
    """It answers every name, and has no file for those: GET would be 404, so Allow does not name it."""
    for path, allowed in (("/match", "POST"), ("/predict", "POST"), ("/health", "GET, HEAD"), ("/a.js", "GET, HEAD")):
        answer = server.http.options(path)
        assert (answer.status_code, answer.headers["Allow"]) == (405, allowed)


@pytest.mark.parametrize("path", ["/v1", "/v1/", "/v1/sessions/", "/v1/nothing", "/.well-known/x", "/V1/sessions"])
def test_an_address_that_is_none_is_not_found(server: Running, path: str) -> None:
    """404, as a problem document where it belongs to the API."""
    answer = server.get(path)
    assert answer.status_code == 404
    assert (answer.headers["content-type"] == MEDIA_TYPE) == is_api(path)
