"""/v1/subjects: all that is kept of a person, handed out or erased."""

import base64
import hashlib
import json
from pathlib import Path
from urllib.parse import quote

import pytest

from facevow.signing.digests import receipt_subject
from facevow.signing.verdicts import verify_receipt
from facevow.store.endings import Ending
from facevow.store.records import SessionState
from tests.server.serving import Running, serving
from tests.server.v1.asking import JPEG, audited, complete, kept, make, problem
from tests.server.v1.streaming import refused


def address(subject: str) -> str:
    """Where a subject is."""
    return f"/v1/subjects/{quote(subject, safe='')}"


@pytest.mark.parametrize("subject", ["customer-4711", "a/b", "ä ö?x=1&y#z", "%41", "😀" * 64])
def test_a_subject_of_any_letters_is_found_again(server: Running, subject: str) -> None:
    """By its percent-encoded form; its sessions are in the export, nobody else's are."""
    mine, other = make(server, subject=subject), make(server, subject="somebody else")
    exported = server.get(address(subject)).json()
    assert exported["subject_sha256"] == hashlib.sha256(subject.encode()).hexdigest()
    assert [one["id"] for one in exported["data"]["sessions"]] == [mine["id"]]
    assert other["id"] not in json.dumps(exported)
    assert audited(server, "subject_exported") == [("open", "subject")]


def test_an_export_holds_the_images(database: Path) -> None:
    """Opened, in base64; one that cannot be opened is null, and the others are given all the same."""
    with serving(database, keep_images="audit") as server:
        made = make(server, subject="one", keep_images="audit")
        complete(server, made["id"], image=True)
        (image,) = server.get(address("one")).json()["data"]["images"]
        assert base64.b64decode(image["jpeg"]) == JPEG
        other = make(server, subject="one", keep_images="audit")
        lost = kept(server, other["id"])
        lost.sealed_with = "no such key"
        now = server.services.clock.now()
        server.services.sessions.end(other["id"], Ending(SessionState.ABORTED, now, "left", images=(lost,)))
        images = server.get(address("one")).json()["data"]["images"]
        opened = {one["session"]: one["jpeg"] for one in images}
        assert opened == {made["id"]: image["jpeg"], other["id"]: None}


def test_an_erased_subject_is_gone(server: Running) -> None:
    """All sessions of it, and of nobody else; the receipt is signed, and a second erasure counts 0."""
    mine = [make(server, subject="one") for _ in range(3)]
    other = make(server, subject="two")
    receipt = server.http.delete(address("one")).json()
    assert (receipt["session"], receipt["counts"]["sessions"]) == (None, 3)
    signed = verify_receipt(
        receipt["token"], server.get("/.well-known/jwks.json").json(), now=server.services.clock.now()
    )
    assert signed["subject_sha256"] == receipt["subject_sha256"] == receipt_subject(receipt["subject_salt"], "one")
    assert signed["counts"] == receipt["counts"]
    for made in mine:
        problem(server.get(f"/v1/sessions/{made['id']}"), 404, "session_unknown")
        assert refused(server, made["id"], made["client_token"])[1] == "session_unknown"
    assert [one["id"] for one in server.get("/v1/sessions").json()["sessions"]] == [other["id"]]
    assert server.get(address("one")).json()["data"]["sessions"] == []
    assert server.http.delete(address("one")).json()["counts"]["sessions"] == 0


def test_a_line_break_is_in_no_address(standing: Running) -> None:
    """No subject has one, so there is nothing to be found or erased."""
    for method in ("GET", "DELETE"):
        problem(standing.http.request(method, address("a\nb")), 404, "not_found")


@pytest.mark.parametrize("subject", ["", "x" * 257, "a\0b", "a\tb", "a\x7f"])
def test_what_cannot_be_a_subject_is_refused(standing: Running, subject: str) -> None:
    """Nothing is looked for, and nothing erased."""
    for method in ("GET", "DELETE"):
        problem(standing.http.request(method, address(subject)), 422, "bad_parameter")
