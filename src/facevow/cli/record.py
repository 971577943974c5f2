"""`facevow record`: write what a video shows as a trace."""

import math
import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from facevow.cli.common import DetectorOption, PassiveOption, WeightsOption, fail, frame_bar, open_with_progress, plain
from facevow.errors import FacevowError
from facevow.recording import Recording
from facevow.recording import record as analysing
from facevow.traces.files import trace_lines, write_trace
from facevow.types import Frame


def record(
    video: Annotated[str, typer.Argument(metavar="VIDEO", help="A video, or the index of a camera.")],
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="OUT", help="The trace; packed where it ends in .gz. Else it is printed."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace OUT if it is there.")] = False,
    seconds: Annotated[
        float | None, typer.Option(min=0.1, help="Stop after so many seconds; a camera needs it or Ctrl-C.")
    ] = None,
    fps: Annotated[float | None, typer.Option(min=0.1, help="Analyse at most so many frames a second.")] = None,
    detector: DetectorOption = "blazeface",
    weights: WeightsOption = None,
    passive: PassiveOption = None,
) -> None:
    """Write the analyses of a video as JSON lines, for `facevow replay`.

    A trace holds numbers and no image: boxes, head pose, eyes, mouth and brows, quality, the passive score, some points
    of the face's mesh. They are still about a person's face; keep a trace as you would keep the video.

    Exit status: 0 written, 2 the video cannot be read or the trace not be written.

        facevow record clip.mp4 -o clip.jsonl
        facevow record 0 --seconds 10 -o me.jsonl.gz
        facevow record clip.mp4 --fps 15 | head
    """
    if fps is not None and not math.isfinite(fps):
        fail(f"expected a number of frames a second, found {fps}")
    if out is not None and not force and os.path.lexists(out):
        fail(f"expected no file at {out}, found one; --force replaces it")
    path = Path(video)
    source = int(video) if video.isdecimal() and not os.path.exists(path) else path  # noqa: PTH110 - Path.exists raises over a name that is too long
    pipeline = open_with_progress(detector, weights, passive)
    try:
        with frame_bar() as progress:
            task = progress.add_task(plain(video).plain, total=None)

            def on_frame(_: Frame) -> None:
                progress.advance(task)

            with analysing(pipeline, source, seconds=seconds, rate=fps, on_frame=on_frame) as recording:
                progress.update(task, total=recording.expected)
                _write(recording, out, replace=force)
    except FacevowError as error:
        fail(str(error))


def _write(recording: Recording, out: Path | None, *, replace: bool) -> None:
    """Into the file, with a line about it on standard error; or line by line to standard output."""
    if out is None:
        for line in trace_lines(recording.header, recording.frames):
            print(line, flush=True)  # noqa: T201 - this is the answer
        return
    count = write_trace(out, recording.header, recording.frames, replace=replace)
    Console(stderr=True).print(plain(f"{count} frames in {out}"), highlight=False, soft_wrap=True)
