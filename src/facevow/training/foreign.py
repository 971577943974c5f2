"""Reads the description of a network that was trained elsewhere: its files, its preprocessing and what it answers.

`configs/peers/*.toml` show every value. What is not said is not done: pixels are 0..255 unless `divide`, `mean` or
`std` say otherwise (x / divide, then minus mean, then over std, for each channel in the network's own order).
"""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from facevow.errors import ModelCorrupt, TrainingError
from facevow.vision.passive import Crop, Fit, PassiveDescription


class Kind(StrEnum):
    """What the weights are: an ONNX file, or a state dict of one of the public MiniFASNets."""

    ONNX = "onnx"
    MINIFASNET_V2 = "minifasnet-v2"
    MINIFASNET_V1SE = "minifasnet-v1se"


class Order(StrEnum):
    """The order of the colours that the network was trained with."""

    RGB = "rgb"
    BGR = "bgr"


class Layout(StrEnum):
    """The axes of the network's input: n x 3 x height x width, or n x height x width x 3."""

    NCHW = "nchw"
    NHWC = "nhwc"


class Output(StrEnum):
    """What the network answers: two or more logits, as many probabilities, or one probability."""

    LOGITS = "logits"
    SOFTMAX = "softmax"
    SIGMOID = "sigmoid"


class MeanOf(StrEnum):
    """What is averaged over several networks: their probabilities of bona fide, or the log-odds of those."""

    PROBABILITIES = "probabilities"
    LOG_ODDS = "log_odds"


@dataclass(frozen=True, slots=True)
class ForeignNetwork:
    """One network: `crop` is the index of its crop, `bona_fide` the index of that class in its answer.

    For `Output.SIGMOID`, `bona_fide` is 1 where the one probability is that of bona fide, 0 where of an attack.
    `sha256`: of the weights, or empty where any file will do. `mean` and `std`: one value for each channel.
    """

    weights: Path
    sha256: str
    kind: Kind
    crop: int
    order: Order
    divide: float
    mean: tuple[float, ...]
    std: tuple[float, ...]
    layout: Layout
    output: Output
    bona_fide: int


@dataclass(frozen=True, slots=True)
class Foreign:
    """What `read_foreign` reads: the description of the file to write, and the networks to put into it."""

    about: PassiveDescription
    mean_of: MeanOf
    networks: tuple[ForeignNetwork, ...]


_FIELDS: Final = frozenset({"name", "version", "lift", "stretch", "fit", "mean_of", "card", "crop", "network"})
_NETWORK_FIELDS: Final = frozenset(ForeignNetwork.__slots__)

Choice = TypeVar("Choice", bound=StrEnum)


def read_foreign(path: Path, weights: Path | None = None) -> Foreign:
    """Read a description.

    Args:
        path: the TOML file.
        weights: the folder that the paths of weights are relative to, by default that of the TOML file; or, for a
            description of one network, the file of weights itself.

    Raises:
        TrainingError: no such file, not TOML, a value missing, unknown or outside its range.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise TrainingError(f"expected the description of a foreign network at {path}: {error}") from error
    try:
        _known(table, _FIELDS, "a foreign network")
        about, mean_of = _about(table), _choice(MeanOf, table.get("mean_of", "probabilities"))
        networks = tuple(_network(entry, weights or path.parent) for entry in _tables(table, "network"))
    except (KeyError, TypeError, ValueError, OverflowError, ModelCorrupt) as error:
        raise TrainingError(f"{path}: {_said(error)}") from error
    if {network.crop for network in networks} != set(range(len(about.crops))):
        raise TrainingError(f"{path}: expected networks on crops 0 to {len(about.crops) - 1}, every one of them used")
    if weights is not None and not weights.is_dir() and len(networks) > 1:
        raise TrainingError(f"expected a folder of weights for the {len(networks)} networks of {path}, found {weights}")
    return Foreign(about, mean_of, networks)


def _about(table: Mapping[str, Any]) -> PassiveDescription:
    crops = []
    for entry in _tables(table, "crop"):
        _known(entry, frozenset({"scale", "size"}), "a crop")
        crops.append(Crop(_number(entry["scale"]), _whole(entry["size"])))
    about = PassiveDescription(
        name=table["name"],
        version=table["version"],
        crops=tuple(crops),
        lift=_number(table["lift"]),
        stretch=_number(table["stretch"]),
        fit=_choice(Fit, table["fit"]),
        card=table.get("card", {}),
    )
    about.to_json()  # checks every range
    return about


def _network(entry: Mapping[str, Any], weights: Path) -> ForeignNetwork:
    _known(entry, _NETWORK_FIELDS, "a network")
    file, output, kind = entry["weights"], _choice(Output, entry["output"]), _choice(Kind, entry["kind"])
    if not isinstance(file, str) or not isinstance(entry.get("sha256", ""), str):
        raise TypeError(f"expected texts as weights and sha256, found {file!r}")
    made = ForeignNetwork(
        weights=weights / file if weights.is_dir() else weights,
        sha256=entry.get("sha256", ""),
        kind=kind,
        crop=_whole(entry.get("crop", 0)),
        order=_choice(Order, entry["order"]),
        divide=_number(entry.get("divide", 1.0)),
        mean=_three(entry.get("mean", [0.0, 0.0, 0.0])),
        std=_three(entry.get("std", [1.0, 1.0, 1.0])),
        layout=_choice(Layout, entry["layout"]),
        output=output,
        bona_fide=_whole(entry["bona_fide"]),
    )
    if made.divide <= 0 or min(made.std) <= 0:
        raise ValueError(f"expected divide and std above 0, found {made.divide} and {made.std}")
    if kind is not Kind.ONNX and (made.layout, output) != (Layout.NCHW, Output.LOGITS):
        raise ValueError(f"expected layout nchw and output logits of a {kind}, found {made.layout} and {output}")
    if made.bona_fide < 0 or (output is Output.SIGMOID and made.bona_fide > 1):
        raise ValueError(f"expected bona_fide from 0 (to 1 for a sigmoid), found {made.bona_fide}")
    return made


def _said(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)


def _known(table: Mapping[str, Any], names: frozenset[str], what: str) -> None:
    unknown = sorted(set(table) - names)
    if unknown:
        raise ValueError(f"expected values of {sorted(names)} for {what}, found {unknown}")


def _tables(table: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = table.get(name)
    if not isinstance(found, list) or not found or not all(isinstance(entry, dict) for entry in found):
        raise ValueError(f"expected at least one [[{name}]]")
    return found


def _choice(of: type[Choice], value: object) -> Choice:
    try:
        return of(str(value))
    except ValueError as error:
        raise ValueError(f"expected one of {[str(member) for member in of]}, found {value!r}") from error


def _three(value: object) -> tuple[float, ...]:
    if not isinstance(value, list) or len(value) != 3:
        raise ValueError(f"expected three numbers, one a channel, found {value!r}")
    return tuple(_number(number) for number in value)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"expected a finite number, found {value!r}")
    return float(value)


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"expected a whole number, found {value!r}")
    return value
