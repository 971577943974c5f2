"""Enrolment, verification and identification with the networks that ship, on frames of real footage."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from facevow.matching.opening import choose_matcher
from facevow.server.opening import pipeline_factory
from facevow.server.settings import load_settings
from tests.matching.embeddings import fetched_network
from tests.networks import DIM_ROOM, HEAD_TURNS, bundle, frame_at
from tests.server.analysers import in_base64
from tests.server.serving import Running, serving
from tests.server.test_bad_input import encoded
from tests.server.v1.asking import problem

REPLAY = "attack-2-screen-replay-of-bonafide-2.mp4"


@pytest.fixture
def real(shared: Path, database: Path) -> Iterator[Running]:
    """A server with every network that ships."""
    assert shared.is_dir()
    assert bundle()
    assert fetched_network().is_file()
    matcher = choose_matcher("embedding")
    with serving(database, analysers=pipeline_factory(load_settings()), matcher=matcher, workers=1) as running:
        yield running


def test_real_people_are_told_apart(real: Running, shared: Path) -> None:
    """Two of them are enrolled and known, turned away, too; a replay of one is the same face, and no match."""

    def shot(clip: str, index: int) -> str:
        return in_base64(encoded(Image.fromarray(frame_at(shared, clip, index).pixels), "JPEG", quality=95))

    for subject, clip in (("turning", HEAD_TURNS), ("dim", DIM_ROOM)):
        made = real.post(f"/v1/subjects/{subject}/enrol", json={"images": [shot(clip, 0), shot(clip, 30)]})
        assert made.status_code == 201, made.text
        assert (made.json()["matcher"], made.json()["duplicates"]) == (choose_matcher("embedding").title, [])
    turned, replay = {"image": shot(HEAD_TURNS, 120)}, {"image": shot(REPLAY, 30)}
    own, other = (real.post(f"/v1/subjects/{subject}/verify", json=turned).json() for subject in ("turning", "dim"))
    assert (own["match"], other["match"], other["reasons"][0]) == (True, False, "not_matched")
    assert own["score"] > own["threshold"] > other["score"]
    faked = real.post("/v1/subjects/turning/verify", json=replay).json()
    assert (faked["match"], faked["verdict"], faked["reasons"]) == (False, "ATTACK", ["not_live"])
    assert faked["score"] > faked["threshold"]
    problem(real.post("/v1/subjects/screen/enrol", json={"images": [replay["image"]]}), 422, "not_live")
    refused = real.post("/v1/subjects/turning/enrol", json={"images": [turned["image"]]})
    assert problem(refused, 422, "not_fit")["errors"][0]["codes"] == ["turned_away"]
    found = real.post("/v1/identifications", json={"image": shot(DIM_ROOM, 60)}).json()
    assert [one["subject"] for one in found["matches"]] == ["dim"]
    assert real.post("/match", json={"image": shot(DIM_ROOM, 60)}).json()["subject"] == "dim"
