"""Draws the sequence of a challenge, and says how hard it is to foresee."""

import math
from collections.abc import Callable, Iterable
from typing import Final

from facevow.challenge.events import Act
from facevow.challenge.rules import Rules, Step
from facevow.errors import ChallengeImpossible

Choose = Callable[[int], int]
"""Given n, an integer from 0 to n - 1, each equally likely. A server hands in one that nobody can foresee."""

DEPTH_ACTS: Final = frozenset({Act.TURN_LEFT, Act.TURN_RIGHT})
"""Acts that show whether the face is flat; a sequence holds one of them wherever they may be drawn."""

GROUPS: Final[dict[str, frozenset[Act]]] = {
    "turns": frozenset({Act.TURN_LEFT, Act.TURN_RIGHT}),
    "head": frozenset({Act.TURN_LEFT, Act.TURN_RIGHT, Act.LOOK_UP, Act.LOOK_DOWN, Act.TILT_LEFT, Act.TILT_RIGHT}),
    "eyes": frozenset({Act.BLINK}),
    "mouth": frozenset({Act.OPEN_MOUTH, Act.SMILE}),
    "brows": frozenset({Act.RAISE_EYEBROWS}),
    "distance": frozenset({Act.COME_CLOSER, Act.GO_BACK}),
}
"""Names for what somebody may be unable to do."""


def acts_named(names: Iterable[str]) -> frozenset[Act]:
    """The acts of these groups and single acts; dashes may stand for underscores.

    Raises:
        ChallengeImpossible: code `unknown_act`, a name is neither.
    """
    acts: set[Act] = set()
    for name in names:
        plain = name.strip().lower().replace("-", "_")
        if plain in GROUPS:
            acts |= GROUPS[plain]
        elif plain in set(Act):
            acts.add(Act(plain))
        else:
            known = ", ".join((*GROUPS, *Act))
            raise ChallengeImpossible(
                f"expected an act or a group of acts ({known}), found {name[:50]!r}", code="unknown_act"
            )
    return frozenset(acts)


def sequences(steps: tuple[Step, ...], length: int) -> int:
    """How many sequences of `length` steps there are: none twice in a row, one that shows depth where there is one."""
    flat = sum(step.act not in DEPTH_ACTS for step in steps)
    every = _without_repeats(len(steps), length)
    return every - _without_repeats(flat, length) if flat < len(steps) else every


def bits(steps: tuple[Step, ...], length: int) -> float:
    """log2 of the number of sequences, all equally likely; minus infinity where there is none."""
    count = sequences(steps, length)
    return math.log2(count) if count else -math.inf


def length_for(rules: Rules) -> int:
    """The least length at which a sequence has the bits that the rules ask for.

    Raises:
        ChallengeImpossible: no length up to the longest one gives so many.
    """
    for length in range(1, rules.longest + 1):
        if bits(rules.steps, length) >= rules.bits:
            return length
    most = max([0.0, *(bits(rules.steps, length) for length in range(1, rules.longest + 1))])
    raise ChallengeImpossible(
        f"expected {rules.bits:g} bits of unpredictability, found {most:.1f} at most "
        f"(steps to draw from: {len(rules.steps)}, longest sequence: {rules.longest})"
    )


def draw(rules: Rules, choose: Choose) -> tuple[Step, ...]:
    """A sequence of the least length that is hard enough to foresee; every one of that length is equally likely.

    Raises:
        ChallengeImpossible: as `length_for`.
    """
    length = length_for(rules)
    shows_depth = any(step.act in DEPTH_ACTS for step in rules.steps)
    while True:  # drawn anew until one fits: what fits stays equally likely. At least one in three does
        sequence = _draw_without_repeats(rules.steps, length, choose)
        if not shows_depth or any(step.act in DEPTH_ACTS for step in sequence):
            return sequence


def draw_pause(rules: Rules, choose: Choose) -> float:
    """Seconds of rest before a prompt, in steps of a hundredth of the range."""
    return rules.pause_least + (rules.pause_most - rules.pause_least) * choose(101) / 100


def _draw_without_repeats(steps: tuple[Step, ...], length: int, choose: Choose) -> tuple[Step, ...]:
    drawn = [choose(len(steps))]
    while len(drawn) < length:
        following = choose(len(steps) - 1)
        drawn.append(following + (following >= drawn[-1]))  # passes over the one before
    return tuple(steps[number] for number in drawn)


def _without_repeats(kinds: int, length: int) -> int:
    return int(kinds * (kinds - 1) ** (length - 1))
