"""A whole training run: read the data, train each network, calibrate their mean, write one file, judge that file."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from facevow.errors import TrainingError
from facevow.training.config import TrainingConfig
from facevow.training.dataset import Entry, Sample, load, read_manifest
from facevow.training.export import Calibration, Ensemble, calibrate, export
from facevow.training.loop import Trained, fit
from facevow.training.measure import Labels, Scores, error_rates, separation
from facevow.vision.passive import PassiveDescription

OnStep = Callable[[str, int, int, float], None]
"""Told after each batch: the network's name, the batch's number, how many there will be, the loss."""

THRESHOLD = 0.5
"""The calibrated score above which a face counts as bona fide."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """Figures of one source, or of all together; rates 0..1, at `THRESHOLD` where one is needed."""

    source: str
    images: int
    auc: float
    eer: float
    apcer: float
    bpcer: float


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """The file written, each network by name, and what was measured of each validation and held-out source."""

    path: Path
    networks: tuple[tuple[str, Trained], ...]
    rows: tuple[SourceRow, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Samples that a training never saw, and the mean log-odds that it gave them."""

    samples: list[Sample]
    log_odds: Scores

    @property
    def labels(self) -> Labels:
        """True is bona fide."""
        return np.array([sample.bona_fide for sample in self.samples])

    @property
    def sources(self) -> list[str]:
        """Of each sample."""
        return [sample.source for sample in self.samples]

    def only(self, sources: tuple[str, ...]) -> "Judged":
        """The part that is of these sources."""
        inside = [i for i, sample in enumerate(self.samples) if sample.source in sources]
        return Judged([self.samples[i] for i in inside], self.log_odds[inside])


def split(entries: list[Entry], hold_out: tuple[str, ...]) -> tuple[list[Entry], list[Entry]]:
    """Training and validation entries, by whole sources; those of `hold_out` are moved to validation.

    Raises:
        TrainingError: a source to hold out is not there, a side is empty, or a source is on both sides.
    """
    unknown = sorted(set(hold_out) - {entry.source for entry in entries})
    if unknown:
        raise TrainingError(f"expected sources of the manifest in hold_out, found {unknown}")
    validation = [entry for entry in entries if entry.split == "validation" or entry.source in hold_out]
    training = [entry for entry in entries if entry.split == "train" and entry.source not in hold_out]
    if not training or not validation:
        raise TrainingError(f"expected pictures on both sides, found {len(training)} and {len(validation)}")
    both = {entry.source for entry in training} & {entry.source for entry in validation}
    if both:
        raise TrainingError(f"expected each source in one split, found in both: {sorted(both)}")
    return training, validation


def train_and_export(config: TrainingConfig, out: Path, on_step: OnStep) -> Outcome:
    """Do the whole run; nothing is written before all of it has succeeded.

    With sources to hold out there is a rehearsal first: a training without them, whose answers on them tell how
    kinds of attack are met that the validation split lacks, and take part in the calibration. The training that is
    exported then has those sources too.

    Raises:
        TrainingError: the data, the weights or the configuration cannot be used.
    """
    entries = read_manifest(config.manifest, framing=config.framing)
    unseen = []
    if config.hold_out:
        _, rehearsed = _train(config, split(entries, config.hold_out), "rehearsal ", on_step)
        unseen.append(rehearsed.only(config.hold_out))
    networks, judged = _train(config, split(entries, ()), "", on_step)
    unseen.append(judged)
    everything = Judged([s for part in unseen for s in part.samples], np.concatenate([p.log_odds for p in unseen]))
    calibration = calibrate(everything.log_odds, everything.labels, everything.sources)
    scales = tuple(about.scale for about in config.networks)
    about = PassiveDescription(config.name, config.version, scales, config.size, config.lift, config.stretch)
    export(Ensemble([trained.network for _, trained in networks], calibration), about, out)
    return Outcome(out, tuple(networks), judge(everything, calibration))


def _train(
    config: TrainingConfig, parts: tuple[list[Entry], list[Entry]], prefix: str, on_step: OnStep
) -> tuple[list[tuple[str, Trained]], Judged]:
    """Train every network on the first part; give them by name, and their mean log-odds on the second part."""
    training, validation = load(parts[0]), load(parts[1])
    total = max(config.samples // config.batch, 1) * config.epochs
    networks = []
    for about in config.networks:
        name = f"{about.variant} x{about.scale:g}"
        step = _named(on_step, prefix + name, total)
        networks.append((name, fit(config, about, (training, validation), step)))
    return networks, Judged(validation, np.mean([trained.validation for _, trained in networks], axis=0))


def _named(on_step: OnStep, name: str, total: int) -> Callable[[int, float], None]:
    """Let the caller know which network a batch belongs to."""

    def step(number: int, loss: float) -> None:
        on_step(name, number, total, loss)

    return step


def judge(judged: Judged, calibration: Calibration) -> tuple[SourceRow, ...]:
    """The figures at `THRESHOLD`: all sources pooled, then each that has both classes."""
    labels, sources = judged.labels, np.array(judged.sources)
    scores = 1 / (1 + np.exp(-(calibration.slope * judged.log_odds + calibration.bias)))
    rows = [_row("all", scores, labels)]
    for source in np.unique(sources):
        inside = sources == source
        if 0 < labels[inside].sum() < inside.sum():
            rows.append(_row(str(source), scores[inside], labels[inside]))
    return tuple(rows)


def _row(source: str, scores: Scores, labels: Labels) -> SourceRow:
    parted = separation(scores, labels)
    return SourceRow(source, len(scores), parted.auc, parted.eer, *error_rates(scores, labels, THRESHOLD))
