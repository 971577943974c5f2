"""The words on the wire: every message in and out, and the reading of what comes in."""

from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr, TypeAdapter, ValidationError
from pydantic_core import from_json

from facevow.errors import MessageError

MOST_PARTS: Final = 10_000
"""Names, values and levels of one JSON text. A session's metadata has 4,096 bytes, a picture is one long text; what has
a million parts costs a second in which nobody else is served."""


class Incoming(BaseModel):
    """What a client sends. Unknown fields are passed over, so that newer clients may speak to older servers."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class FrameMessage(Incoming):
    """A picture in base64, with or without a data-URL prefix."""

    type: Literal["frame"]
    data: StrictStr


class PingMessage(Incoming):
    """Is the server there?"""

    type: Literal["ping"]


class ResetMessage(Incoming):
    """Forget what was done in the active check."""

    type: Literal["reset_active_check"]


ActName = Annotated[StrictStr, Field(max_length=40)]
"""The name of an act or of a group of acts, read by `challenge.draw.acts_named`."""


class SetActiveMessage(Incoming):
    """Switch the active check of this connection on or off; `exclude` names what the person cannot do."""

    type: Literal["set_active_check"]
    enabled: StrictBool
    exclude: Annotated[tuple[ActName, ...], Field(max_length=20)] = ()


Message = TypeVar("Message")

ClientMessage = FrameMessage | PingMessage | ResetMessage | SetActiveMessage

TYPES: Final = ("frame", "ping", "reset_active_check", "set_active_check")

_READER: Final[TypeAdapter[ClientMessage]] = TypeAdapter(Annotated[ClientMessage, Field(discriminator="type")])


class ImageRequest(Incoming):
    """The body of /predict and /match."""

    image: StrictStr


class ToggleRequest(Incoming):
    """The optional body of /toggle-active-check."""

    enabled: StrictBool | None = None


class Outgoing(BaseModel):
    """What the server answers."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ActiveCheckPrompt(Outgoing):
    """What the person is asked to do now.

    `act` is to be done `times` times; it is the `number`th (from 1) of `of`. `seconds_left` of `window` seconds
    remain; `progress` 0..1 is how far the act is on its way.
    """

    act: str
    times: int
    number: int
    of: int
    seconds_left: float
    window: float
    progress: float


class ActiveCheckProgress(Outgoing):
    """How far this connection's active check is.

    `state` is where it stands, `done` lists the acts done so far, `of` how many there will be. `notice` is what has
    just gone wrong, `failed_by` what ended a failed check; both are events of `challenge.events`.
    """

    enabled: bool
    state: str
    done: list[str]
    of: int
    prompt: ActiveCheckPrompt | None
    notice: str | None
    failed_by: str | None


class ResultMessage(Outgoing):
    """The answer to one frame.

    `confidence` 0..1 is that of the label given (`is_real` or not), 0 where nothing could be judged. `bbox` is x, y,
    width and height in pixels of the frame, within it. `frame` counts from 1 the frames received on this connection;
    `dropped` counts those that newer ones took the place of. `guidance` are codes of what the person could do better.
    """

    type: Literal["result"] = "result"
    face_detected: bool
    is_real: bool
    confidence: float
    active_check_passed: bool
    active_check_message: str
    bbox: tuple[int, int, int, int] | None
    frame: int
    dropped: int
    width: int
    height: int
    verdict: str
    guidance: list[str]
    active_check: ActiveCheckProgress


class PongMessage(Outgoing):
    """The server is there."""

    type: Literal["pong"] = "pong"


class ActiveCheckMessage(Outgoing):
    """Whether this connection's active check is on."""

    type: Literal["active_check"] = "active_check"
    enabled: bool


class ActiveCheckResetMessage(Outgoing):
    """The active check begins anew."""

    type: Literal["active_check_reset"] = "active_check_reset"
    message: str = "Active check reset"


class ErrorMessage(Outgoing):
    """What went wrong: `code` for programs, `message` for people; `frame` tells which frame, where it was one."""

    type: Literal["error"] = "error"
    code: str
    message: str
    frame: int | None = None


class ErrorBody(Outgoing):
    """The inside of an HTTP error."""

    code: str
    message: str


class ErrorAnswer(Outgoing):
    """The body of every HTTP error."""

    error: ErrorBody


class Prediction(Outgoing):
    """The answer of /predict. `score` rises towards REAL; `bbox` is left, top, right, bottom in pixels of the image."""

    label: Literal["REAL", "FAKE", "UNKNOWN"]
    score: float | None
    bbox: tuple[int, int, int, int] | None


class MatchAnswer(Outgoing):
    """The answer of /match: whom of those enrolled the face is, if it is live.

    `score` is that of `subject`, both null where `match` is false; `reasons` say why it is, in codes. `bbox` is as in
    `Prediction`.
    """

    match: bool
    subject: str | None
    score: float | None
    threshold: float
    matcher: str
    face_detected: bool
    bbox: tuple[int, int, int, int] | None
    verdict: str
    reasons: list[str]


def parse_message(text: str, *, max_bytes: int) -> ClientMessage:
    """Read a text frame.

    Raises:
        MessageError: code `too_large`, `not_json` (also for nesting without end), `unknown_type` or `bad_message`.
    """
    return read_message(text, _READER, types=TYPES, longest=max_bytes)


def read_message(text: str, reader: TypeAdapter[Message], *, types: tuple[str, ...], longest: int) -> Message:
    """Read a text message whose `type` is among `types`, of at most `longest` letters; raises as `parse_message`."""
    if len(text) > longest:
        raise MessageError(f"expected a message of at most {longest} bytes, got {len(text)}", code="too_large")
    value = _parse_json(text)
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(kind, str):
        raise MessageError('expected a JSON object with a "type"')
    if kind not in types:
        raise MessageError(f"expected a type among {', '.join(types)}, got {kind[:50]!r}", code="unknown_type")
    try:
        return reader.validate_python(value)
    except ValidationError as error:
        raise MessageError(_first_problem(error, types)) from error


def parse_image_request(body: bytes) -> ImageRequest:
    """Read the body of /predict or /match.

    Raises:
        MessageError: code `not_json`, or `bad_message` when there is no image in it.
    """
    try:
        return ImageRequest.model_validate(_parse_json(body))
    except ValidationError as error:
        raise MessageError(_first_problem(error)) from error


def parse_toggle_request(body: bytes) -> ToggleRequest:
    """Read the body of /toggle-active-check, which may be empty; as `parse_image_request`."""
    try:
        return ToggleRequest.model_validate(_parse_json(body) if body.strip() else {})
    except ValidationError as error:
        raise MessageError(_first_problem(error)) from error


def _parse_json(text: str | bytes) -> Any:  # noqa: ANN401 - it may be anything
    """Parse JSON with pydantic's parser, which gives up at 200 levels instead of exhausting the stack."""
    expect_few_parts(text)
    try:
        return from_json(text)
    except ValueError as error:
        raise MessageError(f"expected JSON: {str(error)[:200]}", code="not_json") from error


def expect_few_parts(text: str | bytes) -> None:
    """Refuse a JSON text that takes long to parse, before it is; the marks inside its texts count as well.

    Raises:
        MessageError: code `not_json`; it has more than MOST_PARTS.
    """
    if isinstance(text, bytes):
        parts = sum(map(text.count, (b",", b"[", b"{")))
    else:
        parts = sum(map(text.count, (",", "[", "{")))
    if parts > MOST_PARTS:
        raise MessageError(f"expected JSON of at most {MOST_PARTS} parts", code="not_json")


def _first_problem(error: ValidationError, types: tuple[str, ...] = TYPES) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"] if part not in types)
    return f"expected another message: {place or 'the whole'}: {first['msg']}"
