"""Follows a face from one frame to the next without searching for it: the mesh says where it went.

The detector's box of the last search is carried on by the similarity that the rigid points of the mesh moved by since
then, so that a followed box means what a found one does. What could be another face is not followed.
"""

import math
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from facevow.types import Box, Face, Frame, Landmarks
from facevow.vision.memory import Followed
from facevow.vision.motion import RIGID

FARTHEST: Final = 0.2
"""Widths of the face that its middle may move in one step. The mesh sees a crop of 1.5 times the face where it was:
up to this its points lie as they do in a crop that was searched for, farther off they do not (docs/pacing.md). A face
that went farther is searched for."""

MOST_GROWTH: Final = 1.35
"""Times as wide, or as narrow, as in the step before: 0.16 is the largest logarithm that a head was seen to reach."""

SAME_PLACE: Final = 0.3
"""The overlap (intersection over union) from which on a face that was found is the one that was there before."""

_RIGID: Final = np.array(RIGID)


def rigid_points(landmarks: Landmarks) -> NDArray[np.float32]:
    """The mesh points that no expression moves, N x 3 in pixels of the frame."""
    points: NDArray[np.float32] = landmarks.points[_RIGID]
    return points


def carried(followed: Followed, landmarks: Landmarks, frame: Frame) -> Face | None:
    """The face of these landmarks, with the detector's box and points where they are now.

    None where it is farther from its last place than FARTHEST, more than MOST_GROWTH times as large or small, or its
    middle lies outside the frame; also where a number is not finite.
    """
    face = _moved(followed.found, *_similarity(followed.rigid, rigid_points(landmarks)))
    before, now = followed.faces[0].box, face.box
    if not (math.isfinite(now.x + now.y + now.width + now.height) and now.width > 0 and before.width > 0):
        return None
    if math.dist(before.centre, now.centre) > FARTHEST * before.width:
        return None
    if abs(math.log(now.width / before.width)) > math.log(MOST_GROWTH):
        return None
    x, y = now.centre
    return face if 0 <= x <= frame.width and 0 <= y <= frame.height else None


def still_there(followed: Followed, faces: tuple[Face, ...]) -> bool:
    """Whether the first of these faces, which were searched for, stands where the followed one stood."""
    return bool(faces) and faces[0].box.overlap(followed.faces[0].box) >= SAME_PLACE


def same_size(followed: Followed, frame: Frame) -> bool:
    """Whether the frame has the size of the one before."""
    return (frame.width, frame.height) == (followed.width, followed.height)


def _similarity(before: NDArray[np.float32], now: NDArray[np.float32]) -> tuple[complex, complex]:
    """Turn and scale, and then shift, of the picture plane as complex numbers: z becomes turn * z + shift.

    The turn is that of the least squares fit (Umeyama 1991, in the plane), the scale the ratio of the points' spread in
    three dimensions, which a head that turns does not change as it changes its width in the picture.
    """
    one, other = (points[:, 0].astype(np.float64) + 1j * points[:, 1] for points in (before, now))
    middle, centre = complex(one.mean()), complex(other.mean())
    turn = complex(np.vdot(one - middle, other - centre))
    scale = _spread(now) / max(_spread(before), 1e-6)
    turn = scale * turn / abs(turn) if abs(turn) > 0 else complex(scale)
    return turn, centre - turn * middle


def _spread(points: NDArray[np.float32]) -> float:
    return float(np.sqrt(((points - points.mean(axis=0)) ** 2).sum(axis=1).mean()))


def _moved(face: Face, turn: complex, shift: complex) -> Face:
    """The box stays upright, as the detector's are; its points turn with the head."""
    middle, scale = turn * complex(*face.box.centre) + shift, abs(turn)
    width, height = scale * face.box.width, scale * face.box.height
    points = [turn * complex(*point) + shift for point in face.points]
    box = Box(middle.real - width / 2, middle.imag - height / 2, width, height)
    return replace(face, box=box, points=tuple((point.real, point.imag) for point in points))
