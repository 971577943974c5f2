"""Work spread over a real Ray cluster: all of it comes back, and whatever goes wrong is told in one sentence."""

import os
import pickle
import socket
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from facevow.distributing import driving
from facevow.distributing.driving import Block, _asks_token, _rows, _unpacked, _Worker
from facevow.distributing.spreading import OnRay
from facevow.errors import ClusterError, FacevowError, InputError
from tests.clusters import PATIENCE
from tests.distributing.cluster import TOKEN, cluster
from tests.distributing.work import dying, hasty, refusing

pytest.importorskip("ray.data", reason="needs the extra ray")


@pytest.mark.parametrize(
    ("items", "workers", "rows"),
    [(1, 1, 1), (7, 2, 1), (100, 2, 6), (9357, 2, 32), (9357, 64, 18), (625_537, 64, 156), (10**7, 2, 2500)],
)
def test_blocks_are_neither_few_nor_many(items: int, workers: int, rows: int) -> None:
    """Eight for each worker where there are items enough, 32 items at most until there would be 4,000 blocks."""
    assert _rows(items, workers) == rows


def worked(make: Callable[[], Any], *items: int, expected: str | None = None) -> Block:
    """What a worker makes of a block of these items."""
    from importlib.metadata import version  # noqa: PLC0415

    packed = np.array([pickle.dumps(item) for item in items], dtype=object)
    block = {"place": np.arange(len(items)), "item": packed}
    return _Worker(pickle.dumps(make), expected or version("facevow"))(block)


@pytest.mark.parametrize(
    ("item", "kind", "said"),
    [(7, InputError, "seven"), (8, ClusterError, "failed on a worker: ZeroDivisionError: eight")],
)
def test_failures_of_the_work_come_back(item: int, kind: type[FacevowError], said: str) -> None:
    """An exception of ours keeps its kind and code; any other is told by its name; what stands before it is told."""
    results = _unpacked(worked(refusing, 1, item))
    assert pickle.loads(next(results)[1]) == 1  # noqa: S301
    with pytest.raises(kind, match=said) as refused:
        next(results)
    assert refused.value.code == ("seven" if kind is InputError else kind.code)


def test_a_worker_of_another_version_refuses() -> None:
    """Its scores could be others."""
    with pytest.raises(ClusterError, match=r"expected facevow 0\.0\.0 on every machine"):
        list(_unpacked(worked(refusing, 1, expected="0.0.0")))


def test_a_cluster_that_asks_for_a_token_is_known_by_a_cause() -> None:
    """Ray's own sentence says only that it could not connect."""
    told = ConnectionError("no")
    told.__cause__ = RuntimeError("RPC error: InvalidAuthToken: missing")
    assert _asks_token(told)
    assert not _asks_token(ConnectionError("no"))


@pytest.mark.timeout(PATIENCE)
def test_workers_and_then_the_cluster_die(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A killed worker's items are worked on again; when the cluster is killed, what had come stays, the rest is told.

    Every result that came has its place, comes once, and was made by another process than this one.
    """
    for name, value in TOKEN.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(driving, "drive", hasty)
    found: dict[int, tuple[int, int]] = {}
    with cluster() as doomed, closing(OnRay(doomed.address)(partial(dying, tmp_path / "once"), range(3000))) as results:
        for place, result in results:
            assert place not in found
            found[place] = result
            if 5 in found:
                break
        assert (tmp_path / "once").exists()
        doomed.kill()
        with pytest.raises(ClusterError, match="what was done is kept"):
            found.update(results)
    assert all(number == place for place, (number, _) in found.items())
    assert os.getpid() not in {maker for _, maker in found.values()}
    assert len(found) < 3000


def test_an_address_where_nobody_answers() -> None:
    """It is named in the error, at once."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(ClusterError, match=f"expected a Ray cluster at {address}, nobody answers"):
            list(OnRay(address)(refusing, [1]))
