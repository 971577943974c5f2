"""Changes a keyring's file, one change after the other: two that overlapped would lose the first one's new keys."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from facevow.errors import KeyringError
from facevow.signing.keyring import Keyring, load_keyring, save_keyring
from facevow.signing.private_files import OWNER_ONLY

TURN_SECONDS: Final = 10.0
"""How long a change waits for those before it, each of which takes milliseconds."""

LOOK_SECONDS: Final = 0.05
"""Between two tries for the lock."""


def change_keyring(path: Path, change: Callable[[Keyring], Keyring]) -> tuple[Keyring, Keyring]:
    """Read a keyring's file, which has to be there, change the keyring, and put it back, while nobody else does so.

    A file `.NAME.lock` beside it is held for that long, and left there.

    Returns:
        The keyring before and after.

    Raises:
        KeyringError: the file cannot be read or written, or another process held it for too long (`keyring_locked`);
            or whatever `change` raises. The file is then as it was.
    """
    load_keyring(path)  # a mistyped path gets no lock beside it
    with _alone(path):
        before = load_keyring(path)
        after = change(before)
        save_keyring(after, path)
    return before, after


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    try:
        lock = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT, OWNER_ONLY)
    except OSError as error:
        raise KeyringError(f"{path} cannot be locked: {error.strerror}") from error
    try:
        _lock(lock, path)
        yield
    finally:
        os.close(lock)  # which lets go of it, as the end of the process would


def _lock(lock: int, path: Path) -> None:
    until = time.monotonic() + TURN_SECONDS
    while not _locked(lock):
        if time.monotonic() > until:
            raise KeyringError(f"expected {path} to be free within {TURN_SECONDS:g} s", code="keyring_locked")
        time.sleep(LOOK_SECONDS)


def _locked(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
