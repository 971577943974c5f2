"""Holds what a person does against the prompt that stands, or against none."""

from dataclasses import replace
from typing import Final

from facevow.challenge.actions import SPONTANEOUS, Seen
from facevow.challenge.events import Act, Event
from facevow.challenge.flatness import Signs
from facevow.challenge.rules import Step

RESTLESS_BLINKS: Final = 3
"""Blinks in one burst that are an act of their own when nobody asked for them; twice in 2.4 s blinks anybody."""


def unasked(seen: Seen, *, resting: bool) -> Event | None:
    """What an act is that no prompt asks for: in the pause (`resting`) a movement of the head is early.

    Blinks, smiles, talk and raised brows happen to everybody and are only counted, for a recording that does all of
    them all the time would answer every prompt that asks for one.
    """
    if seen.act not in SPONTANEOUS:
        return Event.EARLY_ACT if resting else None
    return Event.UNASKED_ACT if seen.act is not Act.BLINK or seen.times % RESTLESS_BLINKS == 0 else None


class Answering:
    """One prompt, given at `prompted_at` seconds, and what was done since."""

    def __init__(self, step: Step, prompted_at: float, reaction: float) -> None:
        """An act begun less than `reaction` seconds after the prompt is no answer to it."""
        self.step = step
        self.prompted_at = prompted_at
        self._reaction = reaction
        self._blinks = 0
        self._first_blink = prompted_at

    def told(self, at: float) -> None:
        """The prompt went out at `at` seconds: nobody could see it before."""
        self.prompted_at = max(self.prompted_at, at)

    def judge(self, seen: Seen, signs: Signs) -> tuple[Event, Seen] | None:
        """What this act is: ACT_DONE, a fault, UNASKED_ACT, or None where it changes nothing.

        Of several blinks the one answer begins with the first.
        """
        if seen.act is not self.step.act:
            event = unasked(seen, resting=False) if seen.act in SPONTANEOUS else Event.WRONG_ACT
            return (event, seen) if event is not None else None
        hasty = seen.began < self.prompted_at + self._reaction
        if hasty and seen.act in SPONTANEOUS:
            event = unasked(seen, resting=False)  # by chance at that moment: neither an answer nor a fault
            return (event, seen) if event is not None else None
        if hasty:
            return Event.HASTY_ACT, seen
        if signs.flat(seen.act):
            return Event.FLAT_ACT, seen
        return (Event.ACT_DONE, seen) if seen.act is not Act.BLINK else self._count(seen)

    def progress(self, level: float) -> float:
        """How much of the step is done, 0..1, where the act itself is at `level`."""
        part = max(0.0, min(level, 1.0))
        return min(1.0, (self._blinks + part) / self.step.times) if self.step.act is Act.BLINK else part

    def _count(self, blink: Seen) -> tuple[Event, Seen] | None:
        if blink.times == 1 or self._blinks == 0:
            self._blinks, self._first_blink = 0, blink.began
        self._blinks += 1
        done = self._blinks >= self.step.times
        return (Event.ACT_DONE, replace(blink, began=self._first_blink)) if done else None
