"""What an operator reads: callbacks and the audit log."""

import pytest

from facevow.store.endings import Ending
from facevow.store.records import SessionState
from tests.server.serving import Running
from tests.server.v1.asking import NOBODY_KNOWS, audited, make, problem


def end(server: Running, *, callback: str | None = "https://shop.example.org/facevow") -> str:
    """A session that was aborted, which owes a callback to an address that is nobody's."""
    made = make(server, callback=callback)
    server.services.sessions.end(made["id"], Ending(SessionState.ABORTED, server.services.clock.now(), "left"))
    return str(made["id"])


def test_a_callback_that_is_owed_is_listed(server: Running) -> None:
    """From the end of its session on, without its body; a session that named no address owes none."""
    end(server, callback=None)
    session = end(server)
    (callback,) = server.get("/v1/callbacks").json()["callbacks"]
    assert (callback["session"], callback["event"], callback["url"]) == (
        session, "session.aborted", "https://shop.example.org/facevow",
    )  # fmt: skip
    assert "body" not in callback
    assert server.get("/v1/callbacks", params={"state": "delivered"}).json() == {"callbacks": [], "next": None}


def test_the_callbacks_of_one_session_are_found(server: Running) -> None:
    """And none of the others'; a name that is no session's is refused."""
    first, _ = end(server), end(server)
    told = server.get("/v1/callbacks", params={"session": first}).json()["callbacks"]
    assert [one["session"] for one in told] == [first]
    assert server.get("/v1/callbacks", params={"session": NOBODY_KNOWS}).json()["callbacks"] == []
    problem(server.get("/v1/callbacks", params={"session": "%"}), 422, "bad_parameter")


def test_callbacks_come_in_pages(server: Running) -> None:
    """Each once, the newest first."""
    sessions = [end(server) for _ in range(3)]
    first = server.get("/v1/callbacks", params={"limit": "2"}).json()
    second = server.get("/v1/callbacks", params={"limit": "2", "cursor": first["next"]}).json()
    assert [one["session"] for one in first["callbacks"] + second["callbacks"]] == sessions[::-1]
    assert second["next"] is None
    problem(server.get("/v1/callbacks", params={"cursor": "x"}), 422, "bad_cursor")


def test_a_callback_can_be_sent_again(server: Running) -> None:
    """Also one that was given up; the audit log says who wanted it."""
    end(server)
    (callback,) = server.get("/v1/callbacks").json()["callbacks"]
    now = server.services.clock.now()
    server.services.outbox.report(callback["id"], now=now, status=500, error="no", given_up=True)
    answer = server.post(f"/v1/callbacks/{callback['id']}/resend")
    assert (answer.status_code, answer.json()["given_up"], answer.json()["id"]) == (202, None, callback["id"])
    assert audited(server, "callback_resent") == [("open", callback["id"])]


def test_a_callback_that_is_not_there_cannot_be_sent(standing: Running) -> None:
    """404 for an id that could be one, 422 for any other."""
    problem(standing.post("/v1/callbacks/evt_nothing/resend"), 404, "callback_unknown")
    problem(standing.post(f"/v1/callbacks/{'x' * 33}/resend"), 422, "bad_parameter")
    problem(standing.post("/v1/callbacks/%00/resend"), 422, "bad_parameter")


def test_the_audit_log_is_read_from_any_number_on(server: Running) -> None:
    """In order, each line holding the hash of the one before, and `next` leads on to the end."""
    for _ in range(5):
        make(server)
    lines, first = [], 0
    while True:
        page = server.get("/v1/audit", params={"first": str(first), "limit": "2"}).json()
        lines += page["lines"]
        if page["next"] is None:
            break
        first = page["next"]
    assert [line["number"] for line in lines] == [1, 2, 3, 4, 5]
    assert [line["previous"] for line in lines] == ["", *(line["hash"] for line in lines[:-1])]
    assert {line["action"] for line in lines} == {"session_created"}


@pytest.mark.parametrize("first", ["-1", "9223372036854775808", "1.5", "x", ""])
def test_a_number_that_no_line_has_is_refused(standing: Running, first: str) -> None:
    """The largest one there can be finds nothing."""
    problem(standing.get("/v1/audit", params={"first": first}), 422, "bad_parameter")
    assert standing.get("/v1/audit", params={"first": str(2**63 - 1)}).json() == {"lines": [], "next": None}
