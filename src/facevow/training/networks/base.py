"""What every passive network is to the training loop and to the exporter: raw pixels in, log-odds out.

Normalisation and channel order are inside `forward`, so that training and the exported file cannot differ in them.
What is frozen is kept by the network itself: `train()` cannot wake it by mistake.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from torch import Tensor, nn

from facevow.errors import TrainingError

SMALLEST, LARGEST = 32, 1024
"""Sides of a crop in pixels; the bounds are wide and only keep out nonsense."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a configuration may say of a network beside its architecture, its size and its start.

    dropout: share of values dropped before the last layer, 0..1 (1 not included), or None for the architecture's own.
    frozen_base: the pretrained part learns nothing: neither weights nor batch-norm statistics.
    frozen_statistics: batch norm keeps the mean and variance that it has, and uses them in training as well.
    """

    dropout: float | None = None
    frozen_base: bool = False
    frozen_statistics: bool = False

    @classmethod
    def read(cls, values: Mapping[str, object], *, started: bool) -> "Options":
        """Check a configuration's values.

        `frozen_statistics` is by default what `started` says: statistics of ImageNet or of the public weights are
        from far more pictures than a run here shows, while those of a network without a start mean nothing.

        Raises:
            TrainingError: an unknown name, a value of the wrong kind or outside its range.
        """
        known = [field.name for field in fields(cls)]
        unknown = sorted(str(name) for name in set(values) - set(known))
        if unknown:
            raise TrainingError(f"expected options of {known} for a network, found {unknown}")
        read: dict[str, Any] = {"frozen_statistics": started, **values}
        for name in ("frozen_base", "frozen_statistics"):
            if not isinstance(read.get(name, False), bool):
                raise TrainingError(f"expected true or false for {name}, found {read[name]!r}")
        if read.get("frozen_base") and not started:
            raise TrainingError("expected start weights where frozen_base is true: a base of chance cannot stay so")
        rate = read.get("dropout")
        if rate is not None and (isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 <= rate < 1):
            raise TrainingError(f"expected dropout from 0 up to, not including, 1, found {rate!r}")
        return cls(**read)


class PassiveModule(nn.Module, ABC):
    """N x 3 x S x S crops, float RGB 0..255, to N log-odds of bona fide (uncalibrated; above 0 is bona fide)."""

    def __init__(self, architecture: str, size: int, options: Options, *, step: int) -> None:
        """Check the size: a multiple of `step` pixels, by which the architecture shrinks a picture.

        Raises:
            TrainingError: a size that is none.
        """
        super().__init__()
        if not SMALLEST <= size <= LARGEST or size % step:
            wanted = f"a multiple of {step} from {SMALLEST} to {LARGEST} pixels"
            raise TrainingError(f"expected {wanted} as the size of a {architecture}, found {size}")
        self.architecture, self.size, self.options = architecture, size, options

    @abstractmethod
    def forward(self, crops: Tensor) -> Tensor:
        """N x 3 x S x S, float RGB 0..255 -> N."""

    @abstractmethod
    def base(self) -> Iterator[nn.Module]:
        """The parts that start weights fill and that `frozen_base` freezes."""

    @abstractmethod
    def load_start(self, state: Mapping[str, Tensor], origin: str) -> None:
        """Fill the base from published weights by name; `origin` names the file in messages.

        Raises:
            TrainingError: the names or shapes are not this architecture's.
        """

    def frozen(self) -> Iterator[nn.Module]:
        """The parts that stay in evaluation mode while the rest trains (dropout and statistics stand still there)."""
        if self.options.frozen_base:
            yield from self.base()
        if self.options.frozen_statistics:
            yield from (part for part in self.modules() if isinstance(part, nn.BatchNorm1d | nn.BatchNorm2d))

    def train(self, mode: bool = True) -> Self:
        """As torch's, but what is frozen stays in evaluation mode."""
        super().train(mode)
        for part in self.frozen():
            part.eval()
        return self

    def freeze(self) -> None:
        """Take the frozen base's parameters out of learning; `build` does this."""
        if self.options.frozen_base:
            for part in self.base():
                part.requires_grad_(requires_grad=False)
