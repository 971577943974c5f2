"""Turns the levels of competing acts into events: one leaving of rest gives one act at most."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from facevow.challenge.events import Act

REST: Final = 0.45
"""Level below which an act is at rest. Resting heads of five clips stay under it; in the sixth, a selfie made while
walking, up to 0.68, which is why the base line follows."""

CONFIRMING_FRAMES: Final = 2
"""So many successive frames must agree, so that one wild frame neither makes an act nor ends one."""

CONTESTED: Final = 0.6
"""An act whose runner-up has more than this share of its level is contested: a head rarely moves along one axis alone,
and which axis is meant shows only as the movement goes on."""

CONTEST_SECONDS: Final = 0.3
"""How long a contested act is waited for; a turn of the head takes about half a second."""

LONGEST_GAP: Final = 0.5
"""Seconds without a frame after which the frames before no longer confirm anything."""

OPPOSITE: Final[Mapping[Act, Act]] = {
    Act.TURN_LEFT: Act.TURN_RIGHT,
    Act.TURN_RIGHT: Act.TURN_LEFT,
    Act.LOOK_UP: Act.LOOK_DOWN,
    Act.LOOK_DOWN: Act.LOOK_UP,
    Act.TILT_LEFT: Act.TILT_RIGHT,
    Act.TILT_RIGHT: Act.TILT_LEFT,
    Act.COME_CLOSER: Act.GO_BACK,
    Act.GO_BACK: Act.COME_CLOSER,
}
"""Between an act and its opposite lies rest, however quickly it was passed through."""


@dataclass(frozen=True, slots=True)
class Excursion:
    """An act that was completed at `at`; its level left rest at `began` (seconds of the stream)."""

    act: Act
    began: float
    at: float


class Excursions:
    """Acts that compete: the one with the largest level wins, and all must rest before another is seen."""

    def __init__(self, acts: Iterable[Act], hold: float) -> None:
        """Watch `acts`; each counts once its level has been 1 or more for `hold` seconds."""
        self._hold = hold
        self._left_rest: dict[Act, float | None] = dict.fromkeys(acts)
        self.acts = frozenset(self._left_rest)
        self._leader: Act | None = None
        self._frames = 0
        self._since = 0.0
        self._resting = CONFIRMING_FRAMES
        self._counted: Act | None = None
        self._last: float | None = None

    @property
    def at_rest(self) -> bool:
        """Whether none of the acts is under way."""
        return self._resting >= CONFIRMING_FRAMES

    def observe(self, levels: Mapping[Act, float], at: float) -> Excursion | None:
        """Take one frame's levels at `at` seconds; what this frame completes."""
        if self._last is not None and at - self._last > LONGEST_GAP:
            self._leader = None
        self._last = at
        for act, level in levels.items():
            if level < REST:
                self._left_rest[act] = None
            elif self._left_rest[act] is None:
                self._left_rest[act] = at
        self._rest(max(levels.values()) < REST)
        return self._lead(levels, at)

    def _rest(self, resting: bool) -> None:
        self._resting = self._resting + 1 if resting else 0
        if self.at_rest:
            self._counted = None

    def _lead(self, levels: Mapping[Act, float], at: float) -> Excursion | None:
        """Follow the act that leads; it counts when it has led for long enough and no other comes near it."""
        first, *others = sorted(levels, key=lambda act: -levels[act])
        if levels[first] < 1:
            self._leader = None
            return None
        if first is not self._leader:
            self._leader, self._frames, self._since = first, 0, at if self._leader is None else self._since
        self._frames += 1
        led = at - self._since + 1e-6  # times are sums of binary fractions
        if self._frames < CONFIRMING_FRAMES or led < self._hold or self._counted not in (None, OPPOSITE.get(first)):
            return None
        if others and levels[others[0]] > CONTESTED * levels[first] and led < CONTEST_SECONDS:
            return None
        self._counted = first
        began = self._left_rest[first]
        return Excursion(first, at if began is None else began, at)
