"""Export: the file's answers are torch's, and a file that is not whole never takes its name."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

torch = pytest.importorskip("torch", reason="needs torch: pip install 'facevow[train]'")

import onnx  # noqa: E402 - torch first
from torch import Tensor, nn  # noqa: E402

from facevow.errors import TrainingError  # noqa: E402
from facevow.training.calibration import Calibration  # noqa: E402
from facevow.training.export import Ensemble, Member, export, traced  # noqa: E402
from facevow.training.networks.build import build  # noqa: E402
from facevow.training.packing import OPSET, agree, noise, pack  # noqa: E402
from facevow.vision.passive import Crop, Fit, PassiveDescription, PassiveNetwork  # noqa: E402

ABOUT = PassiveDescription(
    "tiny", "3", (Crop(2.7, 32), Crop(4.0, 64)), lift=0.25, stretch=1.3, fit=Fit.PAD, card={"licence": "none"}
)


class Mean(nn.Module):
    """Log-odds that can be worked by hand: brightness, or that of red alone, times a factor."""

    def __init__(self, factor: float, *, red: bool = False) -> None:
        super().__init__()
        self.factor, self.red = factor, red

    def forward(self, crops: Tensor) -> Tensor:
        """N x 3 x S x S -> N."""
        return self.factor * (crops[:, :1] if self.red else crops).mean((1, 2, 3))


def untrained(architecture: str, size: int, seed: int) -> nn.Module:
    """Weights and slopes by chance, statistics of other pictures, so that folding them wrongly would show."""
    torch.manual_seed(seed)
    network = build(architecture, size=size, start=None)
    for part in network.modules():
        if isinstance(part, nn.PReLU):
            part.weight.data.uniform_(-0.2, 1.2)
        elif isinstance(part, nn.BatchNorm1d | nn.BatchNorm2d):
            part.momentum = 1.0  # take the statistics of the one batch below as they are
    network.train()(torch.rand(16, 3, size, size) * 255)
    return network.eval()


def checks(size: int) -> NDArray[np.uint8]:
    """Three faces that differ much: black and white squares of 4, 8 and 16 pixels."""
    y, x = np.mgrid[0:size, 0:size]
    faces = [((y // side + x // side) % 2 * 255)[..., None].repeat(3, axis=2) for side in (4, 8, 16)]
    return np.stack(faces).astype(np.uint8)


@pytest.mark.parametrize("architecture", ["minifasnet-v2", "minifasnet-v1se", "mobilenetv2", "efficientnet-lite0"])
def test_the_file_answers_as_torch_does(architecture: str, tmp_path: Path) -> None:
    """Two networks on two crops, on faces that export itself did not compare: within a thousandth."""
    members = [Member(untrained(architecture, 32, 1), 0), Member(untrained(architecture, 64, 2), 1, weight=2)]
    ensemble = Ensemble(members, Calibration(0.9, 0.3))
    export(ensemble, ABOUT, tmp_path / "deep" / "p.onnx")
    crops = [checks(size) for size in (32, 64)]
    with torch.no_grad():
        expected = ensemble(*map(torch.from_numpy, crops)).numpy()
    network = PassiveNetwork(tmp_path / "deep" / "p.onnx")
    assert network.run(crops) == pytest.approx(expected, abs=1e-3)
    assert np.ptp(expected) > 1e-2
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["p.onnx"]


def test_the_mean_is_weighed_and_calibrated(tmp_path: Path) -> None:
    """Worked by hand: crops of 100 and 200; (1 x 1.00 + 1 x 4.00 + 2 x 2.00) / 4 = 2.25; 0.5 x 2.25 - 1 = 0.125."""
    members = [Member(Mean(0.01), 0), Member(Mean(0.02), 1), Member(Mean(0.02), 0, weight=2)]
    export(Ensemble(members, Calibration(0.5, -1)), ABOUT, tmp_path / "p.onnx")
    crops = [np.full((1, size, size, 3), value, np.uint8) for size, value in ((32, 100), (64, 200))]
    assert PassiveNetwork(tmp_path / "p.onnx").run(crops) == pytest.approx([0.125], abs=1e-5)


def test_networks_see_rgb(tmp_path: Path) -> None:
    """A network that looks at the first channel alone sees the red of an RGB crop."""
    about = replace(ABOUT, crops=ABOUT.crops[:1])
    export(Ensemble([Member(Mean(0.01, red=True), 0)], Calibration(1, 0)), about, tmp_path / "p.onnx")
    crop = np.zeros((2, 32, 32, 3), np.uint8)
    crop[0, ..., 0], crop[1, ..., 2] = 200, 200
    assert PassiveNetwork(tmp_path / "p.onnx").run([crop]) == pytest.approx([2, 0], abs=1e-5)


def test_the_description_and_the_card_are_in_the_file(tmp_path: Path) -> None:
    """What the caller says of the network is read back; the operator set is added."""
    export(Ensemble([Member(Mean(1), 0), Member(Mean(2), 1)], Calibration(1, 0)), ABOUT, tmp_path / "p.onnx")
    found = PassiveNetwork(tmp_path / "p.onnx").description
    assert found == replace(ABOUT, card={"licence": "none", "opset": OPSET})
    model = onnx.load(str(tmp_path / "p.onnx"))
    assert (model.producer_name, model.producer_version) == ("facevow", "3")
    assert model.opset_import[0].version == OPSET


def test_real_crops_are_compared_too(tmp_path: Path) -> None:
    """A network that answers otherwise from one call to the next is found out by the crops, and no file is left."""

    class Fickle(Mean):
        """As `Mean`, but twice as much when the crop is white."""

        def forward(self, crops: Tensor) -> Tensor:
            bright = bool((crops.mean() > 250).item())  # torch's tracer takes this for a constant
            return super().forward(crops) * (2 if bright else 1)

    about = replace(ABOUT, crops=ABOUT.crops[:1])
    ensemble = Ensemble([Member(Fickle(0.01), 0)], Calibration(1, 0))
    export(ensemble, about, tmp_path / "noise.onnx")
    with pytest.raises(TrainingError, match="expected the exported network to answer"):
        export(ensemble, about, tmp_path / "real.onnx", crops=[np.full((1, 32, 32, 3), 255, np.uint8)])
    assert [path.name for path in tmp_path.iterdir()] == ["noise.onnx"]


def test_a_network_without_numbers_is_not_exported(tmp_path: Path) -> None:
    """NaN weights end in an error, and the file that was there before stays as it was."""
    path = tmp_path / "p.onnx"
    path.write_bytes(b"before")
    ensemble = Ensemble([Member(Mean(float("nan")), 0), Member(Mean(1), 1)], Calibration(1, 0))
    with pytest.raises(TrainingError, match="finite log-odds"):
        export(ensemble, ABOUT, path)
    assert path.read_bytes() == b"before"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_network_for_another_size_is_not_exported(tmp_path: Path) -> None:
    """A description whose crops the network cannot take is refused."""
    ensemble = Ensemble([Member(untrained("minifasnet-v2", 64, 1), 0)], Calibration(1, 0))
    with pytest.raises(TrainingError, match="written as ONNX"):
        export(ensemble, replace(ABOUT, crops=ABOUT.crops[:1]), tmp_path / "p.onnx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "members", [[], [(1, 1.0)], [(0, 0.0)], [(0, -1.0)], [(0, float("nan"))], [(0, 1.0), (2, 1.0)]]
)
def test_members_out_of_range_are_refused(members: list[tuple[int, float]]) -> None:
    """No member, an unused crop, a weight that is not above 0."""
    with pytest.raises(TrainingError, match="members"):
        Ensemble([Member(Mean(1), crop, weight) for crop, weight in members], Calibration(1, 0))


def test_a_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    """A folder in the way is told as TrainingError."""
    (tmp_path / "p.onnx").mkdir()
    with pytest.raises(TrainingError, match="cannot be written"):
        export(Ensemble([Member(Mean(1), 0), Member(Mean(1), 1)], Calibration(1, 0)), ABOUT, tmp_path / "p.onnx")
    assert [path.name for path in tmp_path.iterdir()] == ["p.onnx"]


def test_a_card_that_is_too_large_is_an_error(tmp_path: Path) -> None:
    """What the network's file could not be opened with is not written."""
    about = replace(ABOUT, crops=ABOUT.crops[:1], card={"note": "x" * 70_000})
    model = traced(Ensemble([Member(Mean(1), 0)], Calibration(1, 0)), (torch.zeros(1, 32, 32, 3),), ("crop0",), "logit")
    with pytest.raises(TrainingError, match="card"):
        pack(model, about, tmp_path / "p.onnx", lambda _: None)
    assert list(tmp_path.iterdir()) == []


def test_answers_are_compared_by_number_and_size() -> None:
    """Worked by hand: 0.5 and 0.5009 agree within 0.001, 0.502 does not; of 100, a hundredth is within rounding."""
    one = np.array([0.5], np.float32)
    agree(one + np.float32(0.0009), one, 1e-3)
    agree(np.array([100.009], np.float32), np.array([100], np.float32), 1e-3)
    for other in (one + np.float32(0.002), np.array([0.5, 0.5], np.float32), np.array([np.nan], np.float32)):
        with pytest.raises(TrainingError, match="to answer"):
            agree(other, one, 1e-3)


def test_noise_is_always_the_same() -> None:
    """Two calls give equal crops of the described sizes, and no two faces are equal."""
    first, second = noise(ABOUT), noise(ABOUT)
    assert [crop.shape for crop in first] == [(4, 32, 32, 3), (4, 64, 64, 3)]
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))
    assert len({face.tobytes() for face in first[0]}) == 4
