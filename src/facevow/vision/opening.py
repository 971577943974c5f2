"""Opens every network of a pipeline, fetching a model file that is not on this machine yet."""

from pathlib import Path
from zipfile import ZipFile

import cv2
import numpy as np

from facevow.errors import ModelCorrupt, ModelError
from facevow.types import Box, Face, Frame
from facevow.vision import motion, quality
from facevow.vision.blazeface import BlazeFace
from facevow.vision.detector import Detector
from facevow.vision.download import BROKEN_ARCHIVE
from facevow.vision.fingerprint import fingerprint
from facevow.vision.manifest import Progress, ensure
from facevow.vision.mesh import FaceMesh
from facevow.vision.passive import PassiveNetwork
from facevow.vision.pipeline import Pipeline
from facevow.vision.yolov5face import YoloV5Face

_NETWORKS = ("face_detector.tflite", "face_landmarks_detector.tflite", "face_blendshapes.tflite")
"""What MediaPipe's bundle holds, in the order in which they are used."""


def open_pipeline(
    detector: str = BlazeFace.name,
    weights: Path | None = None,
    passive: Path | None = None,
    *,
    progress: Progress | None = None,
) -> Pipeline:
    """Make a pipeline. All of it has run once, so that its first frame takes no longer than the others.

    OpenCV is told to use one thread in the whole process: what is done to a frame is over before a second one has
    begun to help, and there is one pipeline for each processor where there is much to do.

    Args:
        detector: `blazeface`, or `yolov5-face`, which needs `weights`.
        weights: an ONNX export of the YOLOv5-face family.
        passive: another passive network than the one in the package.
        progress: told how a download goes on.

    Raises:
        ModelError: a file is missing and cannot be fetched, or is not what it should be; the detector is not known;
            or weights are missing, or were given to a detector that brings its own.
    """
    blazeface, points, blendshapes = open_bundle(progress=progress)
    finder = _open_detector(detector, weights, blazeface)
    mesh = FaceMesh(points, blendshapes)
    judge = PassiveNetwork(passive or ensure("passive"))
    cv2.setNumThreads(1)
    _warm_up(finder, mesh, judge)
    return Pipeline(finder, mesh, judge)


def open_mesh(*, progress: Progress | None = None) -> FaceMesh:
    """Make the face mesh alone; raises as `open_pipeline`."""
    _, mesh, blendshapes = open_bundle(progress=progress)
    return FaceMesh(mesh, blendshapes)


def _warm_up(detector: Detector, mesh: FaceMesh, passive: PassiveNetwork) -> None:
    """Show a plain grey frame to all that a frame goes through, as if there were a face in it.

    Twice: the runtimes still arrange their memory in the second run.
    """
    frame = Frame(np.full((480, 640, 3), 128, np.uint8))
    face = Face(Box(220, 140, 200, 200), 1.0, ((280, 210), (360, 210)))
    for _ in range(2):
        detector(frame)
        landmarks = mesh(frame, face)
        quality.assess(frame, (face,), landmarks, motion.measure(landmarks), quality.Limits())
        passive(frame, face)
        fingerprint(frame.pixels)


def _open_detector(name: str, weights: Path | None, blazeface: bytes) -> Detector:
    if name == YoloV5Face.name:
        if weights is None:
            raise ModelError(f"the detector {name} needs the weights of an ONNX export (--weights FILE)")
        return YoloV5Face(weights)
    if name != BlazeFace.name:
        raise ModelError(f"expected the detector {BlazeFace.name} or {YoloV5Face.name}, got {name!r}")
    if weights is not None:
        raise ModelError(f"the detector {name} brings its own weights; --weights belongs to {YoloV5Face.name}")
    return BlazeFace(blazeface)


def open_bundle(*, progress: Progress | None = None) -> list[bytes]:
    """MediaPipe's TFLite files, of the detector, the mesh and the blendshapes; raises as `open_pipeline`."""
    return _read_bundle(ensure("face_landmarker", progress=progress))


def _read_bundle(path: Path) -> list[bytes]:
    try:
        with ZipFile(path) as bundle:
            return [bundle.read(name) for name in _NETWORKS]
    except BROKEN_ARCHIVE as error:
        raise ModelCorrupt(f"expected MediaPipe's bundle of three networks at {path}: {error}") from error
