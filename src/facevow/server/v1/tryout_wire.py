"""The words of WS /v1/tryout: frames as on a session's stream, each answered by all that it shows.

`schema` is what is published of them: `python -m facevow.server.v1.tryout_wire` prints it.
"""

import json
import sys
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from facevow.decision.verdict import Verdict
from facevow.server.messages import PingMessage, PongMessage, read_message
from facevow.server.v1.wire import HEADER_IN_WORDS, MOST_TEXT, ProblemMessage, plain_definition
from facevow.types import QualityCode

LANDMARK_UNIT: Final = 0.25
"""Pixels: what one of a landmark's whole numbers stands for. A network of 192 points a side tells no less apart on a
face of some hundred pixels, and whole numbers are a third of the text."""

_READER: Final[TypeAdapter[PingMessage]] = TypeAdapter(PingMessage)


class Told(BaseModel):
    """What the server sends. Clients pass over fields that they do not know."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class ReadyMessage(Told):
    """The first message: frames may be sent.

    A frame has at most `max_bytes` bytes, header included, and `max_side` pixels a side; after `idle` seconds without
    any message the socket is closed. Scores from `threshold` on are taken for bona fide by the server's `policy`.
    """

    type: Literal["ready"] = "ready"
    policy: str
    threshold: float
    model: str
    max_bytes: int
    max_side: int
    idle: float


class Pose(Told):
    """The direction of the head in degrees, as `facevow.types.HeadPose` has it: left is the person's own left."""

    yaw: float | None
    pitch: float | None
    roll: float | None


class Motion(Told):
    """What moves in the face, as `facevow.types.FaceMotion` has it; null is what cannot be told."""

    right_eye: float | None
    left_eye: float | None
    right_blink: float | None
    left_blink: float | None
    mouth: float | None
    jaw: float | None
    smile: float | None
    brows: float | None


class QualityTold(Told):
    """Why the frame is not fit to be judged, most important first, and every value that was measured, by its code."""

    codes: list[QualityCode]
    measures: dict[QualityCode, float | None]


class AnalysisMessage(Told):
    """All that one frame shows. Nothing of it is stored.

    `sequence` is the frame's own, `dropped` counts the frames so far that a newer one took the place of; `width` and
    `height` are the frame's. `took` is the milliseconds from its arrival to this answer, `milliseconds` those of each
    stage. `face` is x, y, width and height of the largest of `faces` faces, in pixels of the frame. `landmarks` are x0,
    y0, x1, y1, ... of the 478 points of the face mesh, in quarters of a pixel; `presence`, 0 to 1, how sure the network
    is that a face is there. `passive` is the passive score of this frame alone, `fused` that of the last frames, and
    `verdict` what a check without acts would say now; scores are 0 to 1 and rise towards bona fide.
    """

    type: Literal["analysis"] = "analysis"
    sequence: int
    dropped: int
    width: int
    height: int
    took: float
    milliseconds: dict[str, float]
    face: tuple[int, int, int, int] | None
    faces: int
    landmarks: list[int] | None
    presence: float | None
    pose: Pose | None
    motion: Motion | None
    quality: QualityTold
    passive: float | None
    fused: float | None
    threshold: float
    verdict: Verdict


TryoutMessage = ReadyMessage | AnalysisMessage | PongMessage | ProblemMessage

_TELLER: Final[TypeAdapter[TryoutMessage]] = TypeAdapter(Annotated[TryoutMessage, Field(discriminator="type")])


def parse_ping(text: str) -> PingMessage:
    """Read a text message, which can be a ping only; raises MessageError as `wire.parse_control`."""
    return read_message(text, _READER, types=("ping",), longest=MOST_TEXT)


def to_text(message: TryoutMessage) -> str:
    """A message as it is sent; of a problem without a frame the sequence is left out."""
    return message.model_dump_json(exclude_none=isinstance(message, ProblemMessage))


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of every text message; either side's are `#/$defs/TryoutClient` and `TryoutServer`."""
    refs, found = TypeAdapter.json_schemas(
        [("TryoutClient", "validation", _READER), ("TryoutServer", "serialization", _TELLER)],
        ref_template="#/$defs/{model}",
    )
    sides = {name: {"title": name, **refs[name, mode]} for name, mode in refs}
    definitions = {name: plain_definition(definition) for name, definition in found["$defs"].items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "TryoutMessage",
        "description": f"A text message of WS /v1/tryout. Frames are binary: {HEADER_IN_WORDS}",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in sorted(sides)],
        "$defs": definitions | sides,
    }


def schema_text() -> str:
    """The same as it stands in docs/tryout.schema.json."""
    return json.dumps(schema(), indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())
