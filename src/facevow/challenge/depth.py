"""What the movement of a face says about its depth.

A flat photo that is tilted before a pinhole camera moves by a homography of the picture plane, whatever the angle; a
head does not, because its nose stands out. `docs/depth.md` holds the curve that the limit was set on.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from facevow.types import TRACKED_POINTS

_MOVING: Final = frozenset(
    {
        61,
        291,
        0,
        17,
        13,
        14,
        132,
        361,
        172,
        397,
        136,
        365,
        150,
        379,
        152,
        175,
        205,
        425,
    }  # lips, jaw, chin, cheeks
)
RIGID: Final = tuple(place for place, point in enumerate(TRACKED_POINTS) if point not in _MOVING)
"""Places in TRACKED_POINTS of what neither speech nor a smile moves: eyes, nose, forehead, temples, cheekbones."""

_RIGHT_EYE, _LEFT_EYE = TRACKED_POINTS.index(33), TRACKED_POINTS.index(263)

FLAT_BELOW: Final = 0.05
"""A turn (of 20 degrees or more) whose planar residual is below this moved like a plane.

No live turn of six clips is below it, but neither is a photo that was bent until the mesh saw a turn, nor a replay:
the network's idea of a face bends with the yaw that it sees. So it is a guard against a mesh that follows a plane and
proves no depth; docs/depth.md has the curve.
"""

_TINY: Final = 1e-9

_NARROWEST: Final = 0.05
"""Least spread across the points' main direction, over that along it. Of points nearly on a line the fit says
anything."""


def planar_residual(resting: NDArray[np.float32], now: NDArray[np.float32]) -> float:
    """How far a face's rigid points are from having moved as a plane, from rest to now.

    The homography from `resting` to `now` is fitted in the plane of the picture by the normalised direct linear
    transformation (Hartley 1997, In Defense of the Eight-Point Algorithm). What is returned is the root mean square
    distance in the picture of now between its images and the points, over the distance of the outer corners of the
    eyes now, measured in three dimensions so that a turn does not shorten it. No unit; 0 for a plane.

    Args:
        resting: the TRACKED_POINTS at rest, N x 3 in pixels.
        now: the same at another moment.

    Returns:
        0 or more. 0.0 (flat: nothing is granted for what cannot be measured) for points that are collapsed, not
        finite or of another shape.
    """
    expected = (len(TRACKED_POINTS), 3)
    if (
        resting.shape != expected
        or now.shape != expected
        or not (np.isfinite(resting).all() and np.isfinite(now).all())
    ):
        return 0.0
    rigid = np.array(RIGID)
    start, end = resting[rigid, :2].astype(np.float64), now[rigid, :2].astype(np.float64)
    eyes = float(np.linalg.norm(now[_RIGHT_EYE].astype(np.float64) - now[_LEFT_EYE]))
    fitted = _homography(start, end)
    if fitted is None or eyes < _TINY:
        return 0.0
    images = np.hstack([start, np.ones((len(start), 1))]) @ fitted.T
    if np.abs(images[:, 2]).min() < _TINY:
        return 0.0
    apart = images[:, :2] / images[:, 2:] - end
    residual = float(np.sqrt((apart**2).sum(axis=1).mean())) / eyes
    return residual if np.isfinite(residual) else 0.0


def _homography(start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """The 3 x 3 matrix that takes N x 2 points nearest to N x 2 others; None where they do not determine it."""
    to_unit, from_unit = _normaliser(start), _normaliser(end)
    if to_unit is None or from_unit is None:
        return None
    ones = np.ones((len(start), 1))
    one, two = np.hstack([start, ones]) @ to_unit.T, (np.hstack([end, ones]) @ from_unit.T)[:, :2]
    nothing = np.zeros_like(one)
    rows = np.vstack(
        [np.hstack([one, nothing, -two[:, :1] * one]), np.hstack([nothing, one, -two[:, 1:] * one])]  # two a point
    )
    try:
        _, sizes, directions = np.linalg.svd(rows, full_matrices=False)
        if sizes[-2] < 1e-6 * sizes[0]:  # more than one homography fits: the points lie on a line
            return None
        matrix: NDArray[np.float64] = np.linalg.inv(from_unit) @ directions[-1].reshape(3, 3) @ to_unit
    except np.linalg.LinAlgError:
        return None
    return matrix


def _normaliser(points: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """The similarity that brings points to mean 0 and mean length sqrt(2); None for points on a line."""
    middle = points.mean(axis=0)
    along, across = np.linalg.svd(points - middle, compute_uv=False)
    if across <= _NARROWEST * along:  # also for points in one place
        return None
    spread = float(np.linalg.norm(points - middle, axis=1).mean())
    scale = np.sqrt(2) / spread
    return np.array([[scale, 0, -scale * middle[0]], [0, scale, -scale * middle[1]], [0, 0, 1]])
