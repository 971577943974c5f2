"""Takes the faces of one picture or video: finds them, cuts them out, encodes them. Nothing is written here."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Final

from facevow.datasets.cropping import NEAR, WIDE, Region, cut, find_face, has_context, jpeg
from facevow.datasets.items import Item
from facevow.datasets.journal import Cut, Done
from facevow.datasets.pictures import read_image
from facevow.datasets.sampling import Sampling, Thinner
from facevow.errors import DatasetError, VideoError
from facevow.media.video import VideoReader
from facevow.types import Box, Pixels
from facevow.vision.detector import Detector

NO_FACE: Final = "no_face"
NO_FILE: Final = "no_such_file"

_LONGEST_PART: Final = 120
"""Bytes of one folder's or file's name; systems allow 255, and two suffixes come to it."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one item: the record of it, and its pictures, as pairs of the name below the folder and a JPEG."""

    done: Done
    pictures: tuple[tuple[str, bytes], ...] = ()


def taker(opening: Callable[[], Detector], sampling: Sampling) -> Callable[[Item], Taken]:
    """What takes the faces of one item after the other, with one detector."""
    return partial(take, opening(), sampling)


def take(detector: Detector, sampling: Sampling, item: Item) -> Taken:
    """Cut every face of an item. What cannot be read is a reason to skip it."""
    if item.is_video:
        try:
            return _take_video(item, detector, sampling)
        except VideoError as error:
            return Taken(Done(item.name, (), error.code))
    try:
        pixels = read_image(item.path)
    except DatasetError as error:
        return Taken(Done(item.name, (), error.code))
    box = find_face(detector, pixels, _known(item, pixels).get(0))
    if box is None:
        return Taken(Done(item.name, (), NO_FACE))
    regions = _Regions()
    taken = regions.cut(_stem(item.name), pixels, box, context=has_context(pixels, box))
    return Taken(Done(item.name, (taken,)), tuple(regions.pictures))


def _take_video(item: Item, detector: Detector, sampling: Sampling) -> Taken:
    """Cut the face of the chosen frames.

    Raises:
        VideoError: it cannot be opened or read.
    """
    thinner, regions, cuts, thinned = Thinner(), _Regions(), list[Cut](), 0
    with VideoReader(item.path) as video:
        boxes = None
        for frame in sampling.choose(video):
            boxes = _known(item, frame.pixels) if boxes is None else boxes
            box = find_face(detector, frame.pixels, boxes.get(frame.index), still=False)
            if box is None:
                continue
            if not thinner.is_new(cut(frame.pixels, box, NEAR)[0]):
                thinned += 1
                continue
            cuts.append(regions.cut(f"{_stem(item.name)}/{frame.index:06d}", frame.pixels, box))
            if len(cuts) == sampling.limit:
                break
    done = Done(item.name, tuple(cuts), "" if cuts else NO_FACE, thinned)
    return Taken(done, tuple(regions.pictures))


def _known(item: Item, pixels: Pixels) -> dict[int, Box]:
    return dict(item.known(pixels.shape[1], pixels.shape[0])) if item.known else {}


class _Regions:
    """Cuts the regions of faces, and keeps their pictures."""

    def __init__(self) -> None:
        self.pictures: list[tuple[str, bytes]] = []

    def cut(self, stem: str, pixels: Pixels, box: Box, *, context: bool = True) -> Cut:
        """The regions of one face. A video is always a camera's whole frame, so it has context."""
        near, near_box = self._one(f"images/{stem}.jpg", pixels, box, NEAR)
        if not context:
            return Cut(near, near_box, None, None, "face_crop")
        wide, wide_box = self._one(f"wide/{stem}.jpg", pixels, box, WIDE)
        return Cut(near, near_box, wide, wide_box, "frame")

    def _one(self, name: str, pixels: Pixels, box: Box, region: Region) -> tuple[str, Box]:
        picture, inside = cut(pixels, box, region)
        self.pictures.append((name, jpeg(picture)))
        return name, inside


def _stem(name: str) -> str:
    """A name below `images` that every system takes, another one for every item: 'real/a.png' gives 'real/a-png'."""
    path = PurePosixPath(name)
    return "/".join(_plain(part) for part in (*path.parts[:-1], f"{path.stem}-{path.suffix[1:]}"))


def _plain(part: str) -> str:
    plain = re.sub(r"[^\w.-]", "_", part).strip(".")
    if plain == part and len(plain.encode()) <= _LONGEST_PART:
        return plain
    digest = sha256(part.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return f"{plain.encode()[: _LONGEST_PART - 9].decode('utf-8', 'ignore')}-{digest}"
