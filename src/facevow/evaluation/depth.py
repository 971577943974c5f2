"""The curve behind the depth cue: the planar residual of faces against how far they turned, on clips and photos."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from facevow.challenge.depth import FLAT_BELOW, planar_residual
from facevow.errors import EvaluationError
from facevow.evaluation.presentations import KINDS, draw_moves, photo_frames
from facevow.types import FaceMotion, Frame, FrameAnalysis, Pixels

Analyse = Callable[[Frame], FrameAnalysis]
"""Shows what is in a frame; `Pipeline.analyse` does. May raise InputError or ModelCorrupt."""

YAW_EDGES = (0, 5, 10, 15, 20, 25, 30, 40, 90)
"""Degrees of change of yaw between which the curve is told."""

_RESTING = 0.8
"""Seconds at the beginning of a simulated run in which the photo is held still."""


@dataclass(frozen=True, slots=True)
class Sight:
    """One frame against the face at rest: change of yaw and pitch in degrees (0 or more), size ratio, residual."""

    yaw: float
    pitch: float
    growth: float
    residual: float


@dataclass(frozen=True, slots=True)
class YawBin:
    """The residuals of `frames` frames whose yaw changed by `least` to `most` degrees; percentiles None for none."""

    least: int
    most: int
    frames: int
    low: float | None
    median: float | None
    high: float | None
    flat: int


def sights_of_clip(analyses: Iterable[FrameAnalysis]) -> list[Sight]:
    """All frames of a clip with a mesh, against the one nearest to yaw 0 and the clip's median pitch.

    Raises:
        EvaluationError: no frame has a mesh.
    """
    seen = [analysis for analysis in analyses if analysis.motion is not None and analysis.tracked is not None]
    motions = [analysis.motion for analysis in seen if analysis.motion is not None]
    if not seen:
        raise EvaluationError("expected a clip with a face in it, found none")
    usual = float(np.median([motion.pose.pitch for motion in motions]))
    cost = [abs(motion.pose.yaw) + abs(motion.pose.pitch - usual) / 2 for motion in motions]
    return _against(seen[int(np.argmin(cost))], seen)


def sights_of_photos(
    portrait: Pixels, analyse: Analyse, *, runs: int = 500, seed: int = 4
) -> list[tuple[str, list[Sight]]]:
    """Simulated presentations of a portrait: the kind of each run and its frames after the photo was held still.

    A run in whose still part no mesh was found has no frames.

    Raises:
        EvaluationError: there is no face in the portrait.
    """
    face = analyse(Frame(portrait)).face
    if face is None:
        raise EvaluationError("expected a portrait with a face in it, found none")
    made = []
    for number in range(runs):
        rng = np.random.default_rng([seed, number])
        moves = draw_moves(rng, KINDS[number % len(KINDS)])
        seen = [analyse(frame) for frame in photo_frames(portrait, face.box, moves, rng)]
        known = [analysis for analysis in seen if analysis.motion is not None and analysis.tracked is not None]
        resting = [analysis for analysis in known if analysis.at <= _RESTING]
        moved = [analysis for analysis in known if analysis.at > _RESTING]
        made.append((moves.kind, _against(resting[len(resting) // 2], moved) if resting else []))
    return made


def by_yaw(sights: Sequence[Sight]) -> tuple[YawBin, ...]:
    """The curve: 5th, 50th and 95th percentile of the residual, and how many lie below FLAT_BELOW, by change of yaw."""
    bins = []
    for least, most in pairwise(YAW_EDGES):
        held = [sight.residual for sight in sights if least <= sight.yaw < most]
        low, median, high = np.percentile(held, [5, 50, 95]).tolist() if held else (None, None, None)
        bins.append(YawBin(least, most, len(held), low, median, high, sum(value < FLAT_BELOW for value in held)))
    return tuple(bins)


def _against(resting: FrameAnalysis, others: Sequence[FrameAnalysis]) -> list[Sight]:
    base, points = resting.motion, resting.tracked
    if base is None or points is None:
        return []
    return [
        Sight(*_changes(base, other.motion), planar_residual(points, other.tracked))
        for other in others
        if other.motion is not None and other.tracked is not None
    ]


def _changes(base: FaceMotion, now: FaceMotion) -> tuple[float, float, float]:
    turned, tipped = abs(now.pose.yaw - base.pose.yaw), abs(now.pose.pitch - base.pose.pitch)
    return turned, tipped, now.size / max(base.size, 1e-6)
