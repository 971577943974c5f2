"""Dealing sources into folds."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.datasets.entry import Entry
from facevow.errors import TrainingError
from facevow.training.folds import assign
from tests.training.making import entry

SOURCES = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3), st.tuples(st.sampled_from(["frame", "face_crop"]), st.integers(1, 9)),
    min_size=2, max_size=12,
)  # fmt: skip


def made(sources: dict[str, tuple[str, int]]) -> list[Entry]:
    return [entry(source=name, framing=framing) for name, (framing, count) in sources.items() for _ in range(count)]


@given(SOURCES, st.integers(2, 6), st.randoms(use_true_random=False))
def test_each_source_is_in_one_fold_whatever_the_order(
    sources: dict[str, tuple[str, int]], folds: int, random: Random
) -> None:
    """The folds are a partition, none is empty, they are the same for the same entries; too many are refused."""
    entries = made(sources)
    if folds > len(sources):
        with pytest.raises(TrainingError, match=f"2 to {len(sources)} folds"):
            assign(entries, folds)
        return
    found = assign(entries, folds)
    assert found.keys() == sources.keys()
    assert set(found.values()) == set(range(folds))
    random.shuffle(entries)
    assert assign(entries, folds) == found


def test_both_framings_are_spread() -> None:
    """Five folds of ten sources hold one of whole frames and one of tight crops each."""
    sources = {f"f{n}": ("frame", 10 * n + 10) for n in range(5)} | {f"c{n}": ("face_crop", n + 1) for n in range(5)}
    found = assign(made(sources), 5)
    assert sorted((found[name], framing) for name, (framing, _) in sources.items()) == [
        (fold, framing) for fold in range(5) for framing in ("face_crop", "frame")
    ]


def test_the_largest_sources_are_dealt_first() -> None:
    """Of 9, 5, 4 and 3 images each goes where fewest are: 9 and 3 against 5 and 4."""
    found = assign(made({name: ("frame", count) for name, count in zip("abcd", (9, 5, 4, 3), strict=True)}), 2)
    assert found == {"a": 0, "b": 1, "c": 1, "d": 0}


def test_a_source_of_both_framings_stays_whole() -> None:
    """Its tight crops go where its whole frames are, so that nobody is learnt from and judged."""
    entries = made({"a": ("frame", 3), "b": ("frame", 2), "c": ("frame", 1)})
    entries += [entry(source="b", framing="face_crop")] * 5 + [entry(source="d", framing="face_crop")]
    found = assign(entries, 3)
    assert found.keys() == set("abcd")
    assert len({found["a"], found["b"], found["c"]}) == 3


@pytest.mark.parametrize("folds", [-1, 0, 1, 4])
def test_folds_that_cannot_be_are_refused(folds: int) -> None:
    """One fold has nothing to learn from, and a fold without a source nothing to judge."""
    with pytest.raises(TrainingError, match="2 to 3 folds for 3 sources"):
        assign(made(dict.fromkeys("abc", ("frame", 1))), folds)
