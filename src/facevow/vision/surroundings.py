"""How what surrounds the face moves from frame to frame: the only part of vision that remembers a stream.

A photo that is moved carries its own surroundings along; behind a live head they stay. Corners around the face are
followed with pyramidal optical flow (Lucas and Kanade 1981; corners of Shi and Tomasi 1994), and a similarity is
fitted to what agrees.
"""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from facevow.types import Box, Drift, Face, Frame

LEAST_POINTS = 8
"""Points that must agree before anything is said; a similarity needs 2, and a plain wall gives a few wrong ones."""

_WIDTH = 240
"""Frames are brought to this width in pixels first; corners are sought and followed there."""

_MOST_POINTS = 60
_CORNER_QUALITY, _CORNER_DISTANCE = 0.01, 6

_INNER, _OUTER = 1.15, 2.0
"""The ring: outside the face's box times the first, inside the box times the second, both about its centre."""

_AGREE = 1.0
"""Pixels of the small picture within which a point agrees with the fitted similarity."""

_ROUNDS = 200
"""Tries of RANSAC: with half of the points wrong, two right ones are drawn with all but certainty."""


class Surroundings:
    """Remembers the frame before, of one stream; for one thread at a time."""

    def __init__(self) -> None:
        self._small: NDArray[np.uint8] | None = None
        self._face: Box | None = None
        self._size: tuple[int, int] = (0, 0)

    def observe(self, frame: Frame, face: Face | None) -> Drift | None:
        """Take the next frame of the stream and the face in it.

        Returns:
            How the surroundings moved since the frame before, in pixels of the frame; None for the first frame, where
            this frame or the one before has no face, where the frame's size changed, or where fewer than LEAST_POINTS
            points agree.
        """
        before, around, size = self._small, self._face, self._size
        self._face = None if face is None else face.box
        self._size = (frame.width, frame.height)
        if face is None:
            self._small = None
            return None
        scale = min(1.0, _WIDTH / frame.width)
        self._small = _small_and_grey(frame, scale)
        if before is None or around is None or size != self._size:
            return None
        pairs = _followed(before, self._small, _ring(around, scale, before.shape))
        return None if pairs is None else _fitted(*pairs, face.box, scale)


def _small_and_grey(frame: Frame, scale: float) -> NDArray[np.uint8]:
    # shrunk first: turning the whole frame grey costs more than the rest of it
    size = (max(round(frame.width * scale), 1), max(round(frame.height * scale), 1))
    small = cv2.resize(frame.pixels, size, interpolation=cv2.INTER_LINEAR) if scale < 1 else frame.pixels
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def _ring(box: Box, scale: float, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """255 where corners are sought, 0 elsewhere."""
    mask = np.zeros(shape, np.uint8)
    for factor, value in ((_OUTER, 255), (_INNER, 0)):
        (x, y), half_width, half_height = box.centre, factor * box.width / 2, factor * box.height / 2
        left, right = (max(round((x + side * half_width) * scale), 0) for side in (-1, 1))
        top, bottom = (max(round((y + side * half_height) * scale), 0) for side in (-1, 1))
        mask[top:bottom, left:right] = value
    return mask


def _followed(
    before: NDArray[np.uint8], now: NDArray[np.uint8], mask: NDArray[np.uint8]
) -> tuple[NDArray[np.float32], NDArray[np.float32]] | None:
    """Corners of the ring and where they are now, both N x 2 in pixels of the small picture; None for too few."""
    corners = cv2.goodFeaturesToTrack(before, _MOST_POINTS, _CORNER_QUALITY, _CORNER_DISTANCE, mask=mask)
    if corners is None or len(corners) < LEAST_POINTS:
        return None
    corners = np.asarray(corners, dtype=np.float32).reshape(-1, 1, 2)
    reached, found, _ = cv2.calcOpticalFlowPyrLK(before, now, corners, None, winSize=(15, 15), maxLevel=3)  # type: ignore[call-overload] # None: make the array
    held = np.asarray(found).ravel() == 1
    if held.sum() < LEAST_POINTS:
        return None
    return corners[held, 0], np.asarray(reached, dtype=np.float32).reshape(-1, 2)[held]


def _fitted(start: NDArray[np.float32], end: NDArray[np.float32], face: Box, scale: float) -> Drift | None:
    cv2.setRNGSeed(0)  # RANSAC draws from OpenCV's own luck; the same frames give the same answer
    matrix, agreeing = cv2.estimateAffinePartial2D(
        start, end, method=cv2.RANSAC, ransacReprojThreshold=_AGREE, maxIters=_ROUNDS
    )
    points = 0 if matrix is None or agreeing is None else int(np.count_nonzero(agreeing))
    if matrix is None or points < LEAST_POINTS or not np.isfinite(matrix).all():
        return None
    cosine, sine = float(matrix[0, 0]), float(matrix[1, 0])
    centre = np.array(face.centre) * scale
    moved = (matrix[:, :2] @ centre + matrix[:, 2] - centre) / scale
    return Drift(
        math.hypot(cosine, sine), math.degrees(math.atan2(sine, cosine)), float(moved[0]), float(moved[1]), points
    )
