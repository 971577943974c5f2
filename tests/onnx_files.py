"""Writes small ONNX files byte by byte, so that tests can have a network that answers exactly what they need.

Only what the tests use of the format is here: constants, a few nodes, metadata (onnx.proto of ONNX 1.15, IR version 8).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from facevow.vision.passive import METADATA_KEY, Crop, PassiveDescription

FLOAT, UINT8, INT64 = 1, 2, 7
"""Element types of a tensor, as onnx.proto numbers them."""

_TYPES = {"float32": FLOAT, "uint8": UINT8, "int64": INT64}


@dataclass(frozen=True)
class Node:
    """One operation; `attributes` are whole numbers."""

    operation: str
    inputs: tuple[str, ...]
    output: str
    attributes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Value:
    """An input or output of the graph: element type and shape; a text names a size that is open."""

    name: str
    kind: int
    shape: tuple[int | str, ...]


def write_onnx(
    path: Path,
    nodes: tuple[Node, ...],
    inputs: tuple[Value, ...],
    outputs: tuple[Value, ...],
    *,
    constants: Mapping[str, NDArray[np.generic]] | None = None,
    metadata: Mapping[str, str] | None = None,
) -> Path:
    """Write the file and return its path."""
    graph = b"".join(_message(1, _node(node)) for node in nodes) + _text(2, "graph")
    graph += b"".join(_message(5, _tensor(name, values)) for name, values in (constants or {}).items())
    graph += b"".join(_message(11, _value(value)) for value in inputs)
    graph += b"".join(_message(12, _value(value)) for value in outputs)
    model = _number(1, 8) + _message(7, graph) + _message(8, _text(1, "") + _number(2, 13))
    for key, text in (metadata or {}).items():
        model += _message(14, _text(1, key) + _text(2, text))
    path.write_bytes(model)
    return path


def write_constant(path: Path, answer: NDArray[np.float32], *, side: int = 640) -> Path:
    """Write a network that takes a picture of 1 x 3 x side x side and always gives `answer`."""
    return write_onnx(
        path,
        (Node("Identity", ("answer",), "out"),),
        (Value("data", FLOAT, (1, 3, side, side)),),
        (Value("out", FLOAT, answer.shape),),
        constants={"answer": answer},
    )


def write_passive(path: Path, *, score: float | None = None, size: int = 32) -> Path:
    """Write a passive network that gives `score`, or, without one, the more the brighter its first crop is.

    A score of 0 or 1 is given as closely as log-odds of 60 come to it, NaN and infinity as themselves; brightness is
    0 for black and 1 for white in the same way. It is a whole network with a description, read by `PassiveNetwork`
    as any other. No attack is found by it.
    """
    about = PassiveDescription("brightness", "0", (Crop(1.0, size), Crop(2.0, size)), lift=0.0, stretch=1.0)
    factor, offset = (120 / 255, -60.0) if score is None else (0.0, _log_odds(score))
    return write_onnx(
        path,
        (
            Node("Cast", ("crop0",), "floats", {"to": FLOAT}),
            Node("Flatten", ("floats",), "flat"),
            Node("MatMul", ("flat", "factors"), "scaled"),
            Node("Squeeze", ("scaled", "last"), "flatter"),
            Node("Add", ("flatter", "offset"), "logit"),
        ),
        tuple(Value(name, UINT8, ("n", size, size, 3)) for name in about.inputs),
        (Value("logit", FLOAT, ("n",)),),
        constants={
            "factors": np.full((size * size * 3, 1), factor / (size * size * 3), np.float32),
            "last": np.array([1], np.int64),
            "offset": np.array([offset], np.float32),
        },
        metadata={METADATA_KEY: about.to_json()},
    )


def _log_odds(score: float) -> float:
    """The inverse of the sigmoid, within -60..60."""
    if not math.isfinite(score):
        return score
    if 0 < score < 1:
        return math.log(score / (1 - score))
    return 60.0 if score >= 1 else -60.0


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _number(tag: int, number: int) -> bytes:
    return _varint(tag << 3) + _varint(number)


def _message(tag: int, content: bytes) -> bytes:
    return _varint(tag << 3 | 2) + _varint(len(content)) + content


def _text(tag: int, text: str) -> bytes:
    return _message(tag, text.encode())


def _node(node: Node) -> bytes:
    attributes = (
        _message(5, _text(1, name) + _number(3, number) + _number(20, 2)) for name, number in node.attributes.items()
    )
    wires = b"".join(_text(1, name) for name in node.inputs) + _text(2, node.output)
    return wires + _text(3, node.output) + _text(4, node.operation) + b"".join(attributes)


def _tensor(name: str, values: NDArray[np.generic]) -> bytes:
    dims = b"".join(_number(1, size) for size in values.shape)
    return dims + _number(2, _TYPES[values.dtype.name]) + _text(8, name) + _message(9, values.tobytes())


def _value(value: Value) -> bytes:
    sizes = (_text(2, size) if isinstance(size, str) else _number(1, size) for size in value.shape)
    shape = b"".join(_message(1, size) for size in sizes)
    return _text(1, value.name) + _message(2, _message(1, _number(1, value.kind) + _message(2, shape)))
