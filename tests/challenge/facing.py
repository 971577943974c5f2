"""Frames of one made head that turns, as the watchers of continuity see them."""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from facevow.types import TRACKED_POINTS, Box, Face, FrameAnalysis
from tests.making import FACE, make_analysis, make_motion

NARROW, BROAD = 0.8, 1.4
"""Two heads: the breadth of each over its height."""


def head(breadth: float = 1.0, yaw: float = 0.0, size: float = 60.0) -> NDArray[np.float32]:
    """TRACKED_POINTS scattered on an ellipsoid of this breadth, turned by `yaw` degrees, N x 3 in pixels."""
    numbers = np.arange(len(TRACKED_POINTS))
    height, angle = np.cos(numbers * 2.4), numbers * 3.9
    ring = np.sqrt(1 - height**2)
    points = np.stack([breadth * ring * np.cos(angle), height, ring * np.sin(angle)], axis=1) * size
    turn = math.radians(yaw)
    across = [[math.cos(turn), 0, -math.sin(turn)], [0, 1, 0], [math.sin(turn), 0, math.cos(turn)]]
    turned: NDArray[np.float32] = (points @ np.array(across) + [280, 230, 0]).astype(np.float32)
    return turned


def frame(
    at: float,
    *,
    yaw: float = 0.0,
    breadth: float = 1.0,
    moved: float = 0.0,
    digest: str | None = None,
    rival: float = 0.0,
) -> FrameAnalysis:
    """A frame with one head; `moved` by widths of the face, beside a `rival` of this share of its area.

    Without a given digest it has its own, and its points tremble as those of a living head do.
    """
    box = replace(FACE.box, x=FACE.box.x + moved * FACE.box.width)
    faces: tuple[Face, ...] = (replace(FACE, box=box),)
    if rival:
        side = FACE.box.width * math.sqrt(rival)
        faces += (Face(Box(500, 100, side, side), 0.9, ()),)
    analysis = make_analysis(at, faces=faces, motion=make_motion(yaw=yaw))
    tremble = np.sin(np.arange(len(TRACKED_POINTS) * 3) * 5 + at * 17).reshape(-1, 3) * 0.2
    points = (head(breadth, yaw) + tremble).astype(np.float32)
    return replace(analysis, tracked=points, digest=f"{at:.6f}" if digest is None else digest)


def nobody(at: float) -> FrameAnalysis:
    """A frame without a face."""
    return make_analysis(at, faces=())
