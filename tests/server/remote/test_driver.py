"""The server's side of the driver, with drivers that fail in their own ways."""

import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from facevow.errors import ClusterError
from facevow.server.remote import driver as module
from facevow.server.remote.driver import Driver
from facevow.server.remote.travel import Ask, ReplicaLost
from facevow.server.work import Encoded
from tests.server.remote import drivers
from tests.server.serving import PATIENCE, until

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Any], Driver]]:
    """Makes drivers, and closes them."""
    monkeypatch.setattr(module, "drive", drivers.drive)
    every: list[Driver] = []

    def make(order: Any) -> Driver:  # noqa: ANN401 - see `drivers.drive`
        every.append(Driver(order))
        return every[-1]

    with capture_logs():
        yield make
        for driver in every:
            driver.close()


def test_one_that_did_not_open_is_gone(made: Callable[[Any], Driver]) -> None:
    """What it tells is raised, and its process is no more: nobody takes it for one that has replicas."""
    driver = made("refuses")
    for _ in range(2):
        with pytest.raises(ClusterError, match="nobody there"):
            driver.open()
        assert driver.gone
    with pytest.raises(ReplicaLost):
        asyncio.run(driver.well())


def test_one_that_hangs_is_killed(made: Callable[[Any], Driver], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sends it more than a pipe holds waits for nothing but an answer, which is that it was lost."""
    monkeypatch.setattr(module, "HANGS", 0.2)
    driver = made("hangs")
    driver.open()

    async def ask() -> list[object]:
        asks = tuple(
            Ask(Encoded(bytes(1_000_000), index=place), None, judge=True, describe="never") for place in (0, 1)
        )
        return await asyncio.gather(*(driver.call(asks) for _ in range(3)), driver.well(), return_exceptions=True)

    answers = asyncio.run(ask())
    assert [type(answer) for answer in answers] == [ReplicaLost] * 4
    assert driver.gone


def test_one_that_hangs_is_closed(made: Callable[[Any], Driver], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is waited for, and then killed, also with requests that it never took."""
    monkeypatch.setattr(module, "PATIENCE", 0.2)
    driver = made("hangs")
    driver.open()
    lost = driver._ask("call", bytes(1_000_000))
    driver.close()
    assert isinstance(lost.exception(PATIENCE), ReplicaLost)


def test_one_that_opens_is_closed(made: Callable[[Any], Driver], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever closes it waits for no cluster, nor does the thread that opens it; it is not opened again."""
    monkeypatch.setattr(module, "HASTE", 0.2)
    driver, told = made("opens"), list[BaseException]()

    def open_it() -> None:
        try:
            driver.open()
        except ClusterError as error:
            told.append(error)

    opening = threading.Thread(target=open_it)
    opening.start()
    until(lambda: not driver.gone)
    driver.close()
    opening.join(PATIENCE)
    assert len(told) == 1
    with pytest.raises(ClusterError):
        driver.open()
    assert driver.gone


def test_it_can_be_opened_again(made: Callable[[Any], Driver]) -> None:
    """A second process takes the place of the first, whose end disturbs it not."""
    driver = made("serves")
    for _ in range(2):
        assert driver.open() == drivers.SOMEBODY
        assert asyncio.run(driver.well()) == 2


def test_python_ends_whoever_forgot_it() -> None:
    """A program that leaves without closing it comes to its end, with the driver."""
    program = (
        "from facevow.server.remote import driver\nfrom tests.server.remote import drivers\n"
        "driver.drive = drivers.drive\n"
        "if __name__ == '__main__':\n    one = driver.Driver('serves')\n    one.open()\n    raise SystemExit(7)\n"
    )
    began = time.monotonic()
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program], cwd=ROOT, timeout=2 * PATIENCE, check=False
    )
    assert done.returncode == 7
    assert time.monotonic() - began < PATIENCE
