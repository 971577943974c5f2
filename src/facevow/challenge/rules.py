"""What a challenge demands: the acts to draw from, how many, and every time that it keeps."""

import math
from dataclasses import dataclass, replace

from facevow.challenge.events import Act
from facevow.errors import ChallengeImpossible

MOST_TIMES = 3
"""How often an act may have to be done at one prompt."""


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One thing that is asked for: an act, and, for a blink, how many times (1 to MOST_TIMES).

    Raises:
        ValueError: the count is out of range, or is not 1 for an act other than a blink.
    """

    act: Act
    times: int = 1

    def __post_init__(self) -> None:
        """Refuse what no recogniser can see."""
        most = MOST_TIMES if self.act is Act.BLINK else 1
        if not 1 <= self.times <= most:
            raise ValueError(f"expected {self.act} 1 to {most} times, found {self.times}")

    def __str__(self) -> str:
        """As `parse_step` reads it: `turn_left`, or `blink*2`."""
        return self.act.value if self.times == 1 else f"{self.act}*{self.times}"


def parse_step(name: str) -> Step:
    """Read `turn_left`, `turn-left` or `blink*2`.

    Raises:
        ChallengeImpossible: code `unknown_act`, it is no act, or no number of times that the act can be asked for.
    """
    plain, star, times = name.strip().lower().replace("-", "_").partition("*")
    try:
        return Step(Act(plain), int(times) if star else 1)
    except ValueError as error:
        known = ", ".join(Act)
        raise ChallengeImpossible(
            f"expected an act ({known}), for a blink also blink*2 or blink*3; found {name[:50]!r}", code="unknown_act"
        ) from error


@dataclass(frozen=True, slots=True)
class Rules:
    """Numbers and choices of a challenge; times are seconds of the stream.

    steps: what sequences are drawn from; a sequence has none of them twice in a row.
    reserve: what is drawn from as well once an act is excluded, so that those who cannot do it have another way.
    bits: unpredictability that a sequence must have at least: log2 of the number of equally likely ones.
    longest: steps a sequence may have at most.
    settle: how long the face must rest before its base line counts.
    pause_least, pause_most: between these, drawn evenly, nothing is asked before each prompt.
    reaction: an act begun sooner than this after its prompt is no answer to it.
    window: how long after its prompt an act may be completed.
    faults: early, hasty, wrong and flat acts that are forgiven.
    unasked: smiles, open mouths, raised brows and bursts of blinks that are forgiven when nobody asked for them.
    restarts: how often a challenge may start over after something was asked.
    time_limit: for the whole, from the first frame; None for none.
    """

    steps: tuple[Step, ...]
    bits: float
    longest: int = 6
    settle: float = 0.6
    pause_least: float = 0.5
    pause_most: float = 1.5
    reaction: float = 0.2
    window: float = 6.0
    faults: int = 2
    restarts: int = 2
    unasked: int = 4
    time_limit: float | None = 60.0
    reserve: tuple[Step, ...] = ()

    def without(self, acts: frozenset[Act]) -> "Rules":
        """The same without these acts; where that leaves fewer to draw from, the reserve comes in."""
        if not any(step.act in acts for step in self.steps):
            return self
        left = tuple(step for step in (*self.steps, *self.reserve) if step.act not in acts)
        return replace(self, steps=left, reserve=())

    def for_recording(self) -> "Rules":
        """For a clip whose person could not see the prompts: each act may come at any time, in order."""
        return replace(
            self,
            pause_least=0.0,
            pause_most=0.0,
            reaction=-math.inf,
            window=math.inf,
            faults=1_000_000,
            unasked=1_000_000,
            restarts=1_000_000,
            time_limit=None,
        )
