"""Writes files so that a kill leaves the old one or the new one, never half of one."""

import os
from contextlib import suppress
from pathlib import Path

from facevow.errors import DatasetError

SUFFIX = ".part"
"""What a file that is being written ends in."""


def write_atomically(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Write `content` beside `path`, and move it into place.

    Args:
        path: the file; its folder must be there.
        content: all of it.
        durable: wait until it is on the disk, so that a power cut does no harm either. That takes milliseconds.

    Raises:
        DatasetError: the file cannot be written; nothing half-written is left under its name.
    """
    part = path.with_name(path.name + SUFFIX)
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        with suppress(OSError):  # what is told is why it cannot be written
            part.unlink()
        raise DatasetError(f"{path} cannot be written: {error.strerror}") from error
