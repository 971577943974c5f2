"""Finds the face of a picture and cuts the two regions around it that a data set keeps.

Only regions are cut here, in their own pixels. Scaling to the network's input (128 x 128 in the first system) and to
0..1 belongs to the network, which may want another size tomorrow; a file that has lost its pixels cannot give them.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from facevow.datasets.pictures import Picture
from facevow.types import Box, Frame, Pixels
from facevow.vision.detector import Detector


@dataclass(frozen=True, slots=True)
class Region:
    """A square of `scale` times the longer side of the face's box, kept at no more than `most` pixels a side."""

    scale: float
    most: int


NEAR: Final = Region(2.4, 288)
"""What the passive network looks at, with some room for jitter."""

WIDE: Final = Region(4.2, 184)
"""What is around: a bezel, a hand, the edge of a sheet. It needs no fine detail."""

LEAST_CONTEXT: Final = 1.5
"""A still picture whose longer side is less than so many times the face's is a `face_crop`: it holds nothing around the
face. Cameras held upright fill the width with a face, hence the longer side. Among the collections this began with,
pictures that were cut from whole frames are never below it, and 95 of 100 tight crops are."""

LEAST_FACE: Final = 16.0
"""Pixels. Smaller faces hold nothing to learn from."""

_QUALITY: Final = 90
_SAME: Final = 0.1
"""Least intersection over union for two detectors to mean the same face. Their boxes differ: some take in the hair."""


def find_face(detector: Detector, pixels: Pixels, known: Box | None = None, *, still: bool = True) -> Box | None:
    """The box of the face that is meant, in pixels of the picture, or None.

    It is the largest face, or the one that overlaps the known box most. The known box itself is never the answer: in
    use the network is shown what the detector finds. In a still picture without any face a second look is taken with
    black around it, because a detector overlooks a face that fills the picture.
    """
    found = [face.box for face in detector(Frame(pixels))]
    if not found and still:
        margin = max(pixels.shape[:2]) // 2
        padded = cv2.copyMakeBorder(pixels, margin, margin, margin, margin, cv2.BORDER_CONSTANT)
        boxes = (face.box for face in detector(Frame(np.asarray(padded, np.uint8))))
        found = [Box(box.x - margin, box.y - margin, box.width, box.height) for box in boxes]
    height, width = pixels.shape[:2]
    found = [box for box in found if box.longer_side >= LEAST_FACE and box.intersection(Box(0, 0, width, height)) > 0]
    if known is not None:
        found = sorted((box for box in found if box.overlap(known) >= _SAME), key=known.overlap, reverse=True)
    return found[0] if found else None


def has_context(pixels: Pixels, box: Box) -> bool:
    """Whether a still picture shows enough around the face for the framing `frame`."""
    height, width = pixels.shape[:2]
    return bool(max(height, width) >= LEAST_CONTEXT * box.longer_side)


def cut(pixels: Pixels, box: Box, region: Region) -> Picture:
    """The region around the face, shifted to stay inside the picture, never enlarged; and the box in it.

    Where the picture is narrower or lower than the region, it ends there, and the region is no square.
    """
    height, width = pixels.shape[:2]
    side = max(round(region.scale * box.longer_side), 1)
    across, down = min(side, width), min(side, height)
    left = min(max(round(box.centre[0] - across / 2), 0), width - across)
    top = min(max(round(box.centre[1] - down / 2), 0), height - down)
    part = pixels[top : top + down, left : left + across]
    scale = min(region.most / max(across, down), 1.0)
    if scale < 1:
        size = (max(round(across * scale), 1), max(round(down * scale), 1))
        part = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
    x, y = part.shape[1] / across, part.shape[0] / down
    return part, Box((box.x - left) * x, (box.y - top) * y, box.width * x, box.height * y)


def jpeg(pixels: Pixels) -> bytes:
    """The picture (RGB) as a JPEG of quality 90."""
    encoded = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1]
    return bytes(encoded)
