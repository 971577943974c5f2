"""Tells a head that acts from a sheet that is bent, tilted, turned and moved so that it seems to.

The mesh sees a face in whatever is shown to it, and bends its idea of one until it fits. Two things give a sheet away
all the same. What the network cannot explain by a pose it explains by the shape: the face becomes narrower or longer
than it was. And a sheet that comes closer brings its surroundings along. A tilt of the head cannot be told from a sheet
that is tilted: hair and shoulders go along with both. `docs/depth.md` has the measurements behind the limits.
"""

import math
from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from facevow.challenge.actions import Seen
from facevow.challenge.baseline import Baseline
from facevow.challenge.depth import FLAT_BELOW, planar_residual
from facevow.challenge.events import Act
from facevow.types import TRACKED_POINTS, FrameAnalysis

DISTORTED_ABOVE: Final = 0.15
"""A face whose proportion changes by more (natural logarithm) during an act is not rigid. In ten clips of real heads
the largest change during a turn, look or blink is 0.131; of the simulated photos that reach such an act nearly all go
beyond."""

CARRIED_ABOVE: Final = 0.5
"""A face that shares more than this of its growth with what surrounds it is carried along: in 67 simulated approaches
of photos the share was 0.58 or more."""

KNOWN_SHARE: Final = 0.7
"""Share of the frames in which the surroundings must have been followed for anything to be said about them."""

BEFORE: Final = 0.35
"""Seconds before an act was seen to leave rest that belong to it: `Seen.began` comes up to so much too late."""

LONGEST: Final = 4.0
"""Seconds that are looked back on."""

_TURNS: Final = frozenset({Act.TURN_LEFT, Act.TURN_RIGHT})
_APPROACHES: Final = frozenset({Act.COME_CLOSER, Act.GO_BACK})
_TILTS: Final = frozenset({Act.TILT_LEFT, Act.TILT_RIGHT})

_EYES, _HEIGHT = (33, 263), (151, 2)
"""Mesh points: the outer corners of the eyes; the forehead and the base of the nose. No expression moves them."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What was measured during an act; None where there was nothing to measure.

    residual: planar residual of the face against its rest, of a turn (`depth.planar_residual`).
    distortion: the largest change of proportion (`distortion`).
    carried: the share of an approach's growth that the surroundings made as well.
    """

    residual: float | None
    distortion: float | None
    carried: float | None

    def flat(self, act: Act) -> bool:
        """Whether this is how a sheet does the act.

        An approach must be shown not to be carried and a turn not to be a plane's; all else is believed until something
        speaks against it.
        """
        if act in _APPROACHES and (self.carried is None or self.carried > CARRIED_ABOVE):
            return True
        if act in _TURNS and (self.residual is None or self.residual < FLAT_BELOW):
            return True
        return act not in _TILTS and self.distortion is not None and self.distortion > DISTORTED_ABOVE


@dataclass(frozen=True, slots=True)
class _Moment:
    """One frame: the face against its rest, and what the surroundings have done up to it since the beginning."""

    at: float
    distortion: float | None
    size: float
    grown: float
    followed: int
    frames: int


class Flatness:
    """Watches one settled face."""

    def __init__(self, baseline: Baseline) -> None:
        self._resting = baseline.tracked
        self._now: NDArray[np.float32] | None = None
        self._moments: deque[_Moment] = deque()
        self._grown = 0.0
        self._followed = self._frames = 0

    def observe(self, analysis: FrameAnalysis) -> None:
        """Take one frame; of one without a mesh only what the surroundings did."""
        self._frames += 1
        if analysis.drift is not None and analysis.drift.scale > 0:
            self._grown, self._followed = self._grown + math.log(analysis.drift.scale), self._followed + 1
        if analysis.motion is None:
            return
        self._now = analysis.tracked
        known = self._resting is not None and analysis.tracked is not None
        distorted = distortion(self._resting, analysis.tracked) if known else None
        moment = _Moment(analysis.at, distorted, analysis.motion.size, self._grown, self._followed, self._frames)
        self._moments.append(moment)
        while analysis.at - self._moments[0].at > LONGEST:
            self._moments.popleft()

    def signs(self, seen: Seen) -> Signs:
        """What was measured during this act, which the latest frame completes."""
        during = [moment for moment in self._moments if moment.at >= seen.began - BEFORE]
        distortions = [moment.distortion for moment in during if moment.distortion is not None]
        residual = None
        if seen.act in _TURNS and self._resting is not None and self._now is not None:
            residual = planar_residual(self._resting, self._now)
        return Signs(residual, max(distortions, default=None), _carried(seen.act, during))


def distortion(resting: NDArray[np.float32] | None, now: NDArray[np.float32] | None) -> float:
    """How much the face's proportion changed: |ln(q now / q at rest)|.

    q is the distance of the eyes' outer corners over that from the forehead to the base of the nose, both in three
    dimensions.

    Args:
        resting: the TRACKED_POINTS at rest, N x 3 in pixels.
        now: the same at another moment.

    Returns:
        0 or more, no unit; infinite for points that are collapsed, not finite or of another shape.
    """
    one, other = _proportion(resting), _proportion(now)
    return abs(math.log(other / one)) if one > 0 and other > 0 else math.inf


def _proportion(points: NDArray[np.float32] | None) -> float:
    """0 where it cannot be told."""
    if points is None or points.shape != (len(TRACKED_POINTS), 3):
        return 0.0
    wide, high = (_apart(points, pair) for pair in (_EYES, _HEIGHT))
    proportion = wide / high if high > 0 else 0.0
    return proportion if math.isfinite(proportion) else 0.0


def _apart(points: NDArray[np.float32], pair: tuple[int, int]) -> float:
    one, other = (points[TRACKED_POINTS.index(point)].tolist() for point in pair)
    return math.dist(one, other)


def _carried(act: Act, during: list[_Moment]) -> float | None:
    """The share of the growth that the surroundings made too; None where it is another act or they are not known."""
    if act not in _APPROACHES or len(during) < 2:
        return None
    first, last = during[0], during[-1]
    if last.followed - first.followed < KNOWN_SHARE * (last.frames - first.frames):
        return None
    growth = last.size / first.size if first.size > 0 else 0.0
    own, theirs = math.log(growth) if growth > 0 else 0.0, last.grown - first.grown
    share = theirs / own if abs(own) > 1e-6 else math.inf
    return share if math.isfinite(share) else math.inf
