"""The search by a graph: what it finds, what it forgets, and what it says where its package is not installed."""

import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facevow.errors import MatchError, SettingsError
from facevow.matching.exact import ExactIndex
from facevow.matching.graph import GraphIndex
from facevow.types import Template
from tests.matching.sphere import measure, template, templates, vectors

POOL = templates(12)
KEYS = st.sampled_from([f"k{number}" for number in range(8)])
STEPS = st.lists(st.tuples(st.booleans(), KEYS, st.integers(0, 11)), max_size=40)


@settings(deadline=None)
@given(STEPS, st.integers(0, 11))
def test_any_course_of_adding_and_removing_leaves_what_the_exact_index_holds(
    steps: list[tuple[bool, str, int]], query: int
) -> None:
    """Among few templates the graph finds all of them, with the same scores in the same order, whatever went before."""
    graph, exact = GraphIndex(measure()), ExactIndex(measure())
    for adds, key, which in steps:
        if adds:
            graph.add(key, POOL[which])
            exact.add(key, POOL[which])
        else:
            assert graph.remove(key) is exact.remove(key)
    assert len(graph) == len(exact)
    assert graph.search(POOL[query], 8) == exact.search(POOL[query], 8)


def test_it_finds_nearly_all_of_what_the_exact_search_finds() -> None:
    """Of the ten most alike among 2,000 it finds at least 95 in 100, and an enrolled template itself always."""
    graph, exact, many = GraphIndex(measure(), least=0), ExactIndex(measure()), templates(2000, seed=5)
    for number, one in enumerate(many):
        graph.add(str(number), one)
        exact.add(str(number), one)
    found = 0
    for query in templates(50, seed=6):
        wanted = {hit.key for hit in exact.search(query, 10)}
        found += len(wanted & {hit.key for hit in graph.search(query, 10)})
    assert found >= 0.95 * 500
    assert all(graph.search(many[number], 1)[0].key == str(number) for number in range(0, 2000, 100))


def test_what_is_removed_is_overwritten() -> None:
    """Neither a removed vector nor a replaced one is among the bytes of the graph, and others are."""
    index, many = GraphIndex(measure()), vectors(50)
    for number, vector in enumerate(many):
        index.add(str(number), template(vector))
    kept = [np.asarray(index._graph.get(index._labels[key]), np.float32).tobytes() for key in ("3", "4", "5", "6")]
    assert all(one in index._graph.save() for one in kept)
    index.remove("3")
    index.remove("4")
    index.add("5", template(many[3] * -1))
    left = index._graph.save()
    assert [one in left for one in kept] == [False, False, False, True]


def test_room_of_removed_templates_is_used_again() -> None:
    """However often templates come and go, the graph grows no larger than the most there were at once."""
    index, many = GraphIndex(measure()), templates(20)
    for _ in range(5):
        for number, one in enumerate(many):
            index.add(str(number), one)
        for number in range(20):
            index.remove(str(number))
    assert len(index) == 0
    assert index.search(many[0], 3) == []
    assert len(index._graph) == 20


def test_templates_are_found_among_many_that_are_gone() -> None:
    """Where most were removed, a search still gives as many as are left."""
    index, many = GraphIndex(measure(), least=0), templates(600)
    for number, one in enumerate(many):
        index.add(str(number), one)
    for number in range(595):
        index.remove(str(number))
    assert {hit.key for hit in index.search(many[0], 5)} == {"595", "596", "597", "598", "599"}


def test_a_template_of_another_matcher_or_of_none_is_refused() -> None:
    """Neither is added nor searched for, and what was there under the key stays."""
    index, good = GraphIndex(measure()), POOL[0]
    index.add("a", good)
    for bad, code in (
        (template(vectors(1)[0], "stranger"), "other_matcher"),
        (Template(good.matcher, good.content + b"\x00\x00"), "bad_template"),
    ):
        with pytest.raises(MatchError) as raised:
            index.add("a", bad)
        assert raised.value.code == code
        with pytest.raises(MatchError) as raised:
            index.search(bad, 1)
        assert raised.value.code == code
    assert [(hit.key, round(hit.score, 3)) for hit in index.search(good, 5)] == [("a", 1.0)]


def test_a_missing_package_is_told_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without usearch the index cannot be made, and the error says what to install."""
    monkeypatch.setitem(sys.modules, "usearch.index", None)
    with pytest.raises(SettingsError, match=r"pip install 'facevow\[hnsw\]'"):
        GraphIndex(measure())


def test_many_threads_may_use_it_at_once() -> None:
    """While others add and remove, each thread finds what it holds itself and nothing that it has removed."""
    index = GraphIndex(measure())

    def work(name: int) -> None:
        own = templates(25, seed=100 + name)
        for number, one in enumerate(own):
            index.add(f"{name}-{number}", one)
        for number, one in enumerate(own):
            assert f"{name}-{number}" in {hit.key for hit in index.search(one, 100)}
            assert index.remove(f"{name}-{number}")
            assert f"{name}-{number}" not in {hit.key for hit in index.search(one, 100)}

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert len(index) == 0
