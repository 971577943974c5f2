"""The keyring as a running server sees it: a file that a command may rotate under its hands."""

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from facevow.errors import KeyringError
from facevow.log import get_logger
from facevow.signing.keyring import Keyring, load_keyring, open_keyring

Signature = tuple[int, int, int]
"""What tells that a file is another one: its inode, size and time of change."""


class KeyringFile:
    """Gives the keyring of a file and notices when the file has changed. Any thread may ask.

    A changed file that is no keyring changes nothing: the keys in hand stay good, and the log says what is wrong.
    """

    def __init__(self, path: Path, *, now: Callable[[], datetime], make: bool = True) -> None:
        """Open the file, or make it, if it is to be made.

        Raises:
            KeyringError: see `open_keyring` and `load_keyring`.
        """
        self._path = path
        self._lock = threading.Lock()
        if make:
            open_keyring(path, now=now())
        self._seen = self._signature()  # before it is read: a change in between is seen then
        self._keyring = load_keyring(path)

    def present(self) -> Keyring:
        """The keyring as the file has it now; costs one look at the file's entry unless that changed."""
        with self._lock:
            seen = self._signature()
            if seen not in {self._seen, None}:
                self._seen = seen
                self._read_again()
            return self._keyring

    def _signature(self) -> Signature | None:
        try:
            found = self._path.stat()
        except OSError:  # gone for now: whoever deletes the file does not disarm the server
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns

    def _read_again(self) -> None:
        log = get_logger("signing")
        try:
            self._keyring = load_keyring(self._path)
        except KeyringError as error:
            log.error("keyring_unusable", path=str(self._path), error=str(error))  # noqa: TRY400 - no trace is needed
        else:
            log.info("keyring_read_again", kid=self._keyring.current.kid)
