"""Score against face size: a made-up clip whose every face is known, and a real one."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from facevow.errors import EvaluationError, ModelCorrupt, VideoError
from facevow.evaluation.face_size import Sizes, size_curve
from facevow.media.video import VideoWriter
from facevow.types import Box, Face, Frame, FrameAnalysis, PadScore, Quality
from facevow.vision.passive import PassiveNetwork
from facevow.vision.pipeline import Pipeline
from tests.networks import BONA_FIDE, blazeface, face_mesh
from tests.onnx_files import write_passive


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """40 black frames of 320 x 240 with a white face of 100 x 100 pixels; the first 8 without it."""
    path = tmp_path / "clip.avi"
    writer = VideoWriter(path, 320, 240, 20)
    for number in range(40):
        pixels = np.zeros((240, 320, 3), np.uint8)
        if number >= 8:
            pixels[60:160, 110:210] = 255
        writer.write(pixels)
    writer.close()
    return path


def analyse(frame: Frame) -> FrameAnalysis:
    """The white square is the face; the score is its width over 1000."""
    columns = np.flatnonzero(frame.pixels[..., 0].max(axis=0) > 128)
    lines = np.flatnonzero(frame.pixels[..., 0].max(axis=1) > 128)
    faces: tuple[Face, ...] = ()
    passive = None
    if columns.size and lines.size:
        box = Box(float(columns[0]), float(lines[0]), float(np.ptp(columns) + 1), float(np.ptp(lines) + 1))
        faces, passive = (Face(box, 0.9, ()),), PadScore(min(box.width / 1000, 1), "width")
    return FrameAnalysis(frame.index, frame.at, frame.width, frame.height, faces, Quality((), {}), passive=passive)


def test_every_width_is_reached(clip: Path) -> None:
    """The score is the width, so the curve must be its own x axis."""
    curve = size_curve(clip, analyse, Sizes((50, 80, 100), frames=5))
    assert curve.clip == "clip.avi"
    assert curve.native_width == pytest.approx(100, abs=2)
    for point in curve.points[:2]:
        assert point.median == pytest.approx(point.width / 1000, abs=0.003)
        assert point.frames == point.scores == 5
        assert point.enlarged == pytest.approx(point.width / 100, abs=0.02)


def test_enlarging_is_skipped_unless_asked_for(clip: Path) -> None:
    """A face of 100 pixels is not made 150 by default, and what would be needed is told."""
    skipped, enlarged = (
        size_curve(clip, analyse, Sizes((150,), frames=3, most_enlarged=most)).points[0] for most in (1.0, 2.0)
    )
    assert (skipped.frames, skipped.scores, skipped.median) == (0, 0, None)
    assert skipped.enlarged == pytest.approx(1.5, abs=0.03)
    assert enlarged.frames == 3
    assert enlarged.median == pytest.approx(0.15, abs=0.004)


def test_frames_are_spread_and_show_a_face(clip: Path) -> None:
    """Of five stretches of 8 frames the middles are 4, 12, ...; at 4 is no face, so the first one after is taken."""
    seen: list[int] = []

    def watched(frame: Frame) -> FrameAnalysis:
        if frame.width == 320:
            seen.append(frame.index)
        return analyse(frame)

    size_curve(clip, watched, Sizes((50,), frames=5))
    assert seen == [4, 5, 6, 7, 8, 12, 20, 28, 36]


def test_a_face_that_is_not_found_again_is_no_score(clip: Path) -> None:
    """Another face, no face, and a network that fails are non-responses at that width, and told as such."""

    def elsewhere(frame: Frame) -> FrameAnalysis:
        found = analyse(frame)
        if frame.width == 320:
            return found
        if frame.index < 20:
            raise ModelCorrupt("no answer")
        moved = Face(Box(0, 0, 9, 9), 0.9, ())
        faces = (moved,) if frame.index < 28 else ()
        return FrameAnalysis(frame.index, 0, frame.width, frame.height, faces, found.quality, passive=found.passive)

    (point,) = size_curve(clip, elsewhere, Sizes((50,), frames=5)).points
    assert (point.frames, point.scores, point.median) == (5, 0, None)


def test_a_clip_without_faces_and_a_file_that_is_none(tmp_path: Path) -> None:
    """Each has its own clear error."""
    path = tmp_path / "empty.avi"
    writer = VideoWriter(path, 64, 48, 20)
    for _ in range(5):
        writer.write(np.zeros((48, 64, 3), np.uint8))
    writer.close()
    with pytest.raises(EvaluationError, match="expected a face"):
        size_curve(path, analyse)
    text = tmp_path / "text.mp4"
    text.write_text("no video")
    with pytest.raises(VideoError):
        size_curve(text, analyse)


def test_no_frame_is_blown_up_beyond_what_is_read(tmp_path: Path) -> None:
    """A width that would need 36 million pixels is skipped even if enlarging is allowed."""
    path = tmp_path / "small.avi"
    writer = VideoWriter(path, 320, 240, 20)
    pixels = np.zeros((240, 320, 3), np.uint8)
    cv2.rectangle(pixels, (100, 100), (107, 107), (255, 255, 255), -1)
    for _ in range(4):
        writer.write(pixels)
    writer.close()
    assert size_curve(path, analyse, Sizes((400,), frames=2, most_enlarged=99)).points[0].frames == 0


def test_a_real_clip(shared: Path, tmp_path: Path) -> None:
    """With the real detector a real face is found again at every width up to its own."""
    passive = PassiveNetwork(write_passive(tmp_path / "high.onnx", score=0.9))
    pipeline = Pipeline(blazeface(), face_mesh(), passive)
    curve = size_curve(shared / "footage" / BONA_FIDE[0], pipeline.analyse, Sizes((60, 120, 3000), frames=3))
    assert [(point.frames, point.scores) for point in curve.points] == [(3, 3), (3, 3), (0, 0)]
    assert curve.points[0].median == pytest.approx(0.9, abs=1e-3)
