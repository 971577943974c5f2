"""PassiveNetwork in the form `picture`: one square picture in, two logits out."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from facevow.errors import ModelCorrupt
from facevow.types import Box, Face, Frame
from facevow.vision.passive import METADATA_KEY, Crop, Form, PassiveDescription, PassiveNetwork
from tests.onnx_files import FLOAT, UINT8, Node, Value, write_onnx

ABOUT = PassiveDescription("one", "0", (Crop(2.0, 32),), lift=0.0, stretch=1.0, form=Form.PICTURE)
INPUT = Value("input", FLOAT, (1, 3, 32, 32))
OUTPUT = Value("output", FLOAT, (1, 2))
FACE = Face(Box(20, 20, 40, 40), 0.9, ())


def write(
    path: Path,
    *,
    about: PassiveDescription = ABOUT,
    start: Value = INPUT,
    end: Value = OUTPUT,
    matrix: tuple[float, float] = (4.0, 1.0),
) -> Path:
    """A network of two logits: the mean of red, 0..1, times 4, and times 1."""
    weights = np.zeros((3, 2), np.float32)
    weights[0] = matrix
    return write_onnx(
        path,
        (
            Node("Cast", (start.name,), "floats", {"to": FLOAT}),
            Node("GlobalAveragePool", ("floats",), "means"),
            Node("Flatten", ("means",), "flat"),
            Node("MatMul", ("flat", "weights"), end.name),
        ),
        (start,),
        (end,),
        constants={"weights": weights},
        metadata={METADATA_KEY: about.to_json()},
    )


def test_the_log_odds_are_the_difference_of_the_logits(tmp_path: Path) -> None:
    """Worked by hand: red of 255 gives logits 4 and 1, so 3; red of 51 gives 0.6; the others do not count."""
    network = PassiveNetwork(write(tmp_path / "p.onnx"))
    crops = np.zeros((2, 32, 32, 3), np.uint8)
    crops[0, ..., 0], crops[1, ..., 0], crops[:, :, :, 2] = 255, 51, 77
    assert network.run([crops]) == pytest.approx([3.0, 0.6], abs=1e-5)


def test_a_frame_is_scored(tmp_path: Path) -> None:
    """The three steps together: a white frame has log-odds 3, so a score of 1 / (1 + e^-3)."""
    network = PassiveNetwork(write(tmp_path / "p.onnx"))
    frame = Frame(np.full((100, 100, 3), 255, np.uint8))
    assert network(frame, FACE).value == pytest.approx(1 / (1 + np.exp(-3)), abs=1e-6)
    assert network.description == ABOUT


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_answers_that_are_no_numbers_are_errors(tmp_path: Path, bad: float) -> None:
    """A logit that is NaN or infinite never becomes a score."""
    network = PassiveNetwork(write(tmp_path / "p.onnx", matrix=(bad, 0.0)))
    with pytest.raises(ModelCorrupt, match="finite log-odds"):
        network(Frame(np.full((100, 100, 3), 255, np.uint8)), FACE)


def test_crops_of_another_number_or_size_are_refused(tmp_path: Path) -> None:
    """Two crops, none, or one of another side are reported as the model's error."""
    network = PassiveNetwork(write(tmp_path / "p.onnx"))
    for crops in ([np.zeros((1, 32, 32, 3), np.uint8)] * 2, [], [np.zeros((1, 16, 16, 3), np.uint8)]):
        with pytest.raises(ModelCorrupt, match="cannot be run"):
            network.run(crops)


def test_a_graph_of_other_ends_is_refused(tmp_path: Path) -> None:
    """Another size, type, layout, name or number of logits than the form has, or a description of the other form."""
    starts = (
        replace(INPUT, shape=(1, 3, 64, 64)),
        replace(INPUT, kind=UINT8),
        replace(INPUT, shape=("n", 3, 32, 32)),
        replace(INPUT, name="crop0"),
    )
    for i, start in enumerate(starts):
        with pytest.raises(ModelCorrupt, match="expected a network from and to"):
            PassiveNetwork(write(tmp_path / f"{i}.onnx", start=start))
    with pytest.raises(ModelCorrupt, match="expected a network from and to"):
        PassiveNetwork(write(tmp_path / "logit.onnx", end=replace(OUTPUT, name="logit")))
    with pytest.raises(ModelCorrupt, match="expected a network from and to"):
        PassiveNetwork(write(tmp_path / "crops.onnx", about=replace(ABOUT, form=Form.CROPS)))
