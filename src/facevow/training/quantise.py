"""Makes a passive network's file smaller: INT8 arithmetic, or float32 arithmetic with weights stored as float16."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnxruntime.quantization import CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.calibrate import CalibrationDataReader
from onnxruntime.quantization.shape_inference import quant_pre_process

from facevow.errors import TrainingError
from facevow.training.graph import Graph
from facevow.training.packing import Crops, agree, noise, pack
from facevow.vision.passive import Form, PassiveDescription, PassiveNetwork

HALF_TOLERANCE: Final = 0.05
"""How far log-odds may move when weights are rounded to 11 bits; seen are up to 0.01."""

INT8_TOLERANCE: Final = 2.0
"""How far the mean absolute log-odds may move under INT8. More is no rounding but a broken graph."""

_QUANTISED: Final = ["Conv", "MatMul", "Gemm"]
"""Only what multiplies: quantising the small operators between costs time and precision."""

_SMALLEST: Final = 64
"""Constants of fewer values stay float32: they are biases and slopes, a thousandth of the file."""


class _Reader(CalibrationDataReader):  # type: ignore[misc] # onnxruntime ships no types
    """Gives the quantiser one face after the other."""

    def __init__(self, about: PassiveDescription, crops: Crops) -> None:
        self._feeds: Iterator[dict[str, NDArray[np.uint8]]] = (
            {name: crop[i : i + 1] for name, crop in zip(about.inputs, crops, strict=True)}
            for i in range(len(crops[0]))
        )

    def get_next(self) -> dict[str, NDArray[np.uint8]] | None:
        """The next face's crops, or None after the last."""
        return next(self._feeds, None)


def quantise(source: Path, crops: Crops, path: Path) -> None:
    """Write the file with INT8 weights (one scale a channel) and activations (static scales).

    Args:
        source: a passive network's file, float32.
        crops: for each crop n x size x size x 3 of real faces, both classes, as `PassiveNetwork.crops` cuts them;
            the ranges of all activations are taken from them. Some hundred are enough.
        path: where the file goes; one of that name is replaced only when the new one is whole.

    Raises:
        TrainingError: the source is no passive network, there are no faces, or the answers to them are far off.
        ModelError: the source cannot be opened.
    """
    network = PassiveNetwork(source)
    about = network.description
    _require_faces(about, crops)
    with tempfile.TemporaryDirectory() as folder:
        prepared, made = Path(folder) / "prepared.onnx", Path(folder) / "int8.onnx"
        try:
            quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
            quantize_static(
                str(prepared), str(made), _Reader(about, crops), quant_format=QuantFormat.QDQ, per_channel=True,
                activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8, op_types_to_quantize=_QUANTISED,
                calibrate_method=CalibrationMethod.MinMax,
            )  # fmt: skip
            model = onnx.load(str(made))
        except Exception as error:  # the quantiser's exceptions share no base of their own
            raise TrainingError(f"{source} cannot be quantised: {error}") from error
    expected = _each(network, crops)

    def check(smaller: PassiveNetwork) -> None:
        moved = float(np.abs(_each(smaller, crops) - expected).mean())
        if moved > INT8_TOLERANCE:
            raise TrainingError(f"expected INT8 log-odds within {INT8_TOLERANCE} of the source's, found {moved:.3f}")

    pack(model, _noted(about, "int8"), path, check)


def halve(source: Path, path: Path, *, crops: Crops | None = None) -> None:
    """Write the file with weights stored as float16; the arithmetic stays float32 and costs no time.

    ONNX Runtime casts the weights back once, when it opens the file.

    Raises:
        TrainingError: the source is no passive network, or the answers to noise, or to `crops`, move too far.
        ModelError: the source cannot be opened.
    """
    network = PassiveNetwork(source)
    about = network.description
    graph = Graph(onnx.load(str(source)))
    casts = []
    for tensor in list(graph.model.graph.initializer):
        values = onnx.numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < _SMALLEST or np.abs(values).max() > np.finfo(np.float16).max:
            continue
        name = tensor.name
        stored = onnx.numpy_helper.from_array(values.astype(np.float16), f"{name}.half")
        graph.model.graph.initializer.append(stored)
        casts.append(onnx.helper.make_node("Cast", [stored.name], [name], to=onnx.TensorProto.FLOAT))
        tensor.name = f"{name}.unused"
    graph.nodes[:0] = casts

    def check(smaller: PassiveNetwork) -> None:
        for faces in [noise(about), *([crops] if crops is not None else [])]:
            agree(_each(smaller, faces), _each(network, faces), HALF_TOLERANCE)

    pack(graph.close(), _noted(about, "float16 weights"), path, check)


def _noted(about: PassiveDescription, precision: str) -> PassiveDescription:
    return replace(about, card={**about.card, "precision": precision})


def _each(network: PassiveNetwork, crops: Crops) -> NDArray[np.float32]:
    """The log-odds of every face, one at a time as in serving."""
    answers = [network.run([crop[i : i + 1] for crop in crops])[0] for i in range(len(crops[0]))]
    return np.array(answers, np.float32)


def _require_faces(about: PassiveDescription, crops: Crops) -> None:
    shapes = [crop.shape[1:] for crop in crops]
    numbers = {len(crop) for crop in crops}
    if about.form is Form.PICTURE:
        raise TrainingError("expected a network that takes crops to quantise, found one that takes a picture")
    if shapes != [(crop.size, crop.size, 3) for crop in about.crops] or len(numbers) != 1 or 0 in numbers:
        raise TrainingError(f"expected crops of faces of {about.crops} to quantise with, found {shapes} of {numbers}")
