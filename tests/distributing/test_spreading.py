"""Work spread over one process, and what is refused before a cluster is asked."""

from collections.abc import Callable
from importlib.util import find_spec
from multiprocessing import Pipe, active_children

import pytest

from facevow.distributing import driving, spreading
from facevow.distributing.spreading import OnRay, _received, here
from facevow.errors import ClusterError, InputError, SettingsError
from tests.distributing.work import leaving, refusing


def test_here_works_in_order_with_what_was_opened_once() -> None:
    """Results come one by one, before the next item is touched."""
    opened, worked = [], []

    def make() -> Callable[[str], str]:
        opened.append(1)

        def work(item: str) -> str:
            worked.append(item)
            return item.upper()

        return work

    results = here(make, ["a", "b", "c"])
    assert (next(results), worked) == ((0, "A"), ["a"])
    assert (list(results), opened) == ([(1, "B"), (2, "C")], [1])


@pytest.mark.parametrize("spread", [here, OnRay()])
def test_nothing_is_opened_for_no_items(spread: OnRay) -> None:
    """No network is loaded, and no cluster begun, when all was done before."""
    assert list(spread(lambda: pytest.fail("opened"), [])) == []


@pytest.mark.parametrize("address", ["", "ray://head:10001", "http://head"])
def test_addresses_that_are_not_served(address: str) -> None:
    """Nothing, and addresses of another protocol, are refused at once."""
    with pytest.raises(SettingsError, match="host:port"):
        OnRay(address)


@pytest.mark.parametrize("lacking", ["ray", "pyarrow"])
def test_without_ray_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, lacking: str) -> None:
    """Who has not installed it is told how."""
    monkeypatch.setattr(spreading, "find_spec", lambda name: None if name == lacking else find_spec(name))
    with pytest.raises(SettingsError, match=r"pip install 'facevow\[ray\]'"):
        OnRay()


def test_what_a_driver_tells() -> None:
    """Results are taken; a failure of the work, one of the cluster, and a driver that is gone are exceptions."""
    ours, theirs = Pipe()
    theirs.send([(1, b"one")])
    assert _received(ours) == [(1, b"one")]
    theirs.send(InputError("no", code="special"))
    with pytest.raises(InputError, match="no") as refused:
        _received(ours)
    assert refused.value.code == "special"
    theirs.send("OutOfMemoryError: killed")
    with pytest.raises(ClusterError, match="OutOfMemoryError"):
        _received(ours)
    theirs.close()
    with pytest.raises(ClusterError, match="went away"):
        _received(ours)
    ours.close()


def test_a_driver_that_leaves_after_the_last_result(monkeypatch: pytest.MonkeyPatch) -> None:
    """All has come: that nobody hears the last word any more is no failure."""
    monkeypatch.setattr(spreading, "find_spec", lambda _name: True)
    monkeypatch.setattr(driving, "drive", leaving)
    results = OnRay()(refusing, [1])
    assert next(results) == (0, 1)
    (driver,) = active_children()
    driver.join()
    assert list(results) == []
