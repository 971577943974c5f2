"""Puts trained networks, their preprocessing and their calibration into one ONNX file that describes itself."""

import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from facevow.errors import TrainingError
from facevow.training.calibration import Calibration
from facevow.training.graph import optimise
from facevow.training.packing import OPSET, Crops, agree, noise, pack
from facevow.vision.passive import OUTPUT, PassiveDescription, PassiveNetwork

TOLERANCE = 1e-3
"""How far the file's log-odds may lie from torch's: rounding alone stays a hundred times below."""


@dataclass(frozen=True, slots=True)
class Member:
    """One network of an ensemble: N x 3 x S x S crops, float RGB 0..255, to N log-odds (a `PassiveModule`).

    `crop`: the index of its crop in the description; several networks may share one. `weight`: its share in the
    mean, more than 0; only the proportions of the weights count.
    """

    network: nn.Module
    crop: int
    weight: float = 1.0


class Ensemble(nn.Module):
    """The whole graph: for each crop N x S x S x 3, uint8 RGB, to N calibrated log-odds of bona fide.

    Raises:
        TrainingError: there is no member, a weight or a crop's index is out of range, or a crop is not used.
    """

    def __init__(self, members: Sequence[Member], calibration: Calibration) -> None:
        super().__init__()
        used = {member.crop for member in members}
        if not members or used != set(range(len(used))) or not all(member.weight > 0 for member in members):
            raise TrainingError("expected members with weights above 0 and crops 0, 1, ... that are all used")
        self.networks = nn.ModuleList(member.network for member in members)
        self.crops = tuple(member.crop for member in members)
        whole = sum(member.weight for member in members)
        self.weights = tuple(member.weight / whole for member in members)
        self.slope, self.bias = calibration.slope, calibration.bias

    def forward(self, *crops: Tensor) -> Tensor:
        """Shape (N,): the weighed mean of the networks' log-odds, calibrated."""
        pictures = [crop.permute(0, 3, 1, 2).float() for crop in crops]
        parts = zip(self.networks, self.crops, self.weights, strict=True)
        mean = torch.stack([weight * network(pictures[crop]) for network, crop, weight in parts]).sum(0)
        return self.slope * mean + self.bias


def export(ensemble: Ensemble, about: PassiveDescription, path: Path, *, crops: Crops | None = None) -> None:
    """Write the ONNX file; a file of that name is replaced only when the new one is whole.

    The file is compared with torch on noise, and on `crops` as well where they are given.

    Args:
        ensemble: the networks; put into evaluation mode.
        about: the description, its model card filled by the caller.
        path: where the file goes.
        crops: for each crop n x size x size x 3 of real faces.

    Raises:
        TrainingError: the graph cannot be written as ONNX, or its answer differs from torch's.
    """
    ensemble.eval()

    def check(network: PassiveNetwork) -> None:
        for faces in (noise(about), *([crops] if crops is not None else [])):
            with torch.no_grad():
                expected = ensemble(*(torch.from_numpy(np.ascontiguousarray(crop)) for crop in faces))
            agree(network.run(faces), expected.numpy(), TOLERANCE)

    inputs = tuple(torch.from_numpy(crop) for crop in noise(about))
    pack(optimise(traced(ensemble, inputs, about.inputs, OUTPUT)), about, path, check)


def traced(module: nn.Module, inputs: tuple[Tensor, ...], names: tuple[str, ...], output: str) -> onnx.ModelProto:
    """Trace a module into ONNX (batch norm after a convolution is folded); the first axis is open and named n.

    Raises:
        TrainingError: the module cannot be run with the inputs or be written as ONNX.
    """
    try:
        with warnings.catch_warnings(), tempfile.TemporaryDirectory() as folder:
            warnings.simplefilter("ignore")  # of torch's tracer: the newer exporter needs onnxscript for nothing more
            file = Path(folder) / "traced.onnx"
            torch.onnx.export(
                module.eval(), inputs, str(file), input_names=list(names), output_names=[output],
                dynamic_axes={name: {0: "n"} for name in (*names, output)}, opset_version=OPSET, dynamo=False,
            )  # fmt: skip
            return onnx.load(str(file))
    except (OSError, RuntimeError, ValueError, torch.onnx.OnnxExporterError) as error:
        raise TrainingError(f"the network cannot be written as ONNX: {error}") from error
