"""Reads the frames of video files and cameras, and writes video files."""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import cv2
import numpy as np

from facevow.errors import VideoError
from facevow.types import Frame, Pixels

VIDEO_SUFFIXES = frozenset({".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".mpg", ".mpeg", ".ts", ".mjpeg", ".mjpg"})
"""What is taken for a video when a folder is searched."""

_MOST_PIXELS = 36_000_000
_CODECS = {".mp4": "mp4v", ".m4v": "mp4v", ".mov": "mp4v", ".avi": "MJPG", ".webm": "VP80", ".mkv": "mp4v"}
_USUAL_RATE = 30.0

_BEGINNINGS = (
    (4, (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"styp", b"moof")),  # MP4, QuickTime
    (0, (b"\x1a\x45\xdf\xa3", b"OggS", b"FLV\x01", b"\x30\x26\xb2\x75")),  # Matroska and WebM, Ogg, Flash, ASF
    (8, (b"AVI ",)),
    (0, (b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b"\xff\xd8\xff")),  # MPEG, its elementary stream, Motion JPEG
)
"""Where a video file says what it is, and the words it says. FFmpeg would also play lists that name other files and
addresses, which nobody handed in, and would show a text as moving letters."""

_LAST_CAMERA = 99
"""From 100 on OpenCV takes the hundreds for the driver to use, and with some numbers it crashes."""

_TS_PACKET = 188
"""Every packet of an MPEG transport stream begins with the letter G and is so many bytes long (ISO/IEC 13818-1)."""


class VideoReader:
    """An opened video file or camera; iterate over it to get its frames, upright, RGB, timed from 0.

    A file that ends in the middle of a frame gives the frames before that.
    """

    def __init__(self, source: Path | int) -> None:
        """Open a file by its path or a camera by its index.

        Raises:
            VideoError: it cannot be opened, holds no video, or its frames are too large.
        """
        self._source = source
        self._is_camera = isinstance(source, int)
        if isinstance(source, int) and not 0 <= source <= _LAST_CAMERA:
            raise VideoError(f"expected a camera from 0 to {_LAST_CAMERA}, got camera {source}", code="not_a_video")
        if isinstance(source, Path) and not _is_container(source):
            raise VideoError(f"{source} cannot be opened as a video", code="not_a_video")
        # absolute, so that no path is taken for an address or for a pattern of numbered pictures
        self._capture = cv2.VideoCapture(source if isinstance(source, int) else str(source.resolve()))
        if not self._capture.isOpened():
            what = f"camera {source}" if self._is_camera else str(source)
            raise VideoError(f"{what} cannot be opened as a video", code="not_a_video")
        self.width = int(self._capture.get(cv2.CAP_PROP_FRAME_WIDTH))
        self.height = int(self._capture.get(cv2.CAP_PROP_FRAME_HEIGHT))
        if self.width * self.height > _MOST_PIXELS:
            self._capture.release()
            raise VideoError(f"{source}: frames of {self.width} x {self.height} are over the limit", code="too_large")
        rate = self._capture.get(cv2.CAP_PROP_FPS)
        self.rate = rate if 1 <= rate <= 240 else _USUAL_RATE
        counted = 0 if self._is_camera else int(self._capture.get(cv2.CAP_PROP_FRAME_COUNT))
        self.expected_frames = counted if counted > 0 else None  # a camera has no end, and some containers tell none

    def __iter__(self) -> Iterator[Frame]:
        """Read frame after frame.

        Raises:
            VideoError: not one frame can be read.
        """
        index, latest, began = 0, 0.0, 0.0
        while True:
            grabbed, picture = self._capture.read()
            if not grabbed:
                break
            told = self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
            if index == 0:
                began = max(told, 0.0)  # many cameras count from when the machine was started
            # some containers tell no times; then the frame rate has to do
            latest = max(latest, told - began if told > 0 else index / self.rate)
            yield Frame(np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8), index, latest)
            index += 1
        if index == 0:
            raise VideoError(f"{self._source}: no frame can be read", code="not_a_video")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the file or camera."""
        self._capture.release()


def _is_container(path: Path) -> bool:
    """Whether a file begins as the videos that are read here do.

    Raises:
        VideoError: there is no such file, or it cannot be read.
    """
    try:
        if not path.is_file():
            raise VideoError(f"expected a video file at {path}, found none", code="no_such_file")
        with path.open("rb") as file:
            head = file.read(_TS_PACKET + 1)
    except OSError as error:
        raise VideoError(f"{path} cannot be read: {error.strerror}", code="no_such_file") from error
    if head[:1] == head[_TS_PACKET:] == b"G":
        return True
    return any(head[at:].startswith(words) for at, words in _BEGINNINGS)


class VideoWriter:
    """Writes frames of one size into a video file whose suffix names the container."""

    def __init__(self, path: Path, width: int, height: int, rate: float) -> None:
        """Create the file.

        Raises:
            VideoError: the suffix is unknown, or the file cannot be written.
        """
        codec = _CODECS.get(path.suffix.lower())
        if codec is None:
            raise VideoError(f"expected a video ending in {', '.join(sorted(_CODECS))}, got {path.name}")
        self._writer = cv2.VideoWriter(str(path.resolve()), cv2.VideoWriter.fourcc(*codec), rate, (width, height))
        if not self._writer.isOpened():
            raise VideoError(f"{path} cannot be written")

    def write(self, pixels: Pixels) -> None:
        """Append one frame (RGB)."""
        self._writer.write(cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))

    def close(self) -> None:
        """Finish the file."""
        self._writer.release()
