"""Plays a recording to a drawn challenge, as somebody does who can only replay."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count
from random import Random
from typing import Final

from facevow.decision.policy import Policy
from facevow.decision.session import Session
from facevow.errors import EvaluationError
from facevow.evaluation.outcomes import Outcome, over_seeds, see_through
from facevow.traces.edits import Frames, interval, play_backwards, splice, thin
from facevow.types import FrameAnalysis

RATE: Final = 15.0
"""Frames a second that recordings are played at: what the page sends at most."""


class Manner(StrEnum):
    """How a recording is shown for longer than it lasts.

    AS_IT_IS repeats the very pictures, as a virtual camera does that plays a file. LOOPED makes every picture a new
    one, as a screen before a camera does; its end is cut to its begin. BACK_AND_FORTH has no such cut.
    """

    AS_IT_IS = "as_it_is"
    LOOPED = "looped"
    BACK_AND_FORTH = "back_and_forth"


@dataclass(frozen=True, slots=True, eq=False)
class Player:
    """Shows a recording without end, whatever the session asks for; `step` is the time between two frames."""

    frames: Frames
    step: float
    fresh: bool

    @classmethod
    def open(cls, frames: Sequence[FrameAnalysis], manner: Manner) -> "Player":
        """Put in a recording of at least one frame."""
        period = splice(frames, play_backwards(frames)) if manner is Manner.BACK_AND_FORTH else tuple(frames)
        return cls(period, interval(frames), manner is not Manner.AS_IT_IS)

    def start(self, seed: int) -> int:
        """Where in the recording a session with this seed begins."""
        return Random(f"start {seed}").randrange(len(self.frames))  # noqa: S311 - the same figures again

    def at(self, start: int, number: int) -> FrameAnalysis:
        """The frame of that number after `start`, from 0, on an even clock."""
        place = (start + number) % len(self.frames)
        frame = self.frames[place]
        digest = f"shown {number}" if self.fresh and frame.digest else frame.digest
        drift = frame.drift if place else None
        return replace(frame, index=number, at=number * self.step, digest=digest, drift=drift)


@dataclass(frozen=True, slots=True, eq=False)
class Replay:
    """A recording against one policy: called with a seed, it plays one session."""

    player: Player
    policy: Policy

    def __call__(self, seed: int) -> Outcome:
        """Play one session; raises as `see_through`."""
        start, numbers = self.player.start(seed), count()

        def show(_: Session) -> FrameAnalysis:
            return self.player.at(start, next(numbers))

        return see_through(self.policy, show, seed)


def replay(
    frames: Sequence[FrameAnalysis],
    policy: Policy,
    manner: Manner,
    seeds: Sequence[int],
    *,
    workers: int = 1,
) -> list[Outcome]:
    """One session a seed, the recording thinned to RATE frames a second.

    Raises:
        ChallengeImpossible: the policy leaves too few acts to draw from.
        EvaluationError: the recording is empty.
        ValueError: the policy has no challenge.
    """
    if not frames:
        raise EvaluationError("expected a recording of at least one frame, found none")
    return over_seeds(Replay(Player.open(thin(frames, RATE), manner), policy), seeds, workers)
