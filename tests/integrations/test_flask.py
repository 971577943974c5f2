"""The blueprint, through Flask's own client."""

import importlib
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, abort
from flask.testing import FlaskClient
from structlog.testing import capture_logs

from facevow.integrations.flask import blueprint
from facevow.server.settings import load_settings
from facevow.signing.keyring import open_keyring
from facevow.store.database import Database
from tests.integrations.flasks import PREFIX, make_app, matching_app
from tests.server.analysers import (
    COLOURS_SHA256,
    FAILING,
    FAKE,
    NOBODY,
    OTHER,
    REAL,
    Colour,
    ColourAnalyser,
    in_base64,
    no_model,
    picture,
)
from tests.server.serving import serving
from tests.server.v1.enrolled import comparing, enrolled, gallery_path

ADDRESSES = ("/predict", "/match", "/analyses")


def body(colour: Colour = REAL) -> dict[str, str]:
    return {"image": in_base64(picture(colour, "PNG"))}


@pytest.fixture
def client() -> Iterator[FlaskClient]:
    """A client of an application with the analyser of colours."""
    with make_app(workers=1).test_client() as made:
        yield made


@pytest.mark.parametrize(("colour", "label"), [(REAL, "REAL"), (FAKE, "FAKE"), (NOBODY, "UNKNOWN")])
def test_a_picture_is_judged(client: FlaskClient, colour: Colour, label: str) -> None:
    """/predict gives the label, the score and the corners of the face."""
    answer = client.post(f"{PREFIX}/predict", json=body(colour))
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.json is not None
    assert answer.json["label"] == label
    assert answer.json["bbox"] == (None if label == "UNKNOWN" else [40, 30, 101, 101])
    assert (answer.json["score"] is None) is (label == "UNKNOWN")


@pytest.mark.parametrize(("colour", "verdict"), [(REAL, "BONA_FIDE"), (FAKE, "ATTACK"), (NOBODY, "NO_RESPONSE")])
def test_an_image_is_analysed(client: FlaskClient, colour: Colour, verdict: str) -> None:
    """/analyses names verdict, threshold, policy and model, whether the image comes in JSON or by itself."""
    answer = client.post(f"{PREFIX}/analyses", json=body(colour))
    assert answer.status_code == 200
    told = answer.json
    assert told is not None
    assert (told["verdict"], told["face_detected"]) == (verdict, verdict != "NO_RESPONSE")
    assert told["policy"].startswith("balanced")
    assert 0 < told["threshold"] < 1
    assert told["model"] == {"name": "colours", "sha256": COLOURS_SHA256}
    assert told["bbox"] == (None if verdict == "NO_RESPONSE" else [40, 30, 61, 71])
    assert client.post(f"{PREFIX}/analyses", data=picture(colour), content_type="image/jpeg").json == told


def test_an_analysis_names_its_policy(client: FlaskClient) -> None:
    """Another threshold gives another verdict of the same image; a name that is none is refused."""
    verdicts = {}
    for policy in ("strict", "lenient"):
        answer = client.post(f"{PREFIX}/analyses?policy={policy}", json=body((20, 128, 20)))
        assert answer.json is not None
        assert answer.json["policy"].startswith(policy)
        verdicts[policy] = answer.json["verdict"]
    assert verdicts == {"strict": "ATTACK", "lenient": "BONA_FIDE"}
    refused = client.post(f"{PREFIX}/analyses?policy=generous", json=body())
    assert (refused.status_code, refused.mimetype) == (422, "application/problem+json")


def test_whoever_is_enrolled_on_the_server_is_matched(tmp_path: Path) -> None:
    """Application and server share database and keyring: who is enrolled there is known here, at once and no longer."""
    with comparing(tmp_path / "facevow.db") as server, matching_app(tmp_path).test_client() as client:
        assert client.post(f"{PREFIX}/match", json=body()).json == server.post("/match", json=body()).json()
        enrolled(server, "one", REAL)
        for colour in (REAL, OTHER, FAKE, NOBODY):
            ours, theirs = client.post(f"{PREFIX}/match", json=body(colour)), server.post("/match", json=body(colour))
            assert (ours.status_code, ours.json) == (200, theirs.json())
            assert theirs.json()["subject"] == ("one" if colour == REAL else None)
        server.http.delete(gallery_path("one"))
        told = client.post(f"{PREFIX}/match", json=body()).json
        assert told is not None
        assert (told["match"], told["subject"]) == (False, None)
        lines = [line for line in server.get("/v1/audit").json()["lines"] if line["actor"] == "flask"]
        assert [line["action"] for line in lines] == ["identified"] * 6


def test_nobody_is_matched_without_a_matcher(client: FlaskClient) -> None:
    """As on the server: 503, and never an answer that could be taken for one."""
    answer = client.post(f"{PREFIX}/match", json=body())
    assert (answer.status_code, answer.json and answer.json["error"]["code"]) == (503, "no_matcher")


def test_a_gallery_that_cannot_be_read_matches_nobody(tmp_path: Path) -> None:
    """503 in words that name no file."""
    with matching_app(tmp_path).test_client() as client, capture_logs():
        (tmp_path / "facevow.db").write_bytes(b"this is no database" * 1000)
        answer = client.post(f"{PREFIX}/match", json=body())
        assert (answer.status_code, answer.json and answer.json["error"]["code"]) == (503, "store_error")
        assert "facevow.db" not in answer.text


def test_a_gallery_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """Nobody is in a new one, so that "nobody" would be no answer; nor would secrets made here open a template."""
    with matching_app(tmp_path).test_client() as client, capture_logs():
        answer = client.post(f"{PREFIX}/match", json=body())
        assert (answer.status_code, answer.json and answer.json["error"]["code"]) == (503, "store_error")
        assert list(tmp_path.iterdir()) == []
        Database(f"sqlite:///{tmp_path / 'facevow.db'}").close()
        answer = client.post(f"{PREFIX}/match", json=body())
        assert (answer.status_code, answer.json and answer.json["error"]["code"]) == (500, "keyring_missing")
        assert not (tmp_path / "keyring.json").exists()
        open_keyring(tmp_path / "keyring.json", now=datetime.now(UTC))
        assert client.post(f"{PREFIX}/match", json=body()).status_code == 200


def test_secrets_that_open_no_template_match_nobody(tmp_path: Path) -> None:
    """Of a gallery with somebody in it, whatever the picture shows."""
    with comparing(tmp_path / "facevow.db") as server:
        enrolled(server, "one", REAL)
    open_keyring(tmp_path / "other.json", now=datetime.now(UTC))
    with matching_app(tmp_path, keyring=tmp_path / "other.json").test_client() as client, capture_logs():
        for colour in (REAL, OTHER, NOBODY):
            answer = client.post(f"{PREFIX}/match", json=body(colour))
            assert (answer.status_code, answer.json and answer.json["error"]["code"]) == (503, "gallery_unreadable")


@pytest.mark.parametrize(
    "sent", [body(REAL), body(FAKE), body(NOBODY), {"image": "%%%"}, {"picture": ""}, [1], body(FAILING)]
)
def test_answers_are_those_of_the_server(client: FlaskClient, tmp_path: Path, sent: Any) -> None:  # noqa: ANN401
    """Status and body of good and bad requests are the same here and there, to the letter."""
    with capture_logs(), serving(tmp_path / "facevow.db", workers=1) as server:
        for here, there in (("/predict", "/predict"), ("/match", "/match"), ("/analyses", "/v1/analyses")):
            ours, theirs = client.post(PREFIX + here, json=sent), server.post(there, json=sent)
            assert (ours.status_code, ours.json) == (theirs.status_code, theirs.json())
            assert ours.mimetype == theirs.headers["content-type"].partition(";")[0]


def test_the_application_decides_who_may_ask() -> None:
    """What the application does before a request comes before anything of ours."""
    app = make_app(workers=1)

    @app.before_request
    def refuse() -> None:
        abort(401)

    with app.test_client() as client:
        for address in ADDRESSES:
            assert client.post(PREFIX + address, json=body()).status_code == 401


def test_pages_of_strangers_are_refused() -> None:
    """An Origin must be the application's own or be named in the settings; programs send none."""
    with make_app(workers=1, allowed_origins=("https://shop.example",)).test_client() as client:
        for address in ADDRESSES:
            statuses = {
                origin: client.post(PREFIX + address, json=body(), headers={"Origin": origin}).status_code
                for origin in (
                    "https://evil.example",
                    "null",
                    "http://localhost:3000",
                    "http://localhost",
                    "https://shop.example",
                )
            }
            good = 503 if address == "/match" else 200  # there is no matcher
            assert list(statuses.values()) == [403, 403, 403, good, good]


def test_two_blueprints_live_side_by_side() -> None:
    """Each has its own name, prefix and policy."""
    app = Flask("two")
    for policy in ("strict", "lenient"):
        made = blueprint(load_settings(policy=policy, workers=1), analysers=ColourAnalyser, name=policy)
        app.register_blueprint(made, url_prefix=f"/{policy}")
    with app.test_client() as client:
        answers = [client.post(f"/{policy}/predict", json=body((20, 128, 20))).json for policy in ("strict", "lenient")]
    assert [answer and answer["label"] for answer in answers] == ["FAKE", "REAL"]


def test_no_cache_keeps_an_answer(client: FlaskClient) -> None:
    """Good and bad answers alike say that they are not to be stored, and what they are."""
    for sent in (body(), {"image": "%%%"}):
        for address in ADDRESSES:
            headers = client.post(PREFIX + address, json=sent).headers
            assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("no-store", "nosniff")


def test_other_methods_are_not_taken(client: FlaskClient) -> None:
    """The addresses take POST alone."""
    for address in ADDRESSES:
        assert client.get(PREFIX + address).status_code == 405


def test_without_a_model_nobody_passes() -> None:
    """Every picture is answered by 503 and when to come again."""
    with capture_logs(), make_app(no_model, workers=1).test_client() as client:
        for address in ("/predict", "/analyses"):
            answer = client.post(PREFIX + address, json=body())
            assert answer.status_code == 503
            assert answer.headers["Retry-After"]
            assert b"secret" not in answer.data


def test_a_failing_analysis_is_our_fault(client: FlaskClient) -> None:
    """500, with words that tell nothing of the inside."""
    with capture_logs() as lines:
        for address in ("/predict", "/analyses"):
            answer = client.post(PREFIX + address, json=body(FAILING))
            assert answer.status_code == 500
            assert b"ZeroDivisionError" not in answer.data
    assert "analysis_failed" in {line["event"] for line in lines}


def test_a_bug_of_ours_is_logged_and_never_a_pass(monkeypatch: pytest.MonkeyPatch, client: FlaskClient) -> None:
    """What nobody foresaw is answered by 500 as the server would, even where the application tests itself."""

    def broken(*_: object) -> None:
        raise KeyError("a bug")

    client.application.testing = True
    monkeypatch.setattr("facevow.integrations.judging.Judge.judge", broken)
    with capture_logs() as lines:
        answer = client.post(f"{PREFIX}/predict", json=body())
    assert answer.status_code == 500
    assert answer.json == {"error": {"code": "error", "message": "the server failed; its log says why"}}
    assert "request_failed" in {line["event"] for line in lines}


def test_the_rest_of_the_application_is_left_alone() -> None:
    """Errors of other routes stay the application's own, and its answers get no headers of ours."""
    app = make_app(workers=1)

    @app.get("/mine")
    def mine() -> Response:
        return Response("mine")

    with app.test_client() as client:
        assert "Cache-Control" not in client.get("/mine").headers
        assert client.get("/nowhere").mimetype == "text/html"


def test_without_flask_the_import_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the extra."""
    monkeypatch.setitem(sys.modules, "flask", None)
    monkeypatch.delitem(sys.modules, "facevow.integrations.flask")
    with pytest.raises(ModuleNotFoundError, match=r"facevow\[flask\]"):
        importlib.import_module("facevow.integrations.flask")
