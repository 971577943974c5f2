"""Pairs of images of known people."""

from collections import Counter

from facevow.evaluation import pairs
from facevow.evaluation.pairs import Pair, chosen, pairs_of, spread
from tests.evaluation.likes import shown


def test_places_are_spread_with_both_ends() -> None:
    """Few places are all taken; of many, the first, the last and those between at even steps."""
    assert spread(3, 5) == [0, 1, 2]
    assert spread(9, 5) == [0, 2, 4, 6, 8]
    assert spread(0, 5) == []


def test_each_session_of_each_person_gives_so_many() -> None:
    """A long recording gives no more images than its share, and a short one all it has."""
    images = [shown("ben", at, "x") for at in range(10)] + [shown("ada", at, "x") for at in range(2)]
    taken = chosen(images + [shown("ben", at, "y") for at in range(3)], 3)
    assert Counter((one.person, one.session) for one in taken) == {("ada", "x"): 2, ("ben", "x"): 3, ("ben", "y"): 3}


def test_pairs_know_what_they_are() -> None:
    """Of one person, apart by session; of two, apart by source; no image is paired with itself."""
    images = [
        shown("ada", 1, "x"),
        shown("ada", 2, "y"),
        shown("ada", 3, "y"),
        shown("ben", 4),
        shown("eve", 5, "s", "b"),
    ]
    found = pairs_of(images)
    assert {pair for pair in found if pair.mated} == {
        Pair(0, 1, mated=True, apart=True),
        Pair(0, 2, mated=True, apart=True),
        Pair(1, 2, mated=True, apart=False),
    }
    assert {(pair.one, pair.other, pair.apart) for pair in found if not pair.mated} == {
        (0, 3, False),
        (1, 3, False),
        (2, 3, False),
        (0, 4, True),
        (1, 4, True),
        (2, 4, True),
        (3, 4, True),
    }


def test_nobody_counts_for_more_than_the_limits() -> None:
    """Of many images so many pairs are drawn, none twice, and a seed draws the same ones."""
    images = [shown("ada", at, "xyz"[at % 3]) for at in range(60)] + [shown("ben", at) for at in range(20)]
    found = pairs_of(images, seed=1)
    kinds = Counter((pair.mated, pair.apart, images[pair.one].person) for pair in found)
    assert kinds[True, False, "ada"] == kinds[True, False, "ben"] == pairs.MATED_WITHIN
    assert kinds[True, True, "ada"] == pairs.MATED_ACROSS
    assert kinds[False, False, "ada"] == pairs.NON_MATED
    assert len(set(found)) == len(found)
    assert found == pairs_of(images, seed=1) != pairs_of(images, seed=2)
