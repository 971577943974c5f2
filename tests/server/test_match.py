"""POST /match of the second seed: whom of those enrolled a picture shows."""

import json
from pathlib import Path

from tests.server.analysers import FAKE, NOBODY, OTHER, REAL, Colour, colour_matcher, in_base64, meshing, picture
from tests.server.door.conftest import bearer
from tests.server.serving import Running
from tests.server.v1.asking import audited, key_for, locked_server
from tests.server.v1.enrolled import comparing, enrolled, image

ANSWER = {"threshold": 0.5, "matcher": "blue 1"}


def match(server: Running, colour: Colour) -> dict[str, object]:
    """The answer to a picture of this colour."""
    answer = server.post("/match", json={"image": image(colour)})
    assert answer.status_code == 200, answer.text
    told: dict[str, object] = answer.json()
    return told


def test_nobody_is_found_in_an_empty_gallery(tmp_path: Path) -> None:
    """The picture is judged all the same."""
    with comparing(tmp_path / "facevow.db") as server:
        assert match(server, REAL) == ANSWER | {
            "match": False, "subject": None, "score": None, "face_detected": True, "bbox": [40, 30, 101, 101],
            "verdict": "BONA_FIDE", "reasons": ["not_matched"],
        }  # fmt: skip


def test_only_a_live_and_enrolled_face_matches(tmp_path: Path) -> None:
    """Somebody else, a photo of the enrolled person, and nobody at all do not."""
    with comparing(tmp_path / "facevow.db") as server:
        enrolled(server, "one", REAL)
        enrolled(server, "paper", (20, 40, 4), liveness="ignored")
        found = match(server, REAL)
        assert (found["match"], found["subject"], found["score"], found["reasons"]) == (True, "one", 0.9, [])
        for colour, reasons in (
            ((20, 230, 36), ["not_matched"]), (FAKE, ["not_live"]), ((20, 40, 4), ["not_live"]),
            (NOBODY, ["no_face", "not_live"]),
        ):  # fmt: skip
            told = match(server, colour)
            assert (told["match"], told["subject"], told["score"], told["reasons"]) == (False, None, None, reasons)
        assert match(server, OTHER)["subject"] == "paper"
        assert match(server, NOBODY)["bbox"] is None
        assert set(audited(server, "identified")) == {("open", "gallery")}


def test_nobody_is_no_answer_where_nothing_can_be_read(tmp_path: Path) -> None:
    """503 here and for an identification, while all templates are sealed by keys that are gone; one is enough."""
    database, lost = tmp_path / "facevow.db", tmp_path / "lost.json"
    with comparing(database, keyring=lost) as server:
        enrolled(server, "one", REAL)
    with comparing(database, keyring=tmp_path / "other.json") as server:
        for path in ("/match", "/v1/identifications"):
            answer = server.post(path, json={"image": image(REAL)})
            assert (answer.status_code, "gallery_unreadable" in answer.text) == (503, True)
            assert answer.headers["Retry-After"] == "1"
        enrolled(server, "two", OTHER)
        assert match(server, OTHER)["subject"] == "two"
        assert match(server, REAL)["subject"] is None


def test_bad_input_is_refused_with_a_code(tmp_path: Path) -> None:
    """Each kind of nonsense is 400 with its own code."""
    nonsense = {
        b"": "not_json", b"[" * 10_000: "not_json", b'{"image": 7}': "bad_message",
        b'{"image": "%%%"}': "not_base64", b'{"image": "aGVsbG8="}': "not_an_image",
    }  # fmt: skip
    with comparing(tmp_path / "facevow.db") as server:
        for body, code in nonsense.items():
            answer = server.post("/match", content=body)
            assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


def test_a_name_is_told_to_holders_of_a_key_only(tmp_path: Path) -> None:
    """Even where the seed's other routes are open to everybody: whose face it is is not theirs to know."""
    body = json.dumps({"image": in_base64(picture(REAL))})
    with locked_server(tmp_path / "facevow.db", seed_open=True, analysers=meshing, matcher=colour_matcher()) as server:
        assert server.post("/predict", content=body).status_code == 200
        assert server.post("/match", content=body).json()["error"]["code"] == "key_missing"
        assert server.post("/match", content=body, headers=key_for(server, "seed")).status_code == 403
        assert server.post("/match", content=body, headers=bearer("fvk_nonsense")).status_code == 401
        assert server.post("/match", content=body, headers=key_for(server, "gallery")).json()["match"] is False


def test_there_is_no_answer_without_a_matcher(server: Running) -> None:
    """503 with Retry-After in the shape of the first routes."""
    answer = server.post("/match", json={"image": image(REAL)})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert answer.json()["error"]["code"] == "no_matcher"
