"""The exact search, held against a plain sort."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.errors import MatchError
from facevow.matching.exact import ExactIndex
from facevow.types import Template
from tests.matching.sphere import measure, template, templates, vectors

POOL = templates(12)
KEYS = st.sampled_from([f"k{number}" for number in range(8)])
STEPS = st.lists(st.tuples(st.booleans(), KEYS, st.integers(0, 11)), max_size=60)


def sorted_plainly(held: dict[str, Template], query: Template, most: int) -> list[str]:
    """The keys that a search must give, by comparing each template for itself."""
    compare = measure().compare
    return sorted(held, key=lambda key: (-round(compare(query, held[key]), 5), key))[:most]


@given(STEPS, st.integers(0, 11), st.integers(0, 9))
def test_any_course_of_adding_and_removing_leaves_what_a_dictionary_holds(
    steps: list[tuple[bool, str, int]], query: int, most: int
) -> None:
    """Whatever is added, replaced and removed, the search finds what is there, the most like first, ties by key."""
    index, held = ExactIndex(measure()), dict[str, Template]()
    for adds, key, which in steps:
        if adds:
            index.add(key, POOL[which])
            held[key] = POOL[which]
        else:
            assert index.remove(key) is (held.pop(key, None) is not None)
    assert len(index) == len(held)
    assert [hit.key for hit in index.search(POOL[query], most)] == sorted_plainly(held, POOL[query], most)


def test_scores_are_those_of_the_measure() -> None:
    """A hit's score is what comparing the two templates for themselves gives."""
    index, many = ExactIndex(measure()), templates(300)
    for number, one in enumerate(many):
        index.add(str(number), one)
    for hit in index.search(many[7], 300):
        assert hit.score == pytest.approx(measure().compare(many[7], many[int(hit.key)]), abs=1e-6)


def test_equal_templates_have_equal_scores_in_the_order_of_their_keys() -> None:
    """A hundred copies between other rows come in the order of their keys, wherever a copy lies."""
    index, others, copy = ExactIndex(measure()), templates(300, seed=1), templates(1, seed=2)[0]
    for number, other in enumerate(others):
        index.add(f"other{number}", other)
        index.add(f"copy{number:03}", copy)
    hits = index.search(copy, 100)
    assert [hit.key for hit in hits] == [f"copy{number:03}" for number in range(100)]
    assert len({hit.score for hit in hits}) == 1


def test_what_is_removed_is_overwritten() -> None:
    """After a removal, and after the matrix has grown, nothing of the vector is left in what the index holds."""
    index, many = ExactIndex(measure()), vectors(64)
    for number, vector in enumerate(many):
        index.add(str(number), template(vector))
    small, kept = index._matrix, index._matrix[3].tobytes()
    index.remove("3")
    assert kept not in index._matrix.tobytes()
    last = index._matrix[62].tobytes()
    index.add("x", template(many[3]))
    index.add("y", template(many[3]))
    assert index._matrix is not small
    assert not small.any()
    assert last in index._matrix.tobytes()


def test_a_template_of_another_matcher_or_of_none_is_refused() -> None:
    """Neither is added nor searched for, and what was there under the key stays."""
    index, good = ExactIndex(measure()), POOL[0]
    index.add("a", good)
    for bad, code in (
        (template(vectors(1)[0], "stranger"), "other_matcher"),
        (Template(good.matcher, good.content[:-1]), "bad_template"),
        (Template(good.matcher, b"\x00" * len(good.content)), "bad_template"),
        (Template(good.matcher, np.full(32, np.nan, "<f2").tobytes()), "bad_template"),
    ):
        with pytest.raises(MatchError) as raised:
            index.add("a", bad)
        assert raised.value.code == code
        with pytest.raises(MatchError) as raised:
            index.search(bad, 1)
        assert raised.value.code == code
    assert [(hit.key, round(hit.score, 3)) for hit in index.search(good, 5)] == [("a", 1.0)]


def test_an_empty_index_finds_nothing() -> None:
    """There is no hit before the first template, and none after the last is gone."""
    index = ExactIndex(measure())
    assert index.search(POOL[0], 3) == []
    index.add("a", POOL[0])
    index.remove("a")
    assert index.search(POOL[0], 3) == []
    assert len(index) == 0


def test_many_threads_may_use_it_at_once() -> None:
    """While others add and remove, each thread finds what it holds itself and nothing that it has removed."""
    index = ExactIndex(measure())

    def work(name: int) -> None:
        own = templates(40, seed=100 + name)
        for number, one in enumerate(own):
            index.add(f"{name}-{number}", one)
        for number, one in enumerate(own):
            assert index.search(one, 1)[0].key == f"{name}-{number}"
            assert index.remove(f"{name}-{number}")
            assert f"{name}-{number}" not in {hit.key for hit in index.search(one, 200)}

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert len(index) == 0
    assert not index._matrix.any()
