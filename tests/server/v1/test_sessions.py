"""/v1/sessions over HTTP: made, read, listed, erased."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from facevow.server.services import Clock
from facevow.store.endings import Ending, Outcome
from facevow.store.records import SessionState
from tests.server.analysers import REAL
from tests.server.serving import Running, serving
from tests.server.v1.asking import TIMINGS, TOKEN, complete, make, problem
from tests.server.v1.enrolled import enrolled, image
from tests.server.v1.streaming import Ordered, refused, streaming


def test_a_session_is_as_it_was_asked_for(server: Running) -> None:
    """Every wish stands in the answer but the subject, which nobody is told again."""
    wanted: dict[str, Any] = {
        "policy": "strict", "exclude": ["brows", "smile"], "person_may_exclude": False, "metadata": {"order": 42},
        "reveal": "verdict",
    }  # fmt: skip
    made = make(server, **wanted, subject="customer-4711", expires_in=60)
    assert {name: made[name] for name in wanted} == wanted
    assert (made["state"], made["subject_given"], made["verdict"], made["token"]) == ("CREATED", True, None, None)
    assert datetime.fromisoformat(made["expires"]) - datetime.fromisoformat(made["created"]) == timedelta(seconds=60)
    assert "customer-4711" not in str(made)
    again = server.get(f"/v1/sessions/{made['id']}").json()
    once = {"client_token", "session_token", "stream_url"}
    assert again == {name: value for name, value in made.items() if name not in once}


def test_the_subject_is_kept_as_a_keyed_hash_only(server: Running, database: Path) -> None:
    """Neither the subject nor its plain hash is in the database, in any table."""
    make(server, subject="customer-4711")
    server.services.database.forget()
    content = b"".join(path.read_bytes() for path in database.parent.glob(f"{database.name}*"))
    assert b"customer-4711" not in content
    assert hashlib.sha256(b"customer-4711").hexdigest().encode() not in content


def test_the_answer_says_where_the_session_is(server: Running) -> None:
    """Location can be fetched, and the stream's address is on the host that was asked."""
    answer = server.post("/v1/sessions", json={})
    made = answer.json()
    assert server.get(answer.headers["Location"]).json()["id"] == made["id"]
    assert made["stream_url"] == f"ws://127.0.0.1:{server.port}/v1/sessions/{made['id']}/stream"
    assert "Idempotent-Replayed" not in answer.headers


def test_one_text_holds_all_that_the_component_needs(server: Running) -> None:
    """The session's id and its client token, with a full stop between them, which neither can hold."""
    made = make(server)
    assert made["session_token"].split(".") == [made["id"], made["client_token"]]


def test_the_public_address_goes_before_the_one_that_was_asked(database: Path) -> None:
    """Behind a proxy the browser needs the outer address, encrypted if that is."""
    with serving(database, public_url="https://live.example.org/face/") as server:
        made = make(server)
    assert made["stream_url"] == f"wss://live.example.org/face/v1/sessions/{made['id']}/stream"


def test_the_token_opens_the_stream_once(server: Running) -> None:
    """The address and the token of the answer are all that a browser needs; a second use is refused."""
    made = make(server, policy="passive_only")
    assert urlsplit(made["stream_url"]).path == f"/v1/sessions/{made['id']}/stream"
    with streaming(server, Ordered(made["id"], made["client_token"])):
        assert server.get(f"/v1/sessions/{made['id']}").json()["state"] == "IN_PROGRESS"
        assert refused(server, made["id"], made["client_token"]) == (4409, "token_used")


def test_a_completed_session_tells_all_that_its_verdict_rests_on(server: Running) -> None:
    """Verdict, evidence, transcript, hashes, model and token."""
    made = make(server)
    complete(server, made["id"])
    told = server.get(f"/v1/sessions/{made['id']}").json()
    assert (told["state"], told["verdict"], told["confidence"], told["token"]) == (
        "COMPLETED",
        "BONA_FIDE",
        0.9,
        "t.o.k",
    )
    assert told["model"] == {"name": "colours", "sha256": "a" * 64}
    assert (told["transcript_sha256"], told["frames_sha256"]) == ("b" * 64, "c" * 64)
    assert (told["evidence"], told["timings"]) == ({"passive": {"score": 0.9}}, TIMINGS)
    assert (told["transcript"], told["images"]) == ([{"at": 1.0, "event": "face_found"}], [])


def test_a_session_says_whom_its_person_is_compared_with(people: Running) -> None:
    """From its order to its end and in a listing: `match` is null in all of these, whether one was ordered or not."""
    enrolled(people, "ada", REAL)
    orders: list[tuple[dict[str, Any], str | None]] = [
        ({"subject": "ada"}, None), ({"subject": "ada", "compare_with_subject": True}, "subject"),
        ({"reference": image(REAL)}, "reference"),
    ]  # fmt: skip
    for asked, against in orders:
        made = make(people, **asked)
        people.services.sessions.end(made["id"], Ending(SessionState.ABORTED, people.services.clock.now(), "left"))
        ended = people.get(f"/v1/sessions/{made['id']}").json()
        (listed,) = [one for one in people.get("/v1/sessions").json()["sessions"] if one["id"] == made["id"]]
        assert made["compare"] == ended["compare"] == listed["compare"] == against
        assert (made["match"], ended["match"], "match" in listed) == (None, None, False)


@pytest.mark.parametrize("state", [SessionState.ABORTED, SessionState.EXPIRED])
def test_a_session_that_was_not_completed_tells_no_verdict(server: Running, state: SessionState) -> None:
    """Whatever else the row holds, an application can read a pass off COMPLETED only."""
    made = make(server)
    services = server.services
    services.sessions.end(made["id"], Ending(state, services.clock.now(), "left", Outcome(token=TOKEN, confidence=1.0)))
    told = server.get(f"/v1/sessions/{made['id']}").json()
    assert (told["state"], told["ended_by"]) == (state, "left")
    assert (told["verdict"], told["confidence"], told["token"]) == (None, None, None)


def test_a_session_nobody_begins_reads_expired(database: Path) -> None:
    """From the very moment on, though nothing has tidied up: by its own address and in a listing."""
    later = timedelta()
    with serving(database, clock=Clock(now=lambda: datetime.now(UTC) + later)) as server:
        made, other = make(server, expires_in=10), make(server, expires_in=3600)
        later = timedelta(seconds=11)
        listed = server.get("/v1/sessions", params={"state": "EXPIRED"}).json()["sessions"]
        assert [one["id"] for one in listed] == [made["id"]]
        assert server.get(f"/v1/sessions/{made['id']}").json()["ended_by"] == "not_begun"
        assert server.get(f"/v1/sessions/{other['id']}").json()["state"] == "CREATED"


def test_pages_go_through_all_sessions_once(server: Running) -> None:
    """Newest first, each once, though others are made meanwhile."""
    made = [make(server)["id"] for _ in range(5)]
    seen, cursor = [], None
    while True:
        query = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = server.get("/v1/sessions", params=query).json()
        seen += [one["id"] for one in page["sessions"]]
        make(server)
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == made[::-1]


def test_a_listing_can_be_narrowed(server: Running) -> None:
    """By state, verdict, reason, end, policy, subject and time; what is heavy stands in the session itself only."""
    first, second = make(server, subject="one"), make(server, subject="two")
    complete(server, second["id"], verdict="ATTACK")

    def found(**query: str) -> list[str]:
        listed = server.get("/v1/sessions", params=query).json()["sessions"]
        assert all("transcript" not in one and "evidence" not in one for one in listed)
        return [one["id"] for one in listed]

    assert found(state="CREATED") == [first["id"]]
    assert found(verdict="ATTACK") == found(subject="two") == [second["id"]]
    assert found(subject="three") == found(verdict="BONA_FIDE") == []
    server.services.sessions.end(first["id"], Ending(SessionState.ABORTED, server.services.clock.now(), "left"))
    assert found(ended_by="left") == found(policy="balanced", ended_by="left") == [first["id"]]
    assert found(reason="passive_high") == [second["id"]]
    assert found(policy="strict") == found(reason="passive") == found(ended_by="silent") == []
    assert found(created_after=second["created"]) == [second["id"]]
    assert found(created_before=second["created"]) == [first["id"]]


@pytest.mark.parametrize(
    "query",
    [
        {"state": "DONE"}, {"verdict": "PASS"}, {"subject": ""}, {"subject": "x" * 257}, {"created_after": "yesterday"},
        {"created_before": "0001-01-01T00:00:00+23:59"}, {"limit": "0"}, {"limit": "101"}, {"limit": "1e1"},
        {"limit": "9" * 400}, {"cursor": "x" * 201}, {"staet": "CREATED"}, {"key_id": "a"},
        {"policy": "none"}, {"reason": ""}, {"reason": "%"}, {"reason": 'x"'}, {"ended_by": "LEFT"},
        {"reason": "x" * 65},
    ],
)  # fmt: skip
def test_a_parameter_that_makes_no_sense_is_named(standing: Running, query: dict[str, str]) -> None:
    """Also one that does not exist: without its filter a listing would show everybody."""
    (name,) = query
    document = problem(standing.get("/v1/sessions", params=query), 422, "bad_parameter")
    assert [one["pointer"] for one in document["errors"]] == [name]


@pytest.mark.parametrize("cursor", ["x", "", "AAAA", "MjAyNi0wNS0xNw", "%00", "Ä"])
def test_a_cursor_of_somebody_elses_making_is_refused(standing: Running, cursor: str) -> None:
    """Whatever it holds."""
    problem(standing.get("/v1/sessions", params={"cursor": cursor}), 422, "bad_cursor")


@pytest.mark.parametrize(
    "name", ["fvs_short", "x", "fvs_" + "A" * 21 + "!", "fvs_" + "A" * 23, "%00", "..%2f" * 5, "é" * 26]
)
def test_an_id_that_is_none_is_refused(standing: Running, name: str) -> None:
    """Before the database is asked, by every route."""
    for method in ("GET", "DELETE"):
        answer = standing.http.request(method, f"/v1/sessions/{name}")
        assert answer.status_code in {404, 422}
        problem(answer, answer.status_code, "not_found" if answer.status_code == 404 else "bad_parameter")


def test_a_replaced_policy_of_the_server_is_the_default(server: Running) -> None:
    """A session that names none is made under the policy that runs, whatever the package's table says of it."""
    services = server.services
    server.app.state.services = replace(services, policy=replace(services.policy, version="mine"))
    assert make(server)["policy"] == services.policy.name
