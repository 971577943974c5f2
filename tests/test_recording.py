"""From a video to the frames of a trace."""

from pathlib import Path
from typing import cast

import pytest

from facevow import recording
from facevow.errors import VideoError
from facevow.media.video import VideoReader
from facevow.recording import record, source_name
from facevow.traces.files import read_trace, write_trace
from facevow.traces.format import Header, header_from_line, header_to_line, to_line
from facevow.types import Frame, QualityCode
from facevow.vision.mesh import FaceMesh
from facevow.vision.passive import PassiveNetwork
from facevow.vision.pipeline import Pipeline
from tests.datasets.making import RedSquares, film, moving
from tests.onnx_files import write_passive


@pytest.fixture
def pipeline(tmp_path: Path) -> Pipeline:
    """One that finds nobody, so that neither mesh nor passive network is ever asked."""
    return Pipeline(RedSquares(), cast("FaceMesh", None), PassiveNetwork(write_passive(tmp_path / "p.onnx", score=0.9)))


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Two seconds of a changing grey wall, ten frames a second."""
    return film(tmp_path / "wall.avi", [frame * 0 + 40 + 5 * index for index, frame in enumerate(moving(20))])


def test_every_frame_is_analysed_and_the_video_named(pipeline: Pipeline, clip: Path) -> None:
    """The header tells file, rate, size and network, and no folder; the frames are timed and told apart."""
    with record(pipeline, clip) as made:
        frames = list(made.frames)
    assert (made.header.source, made.header.fps, made.header.width, made.header.height) == ("wall.avi", 10.0, 320, 240)
    assert made.header.model == pipeline.model
    assert made.expected == 20
    assert [frame.index for frame in frames] == list(range(20))
    assert [round(frame.at, 2) for frame in frames] == [index / 10 for index in range(20)]
    assert len({frame.digest for frame in frames}) == 20
    assert all(frame.quality.codes == (QualityCode.NO_FACE,) for frame in frames)


def test_a_recording_becomes_a_trace(pipeline: Pipeline, clip: Path, tmp_path: Path) -> None:
    """What is recorded can be written and read."""
    with record(pipeline, clip) as made:
        write_trace(tmp_path / "wall.jsonl", made.header, made.frames)
    with record(pipeline, clip) as again:
        lines = [to_line(frame) for frame in again.frames]
    trace = read_trace(tmp_path / "wall.jsonl")
    assert trace.header == again.header
    assert [to_line(frame) for frame in trace.frames] == lines


def test_frames_can_be_left_out(pipeline: Pipeline, clip: Path) -> None:
    """At most `rate` a second are analysed and numbered anew, up to `seconds`; every frame read is told of."""
    read: list[Frame] = []
    with record(pipeline, clip, rate=5, seconds=1.0, on_frame=read.append) as made:
        frames = list(made.frames)
    assert [(frame.index, round(frame.at, 2)) for frame in frames] == [(index, index / 5) for index in range(6)]
    assert len(read) == 11


def test_a_camera_is_recorded_until_it_is_stopped(
    pipeline: Pipeline, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C ends a camera's recording, and what came before it counts; with a file it ends the command."""

    def stop(frame: Frame) -> None:
        if frame.index == 7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), record(pipeline, clip, on_frame=stop) as made:
        list(made.frames)
    monkeypatch.setattr(recording, "VideoReader", lambda _: VideoReader(clip))  # no camera is there
    with record(pipeline, 3, on_frame=stop) as made:
        assert len(list(made.frames)) == 7
    assert made.header.source == "camera 3"


def test_what_is_no_video_is_refused(pipeline: Pipeline, tmp_path: Path) -> None:
    """A file that is not there, and one that is a text."""
    (tmp_path / "a.mp4").write_text("no video")
    for path in (tmp_path / "a.mp4", tmp_path / "none.mp4"):
        with pytest.raises(VideoError), record(pipeline, path):
            pass


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (0, "camera 0"),
        (Path("folder/clip.mp4"), "clip.mp4"),
        (Path("back\\slash.mp4"), "back?slash.mp4"),
        (Path("no\udcfftext.mp4"), "no?text.mp4"),
        (Path("two\nlines\x1b[1m.mp4"), "two?lines?[1m.mp4"),
    ],
)
def test_a_source_is_named_without_its_folder(source: Path | int, name: str) -> None:
    """In characters that a trace can hold."""
    assert source_name(source) == name
    header = Header("passive 2", source_name(source), 30.0, 640, 480)
    assert header_from_line(header_to_line(header)) == header
