"""The configuration of a training run: one readable TOML file, every value checked before anything is loaded."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from facevow.errors import TrainingError


@dataclass(frozen=True, slots=True)
class NetworkConfig:
    """One network of the ensemble: its variant, its crop's scale and the weights that it starts from."""

    variant: str
    scale: float
    start: Path


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """A whole run. `configs/first.toml` says what each value is for."""

    name: str
    version: str
    seed: int
    threads: int
    out: Path
    manifest: Path
    framing: str
    hold_out: tuple[str, ...]
    size: int
    lift: float
    stretch: float
    epochs: int
    samples: int
    batch: int
    rate: float
    pull: float
    average: float
    simulated: float
    networks: tuple[NetworkConfig, ...]


_PATHS = ("out", "manifest")
_RANGES = {
    "threads": (1, 1024), "size": (16, 1024), "lift": (0, 1), "stretch": (0.5, 3), "epochs": (1, 10_000),
    "samples": (1, 10_000_000), "batch": (2, 65_536), "rate": (0, 1), "pull": (0, 100), "average": (0, 1),
    "simulated": (0, 1),
}  # fmt: skip


def read_config(path: Path) -> TrainingConfig:
    """Read and check a configuration.

    Raises:
        TrainingError: no such file, not TOML, a value missing, unknown or outside its range.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TrainingError(f"expected a training configuration at {path}: {error}") from error
    networks = tables.pop("network", [])
    flat = {key: value for key, value in tables.items() if not isinstance(value, dict)}
    for table in tables.values():
        flat |= table if isinstance(table, dict) else {}
    expected = {field.name for field in fields(TrainingConfig)} - {"networks"}
    if set(flat) != expected:
        odd = {"missing": sorted(expected - set(flat)), "unknown": sorted(set(flat) - expected)}
        raise TrainingError(f"expected the values of configs/first.toml in {path}, found {odd}")
    return _checked(path, flat, networks)


def _checked(path: Path, flat: dict[str, Any], networks: list[dict[str, Any]]) -> TrainingConfig:
    """Check ranges and build the configuration."""
    for name, (low, high) in _RANGES.items():
        if isinstance(flat[name], bool) or not isinstance(flat[name], int | float) or not low <= flat[name] <= high:
            raise TrainingError(f"{path}: expected {name} within {low}..{high}, found {flat[name]!r}")
    if not networks:
        raise TrainingError(f"{path}: expected at least one [[network]], found none")
    try:
        made = [NetworkConfig(str(n["variant"]), float(n["scale"]), Path(n["start"])) for n in networks]
        paths = {name: Path(flat[name]) for name in _PATHS}
    except (KeyError, TypeError, ValueError) as error:
        raise TrainingError(f"{path}: a path or a [[network]] cannot be read: {error!r}") from error
    return TrainingConfig(**{**flat, **paths, "hold_out": tuple(flat["hold_out"])}, networks=tuple(made))
