"""Whether it is one face from the beginning of a check to its end, and whether it is the face that it should be.

Each face that could be described is held against two things: the references, where the application named some, and the
check's own beginning, its first five. From that follow two answers.

**Another face.** Three in a row that are less like the beginning than two pictures of one recording ever are: somebody
else is there now. That is an attack, comparison or not.

**The same person.** The median of the scores against the references decides who it is: an enrolled face now and then
does not help, nor does a bad frame harm. But a median says nothing of the smaller half, and the acts of a challenge
are a small part of it. So at most every fifth face may be another's, which stops somebody who takes turns with another,
and in every act the face has to match, too. While somebody speaks, smiles or blinks the face is less like any calm
picture of it; there the check's own beginning counts as much as the references: the light and the camera are the same,
so strangers are told apart by it all the better, and whose beginning it is the median has answered. An act whose faces
are turned too far away to be described is judged by those directly before and after it. What was compared has to be
most of what was there (`coverage`), and live by itself: the passive score of the compared faces is fused alone, too.

Until a challenge has settled on a face, whenever it starts over, and whenever a stream without one begins anew, so does
this: what counts is who is there from then on, as for the acts themselves. Templates are not kept, but for the first
five, and those no longer than the check.
"""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median_high, median_low
from typing import Any, Final, Literal

from facevow.challenge.check import ActiveCheck
from facevow.challenge.draw import Choose
from facevow.challenge.events import State
from facevow.challenge.flatness import BEFORE
from facevow.decision.coverage import Coverage, turns
from facevow.decision.looks import Look, lasts
from facevow.decision.moments import Moments
from facevow.decision.pairs import Compare, Pairs
from facevow.types import FrameAnalysis, Template

BEGINNING: Final = 5
"""Faces that the others are held against; the median of five comparisons does not follow two wrong ones."""

EVERY: Final = 0.25
"""Seconds between two faces that are described, about: a face costs about as much as a whole analysis does."""

LATEST: Final = 0.5
"""Seconds after a face that was described, from which on each frame is taken until one could be described. While an act
is due it is less, see `Moments`."""

LEAST_FRAMES, LEAST_SECONDS = 5, 2.0
"""Faces compared, and seconds from the first of them to the last, below which nothing is said."""

MOST_BELOW: Final = 0.2
"""Share of the faces that may be less like the beginning than the limit, and of those that may be neither like the
references nor like the beginning."""

NEAR: Final = 1.0
"""Seconds before and after an act within which a face may speak for it, where none within it could be described."""

_LONGEST_MEMORY: Final = 4000
"""Faces: more than a quarter of an hour, so that an endless stream cannot grow without bound."""

_UNSETTLED: Final = frozenset({State.FACE_DUE, State.SETTLING})
"""Where a challenge does not mind who comes; `ActingFrames` begins anew there, too."""

Against = Literal["reference", "subject"]
"""Whom the person is compared with: a template that came with the order, or those enrolled for the subject."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the scores are held against.

    `threshold` is the least score of the same person, `continuity` the one below which a face of one recording is
    another face than the recording began with; `matcher` is the title of what makes and compares the templates;
    `against` is None where only the continuity is watched.
    """

    threshold: float
    continuity: float
    matcher: str
    against: Against | None = None


class Likeness:
    """Follows one check, face by face.

    Whatever a comparison raises ends the answer: nobody has matched from then on, and it goes on to the caller. Where
    only the continuity is watched, such a face is passed over.
    """

    def __init__(
        self,
        rules: Rules,
        to_references: Callable[[Template], float] | None,
        between: Compare,
        choose: Choose | None = None,
    ) -> None:
        """Begin; `choose` draws the moments of looking, which without it come every EVERY seconds.

        Raises:
            ValueError: the rules name whom to compare with and there is nothing to compare, or the other way round.
        """
        if (rules.against is None) != (to_references is None):
            raise ValueError("expected references exactly where somebody is to be compared with them")
        self.rules = rules
        self.swapped = False
        self.coverage = Coverage()
        self.beginnings = 0
        self._broken = self._turning = False
        self._pairs = Pairs(to_references, between)
        self._moments = Moments(choose, EVERY, LATEST)
        self.forget()

    def forget(self) -> None:
        """Begin anew with the next face, which `beginnings` counts. That the face was swapped is remembered."""
        self.beginnings += 1
        self.coverage.forget()
        self._pairs.forget()
        self._beginning: list[Template] = []
        self._looks: deque[Look] = deque(maxlen=_LONGEST_MEMORY)
        self._acts: list[tuple[float, float]] = []

    def due(self, at: float) -> bool:
        """Whether the face of a frame at `at` seconds of the stream is to be described; it is drawn once a frame."""
        return self._moments.due(at)

    @property
    def chance(self) -> float:
        """With what chance it was drawn whether the face is described of the frame that was asked for last."""
        return self._moments.chance

    def prepare(self, template: Template) -> None:
        """Compare a template ahead, in any thread, so that `observe` has nothing left to do; it raises nothing."""
        self._pairs.prepare(template, (template, *self._beginning))

    def observe(self, analysis: FrameAnalysis) -> None:
        """Take a frame, whose template may be None, or not have been due."""
        self.coverage.add(analysis, turning=self._turning, asked=self._moments.was_due(analysis.at))
        self._moments.seen(analysis.at, taken=analysis.template is not None)
        if analysis.template is None:
            return
        try:
            self._compare(analysis, analysis.template)
        except Exception:
            if self.rules.against is not None:
                self._broken = True
                raise
        self.swapped = self.swapped or self._another()

    def _compare(self, analysis: FrameAnalysis, template: Template) -> None:
        score = 0.0 if analysis.passive is None else analysis.passive.value
        look = Look(analysis.at, self._pairs.whose(template), None, score if math.isfinite(score) else 0.0)
        if len(self._beginning) < BEGINNING:
            for other in (template, *self._beginning):  # raises before others are held against it
                self._pairs.between(template, other)
            self._beginning.append(template)
            self._looks.append(look)
            if len(self._beginning) == BEGINNING:
                self._know_beginning()
        else:
            self._looks.append(replace(look, own=median_low(self._to_beginning(template))))
            self._pairs.forget()

    def follow(self, check: ActiveCheck, at: float) -> None:
        """Heed what a challenge has made of the frame at `at`, after `observe`."""
        done = len(check.done)
        self._moments.hurried, self._turning = check.state is State.ACT_DUE, turns(check)
        if check.state in _UNSETTLED or done < len(self._acts):
            self.forget()
        elif done > len(self._acts):
            began = check.transcript.began
            self._acts.append((at if began is None else began, at))

    @property
    def frames(self) -> int:
        """How many faces were compared since it began."""
        return len(self._looks)

    @property
    def score(self) -> float | None:
        """The median of the scores against the references, the lower of two; None without any."""
        scores = [look.whose for look in self._looks if look.whose is not None]
        return median_low(scores) if scores else None

    @property
    def passive(self) -> float | None:
        """The passive score, 0..1, of the faces that were compared, all of one weight as there; None: too few."""
        return median_low(look.passive for look in self._looks) if len(self._looks) >= LEAST_FRAMES else None

    @property
    def interrupted(self) -> bool:
        """Whether somebody is to be compared with, and for too long a face was there that could not be."""
        return self.rules.against is not None and self.coverage.interrupted

    def vouches(self, at: float) -> bool:
        """Whether the frame at `at`, the latest one, shows the person: by its own score, as most before it did."""
        look = self._looks[-1] if self._looks else None
        if look is None or look.at != at or self.swapped or self._share(self._is_strange) > MOST_BELOW:
            return False
        score = look.own if self.rules.against is None else look.whose
        return score is not None and score >= self.rules.threshold

    @property
    def matched(self) -> bool | None:
        """Whether it is the person; None where that was not asked, or too little could be compared to say so."""
        acts, score = self._act_scores(), self.score
        if self._broken or score is None or None in acts or not self._suffices:
            return None
        return (
            not self.swapped
            and score >= self.rules.threshold
            and self._share(self._is_below) <= MOST_BELOW
            and self._share(self._is_strange) <= MOST_BELOW
            and all(act is not None and act >= self.rules.threshold for act in acts)
        )

    def evidence(self) -> dict[str, Any]:
        """All that was measured, for the verdict's record."""
        own = [look.own for look in self._looks if look.own is not None]
        return {
            "matcher": self.rules.matcher,
            "against": self.rules.against,
            "matched": self.matched,
            "score": _rounded(self.score),
            "threshold": self.rules.threshold,
            "scores_of_acts": [_rounded(score) for score in self._act_scores()],
            "frames": self.frames,
            "swapped": self.swapped,
            "least_like_beginning": _rounded(min(own, default=None)),
            "continuity": self.rules.continuity,
            "share_below": round(self._share(self._is_below), 3),
            "share_strange": round(self._share(self._is_strange), 3),
            "passive": _rounded(self.passive),
            "covered": round(self.coverage.share, 3),
            "longest_gap": round(self.coverage.longest_gap, 3),
        }

    def _know_beginning(self) -> None:
        """Hold each face of the beginning against the other four, so that the first moments count as the others do."""
        looks = list(self._looks)[-BEGINNING:]
        for number, (look, template) in enumerate(zip(looks, self._beginning, strict=True)):
            scores = self._to_beginning(template, but=number)
            self._looks[number - BEGINNING] = replace(look, own=median_high(scores))

    def _to_beginning(self, template: Template, but: int | None = None) -> list[float]:
        others = [other for number, other in enumerate(self._beginning) if number != but]
        return [self._pairs.between(template, other) for other in others]

    def _is_below(self, look: Look) -> bool:
        """Whether it is another face than the beginning's."""
        return look.own is not None and look.own < self.rules.continuity

    def _is_strange(self, look: Look) -> bool:
        """Whether it is like nobody that it should be."""
        return (look.whose, look.own) != (None, None) and look.best < self.rules.threshold

    def _share(self, kind: Callable[[Look], bool]) -> float:
        return sum(map(kind, self._looks)) / len(self._looks) if self._looks else 0.0

    def _another(self) -> bool:
        """Whether there are faces in a row that are another's."""
        return any(below and lasts(list(row)) for below, row in groupby(self._looks, self._is_below))

    @property
    def _suffices(self) -> bool:
        looks = self._looks
        enough = len(looks) >= LEAST_FRAMES and looks[-1].at - looks[0].at >= LEAST_SECONDS
        return enough and self.coverage.suffices

    def _act_scores(self) -> list[float | None]:
        """Of each act the median over its faces, or if it was turned away of those near it; None without any."""
        acts = [self._looks_of_act(*act) for act in self._acts]
        return [median_low(look.best for look in looks) if looks else None for looks in acts]

    def _looks_of_act(self, began: float, done: float) -> list[Look]:
        seconds = self.coverage.during(began - BEFORE, done)
        if seconds["hidden"] > seconds["fit"] + seconds["turned"]:
            return []
        within = self._between_times(began - BEFORE, done)
        turned = seconds["turned"] > seconds["hidden"]
        return within if within or not turned else self._between_times(began - NEAR, done + NEAR)

    def _between_times(self, first: float, last: float) -> list[Look]:
        return [look for look in self._looks if first <= look.at <= last]


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 4)
