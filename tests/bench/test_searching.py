"""The parts of `python -m bench.searching`, and a small run of it."""

from pathlib import Path

import numpy as np
import pytest
from bench.searching import Measured, in_own_process, neighbours, recall, table, write_down

from facevow.matching.orb import LEAST_POINTS


def test_neighbours_lie_at_the_cosines_asked_for() -> None:
    """They are unit vectors, within the limits of the vector that they are of, and the same for the same draw."""
    (base,) = neighbours(np.eye(1, 192, dtype=np.float32), 1, (0.5, 0.5), np.random.default_rng(0))
    found = neighbours(base[None], 200, (0.4, 0.7), np.random.default_rng(1))
    assert np.linalg.norm(found, axis=1) == pytest.approx(np.ones(200), abs=1e-5)
    cosines = found @ base
    assert 0.4 - 1e-5 <= cosines.min() < 0.45
    assert 0.65 < cosines.max() <= 0.7 + 1e-5
    assert (found == neighbours(base[None], 200, (0.4, 0.7), np.random.default_rng(1))).all()


def test_recall_is_the_share_of_what_should_have_been_found() -> None:
    """By hand: one of two firsts, and three of four among the first two."""
    found, wanted = [["a", "b", "x"], ["d", "c"]], [["a", "y", "b"], ["c", "d"]]
    assert recall(found, wanted, 1) == 1 / 2
    assert recall(found, wanted, 2) == 3 / 4


def test_each_index_is_filled_and_asked_in_its_own_process(tmp_path: Path) -> None:
    """Both indexes of vectors give the same among few, the enrolled come first, and ORB finds what it is asked for."""
    write_down(
        tmp_path, neighbours(np.eye(8, 192, dtype=np.float32), 50, (0.4, 0.6), np.random.default_rng(2)), 300, 40
    )
    content = LEAST_POINTS.to_bytes(2, "little") + bytes(
        np.random.default_rng(3).integers(0, 100, 36 * LEAST_POINTS, dtype=np.uint8)
    )
    (tmp_path / "orb.bin").write_bytes(content)
    np.save(tmp_path / "lengths.npy", [len(content)])
    found = {kind: in_own_process(kind, tmp_path, 12) for kind in ("exact", "graph", "orb")}
    assert [of.templates for of in found.values()] == [300, 300, 12]
    assert found["exact"].hits == found["graph"].hits
    assert all(len(hits) == 10 for hits in found["exact"].hits)
    gallery, queries = np.load(tmp_path / "gallery.npy"), np.load(tmp_path / "queries.npy")
    enrolled = (queries[:20] @ gallery.T).argmax(axis=1).tolist()
    assert [int(hits[0]) for hits in found["exact"].hits[:20]] == enrolled
    assert found["orb"].hits[0] == ["0", "1", "10", "11", "2", "3", "4", "5", "6", "7"]
    assert "| graph | 300 |" in table(found)


def test_the_table_tells_recall_only_against_an_exact_search_of_as_many() -> None:
    """The graph's hits are held against the exact ones; an index of fewer templates has no such figure."""
    exact = Measured(100, 1.0, 10.0, [2.0, 4.0], [["a"], ["b"]])
    graph = Measured(100, 2.0, 20.0, [1.0, 1.0], [["a"], ["c"]])
    fewer = Measured(10, 0.5, 1.0, [9.0], [["a"]])
    rows = table({"exact": exact, "graph": graph, "orb": fewer}).splitlines()
    assert rows[2:] == [
        "| exact | 100 | 3.00 | 3.90 | 1.000 | 1.000 | 10 | 1.0 |",
        "| graph | 100 | 1.00 | 1.00 | 0.500 | 0.500 | 20 | 2.0 |",
        "| orb | 10 | 9.00 | 9.00 |  |  | 1 | 0.5 |",
    ]
