"""How a face is cut out of a picture for the passive network: the one rule that training and inference share."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from facevow.errors import InputError
from facevow.types import Box, Pixels
from facevow.vision.shrinking import halved

Picture = tuple[Pixels, Box]
"""A picture and the detector's box of the face in it, in pixels of that picture."""

_ENOUGH = 0.01
"""A closer picture is kept while a wider one would show no more than this share more of the region: boxes and the
edges of pictures are rounded to pixels."""


class Fit(StrEnum):
    """What is done with a region that reaches outside the picture.

    `SHIFT`: the region has the box's proportions; it is shrunk to the picture's size, then shifted inside, so that no
    pixel is invented (the rule that the public MiniFASNet weights were made with).
    `PAD`: the region is a square over the box's longer side, and black where the picture ends.
    """

    SHIFT = "shift"
    PAD = "pad"


@dataclass(frozen=True, slots=True)
class Crop:
    """One crop: `scale` times the corrected box, resized to `size` x `size` pixels."""

    scale: float
    size: int


@dataclass(frozen=True, slots=True)
class _Span:
    """One side of a region along one axis of a picture, in pixels: `start` + `length`, before rounding."""

    start: float
    length: float

    def pixels(self, limit: int) -> tuple[int, int]:
        """First and last pixel (exclusive) inside 0..limit; at least one."""
        first = min(max(round(self.start), 0), limit - 1)
        return first, min(max(round(self.start + self.length), first + 1), limit)

    def inside(self, limit: int) -> float:
        """The share 0..1 of the length that lies within 0..limit."""
        covered = min(self.start + self.length, limit) - max(self.start, 0.0)
        return min(max(covered, 0.0) / self.length, 1.0)


def corrected(box: Box, lift: float, stretch: float) -> Box:
    """Raise the top of a detector's box by `lift` of its height and multiply the height by `stretch`.

    BlazeFace boxes end at the eyebrows; MiniFASNets were trained on boxes that hold the forehead.
    """
    return Box(box.x, box.y - lift * box.height, box.width, box.height * stretch)


def cut(pixels: Pixels, box: Box, scale: float, size: int, fit: Fit = Fit.SHIFT) -> Pixels:
    """Cut `scale` times the box around its centre, resized to size x size pixels.

    Shrinking averages over the area: it leaves no aliasing that would look like a screen's moiré.

    Args:
        pixels: height x width x 3, any channel order; not changed.
        box: in pixels of the picture; it may reach outside.
        scale: more than 0.
        size: side of the result, in pixels.
        fit: what is done with a region that reaches outside the picture.

    Raises:
        InputError: the picture is empty, the box or the scale is not finite and positive, or, when padding, no part
            of the region lies in the picture.
    """
    if fit is Fit.PAD:
        _refuse_nonsense(pixels, box, scale)
        return _padded(pixels, _square(box, scale), size)
    left, top, right, bottom = _region(pixels, box, scale)
    return _resized(pixels[top:bottom, left:right], size, size)


def crop_from(pictures: Sequence[Picture], crop: Crop, *, lift: float, stretch: float, fit: Fit = Fit.SHIFT) -> Pixels:
    """Cut one crop out of the picture that suits it best; see `suited`.

    Returns:
        size x size x 3, the channel order of the pictures, 0..255.

    Raises:
        InputError: there is no picture, or `cut` refuses one.
    """
    return crops_from(pictures, (crop,), lift=lift, stretch=stretch, fit=fit)[0]


def crops_from(
    pictures: Sequence[Picture], crops: Sequence[Crop], *, lift: float, stretch: float, fit: Fit = Fit.SHIFT
) -> list[Pixels]:
    """Cut several crops, each as `crop_from` does. Those that come out as the same pixels are one array.

    That is common near the camera: each scale that does not fit into the picture ends at the picture's own size.

    Raises:
        InputError: as `crop_from`.
    """
    made: dict[tuple[int, ...], Pixels] = {}
    found = []
    for crop in crops:
        alone = len(pictures) == 1
        pixels, box = pictures[0] if alone else suited(pictures, crop, lift=lift, stretch=stretch, fit=fit)
        face = corrected(box, lift, stretch)
        if fit is Fit.PAD:
            found.append(cut(pixels, face, crop.scale, crop.size, fit))
            continue
        region = _region(pixels, face, crop.scale)
        key = (id(pixels), *region, crop.size)
        if key not in made:
            left, top, right, bottom = region
            made[key] = _resized(pixels[top:bottom, left:right], crop.size, crop.size)
        found.append(made[key])
    return found


def suited(pictures: Sequence[Picture], crop: Crop, *, lift: float, stretch: float, fit: Fit = Fit.SHIFT) -> Picture:
    """The first picture that holds the whole region of a crop, so that nothing is shrunk or padded.

    Where none does, the one that shows most of it. Differences under one hundredth do not count.

    Args:
        pictures: the same face in one or more pictures, closest (most pixels on the face) first.
        crop: what will be cut.
        lift: see `corrected`.
        stretch: see `corrected`.
        fit: see `Fit`.

    Raises:
        InputError: there is no picture, or a picture or box has no area.
    """
    if not pictures:
        raise InputError("expected at least one picture of the face, found none")
    shown = [_shown(pixels, corrected(box, lift, stretch), crop.scale, fit) for pixels, box in pictures]
    return next(picture for picture, share in zip(pictures, shown, strict=True) if share >= max(shown) - _ENOUGH)


def _shown(pixels: Pixels, box: Box, scale: float, fit: Fit) -> float:
    """How much of the wanted region the picture can show: 1 is the whole of it."""
    _refuse_nonsense(pixels, box, scale)
    if fit is Fit.SHIFT:
        return _shrink(pixels, box, scale)
    across, down = _square(box, scale)
    return across.inside(pixels.shape[1]) * down.inside(pixels.shape[0])


def _refuse_nonsense(pixels: Pixels, box: Box, scale: float) -> None:
    height, width = pixels.shape[:2]
    numbers = (box.x, box.y, box.width, box.height, scale)
    if not all(map(math.isfinite, numbers)) or min(box.width, box.height, scale, height, width) <= 0:
        raise InputError(f"expected a picture and a box with an area, found {width} x {height}, {box}, scale {scale}")


def region_size(pixels: Pixels, box: Box, scale: float) -> tuple[float, float]:
    """Width and height, in pixels of the picture, of what `cut` takes with `Fit.SHIFT`.

    Raises:
        InputError: as `cut`.
    """
    _refuse_nonsense(pixels, box, scale)
    shrunk = scale * _shrink(pixels, box, scale)
    return box.width * shrunk, box.height * shrunk


def _region(pixels: Pixels, box: Box, scale: float) -> tuple[int, int, int, int]:
    """What `cut` takes with `Fit.SHIFT`: left, top, right and bottom, the last two exclusive, in pixels."""
    height, width = pixels.shape[:2]
    across, down = region_size(pixels, box, scale)
    left, right = _shifted(box.centre[0], across, width).pixels(width)
    top, bottom = _shifted(box.centre[1], down, height).pixels(height)
    return left, top, right, bottom


def _shrink(pixels: Pixels, box: Box, scale: float) -> float:
    """What the region's sides are multiplied by, 0..1, to be no longer than the picture's."""
    height, width = pixels.shape[:2]
    return min(1.0, float(width / (box.width * scale)), float(height / (box.height * scale)))


def _shifted(centre: float, length: float, limit: int) -> _Span:
    """A stretch of `length` around `centre`, shifted to lie within 0..limit."""
    return _Span(min(max(centre - length / 2, 0.0), max(limit - length, 0.0)), length)


def _square(box: Box, scale: float) -> tuple[_Span, _Span]:
    """The region of `Fit.PAD`, across and down."""
    side = box.longer_side * scale
    return _Span(box.centre[0] - side / 2, side), _Span(box.centre[1] - side / 2, side)


def _padded(pixels: Pixels, region: tuple[_Span, _Span], size: int) -> Pixels:
    """Resize what lies in the picture to its place in a black square: no canvas of the region's own size is needed."""
    limits = pixels.shape[1], pixels.shape[0]
    if min(span.inside(limit) for span, limit in zip(region, limits, strict=True)) <= 0:
        raise InputError(f"expected a face in the picture of {limits[0]} x {limits[1]}, found its region outside")
    (left, right), (top, bottom) = (span.pixels(limit) for span, limit in zip(region, limits, strict=True))
    places = []
    for span, first, last in zip(region, (left, top), (right, bottom), strict=True):
        share = _Span((first - round(span.start)) * size / span.length, (last - first) * size / span.length)
        places.append(share.pixels(size))
    (x, x_end), (y, y_end) = places
    out = np.zeros((size, size, 3), np.uint8)
    out[y:y_end, x:x_end] = _resized(pixels[top:bottom, left:right], x_end - x, y_end - y)
    return out


def _resized(region: Pixels, width: int, height: int) -> NDArray[np.uint8]:
    # scores move by 0.002 on average where a region is halved first; stills of up to 288 pixels, which networks of
    # 80 pixels are trained and compared on, are too small for that
    smaller = height <= region.shape[0] and width <= region.shape[1]
    how = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(halved(region, width, height), (width, height), interpolation=how), dtype=np.uint8)
