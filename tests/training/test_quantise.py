"""Smaller files: half the weights' bits, INT8, and what they cost."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

torch = pytest.importorskip("torch", reason="needs torch: pip install 'facevow[train]'")

import onnx  # noqa: E402 - torch first

from facevow.datasets.manifest import read_manifest  # noqa: E402
from facevow.errors import ModelError, TrainingError  # noqa: E402
from facevow.training.calibration import Calibration  # noqa: E402
from facevow.training.cost import costs, faces  # noqa: E402
from facevow.training.export import Ensemble, Member, export  # noqa: E402
from facevow.training.packing import noise  # noqa: E402
from facevow.training.picture_form import export_picture_form  # noqa: E402
from facevow.training.quantise import halve, quantise  # noqa: E402
from facevow.vision.passive import Crop, PassiveDescription, PassiveNetwork  # noqa: E402
from tests.training.test_export import untrained  # noqa: E402

ABOUT = PassiveDescription("tiny", "3", (Crop(2.0, 32),), lift=0.25, stretch=1.3, card={"licence": "none"})


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A MiniFASNet of 32 pixels with weights by chance."""
    path = tmp_path_factory.mktemp("source") / "source.onnx"
    export(Ensemble([Member(untrained("minifasnet-v1se", 32, 3), 0)], Calibration(5, 0.1)), ABOUT, path)
    return path


def answers(path: Path, crops: list[NDArray[np.uint8]]) -> NDArray[np.float32]:
    """The log-odds of all faces at once."""
    return PassiveNetwork(path).run(crops)


def test_half_the_bits_give_almost_the_same_answers(source: Path, tmp_path: Path) -> None:
    """The file shrinks to nearly half, the log-odds move by less than a twentieth, the card says what was done."""
    halve(source, tmp_path / "half.onnx", crops=noise(ABOUT))
    assert (tmp_path / "half.onnx").stat().st_size < 0.6 * source.stat().st_size
    found, expected = answers(tmp_path / "half.onnx", noise(ABOUT)), answers(source, noise(ABOUT))
    assert found == pytest.approx(expected, abs=0.05)
    assert not np.array_equal(found, expected)
    card = PassiveNetwork(tmp_path / "half.onnx").description.card
    assert card["precision"] == "float16 weights"
    assert card["licence"] == "none"


def test_int8_keeps_the_format_and_roughly_the_answers(source: Path, tmp_path: Path) -> None:
    """The weights are INT8, the description stays, and the answers follow the source's."""
    crops = noise(ABOUT, faces=16)
    quantise(source, crops, tmp_path / "int8.onnx")
    assert (tmp_path / "int8.onnx").stat().st_size < 0.5 * source.stat().st_size
    model = onnx.load(str(tmp_path / "int8.onnx"))
    assert onnx.TensorProto.INT8 in {tensor.data_type for tensor in model.graph.initializer}
    assert {"QuantizeLinear", "DequantizeLinear"} <= {node.op_type for node in model.graph.node}
    network = PassiveNetwork(tmp_path / "int8.onnx")
    assert network.description.crops == ABOUT.crops
    assert network.description.card["precision"] == "int8"
    assert np.abs(network.run(crops) - answers(source, crops)).mean() < 1


def test_quantising_needs_fitting_faces(source: Path, tmp_path: Path) -> None:
    """No faces, too few crops or crops of another size: an error, and nothing is written."""
    for crops in ([], [np.zeros((0, 32, 32, 3), np.uint8)], [np.zeros((2, 16, 16, 3), np.uint8)], noise(ABOUT) * 2):
        with pytest.raises(TrainingError, match="to quantise with"):
            quantise(source, crops, tmp_path / "int8.onnx")
    assert list(tmp_path.iterdir()) == []


def test_a_picture_form_is_halved_but_not_quantised(source: Path, tmp_path: Path) -> None:
    """INT8 comes first, the form second; halving works on both forms."""
    export_picture_form(source, tmp_path / "picture.onnx", size=64)
    with pytest.raises(TrainingError, match="takes a picture"):
        quantise(tmp_path / "picture.onnx", [np.zeros((1, 64, 64, 3), np.uint8)], tmp_path / "int8.onnx")
    halve(tmp_path / "picture.onnx", tmp_path / "half.onnx")
    assert PassiveNetwork(tmp_path / "half.onnx").description.form == "picture"


def test_what_is_no_passive_network_is_refused(tmp_path: Path) -> None:
    """A missing file and other bytes are errors of the model."""
    (tmp_path / "bytes.onnx").write_bytes(b"no model")
    for name in ("none.onnx", "bytes.onnx"):
        with pytest.raises(ModelError):
            halve(tmp_path / name, tmp_path / "out.onnx")
        with pytest.raises(ModelError):
            quantise(tmp_path / name, noise(ABOUT), tmp_path / "out.onnx")
    assert not (tmp_path / "out.onnx").exists()


def test_costs_are_measured_side_by_side(source: Path, manifest: Path, tmp_path: Path) -> None:
    """The first file moved by nothing, the second by the mean difference of the log-odds; sizes are the files'."""
    halve(source, tmp_path / "half.onnx")
    crops, labels = faces(PassiveNetwork(source), read_manifest(manifest), "validation", 8)
    assert [crop.shape for crop in crops] == [(8, 32, 32, 3)]
    assert labels.sum() == 4
    first, second = costs([source, tmp_path / "half.onnx"], crops, labels)
    assert first.moved == 0
    expected = np.abs(answers(tmp_path / "half.onnx", list(crops)) - answers(source, list(crops))).mean()
    assert second.moved == pytest.approx(expected, abs=1e-4)
    assert second.size == (tmp_path / "half.onnx").stat().st_size < first.size
    assert 0 <= first.eer <= 1
    assert min(first.milliseconds, second.milliseconds) > 0


def test_faces_of_both_classes_are_needed(source: Path, manifest: Path) -> None:
    """A split that is empty cannot be measured on."""
    with pytest.raises(TrainingError, match="both classes"):
        faces(PassiveNetwork(source), read_manifest(manifest), "test", 8)
