"""The configuration of a training run: one readable TOML file, every value checked before anything is loaded."""

import hashlib
import tomllib
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from facevow.errors import TrainingError
from facevow.types import PaiSpecies

Share = Annotated[float, Field(ge=0, le=1)]
Framing = Literal["frame", "face_crop"]


class _Table(BaseModel):
    """A table of the file: unknown names and values of another type are refused, and nothing changes it later."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class DataConfig(_Table):
    """Which images, and how often each kind is drawn.

    `manifest`: a CSV file, as `facevow dataset prepare` makes them. `hold_out`: sources that are moved to validation.
    `crop_weight`: how often a source without context is drawn, against 1 for whole frames. `boost`: how often a
    species is drawn, against 1.
    """

    manifest: Annotated[Path, Field(strict=False)]
    framings: Annotated[tuple[Framing, ...], Field(strict=False, min_length=1)] = ("frame", "face_crop")
    hold_out: Annotated[tuple[str, ...], Field(strict=False)] = ()
    crop_weight: Annotated[float, Field(gt=0, le=10)] = 0.5
    boost: dict[Annotated[PaiSpecies, Field(strict=False)], Annotated[float, Field(gt=0, le=100)]] = {}


class CropConfig(_Table):
    """How a detector's box becomes the face: see `vision.crops.corrected`."""

    lift: Share = 0.25
    stretch: Annotated[float, Field(ge=0.5, le=3)] = 1.3


class LoopConfig(_Table):
    """How long and how fast to learn.

    `epochs` and `batch` are the first seed's. `samples`: drawn for one epoch. `average`: decay of the running average
    of the weights, which is what is judged and kept. `simulated`: share of the attacks that are simulated. `keep`: the
    epoch that separates the validation sources best, or the last. `compile`: let torch compile the networks, which
    needs a C++ compiler and is about twice as fast. `workers`: networks trained at a time, each on `threads` threads.
    """

    epochs: Annotated[int, Field(ge=1, le=10_000)] = 10
    batch: Annotated[int, Field(ge=2, le=65_536)] = 32
    samples: Annotated[int, Field(ge=2, le=10_000_000)] = 3200
    rate: Annotated[float, Field(gt=0, le=1)] = 1.5e-4
    decay: Annotated[float, Field(ge=0, le=1)] = 1e-4
    average: Annotated[float, Field(ge=0, lt=1)] = 0.99
    simulated: Share = 0.2
    keep: Literal["best", "last"] = "best"
    compile: bool = False
    device: Literal["auto", "cpu", "cuda"] = "auto"
    threads: Annotated[int, Field(ge=1, le=1024)] = 1
    workers: Annotated[int, Field(ge=1, le=256)] = 1


class NetworkConfig(_Table):
    """One network of the ensemble.

    `architecture`, `size` and `options`: see `networks.build`. `scale`: of its crop. `start`: the weights it starts
    from. `rate`: instead of the loop's. `pull`: weight of the squared distance to the start's log-odds where the
    start is right. `weight`: in the ensemble's mean.
    """

    architecture: str
    scale: Annotated[float, Field(ge=0.5, le=20)]
    size: Annotated[int, Field(ge=16, le=1024)] = 80
    start: Annotated[Path | None, Field(strict=False)] = None
    rate: Annotated[float | None, Field(gt=0, le=1)] = None
    pull: Annotated[float, Field(ge=0, le=100)] = 0.0
    weight: Annotated[float, Field(gt=0, le=100)] = 1.0
    options: dict[str, bool | float] = {}

    @model_validator(mode="after")
    def _pulled_by_somebody(self) -> Self:
        if self.pull and self.start is None:
            raise ValueError("pull needs the weights of a start to be drawn to")
        return self

    @property
    def title(self) -> str:
        """What messages and folders call it."""
        return f"{self.architecture}-x{self.scale:g}-{self.size}px"


class TrainingConfig(_Table):
    """A whole run. `configs/passive-2.toml` shows one."""

    name: Annotated[str, Field(pattern=r"^[\w.-]{1,64}$")]
    version: Annotated[str, Field(pattern=r"^[\w.-]{1,64}$")]
    seed: Annotated[int, Field(ge=0, le=2**31)] = 7
    data: DataConfig
    crop: CropConfig = CropConfig()
    loop: LoopConfig = LoopConfig()
    network: Annotated[tuple[NetworkConfig, ...], Field(strict=False, min_length=1)]

    @model_validator(mode="after")
    def _told_apart(self) -> Self:
        titles = [network.title for network in self.network]
        if len(set(titles)) < len(titles):
            raise ValueError(f"two networks of the same architecture, scale and size: {titles}")
        return self

    def digest(self, network: NetworkConfig) -> str:
        """SHA-256 of what decides one network's weights: its own part and all that it shares with the others."""
        shared = self.model_dump_json(exclude={"loop": {"workers"}, "name": True, "version": True, "network": True})
        own = network.model_dump_json(exclude={"weight"})
        return hashlib.sha256(f"{shared}\n{own}".encode()).hexdigest()


def read_config(path: Path) -> TrainingConfig:
    """Read and check a configuration.

    Raises:
        TrainingError: no such file, not TOML, a value missing, unknown, of another type or outside its range; the
            message names each.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise TrainingError(f"expected a training configuration at {path}: {error}") from error
    try:
        return TrainingConfig.model_validate(values)
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors())
        raise TrainingError(f"{path}: {told}") from error
