"""WS /v1/tryout on a real server: what frames are answered with, and how it ends."""

import io
import threading
from pathlib import Path

import pytest
from jsonschema_rs import Draft202012Validator
from PIL import Image

from facevow.server.services import Clock
from facevow.server.v1.course import MOST_ERRORS
from facevow.server.v1.frames import BURST
from facevow.server.v1.tryout_wire import schema
from facevow.server.v1.wire import MOST_FRAME_BYTES, frame_message
from facevow.types import Frame, FrameAnalysis
from facevow.vision.memory import Memory
from tests.server.analysers import (
    FAILING,
    FAKE,
    NOBODY,
    REAL,
    TWO_FACES,
    ColourAnalyser,
    meshing,
    picture,
)
from tests.server.serving import HandClock, Running, serving, until
from tests.server.v1.streaming import order, streaming
from tests.server.v1.trying import opened, trying

TOLD = Draft202012Validator({"$ref": "#/$defs/TryoutServer", "$defs": schema()["$defs"]})


def test_it_says_first_what_it_takes(server: Running) -> None:
    """The policy by whose threshold scores are judged, and the limits."""
    with opened(server) as tester:
        ready = tester.receive()
    assert ready == {
        "type": "ready", "policy": "balanced 3, passive only", "threshold": server.services.policy.threshold,
        "model": "colours", "max_bytes": MOST_FRAME_BYTES, "max_side": 2048, "idle": 300.0,
    }  # fmt: skip
    TOLD.validate(ready)


def test_each_frame_is_answered_with_all_that_it_shows(database: Path) -> None:
    """Face, mesh, motion, quality and scores, in the words of the schema."""
    with serving(database, analysers=meshing) as server, trying(server) as tester:
        real = tester.show(REAL)
        two = tester.show(TWO_FACES)
        nobody = tester.show(NOBODY)
    for answer in (real, two, nobody):
        TOLD.validate(answer)
    assert (real["type"], real["sequence"], real["dropped"], real["width"], real["height"]) == (
        "analysis",
        1,
        0,
        160,
        120,
    )
    assert (real["face"], real["faces"], two["faces"]) == ([40, 30, 61, 71], 1, 2)
    assert (len(real["landmarks"]), real["presence"]) == (2 * 478, 1.0)
    assert real["passive"] == pytest.approx(0.9, abs=0.02)
    assert set(real["pose"]) == {"yaw", "pitch", "roll"}
    assert real["took"] > 0
    assert (nobody["face"], nobody["faces"], nobody["landmarks"], nobody["pose"]) == (None, 0, None, None)
    assert (nobody["passive"], nobody["quality"]["codes"]) == (None, ["no_face"])


def test_the_fused_score_is_that_of_the_last_seconds(database: Path) -> None:
    """It follows whoever is there now, and the verdict is that of a check without acts."""
    hand = HandClock()
    with serving(database, clock=Clock(monotonic=hand)) as server, trying(server, hand=hand) as tester:
        first = tester.show(REAL)
        real = [tester.show(REAL) for _ in range(20)][-1]
        fake = [tester.show(FAKE) for _ in range(60)][-1]
    assert (first["verdict"], real["verdict"], fake["verdict"]) == ("NO_RESPONSE", "BONA_FIDE", "ATTACK")
    assert real["fused"] == pytest.approx(0.9, abs=0.02)
    assert fake["fused"] == fake["passive"] == pytest.approx(0.16, abs=0.02)


def test_nothing_is_stored(server: Running) -> None:
    """No line of the log, no verdict, no line of the audit log; the frames are counted."""
    with trying(server) as tester:
        for _ in range(3):
            tester.show()
    assert server.logs() == []
    assert server.services.store.recent_verdicts(5) == []
    assert server.services.audit.lines(0, 5) == []
    assert 'facevow_frames_total{kind="analysed",source="tryout"} 3.0' in server.get("/metrics").text


def test_the_newest_frame_wins(database: Path) -> None:
    """While one is looked at others come: only the last of them is looked at, and the others are counted."""
    held = threading.Event()

    class Slow(ColourAnalyser):
        def analyse(self, frame: Frame, memory: Memory | None = None, *, judge: bool = True) -> FrameAnalysis:
            held.wait(30)
            return super().analyse(frame, memory, judge=judge)

    with serving(database, analysers=Slow, workers=1) as server, trying(server) as tester:
        tester.send(tester.frame(picture(REAL)))
        until(lambda: server.services.engine.waiting == 1)
        for _ in range(5):
            tester.send(tester.frame(picture(REAL)))
        tester.send({"type": "ping"})
        assert tester.receive() == {"type": "pong"}
        held.set()
        answers = [tester.receive(), tester.receive()]
    assert [(answer["sequence"], answer["dropped"]) for answer in answers] == [(1, 4), (6, 4)]


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (b"", "bad_header"),
        (b"\x01" + b"\0" * 15, "not_a_jpeg"),
        (b"\x02" + picture(REAL), "wrong_version"),
        (b"\x01" * (MOST_FRAME_BYTES + 1), "too_large"),
        ("{", "not_json"),
        ('{"type": "leave"}', "unknown_type"),
        ('{"type": ["ping"]}', "bad_message"),
        ("[" * 4000, "not_json"),
        ("x" * 4097, "too_large"),
    ],
)
def test_what_makes_no_sense_is_refused_and_goes_on(standing: Running, message: str | bytes, code: str) -> None:
    """The next frame is answered all the same."""
    with trying(standing) as tester:
        answer = tester.ask(message)
        assert (answer["type"], answer["code"]) == ("error", code)
        TOLD.validate(answer)
        assert tester.show()["type"] == "analysis"


def test_frames_that_cannot_be_used_are_named(standing: Running) -> None:
    """One that is broken inside, one that came before, and one that comes from the future."""
    with trying(standing) as tester:
        tester.show()
        broken = tester.ask(tester.frame(picture(REAL)[:200]))
        assert (broken["type"], broken["sequence"]) == ("error", 2)
        old = tester.ask(frame_message(2, tester.captured + 1, picture(REAL)))
        assert (old["code"], old["sequence"]) == ("out_of_order", 2)
        ahead = tester.ask(frame_message(3, tester.captured + 60, picture(REAL)))
        assert ahead["code"] == "frame_ahead"
        tester.sequence += 1
        assert tester.show()["type"] == "analysis"


def test_a_picture_as_large_as_no_camera_is_refused(standing: Running) -> None:
    """Before it is decoded."""
    out = io.BytesIO()
    Image.new("RGB", (2049, 16)).save(out, "JPEG")
    with trying(standing) as tester:
        answer = tester.show_jpeg(out.getvalue())
    assert (answer["type"], answer["code"]) == ("error", "too_large")


def test_an_analysis_that_fails_is_told_and_what_was_seen_is_forgotten(server: Running) -> None:
    """The failure is ours; the scores before it say nothing about what comes after."""
    with trying(server) as tester:
        for _ in range(4):
            before = tester.show()
        failed = tester.show(FAILING)
        after = tester.show()
    assert before["verdict"] == "BONA_FIDE"
    assert (failed["type"], failed["code"], failed["sequence"]) == ("error", "analysis_failed", 5)
    assert after["verdict"] == "NO_RESPONSE"


def test_too_much_nonsense_ends_it(server: Running) -> None:
    """One message more than is borne in a row."""
    with trying(server) as tester:
        for _ in range(MOST_ERRORS):
            assert tester.ask("?")["type"] == "error"
        tester.send("?")
        assert tester.close_code() == (4400, "bad_messages")


def test_more_messages_than_any_camera_sends_end_it(database: Path) -> None:
    """Time stands still here, so that the allowance is not filled up meanwhile."""
    hand = HandClock()
    with serving(database, clock=Clock(monotonic=hand)) as server, trying(server, hand=hand) as tester:
        for _ in range(int(BURST)):
            assert tester.ask({"type": "ping"}) == {"type": "pong"}
        tester.send({"type": "ping"})
        assert tester.close_code() == (4429, "too_many_messages")


def test_silence_ends_it(database: Path) -> None:
    """After as long as on the page's own socket."""
    with serving(database, idle_timeout=0.2) as server, trying(server) as tester:
        assert tester.close_code() == (4408, "silent")


def test_however_many_try_sessions_wait_for_one_frame_of_theirs_at_most(database: Path) -> None:
    """All together they have one frame in analysis; whose turn comes later has the newest of its own looked at."""
    held = threading.Event()

    class Slow(ColourAnalyser):
        def analyse(self, frame: Frame, memory: Memory | None = None, *, judge: bool = True) -> FrameAnalysis:
            if frame.pixels[0, 0].tolist() == [0, 0, 0]:
                held.wait(30)
            return super().analyse(frame, memory, judge=judge)

    with serving(database, analysers=Slow, workers=2) as server, trying(server) as first, trying(server) as second:
        first.send(first.frame(picture(NOBODY)))
        until(lambda: server.services.engine.waiting == 1)
        for _ in range(3):
            second.send(second.frame(picture(NOBODY)))
        assert second.ask({"type": "ping"}) == {"type": "pong"}
        with streaming(server, order(server, policy="passive_only")) as streamer:
            assert streamer.show()["type"] == "progress"
            assert server.services.engine.waiting == 1
        held.set()
        answers = [first.receive(), second.receive()]
    assert [(answer["sequence"], answer["dropped"]) for answer in answers] == [(1, 0), (3, 2)]


def test_a_client_that_leaves_gives_its_place_back(server: Running) -> None:
    """In the midst of an analysis, too."""
    with trying(server) as tester:
        tester.send(tester.frame(picture(REAL)))
    until(lambda: server.services.tryouts.gate.inside == 0)
    assert server.health()["status"] == "healthy"
