"""Pictures of real people for the load: cut out of clips to 640 x 480, compressed as a browser does, none like another.

A session in which a picture comes twice is ended by the check against recordings. So a reel plays its clip to and fro,
and each time round cuts it out a little elsewhere.
"""

import struct
from collections.abc import Iterator, Sequence
from functools import partial
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from PIL import Image

from facevow.media.video import VideoReader
from facevow.types import Pixels

SHARED: Final = Path(__file__).resolve().parents[2] / "shared"
"""Where footage, peers and seeds are, beside the repository; they are not distributed with it."""

BONA_FIDE: Final = ("bonafide-1-webcam.webm", "bonafide-2-head-turns.mp4", "bonafide-5-moving-selfie.mp4")
"""Clips long enough for a session; one of them in the format of a webcam, two of phones held upright."""

WIDTH, HEIGHT = 640, 480

QUALITY: Final = 85
"""Of the JPEGs, near what browsers make of a canvas at 0.85."""

EVERY: Final = 2
"""Of the clips' thirty frames a second."""

REEL: Final = 300
"""Pictures of one reel: twenty seconds at fifteen a second."""

_LENGTH: Final = struct.Struct(">I")


def clips() -> list[Path]:
    """The clips that are there, which may be none."""
    return [path for path in (SHARED / "footage" / name for name in BONA_FIDE) if path.is_file()]


def cut(pixels: Pixels, shift: int = 0) -> Pixels:
    """The largest part of the shape of 640 x 480, around the middle or `shift` pixels below and beside it; scaled."""
    height, width = pixels.shape[:2]
    wide, high = (width, width * 3 // 4) if width * 3 <= height * 4 else (height * 4 // 3, height)
    wide, high = wide - 4 * shift, high - 3 * shift
    top, left = (height - high) // 2, (width - wide) // 2
    picture = cv2.resize(pixels[top : top + high, left : left + wide], (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    return np.asarray(picture, np.uint8)


def jpeg(pixels: Pixels, shift: int = 0) -> bytes:
    """One frame as a JPEG of 640 x 480."""
    file = BytesIO()
    Image.fromarray(cut(pixels, shift)).save(file, "JPEG", quality=QUALITY)
    return file.getvalue()


def reel(clip: Path, length: int = REEL, *, every: int = EVERY) -> list[bytes]:
    """So many different pictures of one clip, in an order in which a face moves as faces do."""
    with VideoReader(clip) as frames:
        shown = [frame.pixels for frame in islice(frames, 0, length * every, every)]
    rounds = cycle((shown, shown[::-1]))
    there_and_back = ((pixels, shift) for shift, way in enumerate(rounds) for pixels in way)
    return [jpeg(pixels, shift) for pixels, shift in islice(there_and_back, length)]


def write_reels(folder: Path, length: int = REEL) -> list[Path]:
    """A file of pictures for each clip that is there; what is in the folder already is left as it is."""
    paths = []
    for clip in clips():
        path = folder / f"{clip.stem}-{length}.reel"
        if not path.is_file():
            write_reel(path, reel(clip, length))
        paths.append(path)
    return paths


def write_reel(path: Path, pictures: Sequence[bytes]) -> None:
    """Each picture behind its length of four bytes."""
    partial_ = path.with_suffix(".part")
    partial_.write_bytes(b"".join(_LENGTH.pack(len(picture)) + picture for picture in pictures))
    partial_.replace(path)


def read_reel(path: Path) -> list[bytes]:
    """The pictures of one file."""
    return list(_pictures(path))


def _pictures(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        for head in iter(partial(file.read, _LENGTH.size), b""):
            yield file.read(_LENGTH.unpack(head)[0])
