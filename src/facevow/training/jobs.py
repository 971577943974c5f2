"""Trains several networks, some at a time in processes of their own, and keeps what each came to.

A job that is finished is not done again, and one that was killed goes on at its last epoch.
"""

import hashlib
import json
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import numpy as np

from facevow.datasets.atomic import write_atomically
from facevow.datasets.entry import Entry
from facevow.errors import TrainingError
from facevow.evaluation.metrics import Scores
from facevow.training.checkpoint import Epoch, epoch_from
from facevow.training.config import NetworkConfig, TrainingConfig
from facevow.training.loop import check, fit
from facevow.training.networks.build import save_weights
from facevow.training.samples import load, require_both_classes
from facevow.training.telling import OnStep
from facevow.vision.crops import Crop

WEIGHTS, RESULT, CHECKPOINT = "weights.pth", "result.json", "checkpoint.pth"


@dataclass(frozen=True, slots=True)
class Job:
    """One network to train: all that a process needs to know.

    `name` is what the progress bar calls it; `training` is learnt from, `judged` only judged (and, with
    `keep = "best"`, chooses the epoch); `folder` is its own.
    """

    name: str
    config: TrainingConfig
    network: NetworkConfig
    training: tuple[Entry, ...]
    judged: tuple[Entry, ...]
    folder: Path

    @property
    def digest(self) -> str:
        """SHA-256 of everything that decides the result, the pictures' bytes left out.

        Raises:
            TrainingError: the start weights cannot be read.
        """
        start = self.network.start
        parts = [self.config.digest(self.network), "" if start is None else _hash(start)]
        parts += map(repr, (*self.training, "|", *self.judged))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class Done:
    """What a job came to: its epochs, the number of the one kept, log-odds of the judged entries in their order."""

    job: Job
    epochs: tuple[Epoch, ...]
    best: int
    judged: Scores

    @property
    def weights(self) -> Path:
        """Where the kept weights lie."""
        return self.job.folder / WEIGHTS


def run_jobs(jobs: Sequence[Job], workers: int, on_step: OnStep) -> list[Done]:
    """Do every job; `workers` at a time, in processes of their own when there is more than one.

    Raises:
        TrainingError: a job cannot be done; those that have not begun are left, those that run are waited for.
        DatasetError: a picture cannot be used.
    """
    for job in jobs:
        require_both_classes(job.training, f"to train {job.name} on")
    for job in {job.network.title: job for job in jobs if _read(job) is None}.values():
        check(job.config, job.network)
    if workers == 1 or len(jobs) == 1:
        return [_run(job, on_step) for job in jobs]
    context = get_context("spawn")  # torch's threads do not survive a fork
    with context.Manager() as manager, ProcessPoolExecutor(workers, mp_context=context) as pool:
        told: Queue[tuple[Any, ...]] = manager.Queue()
        futures = [pool.submit(_run, job, partial(_tell, told)) for job in jobs]
        try:
            return _follow(futures, told, on_step)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _tell(told: "Queue[tuple[Any, ...]]", *step: object) -> None:
    told.put(step)


def _follow(futures: Sequence[Future[Done]], told: "Queue[tuple[Any, ...]]", on_step: OnStep) -> list[Done]:
    """Hand on what the processes tell until all have ended; the first failure ends it."""
    while not all(future.done() for future in futures):
        with suppress(Empty):
            on_step(*told.get(timeout=0.5))
        for future in futures:
            if future.done():
                _result(future)
    while not told.empty():  # what was told just before the end
        on_step(*told.get())
    return [_result(future) for future in futures]


def _result(future: Future[Done]) -> Done:
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise TrainingError("a training process ended without a word (out of memory?); start again to go on") from error


def _run(job: Job, on_step: OnStep) -> Done:
    """One job from the beginning, from its last epoch, or from its result."""
    finished = _read(job)
    if finished is not None:
        return finished
    _make_folder(job.folder)
    crop = Crop(job.network.scale, job.network.size)
    training = load(job.training, crop, job.config, shrink=True)
    judged = load(job.judged, crop, job.config, shrink=False)
    total = max(job.config.loop.samples // job.config.loop.batch, 1) * job.config.loop.epochs

    def step(done: int, loss: float) -> None:
        on_step(job.name, done, total, loss)

    keep = job.folder / CHECKPOINT
    trained = fit(job.config, job.network, training, judged, keep=keep, digest=job.digest, on_step=step)
    save_weights(trained.network, job.folder / WEIGHTS)
    done = Done(job, trained.epochs, trained.best, trained.judged)
    _write(done)
    keep.unlink(missing_ok=True)
    return done


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TrainingError(f"{folder} cannot be made: {error}") from error


def _write(done: Done) -> None:
    result = {
        "digest": done.job.digest,
        "weights_sha256": _hash(done.weights),
        "epochs": [asdict(epoch) for epoch in done.epochs],
        "best": done.best,
        "judged": done.judged.tolist(),
    }
    write_atomically(done.job.folder / RESULT, json.dumps(result).encode())


def _read(job: Job) -> Done | None:
    """The result of a job that is finished, or None; a folder of another job is refused.

    Raises:
        TrainingError: the result is of another configuration or other data, or is broken.
    """
    path = job.folder / RESULT
    if not path.exists():
        return None
    try:
        result = json.loads(path.read_bytes())
        digest, weights = result["digest"], result["weights_sha256"]
        epochs = tuple(epoch_from(values) for values in result["epochs"])
        done = Done(job, epochs, int(result["best"]), np.array(result["judged"], dtype=np.float64))
    except (OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise TrainingError(f"expected the result of a training at {path}: {error!r}; remove it") from error
    if digest != job.digest:
        raise TrainingError(f"{path} is of another configuration or other data: choose another --out, or remove it")
    if not done.weights.is_file() or _hash(done.weights) != weights or len(done.judged) != len(job.judged):
        raise TrainingError(f"expected the weights that {path} speaks of beside it; remove the folder")
    return done


def _hash(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise TrainingError(f"expected weights at {path}: {error}") from error
