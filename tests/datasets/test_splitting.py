"""Groups are dealt whole, by shares, the same way every time."""

from hypothesis import given
from hypothesis import strategies as st

from facevow.datasets.splitting import deal

SHARES = {"train": 0.7, "validation": 0.2, "test": 0.1}


def test_equal_groups_come_to_the_shares() -> None:
    """Of a hundred files 70 are trained on, 20 validate and 10 test."""
    dealt = list(deal({f"file {number}": 1 for number in range(100)}, SHARES, 0).values())
    assert [dealt.count(split) for split in SHARES] == [70, 20, 10]


def test_the_seed_decides() -> None:
    """The same seed deals the same, whatever the order; another seed deals otherwise."""
    sizes = {f"person {number}": number % 7 + 1 for number in range(40)}
    backwards = dict(reversed(sizes.items()))
    assert deal(sizes, SHARES, 3) == deal(backwards, SHARES, 3)
    assert deal(sizes, SHARES, 3) != deal(sizes, SHARES, 4)


@given(st.dictionaries(st.text(max_size=5), st.integers(1, 50), min_size=1, max_size=30), st.integers())
def test_no_split_is_off_by_more_than_a_group(sizes: dict[str, int], seed: int) -> None:
    """Everyone is dealt, and a split's images differ from its share by at most two halves of the largest group."""
    dealt = deal(sizes, SHARES, seed)
    assert dealt.keys() == sizes.keys()
    for split, share in SHARES.items():
        held = sum(size for name, size in sizes.items() if dealt[name] == split)
        assert abs(held - share * sum(sizes.values())) <= max(sizes.values()) + 1e-6
