"""Finds in a recording what a person can do on request: how they rest, and each act from rest to rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from facevow.challenge.actions import Recogniser
from facevow.challenge.baseline import Baseline, Resting, summarise
from facevow.challenge.events import Act
from facevow.challenge.excursions import REST
from facevow.challenge.levels import head_levels
from facevow.errors import EvaluationError
from facevow.traces.edits import Frames
from facevow.types import FaceMotion, FrameAnalysis

ROTATIONS: Final = (
    Act.TURN_LEFT,
    Act.TURN_RIGHT,
    Act.LOOK_UP,
    Act.LOOK_DOWN,
    Act.TILT_LEFT,
    Act.TILT_RIGHT,
)
"""Acts that a recording can be cut for. The others begin and end in smaller movements than the cut can be sure of."""

REST_SECONDS: Final = 0.8
"""How long a stretch of rest is looked for; it is played back and forth."""


@dataclass(frozen=True, slots=True, eq=False)
class Repertoire:
    """A stretch of rest, and for each act the frames from rest to the act and back; none is empty."""

    rest: Frames
    acts: Mapping[Act, Frames]


def repertoire(frames: Sequence[FrameAnalysis], acts: Iterable[Act] = ROTATIONS) -> Repertoire:
    """Cut a recording into rest and acts; where the way to an act or back is missing, the other way is turned round.

    Raises:
        EvaluationError: the person never rests, or does none of `acts`.
    """
    wanted = frozenset(acts)
    rest = _quietest(frames)
    base = summarise(rest)
    found: dict[Act, Frames] = {}
    for start, end in _excursions(frames, base):
        act = _only_act(frames[start:end], rest, base)
        if act in wanted and act not in found:
            there_and_back = _from_rest_to_rest(frames, start, end, _levels_of(frames, act, base))
            if there_and_back:
                found[act] = there_and_back
    if not found:
        raise EvaluationError(f"expected one of {', '.join(sorted(wanted))} in the recording, found none")
    return Repertoire(rest, {act: found[act] for act in Act if act in found})


def _quietest(frames: Sequence[FrameAnalysis]) -> Frames:
    """The stretch of REST_SECONDS in which the head moves least."""
    resting = Resting(REST_SECONDS)
    best: tuple[float, Frames] = (np.inf, ())
    for number, frame in enumerate(frames):
        if resting.observe(frame) is None:
            continue
        since = next(index for index, other in enumerate(frames) if other.at >= frame.at - REST_SECONDS)
        stretch = tuple(each for each in frames[since : number + 1] if each.motion is not None)
        poses = np.array([(m.pose.yaw, m.pose.pitch, m.pose.roll) for m in _motions(stretch)])
        best = min(best, (float(np.ptp(poses, axis=0).sum()), stretch), key=lambda found: found[0])
    if not best[1]:
        raise EvaluationError(f"expected a face that rests for {REST_SECONDS} s in the recording, found none")
    return best[1]


def _excursions(frames: Sequence[FrameAnalysis], base: Baseline) -> list[tuple[int, int]]:
    """Where the head is turned away from rest without a break: first frame, and the one after the last."""
    found: list[tuple[int, int]] = []
    start = None
    for number, frame in enumerate(frames):
        away = frame.motion is not None and _level(frame.motion, base) >= REST
        if away and start is None:
            start = number
        if not away and start is not None:
            found.append((start, number))
            start = None
    return found if start is None else [*found, (start, len(frames))]


def _only_act(piece: Sequence[FrameAnalysis], rest: Frames, base: Baseline) -> Act | None:
    """The act that is seen when this piece follows upon rest; None unless there is exactly one."""
    recogniser = Recogniser(base)
    step = 1 / 15
    seen = [
        seen.act
        for number, motion in enumerate(_motions((*rest, *piece, *rest)))
        for seen in recogniser.observe(motion, number * step)
        if seen.act in ROTATIONS
    ]
    return seen[0] if len(seen) == 1 else None


def _from_rest_to_rest(frames: Sequence[FrameAnalysis], start: int, end: int, levels: list[float]) -> Frames:
    """The excursion with a frame of rest at each end; nothing if neither end lies in the recording."""
    peak = max(range(start, end), key=lambda number: levels[number])
    begins = start > 0 and frames[start - 1].motion is not None
    ends = end < len(frames) and frames[end].motion is not None
    there, back = tuple(frames[start - 1 : peak + 1]) if begins else (), tuple(frames[peak : end + 1]) if ends else ()
    if not there and not back:
        return ()
    there = there or back[::-1]
    back = back or there[::-1]
    return (*there, *back[1:])


def _levels_of(frames: Sequence[FrameAnalysis], act: Act, base: Baseline) -> list[float]:
    return [0.0 if frame.motion is None else head_levels(frame.motion, base)[act] for frame in frames]


def _level(motion: FaceMotion, base: Baseline) -> float:
    levels = head_levels(motion, base)
    return max(levels[act] for act in ROTATIONS)


def _motions(frames: Iterable[FrameAnalysis]) -> list[FaceMotion]:
    return [frame.motion for frame in frames if frame.motion is not None]
