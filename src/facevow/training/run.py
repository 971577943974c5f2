"""A whole training run: read the data, train each network, calibrate their mean, write one file, judge that file."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from facevow.datasets.entry import Entry
from facevow.datasets.manifest import read_manifest
from facevow.datasets.pictures import require_files
from facevow.errors import TrainingError
from facevow.evaluation.metrics import Scores
from facevow.evaluation.scores import ScoreRow, write_scores
from facevow.training.calibration import Calibration, calibrate, write_calibration
from facevow.training.config import NetworkConfig, TrainingConfig
from facevow.training.export import Ensemble, Member, export
from facevow.training.jobs import Done, Job, run_jobs
from facevow.training.networks.build import load_weights
from facevow.training.packing import OPSET
from facevow.training.samples import require_both_classes
from facevow.training.telling import OnStep
from facevow.vision.crops import Crop
from facevow.vision.passive import PassiveDescription

SCORES, CALIBRATION = "scores.csv", "calibration.json"


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """The file written, each network's training, the calibration, and the scores of the judged images (or none)."""

    path: Path
    networks: tuple[Done, ...]
    calibration: Calibration
    rows: tuple[ScoreRow, ...]


def train(
    config: TrainingConfig,
    folder: Path,
    on_step: OnStep,
    *,
    calibration: Calibration | None = None,
    everything: bool = False,
) -> Outcome:
    """Train as the configuration says and write `NAME-VERSION.onnx`, the scores and the calibration into `folder`.

    A run that was killed goes on where it stood when it is called again with the same folder.

    Args:
        config: the run.
        folder: where everything goes.
        on_step: told of each batch.
        calibration: taken instead of one fitted on the validation sources.
        everything: learn from the validation sources as well, which then judge nothing: for the last training, whose
            figures and `calibration` come from `crossvalidation`.

    Raises:
        TrainingError: the configuration, the weights or the course of the training.
        DatasetError: the manifest or a picture.
    """
    if everything:
        _require_nothing_to_judge(config, calibration)
    entries = read_entries(config)
    parts = whole(entries) if everything else split(entries, config.data.hold_out)
    jobs = [job_for(config, about, parts, folder / about.title, about.title) for about in config.network]
    card = _card(config, parts[0])  # of the manifest that was just read, whatever becomes of it meanwhile
    networks = run_jobs(jobs, config.loop.workers, on_step)
    mean = ensemble_mean(networks)
    fitted = calibration or calibrated(parts[1], mean)
    path = folder / f"{config.name}-{config.version}.onnx"
    write_network(config, networks, fitted, card, path)
    rows = score_rows(parts[1], mean, fitted)
    if rows:
        write_scores(folder / SCORES, rows)
    write_calibration(folder / CALIBRATION, fitted)
    return Outcome(path, tuple(networks), fitted, tuple(rows))


def read_entries(config: TrainingConfig) -> list[Entry]:
    """Every entry of the configured framings.

    Raises:
        DatasetError: the manifest cannot be used, or pictures are missing.
    """
    entries = read_manifest(config.data.manifest, framings=config.data.framings)
    require_files(entries)
    return entries


def job_for(
    config: TrainingConfig,
    about: NetworkConfig,
    parts: tuple[Sequence[Entry], Sequence[Entry]],
    folder: Path,
    name: str,
) -> Job:
    """The job of one network; `parts` are learnt from, and judged."""
    return Job(name, config, about, tuple(parts[0]), tuple(parts[1]), folder)


def _require_nothing_to_judge(config: TrainingConfig, calibration: Calibration | None) -> None:
    if calibration is None or config.loop.keep == "best":
        raise TrainingError(
            "to train on everything, nothing is left to choose the epoch or calibrate by: "
            'expected keep = "last" and a calibration'
        )


def whole(entries: Sequence[Entry]) -> tuple[list[Entry], list[Entry]]:
    """All but the test split to learn from, and nothing to judge."""
    return [entry for entry in entries if entry.split != "test"], []


def split(entries: Sequence[Entry], hold_out: Sequence[str]) -> tuple[list[Entry], list[Entry]]:
    """Training and validation entries, by whole sources; those of `hold_out` are moved to validation.

    Raises:
        TrainingError: a source to hold out is not there, a source is on both sides, or validation has one class only.
    """
    unknown = sorted(set(hold_out) - {entry.source for entry in entries})
    if unknown:
        raise TrainingError(f"expected sources to hold out that the manifest has, found none called {unknown}")
    judged = [entry for entry in entries if entry.split == "validation" or entry.source in hold_out]
    training = [entry for entry in entries if entry.split == "train" and entry.source not in hold_out]
    both = sorted({entry.source for entry in training} & {entry.source for entry in judged})
    if both:
        raise TrainingError(f"expected each source on one side, found these in training and validation: {both}")
    require_both_classes(judged, "to validate with")
    return training, judged


def calibrated(entries: Sequence[Entry], log_odds: Scores) -> Calibration:
    """The calibration of judged entries; of their whole frames alone, which serving sees, if those have both classes.

    Raises:
        TrainingError: the log-odds are not finite, or a class is absent.
    """
    frames = [number for number, entry in enumerate(entries) if entry.framing == "frame"]
    if len({entries[number].bona_fide for number in frames}) < 2:
        frames = list(range(len(entries)))
    labels = np.array([entries[number].bona_fide for number in frames])
    return calibrate(log_odds[frames], labels, [entries[number].source for number in frames])


def ensemble_mean(networks: Sequence[Done]) -> Scores:
    """The weighted mean of the networks' log-odds on their judged entries, which are the same: N."""
    weights = [done.job.network.weight for done in networks]
    return np.asarray(np.average([done.judged for done in networks], axis=0, weights=weights), dtype=np.float64)


def write_network(
    config: TrainingConfig, networks: Sequence[Done], calibration: Calibration, card: Mapping[str, Any], path: Path
) -> None:
    """Put the trained networks into one ONNX file that describes itself.

    Raises:
        TrainingError: the weights cannot be read, or the file cannot be written or answers otherwise than torch.
    """
    crops = list(dict.fromkeys(Crop(done.job.network.scale, done.job.network.size) for done in networks))
    members = [
        Member(load_weights(done.weights), crops.index(Crop(about.scale, about.size)), about.weight)
        for done in networks
        for about in (done.job.network,)
    ]
    about = PassiveDescription(
        config.name, config.version, tuple(crops), config.crop.lift, config.crop.stretch, card=card
    )
    export(Ensemble(members, calibration), about, path)


def _card(config: TrainingConfig, training: Sequence[Entry]) -> dict[str, Any]:
    """What the file says of its making; the model card says the rest."""
    counted = Counter("bonafide" if entry.species is None else str(entry.species) for entry in training)
    return {
        "trained_on": {
            "manifest_sha256": hashlib.sha256(config.data.manifest.read_bytes()).hexdigest(),
            "images": dict(sorted(counted.items())),
            "sources": sorted({entry.source for entry in training}),
        },
        "normalisation": "inside the graph: uint8 RGB in, calibrated log-odds out",
        "configuration": config.model_dump(mode="json", exclude={"data": {"manifest"}}),
        "opset": OPSET,
    }


def score_rows(entries: Sequence[Entry], mean: Scores, calibration: Calibration) -> list[ScoreRow]:
    """What the exported file would say of these entries."""
    scores = calibration.score(mean)
    return [
        ScoreRow(
            path=entry.name, source=entry.source, subject=entry.subject, session=entry.session, framing=entry.framing,
            bona_fide=entry.bona_fide, species=entry.species, score=float(score), face_width=entry.views[0].box.width,
        )
        for entry, score in zip(entries, scores, strict=True)
    ]  # fmt: skip
