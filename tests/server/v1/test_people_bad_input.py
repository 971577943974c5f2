"""What cannot be used, wherever a face is enrolled or compared; and servers that cannot compare any."""

import io
from pathlib import Path
from typing import NoReturn

import pytest
from PIL import Image

from facevow.errors import ModelError
from tests.server.analysers import FAILING, REAL, colour_matcher, in_base64, picture
from tests.server.serving import Running, serving
from tests.server.v1.asking import NOBODY_KNOWS, make, problem
from tests.server.v1.enrolled import comparing, enrol, enrolled, gallery_path, image, subject_path, verify


@pytest.mark.parametrize("subject", ["x" * 257, "a\tb", "a\x7f", ".."])
def test_what_cannot_be_a_subject_is_refused(people: Running, subject: str) -> None:
    """As for the other routes of subjects; nothing is looked at."""
    answer = enrol(people, subject, REAL)
    assert answer.status_code in {404, 422}
    assert answer.json()["code"] in {"not_found", "bad_parameter"}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/subjects/x/enrol", {}),
        ("/v1/subjects/x/enrol", {"images": []}),
        ("/v1/subjects/x/enrol", {"images": [image(REAL)] * 6}),
        ("/v1/subjects/x/enrol", {"images": [""]}),
        ("/v1/subjects/x/enrol", {"images": [image(REAL)], "session": NOBODY_KNOWS}),
        ("/v1/subjects/x/enrol", {"session": "fvs_"}),
        ("/v1/subjects/x/enrol", {"images": [image(REAL)], "replace": "yes"}),
        ("/v1/subjects/x/enrol", {"images": [image(REAL)], "liveness": "maybe"}),
        ("/v1/subjects/x/verify", {}),
        ("/v1/subjects/x/verify", {"image": 7}),
        ("/v1/subjects/x/verify", {"image": image(REAL), "threshold": 0}),
        ("/v1/identifications", {"image": image(REAL), "most": 11}),
        ("/v1/identifications", {"image": image(REAL), "most": True}),
        ("/v1/identifications", []),
    ],
)
def test_a_strange_body_is_refused(people: Running, path: str, body: object) -> None:
    """422 with the places that are not as expected."""
    assert problem(people.post(path, json=body), 422, "bad_body")["errors"]


def _huge() -> str:
    out = io.BytesIO()
    Image.new("L", (9000, 10)).save(out, "PNG")
    return in_base64(out.getvalue())


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ("%%%", 422, "not_base64"),
        ("AAAA", 422, "not_an_image"),
        (in_base64(picture(REAL)[:300]), 422, "truncated"),
        (_huge(), 413, "too_large"),
    ],
)
def test_what_is_no_image_is_told_apart(people: Running, sent: str, status: int, code: str) -> None:
    """Wherever one is taken: malformed, cut, or with more pixels than the server unpacks."""
    enrolled(people, "pictured", REAL, replace=True)
    for path, body in (
        (subject_path("pictured", "/enrol"), {"images": [image(REAL), sent]}),
        (subject_path("pictured", "/verify"), {"image": sent}),
        ("/v1/identifications", {"image": sent}),
        ("/v1/sessions", {"reference": sent}),
    ):
        problem(people.post(path, json=body), status, code)
    assert len(people.get(gallery_path("pictured")).json()["templates"]) == 1


def test_a_body_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    """By its length, before it is read."""
    with comparing(tmp_path / "facevow.db", max_message_bytes=70_000) as server:
        for path in (subject_path("x", "/enrol"), subject_path("x", "/verify"), "/v1/identifications", "/v1/sessions"):
            answer = server.post(path, content=b"x" * 70_001, headers={"Content-Type": "application/json"})
            problem(answer, 413, "too_large")


def test_an_analysis_that_breaks_is_no_match(people: Running) -> None:
    """500 with its own code; nothing is enrolled."""
    problem(enrol(people, "broken", FAILING), 500, "analysis_failed")
    problem(people.get(gallery_path("broken")), 404, "not_enrolled")


def test_nobody_is_compared_without_a_matcher(tmp_path: Path) -> None:
    """503 with Retry-After where the settings ask for none, or where its network could not be opened.

    Who is enrolled can be listed and erased all the same.
    """
    database = tmp_path / "facevow.db"
    with comparing(database) as server:
        enrolled(server, "one", REAL)

    def missing() -> NoReturn:
        raise ModelError("expected a network at /somewhere/secret.tflite, found no file")

    for given in ({"matcher": None}, {"matcher": colour_matcher(missing)}):
        with serving(database, **given) as server:
            for answer in (
                enrol(server, "two", REAL), verify(server, "one", REAL),
                server.post("/v1/identifications", json={"image": image(REAL)}),
                server.post("/v1/sessions", json={"reference": image(REAL)}),
                server.post("/v1/sessions", json={"subject": "one", "compare_with_subject": True}),
            ):  # fmt: skip
                assert "secret" not in str(problem(answer, 503, "no_matcher"))
            told = server.get(gallery_path("one")).json()
            assert (told["matcher"], [one["usable"] for one in told["templates"]]) == (None, [False])
            assert server.get("/v1/gallery").json()["matcher"] is None
            make(server)  # a session without a comparison needs no matcher
    with serving(database, matcher=None) as server:
        assert server.http.delete(gallery_path("one")).json()["counts"]["templates"] == 1


def test_a_server_with_no_place_says_so(people: Running) -> None:
    """503 server_full while all places for pictures are taken."""
    gate = people.services.requests
    inside, gate.inside = gate.inside, gate.capacity
    try:
        problem(enrol(people, "late", REAL), 503, "server_full")
        problem(people.post("/v1/identifications", json={"image": image(REAL)}), 503, "server_full")
    finally:
        gate.inside = inside
