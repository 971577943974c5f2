"""What is sent over a real socket: good frames and bad ones, floods, and messages that make no sense."""

import io
import struct
import threading
from pathlib import Path

from PIL import Image

from facevow.server.v1.wire import MOST_FRAME_BYTES, MOST_FRAME_SIDE, frame_message
from facevow.types import Frame, FrameAnalysis
from facevow.vision.memory import Memory
from tests.server.analysers import REAL, ColourAnalyser, picture
from tests.server.serving import PATIENCE, HandClock, Running, serving, until
from tests.server.v1.streaming import ended, opening, order, stored, streaming

JPEG = picture(REAL)


def jpeg(width: int, height: int) -> bytes:
    """A picture of that size."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), REAL).save(out, "JPEG")
    return out.getvalue()


def claiming(width: int, height: int) -> bytes:
    """A small JPEG whose header claims another size."""
    data = bytearray(JPEG)
    start = data.index(b"\xff\xc0")
    struct.pack_into(">HH", data, start + 5, height, width)
    return bytes(data)


def test_frames_that_are_none_do_no_harm(timed: Running, hand: HandClock) -> None:
    """Each is answered by an error with a code and, where it could be read, its sequence; then the person passes."""
    made = order(timed)
    bad = [
        (b"", "bad_header"),
        (b"\x01\x00", "bad_header"),
        (b"\x02" + frame_message(1, 1, JPEG)[1:], "wrong_version"),
        (frame_message(1, 1, picture(REAL, "PNG")), "not_a_jpeg"),
        (frame_message(1, 1, b"no picture"), "not_a_jpeg"),
        (frame_message(1, 1, JPEG.ljust(MOST_FRAME_BYTES, b"\0")), "too_large"),
    ]
    undecodable = [
        (JPEG[: len(JPEG) // 2], "truncated"),
        (jpeg(MOST_FRAME_SIDE + 1, 8), "too_large"),
        (claiming(60_000, 60_000), "too_large"),
        (claiming(0, 10), "not_an_image"),
        (b"\xff\xd8\xff" + bytes(100), "not_an_image"),
        (b"\xff\xd8" + b"\xff\xda\x00\x02" * 200, "too_large"),
    ]
    with streaming(timed, made, hand=hand) as streamer:
        for message, code in bad:
            answer = streamer.ask(message)
            assert (answer["type"], answer["code"], "sequence" in answer) == ("error", code, False)
        for content, code in undecodable:
            answer = streamer.show_jpeg(content)
            assert (answer["type"], answer["code"], answer["sequence"]) == ("error", code, streamer.sequence)
        assert streamer.follow()[-1]["state"] == "COMPLETED"
    record = stored(timed, made.id)
    assert record.verdict == "BONA_FIDE"
    assert record.timings["frames"]["refused"] == len(bad) + len(undecodable)


def test_frames_out_of_order_and_time_do_no_harm(timed: Running, hand: HandClock) -> None:
    """Repeated, older, future and late frames are refused by name; what was seen before still holds."""
    made = order(timed)
    with streaming(timed, made, hand=hand) as streamer:
        streamer.show()
        sequence, captured = streamer.sequence, streamer.captured
        for number, at, code in (
            (sequence, captured + 0.1, "out_of_order"),
            (sequence - 1, captured + 0.1, "out_of_order"),
            (sequence + 1, captured, "out_of_order"),
            (sequence + 1, captured + 6, "frame_ahead"),
        ):
            answer = streamer.ask(frame_message(number, at, JPEG))
            assert (answer["code"], answer["sequence"]) == (code, number)
        streamer.captured -= 5.5  # a clock that was set back on the client's side
        hand.seconds += 0.3
        assert streamer.show()["code"] == "out_of_order"
        streamer.captured += 5.8
        assert streamer.follow()[-1]["state"] == "COMPLETED"
    assert stored(timed, made.id).verdict == "BONA_FIDE"


def test_a_frame_that_is_late_is_refused(timed: Running, hand: HandClock) -> None:
    """A frame that was captured over five seconds before it comes is none of now."""
    with streaming(timed, order(timed), hand=hand) as streamer:
        streamer.show()
        hand.seconds += 6
        assert streamer.show()["code"] == "frame_late"
        streamer.captured += 6
        assert streamer.show()["type"] == "progress"


def test_texts_that_make_no_sense_do_no_harm(timed: Running, hand: HandClock) -> None:
    """They are answered by name, and no seed message or message of the server's own works here."""
    made = order(timed)
    wrong = [
        ("nonsense", "not_json"),
        ("[" * 4000, "not_json"),
        ("[]", "bad_message"),
        ({"type": "frame", "data": ""}, "unknown_type"),
        ({"type": "reset_active_check"}, "unknown_type"),
        ({"type": "set_active_check", "enabled": False}, "unknown_type"),
        ({"type": "ended", "state": "COMPLETED", "verdict": "BONA_FIDE"}, "unknown_type"),
        ({"type": "exclude", "acts": ["dance"]}, "unknown_act"),
        ({"type": "exclude", "acts": ["head", "eyes", "mouth"]}, "challenge_impossible"),
        ("x" * 5000, "too_large"),
    ]
    with streaming(timed, made, hand=hand) as streamer:
        for message, code in wrong:
            assert streamer.ask(message)["code"] == code
        assert streamer.ask({"type": "ping"}) == {"type": "pong"}
        assert streamer.follow()[-1]["state"] == "COMPLETED"


def test_the_person_excludes_acts(timed: Running, hand: HandClock) -> None:
    """Where the application allows it, and before anything was asked: they are never asked for."""
    made = order(timed, exclude=["tilt_left"])
    with streaming(timed, made, hand=hand) as streamer:
        told = streamer.ask({"type": "exclude", "acts": ["mouth", "eyes"]})
        assert told == {"type": "excluded", "acts": ["blink", "open_mouth", "smile", "tilt_left"]}
        answers = streamer.follow()
    asked = {answer["active_check"]["prompt"]["act"] for answer in answers[:-1] if answer["active_check"]["prompt"]}
    assert asked
    assert asked.isdisjoint(told["acts"])
    assert stored(timed, made.id).verdict == "BONA_FIDE"
    with streaming(timed, order(timed, person_may_exclude=False), hand=hand) as streamer:
        assert streamer.ask({"type": "exclude", "acts": ["eyes"]})["code"] == "exclude_refused"


def test_a_message_beyond_the_limit_ends_the_session(database: Path) -> None:
    """One longer than any message may be is never taken into memory: close code 1009, and the session is aborted."""
    with serving(database, max_message_bytes=1024 * 1024) as server:
        made = order(server)
        with streaming(server, made) as streamer:
            streamer.send(bytes(1024 * 1024 + 1))
            assert streamer.close_code()[0] == 1009
        record = ended(server, made.id)
    assert (record.state, record.ended_by, record.verdict) == ("ABORTED", "bad_messages", None)


def test_the_welcome_tells_the_limits(database: Path) -> None:
    """What the client has to keep to, so that nothing is refused that it sends in good faith."""
    with serving(database, heartbeat=7, max_message_bytes=1024 * 1024, max_image_side=640) as server:
        made = order(server, policy="strict", person_may_exclude=False)
        with opening(server, made.id, made.token) as streamer:
            welcome = streamer.receive()
    assert welcome == {
        "type": "welcome",
        "session": made.id,
        "active": True,
        "person_may_exclude": False,
        "expires_in": 90.0,
        "heartbeat": 7.0,
        "max_bytes": 1024 * 1024,
        "max_side": 640,
    }


class GatedAnalyser(ColourAnalyser):
    """One that begins when it is told to."""

    gate = threading.Event()

    def analyse(self, frame: Frame, memory: Memory | None = None, *, judge: bool = True) -> FrameAnalysis:
        """Wait, and answer."""
        assert self.gate.wait(PATIENCE)
        return super().analyse(frame, memory, judge=judge)


def test_the_newest_frame_wins_and_the_drop_count_is_told(database: Path) -> None:
    """Of forty frames that come while one is analysed the last is judged next; its answer counts the others."""
    GatedAnalyser.gate.clear()
    with serving(database, analysers=GatedAnalyser) as server:
        made = order(server)
        with streaming(server, made) as streamer:
            streamer.send(frame_message(0, 0, JPEG))
            until(lambda: server.services.engine.waiting == 1)
            for number in range(1, 41):
                streamer.send(frame_message(number, number / 1000, JPEG))
            assert streamer.ask({"type": "ping"}) == {"type": "pong"}  # so all of them were taken
            GatedAnalyser.gate.set()
            first, second = streamer.receive(), streamer.receive()
            streamer.send({"type": "leave"})
        assert (first["sequence"], first["dropped"]) == (0, 39)
        assert (second["sequence"], second["dropped"]) == (40, 39)
        record = ended(server, made.id)
    assert record.timings["frames"] == {"received": 41, "analysed": 2, "dropped": 39, "refused": 0}
