"""Keeps how far a training is, so that a killed one goes on and ends the same.

One file, replaced at once at the end of every epoch: weights of the student and of its running average, the optimiser,
both sources of chance, and what was measured. It is only taken up by a run of the same configuration and data.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from facevow.errors import TrainingError
from facevow.evaluation.metrics import Separation
from facevow.training.networks.weights import write_record

State = dict[str, Tensor]


@dataclass(frozen=True, slots=True)
class Epoch:
    """What one epoch came to: `loss` is the mean over its batches; `validation` is None where nothing chooses."""

    number: int
    loss: float
    validation: Separation | None


@dataclass(slots=True)
class Progress:
    """Everything that changes while one network trains."""

    student: State
    average: State
    optimiser: dict[str, Any]
    chance: str
    torch_chance: Tensor
    epochs: list[Epoch]
    best: int
    kept: State


def chance_of(rng: np.random.Generator) -> str:
    """The state of a generator as text: its numbers are longer than a tensor's."""
    return json.dumps(rng.bit_generator.state)


def set_chance(rng: np.random.Generator, text: str) -> None:
    """Put a generator into the state that `chance_of` told."""
    rng.bit_generator.state = json.loads(text)


def save(path: Path, progress: Progress, digest: str) -> None:
    """Replace the checkpoint.

    Raises:
        TrainingError: it cannot be written.
    """
    record = {name: getattr(progress, name) for name in progress.__slots__}
    record["epochs"] = json.dumps([asdict(epoch) for epoch in progress.epochs])
    write_record(path, {**record, "digest": digest})


def read(path: Path, digest: str) -> Progress | None:
    """The progress of a run, or None where there is none yet.

    Raises:
        TrainingError: the file is no checkpoint, or one of another configuration or other data.
    """
    if not path.exists():
        return None
    try:
        record = torch.load(path, map_location="cpu", weights_only=True)
        found, epochs = record.pop("digest"), json.loads(record.pop("epochs"))
        record.pop("format", None)
        progress = Progress(**record, epochs=[epoch_from(values) for values in epochs])
    except Exception as error:  # unpickling raises almost anything on a foreign file
        raise TrainingError(f"expected the checkpoint of a training at {path}: {error!r}; remove it") from error
    if found != digest:
        raise TrainingError(f"{path} is of another configuration or other data: choose another --out, or remove it")
    return progress


def epoch_from(values: dict[str, Any]) -> Epoch:
    """An epoch out of its own `asdict`."""
    validation = values["validation"]
    return Epoch(values["number"], values["loss"], None if validation is None else Separation(**validation))
