"""Trains one network, from published weights without letting it forget what they know, or from chance.

What keeps it from forgetting: a low rate, frozen batch-norm statistics, a pull towards the untouched start's answer
wherever that is right, and a running average of the weights (Polyak averaging), which is what is judged and kept.
"""

import copy
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from facevow.errors import TrainingError
from facevow.evaluation.metrics import Scores, separation
from facevow.training import checkpoint
from facevow.training.batches import Cutter
from facevow.training.checkpoint import Epoch, Progress
from facevow.training.config import NetworkConfig, TrainingConfig
from facevow.training.networks.base import PassiveModule
from facevow.training.networks.build import build
from facevow.training.samples import BalancedSampler, Sample

START_LIMIT = 6.0
"""The start's log-odds are clipped to this (a probability of 0.9975): beyond it, it is merely loud."""

OnStep = Callable[[int, float], None]
"""Told after each batch: how many are done, and the loss."""


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """A trained network, its epochs, the number of the one kept, and its log-odds on the judged samples."""

    network: PassiveModule
    epochs: tuple[Epoch, ...]
    best: int
    judged: Scores


def to_tensor(crops: NDArray[np.uint8], device: torch.device) -> Tensor:
    """N x S x S x 3 RGB -> N x 3 x S x S, float 0..255."""
    tensor = torch.from_numpy(crops).permute(0, 3, 1, 2).float().to(device)
    return tensor.contiguous(memory_format=torch.channels_last)


def log_odds(network: Callable[[Tensor], Tensor], crops: NDArray[np.uint8], device: torch.device, batch: int) -> Scores:
    """The log-odds of bona fide of crops (N x S x S x 3, RGB), without calibration: N."""
    parts = [np.zeros(0)]
    with torch.no_grad():
        for first in range(0, len(crops), batch):
            some = crops[first : first + batch]
            full = np.concatenate([some, np.repeat(some[-1:], batch - len(some), axis=0)])  # compiled for one shape
            parts.append(network(to_tensor(full, device))[: len(some)].double().cpu().numpy())
    return np.concatenate(parts)


def fit(  # noqa: PLR0913 - what to train, on what, where to keep it, whom to tell
    config: TrainingConfig,
    about: NetworkConfig,
    training: Sequence[Sample],
    judged: Sequence[Sample],
    *,
    keep: Path,
    digest: str,
    on_step: OnStep,
) -> Trained:
    """Train one network, or go on with it, and let it judge samples that it does not learn from.

    Args:
        config: the run. With `keep = "best"` the judged samples choose the epoch.
        about: which network.
        training: samples to learn from.
        judged: samples to judge; may be empty unless they choose.
        keep: where the checkpoint lies.
        digest: of the configuration and the data; a checkpoint of another one is refused.
        on_step: told of each batch.

    Raises:
        TrainingError: the start weights or the checkpoint cannot be used, or the loss is no longer a number.
    """
    torch.set_num_threads(config.loop.threads)
    run = _Run(config, about, training)
    run.judge_by(judged)
    found = checkpoint.read(keep, digest)
    if found is not None:
        run.restore(found)
    while len(run.epochs) < config.loop.epochs:
        run.epoch(on_step)
        checkpoint.save(keep, run.progress(), digest)
    return run.result()


class _Run:
    """The moving parts of one training: student, running average, optimiser, sources of chance."""

    def __init__(self, config: TrainingConfig, about: NetworkConfig, training: Sequence[Sample]) -> None:
        self.config, self.loop, self.about = config, config.loop, about
        torch.manual_seed(config.seed)
        self.device = _device(config.loop.device)
        self.student = _built(about)
        self.student.to(self.device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.start, self.average = copy.deepcopy(self.student).eval(), copy.deepcopy(self.student).eval()
        self.cutter = Cutter(config, about)
        self.sampler = BalancedSampler(training, config.data, np.random.default_rng(config.seed))
        learning = [parameter for parameter in self.student.parameters() if parameter.requires_grad]
        self.rate = about.rate or config.loop.rate
        self.optimiser = torch.optim.AdamW(learning, lr=self.rate, weight_decay=config.loop.decay)
        self.steps = max(config.loop.samples // config.loop.batch, 1)
        self.epochs, self.best, self.kept = list[Epoch](), -1, copy.deepcopy(self.average.state_dict())
        networks = (self.student, self.start, self.average)
        self.learn, self.pulling, self.answer = (self._fast(network) for network in networks)

    def _fast(self, network: PassiveModule) -> Callable[[Tensor], Tensor]:
        return torch.compile(network) if self.loop.compile else network

    def judge_by(self, judged: Sequence[Sample]) -> None:
        """Cut the judged samples' crops once for all epochs."""
        self.crops = self.cutter.plain(judged)
        self.labels = np.array([sample.entry.bona_fide for sample in judged], dtype=bool)

    def epoch(self, on_step: OnStep) -> None:
        """All batches of the next epoch, and its place among the epochs."""
        self.student.train()
        number, losses = len(self.epochs), list[float]()
        for step in range(number * self.steps, (number + 1) * self.steps):
            for group in self.optimiser.param_groups:
                group["lr"] = self.rate * self._share_of_rate(step)
            losses.append(self._step())
            if not math.isfinite(losses[-1]):
                raise TrainingError(f"expected a finite loss, found {losses[-1]} in batch {step}: lower the rate")
            on_step(step + 1, losses[-1])
        chosen = self.loop.keep == "best"
        found = separation(self._judge(), self.labels) if chosen else None
        self.epochs.append(Epoch(number, float(np.mean(losses)), found))
        best = self.epochs[self.best].validation if self.best >= 0 else None
        if found is None or best is None or found.auc > best.auc:
            self.best, self.kept = number, copy.deepcopy(self.average.state_dict())

    def _judge(self) -> Scores:
        return log_odds(self.answer, self.crops, self.device, self.loop.batch)

    def _share_of_rate(self, step: int) -> float:
        """A short warm-up, then half a cosine down to a twentieth (Loshchilov and Hutter, ICLR 2017)."""
        total = self.steps * self.loop.epochs
        warm = min((step + 1) / min(30, total), 1.0)
        return warm * (0.05 + 0.95 * (1 + math.cos(math.pi * step / total)) / 2)

    def _step(self) -> float:
        """One batch, half of it bona fide."""
        crops, labels = self.cutter.batch(self.sampler)
        x, y = to_tensor(crops, self.device), torch.from_numpy(labels).float().to(self.device)
        answer = self.learn(x)
        loss = nn.functional.binary_cross_entropy_with_logits(answer, y * 0.96 + 0.02)
        if self.about.pull:
            with torch.no_grad():
                start = self.pulling(x).clamp(-START_LIMIT, START_LIMIT)
            right = ((start > 0) == (y > 0.5)).float()
            loss = loss + self.about.pull * (right * (answer - start) ** 2).mean()
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.student.parameters(), 5.0)
        self.optimiser.step()
        self._follow()
        return float(loss.detach())

    def _follow(self) -> None:
        """Move the running average a little towards the student; statistics of batch norm are taken over."""
        with torch.no_grad():
            for slow, fast in zip(self.average.parameters(), self.student.parameters(), strict=True):
                slow.lerp_(fast, 1 - self.loop.average)
            for kept, new in zip(self.average.buffers(), self.student.buffers(), strict=True):
                kept.copy_(new)

    def progress(self) -> Progress:
        """What a checkpoint keeps."""
        return Progress(
            student=self.student.state_dict(), average=self.average.state_dict(),
            optimiser=self.optimiser.state_dict(), chance=checkpoint.chance_of(self.sampler.rng),
            torch_chance=torch.get_rng_state(), epochs=self.epochs, best=self.best, kept=self.kept,
        )  # fmt: skip

    def restore(self, progress: Progress) -> None:
        """Stand where the checkpoint was written."""
        self.student.load_state_dict(progress.student)
        self.average.load_state_dict(progress.average)
        self.optimiser.load_state_dict(progress.optimiser)
        checkpoint.set_chance(self.sampler.rng, progress.chance)
        torch.set_rng_state(progress.torch_chance)
        self.epochs, self.best, self.kept = progress.epochs, progress.best, progress.kept

    def result(self) -> Trained:
        """The kept epoch's network, on the processor, and what it says of the judged samples."""
        self.average.load_state_dict(self.kept)
        judged = self._judge()
        return Trained(self.average.eval().cpu(), tuple(self.epochs), self.best, judged)


def check(config: TrainingConfig, about: NetworkConfig) -> None:
    """Refuse at once what training would only refuse after all pictures were read, or after the networks before it.

    Raises:
        TrainingError: the architecture, its size, options or start weights, or the device cannot be used.
    """
    _device(config.loop.device)
    _built(about)


def _built(about: NetworkConfig) -> PassiveModule:
    return build(about.architecture, size=about.size, start=about.start, options=about.options)


def _device(wanted: str) -> torch.device:
    """The graphics processor when there is one, unless the configuration says otherwise.

    Raises:
        TrainingError: it is asked for and there is none.
    """
    there = torch.cuda.is_available()
    if wanted == "cuda" and not there:
        raise TrainingError('expected a CUDA device, found none; device = "auto" takes what there is')
    return torch.device("cuda" if there and wanted != "cpu" else "cpu")
