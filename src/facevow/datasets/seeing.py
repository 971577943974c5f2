"""Tells a file that is gone from one that a worker on another machine cannot see."""

from pathlib import Path

from facevow.errors import DatasetError


def require_unseen(path: Path, name: str) -> None:
    """Refuse that a worker found no file where there is one, which would count against the picture.

    Args:
        path: where the worker looked.
        name: what the file goes by.

    Raises:
        DatasetError: the file can be read here.
    """
    try:
        with path.open("rb") as file:
            file.read(1)
    except (OSError, ValueError):
        return
    raise DatasetError(
        f"{name} was not found by a worker, and is here: {path} must be the same file on every machine",
        code="unseen_file",
    )
