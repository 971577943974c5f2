"""What a stream leaves behind in its session: times, who it was, and what happened in the challenge, entry by entry.

A transcript's entries are told exactly as they were hashed (`signing.digests.transcript_sha256`), so what was not
measured is left out and not null; that is why they are dictionaries here.
"""

from datetime import datetime
from typing import Annotated, Literal, NotRequired

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict  # that of Python 3.11 is not enough for pydantic

from facevow.challenge.events import Act, Event

Against = Literal["reference", "subject"]
"""Whom a person is compared with: an image that came with the order, or what is enrolled."""

_CLOSED = ConfigDict(extra="forbid")


class Measured(BaseModel):
    """What was measured of a stream."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class FrameCounts(Measured):
    """How many frames were well-formed (`received`), and of them judged, passed over for newer ones, or refused.

    `refused` also counts those whose header or time was wrong, which are not among `received`.
    """

    received: int
    analysed: int
    dropped: int
    refused: int


class FrameSeen(Measured):
    """What one frame of a session showed, as the frames' log keeps it.

    `number` is that of its line in the log: they rise, with gaps. `seconds` is when the frame arrived, after its stream
    began: the clock of the transcript, but for some hundredths; null where the session was never begun. `score` is the
    fused passive score after this frame, rising towards bona fide, and null where no face was judged. `box` is x, y,
    width and height of the face in pixels of the frame. `milliseconds` is from its arrival to its answer.
    """

    number: int
    at: datetime
    seconds: float | None
    score: Annotated[float, Field(ge=0, le=1)] | None
    face_detected: bool
    box: tuple[int, int, int, int] | None
    quality: list[str]
    milliseconds: float


class SessionFrames(Measured):
    """Frames of a session in order; `next` is what to ask for the page `after`, null on the last one."""

    frames: list[FrameSeen]
    next: int | None


class Milliseconds(Measured):
    """From a frame's arrival to its answer: the median and the 95th percentile, null where no frame was judged."""

    p50: float | None
    p95: float | None


class Timings(Measured):
    """How long things took, in seconds, and how many frames there were.

    `waited` is from the making of the session to the welcome of its stream; from there it is `first_frame` to the first
    frame that was judged (null without one) and `seconds` to the end.
    """

    waited: float
    first_frame: float | None
    seconds: float
    frames: FrameCounts
    milliseconds: Milliseconds


class Match(Measured):
    """Whether the person of a session is the one that it was to be.

    `matched` is true only with the verdict BONA_FIDE. `score` is the median over `frames` faces, null where none could
    be compared; from `threshold` on it is the same person's. `matcher` is what compared them, by name and version.
    """

    matched: bool
    score: Annotated[float, Field(ge=-1, le=1)] | None
    threshold: float
    matcher: str
    against: Against
    frames: int


class FlatnessSigns(TypedDict):
    """What was measured during an act that tells a head from a sheet; docs/depth.md says what each is worth."""

    __pydantic_config__ = _CLOSED  # type: ignore[misc]

    residual: NotRequired[Annotated[float, Field(description="Residual of a plane, of a turn.")]]
    distortion: NotRequired[Annotated[float, Field(description="The largest change of the face's proportion.")]]
    carried: NotRequired[Annotated[float, Field(description="How much of an approach the surroundings made as well.")]]


class TranscriptEntry(TypedDict):
    """One event of the challenge. What there is not of it is left out."""

    __pydantic_config__ = _CLOSED  # type: ignore[misc]

    at: Annotated[float, Field(description="Seconds of the stream.")]
    event: Event
    step: NotRequired[Annotated[str, Field(description="What was asked for then, such as turn_left or blink*2.")]]
    act: NotRequired[Annotated[Act, Field(description="What was seen.")]]
    began: NotRequired[Annotated[float, Field(description="When that movement left rest, in seconds of the stream.")]]
    signs: NotRequired[FlatnessSigns]
