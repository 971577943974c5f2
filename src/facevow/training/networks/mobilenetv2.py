"""MobileNetV2 with the head that the first description of this project asked for.

The base follows Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks" (CVPR 2018), table 2, at width
1.0, with the parameter names of torchvision, so that its published ImageNet weights load by name; their classifier of
1000 classes is left out. Pictures come in as 0..1 with ImageNet's mean and deviation taken off, as torchvision trained.
"""

from collections.abc import Iterator, Mapping
from typing import Final, cast

import torch
from torch import Tensor, nn

from facevow.errors import TrainingError
from facevow.training.networks.base import Options, PassiveModule
from facevow.training.networks.weights import load_by_name, without

SETTINGS: Final = (
    (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
)  # fmt: skip
"""Of each stage: expansion, channels, blocks, stride of the first block (table 2 of the paper)."""

FEATURES: Final = 1280

MEAN: Final = (0.485, 0.456, 0.406)
DEVIATION: Final = (0.229, 0.224, 0.225)
"""Of ImageNet's RGB at 0..1, the values that torchvision documents for its weights."""


def convolution(into: int, out: int, kernel: int = 3, *, stride: int = 1, groups: int = 1) -> nn.Sequential:
    """Convolution, batch norm, ReLU6."""
    return nn.Sequential(
        nn.Conv2d(into, out, kernel, stride, (kernel - 1) // 2, groups=groups, bias=False),
        nn.BatchNorm2d(out),
        nn.ReLU6(),
    )


class InvertedResidual(nn.Module):
    """Widen, filter each channel, narrow without a nonlinearity; a short cut where the shape stays."""

    def __init__(self, into: int, out: int, *, stride: int, expansion: int) -> None:
        super().__init__()
        inner = into * expansion
        widen = [] if expansion == 1 else [convolution(into, inner, 1)]
        self.conv = nn.Sequential(
            *widen,
            convolution(inner, inner, stride=stride, groups=inner),
            nn.Conv2d(inner, out, 1, bias=False),
            nn.BatchNorm2d(out),
        )
        self.residual = stride == 1 and into == out

    def forward(self, x: Tensor) -> Tensor:
        """N x into x H x W -> N x out x H/stride x W/stride."""
        return x + self.conv(x) if self.residual else cast("Tensor", self.conv(x))


class MobileNetV2(PassiveModule):
    """The base, global average pooling, 128 ReLU, dropout 0.5, 64 ReLU, dropout 0.3, one logit."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, size: int, options: Options) -> None:
        """Random weights. `dropout` has no place here: the head's two rates are given.

        Raises:
            TrainingError: the size is no multiple of 32 pixels, or a rate of dropout is given.
        """
        super().__init__("mobilenetv2", size, options, step=32)
        if options.dropout is not None:
            raise TrainingError("expected no dropout for mobilenetv2: its head has 0.5 and 0.3")
        self.features = nn.Sequential(*_layers())
        self.head = nn.Sequential(
            nn.Linear(FEATURES, 128), nn.ReLU(), nn.Dropout(0.5),
            nn.Linear(128, 64), nn.ReLU(), nn.Dropout(0.3),
            nn.Linear(64, 1),
        )  # fmt: skip
        self.register_buffer("mean", torch.tensor(MEAN).view(1, 3, 1, 1) * 255, persistent=False)
        self.register_buffer("deviation", torch.tensor(DEVIATION).view(1, 3, 1, 1) * 255, persistent=False)
        for part in self.features.modules():
            if isinstance(part, nn.Conv2d):
                nn.init.kaiming_normal_(part.weight, mode="fan_out")

    def forward(self, crops: Tensor) -> Tensor:
        """N x 3 x S x S, float RGB 0..255 -> N log-odds."""
        found = self.features((crops - self.mean) / self.deviation)
        return cast("Tensor", self.head(found.mean((2, 3)))).squeeze(1)

    def base(self) -> Iterator[nn.Module]:
        """All convolutions."""
        yield self.features

    def load_start(self, state: Mapping[str, Tensor], origin: str) -> None:
        """Load torchvision's names `features.*`; a `classifier` is left out.

        Raises:
            TrainingError: other names or shapes.
        """
        base = nn.ModuleDict({"features": self.features})
        load_by_name(base, without(state, ["classifier."]), what=f"expected weights of a MobileNetV2 in {origin}")


def _layers() -> Iterator[nn.Module]:
    """The base from the picture to 1280 channels, shrunk 32 times."""
    channels = 32
    yield convolution(3, channels, stride=2)
    for expansion, out, blocks, stride in SETTINGS:
        for number in range(blocks):
            yield InvertedResidual(channels, out, stride=stride if number == 0 else 1, expansion=expansion)
            channels = out
    yield convolution(channels, FEATURES, 1)
