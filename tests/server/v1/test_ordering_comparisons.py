"""Making sessions whose person is compared: with a reference that comes along, or with who is enrolled."""

import base64
import hashlib
import json
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from facevow.server.engine import Engine
from facevow.server.gates import ServerFull
from facevow.server.people.sealing import seal_reference
from facevow.server.v1.models import NewSession
from facevow.signing.digests import canonical_json
from facevow.store.records import SessionRecord
from facevow.types import Frame, FrameAnalysis, Quality, QualityCode, QualityIssue, Template
from facevow.vision.memory import Memory
from tests.server.analysers import FAKE, NOBODY, OTHER, REAL, TWO_FACES, ColourAnalyser, in_base64, picture
from tests.server.serving import PATIENCE, Running
from tests.server.v1.asking import make, problem
from tests.server.v1.enrolled import comparing, enrolled, image


@pytest.fixture
def server(database: Path) -> Iterator[Running]:
    """A server that compares faces."""
    with comparing(database) as running:
        yield running


def stored(server: Running, session: str) -> SessionRecord:
    """The row of a session."""
    record = server.services.sessions.get(session)
    assert record is not None
    return record


def references(server: Running, session: str) -> tuple[Template, ...]:
    """Whom a session's person is to be compared with."""
    desk = server.services.people.desk
    return tuple(desk.references_of(stored(server, session)).values())


def test_a_reference_becomes_a_sealed_template(server: Running) -> None:
    """Made at once, and readable by this session only; whether it is live is not asked, and no image is kept."""
    one, other = make(server, reference=image(REAL)), make(server, reference=image(FAKE), subject="two")
    assert references(server, one["id"]) == (Template("blue 1", bytes([1])),)
    assert references(server, other["id"]) == (Template("blue 1", bytes([1])),)
    record = stored(server, one["id"])
    assert record.reference is not None
    assert (record.compare, record.reference.matcher) == ("reference", "blue 1")
    assert len(record.reference.content) == 1 + 12 + 16  # a byte, nonce and tag
    assert server.services.sessions.images(one["id"]) == []
    with server.services.database.write() as orm:
        moved = orm.get_one(SessionRecord, other["id"]).reference
        assert moved is not None
        moved.content = record.reference.content
    with pytest.raises(Exception, match="keyring opens") as caught:
        references(server, other["id"])
    assert getattr(caught.value, "code", None) == "reference_lost"


def test_a_reference_of_another_matcher_is_not_compared(server: Running) -> None:
    """Nor is one that has gone: a comparison that was ordered never becomes none."""
    made = make(server, reference=image(REAL))
    record = stored(server, made["id"])
    desk = server.services.people.desk
    sealed, record.reference = record.reference, None
    with pytest.raises(Exception, match="it has none"):
        desk.references_of(record)
    newer = Template("other 2", b"x")
    record.reference = seal_reference(server.services.keyring, newer, record.id)
    with pytest.raises(Exception, match="enrol the subject anew") as caught:
        desk.references_of(record)
    assert getattr(caught.value, "code", None) == "template_outdated"
    assert sealed is not None
    sealed.matcher, record.reference = "other 2", sealed
    with pytest.raises(Exception, match="keyring opens"):  # its matcher is bound to it
        desk.references_of(record)


def test_a_session_may_be_compared_with_its_subject(server: Running) -> None:
    """With all that is enrolled when it begins; whoever is not enrolled cannot be compared with."""
    enrolled(server, "one", REAL)
    made = make(server, subject="one", compare_with_subject=True)
    enrolled(server, "one", REAL)
    assert stored(server, made["id"]).compare == "subject"
    assert len(references(server, made["id"])) == 2
    wanted = {"subject": "two", "compare_with_subject": True}
    problem(server.post("/v1/sessions", json=wanted), 404, "not_enrolled")
    server.http.delete("/v1/gallery/one")
    with pytest.raises(Exception, match="nobody is enrolled"):
        references(server, made["id"])


def test_one_comparison_or_none(server: Running) -> None:
    """With a subject that is named, and not with a reference as well; without either nobody is compared."""
    lonely = problem(server.post("/v1/sessions", json={"compare_with_subject": True}), 422, "bad_body")
    assert lonely["errors"][0]["pointer"] == "#/compare_with_subject"
    both = {"subject": "one", "compare_with_subject": True, "reference": image(REAL)}
    assert problem(server.post("/v1/sessions", json=both), 422, "bad_body")["errors"][0]["pointer"] == "#/reference"
    problem(server.post("/v1/sessions", json={"subject": "one", "compare_with_subject": "yes"}), 422, "bad_body")
    made = make(server, subject="one")
    assert stored(server, made["id"]).compare is None
    assert references(server, made["id"]) == ()


def test_a_reference_without_a_face_makes_no_session(server: Running) -> None:
    """The field is named, with what the image lacks; nothing is stored."""
    document = problem(server.post("/v1/sessions", json={"reference": image(NOBODY)}), 422, "not_fit")
    assert document["errors"] == [{"pointer": "#/reference", "detail": "no_face", "codes": ["no_face"]}]
    problem(server.post("/v1/sessions", json={"reference": ""}), 422, "bad_body")
    assert server.get("/v1/sessions").json()["sessions"] == []


def test_a_second_face_in_a_reference_is_refused(server: Running) -> None:
    """However small it is: nobody said which of them is meant."""
    document = problem(server.post("/v1/sessions", json={"reference": image(TWO_FACES)}), 422, "not_fit")
    assert document["errors"] == [{"pointer": "#/reference", "detail": "several_faces", "codes": ["several_faces"]}]
    assert server.get("/v1/sessions").json()["sessions"] == []


def test_a_poor_reference_is_refused(database: Path) -> None:
    """When the session is ordered, with what it lacks: whoever is live would fail against it."""

    class Blurring(ColourAnalyser):
        def analyse(self, frame: Frame, memory: Memory | None = None, *, judge: bool = True) -> FrameAnalysis:
            found = super().analyse(frame, memory, judge=judge)
            return replace(found, quality=Quality((QualityIssue(QualityCode.BLURRED, 0.001, 0.01),), {}))

    with comparing(database, analysers=lambda: Blurring(meshes=True)) as server:
        document = problem(server.post("/v1/sessions", json={"reference": image(REAL)}), 422, "not_fit")
        assert document["errors"] == [{"pointer": "#/reference", "detail": "blurred", "codes": ["blurred"]}]


def test_a_repeated_order_has_the_same_reference(server: Running) -> None:
    """It is known by its hash; another image under the same key is another request."""
    headers = {"Idempotency-Key": "k"}
    made = make(server, headers, reference=image(REAL))
    assert make(server, headers, reference=image(REAL))["id"] == made["id"]
    for other in ({"reference": image(OTHER)}, {}):
        problem(server.post("/v1/sessions", json=other, headers=headers), 422, "idempotency_conflict")


def test_a_repeated_order_is_not_looked_at_again(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its answer is that of the first time, whoever was erased and whatever is away since."""
    enrolled(server, "one", REAL)
    by_subject = {"subject": "one", "compare_with_subject": True}
    orders: tuple[dict[str, Any], ...] = ({"reference": image(REAL)}, by_subject)
    made = [make(server, {"Idempotency-Key": f"k{number}"}, **wanted)["id"] for number, wanted in enumerate(orders)]
    server.http.delete("/v1/gallery/one")
    problem(server.post("/v1/sessions", json=by_subject), 404, "not_enrolled")

    def away(*_: object) -> None:
        raise ServerFull("expected a matcher", code="no_matcher")

    monkeypatch.setattr(Engine, "expect_describes", away)
    monkeypatch.setattr(Engine, "analyse", away)
    for number, wanted in enumerate(orders):
        headers = {"Idempotency-Key": f"k{number}"}
        answer = server.post("/v1/sessions", json=wanted, headers=headers)
        assert (answer.status_code, answer.json()["id"]) == (201, made[number])
        assert answer.headers["Idempotent-Replayed"] == "true"
        problem(server.post("/v1/sessions", json=wanted), 503, "no_matcher")
        problem(
            server.post("/v1/sessions", json={"reference": image(OTHER)}, headers=headers), 422, "idempotency_conflict"
        )


def test_orders_with_a_reference_that_come_at_once_make_one_session(database: Path) -> None:
    """Both are analysed before either is stored, and both answers are of the same session."""
    both = threading.Barrier(2)

    class Meeting(ColourAnalyser):
        def analyse(self, frame: Frame, memory: Memory | None = None, *, judge: bool = True) -> FrameAnalysis:
            both.wait(PATIENCE)
            return super().analyse(frame, memory, judge=judge)

    def ask(_: int) -> httpx.Response:
        with httpx.Client(base_url=running.url, timeout=PATIENCE) as http:
            return http.post("/v1/sessions", json={"reference": image(REAL)}, headers={"Idempotency-Key": "k"})

    with comparing(database, analysers=lambda: Meeting(meshes=True), workers=2) as running:
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(ask, range(2)))
        assert [answer.status_code for answer in answers] == [201, 201]
        assert answers[0].json() == answers[1].json()
        assert sorted("Idempotent-Replayed" in answer.headers for answer in answers) == [False, True]


def test_what_is_kept_of_a_request_is_no_handle_on_its_picture(server: Running) -> None:
    """The hash that a repeated order is known by holds the picture's under a key: without it nobody tries any."""
    wanted = image(REAL)
    record = stored(server, make(server, reference=wanted)["id"])
    asked = NewSession.model_validate({"reference": wanted}).model_dump(mode="json")
    del asked["compare_with_subject"]

    def hashed(reference: str) -> str:
        return hashlib.sha256(canonical_json(asked | {"reference": reference})).hexdigest()

    plain = [hashlib.sha256(data).hexdigest() for data in (wanted.encode(), base64.b64decode(wanted))]
    assert record.request_sha256 == hashed(server.services.keyring.subject_hash(wanted))
    assert record.request_sha256 not in {*plain, hashed(wanted), *map(hashed, plain)}


def test_orders_of_before_are_still_known(server: Running) -> None:
    """A request that uses nothing new has the hash that it always had, so that it is known after an upgrade."""
    made = make(server, expires_in=60)
    old: dict[str, Any] = {
        "policy": None, "exclude": [], "person_may_exclude": True, "subject": None, "reference": None, "metadata": {},
        "callback": None, "expires_in": 60, "reveal": "nothing", "keep_images": "none",
    }  # fmt: skip
    assert stored(server, made["id"]).request_sha256 == hashlib.sha256(canonical_json(old)).hexdigest()


def test_a_large_order_is_one_with_an_image(server: Running) -> None:
    """Beyond 64 KiB its length has to be announced, and there has to be room for a picture."""
    large = {"reference": in_base64(picture(REAL, "BMP"))}
    assert len(large["reference"]) > 65_536
    assert references(server, make(server, reference=large["reference"])["id"]) == (Template("blue 1", bytes([1])),)
    gate = server.services.requests
    inside, gate.inside = gate.inside, gate.capacity
    problem(server.post("/v1/sessions", json=large), 503, "server_full")
    gate.inside = inside
    make(server)
    head = b"POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
        body = b"%x\r\n" % 70_000 + b" " * 70_000 + b"\r\n"
        connection.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n" + body)
        assert b" 413 " in connection.recv(1000)


def test_a_short_order_with_a_reference_may_come_in_chunks(server: Running) -> None:
    """Its length need not be announced; of one beyond 64 KiB it has to be, whatever is in it."""

    def sent(reference: str) -> httpx.Response:
        body = json.dumps({"reference": reference}).encode()
        pieces = (body[at : at + 1000] for at in range(0, len(body), 1000))
        return server.post("/v1/sessions", content=pieces, headers={"Content-Type": "application/json"})

    made = sent(image(REAL))
    assert (made.status_code, "content-length" in made.request.headers) == (201, False)
    assert references(server, made.json()["id"]) == (Template("blue 1", bytes([1])),)
