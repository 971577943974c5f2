"""Who a face is, as far as its bones tell: ratios of distances between points of skull and nose.

They tell little. The mesh network draws every face towards the mean one and lets it bend with pose, hands and smiles:
over ten seconds one man's face differs from itself about as much as from another's (docs/continuity.md). The limit
stands where no recording of one person passes it, and what it finds is the gross case.
"""

import numpy as np
from numpy.typing import NDArray

from facevow.types import TRACKED_POINTS, FrameAnalysis, HeadPose

# fmt: off
DISTANCES = (
    (33, 263), (133, 362),                                                                  # between the eyes' corners
    (127, 356), (234, 454), (93, 323), (54, 284), (103, 332), (116, 345), (117, 346), (132, 361), (172, 397),  # breadth
    (9, 168), (10, 168), (168, 6), (168, 4), (168, 2), (10, 4), (129, 358),                 # forehead and nose
    (4, 132), (4, 361), (4, 234), (4, 454), (4, 33), (4, 263), (33, 234), (263, 454),       # from the nose, to the ears
)
# fmt: on
"""Pairs of mesh points whose distance no expression is meant to change, mirror pairs side by side."""

LEARNT_FOR, LEARNT_FROM = 0.4, 4
"""The reference is the median of the near-frontal frames of the first so many seconds, at least so many of them."""

FRONTAL = 15.0
"""Degrees of yaw within which a frame serves as reference, and from the reference's within which one is compared."""

PITCH_NEAR = 8.0
"""Degrees of pitch from the reference within which a frame is compared: a nod bends the mesh more than a turn does."""

LIMIT = 0.10
"""The `distance` from the reference that is another face. The largest that a recording of one person keeps up for
LASTING is 0.090, of a man who smiles and passes a hand before his face; docs/continuity.md."""

LASTING = 0.5
"""Seconds for which every comparable frame must be beyond LIMIT, at least LEARNT_FROM of them: a hand that passes
bends the mesh for less."""

_STARTS, _ENDS = np.array([[TRACKED_POINTS.index(point) for point in pair] for pair in DISTANCES]).T

Proportions = NDArray[np.float64]


def proportions(tracked: NDArray[np.float32]) -> Proportions | None:
    """Natural logarithms of DISTANCES, less their mean, so that neither size nor place nor direction counts.

    `tracked` are the TRACKED_POINTS, N x 3 in pixels. None where they are no such points or have collapsed.
    """
    if tracked.shape != (len(TRACKED_POINTS), 3):
        return None
    with np.errstate(all="ignore"):
        points = tracked.astype(np.float64)
        logarithms = np.log(np.sqrt(((points[_STARTS] - points[_ENDS]) ** 2).sum(axis=1)))
        centred: Proportions = logarithms - logarithms.mean()
    return centred if np.isfinite(centred).all() else None


def distance(one: Proportions, other: Proportions) -> float:
    """Root mean square difference of two faces' proportions: 0.05 means that distances differ by five per cent."""
    return float(np.sqrt(((one - other) ** 2).mean()))


class Bones:
    """Remembers the proportions of the face at the start and compares those of later frames in about the same pose."""

    def __init__(self) -> None:
        self.largest = 0.0
        self.forget()

    def forget(self) -> None:
        """Start anew with the next face."""
        self._learning: list[tuple[float, HeadPose, Proportions]] = []
        self._reference: tuple[HeadPose, Proportions] | None = None
        self._recent: list[tuple[float, float]] = []

    def observe(self, analysis: FrameAnalysis) -> bool:
        """Take a frame; whether the face has had other proportions than at the start for LASTING.

        A frame without mesh or pose tells nothing. `largest` is the largest distance kept up so long, over LIMIT.
        """
        if analysis.motion is None or analysis.tracked is None:
            return False
        pose, found = analysis.motion.pose, proportions(analysis.tracked)
        if found is None:
            return False
        if self._reference is None:
            self._learn(analysis.at, pose, found)
            return False
        at_start, reference = self._reference
        if not (abs(pose.yaw - at_start.yaw) < FRONTAL and abs(pose.pitch - at_start.pitch) < PITCH_NEAR):
            return False
        return self._compare(analysis.at, distance(reference, found))

    def _learn(self, at: float, pose: HeadPose, found: Proportions) -> None:
        if not abs(pose.yaw) < FRONTAL:
            self._learning.clear()
            return
        self._learning.append((at, pose, found))
        if len(self._learning) < LEARNT_FROM or at - self._learning[0][0] < LEARNT_FOR:
            return
        _, poses, shapes = zip(*self._learning, strict=True)
        yaw, pitch, roll = np.median([(pose.yaw, pose.pitch, pose.roll) for pose in poses], axis=0)
        self._reference = HeadPose(float(yaw), float(pitch), float(roll)), np.median(shapes, axis=0)
        self._learning.clear()

    def _compare(self, at: float, apart: float) -> bool:
        """Keep the distances of the last LASTING seconds, and one from before them; whether all are too large."""
        self._recent.append((at, apart))
        while len(self._recent) > LEARNT_FROM and at - self._recent[1][0] >= LASTING:
            self._recent.pop(0)
        if len(self._recent) < LEARNT_FROM or at - self._recent[0][0] < LASTING:
            return False
        lasting = min(apart for _, apart in self._recent) / LIMIT
        self.largest = max(self.largest, lasting)
        return lasting > 1
