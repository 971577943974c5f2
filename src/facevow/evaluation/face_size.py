"""How the score of one and the same recording changes with the size of the face alone.

A network may call a face bona fide at 120 pixels and an attack at 145. Here whole frames of a clip are resized until
the detected face is as wide as wished, and are judged anew from the detector on, so everything but size stays alike.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from facevow.errors import EvaluationError, InputError, ModelCorrupt
from facevow.media.video import VideoReader
from facevow.types import Box, Face, Frame, FrameAnalysis

Analyse = Callable[[Frame], FrameAnalysis]
"""Shows what is in a frame; `Pipeline.analyse` does. May raise InputError or ModelCorrupt."""

_SAME = 0.3
"""The overlap from which a face found after resizing is the same one; a detector's boxes jitter less than that."""

_MOST_PIXELS = 36_000_000
"""No frame is enlarged beyond the largest that is read."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """What is asked for.

    widths: of the detected box, in pixels, more than 0. 120 and 145 are the pair between which a public network was
        seen to flip.
    frames: how many to take of a clip, spread over it, each with a face; 12 are enough for quartiles.
    most_enlarged: frames are enlarged up to this factor; 1 only ever shrinks them, for what enlarging adds was never
        filmed.
    """

    widths: tuple[int, ...] = (60, 80, 100, 120, 145, 170, 200, 240, 300)
    frames: int = 12
    most_enlarged: float = 1.0


@dataclass(frozen=True, slots=True)
class SizePoint:
    """The scores at one face width.

    width: of the face, in pixels.
    frames: how many were resized to it; the others of the clip would have had to be enlarged too far.
    enlarged: the largest factor by which one of the clip's frames is, or would have to be, enlarged for this width;
        at most 1 when every face was at least so wide.
    scores: how many of `frames` got a score; the rest are non-responses (the face was not found again, say).
    median, lower, upper: of the scores, with the quartiles, 0..1; None without a score.
    """

    width: int
    frames: int
    enlarged: float
    scores: int
    median: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True)
class SizeCurve:
    """One clip: its file's name, the median width of its faces as filmed in pixels, and a point for each width."""

    clip: str
    native_width: float
    points: tuple[SizePoint, ...]


def size_curve(clip: Path, analyse: Analyse, asked: Sizes = Sizes()) -> SizeCurve:
    """Score a clip at several face widths, each resized frame being analysed anew.

    Raises:
        VideoError: the clip cannot be read.
        EvaluationError: no face is found in it.
    """
    taken = list(_frames_with_face(clip, analyse, asked.frames))
    if not taken:
        raise EvaluationError(f"{clip}: expected a face in at least one frame, found none")
    points = tuple(_point(taken, analyse, width, asked.most_enlarged) for width in asked.widths)
    return SizeCurve(clip.name, float(np.median([face.box.width for _, face in taken])), points)


def _frames_with_face(clip: Path, analyse: Analyse, frames: int) -> Iterator[tuple[Frame, Face]]:
    """From the middle of each of `frames` equal stretches of the clip on, the first frame that shows a face."""
    with VideoReader(clip) as reader:
        total = sum(1 for _ in reader)  # what a container says of its length is often wrong
    starts = [int((number + 0.5) * total / frames) for number in range(frames)]
    with VideoReader(clip) as reader:
        for frame in reader:
            if not starts:
                return
            if frame.index < starts[0]:
                continue
            face, _ = _look(frame, analyse)
            if face is not None:
                yield frame, face
                starts = [start for start in starts if start > frame.index]


def _point(taken: Sequence[tuple[Frame, Face]], analyse: Analyse, width: int, most_enlarged: float) -> SizePoint:
    factors = [width / face.box.width for _, face in taken]
    allowed = [
        (frame, face, factor)
        for (frame, face), factor in zip(taken, factors, strict=True)
        if factor <= max(most_enlarged, 1.0) and frame.width * frame.height * factor**2 <= _MOST_PIXELS
    ]
    answers = [_score_at(frame, face, factor, analyse) for frame, face, factor in allowed]
    scores = [answer for answer in answers if answer is not None]
    lower, median, upper = map(float, np.quantile(scores, [0.25, 0.5, 0.75])) if scores else (None, None, None)
    return SizePoint(width, len(allowed), max(factors), len(scores), median, lower, upper)


def _score_at(frame: Frame, face: Face, factor: float, analyse: Analyse) -> float | None:
    """The score of the same face in the resized frame, or None."""
    size = (max(round(frame.width * factor), 1), max(round(frame.height * factor), 1))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    resized = Frame(np.asarray(cv2.resize(frame.pixels, size, interpolation=how), np.uint8), frame.index, frame.at)
    found, score = _look(resized, analyse)
    box = Box(*(side * factor for side in (face.box.x, face.box.y, face.box.width, face.box.height)))
    return None if found is None or found.box.overlap(box) < _SAME else score


def _look(frame: Frame, analyse: Analyse) -> tuple[Face | None, float | None]:
    """The largest face of a frame and its score; neither where the frame cannot be judged."""
    try:
        analysis = analyse(frame)
    except (InputError, ModelCorrupt):
        return None, None
    return analysis.face, None if analysis.passive is None else analysis.passive.value
