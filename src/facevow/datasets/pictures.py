"""Decodes the pictures of a data set as serving decodes what it is sent: upright, and within limits."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from facevow.datasets.entry import Entry, View
from facevow.errors import DatasetError, ImageError
from facevow.media import images
from facevow.types import Box, Pixels

Picture = tuple[Pixels, Box]
"""A decoded picture (height x width x 3, RGB, 0..255) and the face's box in it, in its pixels."""

_NAMED: Final = 5
"""How many missing files a message names."""


def read_image(path: Path) -> Pixels:
    """The picture in a file: upright, RGB, uint8, height x width x 3.

    Raises:
        DatasetError: no such file, or it holds no sound picture within the limits of `media.images`; the code is that
            of the ImageError, or `no_such_file`.
    """
    most = images.DEFAULT_LIMITS.max_bytes
    try:
        if not path.is_file():
            raise DatasetError(f"expected a picture at {path}, found no such file", code="no_such_file")
        with path.open("rb") as file:
            content = file.read(most + 1)  # one more than is allowed is refused below
        return images.decode(content)
    except ImageError as error:
        raise DatasetError(f"{path}: {error}", code=error.code) from error
    except (OSError, ValueError) as error:
        raise DatasetError(f"expected a picture at {path}: {error}", code="no_such_file") from error


def decode(view: View) -> Pixels:
    """The picture of a view: upright, RGB, uint8, height x width x 3.

    Raises:
        DatasetError: as `read_image`, or no part of the face's box lies in the picture.
    """
    pixels = read_image(view.path)
    height, width = pixels.shape[:2]
    if view.box.intersection(Box(0, 0, width, height)) <= 0:
        raise DatasetError(f"{view.path}: expected a face within {width} x {height} pixels, got {view.box}")
    return pixels


def pictures(entry: Entry) -> tuple[Picture, ...]:
    """Every view of an entry with the face's box in it, closest first.

    Raises:
        DatasetError: as `decode`.
    """
    return tuple((decode(view), view.box) for view in entry.views)


def missing_files(entries: Iterable[Entry]) -> list[Path]:
    """The pictures of the entries that are not there, in order. Nothing is opened."""
    views = (view for entry in entries for view in entry.views)
    return [view.path for view in views if not os.path.isfile(view.path)]  # noqa: PTH113 - Path raises over long names


def require_files(entries: Iterable[Entry]) -> None:
    """Refuse, before hours of work begin, entries whose pictures are not all there.

    Raises:
        DatasetError: the message counts the missing files and names the first few.
    """
    missing = missing_files(entries)
    if missing:
        first = ", ".join(str(path) for path in missing[:_NAMED])
        more = ", ..." if len(missing) > _NAMED else ""
        raise DatasetError(f"{len(missing)} pictures are missing: {first}{more}", code="no_such_file")
