"""The words of a session's stream: every message in and out, the header of a frame, and the names of all ends.

Frames come as binary messages: a header of 16 bytes, big endian, and a JPEG. Everything else is JSON in text messages.
`schema` is what is published of them: `python -m facevow.server.v1.wire` prints it. Nothing here opens a socket or
reads a clock.
"""

import json
import struct
import sys
from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from facevow.challenge.events import Act, Event, State
from facevow.errors import MessageError
from facevow.server.messages import ActName, Incoming, PingMessage, PongMessage, read_message
from facevow.store.records import SessionState
from facevow.types import QualityCode

PROTOCOL: Final = "facevow.v1"
"""The subprotocol that a client offers and the server answers with."""

HEADER: Final = struct.Struct(">BBHIQ")
"""Version, flags, reserved, sequence, capture time in microseconds."""

HEADER_IN_WORDS: Final = (
    "u8 version = 1, u8 flags = 0, u16 reserved = 0, u32 sequence, u64 capture time in microseconds, all big endian, "
    "then a JPEG."
)

VERSION: Final = 1

MOST_FRAME_BYTES: Final = 2 * 1024 * 1024
"""The longest frame message. A camera's picture of 1920 x 1080 has under 1 MB at JPEG quality 95; what a session holds
in memory is a multiple of this."""

MOST_FRAME_SIDE: Final = 2048
"""Pixels: a stream needs no more, and decoding a larger picture would cost the other sessions their turn."""

MOST_TEXT: Final = 4096
"""Letters of a control message; the longest one that makes sense has about 900."""

BEHIND: Final = 5.0
"""Seconds that a frame may have been held up on its way, by its capture time and that of the frame held up least."""

AHEAD: Final = BEHIND
"""Seconds by which a frame may seem to be of the future: all frames before it may have been held up for so long."""

_JPEG: Final = b"\xff\xd8\xff"
"""SOI and the beginning of the next marker (ITU-T T.81, annex B)."""


class Close(IntEnum):
    """Close codes; the reason text that goes with one is the name of an end or the code of an error.

    1000 and 1001 are those of RFC 6455, section 7.4.1, the others of its range for private use.
    """

    ENDED = 1000
    SERVER_STOPPED = 1001
    BAD_MESSAGES = 4400
    TOKEN_INVALID = 4401
    ORIGIN_REFUSED = 4403
    SESSION_UNKNOWN = 4404
    SILENT = 4408
    TOKEN_USED = 4409
    SESSION_OVER = 4410
    RATE_LIMITED = 4429
    BROKEN = 4500
    UNAVAILABLE = 4503


class ExcludeMessage(Incoming):
    """Never ask for these acts, single ones or groups. Before anything was asked, and only where it is allowed."""

    type: Literal["exclude"]
    acts: Annotated[tuple[ActName, ...], Field(max_length=20)]


class LeaveMessage(Incoming):
    """The person gives up; the session is aborted."""

    type: Literal["leave"]


ControlMessage = PingMessage | ExcludeMessage | LeaveMessage

TYPES: Final = ("ping", "exclude", "leave")

_READER: Final[TypeAdapter[ControlMessage]] = TypeAdapter(Annotated[ControlMessage, Field(discriminator="type")])


class Told(BaseModel):
    """What the server sends. Clients pass over fields that they do not know."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class WelcomeMessage(Told):
    """The first message: the token is taken, and the session is under way.

    `active` tells whether acts will be asked for. `expires_in` seconds from now the session ends, whatever has been
    seen; after `heartbeat` seconds without any message it is aborted. A frame has at most `max_bytes` bytes, header
    included, and `max_side` pixels a side.
    """

    type: Literal["welcome"] = "welcome"
    session: str
    active: bool
    person_may_exclude: bool
    expires_in: float
    heartbeat: float
    max_bytes: int
    max_side: int


class AskedMessage(Told):
    """What the person is asked to do now.

    `act` is to be done `times` times; it is the `number`th (from 1) of `of`. `seconds_left` of `window` seconds remain;
    `progress` 0..1 is how far the act is on its way.
    """

    act: Act
    times: int
    number: int
    of: int
    seconds_left: float
    window: float
    progress: float


class CheckMessage(Told):
    """How far the active check is: what is asked, what was done of `of` acts, and in `notice` what just went wrong.

    One that has failed ends the stream, so why it did is not told here.
    """

    enabled: bool
    state: State
    done: list[Act]
    of: int
    prompt: AskedMessage | None
    notice: Event | None


class ProgressMessage(Told):
    """The answer to an analysed frame: never a score, never a verdict.

    `sequence` is the frame's own; `dropped` counts the frames so far that a newer one took the place of. `face` is
    x, y, width and height in pixels of the frame, of `width` x `height`. `guidance` says what the person could do
    better, `message` what to do now, in one line.
    """

    type: Literal["progress"] = "progress"
    sequence: int
    dropped: int
    face: tuple[int, int, int, int] | None
    width: int
    height: int
    guidance: list[QualityCode]
    message: str
    active_check: CheckMessage


class ExcludedMessage(Told):
    """These acts, and no others, will not be asked for."""

    type: Literal["excluded"] = "excluded"
    acts: list[Act]


class ProblemMessage(Told):
    """Something that was sent cannot be used: `code` for programs, `message` for people, `sequence` of which frame."""

    type: Literal["error"] = "error"
    code: str
    message: str
    sequence: int | None = None


class EndedMessage(Told):
    """The last message. `verdict`, `reasons` and `token` are there only where the application lets the browser know."""

    type: Literal["ended"] = "ended"
    state: SessionState
    ended_by: str | None = None
    verdict: str | None = None
    reasons: list[str] | None = None
    token: str | None = None


ServerMessage = WelcomeMessage | ProgressMessage | PongMessage | ExcludedMessage | ProblemMessage | EndedMessage

_TELLER: Final[TypeAdapter[ServerMessage]] = TypeAdapter(Annotated[ServerMessage, Field(discriminator="type")])

_SPARSE: Final = (ProblemMessage, EndedMessage)
"""Messages whose fields are left out where there is nothing to say."""


@dataclass(frozen=True, slots=True)
class FrameMessage:
    """A frame as it came: `captured` in seconds of some clock of the client, `message` with its header."""

    sequence: int
    captured: float
    message: bytes

    @property
    def picture(self) -> bytes:
        """The JPEG."""
        return self.message[HEADER.size :]


def parse_frame(message: bytes, *, longest: int = MOST_FRAME_BYTES) -> FrameMessage:
    """Read the header of a binary message; its picture is not looked into beyond its first bytes.

    Raises:
        MessageError: code `too_large`, `bad_header` (shorter than a header, or flags that are not 0), `wrong_version`
            or `not_a_jpeg`.
    """
    if len(message) > longest:
        raise MessageError(f"expected a frame of at most {longest} bytes, got {len(message)}", code="too_large")
    if len(message) < HEADER.size:
        raise MessageError(f"expected a header of {HEADER.size} bytes, got {len(message)}", code="bad_header")
    version, flags, reserved, sequence, captured = HEADER.unpack_from(message)
    if version != VERSION:
        raise MessageError(f"expected a frame of version {VERSION}, got {version}", code="wrong_version")
    if flags or reserved:
        raise MessageError(f"expected flags and reserved bytes of 0, got {flags} and {reserved}", code="bad_header")
    if not message.startswith(_JPEG, HEADER.size):
        raise MessageError("expected a JPEG behind the header, got something else", code="not_a_jpeg")
    return FrameMessage(sequence, captured / 1e6, message)


def frame_message(sequence: int, captured: float, picture: bytes) -> bytes:
    """What a client sends: header and JPEG; `captured` in seconds."""
    return HEADER.pack(VERSION, 0, 0, sequence, round(captured * 1e6)) + picture


def parse_control(text: str) -> ControlMessage:
    """Read a text message.

    Raises:
        MessageError: code `too_large`, `not_json` (also for nesting without end), `unknown_type` or `bad_message`.
    """
    return read_message(text, _READER, types=TYPES, longest=MOST_TEXT)


def to_text(message: ServerMessage) -> str:
    """A message of the server as it is sent."""
    return message.model_dump_json(exclude_none=isinstance(message, _SPARSE))


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of every text message; either side's are `#/$defs/ClientMessage` and `ServerMessage`."""
    refs, found = TypeAdapter.json_schemas(
        [("ClientMessage", "validation", _READER), ("ServerMessage", "serialization", _TELLER)],
        ref_template="#/$defs/{model}",
    )
    sides = {name: {"title": name, **refs[name, mode]} for name, mode in refs}
    definitions = {name: plain_definition(definition) for name, definition in found["$defs"].items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "StreamMessage",
        "description": f"A text message of WS /v1/sessions/{{id}}/stream. Frames are binary: {HEADER_IN_WORDS}",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in sorted(sides)],
        "$defs": definitions | sides,
    }


def schema_text() -> str:
    """The same as it stands in docs/stream.schema.json."""
    return json.dumps(schema(), indent=2) + "\n"


def plain_definition(definition: dict[str, Any]) -> dict[str, Any]:
    """One definition whose fields have no titles of their own, with a `type` that must be there."""
    fields = definition.get("properties")
    if fields is None:
        return definition
    untitled = {name: {key: value for key, value in field.items() if key != "title"} for name, field in fields.items()}
    if "type" in untitled:
        untitled["type"].pop("default", None)
    required = dict.fromkeys([*(["type"] if "type" in fields else []), *definition.get("required", [])])
    return definition | {"properties": untitled, "required": list(required)}


if __name__ == "__main__":
    sys.stdout.write(schema_text())
