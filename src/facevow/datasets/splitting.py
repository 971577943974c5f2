"""Deals groups out to train, validation and test by chance that a seed decides, the same on every machine."""

from collections.abc import Mapping
from hashlib import sha256


def deal(sizes: Mapping[str, int], shares: Mapping[str, float], seed: int) -> dict[str, str]:
    """Give every group whole to one split, so that the splits come close to their shares of all images.

    The groups are laid end to end in an order that the seed decides, and the line is cut at the shares; a group
    belongs to the part in which its middle lies. With few groups a part may stay empty.

    Args:
        sizes: how many images a group holds, by its name.
        shares: the part of each split, adding up to 1, in the order of the line.
        seed: another seed gives another order.
    """
    order = sorted(sizes, key=lambda name: sha256(f"{seed}\n{name}".encode("utf-8", "surrogateescape")).digest())
    total, before, dealt = sum(sizes.values()), 0.0, {}
    for name in order:
        dealt[name] = _part((before + sizes[name] / 2) / total, shares)
        before += sizes[name]
    return dealt


def _part(place: float, shares: Mapping[str, float]) -> str:
    """The split in which a place on the line, 0..1, lies."""
    end = 0.0
    for split, share in shares.items():
        end += share
        if place < end:
            return split
    return list(shares)[-1]  # sums of shares can end a hair below 1
