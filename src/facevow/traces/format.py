"""A trace as text: one JSON object a line, the first about the video, each further one about a frame.

    {"facevow_trace": 1, "model": "passive 2", "source": "clip.mp4", "fps": 30.0, "width": 640, "height": 480,
     "tracked_points": [33, 133, ...]}
    {"index": 0, "at": 0.0333, "width": 640, "height": 480, "faces": [{"box": [x, y, width, height], "score": 0.98,
     "points": [[x, y], ...]}], "issues": [{"code": "too_dark", "value": 21.5, "limit": 30.0}], "motion": {...} | null,
     "passive": {"value": 0.93, "model": "passive 2"} | null, "tracked": [x, y, z, x, ...] | null,
     "digest": "0f2c...", "drift": {...} | null}

It holds what a decision rests on, and no more: the mesh is cut down to TRACKED_POINTS (tenths of a pixel), the
blendshapes to those of FaceMotion, and no picture is in it. Numbers are rounded once, when they are written: what was
read is written as the same bytes. A line that is read has passed every check of `shapes`, or a TraceError tells what is
wrong with it. Times that run backwards are not wrong here: they are for the decision to see.
"""

import json
import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from facevow.errors import TraceError
from facevow.traces.shapes import VERSION, FrameLine, HeaderLine, MotionObject, Object, parse
from facevow.types import (
    TRACKED_POINTS,
    Box,
    Drift,
    Face,
    FaceMotion,
    FrameAnalysis,
    HeadPose,
    PadScore,
    Quality,
    QualityIssue,
)

_TENTHS: Final = 10
"""Of a pixel: what tracked points are counted in."""


@dataclass(frozen=True, slots=True)
class Header:
    """About the video of a trace.

    `model` names the passive network, `source` the file (without its folder) or camera, `fps` are the frames a second
    that the video told, `width` and `height` are pixels.
    """

    model: str
    source: str
    fps: float
    width: int
    height: int


def header_to_line(header: Header) -> str:
    """The first line of a trace, without its end.

    Raises:
        TraceError: a value that could not be read again, such as a name with a folder in it.
    """
    line = {
        "facevow_trace": VERSION,
        "model": header.model,
        "source": header.source,
        "fps": _rounded(header.fps, 4),
        "width": header.width,
        "height": header.height,
        "tracked_points": TRACKED_POINTS,
    }
    return _checked(HeaderLine, line)


def header_from_line(line: str | bytes) -> Header:
    """Read the first line of a trace.

    Raises:
        TraceError: it is no header, one of another version, or one of other tracked points.
    """
    read = parse(HeaderLine, line)
    return Header(read.model, read.source, read.fps, read.width, read.height)


def to_line(analysis: FrameAnalysis) -> str:
    """One frame as a line, without its end; the docstring above says what is kept.

    Raises:
        TraceError: a number that is not finite or beyond all bounds, which could not be read again.
    """
    passive, drift = analysis.passive, analysis.drift
    line = {
        "index": analysis.index,
        "at": _rounded(analysis.at, 4),
        "width": analysis.width,
        "height": analysis.height,
        "faces": [_face_object(face) for face in analysis.faces],
        "issues": [
            {"code": issue.code.value, "value": _rounded(issue.value, 4), "limit": _rounded(issue.limit, 4)}
            for issue in analysis.quality.issues
        ],
        "motion": None if analysis.motion is None else _motion_object(analysis.motion),
        "passive": None if passive is None else {"value": _rounded(passive.value, 6), "model": passive.model},
        "tracked": None if analysis.tracked is None else _to_tenths(analysis.tracked),
        "digest": analysis.digest,
        "drift": None if drift is None else _drift_object(drift),
    }
    return _checked(FrameLine, line)


def from_line(line: str | bytes) -> FrameAnalysis:
    """Read one frame.

    Raises:
        TraceError: it is not JSON, lacks a field, has an unknown one, or a value is of another type or out of range.
    """
    read = parse(FrameLine, line)
    issues = tuple(QualityIssue(issue.code, issue.value, issue.limit) for issue in read.issues)
    return FrameAnalysis(
        index=read.index,
        at=read.at,
        width=read.width,
        height=read.height,
        faces=tuple(Face(Box(*face.box), face.score, face.points) for face in read.faces),
        quality=Quality(issues, {issue.code: issue.value for issue in issues}),
        motion=None if read.motion is None else _motion(read.motion),
        passive=None if read.passive is None else PadScore(read.passive.value, read.passive.model),
        tracked=None if read.tracked is None else _from_tenths(read.tracked),
        digest=read.digest,
        drift=None if read.drift is None else Drift(**dict(read.drift)),
    )


def _face_object(face: Face) -> dict[str, Any]:
    sides = (face.box.x, face.box.y, face.box.width, face.box.height)
    return {
        "box": [_rounded(side, 1) for side in sides],
        "score": _rounded(face.score, 4),
        "points": [[_rounded(x, 1), _rounded(y, 1)] for x, y in face.points],
    }


def _motion_object(motion: FaceMotion) -> dict[str, float]:
    pose = {axis: _rounded(getattr(motion.pose, axis), 2) for axis in ("yaw", "pitch", "roll")}
    rest = [name for name in MotionObject.model_fields if name not in pose]
    return {**pose, **{name: _rounded(getattr(motion, name), 4) for name in rest}}


def _motion(read: MotionObject) -> FaceMotion:
    fields = dict(read)
    pose = HeadPose(*(fields.pop(axis) for axis in ("yaw", "pitch", "roll")))
    return FaceMotion(pose=pose, **fields)


def _drift_object(drift: Drift) -> dict[str, float]:
    return {
        "scale": _rounded(drift.scale, 5),
        "rotation": _rounded(drift.rotation, 3),
        "dx": _rounded(drift.dx, 2),
        "dy": _rounded(drift.dy, 2),
        "points": drift.points,
    }


def _to_tenths(points: NDArray[np.float32]) -> list[int]:
    if not np.isfinite(points).all():
        raise TraceError("expected finite tracked points, found NaN or infinity")
    tenths: list[int] = np.rint(points.astype(np.float64) * _TENTHS).astype(np.int64).ravel().tolist()
    return tenths


def _from_tenths(tenths: tuple[int, ...]) -> NDArray[np.float32]:
    points = (np.array(tenths, np.float64) / _TENTHS).astype(np.float32).reshape(-1, 3)
    points.setflags(write=False)
    return points


def _rounded(value: float, digits: int) -> float:
    """A plain float of so many decimals; what is no number stays, for the check to refuse; -0 becomes 0."""
    number = float(value)
    return round(number, digits) + 0.0 if math.isfinite(number) else number


def _checked(shape: type[Object], line: dict[str, Any]) -> str:
    """The line as compact JSON, once it is sure that it can be read again."""
    text = json.dumps(line, separators=(",", ":"))
    parse(shape, text)
    return text
