"""Networks and files that the tests of this folder share."""

from pathlib import Path

import torch
from torch import Tensor, nn

from facevow.training.networks.base import PassiveModule
from facevow.training.networks.build import build

SIZES = {"efficientnet-lite0": 64, "minifasnet-v1se": 80, "minifasnet-v2": 80, "mobilenetv2": 64}
"""A small size that each architecture takes."""


def by_chance(architecture: str, size: int, seed: int = 0) -> PassiveModule:
    """Random weights and batch-norm statistics, so that a wrong use of either would show."""
    torch.manual_seed(seed)
    network = build(architecture, size=size, start=None)
    for name, values in network.named_buffers():
        if name.endswith("running_mean"):
            values.normal_(0, 0.1)
        elif name.endswith("running_var"):
            values.uniform_(0.5, 2)
    return network.eval()


def crops(count: int, size: int, seed: int = 1) -> Tensor:
    """Noise as it reaches a network: RGB 0..255."""
    return torch.randint(0, 256, (count, 3, size, size), generator=torch.Generator().manual_seed(seed)).float()


def published(base: nn.Module, path: Path, prefix: str = "", **more: Tensor) -> Path:
    """Save a base as others publish theirs: under their names, with a classifier of their own."""
    torch.save({**{prefix + name: value for name, value in base.state_dict().items()}, **more}, path)
    return path
