"""Leave-sources-out cross-validation: every source is judged once by networks that were trained without it.

The epochs are the configuration's, never chosen on the judged sources, so that nothing of them leaks into their own
figures. The validation sources are judged by networks trained on all training sources.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from facevow.datasets.entry import Entry
from facevow.evaluation.scores import ScoreRow, write_scores
from facevow.training.calibration import Calibration, write_calibration
from facevow.training.config import TrainingConfig
from facevow.training.folds import assign
from facevow.training.jobs import Done, run_jobs
from facevow.training.run import (
    CALIBRATION,
    SCORES,
    calibrated,
    ensemble_mean,
    job_for,
    read_entries,
    score_rows,
)
from facevow.training.telling import OnStep


@dataclass(frozen=True, slots=True, eq=False)
class Validated:
    """Every entry once, in the order judged: the ensemble's scores, and each network's alone by its title.

    `calibration` was fitted on all their whole frames together, with every source and class weighing the same; it
    moves the threshold of 0.5, but no ranking.
    """

    entries: tuple[Entry, ...]
    rows: tuple[ScoreRow, ...]
    members: dict[str, tuple[ScoreRow, ...]]
    calibration: Calibration


def cross_validate(config: TrainingConfig, folder: Path, folds: int, on_step: OnStep) -> Validated:
    """Train every network once a fold and once without the validation sources; write scores and calibration.

    A run that was killed goes on where it stood when it is called again with the same folder.

    Raises:
        TrainingError: too few sources for the folds, or anything that `run.train` raises it for.
        DatasetError: the manifest or a picture.
    """
    config = config.model_copy(update={"loop": config.loop.model_copy(update={"keep": "last"})})
    parts = _parts(read_entries(config), folds)
    jobs = [
        job_for(config, about, part, folder / name / about.title, f"{name} {about.title}")
        for name, part in parts.items()
        for about in config.network
    ]
    done = run_jobs(jobs, config.loop.workers, on_step)
    each = len(config.network)
    groups = [done[first : first + each] for first in range(0, len(done), each)]
    validated = _validated([part[1] for part in parts.values()], groups)
    write_scores(folder / SCORES, validated.rows)
    for title, rows in validated.members.items():
        write_scores(folder / f"scores-{title}.csv", rows)
    write_calibration(folder / CALIBRATION, validated.calibration)
    return validated


def _parts(entries: Sequence[Entry], folds: int) -> dict[str, tuple[list[Entry], list[Entry]]]:
    """By name: what to learn from and what to judge. Entries of the test split are left alone."""
    training = [entry for entry in entries if entry.split == "train"]
    validation = [entry for entry in entries if entry.split == "validation"]
    fold_of = assign(training, folds)
    parts = {}
    for fold in range(folds):
        sides: tuple[list[Entry], list[Entry]] = ([], [])
        for entry in training:
            sides[fold_of[entry.source] == fold].append(entry)
        parts[f"fold-{fold + 1}"] = sides
    if validation:
        parts["validation"] = (training, validation)
    return parts


def _validated(judged: Sequence[Sequence[Entry]], groups: Sequence[Sequence[Done]]) -> Validated:
    """Join the parts: one calibration over all, for the ensemble and for each network."""
    entries = [entry for part in judged for entry in part]
    mean = np.concatenate([ensemble_mean(group) for group in groups])
    calibration = calibrated(entries, mean)
    members = {}
    for number, done in enumerate(groups[0]):
        alone = np.concatenate([group[number].judged for group in groups])
        members[done.job.network.title] = tuple(score_rows(entries, alone, calibrated(entries, alone)))
    return Validated(tuple(entries), tuple(score_rows(entries, mean, calibration)), members, calibration)
