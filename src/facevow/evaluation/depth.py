"""The curves behind the signs of flatness: how faces and photos look against how far they turned."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from facevow.challenge.depth import planar_residual
from facevow.challenge.flatness import distortion
from facevow.errors import EvaluationError
from facevow.types import FrameAnalysis

YAW_EDGES = (0, 5, 10, 15, 20, 25, 30, 40, 90)
"""Degrees of change of yaw between which the curve is told."""


@dataclass(frozen=True, slots=True)
class Sight:
    """One frame against the face at rest: change of yaw in degrees (0 or more), planar residual and distortion."""

    yaw: float
    residual: float
    distortion: float


@dataclass(frozen=True, slots=True)
class Spread:
    """5th, 50th and 95th percentile."""

    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class YawBin:
    """`frames` frames whose yaw changed by `least` to `most` degrees; no spread where there are none."""

    least: int
    most: int
    frames: int
    residual: Spread | None
    distortion: Spread | None


def sights_of_clip(analyses: Iterable[FrameAnalysis]) -> list[Sight]:
    """All frames of a clip with a mesh, against the one nearest to yaw 0 and the clip's median pitch.

    Raises:
        EvaluationError: no frame has a mesh.
    """
    seen = _with_mesh(analyses)
    if not seen:
        raise EvaluationError("expected a clip with a face in it, found none")
    poses = [analysis.motion.pose for analysis in seen if analysis.motion is not None]
    usual = float(np.median([pose.pitch for pose in poses]))
    cost = [abs(pose.yaw) + abs(pose.pitch - usual) / 2 for pose in poses]
    return against(seen[int(np.argmin(cost))], seen)


def against(resting: FrameAnalysis, others: Iterable[FrameAnalysis]) -> list[Sight]:
    """Each of `others` that has a mesh against `resting`, which must have one."""
    if resting.motion is None or resting.tracked is None:
        return []
    usual, points = resting.motion.pose.yaw, resting.tracked
    return [
        Sight(
            abs(other.motion.pose.yaw - usual),
            planar_residual(points, other.tracked),
            distortion(points, other.tracked),
        )
        for other in others
        if other.motion is not None and other.tracked is not None
    ]


def by_yaw(sights: Sequence[Sight]) -> tuple[YawBin, ...]:
    """The curve: residual and distortion by change of yaw."""
    bins = []
    for least, most in pairwise(YAW_EDGES):
        held = [sight for sight in sights if least <= sight.yaw < most]
        residual, bent = _spread([sight.residual for sight in held]), _spread([sight.distortion for sight in held])
        bins.append(YawBin(least, most, len(held), residual, bent))
    return tuple(bins)


def _with_mesh(analyses: Iterable[FrameAnalysis]) -> list[FrameAnalysis]:
    return [analysis for analysis in analyses if analysis.motion is not None and analysis.tracked is not None]


def _spread(values: Sequence[float]) -> Spread | None:
    return Spread(*np.percentile(values, [5, 50, 95]).tolist()) if values else None
