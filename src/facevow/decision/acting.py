"""What the passive network says of the face that does the acts."""

from typing import Final

from facevow.challenge.check import ActiveCheck
from facevow.challenge.events import State
from facevow.challenge.flatness import BEFORE
from facevow.decision.frames import Frames
from facevow.decision.pacing import Drawn
from facevow.decision.policy import Policy
from facevow.types import FrameAnalysis

LEAST_OF_ACT: Final = 3
"""Frames that an act's own score is taken from at least: one bad frame is not to decide. The quickest acts of the
footage have two."""

_UNDER_WAY = frozenset({State.RESTING, State.ACT_DUE, State.RETURNING})


class ActingFrames:
    """The frames of one challenge from the moment that the face has settled until the pass, as a whole and by act.

    By act, because an act is a small part of the whole: whoever shows one face at rest and another one for the acts
    must not be judged by the first alone.
    """

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._begin()

    def _begin(self) -> None:
        self._whole = Frames(None, self._policy.poor_weight)
        self._acts: list[float | None] = []

    def observe(self, analysis: FrameAnalysis, check: ActiveCheck, drawn: Drawn) -> None:
        """Take a frame that `check` has just taken, and what was drawn for it."""
        done = len(check.done)
        if check.state in {State.FACE_DUE, State.SETTLING} or done < len(self._acts):
            self._begin()
        elif check.state in _UNDER_WAY or done > len(self._acts):
            self._whole.add(analysis, drawn)
            if done > len(self._acts):
                self._acts.append(self._act_score(check.transcript.began))

    def _act_score(self, began: float | None) -> float | None:
        """Of an act that began then; None where half of it or more could not be judged.

        The lower one of two: with what went before it was seen, and without. The first alone rests on frames that were
        drawn, and on few of them: now and then those at rest would outvote the movement.
        """
        if began is None or self._whole.judged_share(began - BEFORE) <= 0.5:
            return None
        scores = (self._whole.score_since(began - BEFORE), self._whole.score_since(began, least=LEAST_OF_ACT))
        return min((score for score in scores if score is not None), default=None)

    @property
    def score(self) -> float | None:
        """The lowest fused passive score of the whole and of every act, 0..1; None where none could be judged."""
        known = [score for score in (*self._acts, self.whole) if score is not None]
        return min(known, default=None)

    @property
    def whole(self) -> float | None:
        """The fused passive score of all frames together."""
        return self._whole.score()

    @property
    def acts(self) -> tuple[float | None, ...]:
        """The fused passive score of each act that was done."""
        return tuple(self._acts)

    @property
    def suffices(self) -> bool:
        """Whether the face could be judged: in enough frames, in a fit one among them, and in every act."""
        judged = self._whole.judged
        fit = any(not frame.issues & self._policy.blocking for frame in judged)
        return len(judged) >= self._policy.min_frames and fit and None not in self._acts
