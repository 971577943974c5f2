"""/v1/analyses: one image in, what it shows out, nothing kept."""

import io
from pathlib import Path

import pytest
from PIL import Image

from tests.server.analysers import FAILING, FAKE, NOBODY, REAL, ColourAnalyser, in_base64, no_model, picture
from tests.server.serving import Running, serving
from tests.server.v1.asking import problem

ANALYSES = "/v1/analyses"


def test_an_image_is_judged(server: Running) -> None:
    """In base64 or as it is: score, threshold, box and the network that judged."""
    by_json = server.post(ANALYSES, json={"image": in_base64(picture(REAL))}).json()
    by_body = server.post(ANALYSES, content=picture(REAL), headers={"Content-Type": "image/jpeg"}).json()
    assert by_json == by_body
    assert (by_json["face_detected"], by_json["verdict"], by_json["threshold"]) == (True, "BONA_FIDE", 0.5)
    assert by_json["score"] == pytest.approx(230 / 255, abs=0.01)
    assert (by_json["bbox"], by_json["quality"]) == ([40, 30, 61, 71], [])
    assert by_json["model"]["name"] == "colours"
    assert by_json["policy"].endswith("passive only")


def test_an_attack_and_nobody_are_no_pass(server: Running) -> None:
    """A low score is ATTACK; without a face there is no score and no box."""
    attack = server.post(ANALYSES, content=picture(FAKE, "PNG"), headers={"Content-Type": "image/png"}).json()
    nobody = server.post(ANALYSES, content=picture(NOBODY), headers={"Content-Type": "image/jpeg"}).json()
    assert attack["verdict"] == "ATTACK"
    assert (nobody["face_detected"], nobody["verdict"], nobody["score"], nobody["bbox"]) == (
        False, "NO_RESPONSE", None, None,
    )  # fmt: skip
    assert nobody["quality"] == ["no_face"]


def test_a_policy_may_be_named(server: Running) -> None:
    """Its threshold decides; one that does not exist is refused."""
    colour = (20, 153, 20)  # a score of 0.6
    verdicts = {
        name: server.post(f"{ANALYSES}?policy={name}", json={"image": in_base64(picture(colour, "PNG"))}).json()
        for name in ("strict", "balanced", "lenient")
    }
    assert {name: one["verdict"] for name, one in verdicts.items()} == {
        "strict": "ATTACK", "balanced": "BONA_FIDE", "lenient": "BONA_FIDE",
    }  # fmt: skip
    assert [one["threshold"] for one in verdicts.values()] == [0.7, 0.5, 0.3]
    problem(server.post(f"{ANALYSES}?policy=lax", json={"image": "AAAA"}), 422, "bad_parameter")


def test_nothing_is_kept(server: Running) -> None:
    """Neither in the log of frames, nor among sessions, nor in the audit log."""
    server.post(ANALYSES, json={"image": in_base64(picture(REAL))})
    assert server.logs() == []
    assert server.get("/v1/sessions").json()["sessions"] == []
    assert server.get("/v1/audit").json()["lines"] == []


@pytest.mark.parametrize(
    ("image", "code"),
    [("", "bad_body"), ("%%%", "not_base64"), ("AAAA", "not_an_image"), (in_base64(picture(REAL)[:300]), "truncated")],
)
def test_what_is_no_image_is_told_apart(standing: Running, image: str, code: str) -> None:
    """422 with a code for each way to be none."""
    problem(standing.post(ANALYSES, json={"image": image}), 422, code)


def test_a_body_that_is_no_image_is_told_apart(server: Running) -> None:
    """Its announced type does not matter: what it is, is seen from its content."""
    headers = {"Content-Type": "image/png"}
    problem(server.post(ANALYSES, content=b"hello", headers=headers), 422, "not_an_image")
    problem(server.post(ANALYSES, content=b"", headers=headers), 422, "not_an_image")
    assert server.post(ANALYSES, content=picture(REAL), headers=headers).status_code == 200


def test_an_image_of_too_many_pixels_is_refused_before_it_is_unpacked(database: Path) -> None:
    """By its header alone."""
    out = io.BytesIO()
    Image.new("L", (4000, 10)).save(out, "PNG")
    with serving(database, max_image_side=2000) as server:
        answer = server.post(ANALYSES, content=out.getvalue(), headers={"Content-Type": "image/png"})
        problem(answer, 413, "too_large")


@pytest.mark.parametrize(
    "kind", ["text/plain", "image/svg+xml", "multipart/form-data; boundary=x", "application/octet-stream", ""]
)
def test_other_kinds_of_bodies_are_refused(server: Running, kind: str) -> None:
    """415 names the kinds that are taken."""
    document = problem(
        server.post(ANALYSES, content=b"{}", headers={"Content-Type": kind}), 415, "unsupported_media_type"
    )
    assert "image/jpeg" in document["detail"]


def test_an_analysis_that_fails_is_no_verdict(server: Running) -> None:
    """500 with a code of its own, and no word of what broke."""
    answer = server.post(ANALYSES, content=picture(FAILING, "PNG"), headers={"Content-Type": "image/png"})
    document = problem(answer, 500, "analysis_failed")
    assert "blue" not in document["detail"]


def test_a_server_without_a_model_judges_nothing(database: Path) -> None:
    """503, with words that name no file."""
    with serving(database, analysers=no_model) as server:
        document = problem(server.post(ANALYSES, json={"image": in_base64(picture(REAL))}), 503, "no_model")
        assert "secret" not in document["detail"]


def test_a_server_with_too_much_to_do_says_so(database: Path) -> None:
    """503 overloaded when the analysis comes too late."""
    with serving(database, analysers=lambda: ColourAnalyser(delay=1.0), analysis_timeout=0.05) as server:
        problem(server.post(ANALYSES, json={"image": in_base64(picture(REAL))}), 503, "overloaded")


def test_a_server_with_no_place_says_so_before_it_reads(database: Path) -> None:
    """503 server_full while all places for pictures are taken; the body is not waited for."""
    with serving(database) as server:
        gate = server.services.requests
        gate.inside = gate.capacity
        problem(server.post(ANALYSES, json={"image": in_base64(picture(REAL))}), 503, "server_full")
        gate.inside = 0
        assert server.post(ANALYSES, json={"image": in_base64(picture(REAL))}).status_code == 200
