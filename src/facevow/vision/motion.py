"""Landmarks to head pose, eye aspect ratio and opening of the mouth.

Left and right are the person's own. Numbers are indices into MediaPipe's 478-point mesh.
"""

import math
from collections.abc import Mapping
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from facevow.types import TRACKED_POINTS, FaceMotion, HeadPose, Landmarks

RIGHT_EYE = (33, 160, 158, 133, 153, 144)
LEFT_EYE = (263, 387, 385, 362, 380, 373)
"""Outer corner, two points of the upper lid, inner corner, two of the lower lid: the order of the EAR formula."""

SIDEWAYS = ((33, 263), (133, 362), (61, 291), (234, 454), (127, 356), (172, 397))
"""Pairs of mirror points, right to left: together they give the axis through the ears."""

DOWNWARDS = ((10, 152), (151, 175), (9, 200))
"""Pairs on the middle line, forehead to chin: together they give the upright axis."""

LIPS, MOUTH_CORNERS = (13, 14), (78, 308)
"""Inner middle of both lips, inner corners."""

RIGID = (33, 133, 362, 263, 168, 6, 4, 10, 151, 234, 454, 116, 345)
"""Points of skull and nose, which no expression moves."""

_MEASURED = (
    *RIGHT_EYE, *LEFT_EYE, *LIPS, *MOUTH_CORNERS, *RIGID, *chain.from_iterable((*SIDEWAYS, *DOWNWARDS)),
)  # fmt: skip
_MEASURED_ARRAY = np.array(_MEASURED)
_TRACKED_ARRAY = np.array(TRACKED_POINTS)

_LEAST_LENGTH = 1e-6

_Points = Mapping[int, list[float]]
"""x, y and z of a point by its number."""


def measure(landmarks: Landmarks) -> FaceMotion:
    """Return what the landmarks say about pose, size, eyes, mouth and brows."""
    points, shapes = _listed(landmarks.points), landmarks.blendshapes
    return FaceMotion(
        pose=_pose(points),
        right_eye=_aspect(points, RIGHT_EYE),
        left_eye=_aspect(points, LEFT_EYE),
        right_blink=shapes["eyeBlinkRight"],
        left_blink=shapes["eyeBlinkLeft"],
        mouth=_length(points, *LIPS) / _length(points, *MOUTH_CORNERS),
        jaw=shapes["jawOpen"],
        smile=(shapes["mouthSmileLeft"] + shapes["mouthSmileRight"]) / 2,
        brows=(shapes["browInnerUp"] + shapes["browOuterUpLeft"] + shapes["browOuterUpRight"]) / 3,
        size=_spread(points),
    )


def tracked(landmarks: Landmarks) -> NDArray[np.float32]:
    """The TRACKED_POINTS of the mesh, N x 3 in pixels of the frame."""
    points: NDArray[np.float32] = landmarks.points[_TRACKED_ARRAY]
    return points


def spread(points: NDArray[np.float32]) -> float:
    """Root mean square distance in pixels of the rigid points from their middle, in three dimensions."""
    return _spread(_listed(points))


def head_pose(points: NDArray[np.float32]) -> HeadPose:
    """The direction of the head in degrees from the mesh, 478 x 3 in pixels.

    The axes are sums of vectors between mirror points and along the middle line; z of the mesh has the scale of x,
    as under weak perspective. Angles follow the order yaw, pitch, roll: yaw is what is left of the ear axis out of
    the picture plane, pitch that of the upright axis, roll the slope of the ear axis within the plane.
    """
    return _pose(_listed(points))


def eye_aspect_ratio(points: NDArray[np.float32], eye: tuple[int, ...]) -> float:
    """Mean lid distance over the width of the eye (Soukupova and Cech 2016, equation 1).

    About 0.3 for an open eye, towards 0 for a closed one. Measured in three dimensions, so that it changes less when
    the head turns. `eye` is RIGHT_EYE or LEFT_EYE.
    """
    return _aspect(_listed(points), eye)


def _listed(points: NDArray[np.float32]) -> _Points:
    """The points that are measured, by number. So few numbers are reckoned with sooner in Python than in arrays."""
    return dict(zip(_MEASURED, points[_MEASURED_ARRAY].tolist(), strict=True))


def _pose(points: _Points) -> HeadPose:
    across, down = _axis(points, SIDEWAYS), _axis(points, DOWNWARDS)
    yaw = math.asin(min(max(across[2], -1.0), 1.0))
    pitch = math.asin(min(max(-down[2], -1.0), 1.0))
    roll = math.atan2(across[1], across[0])
    return HeadPose(math.degrees(yaw), math.degrees(pitch), math.degrees(roll))


def _axis(points: _Points, pairs: tuple[tuple[int, int], ...]) -> list[float]:
    """The sum of the vectors from the first to the second of each pair, brought to length 1."""
    total = [sum(points[end][part] - points[start][part] for start, end in pairs) for part in range(3)]
    length = max(math.hypot(*total), _LEAST_LENGTH)
    return [part / length for part in total]


def _aspect(points: _Points, eye: tuple[int, ...]) -> float:
    outer, upper_a, upper_b, inner, lower_b, lower_a = eye
    opening = _length(points, upper_a, lower_a) + _length(points, upper_b, lower_b)
    return opening / (2 * _length(points, outer, inner))


def _spread(points: _Points) -> float:
    rigid = [points[index] for index in RIGID]
    middle = [sum(part) / len(rigid) for part in zip(*rigid, strict=True)]
    return math.sqrt(sum(math.dist(point, middle) ** 2 for point in rigid) / len(rigid))


def _length(points: _Points, start: int, end: int) -> float:
    """The distance of two points, never 0, so that a collapsed mesh gives wild numbers and not an exception."""
    return max(math.dist(points[start], points[end]), _LEAST_LENGTH)
