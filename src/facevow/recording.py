"""Analyses a video or camera for a trace: the Python API behind `facevow record`."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

from facevow.media.video import VideoReader
from facevow.traces.edits import Beat
from facevow.traces.format import Header
from facevow.types import Frame, FrameAnalysis
from facevow.vision.memory import Memory
from facevow.vision.pipeline import Pipeline

OnFrame = Callable[[Frame], None]


@dataclass(frozen=True, slots=True)
class Recording:
    """A video being analysed: what is known of it, and its frames, each analysed as it is asked for.

    `expected` is how many frames the video should have by its own word, thinned or not, or None for a camera.
    """

    header: Header
    frames: Iterator[FrameAnalysis]
    expected: int | None


@contextmanager
def record(
    pipeline: Pipeline,
    source: Path | int,
    *,
    seconds: float | None = None,
    rate: float | None = None,
    on_frame: OnFrame | None = None,
) -> Iterator[Recording]:
    """Open a video file, or a camera by its index, and analyse its frames one by one.

    Args:
        pipeline: what analyses them.
        source: a path, or the index of a camera, which is read until Ctrl-C unless `seconds` says otherwise.
        seconds: stop after so much of it.
        rate: analyse at most so many frames a second, and leave out the others.
        on_frame: told of every frame that is read, whether it is left out or not.

    Raises:
        InputError: the file is missing, or is no video within the limits.
        ModelError: a network gave no usable answer.
    """
    with VideoReader(source) as reader:
        header = Header(
            model=pipeline.model,
            source=source_name(source),
            fps=reader.rate,
            width=reader.width,
            height=reader.height,
        )
        wanted = takewhile(lambda frame: seconds is None or frame.at <= seconds, reader)
        frames = _analysed(pipeline, wanted, rate, on_frame)
        yield Recording(header, _until_stopped(frames) if isinstance(source, int) else frames, reader.expected_frames)


def source_name(source: Path | int) -> str:
    """What a trace calls the video: the file without its folder, in characters that any file can hold."""
    if isinstance(source, int):
        return f"camera {source}"
    return "".join("?" if sign == "\\" or not sign.isprintable() else sign for sign in source.resolve().name)


def _analysed(
    pipeline: Pipeline, frames: Iterable[Frame], rate: float | None, on_frame: OnFrame | None
) -> Iterator[FrameAnalysis]:
    beat = None if rate is None else Beat(rate)
    memory = Memory(surroundings=True)
    index = 0
    for frame in frames:
        if on_frame is not None:
            on_frame(frame)
        if beat is None or beat.takes(frame.at):
            yield replace(pipeline.analyse(frame, memory), index=index)
            index += 1


def _until_stopped(frames: Iterator[FrameAnalysis]) -> Iterator[FrameAnalysis]:
    """A camera has no end; Ctrl-C is one, and what was recorded before it counts."""
    try:
        yield from frames
    except KeyboardInterrupt:
        return
