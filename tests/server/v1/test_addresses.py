"""Addresses as they were sent: whose they are, and what can be done there."""

from pathlib import Path
from typing import Any

import pytest

from facevow.server.v1.addresses import is_exact, raw_path
from tests.server.analysers import OTHER, REAL, THIRD
from tests.server.serving import Running
from tests.server.v1.asking import audited, make, problem, raw
from tests.server.v1.enrolled import comparing, enrolled, gallery_path, subject_path, verify

UNREADABLE = ["Jos%e9", "Jos%E8", "%ff", "%C3", "%ED%A0%80", "%C0%AF", "a%2F%e9"]
"""Percent-encoded bytes that are not UTF-8: of Latin-1, cut off, a surrogate, an overlong form."""


def asked(server: Running, method: str, path: str) -> tuple[int, dict[str, Any]]:
    """Status and JSON of the answer to a request whose address is sent just as it is given.

    Without a body: a server that has refused an address closes on what it has not read, and its answer may be lost.
    """
    return raw(server, [f"{method} {path} HTTP/1.1", "Content-Length: 0"])


@pytest.mark.parametrize("name", UNREADABLE)
def test_names_that_cannot_be_read_are_nobody(people: Running, name: str) -> None:
    """Read with a mark in place of such bytes they would all be one name, and one person's templates another's."""
    for method, path in (
        ("POST", f"/v1/subjects/{name}/enrol"), ("POST", f"/v1/subjects/{name}/verify"),
        ("GET", f"/v1/gallery/{name}"), ("DELETE", f"/v1/gallery/{name}"), ("GET", f"/v1/subjects/{name}"),
        ("DELETE", f"/v1/subjects/{name}"), ("GET", f"/v1/sessions?subject={name}"),
    ):  # fmt: skip
        status, document = asked(people, method, path)
        assert (status, document["code"]) == (422, "bad_parameter"), (method, path)


def test_the_mark_for_unreadable_bytes_is_a_letter_like_others(people: Running) -> None:
    """Whoever sends it in UTF-8 means it; nobody else is reached by it."""
    enrolled(people, "Jos\ufffd", REAL)
    assert verify(people, "Jos\ufffd", REAL).json()["match"] is True
    problem(verify(people, "José", REAL), 404, "not_enrolled")
    problem(people.http.delete(gallery_path("José")), 404, "not_enrolled")
    assert people.http.delete(gallery_path("Jos\ufffd")).json()["counts"]["templates"] == 1


def test_a_listing_is_of_the_name_that_was_sent(standing: Running) -> None:
    """Its letters are percent-encoded UTF-8; bare ones would be read as others, and find nobody."""
    made = make(standing, subject="José")
    status, document = asked(standing, "GET", "/v1/sessions?subject=Jos%C3%A9")
    assert (status, [one["id"] for one in document["sessions"]]) == (200, [made["id"]])


def test_what_is_done_with_a_subject_is_only_done(tmp_path: Path) -> None:
    """At `one/enrol` nothing is read and nothing erased: a mistyped method gets no receipt of nothing."""
    with comparing(tmp_path / "facevow.db") as server:
        for action in ("enrol", "verify", "%65nrol"):
            for method in ("GET", "DELETE", "PUT", "OPTIONS"):
                answer = server.http.request(method, subject_path("one", f"/{action}"))
                problem(answer, 405, "method_not_allowed")
                assert answer.headers["Allow"] == "POST"
        assert audited(server, "subject_erased") == audited(server, "subject_exported") == []


@pytest.mark.parametrize("subject", ["one/enrol", "one/verify", "/enrol", "enrol", "verify"])
def test_a_subject_may_be_called_like_that(people: Running, subject: str) -> None:
    """Its slash percent-encoded; it is enrolled, read and erased like others, and no one else is."""
    path, colour = subject_path(subject), OTHER if "/" in subject else THIRD
    assert enrolled(people, subject, colour)["subject"] == subject
    assert people.get(path).json()["data"]["templates"] != []
    answer = people.post(path)
    problem(answer, 405, "method_not_allowed")
    assert answer.headers["Allow"] == "DELETE, GET"
    assert people.http.delete(path).json()["counts"]["templates"] == 1


def test_a_server_need_not_hand_on_what_was_sent() -> None:
    """Then what it could not read is refused, and so is nothing else."""
    assert raw_path({"raw_path": b"/a%2Fb", "path": "/a/b"}) == b"/a%2Fb"
    assert raw_path({"path": "/ä%/b"}) == b"/%C3%A4%25/b"
    assert is_exact(raw_path({"path": "/ä%/b"}))
    assert not is_exact(raw_path({"path": "/Jos\ufffd"}))
    assert not is_exact("é".encode())
