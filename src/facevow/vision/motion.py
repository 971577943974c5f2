"""Landmarks to head pose, eye aspect ratio and opening of the mouth.

Left and right are the person's own. Numbers are indices into MediaPipe's 478-point mesh.
"""

import math

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


def measure(landmarks: Landmarks) -> FaceMotion:
    """Return what the landmarks say about pose, size, eyes, mouth and brows."""
    points, shapes = landmarks.points, landmarks.blendshapes
    return FaceMotion(
        pose=head_pose(points),
        right_eye=eye_aspect_ratio(points, RIGHT_EYE),
        left_eye=eye_aspect_ratio(points, LEFT_EYE),
        right_blink=shapes["eyeBlinkRight"],
        left_blink=shapes["eyeBlinkLeft"],
        mouth=_ratio(points, LIPS, MOUTH_CORNERS),
        jaw=shapes["jawOpen"],
        smile=(shapes["mouthSmileLeft"] + shapes["mouthSmileRight"]) / 2,
        brows=(shapes["browInnerUp"] + shapes["browOuterUpLeft"] + shapes["browOuterUpRight"]) / 3,
        size=spread(points),
    )


def tracked(landmarks: Landmarks) -> NDArray[np.float32]:
    """The TRACKED_POINTS of the mesh, N x 3 in pixels of the frame."""
    points: NDArray[np.float32] = landmarks.points[np.array(TRACKED_POINTS)]
    return points


def spread(points: NDArray[np.float32]) -> float:
    """Root mean square distance in pixels of the rigid points from their middle, in three dimensions."""
    rigid = points[np.array(RIGID)]
    return float(np.sqrt(((rigid - rigid.mean(axis=0)) ** 2).sum(axis=1).mean()))


def head_pose(points: NDArray[np.float32]) -> HeadPose:
    """The direction of the head in degrees from the mesh, 478 x 3 in pixels.

    The axes are sums of vectors between mirror points and along the middle line; z of the mesh has the scale of x,
    as under weak perspective. Angles follow the order yaw, pitch, roll: yaw is what is left of the ear axis out of
    the picture plane, pitch that of the upright axis, roll the slope of the ear axis within the plane.
    """
    across = _sum_of_vectors(points, SIDEWAYS)
    down = _sum_of_vectors(points, DOWNWARDS)
    across, down = across / _length(across), down / _length(down)
    yaw = math.asin(float(np.clip(across[2], -1, 1)))
    pitch = math.asin(float(np.clip(-down[2], -1, 1)))
    roll = math.atan2(float(across[1]), float(across[0]))
    return HeadPose(math.degrees(yaw), math.degrees(pitch), math.degrees(roll))


def eye_aspect_ratio(points: NDArray[np.float32], eye: tuple[int, ...]) -> float:
    """Mean lid distance over the width of the eye (Soukupova and Cech 2016, equation 1).

    About 0.3 for an open eye, towards 0 for a closed one. Measured in three dimensions, so that it changes less when
    the head turns.
    """
    outer, upper_a, upper_b, inner, lower_b, lower_a = (points[index] for index in eye)
    opening = _length(upper_a - lower_a) + _length(upper_b - lower_b)
    return opening / (2 * _length(outer - inner))


def _ratio(points: NDArray[np.float32], over: tuple[int, int], under: tuple[int, int]) -> float:
    return _length(points[over[0]] - points[over[1]]) / _length(points[under[0]] - points[under[1]])


def _sum_of_vectors(points: NDArray[np.float32], pairs: tuple[tuple[int, int], ...]) -> NDArray[np.float32]:
    starts, ends = np.array(pairs).T
    total: NDArray[np.float32] = (points[ends] - points[starts]).sum(axis=0)
    return total


def _length(vector: NDArray[np.float32]) -> float:
    """Euclidean length, never 0, so that a collapsed mesh gives wild numbers and not an exception."""
    return max(float(np.linalg.norm(vector)), 1e-6)
