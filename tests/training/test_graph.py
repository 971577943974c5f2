"""The rewriting of graphs: the same answers from other operators."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

onnx = pytest.importorskip("onnx", reason="needs onnx: pip install 'facevow[train]'")

from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper  # noqa: E402

from facevow.training.graph import BLOCK, optimise  # noqa: E402
from facevow.vision.runtime import open_onnx  # noqa: E402

CHANNELS = 5


def values(seed: int, *shape: int) -> NDArray[np.float32]:
    """Numbers around 0, the same for the same seed."""
    return np.random.default_rng(seed).normal(0, 1, shape).astype(np.float32)


def model(
    nodes: list[NodeProto], constants: Mapping[str, NDArray[np.float32]], *outputs: str, axes: int = 4
) -> ModelProto:
    """A graph from `x`, n x 3 x 8 x 8."""
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [None] * axes) for name in outputs or ("y",)]
    start = [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 3, 8, 8])]
    initializers = [numpy_helper.from_array(array, name) for name, array in constants.items()]
    graph = helper.make_graph(nodes, "test", start, ends, initializers)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def answers(made: ModelProto, folder: Path) -> list[NDArray[np.float32]]:
    """What ONNX Runtime makes of two pictures of noise."""
    onnx.checker.check_model(made, full_check=True)
    path = folder / "net.onnx"
    onnx.save(made, str(path))
    found = open_onnx(path).run(None, {"x": values(9, 2, 3, 8, 8)})
    return [np.asarray(answer) for answer in found]


def changed(made: ModelProto, folder: Path) -> tuple[list[str], ModelProto]:
    """The operators after rewriting, having compared the answers with those before."""
    before = answers(made, folder)
    after = optimise(made)
    for found, expected in zip(answers(after, folder), before, strict=True):
        assert found == pytest.approx(expected, abs=1e-4)
        assert np.abs(expected).max() > 0.1
    return [node.op_type for node in after.graph.node], after


def chain(slopes: NDArray[np.float32], *, bias: bool = True) -> ModelProto:
    """Convolution, PRelu, depthwise convolution, PRelu, convolution: the inside of a MiniFASNet's block."""
    count = len(slopes.ravel()) if slopes.size > 1 else CHANNELS
    constants = {
        "w1": values(1, count, 3, 1, 1), "w2": values(2, count, 1, 3, 3), "w3": values(3, 4, count, 1, 1),
        "s": slopes,
    }  # fmt: skip
    extra: list[list[str]] = [[], [], []]
    if bias:
        constants |= {"b1": values(4, count), "b2": values(5, count), "b3": values(6, 4)}
        extra = [["b1"], ["b2"], ["b3"]]
    nodes = [
        helper.make_node("Conv", ["x", "w1", *extra[0]], ["a"]),
        helper.make_node("PRelu", ["a", "s"], ["b"]),
        helper.make_node("Conv", ["b", "w2", *extra[1]], ["c"], group=count, pads=[1, 1, 1, 1]),
        helper.make_node("PRelu", ["c", "s"], ["d"]),
        helper.make_node("Conv", ["d", "w3", *extra[2]], ["y"]),
    ]
    return model(nodes, constants)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize(
    "slopes",
    [
        np.linspace(-0.5, 0.8, CHANNELS),
        np.linspace(0, 1.5, CHANNELS),
        np.ones(CHANNELS),
        np.zeros(CHANNELS),
        np.array([0.25]),
        np.linspace(-0.5, 0.8, 16),
    ],
)
def test_prelu_is_replaced_without_another_answer(slopes: NDArray[np.float64], bias: bool, tmp_path: Path) -> None:
    """Slopes below 0, above 1, exactly 1, one for all channels: the same answers, and no PRelu left."""
    operators, _ = changed(chain(slopes.astype(np.float32).reshape(-1, 1, 1), bias=bias), tmp_path)
    assert "PRelu" not in operators
    assert operators.count("Relu") == 2


def test_small_slopes_cost_one_multiplication(tmp_path: Path) -> None:
    """Where 1 - slope fits into the convolution's weights, each PRelu becomes Mul, Relu and Add."""
    operators, _ = changed(chain(np.full((CHANNELS, 1, 1), 0.2, np.float32)), tmp_path)
    assert sorted(operators) == sorted([*["Conv"] * 3, *["Mul", "Relu", "Add"] * 2])


def test_depthwise_channels_fill_whole_blocks(tmp_path: Path) -> None:
    """Five channels become eight, with zero weights: every convolution around agrees on it."""
    _, after = changed(chain(np.full((CHANNELS, 1, 1), 0.2, np.float32)), tmp_path)
    shapes = {tensor.name: tuple(tensor.dims) for tensor in after.graph.initializer}
    weights = [shapes[node.input[1]] for node in after.graph.node if node.op_type == "Conv"]
    assert weights == [(BLOCK, 3, 1, 1), (BLOCK, 1, 3, 3), (4, BLOCK, 1, 1)]


def test_channels_that_are_seen_elsewhere_stay(tmp_path: Path) -> None:
    """A depthwise convolution whose answer the graph gives away keeps its channels, and so does one after a sum."""
    given = chain(np.full((CHANNELS, 1, 1), 0.2, np.float32))
    given.graph.output.append(helper.make_tensor_value_info("c", TensorProto.FLOAT, [None] * 4))
    _, after = changed(given, tmp_path)
    assert all(node.attribute[0].i == CHANNELS for node in after.graph.node if len(node.attribute) > 1)


def test_a_convolution_that_others_use_is_not_scaled(tmp_path: Path) -> None:
    """PRelu after a convolution whose plain answer is used too: the other user still gets it."""
    nodes = [
        helper.make_node("Conv", ["x", "w"], ["a"]),
        helper.make_node("PRelu", ["a", "s"], ["b"]),
        helper.make_node("Add", ["a", "b"], ["y"]),
    ]
    made = model(nodes, {"w": values(1, 4, 3, 1, 1), "s": np.full((4, 1, 1), 0.3, np.float32)})
    operators, _ = changed(made, tmp_path)
    assert "PRelu" not in operators


def test_weights_that_two_convolutions_share_are_not_changed_for_both(tmp_path: Path) -> None:
    """One of two convolutions with the same weights is followed by PRelu; the other answers as before."""
    nodes = [
        helper.make_node("Conv", ["x", "w"], ["a"]),
        helper.make_node("Identity", ["w"], ["same"]),
        helper.make_node("Conv", ["x", "same"], ["y"]),
        helper.make_node("PRelu", ["a", "s"], ["z"]),
    ]
    changed(model(nodes, {"w": values(1, 4, 3, 1, 1), "s": np.full((4, 1, 1), 0.3, np.float32)}, "y", "z"), tmp_path)


@pytest.mark.parametrize("bias", [True, False])
def test_batch_norm_goes_into_what_is_before_it(bias: bool, tmp_path: Path) -> None:
    """After a convolution and after a matrix: no batch norm is left, the answers stay."""
    norm: dict[str, NDArray[np.float32]] = {
        "g": values(1, 4),
        "b": values(2, 4),
        "m": values(3, 4),
        "v": np.exp(values(4, 4), dtype=np.float32),
    }
    nodes = [
        helper.make_node("Conv", ["x", "w", *(["c"] if bias else [])], ["a"]),
        helper.make_node("BatchNormalization", ["a", "g", "b", "m", "v"], ["d"], epsilon=1e-3),
        helper.make_node("GlobalAveragePool", ["d"], ["e"]),
        helper.make_node("Flatten", ["e"], ["f"]),
        helper.make_node("MatMul", ["f", "p"], ["h"]),
        helper.make_node("BatchNormalization", ["h", "g", "b", "m", "v"], ["y"]),
    ]
    constants = norm | {"w": values(5, 4, 3, 1, 1), "p": values(6, 4, 4)} | ({"c": values(7, 4)} if bias else {})
    operators, _ = changed(model(nodes, constants, axes=2), tmp_path)
    assert "BatchNormalization" not in operators


def test_batch_norm_before_anything_else_stays(tmp_path: Path) -> None:
    """Where there is nothing to fold it into, batch norm is kept."""
    norm: dict[str, NDArray[np.float32]] = {
        "g": values(1, 3),
        "b": values(2, 3),
        "m": values(3, 3),
        "v": np.exp(values(4, 3), dtype=np.float32),
    }
    operators, _ = changed(model([helper.make_node("BatchNormalization", ["x", *norm], ["y"])], norm), tmp_path)
    assert operators == ["BatchNormalization"]


def test_a_graph_with_branches_is_left_alone() -> None:
    """A branch may use values of the graph around it; nothing is rewritten then."""
    made = chain(np.full((CHANNELS, 1, 1), 0.2, np.float32))
    branch = helper.make_graph([helper.make_node("Identity", ["a"], ["q"])], "branch", [], [])
    made.graph.node.append(helper.make_node("If", ["never"], ["z"], then_branch=branch, else_branch=branch))
    before = made.SerializeToString()
    assert optimise(made).SerializeToString() == before
