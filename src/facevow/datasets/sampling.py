"""Chooses frames of a video: so far apart, so many, and no two that look the same."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import floor
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from facevow.errors import DatasetError
from facevow.media.video import VideoReader
from facevow.types import Frame, Pixels

_STEP: Final = re.compile(r"(\d+(?:\.\d+)?)s?|(\d+)f", re.ASCII)

LEAST_DIFFERENCE: Final = 4.0
"""Grey levels of 255, see `Thinner`."""

_SIDE: Final = 16

_SLACK: Final = 1e-6
"""Times are told in milliseconds and added up in floating point."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """A frame every `seconds`, or every `frames` where that is given; at most `limit` of a video."""

    seconds: float = 0.5
    frames: int | None = None
    limit: int = 25

    @classmethod
    def parse(cls, every: str, limit: int) -> "Sampling":
        """Read a distance: `0.5` or `0.5s` are seconds, `12f` are frames.

        Raises:
            DatasetError: it is neither, or nothing.
        """
        told = _STEP.fullmatch(every)
        if told is None or not 0 < float(told[1] or told[2]) < 1e9:
            raise DatasetError(f"expected a distance like 0.5s or 12f, got {every!r}")
        if limit < 1:
            raise DatasetError(f"expected at least one frame of a video, got {limit}")
        return cls(frames=int(told[2]), limit=limit) if told[2] else cls(seconds=float(told[1]), limit=limit)

    def choose(self, video: VideoReader) -> Iterator[Frame]:
        """The frames to look at, in order.

        A long video that tells its length is looked at from end to end, in wider steps, rather than at its beginning
        only. Where the length is not told or not true more than `limit` frames come.

        Raises:
            VideoError: not one frame can be read.
        """
        frames = video.expected_frames or 0
        step = self.seconds if self.frames is None else float(self.frames)
        length = frames / video.rate if self.frames is None else float(frames)
        step = max(step, length / self.limit)
        following = 0.0
        for frame in video:
            place = frame.at if self.frames is None else float(frame.index)
            if place >= following - _SLACK:
                yield frame
                following = (floor((place + _SLACK) / step) + 1) * step


@dataclass(slots=True)
class Thinner:
    """Tells whether a face looks like one that was kept before, of the same video.

    The measure: both crops shrunk to 16 x 16 grey cells, the mean absolute difference of the cells, in levels of 255.
    Under LEAST_DIFFERENCE they are near-duplicates. It sees a turn of the head, a blink hardly, and noise not at all;
    in the dark all differences are small, so fewer frames are kept.
    """

    _kept: list[NDArray[np.float32]] = field(default_factory=list)

    def is_new(self, crop: Pixels) -> bool:
        """Whether the crop differs from all that were new before; if so it is remembered."""
        grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)
        cells = np.asarray(cv2.resize(grey, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA), np.float32)
        if any(float(np.abs(cells - kept).mean()) < LEAST_DIFFERENCE for kept in self._kept):
            return False
        self._kept.append(cells)
        return True
