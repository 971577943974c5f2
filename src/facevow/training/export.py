"""Puts trained networks, their preprocessing and their calibration into one ONNX file that describes itself."""

import os
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from facevow.errors import TrainingError
from facevow.training.measure import Labels, Scores
from facevow.training.network import MiniFASNet, bona_fide_logit
from facevow.vision.passive import METADATA_KEY, PassiveDescription, PassiveNetwork

OPSET = 17

TOLERANCE = 1e-3
"""How far the file's score may lie from torch's: rounding alone stays a hundred times below."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """score = sigmoid(slope x mean log-odds + bias): `slope` is the inverse of a temperature."""

    slope: float
    bias: float


def calibrate(log_odds: Scores, bona_fide: Labels, sources: list[str], *, ridge: float = 0.1) -> Calibration:
    """Fit slope and bias by logistic regression (Platt 1999), every source and class weighing the same.

    So 0.5 becomes the threshold that balances both errors over sources, not over the pictures that happen to be
    many. Targets are 0.02 and 0.98 and the slope is drawn towards 1 with the weight `ridge`: classes that separate
    without an error would otherwise ask for an endless slope.

    Raises:
        TrainingError: the log-odds are not finite, or a class is absent.
    """
    if not np.isfinite(log_odds).all() or bona_fide.all() or not bona_fide.any():
        raise TrainingError("expected finite log-odds of both classes to calibrate with")
    groups = list(zip(sources, bona_fide.tolist(), strict=True))
    weights = np.array([1 / groups.count(group) for group in groups])
    sides = np.array([weights[bona_fide == side].sum() for side in (False, True)])
    weights = weights / sides[bona_fide.astype(int)] / 2
    inputs, targets = np.stack([log_odds, np.ones_like(log_odds)]), np.where(bona_fide, 0.98, 0.02)
    fitted, prior = np.array([1.0, 0.0]), np.array([ridge, 1e-6])

    def loss(fitted: Scores) -> float:
        sides = np.logaddexp(0, fitted @ inputs) - targets * (fitted @ inputs)
        return float(weights @ sides + (prior * (fitted - [1.0, 0.0]) ** 2).sum() / 2)

    for _ in range(100):
        chance = 1 / (1 + np.exp(-np.clip(fitted @ inputs, -60, 60)))
        slope = inputs @ (weights * (chance - targets)) + prior * (fitted - [1.0, 0.0])
        curve = (inputs * (weights * chance * (1 - chance))) @ inputs.T + np.diag(prior)
        step = np.linalg.solve(curve, slope)
        # a whole step of Newton's leaps too far where the loss is almost flat; the loss is convex, so halving ends
        while loss(fitted - step) > loss(fitted) and np.abs(step).max() > 1e-12:
            step /= 2
        fitted = fitted - step
    return Calibration(float(fitted[0]), float(fitted[1]))


class Ensemble(nn.Module):
    """The whole graph: 1 x networks x H x W x 3 crops, uint8 RGB, to one score 0..1 that rises towards bona fide."""

    def __init__(self, networks: list[MiniFASNet], calibration: Calibration) -> None:
        super().__init__()
        self.networks = nn.ModuleList(networks)
        self.slope, self.bias = calibration.slope, calibration.bias

    def forward(self, crops: Tensor) -> Tensor:
        """Shape (1,): each network judges its own crop; their log-odds are averaged, then calibrated."""
        pictures = crops.float().flip(-1).permute(0, 1, 4, 2, 3)  # RGB to the weights' BGR, channels first
        answers = [bona_fide_logit(network(pictures[:, i])) for i, network in enumerate(self.networks)]
        return torch.sigmoid(self.slope * torch.stack(answers).mean(0) + self.bias)


def export(ensemble: Ensemble, about: PassiveDescription, path: Path) -> None:
    """Write the ONNX file; a file of that name is replaced only when the new one is whole.

    Raises:
        TrainingError: the graph cannot be written as ONNX, or its answer differs from torch's.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(suffix=".onnx", dir=path.parent)
    os.close(handle)
    draft = Path(name)
    try:
        _write(ensemble, about, draft)
        draft.chmod(0o644)
        draft.replace(path)
    except (OSError, RuntimeError, ValueError) as error:
        raise TrainingError(f"the network cannot be written to {path}: {error}") from error
    finally:
        draft.unlink(missing_ok=True)


def _write(ensemble: Ensemble, about: PassiveDescription, path: Path) -> None:
    """Trace the graph (which folds batch norm into the convolutions) and add the description."""
    crops = torch.zeros((1, len(about.scales), about.size, about.size, 3), dtype=torch.uint8)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the newer exporter needs onnxscript for nothing more
        torch.onnx.export(
            ensemble.eval(), (crops,), str(path), input_names=["crops"], output_names=["score"],
            opset_version=OPSET, dynamo=False,
        )  # fmt: skip
    model = onnx.load(str(path))
    onnx.helper.set_model_props(model, {METADATA_KEY: about.to_json()})
    model.producer_name, model.producer_version = "facevow", about.version
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, str(path))
    _compare(ensemble, path)


def _compare(ensemble: Ensemble, path: Path) -> None:
    """Let the file judge noise through the inference class; its answers must be those of torch."""
    network = PassiveNetwork(path)
    about, rng = network.description, np.random.default_rng(0)
    for _ in range(4):
        crops = rng.integers(0, 256, (1, len(about.scales), about.size, about.size, 3), dtype=np.uint8)
        with torch.no_grad():
            expected = float(ensemble(torch.from_numpy(crops)))
        found = network.postprocess(network.run(crops)).value
        if abs(found - expected) > TOLERANCE:
            raise TrainingError(f"expected the exported network to answer {expected}, but it answers {found}")
