"""Real networks and real frames, opened and read once for all tests that look at them."""

from functools import cache
from pathlib import Path

import cv2
import numpy as np

from facevow.media.video import VideoReader
from facevow.types import Face, Frame, Landmarks, Pixels
from facevow.vision.blazeface import BlazeFace
from facevow.vision.manifest import FileState, ensure, load_manifest, state
from facevow.vision.mesh import FaceMesh
from facevow.vision.opening import _read_bundle
from tests.conftest import lacking

BONA_FIDE = (
    "bonafide-1-webcam.webm",
    "bonafide-2-head-turns.mp4",
    "bonafide-3-head-turns-and-hand.mov",
    "bonafide-4-dim-room.mp4",
    "bonafide-5-moving-selfie.mp4",
    "bonafide-6-turn-left-right.mp4",
)
"""Clips of live people in the shared footage."""

HEAD_TURNS, DIM_ROOM, BOTH_SIDES = BONA_FIDE[1], BONA_FIDE[3], BONA_FIDE[5]


@cache
def _bundle() -> list[bytes]:
    (model,) = (model for model in load_manifest() if model.name == "face_landmarker")
    if state(model) is not FileState.READY:
        lacking("models", "needs MediaPipe's networks on this machine: run `facevow models pull` once")
    return _read_bundle(ensure("face_landmarker"))


def bundle() -> list[bytes]:
    """The TFLite files of the face detector, the mesh and the blendshapes; skips where they were never fetched."""
    return list(_bundle())


@cache
def blazeface() -> BlazeFace:
    """The default detector."""
    return BlazeFace(bundle()[0])


@cache
def face_mesh() -> FaceMesh:
    """The face mesh."""
    return FaceMesh(*bundle()[1:])


@cache
def footage(shared: Path, name: str, every: int = 12) -> tuple[Frame, ...]:
    """Each `every`th frame of a clip."""
    with VideoReader(shared / "footage" / name) as reader:
        return tuple(frame for frame in reader if frame.index % every == 0)


@cache
def frame_at(shared: Path, name: str, index: int) -> Frame:
    """One frame of a clip."""
    with VideoReader(shared / "footage" / name) as reader:
        return next(frame for frame in reader if frame.index == index)


def clean_frame(shared: Path) -> Frame:
    """A frame with nothing against it: one sharp, well lit face that looks at the camera."""
    return frame_at(shared, HEAD_TURNS, 0)


def look(pixels: Pixels) -> tuple[Face, Landmarks]:
    """The largest face in a picture that has one, and its mesh."""
    frame = Frame(pixels)
    face = blazeface()(frame)[0]
    return face, face_mesh()(frame, face)


def side_by_side(left: Pixels, right: Pixels) -> Pixels:
    """Both pictures in one; the right one is scaled to the left one's height."""
    width = round(right.shape[1] * left.shape[0] / right.shape[0])
    return np.hstack([left, np.asarray(cv2.resize(right, (width, left.shape[0])), np.uint8)])
