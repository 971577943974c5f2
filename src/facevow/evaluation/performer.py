"""Somebody who sees the prompts and answers them, made of the pieces of a recording.

Of a bona fide recording it is the person who was filmed; of a recorded attack it is a puppet, a prepared recording
that answers on cue.
"""

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final

import numpy as np

from facevow.challenge.check import Prompt
from facevow.challenge.draw import Choose, length_for
from facevow.challenge.events import Act
from facevow.challenge.rules import Step
from facevow.decision.policy import Policy
from facevow.decision.session import Session
from facevow.errors import ChallengeImpossible
from facevow.evaluation.outcomes import Outcome, chooser, over_seeds, see_through
from facevow.evaluation.repertoire import Repertoire
from facevow.types import Box, Face, FrameAnalysis, Point

RATE: Final = 15.0
"""Frames a second: what the page sends at most."""

REACTION: Final = (0.4, 1.2)
"""Seconds from a prompt to the begin of the answer: a choice among several movements takes about 0.4 s with practice
(Hick 1952, Quarterly Journal of Experimental Psychology 4:11), and reading a prompt takes its time."""

LEAST_STEPS: Final = 3
"""Acts of a sequence for somebody who knows too few for the policy's bits."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a face is: the middle of its box, and its size, in pixels."""

    x: float
    y: float
    size: float


class Performer:
    """Rests until something is asked, takes a moment, does it, and rests again."""

    def __init__(
        self, able: Repertoire, luck: Random, *, rate: float = RATE, reaction: tuple[float, float] = REACTION
    ) -> None:
        self._able = able
        self._luck = luck
        self._step = 1 / rate
        self._reaction = reaction
        self._order: list[int] = [*range(1, len(able.rest)), *reversed(range(len(able.rest) - 1))] or [0]
        self._rested = 0
        self._number = 0
        self._playing: deque[FrameAnalysis] = deque()
        self._asked: Act | None = None
        self._due = math.inf

    @property
    def now(self) -> float:
        """The time of the next frame, in seconds."""
        return self._number * self._step

    @property
    def busy(self) -> bool:
        """Whether an act is under way."""
        return bool(self._playing)

    def next(self, prompt: Prompt | None) -> FrameAnalysis:
        """The next frame, while `prompt` stands on the screen."""
        asked = None if prompt is None else prompt.step.act
        if asked is not self._asked:
            self._asked, self._due = asked, math.inf
        if asked is not None and asked in self._able.acts and not self.busy:
            if self._due == math.inf:  # asked just now, or what was done did not count
                self._due = self.now + self._luck.uniform(*self._reaction)
            if self.now >= self._due:
                self._due = math.inf
                self.begin(asked)
        frame = self._playing.popleft() if self._playing else self._rest()
        shown: FrameAnalysis = replace(
            frame, index=self._number, at=self.now, digest=f"performed {self._number}", drift=None
        )
        self._number += 1
        return shown

    def begin(self, act: Act) -> None:
        """Do an act from the next frame on, asked or not; one that is under way is broken off.

        Raises:
            KeyError: the recording does not hold it.
        """
        self._playing = deque(joined(self._able.acts[act], self._resting))

    @property
    def _resting(self) -> FrameAnalysis:
        return self._able.rest[self._order[self._rested % len(self._order)]]

    def _rest(self) -> FrameAnalysis:
        self._rested += 1
        return self._resting


def joined(piece: Sequence[FrameAnalysis], rest: FrameAnalysis) -> list[FrameAnalysis]:
    """The piece, moved and scaled so that its first and its last face stand where the resting one does.

    Between them the correction goes evenly from one to the other, so nothing jumps. All must have a face and motion.
    """
    target, first, last = _place(rest), _place(piece[0]), _place(piece[-1])
    moved = []
    for number, frame in enumerate(piece):
        share = number / max(len(piece) - 1, 1)
        middle = _Place(
            first.x + share * (last.x - first.x),
            first.y + share * (last.y - first.y),
            first.size ** (1 - share) * last.size**share,
        )
        moved.append(carried(frame, middle, target))
    return moved


def carried(frame: FrameAnalysis, from_: _Place, to: _Place) -> FrameAnalysis:
    """The frame, its faces moved and scaled so that a face at `from_` would come to stand at `to`. No landmarks."""
    factor = to.size / from_.size

    def moved(point: Point) -> Point:
        return (to.x + (point[0] - from_.x) * factor, to.y + (point[1] - from_.y) * factor)

    def face(each: Face) -> Face:
        box = each.box
        x, y = moved((box.x, box.y))
        points = tuple(moved(point) for point in each.points)
        return Face(Box(x, y, box.width * factor, box.height * factor), each.score, points)

    tracked = frame.tracked
    if tracked is not None:
        away = (tracked - np.array([from_.x, from_.y, 0], np.float32)) * np.float32(factor)
        tracked = (away + np.array([to.x, to.y, 0], np.float32)).astype(np.float32)
    motion = None if frame.motion is None else replace(frame.motion, size=frame.motion.size * factor)
    return replace(frame, faces=tuple(map(face, frame.faces)), landmarks=None, motion=motion, tracked=tracked)


def _place(frame: FrameAnalysis) -> _Place:
    if frame.face is None or frame.motion is None:
        raise ValueError("expected a frame with a face and its motion")
    return _Place(*frame.face.box.centre, frame.motion.size)


def sequence(policy: Policy, acts: frozenset[Act], choose: Choose) -> tuple[Step, ...] | None:
    """What to ask of somebody who can do `acts` alone: None, to let the challenge draw, where its bits can be had.

    Else LEAST_STEPS of them, none twice in a row; what is drawn so has fewer bits than the policy asks for.

    Raises:
        ChallengeImpossible: fewer than two of the policy's acts are left.
    """
    left = policy.without_acts(frozenset(Act) - acts)
    if left.challenge is None:
        return None
    try:
        length_for(left.challenge)
    except ChallengeImpossible:
        steps = left.challenge.steps
        if len(steps) < 2:
            raise
        drawn = [steps[choose(len(steps))]]
        while len(drawn) < LEAST_STEPS:
            others = [step for step in steps if step != drawn[-1]]
            drawn.append(others[choose(len(others))])
        return tuple(drawn)
    return None


@dataclass(frozen=True, slots=True, eq=False)
class Performance:
    """A performer against one policy: called with a seed, it plays one session."""

    able: Repertoire
    policy: Policy

    def __call__(self, seed: int) -> Outcome:
        """Play one session; raises as `perform`."""
        performer = Performer(self.able, Random(f"performer {seed}"))  # noqa: S311 - the same figures again
        return perform(performer, self.able, self.policy, seed)


def perform(performer: Performer, able: Repertoire, policy: Policy, seed: int) -> Outcome:
    """One session, in which the performer is asked for what they can do.

    Raises:
        ChallengeImpossible: they can do fewer than two acts of the policy.
        ValueError: the policy has no challenge.
    """

    def show(session: Session) -> FrameAnalysis:
        return performer.next(None if session.active_check is None else session.active_check.prompt)

    can = frozenset(able.acts)
    script = sequence(policy, can, chooser(seed).randrange)
    return see_through(policy.without_acts(frozenset(Act) - can), show, seed, script=script)


def perform_all(able: Repertoire, policy: Policy, seeds: Sequence[int], *, workers: int = 1) -> list[Outcome]:
    """One session a seed, spread over `workers` processes; raises as `perform`. `able` is at RATE frames a second."""
    return over_seeds(Performance(able, policy), seeds, workers)
