"""Making sessions: repeated requests, what cannot be had, and a server that has no room."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from facevow.store.endings import Ending, Outcome
from facevow.store.filters import Filter
from facevow.store.records import SessionState
from tests.server.analysers import no_model
from tests.server.serving import PATIENCE, Running, serving
from tests.server.v1.asking import key_for, locked_server, make, problem
from tests.server.v1.streaming import Ordered, streaming


def count(server: Running) -> int:
    """How many sessions there are."""
    return len(server.services.sessions.page(Filter(), 1000)[0])


def test_a_repeated_request_makes_one_session(server: Running) -> None:
    """The answer is that of the first time, token and all, and says so."""
    wanted, headers = {"subject": "one", "metadata": {"a": 1, "b": [2.0]}}, {"Idempotency-Key": "order 42"}
    first = server.post("/v1/sessions", json=wanted, headers=headers)
    again = server.post(
        "/v1/sessions",
        content=json.dumps({"metadata": {"b": [2], "a": 1.0}, "subject": "one"}),  # the same JSON in other words
        headers=headers | {"Content-Type": "application/json; charset=utf-8"},
    )
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert count(server) == 1


@pytest.mark.parametrize("other", [{"subject": "two"}, {"subject": "one", "expires_in": 60}, {}])
def test_one_key_for_two_requests_is_a_conflict(server: Running, other: dict[str, object]) -> None:
    """Whatever differs; the first session stays as it was."""
    headers = {"Idempotency-Key": "k"}
    made = make(server, headers, subject="one")
    problem(server.post("/v1/sessions", json=other, headers=headers), 422, "idempotency_conflict")
    assert server.get(f"/v1/sessions/{made['id']}").json()["state"] == "CREATED"
    assert count(server) == 1


def test_requests_that_are_repeated_at_once_make_one_session(server: Running) -> None:
    """Twenty of them from twenty connections: one session, one client token, nineteen replays."""
    together = threading.Barrier(20)

    def ask(_: int) -> tuple[str, str, bool]:
        with httpx.Client(base_url=server.url, timeout=PATIENCE) as http:
            together.wait(PATIENCE)
            answer = http.post("/v1/sessions", json={"subject": "one"}, headers={"Idempotency-Key": "k"})
        made = answer.json()
        return made["id"], made["client_token"], "Idempotent-Replayed" in answer.headers

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(ask, range(20)))
    assert len({(name, token) for name, token, _ in answers}) == 1
    assert sum(replayed for _, _, replayed in answers) == 19
    assert count(server) == 1


def test_keys_of_different_callers_are_different(database: Path) -> None:
    """What one API key calls `k` is not what another calls `k`."""
    with locked_server(database) as server:
        one, other = key_for(server, "sessions"), key_for(server, "sessions")
        made = {make(server, headers | {"Idempotency-Key": "k"})["id"] for headers in (one, other, one)}
        assert len(made) == 2


def test_a_replay_shows_the_session_as_it_is_now(server: Running) -> None:
    """Its token was used, so the answer says that it is under way."""
    headers = {"Idempotency-Key": "k"}
    made = make(server, headers, policy="passive_only")
    with streaming(server, Ordered(made["id"], made["client_token"])):
        assert make(server, headers, policy="passive_only")["state"] == "IN_PROGRESS"


@pytest.mark.parametrize("key", ["", "x" * 256, "tab\there", "\x7f", "é"])
def test_a_key_that_cannot_be_one_is_refused(standing: Running, key: str) -> None:
    """Printable ASCII of 1 to 255 letters is taken, nothing else."""
    headers = {"Idempotency-Key": key.encode("latin-1")}
    answer = standing.post("/v1/sessions", json={}, headers=headers)
    document = problem(answer, 422, "bad_parameter")
    assert [one["pointer"] for one in document["errors"]] == ["Idempotency-Key"]
    assert make(standing, {"Idempotency-Key": "x" * 255})


def test_two_keys_for_one_request_are_refused(standing: Running) -> None:
    """Nobody could say which of them a proxy or a client means."""
    headers = [("Idempotency-Key", "a"), ("Idempotency-Key", "b"), ("Content-Type", "application/json")]
    problem(standing.post("/v1/sessions", content=b"{}", headers=headers), 422, "bad_parameter")


def test_excluding_too_much_is_impossible(server: Running) -> None:
    """409 says that the policy and the exclusions do not go together; a policy without acts takes any."""
    nothing_left = ["head", "eyes", "mouth"]
    problem(server.post("/v1/sessions", json={"exclude": nothing_left}), 409, "challenge_impossible")
    make(server, exclude=nothing_left, policy="passive_only")
    make(server, exclude=["turns"])


@pytest.mark.parametrize("allowed", ["none", "reference", "audit"])
def test_no_more_images_than_the_settings_allow(database: Path, allowed: str) -> None:
    """An operator's setting stands above what an application wishes."""
    kinds = ("none", "reference", "audit")
    with serving(database, keep_images=allowed) as server:
        for kind in kinds:
            answer = server.post("/v1/sessions", json={"keep_images": kind})
            if kinds.index(kind) <= kinds.index(allowed):
                assert answer.json()["keep_images"] == kind
            else:
                problem(answer, 422, "images_not_allowed")


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example.org/x", "ftp://shop.example.org/x", "https://127.0.0.1/x", "https://[::1]/x",
        "https://localhost/x", "https://169.254.169.254/x", "https://u:p@shop.example.org/", "x", "https://",
        "https://shop.example.org:22/", "javascript:alert(1)", "https://0x7f.1/", "https://shop.example.org/\r\nX: y",
    ],
)  # fmt: skip
def test_a_callback_that_may_not_be_called_is_refused_at_once(standing: Running, url: str) -> None:
    """Not only when the session has ended."""
    problem(standing.post("/v1/sessions", json={"callback": url}), 422, "bad_callback")


def test_a_callback_that_may_be_called_is_kept(server: Running) -> None:
    """As it was given."""
    url = "https://shop.example.org/facevow?order=42"
    assert make(server, callback=url)["callback"] == url


def test_a_server_without_a_model_makes_no_session(database: Path) -> None:
    """503, with words that name no file."""
    with serving(database, analysers=no_model) as server:
        document = problem(server.post("/v1/sessions", json={}), 503, "no_model")
        assert "secret" not in json.dumps(document)
        assert server.get("/v1/policies").json()["running"] is None


def test_a_full_server_says_so_at_once(database: Path) -> None:
    """503 with Retry-After while every place is taken; what was made before can still be read."""
    with serving(database, max_sessions=1) as server:
        made = make(server, policy="passive_only")
        with streaming(server, Ordered(made["id"], made["client_token"])):
            problem(server.post("/v1/sessions", json={}), 503, "server_full")
            assert server.get(f"/v1/sessions/{made['id']}").json()["state"] == "IN_PROGRESS"


def test_a_stopping_server_makes_no_session(server: Running) -> None:
    """503 draining, with more seconds in Retry-After than a moment's lack of room has."""
    server.services.live.draining = True
    answer = server.post("/v1/sessions", json={})
    problem(answer, 503, "draining")
    assert int(answer.headers["Retry-After"]) > 1


def test_after_too_many_failures_a_subject_has_to_wait(database: Path) -> None:
    """429 with the seconds; others, and sessions without a subject, are made as before."""
    with serving(database, lockout_failures=2, lockout_seconds=60) as server:
        services = server.services
        for _ in range(2):
            made = make(server, subject="one")
            now, token = services.clock.now(), services.sessions.get(made["id"])
            assert token is not None
            services.sessions.begin(made["id"], token.token_sha256, now=now, until=now + timedelta(minutes=1))
            services.sessions.end(made["id"], Ending(SessionState.COMPLETED, now, outcome=Outcome(verdict="ATTACK")))
        answer = server.post("/v1/sessions", json={"subject": "one"})
        problem(answer, 429, "locked_out")
        assert 1 <= int(answer.headers["Retry-After"]) <= 60
        assert make(server, subject="two")["state"] == make(server)["state"] == "CREATED"
