"""Makes what the network sees: augmented crops in training, plain crops when it is judged."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from facevow.training.augment import augment
from facevow.training.config import NetworkConfig, TrainingConfig
from facevow.training.samples import BalancedSampler, Sample
from facevow.training.simulate import simulate_attack
from facevow.types import Box, Pixels
from facevow.vision.crops import corrected, cut


class Cutter:
    """Cuts the crops of one network, as the inference class would cut them."""

    def __init__(self, config: TrainingConfig, network: NetworkConfig) -> None:
        self._config, self._network = config, network

    def plain(self, samples: Sequence[Sample]) -> NDArray[np.uint8]:
        """Crops without augmentation: N x S x S x 3, RGB."""
        size = self._network.size
        crops = [self._cut(sample.pixels, sample.box) for sample in samples]
        return np.stack(crops) if crops else np.zeros((0, size, size, 3), np.uint8)

    def batch(self, sampler: BalancedSampler) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
        """Augmented crops (N x S x S x 3, RGB) and their labels, True for bona fide; half of them are."""
        labels = np.arange(self._config.loop.batch) % 2 == 0
        return np.stack([self._augmented(sampler, bool(label)) for label in labels]), labels

    def _augmented(self, sampler: BalancedSampler, bona_fide: bool) -> Pixels:
        rng = sampler.rng
        if not bona_fide and rng.random() < self._config.loop.simulated:
            sample = sampler.draw(bona_fide=True)
            room = sampler.draw(bona_fide=bool(rng.random() < 0.5)).pixels
            pixels, box = simulate_attack(sample.pixels, sample.box, room, rng)
        else:
            sample = sampler.draw(bona_fide)
            pixels, box = sample.pixels, sample.box
        return self._cut(*augment(pixels, box, rng))

    def _cut(self, pixels: Pixels, box: Box) -> Pixels:
        about, crop = self._network, self._config.crop
        return cut(pixels, corrected(box, crop.lift, crop.stretch), about.scale, about.size)
