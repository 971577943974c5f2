"""Writes judged frames as a picture or a video, for `facevow check --annotate`."""

from pathlib import Path
from types import TracebackType
from typing import Self

from PIL import Image

from facevow.checking import Step
from facevow.errors import ImageError
from facevow.media.annotate import draw
from facevow.media.video import VideoWriter
from facevow.types import Pixels

_USUAL_RATE = 30.0
"""Frames a second for a video of a single frame, which tells none."""


class Annotator:
    """Takes judged frames one after another; the file is whole once the `with` block is left."""

    def __init__(self, out: Path, *, picture: bool) -> None:
        self._out = out
        self._picture = picture
        self._writer: VideoWriter | None = None
        self._first: tuple[float, Pixels] | None = None

    def add(self, step: Step) -> None:
        """Draw one frame and write it.

        Raises:
            InputError: the file cannot be written in that place or format.
        """
        passive = step.analysis.passive
        drawn = draw(step.frame.pixels, step.analysis, step.verdict, None if passive is None else passive.value)
        if self._picture:
            self._write_picture(Image.fromarray(drawn))
            return
        if self._writer is None and self._first is None:
            self._first = (step.frame.at, drawn)
            return
        if self._writer is None:
            self._open_writer(step.frame.at)
        if self._writer is not None:
            self._writer.write(drawn)

    def _open_writer(self, second_at: float | None) -> None:
        """Begin the video with the frame held back: the distance to the second one tells the frame rate."""
        if self._first is None:
            return
        at, pixels = self._first
        rate = _USUAL_RATE if second_at is None or second_at <= at else 1 / (second_at - at)
        self._writer = VideoWriter(self._out, pixels.shape[1], pixels.shape[0], min(max(rate, 1.0), 120.0))
        self._writer.write(pixels)

    def _write_picture(self, picture: Image.Image) -> None:
        try:
            picture.save(self._out)
        except (OSError, ValueError) as error:
            raise ImageError(f"{self._out} cannot be written: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Finish the file."""
        if self._writer is None:
            self._open_writer(None)
        if self._writer is not None:
            self._writer.close()
