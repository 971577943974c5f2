"""Which points of two aligned faces belong together, and how many of them agree on one shape. Numbers only."""

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.complex64]
"""Points of the plane, x + iy in pixels: with complex numbers a similarity is one product and one sum."""

Words = NDArray[np.uint64]
"""Descriptors, N x 4: 256 bits each."""

NEAR = 40.0
"""Pixels along either axis that a point may lie from its counterpart: both faces are aligned. With 20, or without any
limit, people were told apart less well."""

FARTHEST = 100
"""Bits in which two descriptors of one point may differ; by chance it is 128, give or take 8."""

RATIO = 0.9
"""The nearest must be nearer than this share of the second nearest (Lowe, "Distinctive image features from
scale-invariant keypoints", IJCV 2004, section 7.1). His 0.8 leaves too few points of a face."""

TOLERANCE = 6.0
"""Pixels between where a similarity puts a point and where its counterpart lies."""

LEAST_AGREEING = 3
"""Two points agree on a similarity always."""

_FROM, _TO, _TURN = 0.75, 1.33, 0.35
"""Growth, and turn in radians (20 degrees), that the alignment of two faces leaves at most."""

_APART = 8.0
"""Pixels between two points that a similarity is taken from; of nearer ones the turn would be noise."""

_ALL_PAIRS = 24
"""Up to this many matches each pair is tried (276 of them)."""

_DRAWN = 256
"""Pairs that are tried of more matches. Were only a third right, a right pair would be among them all the same, but for
a chance of 1e-13."""

_NONE = 512
"""More bits than there are: stands for no counterpart."""

Positions = NDArray[np.intp]
"""Which of the points."""


def nearest_both_ways(
    ours: Places, our_words: Words, theirs: Places, their_words: Words
) -> tuple[Positions, Positions]:
    """The points that are each other's nearest by far, as two lists of positions of one length.

    Nearest by Hamming distance, at most FARTHEST, among the points within NEAR; the ratio test holds both ways.
    """
    bits = _differing(our_words, their_words)
    for axis in ("real", "imag"):
        apart = getattr(ours, axis)[:, None] - getattr(theirs, axis)[None, :]
        bits[np.abs(apart) > NEAR] = _NONE
    to_them, clear = _clear_nearest(bits)
    to_us, clear_back = _clear_nearest(bits.T)
    mutual = clear & clear_back[to_them] & (to_us[to_them] == np.arange(len(ours)))
    kept = np.flatnonzero(mutual)
    return kept, to_them[kept]


def agreeing(ours: Places, theirs: Places) -> int:
    """How many of the matches agree on one similarity; 0 for fewer than LEAST_AGREEING.

    The best of many is taken that each come of two matches: the consensus of Fischler and Bolles ("Random sample
    consensus", CACM 24(6), 1981), with pairs that are drawn the same way each time.
    """
    if len(ours) < LEAST_AGREEING:
        return 0
    one, two = _pairs(len(ours))
    across = ours[one] - ours[two]
    fit = np.abs(across) >= _APART
    one, two, across = one[fit], two[fit], across[fit]
    turn = (theirs[one] - theirs[two]) / across
    growth = np.abs(turn)
    fit = (growth >= _FROM) & (growth <= _TO) & (np.abs(np.angle(turn)) <= _TURN)
    turn, shift = turn[fit], theirs[one[fit]] - turn[fit] * ours[one[fit]]
    if not len(turn):
        return 0
    off = np.abs(turn[:, None] * ours[None, :] + shift[:, None] - theirs[None, :])
    most = int((off < TOLERANCE).sum(axis=1).max())
    return most if most >= LEAST_AGREEING else 0


def _differing(ours: Words, theirs: Words) -> NDArray[np.uint16]:
    """Hamming distances, N x M; word by word, as the whole at once would leave the processor's cache."""
    bits = np.zeros((len(ours), len(theirs)), np.uint16)
    for word in range(ours.shape[1]):
        bits += np.bitwise_count(ours[:, word, None] ^ theirs[None, :, word])
    return bits


def _clear_nearest(bits: NDArray[np.uint16]) -> tuple[Positions, NDArray[np.bool_]]:
    """For each row the column of the least distance, and whether it passes the ratio test and is near enough."""
    rows = np.arange(len(bits))
    nearest = bits.argmin(axis=1)
    least = bits[rows, nearest]
    others = bits.copy()
    others[rows, nearest] = _NONE
    return nearest, (least <= FARTHEST) & (least < RATIO * others.min(axis=1))


def _pairs(count: int) -> tuple[Positions, Positions]:
    if count <= _ALL_PAIRS:
        one, two = np.triu_indices(count, 1)
        return one, two
    luck = np.random.default_rng(count)  # the same draw for as many matches: a score must not depend on luck
    one = luck.integers(0, count, _DRAWN)
    return one, (one + luck.integers(1, count, _DRAWN)) % count
