"""The whole server on real footage: the real pipeline, real sockets, the seeds' own messages."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import pytest

from facevow.challenge.draw import Choose
from facevow.challenge.events import Act
from facevow.challenge.rules import Rules, Step
from facevow.server.opening import pipeline_factory
from facevow.server.services import Clock
from facevow.server.settings import load_settings
from tests.server.analysers import in_base64
from tests.server.serving import HandClock, Running, serving


@pytest.fixture
def real(shared: Path, database: Path, hand: HandClock) -> Iterator[Running]:
    """A server with the pipeline that ships; without the footage there is nothing to show it."""
    assert shared.is_dir()
    with serving(database, analysers=pipeline_factory(load_settings()), clock=Clock(monotonic=hand)) as running:
        assert running.health()["model_loaded"], "the model files are needed: facevow models pull"
        yield running


def jpegs(clip: Path, *, every: int, until: float) -> Iterator[tuple[float, bytes]]:
    """Every n-th frame of a clip as a camera page would send it, with its time."""
    reader = cv2.VideoCapture(str(clip))
    rate, number = reader.get(cv2.CAP_PROP_FPS), 0
    try:
        while number / rate <= until:
            there, pixels = reader.read()
            if not there:
                return
            if number % every == 0:
                yield number / rate, cv2.imencode(".jpg", pixels)[1].tobytes()
            number += 1
    finally:
        reader.release()


def play(running: Running, hand: HandClock, clip: Path, *, until: float) -> list[dict[str, Any]]:
    """Send a clip frame by frame; return all answers."""
    with running.socket() as client:
        answers = []
        for at, jpeg in jpegs(clip, every=2, until=until):
            hand.seconds = at
            answers.append(client.ask(jpeg))
        return answers


def test_the_seeds_messages_get_the_documented_answers(real: Running, shared: Path) -> None:
    """Each message and address of both seeds, with a frame of a real webcam."""
    _, jpeg = next(jpegs(shared / "footage" / "bonafide-1-webcam.webm", every=1, until=1))
    assert real.get("/").json()["status"] == "running"
    assert real.health()["status"] == "healthy"
    data_url = "data:image/jpeg;base64," + in_base64(jpeg)
    with real.socket(origin="http://localhost:3000") as client:
        answer = client.ask({"type": "frame", "data": data_url})
        assert answer["type"] == "result"
        assert (answer["face_detected"], answer["is_real"]) == (True, True)
        assert 0.5 <= answer["confidence"] <= 1
        assert answer["active_check_passed"] is False
        assert answer["active_check_message"]
        x, y, width, height = answer["bbox"]
        assert 0 <= x < x + width <= 640
        assert 0 <= y < y + height <= 480
        assert client.ask({"type": "ping"}) == {"type": "pong"}
        assert client.ask({"type": "reset_active_check"})["type"] == "active_check_reset"
        assert client.ask({"type": "frame", "data": "garbage!"})["type"] == "error"
    assert real.post("/toggle-active-check").json()["active_check_enabled"] is True
    prediction = real.post("/predict", json={"image": data_url}).json()
    assert prediction["label"] == "REAL"
    assert prediction["bbox"] == [x, y, x + width, y + height]
    assert real.post("/match", json={"image": data_url}).json()["error"]["code"] == "no_matcher"
    assert [row["face_detected"] for row in real.logs()] == [True, True]


RULES = Rules((Step(Act.TURN_LEFT), Step(Act.TURN_RIGHT), Step(Act.BLINK, 2)), bits=2)
"""Enough for two steps, so that a clip may show by chance what is drawn."""


@pytest.mark.parametrize(
    ("choose", "asked", "passes"),
    [(lambda _: 0, ["turn_left", "turn_right"], True), (lambda count: count - 1, ["blink"], False)],
    ids=["what the clip shows", "something else"],
)
def test_a_clip_passes_only_if_it_shows_what_is_asked(
    shared: Path, database: Path, hand: HandClock, *, choose: Choose, asked: list[str], passes: bool
) -> None:
    """A person who turns left and right passes where the draw was rigged to ask for that, and not otherwise.

    A still of the clip's first frame at the same time never passes: its picture stands still.
    """
    frames = list(jpegs(shared / "footage" / "bonafide-2-head-turns.mp4", every=2, until=9))
    factory = pipeline_factory(load_settings())
    with serving(database, analysers=factory, clock=Clock(monotonic=hand), choose=choose, active_check=True) as server:
        services = server.services
        server.app.state.services = replace(services, policy=replace(services.policy, challenge=RULES))
        with server.socket() as lively, server.socket() as still:
            moving, resting = [], []
            for at, jpeg in frames:
                hand.seconds = at
                lively.send(jpeg)
                still.send(frames[0][1])
                moving.append(lively.receive())
                resting.append(still.receive())
    prompts = [answer["active_check"]["prompt"] for answer in moving if answer["active_check"]["prompt"]]
    assert list(dict.fromkeys(prompt["act"] for prompt in prompts)) == asked
    assert any(answer["active_check_passed"] for answer in moving) is passes
    assert any(answer["verdict"] == "BONA_FIDE" for answer in moving) is passes
    assert not any(answer["active_check_passed"] or answer["verdict"] == "BONA_FIDE" for answer in resting)
    assert resting[-1]["active_check"]["failed_by"] == "frozen"


def test_a_replayed_clip_is_called_an_attack(real: Running, hand: HandClock, shared: Path) -> None:
    """A phone that shows a photo is an attack on most answers, and never bona fide once the active check is due."""
    real.post("/toggle-active-check", json={"enabled": True})
    answers = play(real, hand, shared / "footage" / "attack-1-phone-still.webm", until=3)
    verdicts = [answer["verdict"] for answer in answers]
    assert verdicts.count("ATTACK") > len(verdicts) / 2
    assert "BONA_FIDE" not in verdicts
