"""The search that compares each template."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from facevow.errors import MatchError
from facevow.matching.brute import BruteIndex
from facevow.matching.exact import ExactIndex
from facevow.types import Template
from tests.matching.sphere import measure, template, templates, vectors


class Meddling:
    """A measure that does something before its nth comparison."""

    def __init__(self, index: list[BruteIndex], at: int) -> None:
        self._index, self._left, self._real = index, at, measure()

    title = measure().title
    continuity = 0.0

    def threshold(self, fmr: str) -> float:
        """The threshold of the real measure."""
        return self._real.threshold(fmr)

    def compare(self, one: Template, other: Template) -> float:
        """The real comparison, and at the nth all that the index holds is removed first."""
        self._left -= 1
        if self._left == 0:
            for key in ("a", "b", "c"):
                self._index[0].remove(key)
        return self._real.compare(one, other)


def test_it_finds_what_the_exact_search_finds() -> None:
    """Both give the same keys and scores over templates that either can hold."""
    brute, exact, many = BruteIndex(measure()), ExactIndex(measure()), templates(60)
    for number, one in enumerate(many):
        for index in (brute, exact):
            index.add(str(number), one)
    brute.add("0", many[59])
    exact.add("0", many[59])
    found, wanted = brute.search(many[59], 12), exact.search(many[59], 12)
    assert [hit.key for hit in found] == [hit.key for hit in wanted]
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in wanted], abs=1e-6)
    assert [hit.key for hit in found[:2]] == ["0", "59"]


def test_a_removed_template_is_overwritten() -> None:
    """The memory that held it is zeroed, also where another template takes its place."""
    index, (one, other) = BruteIndex(measure()), templates(2)
    index.add("a", one)
    first = index._kept["a"]
    index.add("a", other)
    second = index._kept["a"]
    assert index.remove("a")
    assert not any(first)
    assert not any(second)
    assert not index.remove("a")
    assert len(index) == 0


def test_what_is_erased_during_a_search_is_not_in_its_answer() -> None:
    """Templates that are removed between two comparisons are neither compared any more nor told as hits."""
    place: list[BruteIndex] = []
    index = BruteIndex(Meddling(place, at=6))  # three to add, one of the query, then the second of the gallery
    place.append(index)
    for key, one in zip("abc", templates(3), strict=True):
        index.add(key, one)
    assert index.search(templates(1)[0], 3) == []


def test_a_template_of_another_matcher_or_of_none_is_refused() -> None:
    """Neither is added nor searched for, even in an empty index."""
    good = templates(1)[0]
    for bad, code in (
        (template(vectors(1)[0], "stranger"), "other_matcher"),
        (Template(good.matcher, good.content[1:]), "bad_template"),
    ):
        index = BruteIndex(measure())
        with pytest.raises(MatchError) as raised:
            index.add("a", bad)
        assert raised.value.code == code
        with pytest.raises(MatchError) as raised:
            index.search(bad, 1)
        assert raised.value.code == code
        assert len(index) == 0


def test_no_hits_are_asked_for() -> None:
    """Asked for none it gives none."""
    index, one = BruteIndex(measure()), templates(1)[0]
    index.add("a", one)
    assert index.search(one, 0) == []


def test_many_threads_may_use_it_at_once() -> None:
    """While others add and remove, each thread finds what it holds itself."""
    index = BruteIndex(measure())

    def work(name: int) -> None:
        own = templates(6, seed=100 + name)
        for number, one in enumerate(own):
            index.add(f"{name}-{number}", one)
        for number, one in enumerate(own):
            assert index.search(one, 1)[0].key == f"{name}-{number}"
            assert index.remove(f"{name}-{number}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert len(index) == 0
