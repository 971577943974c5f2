"""MiniFASNet, written anew with the parameter names of the public weights, so that those load by name.

The architecture (Apache-2.0, minivision-ai/Silent-Face-Anti-Spoofing) is a MobileFaceNet whose channels were pruned
one by one: hence the odd widths below. 80 x 80 pixels in, three logits out; index 1 is bona fide, the others are two
kinds of attack. The variant V1SE weighs the channels of the last block of each stage (squeeze and excitation).

Other sizes work as well. The convolutions shrink a picture 16 times; what remains (5 x 5 of 80 pixels, 8 x 8 of 128)
is summed by one kernel for each channel, and that kernel alone depends on the size.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

import torch
from torch import Tensor, nn

from facevow.errors import TrainingError
from facevow.training.networks.base import Options, PassiveModule
from facevow.training.networks.weights import load_by_name, read_state

PUBLIC_SIZE: Final = 80
"""Side in pixels of the pictures that the public weights were trained with."""

SHRINKS: Final = 16
"""How many times smaller the picture is where the last kernel sums it up: four convolutions of stride 2."""

SUMMING: Final = "conv_6_dw.conv.weight"
"""The name of that kernel: 512 x 1 x size/16 x size/16."""

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
    """The network alone: N x 3 x size x size, BGR, 0..255 (not divided), to N x 3 logits."""

    def __init__(self, variant: str, *, size: int = PUBLIC_SIZE, dropout: float = 0.2) -> None:
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
        self.conv_6_dw = Convolution(512, 512, size // SHRINKS, groups=512, linear=True)
        self.linear = nn.Linear(512, 128, bias=False)
        self.bn = nn.BatchNorm1d(128)
        self.drop = nn.Dropout(dropout)
        self.prob = nn.Linear(128, 3, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """N x 3 x size x size -> N x 3."""
        x = self.conv_23(self.conv2_dw(self.conv1(x)))
        x = self.conv_34(self.conv_3(x))
        x = self.conv_45(self.conv_4(x))
        x = self.conv_6_dw(self.conv_6_sep(self.conv_5(x)))
        return cast("Tensor", self.prob(self.drop(self.bn(self.linear(x.flatten(1))))))


def bona_fide_logit(logits: Tensor) -> Tensor:
    """Log-odds of bona fide under the softmax: N x 3 -> N."""
    others = [i for i in range(logits.shape[1]) if i != BONA_FIDE]
    return logits[:, BONA_FIDE] - torch.logsumexp(logits[:, others], dim=1)


def resized_kernel(kernel: Tensor, side: int) -> Tensor:
    """Spread C x 1 x K x K weights over C x 1 x side x side; every channel's sum stays what it was.

    A new weight gets of each old one the share of its area that it covers when both kernels are laid over the same
    square. So a network that is given a larger picture of the same thing sums up what it summed up before.
    """
    old = kernel.shape[-1]
    edges, cuts = (torch.linspace(0, 1, count + 1, dtype=torch.float64) for count in (side, old))
    upper = torch.minimum(edges[1:, None], cuts[None, 1:])
    lower = torch.maximum(edges[:-1, None], cuts[None, :-1])
    share = (upper - lower).clamp(min=0) * old
    return (share @ kernel.double() @ share.T).to(kernel.dtype)


def fitted(state: Mapping[str, Tensor], name: str, side: int) -> Mapping[str, Tensor]:
    """The same tensors, the square kernels under `name` brought to `side`; anything else there stays, to be refused."""
    kernel = state.get(name)
    if kernel is None or kernel.dim() != 4 or not 0 < kernel.shape[-1] == kernel.shape[-2] != side:
        return state
    return {**state, name: resized_kernel(kernel, side)}


def load_public(variant: str, path: Path, *, size: int = PUBLIC_SIZE) -> MiniFASNet:
    """Build a network and load a state dict into it, for any size (see `resized_kernel`).

    Raises:
        TrainingError: the file is absent, is no state dict, or its names or shapes are not this variant's.
    """
    network = MiniFASNet(variant, size=size)
    _fill(network, read_state(path), variant, str(path))
    return network


def _fill(network: MiniFASNet, state: Mapping[str, Tensor], variant: str, origin: str) -> None:
    """Load by name, the last kernel brought to the network's size."""
    state = fitted(state, SUMMING, network.conv_6_dw.conv.kernel_size[0])
    load_by_name(network, state, what=f"expected weights of a {variant} network in {origin}")


class PassiveMiniFASNet(PassiveModule):
    """A MiniFASNet as the training loop wants it; its base is all but the last two layers."""

    def __init__(self, variant: str, size: int, options: Options) -> None:
        """Random weights. `dropout` is 0.2 unless said otherwise.

        Raises:
            TrainingError: the size is no multiple of 16 pixels.
        """
        super().__init__(f"minifasnet-{variant}", size, options, step=SHRINKS)
        dropout = 0.2 if options.dropout is None else options.dropout
        self.variant = variant
        self.network = MiniFASNet(variant, size=size, dropout=dropout)

    def forward(self, crops: Tensor) -> Tensor:
        """N x 3 x S x S, float RGB 0..255 -> N log-odds: the public weights take BGR as it is."""
        return bona_fide_logit(self.network(crops.flip(1)))

    def base(self) -> Iterator[nn.Module]:
        """Everything that sees pixels."""
        last = {self.network.linear, self.network.bn, self.network.drop, self.network.prob}
        yield from (part for part in self.network.children() if part not in last)

    def load_start(self, state: Mapping[str, Tensor], origin: str) -> None:
        """The public weights, whose kernels sum up 5 x 5, or others of any size.

        Raises:
            TrainingError: the names or shapes are not this variant's.
        """
        _fill(self.network, state, self.variant, origin)
