"""Opens the face detector alone: preparing a data set needs none of the other networks."""

from pathlib import Path
from typing import Final
from zipfile import ZipFile

from facevow.errors import ModelCorrupt
from facevow.vision.blazeface import BlazeFace
from facevow.vision.download import BROKEN_ARCHIVE
from facevow.vision.manifest import Progress, ensure

_NETWORK: Final = "face_detector.tflite"


def open_blazeface(*, progress: Progress | None = None) -> BlazeFace:
    """The detector that serving uses, fetched first where it is not on this machine yet.

    Args:
        progress: told how a download goes on.

    Raises:
        ModelError: it is missing and cannot be fetched, or is not what it should be.
    """
    path = ensure("face_landmarker", progress=progress)
    return BlazeFace(_read(path))


def _read(path: Path) -> bytes:
    try:
        with ZipFile(path) as bundle:
            return bundle.read(_NETWORK)
    except BROKEN_ARCHIVE as error:
        raise ModelCorrupt(f"expected MediaPipe's bundle with {_NETWORK} at {path}: {error}") from error
