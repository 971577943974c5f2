"""MiniFASNet, written anew with the parameter names of the public weights, so that those load by name.

The architecture (Apache-2.0, minivision-ai/Silent-Face-Anti-Spoofing) is a MobileFaceNet whose channels were pruned
one by one: hence the odd widths below. 80 x 80 pixels in, three logits out; index 1 is bona fide, the others are two
kinds of attack. The variant V1SE weighs the channels of the last block of each stage (squeeze and excitation).
"""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import torch
from torch import Tensor, nn

from facevow.errors import TrainingError

BONA_FIDE = 1
"""Index of the bona fide logit in the public weights."""


@dataclass(frozen=True, slots=True)
class Widths:
    """Channels inside the blocks of each stage; `excite` adds squeeze and excitation to each stage's last block."""

    third: tuple[int, ...]
    fourth: tuple[int, ...]
    fifth: tuple[int, ...]
    excite: bool


VARIANTS = {
    "v2": Widths((13, 13, 13, 13), (231, 52, 26, 77, 26, 26), (26, 26), excite=False),
    "v1se": Widths((13, 26, 13, 52), (154, 52, 26, 52, 26, 26), (26, 26), excite=True),
}


class Convolution(nn.Module):
    """Convolution, batch norm, and PReLU unless `linear`."""

    def __init__(  # noqa: PLR0913 - the six numbers that define a convolution
        self,
        into: int,
        out: int,
        kernel: int = 1,
        *,
        stride: int = 1,
        padding: int = 0,
        groups: int = 1,
        linear: bool = False,
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(into, out, kernel, stride, padding, groups=groups, bias=False)
        self.bn = nn.BatchNorm2d(out)
        if not linear:
            self.prelu = nn.PReLU(out)
        self.linear = linear

    def forward(self, x: Tensor) -> Tensor:
        """N x into x H x W -> N x out x H' x W'."""
        x = self.bn(self.conv(x))
        return x if self.linear else cast("Tensor", self.prelu(x))


class Excitation(nn.Module):
    """Squeeze and excitation: weigh each channel by what the whole picture says (Hu et al., CVPR 2018)."""

    def __init__(self, channels: int, reduction: int = 4) -> None:
        super().__init__()
        self.fc1 = nn.Conv2d(channels, channels // reduction, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels // reduction)
        self.fc2 = nn.Conv2d(channels // reduction, channels, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)

    def forward(self, x: Tensor) -> Tensor:
        """N x C x H x W -> the same shape, channels weighed by 0..1."""
        squeezed = x.mean((2, 3), keepdim=True)
        weights = self.bn2(self.fc2(torch.relu(self.bn1(self.fc1(squeezed)))))
        return x * torch.sigmoid(weights)


class Block(nn.Module):
    """Widen, filter each channel, narrow again (an inverted bottleneck), with a short cut where the shape stays."""

    def __init__(self, into: int, inner: int, out: int, *, stride: int = 1, excite: bool = False) -> None:
        super().__init__()
        self.conv = Convolution(into, inner)
        self.conv_dw = Convolution(inner, inner, 3, stride=stride, padding=1, groups=inner)
        self.project = Convolution(inner, out, linear=True)
        self.residual = stride == 1
        if excite:
            self.se_module = Excitation(out)
        self.excite = excite

    def forward(self, x: Tensor) -> Tensor:
        """N x into x H x W -> N x out x H/stride x W/stride."""
        y = self.project(self.conv_dw(self.conv(x)))
        if self.excite:
            y = self.se_module(y)
        return cast("Tensor", x + y if self.residual else y)


class Stage(nn.Module):
    """Blocks of one resolution, each with a short cut."""

    def __init__(self, channels: int, inner: tuple[int, ...], *, excite: bool) -> None:
        super().__init__()
        last = len(inner) - 1
        self.model = nn.Sequential(
            *(Block(channels, width, channels, excite=excite and i == last) for i, width in enumerate(inner))
        )

    def forward(self, x: Tensor) -> Tensor:
        """N x C x H x W -> the same shape."""
        return cast("Tensor", self.model(x))


class MiniFASNet(nn.Module):
    """One network: N x 3 x 80 x 80, BGR, 0..255 (not divided), to N x 3 logits."""

    def __init__(self, variant: str, *, dropout: float = 0.2) -> None:
        super().__init__()
        if variant not in VARIANTS:
            raise TrainingError(f"expected a network of {sorted(VARIANTS)}, found {variant!r}")
        widths = VARIANTS[variant]
        self.conv1 = Convolution(3, 32, 3, stride=2, padding=1)
        self.conv2_dw = Convolution(32, 32, 3, padding=1, groups=32)
        self.conv_23 = Block(32, 103, 64, stride=2)
        self.conv_3 = Stage(64, widths.third, excite=widths.excite)
        self.conv_34 = Block(64, 231, 128, stride=2)
        self.conv_4 = Stage(128, widths.fourth, excite=widths.excite)
        self.conv_45 = Block(128, 308, 128, stride=2)
        self.conv_5 = Stage(128, widths.fifth, excite=widths.excite)
        self.conv_6_sep = Convolution(128, 512)
        self.conv_6_dw = Convolution(512, 512, 5, groups=512, linear=True)
        self.linear = nn.Linear(512, 128, bias=False)
        self.bn = nn.BatchNorm1d(128)
        self.drop = nn.Dropout(dropout)
        self.prob = nn.Linear(128, 3, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """N x 3 x 80 x 80 -> N x 3."""
        x = self.conv_23(self.conv2_dw(self.conv1(x)))
        x = self.conv_34(self.conv_3(x))
        x = self.conv_45(self.conv_4(x))
        x = self.conv_6_dw(self.conv_6_sep(self.conv_5(x)))
        return cast("Tensor", self.prob(self.drop(self.bn(self.linear(x.flatten(1))))))


def bona_fide_logit(logits: Tensor) -> Tensor:
    """Log-odds of bona fide under the softmax: N x 3 -> N."""
    others = [i for i in range(logits.shape[1]) if i != BONA_FIDE]
    return logits[:, BONA_FIDE] - torch.logsumexp(logits[:, others], dim=1)


def load_public(variant: str, path: Path) -> MiniFASNet:
    """Build a network and load a state dict into it, `module.` prefixes of a parallel training allowed.

    Raises:
        TrainingError: the file is absent, is no state dict, or its names or shapes are not this variant's.
    """
    network = MiniFASNet(variant)
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
        network.load_state_dict({name.removeprefix("module."): value for name, value in state.items()})
    except Exception as error:  # unpickling raises almost anything on a foreign file
        raise TrainingError(f"expected weights of a {variant} network in {path}: {error}") from error
    return network
