"""The shape of each line of a trace, and the check of what is read: a trace is input from outside."""

from typing import Annotated, Final, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from facevow.errors import TraceError
from facevow.types import TRACKED_POINTS, QualityCode

VERSION: Final = 1
"""Of the format; raised whenever a line changes its meaning."""

_COORDINATES: Final = 3 * len(TRACKED_POINTS)
_MOST_SHOWN: Final = 60
"""Characters of a wrong value that a message repeats."""

Count = Annotated[int, Field(ge=0, le=1_000_000_000)]
Side = Annotated[int, Field(ge=1, le=65_536)]
Seconds = Annotated[float, Field(ge=-1e6, le=1e6)]
Share = Annotated[float, Field(ge=0, le=1)]
Pixel = Annotated[float, Field(ge=-1e5, le=1e5)]
Length = Annotated[float, Field(ge=0, le=1e5)]
Degrees = Annotated[float, Field(ge=-180, le=180)]
Ratio = Annotated[float, Field(ge=0, le=1e9)]
Measure = Annotated[float, Field(ge=-1e9, le=1e9)]
Tenth = Annotated[int, Field(ge=-1_000_000, le=1_000_000)]
Name = Annotated[str, Field(min_length=1, max_length=255, pattern=r"^[^\x00-\x1f\x7f-\x9f]+$")]
"""Without control characters: a name is printed on terminals."""


class Object(BaseModel):
    """An object of a line: unknown fields, other types, NaN and infinity are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class HeaderLine(Object):
    """The first line: see `format.Header`."""

    facevow_trace: Literal[1]
    model: Name
    source: Annotated[str, Field(min_length=1, max_length=255, pattern=r"^[^/\\\x00-\x1f\x7f-\x9f]+$")]
    fps: Annotated[float, Field(gt=0, le=1000)]
    width: Side
    height: Side
    tracked_points: tuple[Annotated[int, Field(ge=0, le=477)], ...]

    @model_validator(mode="after")
    def _points_of_today(self) -> Self:
        """Points that were chosen otherwise would be measured as what they are not."""
        if self.tracked_points != TRACKED_POINTS:
            raise ValueError(
                f"expected the {len(TRACKED_POINTS)} tracked points of this version, found another choice of "
                f"{len(self.tracked_points)}; record the video again"
            )
        return self


class FaceObject(Object):
    """A detected face; pixels."""

    box: tuple[Pixel, Pixel, Length, Length]
    score: Share
    points: Annotated[tuple[tuple[Pixel, Pixel], ...], Field(max_length=16)]


class IssueObject(Object):
    """One reason against a frame."""

    code: QualityCode
    value: Measure
    limit: Measure


class MotionObject(Object):
    """The fields of `FaceMotion`, its pose among them."""

    yaw: Degrees
    pitch: Degrees
    roll: Degrees
    right_eye: Ratio
    left_eye: Ratio
    right_blink: Share
    left_blink: Share
    mouth: Ratio
    jaw: Share
    smile: Share
    brows: Share
    size: Length


class PassiveObject(Object):
    """The passive network's answer."""

    value: Share
    model: Name


class DriftObject(Object):
    """How the surroundings moved."""

    scale: Annotated[float, Field(ge=0, le=1e6)]
    rotation: Degrees
    dx: Pixel
    dy: Pixel
    points: Count


class FrameLine(Object):
    """Every further line: one frame."""

    index: Count
    at: Seconds
    width: Side
    height: Side
    faces: Annotated[tuple[FaceObject, ...], Field(max_length=64)]
    issues: Annotated[tuple[IssueObject, ...], Field(max_length=len(QualityCode))]
    motion: MotionObject | None
    passive: PassiveObject | None
    tracked: Annotated[tuple[Tenth, ...], Field(min_length=_COORDINATES, max_length=_COORDINATES)] | None
    digest: Annotated[str, Field(pattern="^[0-9a-f]{0,64}$")]
    drift: DriftObject | None

    @model_validator(mode="after")
    def _nothing_without_a_face(self) -> Self:
        """What belongs to a face needs one; else a decision would meet what no pipeline makes."""
        about_a_face = (self.motion, self.passive, self.tracked)
        if not self.faces and any(part is not None for part in about_a_face):
            raise ValueError("expected neither motion nor passive score nor tracked points without a face")
        return self


Shape = TypeVar("Shape", bound=Object)


def parse(shape: type[Shape], line: str | bytes) -> Shape:
    """Read one line.

    Raises:
        TraceError: it is not JSON (UTF-8, at most 200 levels deep), lacks a field, has an unknown one, or a value is
            of another type or out of its range. The message names the first such place.
    """
    try:
        return shape.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "the line"
        if first["type"] == "value_error":
            raise TraceError(str(first["ctx"]["error"])) from error
        raise TraceError(f"{place}: {first['msg']}, found {_shown(first['input'])}") from error


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}..."
