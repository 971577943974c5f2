"""Brings a face upright and to one size, so that the same part of it lies in the same place of every crop."""

import math
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from facevow.errors import MatchError
from facevow.types import Frame, Landmarks, Pixels, Point

SIDE = 112
"""The square that `FIVE_POINTS` are measured in, in pixels."""

FIVE_POINTS: tuple[Point, ...] = (
    (38.2946, 51.6963),
    (73.5318, 51.5014),
    (56.0252, 71.7366),
    (41.5493, 92.3655),
    (70.7299, 92.2041),
)
"""Where right eye, left eye (the person's), nose tip, right and left corner of the mouth lie in a square of `SIDE`.

The usual template of face recognition, with which the networks of the ArcFace family are trained (Deng et al.,
"ArcFace", CVPR 2019, after the 96 x 112 template of Liu et al., "SphereFace", CVPR 2017).
"""

_RIGHT_EYE, _LEFT_EYE, _NOSE, _RIGHT_CORNER, _LEFT_CORNER = (33, 133), (362, 263), 1, 61, 291
"""The five points on the mesh: an eye is the middle of its corners (`facevow.types.TRACKED_POINTS` names them)."""

MOST_ENLARGED = 4.0
"""A face smaller than this share of its crop is not described: what is seen then is the resampling. At a `SIDE` of 112
it is about 9 pixels between the eyes, where the passive checks have long called the face too small."""

_MOST_REDUCED = 8
"""Up to this factor a large face is averaged; one larger still loses nothing that its crop could show."""

_LEAST_EXTENT = 1e-3
"""Pixels within which points count as one; a similarity from them would be rounding errors."""

_LEAST_CONTRAST = 4.0
"""Mean of the three channels' standard deviations in a crop, in grey levels; a picture of a face has 20 or more. A
flatter one shows no face, and two such crops would be alike whoever is in front of the camera."""


def five_points(landmarks: Landmarks) -> NDArray[np.float64]:
    """The five points that faces are aligned by, 5 x 2 in pixels of the frame, in the order of `FIVE_POINTS`."""
    points = np.asarray(landmarks.points[:, :2], dtype=np.float64)
    eyes = [points[list(corners)].mean(axis=0) for corners in (_RIGHT_EYE, _LEFT_EYE)]
    return np.stack([*eyes, points[_NOSE], points[_RIGHT_CORNER], points[_LEFT_CORNER]])


def similarity(src: NDArray[np.float64], dst: NDArray[np.float64]) -> NDArray[np.float64]:
    """The rotation, scaling and shift that brings `src` nearest to `dst` in the sense of least squares.

    S. Umeyama, "Least-squares estimation of transformation parameters between two point patterns", IEEE PAMI 13(4),
    1991, equations 40 to 43. Mirroring is never part of it.

    Args:
        src: N x 2 points.
        dst: N x 2 points, in the same order.

    Returns:
        A 2 x 3 matrix.

    Raises:
        MatchError: code `no_template`; the points of `src` are not finite or lie all in one place.
    """
    if not np.isfinite(src).all() or float(np.ptp(src, axis=0).max()) < _LEAST_EXTENT:
        raise MatchError("expected the points of a face, they are not finite or all one", code="no_template")
    middle_src, middle_dst = src.mean(axis=0), dst.mean(axis=0)
    from_src, from_dst = src - middle_src, dst - middle_dst
    left, sizes, right = np.linalg.svd(from_dst.T @ from_src)
    signs = np.array([1.0, math.copysign(1.0, float(np.linalg.det(left @ right)))])
    turned = float((sizes * signs).sum()) / float((from_src**2).sum()) * (left * signs) @ right
    return np.hstack([turned, (middle_dst - turned @ middle_src)[:, None]])


def aligned(frame: Frame, landmarks: Landmarks, side: int = SIDE, template: Sequence[Point] | None = None) -> Pixels:
    """Cut the face out, upright.

    Args:
        frame: the picture.
        landmarks: the face's mesh.
        side: of the crop, in pixels.
        template: where the five points shall lie in it, in pixels; `FIVE_POINTS`, scaled to `side`, where None.

    Returns:
        The crop, side x side x 3, RGB, 0..255; what lies outside the frame is black.

    Raises:
        MatchError: code `no_template`; the landmarks are of no use, the face is smaller than `MOST_ENLARGED` allows, or
            nothing is to be seen in the crop.
    """
    wanted = np.asarray(template or FIVE_POINTS, dtype=np.float64) * (1.0 if template else side / SIDE)
    to_crop = similarity(five_points(landmarks), wanted)
    scale = math.hypot(to_crop[0, 0], to_crop[1, 0])
    if scale > MOST_ENLARGED * side / SIDE:
        raise MatchError("expected a larger face: nothing can be made of one so small", code="no_template")
    crop = _warped(frame.pixels, to_crop, side, scale)
    if float(crop.std(axis=(0, 1)).mean()) < _LEAST_CONTRAST:
        raise MatchError("expected a face to be seen, the picture is flat there", code="no_template")
    return crop


def _warped(pixels: Pixels, to_crop: NDArray[np.float64], side: int, scale: float) -> Pixels:
    """The crop; a large face goes through a larger one that is averaged, as linear resampling would skip pixels."""
    factor = min(max(math.floor(1 / max(scale, 1 / _MOST_REDUCED)), 1), _MOST_REDUCED)
    to_larger = to_crop * factor
    to_larger[:, 2] += (factor - 1) / 2  # places are the middles of pixels, and a middle is at a half of its pixel
    larger = cv2.warpAffine(pixels, to_larger, (side * factor, side * factor), flags=cv2.INTER_LINEAR)
    if factor > 1:
        larger = cv2.resize(larger, (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(larger, dtype=np.uint8)
