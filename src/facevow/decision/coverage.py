"""How much of the time with a face was open to comparison.

Who decides what is compared decides the answer: a stranger with paint on the nose is passed over as covered, and a
picture of somebody else put in now and then is all that is left to compare. So most of the time with a face has to be
fit for it. Only a head that turns because an act asks for it is excused.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final, Literal

from facevow.challenge.check import ActiveCheck
from facevow.challenge.events import Act, State
from facevow.decision.fitness import is_comparable, looks_ahead
from facevow.types import FrameAnalysis

LEAST_SHARE: Final = 0.6
"""Share of the time with a face in which it has to be fit for comparison."""

LONGEST_GAP: Final = 2.0
"""Seconds with a face that may go by without one being compared."""

TURNING: Final = frozenset({Act.TURN_LEFT, Act.TURN_RIGHT, Act.LOOK_UP, Act.LOOK_DOWN})
"""Acts that turn a face out of sight of the comparison."""

_FIRST_SHARE, _LONGEST_SHARE = 1 / 15, 1.0
"""Seconds: what the first frame stands for, and the most that any does."""

_REMEMBERED: Final = 2000
"""Frames looked back on for an act: more than a minute at 30 a second."""

Kind = Literal["fit", "hidden", "turned"]


@dataclass(frozen=True, slots=True)
class _Moment:
    at: float
    share: float
    kind: Kind


def turns(check: ActiveCheck | None) -> bool:
    """Whether the person is asked to turn the head, or on the way back from it."""
    if check is None:
        return False
    if check.state is State.RETURNING and check.done:
        return check.done[-1].act in TURNING
    return check.prompt is not None and check.prompt.step.act in TURNING


class Coverage:
    """Adds up the time with a face by what could be compared of it."""

    def __init__(self) -> None:
        self._latest: float | None = None
        self.forget()

    def forget(self) -> None:
        """Begin anew with the next frame."""
        self._seconds: dict[Kind, float] = {"fit": 0.0, "hidden": 0.0, "turned": 0.0}
        self._moments: deque[_Moment] = deque(maxlen=_REMEMBERED)
        self._looks = self._failed = 0
        self._unseen = self.longest_gap = 0.0

    def add(self, analysis: FrameAnalysis, *, turning: bool, asked: bool) -> None:
        """Take a frame; `asked` is whether a template of it was wanted, `turning` whether an act turns the head.

        Of one of which nothing but the face's place was looked at, the time goes to the next one.
        """
        if analysis.glimpsed:
            return
        at, seen = analysis.at, analysis.template is not None
        share = _FIRST_SHARE if self._latest is None else min(max(at - self._latest, 0.0), _LONGEST_SHARE)
        self._latest = at
        if analysis.face is None:
            return
        kind = "fit" if seen else self._kind(analysis, turning=turning)
        self._looks += seen
        self._failed += asked and not seen and kind == "fit"
        self._seconds[kind] += share
        self._moments.append(_Moment(at, share, kind))
        self._unseen = 0.0 if seen else self._unseen + (0.0 if kind == "turned" else share)
        self.longest_gap = max(self.longest_gap, self._unseen)

    def _kind(self, analysis: FrameAnalysis, *, turning: bool) -> Kind:
        """What the face was; one without a mesh that was turned away by an act before is so still."""
        if is_comparable(analysis):
            return "fit"
        if analysis.motion is None:
            still = bool(self._moments) and self._moments[-1].kind == "turned"
        else:
            still = not looks_ahead(analysis.motion.pose)
        return "turned" if turning and still else "hidden"

    @property
    def share(self) -> float:
        """Of the time with a face, but for that turned away by acts, how much could be compared, 0..1.

        Of faces that were fit and yet gave no template, as many count as were tried: the moments are drawn.
        """
        fit, hidden = self._seconds["fit"], self._seconds["hidden"]
        tried = self._looks + self._failed
        return fit / (fit + hidden) * self._looks / tried if fit and tried else 0.0

    @property
    def interrupted(self) -> bool:
        """Whether a face was there for too long without being compared."""
        return self.longest_gap > LONGEST_GAP

    @property
    def suffices(self) -> bool:
        """Whether what was compared can speak for the rest."""
        return self.share >= LEAST_SHARE and not self.interrupted

    def during(self, first: float, last: float) -> dict[Kind, float]:
        """The seconds of each kind between those two."""
        within: dict[Kind, float] = {"fit": 0.0, "hidden": 0.0, "turned": 0.0}
        for moment in self._moments:
            if first <= moment.at <= last:
                within[moment.kind] += moment.share
        return within
