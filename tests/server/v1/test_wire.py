"""The words of the stream: what is read, what is refused, and what is published of them."""

import json
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.errors import MessageError
from facevow.server.messages import ActiveCheckProgress, ActiveCheckPrompt
from facevow.server.v1 import wire
from facevow.server.v1.ends import ENDS, End
from facevow.server.v1.entering import REFUSED
from facevow.server.v1.wire import (
    HEADER,
    MOST_FRAME_BYTES,
    AskedMessage,
    CheckMessage,
    Close,
    EndedMessage,
    ExcludeMessage,
    LeaveMessage,
    ProblemMessage,
    frame_message,
    parse_control,
    parse_frame,
    schema,
    schema_text,
    to_text,
)
from facevow.store.records import SessionState
from tests.server.analysers import REAL, picture

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "stream.schema.json"
JPEG = picture(REAL)


def test_the_header_is_what_the_documentation_says() -> None:
    """16 bytes, big endian: version, flags, reserved, sequence, capture time in microseconds."""
    message = bytes.fromhex("01 00 0000 0000002a 00000000000f4240") + JPEG
    frame = parse_frame(message)
    assert (frame.sequence, frame.captured, frame.picture) == (42, 1.0, JPEG)
    assert frame_message(42, 1.0, JPEG) == message
    assert HEADER.size == 16


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (b"", "bad_header"),
        (b"\x01" * 15, "bad_header"),
        (frame_message(1, 1, b""), "not_a_jpeg"),
        (frame_message(1, 1, b"\xff\xd8"), "not_a_jpeg"),
        (frame_message(1, 1, picture(REAL, "PNG")), "not_a_jpeg"),
        (frame_message(1, 1, b"\x00" + JPEG), "not_a_jpeg"),
        (struct.pack(">BBHIQ", 2, 0, 0, 1, 1) + JPEG, "wrong_version"),
        (struct.pack(">BBHIQ", 0, 0, 0, 1, 1) + JPEG, "wrong_version"),
        (struct.pack(">BBHIQ", 1, 1, 0, 1, 1) + JPEG, "bad_header"),
        (struct.pack(">BBHIQ", 1, 0, 1, 1, 1) + JPEG, "bad_header"),
        (struct.pack("<BBHIQ", 1, 0, 256, 1, 1) + JPEG, "bad_header"),
        (frame_message(1, 1, JPEG + bytes(MOST_FRAME_BYTES)), "too_large"),
    ],
)
def test_a_frame_that_is_none_is_refused(message: bytes, code: str) -> None:
    """Each way to get the header wrong has a code, and nothing is read beyond the first bytes of the picture."""
    with pytest.raises(MessageError) as caught:
        parse_frame(message)
    assert caught.value.code == code


def test_a_frame_is_as_long_as_it_may_be() -> None:
    """The limit counts the header, and the last byte that is allowed is taken."""
    longest = frame_message(1, 1, JPEG.ljust(MOST_FRAME_BYTES - HEADER.size, b"\0"))
    assert len(parse_frame(longest).message) == MOST_FRAME_BYTES
    with pytest.raises(MessageError):
        parse_frame(longest + b"\0")


@given(st.binary(max_size=64) | st.builds(frame_message, st.integers(0, 2**32 - 1), st.floats(0, 1e9), st.binary()))
def test_any_bytes_are_a_frame_or_an_error(message: bytes) -> None:
    """Nothing but MessageError is ever raised, and what is taken has the bytes that were sent."""
    try:
        frame = parse_frame(message)
    except MessageError:
        return
    assert frame.message == message
    assert frame.picture.startswith(b"\xff\xd8\xff")


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**64 - 1))
def test_every_sequence_and_capture_time_can_be_sent(sequence: int, microseconds: int) -> None:
    """The whole range of both fields is read as it was written."""
    frame = parse_frame(HEADER.pack(1, 0, 0, sequence, microseconds) + JPEG)
    assert frame.sequence == sequence
    assert frame.captured == microseconds / 1e6


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_json"),
        ("nonsense", "not_json"),
        ("[" * 3000, "not_json"),
        ("[]", "bad_message"),
        ("null", "bad_message"),
        ('{"type": 1}', "bad_message"),
        ('{"type": "frame", "data": ""}', "unknown_type"),
        ('{"type": "reset_active_check"}', "unknown_type"),
        ('{"type": "exclude"}', "bad_message"),
        ('{"type": "exclude", "acts": "blink"}', "bad_message"),
        ('{"type": "exclude", "acts": [1]}', "bad_message"),
        ('{"type": "exclude", "acts": ["' + "x" * 41 + '"]}', "bad_message"),
        (json.dumps({"type": "exclude", "acts": ["blink"] * 21}), "bad_message"),
        (" " * 5000, "too_large"),
        ('{"type": "ping", "x": "' + "x" * 5000 + '"}', "too_large"),
    ],
)
def test_a_control_message_that_makes_no_sense_is_refused(text: str, code: str) -> None:
    """Each has a code, and the answer repeats no more of it than a few words."""
    with pytest.raises(MessageError) as caught:
        parse_control(text)
    assert caught.value.code == code
    assert len(str(caught.value)) < 400


def test_control_messages_are_read() -> None:
    """The three of them, with fields of later versions passed over."""
    assert parse_control('{"type": "ping", "later": 1}').type == "ping"
    assert parse_control('{"type": "leave"}') == LeaveMessage(type="leave")
    assert parse_control('{"type": "exclude", "acts": ["head"]}') == ExcludeMessage(type="exclude", acts=("head",))


def test_what_is_not_there_is_not_told() -> None:
    """Errors and ends leave out fields that they have nothing for."""
    assert json.loads(to_text(ProblemMessage(code="c", message="m"))) == {"type": "error", "code": "c", "message": "m"}
    assert json.loads(to_text(EndedMessage(state=SessionState.ABORTED, ended_by="left"))) == {
        "type": "ended",
        "state": "ABORTED",
        "ended_by": "left",
    }


def test_the_published_schema_is_the_present_one() -> None:
    """docs/stream.schema.json is what `python -m facevow.server.v1.wire` prints."""
    assert json.loads(DOCUMENT.read_text(encoding="utf-8")) == schema()
    assert DOCUMENT.read_text(encoding="utf-8") == schema_text()


def test_the_schema_has_every_message_with_its_type() -> None:
    """Each message of either side has a `type` of one value that must be there."""
    definitions = schema()["$defs"]
    names = [
        ref["$ref"].rpartition("/")[2]
        for side in ("ClientMessage", "ServerMessage")
        for ref in definitions[side]["oneOf"]
    ]
    types = [definitions[name]["properties"]["type"]["const"] for name in names]
    assert types == [
        "ping", "exclude", "leave", "welcome", "progress", "pong", "excluded", "error", "ended",
    ]  # fmt: skip
    assert all(definitions[name]["required"][0] == "type" for name in names)
    assert wire.HEADER_IN_WORDS in schema()["description"]


def test_the_active_check_is_told_as_on_the_other_socket() -> None:
    """Both sockets tell a challenge in the same fields; here the end of the challenge is that of the stream."""
    assert set(CheckMessage.model_fields) == set(ActiveCheckProgress.model_fields) - {"failed_by"}
    assert set(AskedMessage.model_fields) == set(ActiveCheckPrompt.model_fields)


def test_every_close_code_has_a_reason_that_fits() -> None:
    """The codes are of RFC 6455 or of its range for private use, and the reasons fit into a close frame."""
    assert all(code in {1000, 1001} or 4000 <= code <= 4999 for code in Close)
    assert all(len(reason.encode()) <= 123 for reason in (*End, *REFUSED))


def test_every_close_code_is_one_that_we_send() -> None:
    """Each is that of an end, of a refusal, or of a fault of ours."""
    assert {follows.close for follows in ENDS.values()} | set(REFUSED.values()) == set(Close)
