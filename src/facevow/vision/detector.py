"""What a face detector is, and the steps that all of them share."""

from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from facevow.types import Box, Face, Frame, Pixels

Floats = NDArray[np.float32]
"""What networks take and give."""


class Detector(Protocol):
    """Finds the faces in a frame. Boxes run from the eyebrows to the chin and from cheek to cheek."""

    name: str

    def __call__(self, frame: Frame) -> tuple[Face, ...]:
        """Return the faces, largest first, boxes and points in pixels of the frame."""
        ...


@dataclass(frozen=True, slots=True)
class Fit:
    """How a picture was fitted into a network's input: scaled, then moved by whole pixels."""

    scale: float
    left: int
    top: int

    def back(self, values: Floats) -> Floats:
        """Bring n x 2k coordinates (x, y, x, y, ...) from the input's pixels to the picture's."""
        pairs = (values.reshape(len(values), values.shape[1] // 2, 2) - (self.left, self.top)) / self.scale
        return pairs.reshape(values.shape).astype(np.float32)


def fit(pixels: Pixels, width: int, height: int, *, padding: int) -> tuple[Pixels, Fit]:
    """Scale the picture to lie within width x height without changing its proportions, `padding` (0..255) around."""
    scale = min(width / pixels.shape[1], height / pixels.shape[0])
    inner = (max(round(pixels.shape[1] * scale), 1), max(round(pixels.shape[0] * scale), 1))
    small = cv2.resize(pixels, inner, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    left, top = (width - inner[0]) // 2, (height - inner[1]) // 2
    canvas = np.full((height, width, 3), padding, np.uint8)
    canvas[top : top + inner[1], left : left + inner[0]] = small
    return canvas, Fit(scale, left, top)


def merge_overlapping(boxes: Floats, scores: Floats, values: Floats, *, overlap: float) -> list[tuple[Floats, float]]:
    """Weighted non-maximum suppression.

    Candidates that overlap the best one by more than `overlap` (intersection over union) are averaged with it,
    weighted by score, which holds a box steadier from frame to frame than keeping the best alone
    (Bazarevsky et al. 2019, BlazeFace, arXiv:1907.05047, section 3.4).

    `boxes` is n x 4 (left, top, right, bottom), `scores` n, `values` n x k: what is averaged.
    Returns (averaged values, best score) pairs, best first.
    """
    merged = []
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    waiting = np.argsort(-scores, kind="stable")
    while waiting.size:
        best = waiting[0]
        width = np.minimum(boxes[best, 2], boxes[waiting, 2]) - np.maximum(boxes[best, 0], boxes[waiting, 0])
        height = np.minimum(boxes[best, 3], boxes[waiting, 3]) - np.maximum(boxes[best, 1], boxes[waiting, 1])
        shared = np.clip(width, 0, None) * np.clip(height, 0, None)
        union = areas[best] + areas[waiting] - shared
        same = shared > overlap * np.maximum(union, 1e-9)
        same[0] = True  # a degenerate box must not stay for ever
        group = waiting[same]
        average = np.average(values[group], axis=0, weights=scores[group]).astype(np.float32)
        merged.append((average, float(scores[best])))
        waiting = waiting[~same]
    return merged


def largest_first(faces: list[Face], frame: Frame) -> tuple[Face, ...]:
    """Order faces by area and drop those that have none or whose middle lies outside the frame."""
    inside = [
        face
        for face in faces
        if face.box.area > 0 and 0 <= face.box.centre[0] <= frame.width and 0 <= face.box.centre[1] <= frame.height
    ]
    return tuple(sorted(inside, key=lambda face: -face.box.area))


def face_from_values(values: Floats, score: float) -> Face:
    """Make a Face from (left, top, right, bottom, x0, y0, x1, y1, ...) in pixels of the frame."""
    left, top, right, bottom = (float(value) for value in values[:4])
    points = tuple((float(x), float(y)) for x, y in values[4:].reshape(-1, 2))
    return Face(Box(left, top, right - left, bottom - top), score, points)
