"""Gives a passive network the form `picture`: one square picture of a face in, two logits out.

What the picture must contain: the widest of the network's crops, cut as the description says (box corrected, `scale`
times, at the picture's edge shrunk and shifted, or padded) and resized to the side of the input, 224 pixels by default.
The graph takes every other crop out of the middle of it. That middle is the right region as long as the widest crop
was cut whole. For a face near an edge or one that fills the frame it was shifted or shrunk, and the inner crops then
lie beside the face or are too tight: there the answers differ from those of the form `crops`. Fine structure is
averaged twice, which costs a little everywhere. Measured at 224 on 725 pictures, all of them too tight to
cut 4.0 times the face whole: a network of one crop (1.5 times, 128 pixels) went from 21.1 % to 20.3 % EER, two of 2.7
and 4.0 times from 15.7 % to 21.4 %. So the form is for programs that can hold no other.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper

from facevow.errors import TrainingError
from facevow.training.packing import noise, pack
from facevow.vision.passive import (
    OUTPUT,
    PICTURE_INPUT,
    PICTURE_OUTPUT,
    Crop,
    Form,
    PassiveDescription,
    PassiveNetwork,
)

TOLERANCE: Final = 0.05
"""How far the log-odds may lie from those of the network on the same crops: these are rounded to 0..255 on two ways."""


def export_picture_form(source: Path, path: Path, *, size: int = 224) -> None:
    """Write a passive network's file in the form `picture`.

    Args:
        source: a passive network's file in the form `crops`.
        path: where the file goes; one of that name is replaced only when the new one is whole.
        size: side of the picture in pixels, 16 to 1024.

    Raises:
        TrainingError: the source has that form already, the size is out of range, or the file cannot be made.
        ModelError: the source cannot be opened.
    """
    network = PassiveNetwork(source)
    about = network.description
    if about.form is Form.PICTURE:
        raise TrainingError(f"expected a network that takes crops in {source}, found one that takes a picture")
    if not 16 <= size <= 1024:
        raise TrainingError(f"expected pictures of 16 to 1024 pixels, found {size}")
    widest = max(crop.scale for crop in about.crops)
    taken = [inner(size, crop.scale / widest, crop.size) for crop in about.crops]
    model = _model(onnx.load(str(source)), about, taken, size)

    def check(made: PassiveNetwork) -> None:
        (faces,) = noise(made.description)
        crops = [resized(faces, weights) for weights in taken]
        found, expected = made.run([faces]), network.run(crops)
        if (np.abs(found - expected) > TOLERANCE * np.maximum(1, np.abs(expected))).any():
            raise TrainingError(f"expected the picture's form to answer {expected}, but it answers {found}")

    pack(model, replace(about, crops=(Crop(widest, size),), form=Form.PICTURE), path, check)


def inner(length: int, share: float, size: int) -> NDArray[np.float32]:
    """Weights that resize the middle `share` of `length` pixels to `size`: size x length, rows summing to 1.

    Each new pixel is the mean of the area that it covers, parts of pixels counting in proportion; enlarging weighs the
    two nearest pixels by their distance (what OpenCV calls INTER_AREA and INTER_LINEAR).
    """
    step = length * share / size
    starts = length * (1 - share) / 2 + step * np.arange(size)
    pixels = np.arange(length)
    if step >= 1:
        covered = np.minimum(pixels + 1, starts[:, None] + step) - np.maximum(pixels, starts[:, None])
        weights = np.maximum(covered, 0)
    else:
        centres = np.clip(starts + step / 2 - 0.5, 0, length - 1)
        weights = np.maximum(1 - np.abs(pixels - centres[:, None]), 0)
    return np.asarray(weights / weights.sum(1, keepdims=True), dtype=np.float32)


def resized(faces: NDArray[np.uint8], weights: NDArray[np.float32]) -> NDArray[np.uint8]:
    """What the graph does to n pictures, n x length x length x 3, RGB: n x size x size x 3."""
    smaller = np.einsum("il,nlmc,jm->nijc", weights, faces.astype(np.float32), weights, optimize=True)
    return np.asarray(np.clip(np.rint(smaller), 0, 255), dtype=np.uint8)


def _model(
    model: onnx.ModelProto, about: PassiveDescription, taken: list[NDArray[np.float32]], size: int
) -> onnx.ModelProto:
    """Put the cutting before the network and the second logit behind it."""
    before = [_constant("picture.range", np.float32(255)), _node("Mul", [PICTURE_INPUT, "picture.range"], "picture")]
    for name, weights in zip(about.inputs, taken, strict=True):
        before += [
            _constant(f"{name}.rows", weights),
            _constant(f"{name}.columns", np.ascontiguousarray(weights.T)),
            _node("MatMul", [f"{name}.rows", "picture"], f"{name}.high"),
            _node("MatMul", [f"{name}.high", f"{name}.columns"], f"{name}.floats"),
            _node("Transpose", [f"{name}.floats"], f"{name}.last", perm=[0, 2, 3, 1]),
            _node("Round", [f"{name}.last"], f"{name}.whole"),
            _constant(f"{name}.least", np.float32(0)),
            _constant(f"{name}.most", np.float32(255)),
            _node("Clip", [f"{name}.whole", f"{name}.least", f"{name}.most"], f"{name}.clipped"),
            _node("Cast", [f"{name}.clipped"], name, to=TensorProto.UINT8),
        ]
    # logits (log-odds, 0): their softmax is (sigmoid(log-odds), the rest)
    after = [
        _constant("picture.shape", np.array([1, 1])),
        _node("Reshape", [OUTPUT, "picture.shape"], "picture.bona_fide"),
        _constant("picture.attack", np.zeros((1, 1), np.float32)),
        _node("Concat", ["picture.bona_fide", "picture.attack"], PICTURE_OUTPUT, axis=1),
    ]
    nodes = [*before, *model.graph.node, *after]
    graph = helper.make_graph(
        nodes,
        "picture",
        [helper.make_tensor_value_info(PICTURE_INPUT, TensorProto.FLOAT, [1, 3, size, size])],
        [helper.make_tensor_value_info(PICTURE_OUTPUT, TensorProto.FLOAT, [1, 2])],
        list(model.graph.initializer),
    )
    return helper.make_model(graph, opset_imports=list(model.opset_import), ir_version=model.ir_version)


def _node(operation: str, inputs: list[str], output: str, **attributes: Any) -> NodeProto:  # noqa: ANN401 - as ONNX has it
    return helper.make_node(operation, inputs, [output], **attributes)


def _constant(name: str, values: NDArray[np.generic] | np.generic) -> NodeProto:
    return helper.make_node("Constant", [], [name], value=onnx.numpy_helper.from_array(np.asarray(values), name))
