"""Tells pictures from videos among files, and reads a picture's file."""

from pathlib import Path
from typing import Final

from facevow.errors import ImageError
from facevow.media.images import DEFAULT_LIMITS, decode
from facevow.media.video import VIDEO_SUFFIXES
from facevow.types import Pixels

IMAGE_SUFFIXES: Final = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".mpo"})
"""What is taken for a picture when a folder is searched."""


def is_picture(path: Path) -> bool:
    """Whether a file is to be read as a picture: by its ending, or, with an unknown one, because it decodes."""
    suffix = path.suffix.lower()
    if suffix in IMAGE_SUFFIXES or suffix in VIDEO_SUFFIXES:
        return suffix in IMAGE_SUFFIXES
    try:
        read_picture(path)
    except ImageError:
        return False
    return True


def read_picture(path: Path) -> Pixels:
    """The picture in a file: upright, RGB, uint8, height x width x 3.

    Raises:
        ImageError: code `no_such_file` where there is none or it cannot be read, else as `images.decode`.
    """
    return decode(read_bytes(path))


def read_bytes(path: Path) -> bytes:
    """The file's content, cut off just beyond what the decoder would refuse for its length.

    Raises:
        ImageError: code `no_such_file`; there is none, or it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(DEFAULT_LIMITS.max_bytes + 1)
    except (OSError, ValueError) as error:
        raise ImageError(f"{path} cannot be read: {error}", code="no_such_file") from error
