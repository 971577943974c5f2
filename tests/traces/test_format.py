"""Lines of a trace: what is written can be read, and means the same."""

import json
from dataclasses import fields, replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings

from facevow.errors import TraceError
from facevow.traces.format import Header, from_line, header_from_line, header_to_line, to_line
from facevow.types import TRACKED_POINTS, Drift, FrameAnalysis
from tests.making import make_motion
from tests.recordings import ATTACKS, BONA_FIDE, recording
from tests.traces.making import frames, full_frame

HEADER = Header("passive 2", "clip.mp4", 29.97, 640, 480)
POINTS = len(TRACKED_POINTS)
NOT_KEPT = {"followed", "landmarks", "milliseconds", "template"}
"""Fields of an analysis that no decision on a trace rests on. A template is biometric data, which no trace holds, and
in a trace every frame was searched."""


def close(one: FrameAnalysis, other: FrameAnalysis) -> bool:
    """Whether both say the same but for rounding."""
    if (one.tracked is None) != (other.tracked is None):
        return False
    if one.tracked is not None and other.tracked is not None and np.abs(one.tracked - other.tracked).max() > 0.06:
        return False
    return (one.index, one.faces == (), one.quality.codes, one.digest) == (
        other.index,
        other.faces == (),
        other.quality.codes,
        other.digest,
    ) and np.allclose(_flat(one), _flat(other), rtol=0, atol=0.051)


def _flat(frame: FrameAnalysis) -> list[float]:
    """Every number of a frame but the tracked points, in a fixed order."""
    told = [frame.at, float(frame.width), float(frame.height)]
    for face in frame.faces:
        told += [face.box.x, face.box.y, face.box.width, face.box.height, face.score]
        told += [coordinate for point in face.points for coordinate in point]
    for issue in frame.quality.issues:
        told += [issue.value, issue.limit]
    if frame.motion is not None:
        pose = frame.motion.pose
        told += [pose.yaw, pose.pitch, pose.roll]
        told += [getattr(frame.motion, field.name) for field in fields(frame.motion) if field.name != "pose"]
    if frame.passive is not None:
        told.append(frame.passive.value)
    if frame.drift is not None:
        told += [getattr(frame.drift, field.name) for field in fields(frame.drift)]
    return told


@settings(deadline=None)
@given(frame=frames())
def test_what_was_read_is_written_as_the_same_bytes(frame: FrameAnalysis) -> None:
    """Numbers are rounded once: reading and writing again changes nothing, and the first rounding hardly does."""
    line = to_line(frame)
    again = from_line(line)
    assert to_line(again) == line
    assert "\n" not in line
    assert close(frame, again)


def test_every_field_that_a_decision_may_use_is_kept() -> None:
    """A field that is added to FrameAnalysis must be put into the trace, or be named as one that is not kept."""
    line = json.loads(to_line(full_frame()))
    said = {"quality": "issues"}
    for field in fields(FrameAnalysis):
        assert (said.get(field.name, field.name) in line) == (field.name not in NOT_KEPT)
    motion = from_line(to_line(full_frame())).motion
    assert motion == full_frame().motion
    assert from_line(to_line(full_frame())).drift == Drift(1, 2, 3, 4, 50)


def test_no_picture_and_no_mesh_is_in_a_line() -> None:
    """A line of a real frame stays near a kilobyte, far too little for an image or the mesh of 478 points."""
    for name in (*BONA_FIDE, *ATTACKS):
        trace = recording(name)
        assert max(len(to_line(frame)) for frame in trace.frames) < 2200
        assert all(frame.landmarks is None for frame in trace.frames)


def test_recordings_are_in_the_format_of_today() -> None:
    """The traces beside the tests have what their clips show: bona fide scores high, attacks low, every digest."""
    for name in (*BONA_FIDE, *ATTACKS):
        trace = recording(name)
        scores = [frame.passive.value for frame in trace.frames if frame.passive is not None]
        assert (np.median(scores) > 0.5) == (name in BONA_FIDE)
        assert trace.header.source.startswith(name)
        assert all(len(frame.digest) == 16 for frame in trace.frames)
        assert all(before.at < after.at for before, after in pairwise(trace.frames))


def test_the_header_is_read_as_it_was_written() -> None:
    """Model, source, rate and size come back."""
    assert header_from_line(header_to_line(HEADER)) == HEADER


@pytest.mark.parametrize(
    "header",
    [
        replace(HEADER, source="folder/clip.mp4"),
        replace(HEADER, source="folder\\clip.mp4"),
        replace(HEADER, source=""),
        replace(HEADER, model=""),
        replace(HEADER, fps=float("nan")),
        replace(HEADER, fps=0),
        replace(HEADER, width=0),
    ],
)
def test_a_header_that_could_not_be_read_is_not_written(header: Header) -> None:
    """A folder's name, an empty one, or a rate that is none."""
    with pytest.raises(TraceError):
        header_to_line(header)


@pytest.mark.parametrize(
    "frame",
    [
        full_frame(float("nan")),
        full_frame(float("inf")),
        replace(full_frame(), motion=replace(make_motion(), right_eye=float("nan"))),
        replace(full_frame(), tracked=np.full((POINTS, 3), np.nan, np.float32)),
        replace(full_frame(), tracked=np.full((POINTS, 3), 1e9, np.float32)),
        replace(full_frame(), tracked=np.zeros((POINTS - 1, 3), np.float32)),
        replace(full_frame(), digest="no digest"),
        replace(full_frame(), faces=()),
    ],
)
def test_a_frame_that_could_not_be_read_is_not_written(frame: FrameAnalysis) -> None:
    """Numbers that are none, or beyond all bounds, and fields that do not go together."""
    with pytest.raises(TraceError):
        to_line(frame)
