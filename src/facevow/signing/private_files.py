"""Reads and writes a file that only its owner may read."""

import os
import secrets
import stat
from pathlib import Path
from typing import Final

from facevow.errors import KeyringError

OWNER_ONLY: Final = 0o600

LARGEST: Final = 1024 * 1024
"""Bytes read at most: some thousand keys."""


def read(path: Path) -> str | None:
    """Return the text of a file; None where there is none.

    Raises:
        KeyringError: it cannot be read, is no regular file, is too long or not UTF-8, or others than its owner can read
            or write it (`keyring_exposed`).
    """
    try:
        with path.open("rb") as file:
            _expect_private(path, os.fstat(file.fileno()))
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KeyringError(f"{path} cannot be read: {error.strerror}") from error
    if len(content) > LARGEST:
        raise KeyringError(f"expected at most {LARGEST} bytes in {path}, found more")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise KeyringError(f"expected UTF-8 in {path}") from error


def write(path: Path, text: str, *, replacing: bool) -> None:
    """Put a text into a file, whole or not at all, readable by its owner only.

    A folder that is not there is made, for its owner only. The text is on the disk when this returns.

    Args:
        path: the file.
        text: all of its content.
        replacing: whether a file that is there gives way; else it stays as it is, and nothing is said.

    Raises:
        KeyringError: the file or its folder cannot be written.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            _write_new(part, text)
            if replacing:
                part.replace(path)
            else:
                _move_unless_there(part, path)
            _make_durable(path.parent)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise KeyringError(f"{path} cannot be written: {error.strerror}") from error


def _expect_private(path: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise KeyringError(f"expected a regular file at {path}")
    if os.name == "posix" and found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyringError(
            f"expected {path} to be for its owner only, found mode {stat.S_IMODE(found.st_mode):o}: "
            f"its secrets may be known; chmod 600 it if you are sure that they are not",
            code="keyring_exposed",
        )


def _write_new(part: Path, text: str) -> None:
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _move_unless_there(part: Path, path: Path) -> None:
    """A hard link is made or refused in one step; a move would overwrite what another process has just made."""
    try:
        path.hardlink_to(part)
    except FileExistsError:
        return
    except OSError:  # a file system without hard links: two processes that start there at once are told apart by luck
        if not path.exists():
            part.replace(path)


def _make_durable(folder: Path) -> None:
    """Have the folder's new entry on the disk, where the system lets a folder be opened."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
