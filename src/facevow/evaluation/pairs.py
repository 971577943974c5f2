"""Chooses images of known people, and pairs of them, so that nobody counts for much more than others."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from facevow.evaluation.people import Shown

OF_SESSION: Final = 12
"""Images taken of a session of a person, spread evenly over it: neighbours show nearly the same."""

MATED_WITHIN: Final = 66
MATED_ACROSS: Final = 100
"""Most pairs of a person in each kind: all that 12 images of one session give, and about as many across sessions."""

NON_MATED: Final = 50
"""Most pairs of two people. 78 people give up to 150,000 pairs: at a rate of 1 in 10,000 some ten are wrong."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two images by their places. `mated`: of one person. `apart`: of two sessions if mated, of two sources if not."""

    one: int
    other: int
    mated: bool
    apart: bool


def chosen(images: Sequence[Shown], of_session: int = OF_SESSION) -> list[Shown]:
    """At most `of_session` images of each session of each person, spread evenly, in order of person and session."""
    groups: dict[tuple[str, str], list[Shown]] = {}
    for image in images:
        groups.setdefault((image.person, image.session), []).append(image)
    found = []
    for key in sorted(groups):
        group = groups[key]
        found += [group[at] for at in spread(len(group), of_session)]
    return found


def spread(count: int, most: int) -> list[int]:
    """At most `most` of the places 0..count - 1, evenly spread, with both ends."""
    if count <= most:
        return list(range(count))
    return [int(at) for at in np.linspace(0, count - 1, most).round()]


def pairs_of(images: Sequence[Shown], *, seed: int = 0) -> list[Pair]:
    """The pairs to compare, drawn by chance where there are more than the limits above; one seed, the same pairs."""
    rng = np.random.default_rng(seed)
    places: dict[str, list[int]] = {}
    for at, image in enumerate(images):
        places.setdefault(image.person, []).append(at)
    found: list[Pair] = []
    for own in places.values():
        both = [(one, other, images[one].session != images[other].session) for one, other in combinations(own, 2)]
        within = [Pair(one, other, mated=True, apart=False) for one, other, apart in both if not apart]
        across = [Pair(one, other, mated=True, apart=True) for one, other, apart in both if apart]
        found += _drawn(within, MATED_WITHIN, rng) + _drawn(across, MATED_ACROSS, rng)
    for first, second in combinations(places.values(), 2):
        strangers = [
            Pair(one, other, mated=False, apart=images[one].entry.source != images[other].entry.source)
            for one, other in product(first, second)
        ]
        found += _drawn(strangers, NON_MATED, rng)
    return found


def _drawn(pairs: list[Pair], most: int, rng: np.random.Generator) -> list[Pair]:
    if len(pairs) <= most:
        return pairs
    at: NDArray[np.intp] = np.sort(rng.choice(len(pairs), most, replace=False))
    return [pairs[int(place)] for place in at]
