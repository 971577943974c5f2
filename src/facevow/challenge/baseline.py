"""The resting face of one person: what every act is measured against.

People differ: eyes are narrow or wide, brows sit high or low, the camera stands above or below. So nothing is judged
in absolute terms before the face has rested for a moment.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from facevow.types import FaceMotion, FrameAnalysis

LEAST_FRAMES: Final = 4
"""A median of fewer can be moved by two bad frames; at 8 a second four frames are half a second."""

STRAIGHT_YAW, STRAIGHT_ROLL = 15.0, 20.0
"""Degrees. Beyond them the person does not look at the screen; the widest rest in the footage has a yaw of 9."""

LOWEST_PITCH, HIGHEST_PITCH = -30.0, 25.0
"""Degrees. Wide, because many sit above or below their camera: rest lies at -13 to -19 in four clips of six."""

QUIET_ANGLE, QUIET_SIZE = 6.0, 0.08
"""How much an angle (degrees) and the size (share) may change over the stretch: a hand-held phone trembles by half."""

OPEN_JAW: Final = 0.35
"""A mouth wider open than this is no resting mouth (blendshape; people who rest or talk stay under 0.2)."""

LONGEST_GAP: Final = 0.5
"""Seconds without a frame after which what was seen before says nothing about rest."""


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """The resting face: medians over a quiet stretch.

    `yaw`, `pitch`, `roll` in degrees; `eyes` the mean aspect ratio of both eyes; `blink`, `jaw`, `smile`, `brows`
    blendshapes 0..1 (`blink` the mean of both eyes); `mouth` the opening of the lips over their width; `size` in
    pixels; `tracked` the TRACKED_POINTS of the quiet frame nearest to the median pose, N x 3 in pixels, or None.
    """

    yaw: float
    pitch: float
    roll: float
    eyes: float
    blink: float
    mouth: float
    jaw: float
    smile: float
    brows: float
    size: float
    tracked: NDArray[np.float32] | None = None


_NUMBERS = ("yaw", "pitch", "roll", "eyes", "blink", "mouth", "jaw", "smile", "brows", "size")
"""The fields of a base line that are medians."""


class Resting:
    """Waits until a face looks straight ahead and rests."""

    def __init__(self, settle: float) -> None:
        """Ask for `settle` seconds of rest, and for LEAST_FRAMES frames at least."""
        self._settle = settle
        self._quiet: deque[FrameAnalysis] = deque()

    def observe(self, analysis: FrameAnalysis) -> Baseline | None:
        """Take one frame; the base line once the face has rested long enough, None before. Forgets when it moves."""
        motion = analysis.motion
        if motion is None or not _straight(motion):
            self._quiet.clear()
            return None
        if self._quiet and not 0 <= analysis.at - self._quiet[-1].at <= LONGEST_GAP:
            self._quiet.clear()
        self._quiet.append(analysis)
        while not _quiet(_motions(self._quiet)):
            self._quiet.popleft()
        return self._base_line(analysis.at)

    def _base_line(self, at: float) -> Baseline | None:
        quiet = self._quiet
        while len(quiet) > LEAST_FRAMES and at - quiet[1].at >= self._settle:
            quiet.popleft()
        if len(quiet) < LEAST_FRAMES or at - quiet[0].at < self._settle - 1e-6:  # times are sums of binary fractions
            return None
        return summarise(tuple(quiet))


def summarise(analyses: tuple[FrameAnalysis, ...]) -> Baseline:
    """The medians of analyses that all have motion; at least one."""
    motions = _motions(analyses)
    table = np.array([_row(motion) for motion in motions])
    middle = np.median(table, axis=0)
    nearest = int(np.abs(table[:, :3] - middle[:3]).sum(axis=1).argmin())
    values = dict(zip(_NUMBERS, middle.tolist(), strict=True))
    return Baseline(**values, tracked=analyses[nearest].tracked)


def _motions(analyses: "deque[FrameAnalysis] | tuple[FrameAnalysis, ...]") -> tuple[FaceMotion, ...]:
    return tuple(analysis.motion for analysis in analyses if analysis.motion is not None)


def _row(motion: FaceMotion) -> tuple[float, ...]:
    """The values of _NUMBERS in their order."""
    return (
        motion.pose.yaw,
        motion.pose.pitch,
        motion.pose.roll,
        (motion.right_eye + motion.left_eye) / 2,
        (motion.right_blink + motion.left_blink) / 2,
        motion.mouth,
        motion.jaw,
        motion.smile,
        motion.brows,
        motion.size,
    )


def _straight(motion: FaceMotion) -> bool:
    pose = motion.pose
    straight = abs(pose.yaw) <= STRAIGHT_YAW and abs(pose.roll) <= STRAIGHT_ROLL
    return straight and LOWEST_PITCH <= pose.pitch <= HIGHEST_PITCH and motion.jaw <= OPEN_JAW


def _quiet(motions: tuple[FaceMotion, ...]) -> bool:
    """Whether nothing of the head changed much from the first to the last of these."""
    poses = np.array([(motion.pose.yaw, motion.pose.pitch, motion.pose.roll) for motion in motions])
    sizes = np.array([motion.size for motion in motions])
    still = bool((np.ptp(poses, axis=0) <= QUIET_ANGLE).all())
    return still and float(sizes.max()) <= (1 + QUIET_SIZE) * float(sizes.min())
