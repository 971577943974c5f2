"""What a smaller form of a network costs and saves: size, time and errors, beside the original on the same faces."""

import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from facevow.datasets.entry import Entry
from facevow.datasets.pictures import pictures
from facevow.errors import TrainingError
from facevow.evaluation.metrics import Labels, separation
from facevow.training.packing import Crops
from facevow.vision.passive import PassiveNetwork

ROUNDS = 200
"""Every network judges one face as often, the networks taking turns, since a machine's speed drifts."""


@dataclass(frozen=True, slots=True)
class Cost:
    """One file: `size` in bytes; `milliseconds`: median for one face on one thread, cutting not included.

    `eer`: 0..1, on the faces that it was measured with; `moved`: the mean difference of its log-odds from the first
    file's, 0 or more.
    """

    path: Path
    size: int
    milliseconds: float
    eer: float
    moved: float


def faces(network: PassiveNetwork, entries: Sequence[Entry], split: str, most: int) -> tuple[Crops, Labels]:
    """Cut the crops of up to `most` images of a split, chosen by chance (always the same), half of them bona fide.

    Returns:
        For each crop n x size x size x 3, and n labels, True for bona fide.

    Raises:
        TrainingError: the split lacks a class.
        DatasetError: an image is missing or cannot be decoded.
        InputError: a face's box has no area.
    """
    chance, chosen = random.Random(0), []  # noqa: S311 - a sample, not a secret
    for side in (True, False):
        found = [entry for entry in entries if entry.split == split and entry.bona_fide is side]
        if not found:
            raise TrainingError(f"expected images of both classes in the split {split!r}")
        chosen += chance.sample(found, min(len(found), most // 2))
    cut = [network.crops(pictures(entry)) for entry in chosen]
    crops = [np.concatenate(parts) for parts in zip(*cut, strict=True)]
    return crops, np.array([entry.bona_fide for entry in chosen])


def costs(paths: Sequence[Path], crops: Crops, bona_fide: Labels) -> list[Cost]:
    """Measure files that take the same crops; the first is what the others are compared with.

    Raises:
        ModelError: a file cannot be opened or run.
        EvaluationError: a class is absent.
    """
    networks = [PassiveNetwork(path) for path in paths]
    answers = [
        np.array([network.run([crop[i : i + 1] for crop in crops])[0] for i in range(len(bona_fide))], np.float64)
        for network in networks
    ]
    spent: list[list[float]] = [[] for _ in paths]
    one = [crop[:1] for crop in crops]
    for _ in range(ROUNDS):
        for network, times in zip(networks, spent, strict=True):
            began = time.perf_counter()
            network.run(one)
            times.append((time.perf_counter() - began) * 1000)
    return [
        Cost(path, path.stat().st_size, statistics.median(times), separation(answer, bona_fide).eer,
             float(np.abs(answer - answers[0]).mean()))
        for path, times, answer in zip(paths, spent, answers, strict=True)
    ]  # fmt: skip
