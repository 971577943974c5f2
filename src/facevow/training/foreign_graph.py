"""Puts foreign networks with their preprocessing and their average into one file that describes itself."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import GraphProto, ModelProto, NodeProto, TensorProto, helper

from facevow.errors import TrainingError
from facevow.training.export import traced
from facevow.training.foreign import Foreign, ForeignNetwork, Kind, Layout, MeanOf, Order, Output
from facevow.training.graph import Graph, optimise
from facevow.training.networks.minifasnet import PUBLIC_SIZE, load_public
from facevow.training.packing import OPSET, Check, agree, noise, pack
from facevow.vision.passive import OUTPUT, PassiveDescription, PassiveNetwork

SMALLEST: Final = 1e-7
"""Probabilities that a network gives as such are kept this far from 0 and 1: their logarithms must exist."""

TOLERANCE: Final = 1e-3
"""How far the log-odds of faces judged together may lie from those of each alone."""


def export_foreign(foreign: Foreign, path: Path) -> None:
    """Write the file; one of that name is replaced only when the new one is whole.

    With several networks, `MeanOf.PROBABILITIES` gives ln(sum of P(bona fide) / sum of P(attack)).

    Raises:
        TrainingError: weights are missing, are other ones than described or cannot be read; or the graph cannot be
            made, opened, or made to judge several faces at once.
    """
    about = foreign.about
    graph, pairs = GraphProto(name="foreign"), []
    for i, network in enumerate(foreign.networks):
        loaded = _loaded(network, about.crops[network.crop].size)
        classes = loaded.graph.output[0].type.tensor_type.shape.dim[-1].dim_value
        prefixed = onnx.compose.add_prefix_graph(loaded.graph, f"{i}/")
        graph.initializer.extend(prefixed.initializer)
        graph.node.extend(_prepared(network, about.inputs[network.crop], prefixed.input[0].name, f"{i}."))
        graph.node.extend(prefixed.node)
        nodes, pair = _log_probabilities(network, classes, prefixed.output[0].name, f"{i}.")
        graph.node.extend(nodes)
        pairs.append(pair)
    graph.node.extend(_averaged(foreign.mean_of, pairs))
    for name, crop in zip(about.inputs, about.crops, strict=True):
        shape: list[str | int | None] = ["n", crop.size, crop.size, 3]
        graph.input.append(helper.make_tensor_value_info(name, TensorProto.UINT8, shape))
    graph.output.append(helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["n"]))
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    pack(optimise(model), about, path, _several(about))


def _several(about: PassiveDescription) -> Check:
    """What lets a file through whose answers to faces together are those to each alone."""

    def check(network: PassiveNetwork) -> None:
        crops = noise(about)
        alone = [network.run([crop[i : i + 1] for crop in crops])[0] for i in range(len(crops[0]))]
        agree(network.run(crops), np.array(alone, np.float32), TOLERANCE)

    return check


def _loaded(network: ForeignNetwork, size: int) -> ModelProto:
    """The network as ONNX of our operator set: one float input with an open number of faces, one output."""
    try:
        content = network.weights.read_bytes()
    except OSError as error:
        raise TrainingError(f"expected the weights of a foreign network at {network.weights}: {error}") from error
    found = hashlib.sha256(content).hexdigest()
    if network.sha256 and found != network.sha256.lower():
        raise TrainingError(f"expected SHA-256 {network.sha256} of {network.weights}, found {found}")
    if network.kind is not Kind.ONNX:
        if size != PUBLIC_SIZE:
            raise TrainingError(f"expected crops of {PUBLIC_SIZE} pixels for a {network.kind}, found {size}")
        fas = load_public(network.kind.removeprefix("minifasnet-"), network.weights)
        model = traced(fas, (torch.zeros(2, 3, size, size),), ("pixels",), "answer")
    else:
        model = _opened(content, network.weights)
    _check_ends(model, network, size)
    return model


def _opened(content: bytes, path: Path) -> ModelProto:
    """Read an ONNX file, bring it to our operator set and open its first axis."""
    try:
        model = onnx.load_model_from_string(content)
        onnx.checker.check_model(model)
        version = next(entry.version for entry in model.opset_import if entry.domain in ("", "ai.onnx"))
        if version != OPSET:
            model = onnx.version_converter.convert_version(model, OPSET)
        return _freed(optimise(model))
    except Exception as error:  # the parser's and the converter's exceptions share no base of their own
        raise TrainingError(f"expected an ONNX network in {path}: {error}") from error


def _freed(model: ModelProto) -> ModelProto:
    """Replace a number of faces that was fixed at 1 by an open one, in the ends and in what reshapes."""
    graph = Graph(model)
    for node in graph.nodes:
        shape = graph.constant(node.input[1]) if node.op_type == "Reshape" else None
        if shape is not None and shape.ndim == 1 and len(shape) > 1 and shape[0] == 1:
            name = f"facevow.open.{node.output[0]}"
            values = np.array([0, *shape[1:]], np.int64)  # 0: as many as come in
            model.graph.initializer.append(onnx.numpy_helper.from_array(values, name))
            node.input[1] = name
    model = graph.close()
    for value in (*model.graph.input, *model.graph.output):
        if value.type.tensor_type.shape.dim:
            value.type.tensor_type.shape.dim[0].dim_param = "n"
    return onnx.shape_inference.infer_shapes(model)


def _check_ends(model: ModelProto, network: ForeignNetwork, size: int) -> None:
    """Compare the graph's input and output with the description."""
    ends = [
        (value.type.tensor_type.elem_type, [dim.dim_value for dim in value.type.tensor_type.shape.dim][1:])
        for value in (*model.graph.input, *model.graph.output)
    ]
    square = [3, size, size] if network.layout is Layout.NCHW else [size, size, 3]
    if len(ends) != 2 or ends[0] != (TensorProto.FLOAT, square) or ends[1][0] != TensorProto.FLOAT:
        raise TrainingError(f"expected a network from n x {square} floats to floats in {network.weights}, found {ends}")
    found, classes = ends[1][1], ends[1][1][-1] if ends[1][1] else 1
    if network.output is Output.SIGMOID:
        fits = found in ([], [1])
    else:
        fits = len(found) == 1 and classes >= 2 and network.bona_fide < classes
    if not fits:
        wanted = f"{network.output} with bona fide at {network.bona_fide}"
        raise TrainingError(f"expected {wanted} from {network.weights}, found an answer of shape n x {found}")


def _prepared(network: ForeignNetwork, crop: str, pixels: str, name: str) -> list[NodeProto]:
    """From a uint8 RGB crop to what the network was trained with."""
    mean, std = np.array(network.mean), np.array(network.std)
    nodes, here = [], crop
    if network.order is Order.BGR:
        nodes.append(_constant(f"{name}order", np.array([2, 1, 0])))
        nodes.append(helper.make_node("Gather", [here, f"{name}order"], [f"{name}bgr"], axis=3))
        here = f"{name}bgr"
    nodes.append(helper.make_node("Cast", [here], [f"{name}floats"], to=TensorProto.FLOAT))
    here = f"{name}floats"
    for operation, values in (("Mul", 1 / (network.divide * std)), ("Sub", mean / std)):
        if (values == (1 if operation == "Mul" else 0)).all():
            continue
        nodes.append(_constant(f"{name}{operation}.by", values.astype(np.float32)))
        nodes.append(helper.make_node(operation, [here, f"{name}{operation}.by"], [f"{name}{operation}"]))
        here = f"{name}{operation}"
    axes = [0, 3, 1, 2] if network.layout is Layout.NCHW else [0, 1, 2, 3]
    nodes.append(helper.make_node("Transpose", [here], [pixels], perm=axes))
    return nodes


def _log_probabilities(
    network: ForeignNetwork, classes: int, answer: str, name: str
) -> tuple[list[NodeProto], tuple[str, str]]:
    """Nodes that make ln P(bona fide) and ln P(attack), both n x 1, and the names of the two."""
    bona_fide, attack = f"{name}bona_fide", f"{name}attack"
    make, flat = helper.make_node, f"{name}flat"
    nodes = [make("Flatten", [answer], [flat], axis=1)]
    if network.output is Output.LOGITS:
        others = [i for i in range(classes) if i != network.bona_fide]
        nodes += [
            make("LogSoftmax", [flat], [f"{name}log"], axis=1),
            _constant(f"{name}own", np.array([network.bona_fide])),
            _constant(f"{name}others", np.array(others)),
            make("Gather", [f"{name}log", f"{name}own"], [bona_fide], axis=1),
            make("Gather", [f"{name}log", f"{name}others"], [f"{name}rest"], axis=1),
            make("ReduceLogSumExp", [f"{name}rest"], [attack], axes=[1], keepdims=1),
        ]
        return nodes, (bona_fide, attack)
    own = network.bona_fide if network.output is Output.SOFTMAX else 0
    nodes += [
        _constant(f"{name}own", np.array([own])),
        make("Gather", [flat, f"{name}own"], [f"{name}raw"], axis=1),
        _constant(f"{name}least", np.array(SMALLEST, np.float32)),
        _constant(f"{name}most", np.array(1 - SMALLEST, np.float32)),
        _constant(f"{name}one", np.array(1, np.float32)),
        make("Clip", [f"{name}raw", f"{name}least", f"{name}most"], [f"{name}p"]),
        make("Sub", [f"{name}one", f"{name}p"], [f"{name}q"]),
        make("Log", [f"{name}p"], [bona_fide]),
        make("Log", [f"{name}q"], [attack]),
    ]
    turned = network.output is Output.SIGMOID and network.bona_fide == 0
    return nodes, (attack, bona_fide) if turned else (bona_fide, attack)


def _averaged(mean_of: MeanOf, pairs: Sequence[tuple[str, str]]) -> list[NodeProto]:
    """From the two logarithms of every network, n x 1, to the log-odds of their mean, n."""
    make = helper.make_node
    if mean_of is MeanOf.LOG_ODDS:
        odds = [f"{pair[0]}.odds" for pair in pairs]
        nodes = [make("Sub", list(pair), [name]) for pair, name in zip(pairs, odds, strict=True)]
        return [
            *nodes,
            make("Concat", odds, ["odds"], axis=1),
            make("ReduceMean", ["odds"], [OUTPUT], axes=[1], keepdims=0),
        ]
    nodes = []
    for side, name in enumerate(("bona_fide", "attack")):
        nodes.append(make("Concat", [pair[side] for pair in pairs], [f"{name}s"], axis=1))
        nodes.append(make("ReduceLogSumExp", [f"{name}s"], [name], axes=[1], keepdims=0))
    return [*nodes, make("Sub", ["bona_fide", "attack"], [OUTPUT])]


def _constant(name: str, values: NDArray[np.generic]) -> NodeProto:
    return helper.make_node("Constant", [], [name], value=onnx.numpy_helper.from_array(values))
