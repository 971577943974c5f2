"""Writes small embeddings of a test's own, so that what stands on one can be tested where none was ever fetched."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from facevow.types import Frame, Landmarks
from facevow.vision.manifest import FileState, ensure, load_manifest, state
from tests.conftest import lacking
from tests.onnx_files import FLOAT, Node, Value, write_onnx

SIDE, VALUES = 32, 64

DESCRIPTION = """
name = "projection"
version = "1"
file = "projection.onnx"
sha256 = "{sha256}"
continuity = 0.2
measured_with = "nothing"
[input]
side = 32
channels = "rgb"
mean = 0
scale = 1.0
layout = "nchw"
batch = 1
mirror = false
points = [[11, 15], [21, 15], [16, 20.5], [12, 26], [20, 26]]
[output]
values = 64
[thresholds]
"0.01" = 0.5
"0.001" = 0.7
"0.0001" = 0.9
"""
"""Of an embedding that only projects the crop's pixels at random: it knows a picture again, and no person."""


def projection(side: int = SIDE, values: int = VALUES) -> NDArray[np.float32]:
    """The matrix of that embedding, 3 * side * side x values; how bright a crop is makes no difference to it."""
    matrix = np.random.default_rng(5).normal(size=(3 * side * side, values))
    return np.asarray(matrix - matrix.mean(axis=0), np.float32)


def write_network(
    path: Path,
    *,
    batch: int | str = 1,
    side: int = SIDE,
    layout: str = "nchw",
    matrix: NDArray[np.float32] | None = None,
) -> Path:
    """An ONNX file that multiplies each crop by `matrix`."""
    used = projection(side) if matrix is None else matrix
    shape = (batch, 3, side, side) if layout == "nchw" else (batch, side, side, 3)
    return write_onnx(
        path,
        (Node("Flatten", ("crops",), "flat"), Node("MatMul", ("flat", "matrix"), "vectors")),
        (Value("crops", FLOAT, shape),),
        (Value("vectors", FLOAT, (batch, used.shape[1])),),
        constants={"matrix": used},
    )


def text_for(network: Path, changes: Mapping[str, str] | None = None) -> str:
    """The description of a network that `write_network` wrote; `changes` replaces parts of the text."""
    text = DESCRIPTION.format(sha256=sha256(network.read_bytes()).hexdigest())
    for old, new in (changes or {}).items():
        assert old in text
        text = text.replace(old, new)
    return text


def write_embedding(folder: Path, changes: Mapping[str, str] | None = None) -> Path:
    """Both files of the embedding in a folder; returns the description's path, a setting `matcher_file`."""
    network = write_network(folder / "projection.onnx")
    description = folder / "projection.toml"
    description.write_text(text_for(network, changes), encoding="utf-8")
    return description


def fetched_network() -> Path:
    """The embedding that is fetched; skips where it never was."""
    (model,) = (model for model in load_manifest() if model.name == "mobilefacenet")
    if state(model) is not FileState.READY:
        lacking("models", "needs the face embedding on this machine: run `facevow models pull` once")
    return ensure(model.name)


def landmarks_at(five: NDArray[np.float64]) -> Landmarks:
    """A mesh of which only the five points are of use, 5 x 2 in pixels: eyes, nose tip, corners of the mouth."""
    points = np.zeros((478, 3), np.float32)
    for place, corners in enumerate(((33, 133), (362, 263), (1,), (61,), (291,))):
        points[list(corners), :2] = five[place]
    return Landmarks(points, 1.0, {})


def noise(width: int = 200, height: int = 160, *, seed: int = 1) -> Frame:
    """A frame of coarse coloured noise, in which every place differs from every other."""
    coarse = np.random.default_rng(seed).integers(0, 256, (height // 8, width // 8, 3), dtype=np.uint8)
    return Frame(np.ascontiguousarray(coarse.repeat(8, axis=0).repeat(8, axis=1)))
