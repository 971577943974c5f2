"""Work to spread, by names that a worker can import."""

import os
import pickle
import signal
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from facevow.distributing import driving
from facevow.errors import InputError


def refusing() -> Callable[[int], int]:
    """What refuses the number 7, and cannot work on 8."""
    return _refuse


def _refuse(number: int) -> int:
    if number == 7:
        raise InputError("seven", code="seven")
    if number == 8:
        raise ZeroDivisionError("eight")
    return number


def dying(once: Path) -> Callable[[int], tuple[int, int]]:
    """What kills its own process at number 5, unless the file is there that it then makes; tells who worked."""
    return partial(_die, once)


def _die(once: Path, number: int) -> tuple[int, int]:
    time.sleep(0.02)
    if number == 5 and not once.exists():
        once.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number, os.getpid()


def leaving(pipe: Connection, *_asked: object) -> None:
    """A driver that tells one result, and goes without waiting for the last word."""
    pipe.send([(0, pickle.dumps(1))])


def hasty(pipe: Connection, address: str, workers: int, make: bytes, items: list[bytes]) -> None:
    """The driver, which gives a cluster that does not answer up within a second instead of ten."""
    driving._BETWEEN = 0.2  # type: ignore[misc]
    driving.drive(pipe, address, workers, make, items)
