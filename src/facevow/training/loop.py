"""Trains one MiniFASNet from the public weights without letting it forget what they know.

What keeps it from forgetting: a low rate, frozen batch-norm statistics, a pull towards the untouched teacher's answer
wherever the teacher is right, and a running average of the weights (Polyak averaging), which is what is judged and
kept. The epoch that separates the validation sources best is the one returned.
"""

import copy
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from facevow.errors import TrainingError
from facevow.training.augment import augment, simulate_attack
from facevow.training.config import NetworkConfig, TrainingConfig
from facevow.training.dataset import BalancedSampler, Sample
from facevow.training.measure import Scores, Separation, separation
from facevow.training.network import MiniFASNet, bona_fide_logit, load_public
from facevow.types import Pixels
from facevow.vision.passive import corrected, cut

TEACHER_LIMIT = 6.0
"""The teacher's log-odds are clipped to this (a probability of 0.9975): beyond it, it is merely loud."""


@dataclass(frozen=True, slots=True)
class Epoch:
    """What one epoch came to. `loss` is the mean over its batches."""

    number: int
    loss: float
    validation: Separation


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """A trained network, its epochs, the number of the one kept, and its log-odds on the validation samples."""

    network: MiniFASNet
    epochs: tuple[Epoch, ...]
    best: int
    validation: Scores


def crop_of(sample: Sample, scale: float, config: TrainingConfig) -> Pixels:
    """The crop that the inference class would cut from this sample, without augmentation."""
    return cut(sample.pixels, corrected(sample.box, config.lift, config.stretch), scale, config.size)


def to_tensor(crops: NDArray[np.uint8]) -> Tensor:
    """N x H x W x 3 RGB -> N x 3 x H x W BGR, 0..255, as the public weights expect it."""
    tensor = torch.from_numpy(np.ascontiguousarray(crops[..., ::-1])).permute(0, 3, 1, 2).float()
    return tensor.contiguous(memory_format=torch.channels_last)


def log_odds(network: MiniFASNet, crops: NDArray[np.uint8], *, batch: int = 256) -> Scores:
    """The bona fide log-odds of crops (N x H x W x 3, RGB), without calibration: N."""
    network.eval()
    with torch.no_grad():
        parts = [bona_fide_logit(network(to_tensor(crops[i : i + batch]))) for i in range(0, len(crops), batch)]
    return torch.cat(parts).numpy().astype(np.float64)


def fit(
    config: TrainingConfig,
    about: NetworkConfig,
    samples: tuple[list[Sample], list[Sample]],
    on_step: Callable[[int, float], None],
) -> Trained:
    """Train one network on the first list of samples and choose its epoch on the second.

    Args:
        config: the run.
        about: which network.
        samples: training samples, validation samples.
        on_step: called after each batch with the batch's number and loss.

    Raises:
        TrainingError: the start weights cannot be loaded, or the loss is no longer a number.
    """
    torch.manual_seed(config.seed)
    torch.set_num_threads(config.threads)
    training, validation = samples
    teacher = load_public(about.variant, about.start).eval().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    run = _Run(config, about, BalancedSampler(training, np.random.default_rng(config.seed)), teacher)
    crops = np.stack([crop_of(sample, about.scale, config) for sample in validation])
    labels = np.array([sample.bona_fide for sample in validation])
    kept, best, scores, epochs = copy.deepcopy(teacher), -1, log_odds(teacher, crops), list[Epoch]()
    for number in range(config.epochs):
        loss = run.epoch(number, on_step)
        answer = log_odds(run.average, crops)
        epochs.append(Epoch(number, loss, separation(answer, labels)))
        if best < 0 or epochs[-1].validation.auc > epochs[best].validation.auc:
            kept, best, scores = copy.deepcopy(run.average), number, answer
    return Trained(kept, tuple(epochs), best, scores)


class _Run:
    """The moving parts of one training: student, running average, optimiser, source of chance."""

    def __init__(
        self, config: TrainingConfig, about: NetworkConfig, sampler: BalancedSampler, teacher: MiniFASNet
    ) -> None:
        self.config, self.about, self.sampler, self.teacher = config, about, sampler, teacher
        self.student = copy.deepcopy(teacher)
        self.average = copy.deepcopy(teacher)
        self.optimiser = torch.optim.AdamW(self.student.parameters(), lr=config.rate, weight_decay=1e-4)
        self.steps = max(config.samples // config.batch, 1)

    def epoch(self, number: int, on_step: Callable[[int, float], None]) -> float:
        """All batches of one epoch; gives the mean loss."""
        self.student.eval()  # frozen batch-norm statistics: the teacher's are from far more pictures
        self.student.drop.train()
        losses = []
        for step in range(number * self.steps, (number + 1) * self.steps):
            for group in self.optimiser.param_groups:
                group["lr"] = self.config.rate * self._share_of_rate(step)
            losses.append(self._step())
            if not math.isfinite(losses[-1]):
                raise TrainingError(f"expected a finite loss, found {losses[-1]} in batch {step}: lower the rate")
            on_step(step, losses[-1])
        return float(np.mean(losses))

    def _share_of_rate(self, step: int) -> float:
        """A short warm-up, then half a cosine down to a twentieth (Loshchilov and Hutter, ICLR 2017)."""
        total = self.steps * self.config.epochs
        warm = min((step + 1) / min(30, total), 1.0)
        return warm * (0.05 + 0.95 * (1 + math.cos(math.pi * step / total)) / 2)

    def _step(self) -> float:
        """One batch, half of it bona fide."""
        crops, labels = self._batch()
        x, y = to_tensor(crops), torch.from_numpy(labels).float()
        with torch.no_grad():
            teacher = bona_fide_logit(self.teacher(x)).clamp(-TEACHER_LIMIT, TEACHER_LIMIT)
        answer = bona_fide_logit(self.student(x))
        right = ((teacher > 0) == (y > 0.5)).float()
        softened = y * 0.96 + 0.02
        loss = nn.functional.binary_cross_entropy_with_logits(answer, softened)
        loss = loss + self.config.pull * (right * (answer - teacher) ** 2).mean()
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.student.parameters(), 5.0)
        self.optimiser.step()
        self._follow()
        return float(loss.detach())

    def _follow(self) -> None:
        """Move the running average a little towards the student."""
        with torch.no_grad():
            for slow, fast in zip(self.average.parameters(), self.student.parameters(), strict=True):
                slow.lerp_(fast, 1 - self.config.average)

    def _batch(self) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
        """Augmented crops (N x H x W x 3, RGB) and their labels, True for bona fide."""
        labels = np.arange(self.config.batch) % 2 == 0
        return np.stack([self._crop(bool(label)) for label in labels]), labels

    def _crop(self, bona_fide: bool) -> Pixels:
        """One augmented crop of a class."""
        rng = self.sampler.rng
        if not bona_fide and rng.random() < self.config.simulated:
            sample = self.sampler.draw(bona_fide=True)
            room = self.sampler.draw(bona_fide=bool(rng.random() < 0.5)).pixels
            pixels, box = simulate_attack(sample.pixels, sample.box, room, rng)
        else:
            sample = self.sampler.draw(bona_fide)
            pixels, box = sample.pixels, sample.box
        pixels, box = augment(pixels, box, rng)
        box = corrected(box, self.config.lift, self.config.stretch)
        return cut(pixels, box, self.about.scale, self.config.size)
