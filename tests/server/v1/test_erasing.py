"""Erasing sessions, and the images that they keep."""

from pathlib import Path

from facevow.server.v1.pictures import about
from facevow.signing.verdicts import verify_receipt
from facevow.store.endings import Ending
from facevow.store.records import ImageRecord, SessionState
from tests.server.serving import Running, serving
from tests.server.v1.asking import JPEG, NOBODY_KNOWS, audited, complete, kept, key_for, locked_server, make, problem
from tests.server.v1.streaming import order, refused, streaming


def test_an_erased_session_is_gone(server: Running) -> None:
    """With its images, from listings too, and its token opens nothing any more; a second erasure finds nothing."""
    made = make(server, subject="somebody")
    complete(server, made["id"], image=True)
    receipt = server.http.delete(f"/v1/sessions/{made['id']}").json()
    assert (receipt["session"], receipt["counts"]["sessions"], receipt["counts"]["images"]) == (made["id"], 1, 1)
    for path in (f"/v1/sessions/{made['id']}", f"/v1/sessions/{made['id']}/images/reference"):
        problem(server.get(path), 404, "session_unknown")
    problem(server.http.delete(f"/v1/sessions/{made['id']}"), 404, "session_unknown")
    assert server.get("/v1/sessions").json()["sessions"] == []
    assert refused(server, made["id"], made["client_token"])[1] == "session_unknown"


def test_a_receipt_is_signed_and_stands_in_the_audit_log(server: Running) -> None:
    """Number and hash are of the line that says so; the token says the same and verifies offline."""
    made = make(server)
    receipt = server.http.delete(f"/v1/sessions/{made['id']}").json()
    (line,) = server.services.audit.lines(receipt["audit"]["number"], 1)
    assert (line.action, line.target, line.hash) == ("session_erased", made["id"], receipt["audit"]["hash"])
    keys = server.get("/.well-known/jwks.json").json()
    signed = verify_receipt(receipt["token"], keys, now=server.services.clock.now())
    assert {name: signed[name] for name in ("session", "subject_sha256", "counts", "audit")} == {
        name: receipt[name] for name in ("session", "subject_sha256", "counts", "audit")
    }


def test_erasing_ends_the_stream(server: Running) -> None:
    """Whoever streams into it is sent away, and nothing of the session comes back."""
    made = order(server, policy="passive_only")
    with streaming(server, made) as person:
        assert server.http.delete(f"/v1/sessions/{made.id}").status_code == 200
        assert person.close_code()[0] == 4410
    problem(server.get(f"/v1/sessions/{made.id}"), 404, "session_unknown")


def test_a_kept_image_is_told_of_and_opened(database: Path) -> None:
    """By the address that the session gives; the audit log notes who has seen it."""
    with locked_server(database, keep_images="audit") as server:
        headers = key_for(server, "sessions")
        made = make(server, headers, keep_images="reference")
        complete(server, made["id"], image=True)
        (image,) = server.get(f"/v1/sessions/{made['id']}", headers=headers).json()["images"]
        assert (image["name"], image["size"], image["at"]) == ("reference", len(JPEG), 1.5)
        answer = server.get(image["url"], headers=headers)
        assert (answer.content, answer.headers["content-type"]) == (JPEG, "image/jpeg")
        assert answer.headers["Cache-Control"] == "no-store"
        actor = "key:" + headers["Authorization"].split("_")[1]
        assert audited(server, "image_read") == [(actor, f"{made['id']}/reference")]


def test_an_image_that_is_not_there_is_no_session_that_is_not_there(database: Path) -> None:
    """The problem says which of the two it is, and a name that no image has is a bad parameter."""
    with serving(database, keep_images="audit") as server:
        made = make(server, keep_images="reference")
        problem(server.get(f"/v1/sessions/{made['id']}/images/audit-1"), 404, "image_unknown")
        problem(server.get(f"/v1/sessions/{NOBODY_KNOWS}/images/audit-1"), 404, "session_unknown")
        problem(server.get(f"/v1/sessions/{made['id']}/images/audit-5"), 422, "bad_parameter")


def test_an_image_whose_key_is_gone_says_so(database: Path) -> None:
    """It was sealed with another keyring, or moved from another session: 410, and no word of why in detail."""
    with serving(database, keep_images="audit") as server:
        made, other = make(server, keep_images="reference"), make(server, keep_images="reference")
        key, sealed = server.services.keyring.seal(JPEG, about(other["id"], "reference"))
        stranger = replace_image(kept(server, made["id"]), key, sealed)
        lost = replace_image(kept(server, made["id"], "audit-1"), "no such key", sealed)
        ending = Ending(SessionState.ABORTED, server.services.clock.now(), "left", images=(stranger, lost))
        server.services.sessions.end(made["id"], ending)
        for name in ("reference", "audit-1"):
            problem(server.get(f"/v1/sessions/{made['id']}/images/{name}"), 410, "image_lost")


def replace_image(image: ImageRecord, key: str, sealed: bytes) -> ImageRecord:
    """The same image with other content."""
    image.sealed_with, image.content = key, sealed
    return image
