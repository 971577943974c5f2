"""The form `picture`: one square picture in, the same answers out."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

torch = pytest.importorskip("torch", reason="needs torch: pip install 'facevow[train]'")

from facevow.errors import ModelCorrupt, TrainingError  # noqa: E402 - torch first
from facevow.training.calibration import Calibration  # noqa: E402
from facevow.training.export import Ensemble, Member, export  # noqa: E402
from facevow.training.picture_form import export_picture_form, inner, resized  # noqa: E402
from facevow.types import Box, Face, Frame  # noqa: E402
from facevow.vision.passive import Crop, Form, PassiveDescription, PassiveNetwork  # noqa: E402
from facevow.vision.runtime import open_onnx  # noqa: E402
from tests.training.test_export import Mean, untrained  # noqa: E402

ABOUT = PassiveDescription("tiny", "3", (Crop(1.5, 32), Crop(3.0, 64)), lift=0.0, stretch=1.0)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two MiniFASNets with weights by chance, on a tight and a wide crop."""
    path = tmp_path_factory.mktemp("source") / "source.onnx"
    members = [Member(untrained("minifasnet-v1se", 32, 3), 0), Member(untrained("minifasnet-v2", 64, 4), 1)]
    export(Ensemble(members, Calibration(2, 0.1)), ABOUT, path)
    return path


def scene(seed: int) -> Frame:
    """A smooth picture of 600 x 600 with a disc of a face in its middle."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 256, (40, 40, 3), dtype=np.uint8)
    pixels = cv2.resize(coarse, (600, 600), interpolation=cv2.INTER_CUBIC)
    return Frame(np.asarray(cv2.circle(pixels, (300, 300), 80, (200, 160, 130), -1), np.uint8))


FACE = Face(Box(220, 220, 160, 160), 0.9, ())


def test_a_face_in_the_middle_is_judged_alike(source: Path, tmp_path: Path) -> None:
    """Cut whole, a face gets nearly the log-odds of the usual form, though its pixels are averaged twice."""
    export_picture_form(source, tmp_path / "224.onnx")
    usual, picture = PassiveNetwork(source), PassiveNetwork(tmp_path / "224.onnx")
    found, expected = [], []
    for seed in range(6):
        frame = scene(seed)
        found.append(picture.run(picture.preprocess(frame, FACE))[0])
        expected.append(usual.run(usual.preprocess(frame, FACE))[0])
        assert picture(frame, FACE).value == pytest.approx(1 / (1 + np.exp(-found[-1])), abs=1e-5)
    assert np.abs(np.array(found) - expected).max() < 0.1 * max(1, np.ptp(expected))
    assert np.corrcoef(found, expected)[0, 1] > 0.95


def test_programs_that_know_one_picture_can_use_it(source: Path, tmp_path: Path) -> None:
    """1 x 3 x 224 x 224 floats in, two logits out, as the runtime sees them; their softmax is the score."""
    export_picture_form(source, tmp_path / "224.onnx")
    session, network = open_onnx(tmp_path / "224.onnx"), PassiveNetwork(tmp_path / "224.onnx")
    assert [(end.name, end.type, end.shape) for end in session.get_inputs()] == [
        ("input", "tensor(float)", [1, 3, 224, 224])
    ]
    (crop,) = network.preprocess(scene(1), FACE)
    (logits,) = session.run(None, {"input": crop.transpose(0, 3, 1, 2).astype(np.float32) / 255})
    assert logits.shape == (1, 2)
    share = np.exp(logits[0]) / np.exp(logits[0]).sum()
    assert share[0] == pytest.approx(network(scene(1), FACE).value, abs=1e-6)
    assert network.description.crops == (Crop(3.0, 224),)
    assert network.description.form is Form.PICTURE


def test_each_crop_is_the_middle_of_the_picture(tmp_path: Path) -> None:
    """Worked by hand: white in the middle half fills the crop of half the scale, and a quarter of the wide one."""
    for crop, share in ((0, 1.0), (1, 0.25)):
        members = [Member(Mean(1 / 255 if i == crop else 0), i) for i in (0, 1)]
        export(Ensemble(members, Calibration(2, 0)), ABOUT, tmp_path / "mean.onnx")
        export_picture_form(tmp_path / "mean.onnx", tmp_path / "224.onnx")
        picture = np.zeros((1, 224, 224, 3), np.uint8)
        picture[:, 56:168, 56:168] = 255
        assert PassiveNetwork(tmp_path / "224.onnx").run([picture]) == pytest.approx([share], abs=0.01)


@given(st.integers(16, 300), st.floats(0.05, 1), st.integers(16, 200))
def test_the_weights_average(length: int, share: float, size: int) -> None:
    """Every new pixel is a mean, and what lies outside the middle has no weight beyond the pixel at its edge."""
    weights = inner(length, share, size)
    assert weights.shape == (size, length)
    assert weights.min() >= 0
    assert weights.sum(1) == pytest.approx(np.ones(size), abs=1e-5)
    edge = int(length * (1 - share) / 2) - 1
    assert edge <= 0 or weights[:, :edge].max() == 0


def test_shrinking_is_what_opencv_does() -> None:
    """The whole of 224 pixels to 80, against INTER_AREA: at most one step of rounding apart."""
    pixels = np.random.default_rng(1).integers(0, 256, (1, 224, 224, 3), dtype=np.uint8)
    expected = cv2.resize(pixels[0], (80, 80), interpolation=cv2.INTER_AREA)
    assert np.abs(resized(pixels, inner(224, 1, 80))[0].astype(int) - expected).max() <= 1


def test_what_cannot_be_given_the_form_is_refused(source: Path, tmp_path: Path) -> None:
    """A file that has it, a size out of range, a file that is no network: errors, and nothing is written."""
    export_picture_form(source, tmp_path / "224.onnx")
    with pytest.raises(TrainingError, match="takes a picture"):
        export_picture_form(tmp_path / "224.onnx", tmp_path / "out.onnx")
    with pytest.raises(TrainingError, match="16 to 1024"):
        export_picture_form(source, tmp_path / "out.onnx", size=8)
    (tmp_path / "bytes.onnx").write_bytes(b"no model")
    with pytest.raises(ModelCorrupt):
        export_picture_form(tmp_path / "bytes.onnx", tmp_path / "out.onnx")
    assert not (tmp_path / "out.onnx").exists()
