"""Opens the face detector alone: preparing a data set needs none of the other networks."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final
from zipfile import ZipFile

from facevow.errors import ModelCorrupt
from facevow.vision.blazeface import BlazeFace
from facevow.vision.download import BROKEN_ARCHIVE
from facevow.vision.manifest import Progress, ensure

_NETWORK: Final = "face_detector.tflite"


def carried_blazeface(*, progress: Progress | None = None) -> Callable[[], BlazeFace]:
    """What opens the detector that serving uses, wherever it is called: it carries the network, and can be pickled.

    Args:
        progress: told how a download goes on.

    Raises:
        ModelError: the network is missing and cannot be fetched, or the file is not what it should be. What is returned
            raises ModelCorrupt where the network cannot be opened.
    """
    return partial(BlazeFace, _read(ensure("face_landmarker", progress=progress)))


def open_blazeface(*, progress: Progress | None = None) -> BlazeFace:
    """The detector that serving uses, fetched first where it is not on this machine yet.

    Args:
        progress: told how a download goes on.

    Raises:
        ModelError: it is missing and cannot be fetched, or is not what it should be.
    """
    return carried_blazeface(progress=progress)()


def _read(path: Path) -> bytes:
    try:
        with ZipFile(path) as bundle:
            return bundle.read(_NETWORK)
    except BROKEN_ARCHIVE as error:
        raise ModelCorrupt(f"expected MediaPipe's bundle with {_NETWORK} at {path}: {error}") from error
