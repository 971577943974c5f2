"""Writes small ONNX files byte by byte, so that tests can have a network that answers exactly what they need.

Only what the tests use of the format is here: constants, a few nodes, metadata (onnx.proto of ONNX 1.15, IR version 8).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from facevow.vision.passive import METADATA_KEY, PassiveDescription

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
    """An input or output of the graph: element type and shape."""

    name: str
    kind: int
    shape: tuple[int, ...]


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
    """Write a passive network whose score is `score`, or, without one, the mean brightness of the crops, 0..1.

    It is a whole network with a description, read by `PassiveNetwork` as any other. No attack is found by it.
    """
    about = PassiveDescription("brightness", "0", scales=(1.0, 2.0), size=size, lift=0.0, stretch=1.0)
    factor, offset = (1 / 255, 0.0) if score is None else (0.0, score)
    return write_onnx(
        path,
        (
            Node("Cast", ("crops",), "floats", {"to": FLOAT}),
            Node("ReduceMean", ("floats",), "mean", {"keepdims": 0}),
            Node("Mul", ("mean", "factor"), "scaled"),
            Node("Add", ("scaled", "offset"), "score"),
        ),
        (Value("crops", UINT8, (1, 2, size, size, 3)),),
        (Value("score", FLOAT, (1,)),),
        constants={"factor": np.array([factor], np.float32), "offset": np.array([offset], np.float32)},
        metadata={METADATA_KEY: about.to_json()},
    )


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
    shape = b"".join(_message(1, _number(1, size)) for size in value.shape)
    return _text(1, value.name) + _message(2, _message(1, _number(1, value.kind) + _message(2, shape)))
