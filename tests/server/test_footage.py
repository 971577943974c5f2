"""The whole server on real footage: the real pipeline, real sockets, the seeds' own messages."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import pytest

from facevow.server.app import pipeline_factory
from facevow.server.services import Clock
from facevow.server.settings import load_settings
from tests.server.analysers import in_base64
from tests.server.serving import Running, serving


@dataclass
class ClipTime:
    """A clock that shows the time of the clip being played, so that a slow machine sees the same clip."""

    seconds: float = 0.0

    def __call__(self) -> float:
        """Seconds since the clip began."""
        return self.seconds


@pytest.fixture
def clip_time() -> ClipTime:
    """The clock of one test."""
    return ClipTime()


@pytest.fixture
def real(shared: Path, database: Path, clip_time: ClipTime) -> Iterator[Running]:
    """A server with the pipeline that ships; without the footage there is nothing to show it."""
    assert shared.is_dir()
    with serving(database, analysers=pipeline_factory(load_settings()), clock=Clock(monotonic=clip_time)) as running:
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


def play(running: Running, clip_time: ClipTime, clip: Path, *, until: float) -> list[dict[str, Any]]:
    """Send a clip frame by frame; return all answers."""
    with running.socket() as client:
        answers = []
        for at, jpeg in jpegs(clip, every=2, until=until):
            clip_time.seconds = at
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
    assert real.post("/match", json={"image": data_url}).status_code == 501
    assert [row["face_detected"] for row in real.logs()] == [True, True]


@pytest.mark.parametrize(
    ("clip", "until"), [("bonafide-1-webcam.webm", 3.5), ("bonafide-3-head-turns-and-hand.mov", 13.3)]
)
def test_only_the_one_who_blinks_and_turns_passes(
    real: Running, clip_time: ClipTime, shared: Path, clip: str, until: float
) -> None:
    """A clip and a still of its first frame, at once: the clip passes the active check, the still never does."""
    real.post("/toggle-active-check", json={"enabled": True})
    frames = list(jpegs(shared / "footage" / clip, every=1, until=until))
    with real.socket() as lively, real.socket() as still:
        moving, resting = [], []
        for at, jpeg in frames:
            clip_time.seconds = at
            lively.send(jpeg)
            still.send(frames[0][1])
            moving.append(lively.receive())
            resting.append(still.receive())
    assert any(answer["active_check_passed"] for answer in moving)
    assert any(answer["verdict"] == "BONA_FIDE" for answer in moving)
    assert not any(answer["active_check_passed"] for answer in resting)
    assert not any(answer["verdict"] == "BONA_FIDE" for answer in resting)
    assert all(answer["active_check"]["done"] == [] for answer in resting)


def test_a_replayed_clip_is_called_an_attack(real: Running, clip_time: ClipTime, shared: Path) -> None:
    """A phone that shows a photo is an attack on most answers, and never bona fide once the active check is due."""
    real.post("/toggle-active-check", json={"enabled": True})
    answers = play(real, clip_time, shared / "footage" / "attack-1-phone-still.webm", until=3)
    verdicts = [answer["verdict"] for answer in answers]
    assert verdicts.count("ATTACK") > len(verdicts) / 2
    assert "BONA_FIDE" not in verdicts
