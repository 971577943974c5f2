"""The socket, over real connections: the seed's messages, and two clients that never touch each other's checks."""

import threading
from pathlib import Path

import pytest

from facevow.server.stream import MOST_ERRORS
from facevow.types import Frame, FrameAnalysis
from facevow.vision.memory import Memory
from tests.server.analysers import (
    FAILING,
    FAKE,
    HEIGHT,
    NOBODY,
    REAL,
    WIDTH,
    ColourAnalyser,
    in_base64,
    no_model,
    picture,
)
from tests.server.serving import PATIENCE, Client, Running, serving, until

OFF = {
    "enabled": False,
    "state": "face_due",
    "done": [],
    "of": 0,
    "prompt": None,
    "notice": None,
    "failed_by": None,
}


def frame(colour: tuple[int, int, int], prefix: str = "") -> dict[str, str]:
    return {"type": "frame", "data": prefix + in_base64(picture(colour))}


def test_a_frame_gets_every_documented_field(server: Running) -> None:
    """The seed's answer to the seed's message, with each field of the right kind and value."""
    with server.socket() as client:
        answer = client.ask(frame(REAL, "data:image/jpeg;base64,"))
    confidence = answer.pop("confidence")
    assert confidence == pytest.approx(230 / 255, abs=0.02)
    assert answer == {
        "type": "result",
        "face_detected": True,
        "is_real": True,
        "active_check_passed": False,
        "active_check_message": "Active check is off",
        "bbox": [40, 30, 61, 71],
        "frame": 1,
        "dropped": 0,
        "width": WIDTH,
        "height": HEIGHT,
        "verdict": "NO_RESPONSE",
        "guidance": [],
        "active_check": OFF,
    }


@pytest.mark.parametrize("form", ["data url", "base64", "binary jpeg", "binary png"])
def test_a_frame_may_come_in_each_form(server: Running, form: str) -> None:
    """Text with and without the prefix and binary messages are the same to the server."""
    messages = {
        "data url": frame(FAKE, "data:image/jpeg;base64,"),
        "base64": frame(FAKE),
        "binary jpeg": picture(FAKE),
        "binary png": picture(FAKE, "PNG"),
    }
    with server.socket() as client:
        answer = client.ask(messages[form])
    assert answer["face_detected"] is True
    assert answer["is_real"] is False
    assert answer["confidence"] == pytest.approx(1 - 40 / 255, abs=0.02)


def test_the_verdict_follows_after_some_frames(server: Running) -> None:
    """Three frames make a verdict: bona fide for a high score, attack for a low one, none without a face."""
    verdicts = {}
    for colour in (REAL, FAKE, NOBODY):
        with server.socket() as client:
            answers = [client.ask(picture(colour)) for _ in range(3)]
        verdicts[colour] = answers[-1]["verdict"]
        assert [answer["frame"] for answer in answers] == [1, 2, 3]
    assert verdicts == {REAL: "BONA_FIDE", FAKE: "ATTACK", NOBODY: "NO_RESPONSE"}


def test_without_a_face_there_is_no_box_and_no_confidence(server: Running) -> None:
    """Also when good frames went before, nobody is not real."""
    with server.socket() as client:
        for _ in range(3):
            client.ask(picture(REAL))
        answer = client.ask(picture(NOBODY))
    assert (answer["face_detected"], answer["is_real"], answer["confidence"]) == (False, False, 0.0)
    assert answer["bbox"] is None
    assert answer["guidance"] == ["no_face"]


def test_ping_is_answered(server: Running) -> None:
    """Ping, pong."""
    with server.socket() as client:
        assert client.ask({"type": "ping"}) == {"type": "pong"}


def test_the_default_is_followed_until_a_connection_chooses(server: Running) -> None:
    """Toggling reaches open connections that have not chosen, and leaves those alone that have."""

    def enabled(client: Client) -> bool:
        return bool(client.ask(picture(REAL))["active_check"]["enabled"])

    with server.socket() as follower, server.socket() as chooser:
        chooser.ask({"type": "set_active_check", "enabled": False})
        assert (enabled(follower), enabled(chooser)) == (False, False)
        assert server.post("/toggle-active-check").json()["active_check_enabled"] is True
        assert (enabled(follower), enabled(chooser)) == (True, False)
        chooser.ask({"type": "set_active_check", "enabled": True})
        server.post("/toggle-active-check", json={"enabled": False})
        assert (enabled(follower), enabled(chooser)) == (False, True)


def test_a_failing_analysis_is_an_error_and_never_a_pass(server: Running) -> None:
    """The client is told, the connection lives, and what went before counts for nothing any more."""
    with server.socket() as client:
        for _ in range(4):
            before = client.ask(picture(REAL))
        assert before["verdict"] == "BONA_FIDE"
        failure = client.ask(picture(FAILING))
        assert failure["type"] == "error"
        assert failure["code"] == "analysis_failed"
        assert failure["frame"] == 5
        after = client.ask(picture(REAL))
        assert after["verdict"] == "NO_RESPONSE"
        assert after["frame"] == 6
        client.ask(picture(FAILING))
    until(lambda: server.health()["connections"] == 0)
    outcome = server.services.store.recent_verdicts(1)[0]
    assert (outcome.verdict, outcome.reasons) == ("NO_RESPONSE", ["error"])
    assert outcome.frames == 5


def test_a_bad_frame_leaves_the_check_as_it_was(server: Running) -> None:
    """A picture that cannot be read is an error; the evidence of the others stays."""
    with server.socket() as client:
        for _ in range(3):
            client.ask(picture(REAL))
        assert client.ask(b"no picture")["code"] == "not_an_image"
        assert client.ask(picture(REAL))["verdict"] == "BONA_FIDE"


def test_without_a_model_every_frame_is_an_error(database: Path) -> None:
    """The server starts, says so, tells no paths, and passes nobody."""
    with serving(database, analysers=no_model) as server:
        health = server.health()
        assert (health["status"], health["model_loaded"], health["model"]) == ("degraded", False, "")
        with server.socket() as client:
            for _ in range(MOST_ERRORS + 10):  # our own fault does not make the client abusive
                answer = client.ask(picture(REAL))
                assert (answer["type"], answer["code"]) == ("error", "model_error")
            assert "secret" not in answer["message"]
        response = server.post("/predict", json={"image": in_base64(picture(REAL))})
        assert response.status_code == 503
        assert response.json()["error"]["code"] == "model_error"


def test_the_newest_frame_wins(database: Path) -> None:
    """While a frame is analysed the next ones replace each other; the answer tells how many were dropped."""
    taken, gate = threading.Event(), threading.Event()

    class Held(ColourAnalyser):
        """Holds every frame until the gate opens."""

        def analyse(self, frame: Frame, memory: Memory | None = None, *, judge: bool = True) -> FrameAnalysis:
            """As of the protocol."""
            taken.set()
            assert gate.wait(PATIENCE)
            return super().analyse(frame, memory, judge=judge)

    with serving(database, analysers=Held, workers=1) as server, server.socket() as client:
        client.send(picture(FAKE))
        assert taken.wait(PATIENCE)
        for _ in range(20):
            client.send(picture(FAKE))
        client.send(picture(REAL))
        assert client.ask({"type": "ping"}) == {"type": "pong"}  # so all are read by now
        gate.set()
        first, second = client.receive(), client.receive()
    assert first["frame"] == 1
    assert (second["frame"], second["dropped"]) == (22, 20)
