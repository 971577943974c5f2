"""Keeps a folder to one run at a time: two at once would replace and cut each other's files.

The lock is one of the system (`flock`): it ends with the process that holds it, however that ends. Windows has none of
this kind, and some network file systems have none either: there a second run is not noticed.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from facevow.errors import FacevowError

LOCK: Final = ".facevow.lock"
"""The file that is locked. It is there while a run is at work, and after a kill, when it means nothing."""


@contextmanager
def alone_in(folder: Path, refusal: type[FacevowError]) -> Iterator[None]:
    """Be the only run at work in a folder, which is there.

    Args:
        folder: what is kept to one run.
        refusal: what is raised.

    Raises:
        FacevowError: `refusal`: another run is at work there, or nothing can be written there.
    """
    if sys.platform == "win32":
        yield
        return
    path = folder / LOCK
    try:
        lock = _held(path)
    except BlockingIOError as error:
        raise refusal(f"another run is at work in this folder: {folder}") from error
    except OSError as error:
        raise refusal(f"{folder} cannot be written: {error.strerror}") from error
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink()  # while it is held: afterwards it could be the next run's
        os.close(lock)


def _held(path: Path) -> int:
    """An open file that is locked and still goes by this name: its last holder removed it, perhaps since we opened it.

    Raises:
        BlockingIOError: another process holds it.
        OSError: it cannot be made.
    """
    while True:
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _lock(lock)
            if _is_named(lock, path):
                return lock
        except BaseException:
            os.close(lock)
            raise
        os.close(lock)


def _lock(lock: int) -> None:
    """Take the lock, where the file system has such.

    Raises:
        BlockingIOError: another process holds it.
    """
    import fcntl  # noqa: PLC0415 - there is none on Windows

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if isinstance(error, BlockingIOError):
            raise


def _is_named(lock: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(lock), path.stat())
    except FileNotFoundError:
        return False
