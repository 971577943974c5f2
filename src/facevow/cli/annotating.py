"""Writes judged frames as a picture or a video, for `facevow check --annotate`."""

import itertools
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import Self

from PIL import Image

from facevow.checking import Step
from facevow.errors import ImageError, InputError
from facevow.media.annotate import draw
from facevow.media.files import is_picture
from facevow.media.video import VideoWriter
from facevow.types import Pixels

_USUAL_RATE = 30.0
"""Frames a second for a video of a single frame, which tells none."""


class Outputs:
    """Gives each input the file that its annotated copy goes to: never an input, and never the same file twice.

    `out` is that file where there is one input and it has an ending, otherwise a folder; without it nothing is written.
    """

    def __init__(self, out: Path | None, inputs: list[str | int]) -> None:
        self._out = out
        self._many = len(inputs) > 1
        self._inputs = {Path(given).resolve() for given in inputs if not isinstance(given, int)}
        self._taken: set[Path] = set()

    def annotator(self, given: str | int) -> "AbstractContextManager[Annotator | None]":
        """Make the annotator of one input.

        Raises:
            InputError: the folder cannot be made, or the file is one of the inputs.
        """
        if self._out is None:
            return nullcontext()
        picture = not isinstance(given, int) and is_picture(Path(given))
        file = self._file(self._out, given, ".jpg" if picture else ".mp4")
        if file.resolve() in self._inputs:
            raise InputError(f"expected a place for the annotated copy, at {file} it would overwrite an input")
        self._taken.add(file)
        return Annotator(file, picture=picture)

    def _file(self, out: Path, given: str | int, suffix: str) -> Path:
        if not self._many and out.suffix and not out.is_dir():
            return out
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(f"expected a folder at {out}, it cannot be made: {error.strerror}") from error
        stem = f"camera-{given}" if isinstance(given, int) else Path(given).stem
        names = (f"{stem}{'' if number == 1 else f'-{number}'}{suffix}" for number in itertools.count(1))
        return next(out / name for name in names if out / name not in self._taken)


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
