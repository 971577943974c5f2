"""Holds a data set's pictures in memory and hands out samples, balanced by class and by source."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from facevow.datasets.entry import Entry
from facevow.datasets.pictures import pictures
from facevow.errors import TrainingError
from facevow.training.config import DataConfig, TrainingConfig
from facevow.types import Box, Pixels
from facevow.vision.crops import Crop, corrected, region_size, suited

Rng = np.random.Generator

FINEST = 2.0
"""Pixels of a picture for one of its crop, along both axes, above which the picture is shrunk before training."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """The picture of an entry that suits a crop best (height x width x 3, RGB), and the face's box in it."""

    pixels: Pixels
    box: Box
    entry: Entry


def load(entries: Iterable[Entry], crop: Crop, config: TrainingConfig, *, shrink: bool) -> list[Sample]:
    """Decode pictures into memory (about 0.1 MB each), so that later the processor works for the network alone.

    Args:
        entries: what to load.
        crop: what will be cut out of the pictures.
        config: the run.
        shrink: whether pictures finer than `FINEST` are shrunk. To learn from they are; what is judged stays as
            inference sees it.

    Raises:
        DatasetError: a file is missing or is no picture.
    """
    samples = []
    for entry in entries:
        pixels, box = suited(pictures(entry), crop, lift=config.crop.lift, stretch=config.crop.stretch)
        if shrink:
            pixels, box = _no_finer(pixels, box, crop, config)
        samples.append(Sample(pixels, box, entry))
    return samples


def _no_finer(pixels: Pixels, box: Box, crop: Crop, config: TrainingConfig) -> tuple[Pixels, Box]:
    """Shrink a picture whose crop would have more than `FINEST` pixels for each one that the network sees.

    What is finer is averaged away by the crop in any case, and augmentation costs time by the pixel. A crop that has
    to shrink into a tight picture needs that picture's pixels, so what counts is the region that is really cut.
    """
    region = region_size(pixels, corrected(box, config.crop.lift, config.crop.stretch), crop.scale)
    factor = FINEST * crop.size / min(region)
    if factor >= 1:
        return pixels, box
    height, width = pixels.shape[:2]
    size = (max(round(width * factor), 1), max(round(height * factor), 1))
    across, down = size[0] / width, size[1] / height
    smaller = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return smaller, Box(box.x * across, box.y * down, box.width * across, box.height * down)


def require_both_classes(entries: Sequence[Entry], what: str) -> None:
    """Refuse to train on, or to judge by, one class alone.

    Raises:
        TrainingError: with how many of each there are.
    """
    classes = Counter(entry.label for entry in entries)
    if len(classes) < 2:
        raise TrainingError(f"expected bona fide and attack images {what}, found {dict(classes) or 'none'}")


@dataclass(slots=True)
class BalancedSampler:
    """Draws samples: half bona fide; within a class by group, so that no source and no kind of attack dominates.

    A group is one source and one species. Its weight grows with the root of its size, capped at `cap` images: three
    pictures of one collection must not be drawn as often as a hundred of another. What is rare in the data or shows
    little is weighed by `about`.
    """

    samples: Sequence[Sample]
    about: DataConfig
    rng: Rng
    cap: int = 125
    _groups: dict[bool, list[list[int]]] = field(init=False)
    _weights: dict[bool, np.ndarray[tuple[int], np.dtype[np.float64]]] = field(init=False)

    def __post_init__(self) -> None:
        groups: dict[tuple[bool, str, str], list[int]] = {}
        for index, sample in enumerate(self.samples):
            entry = sample.entry
            groups.setdefault((entry.bona_fide, entry.source, entry.species or ""), []).append(index)
        self._groups = {label: [rows for key, rows in groups.items() if key[0] is label] for label in (True, False)}
        self._weights = {}
        for label, rows in self._groups.items():
            weights = np.array([self._weight(group) for group in rows])
            self._weights[label] = weights / weights.sum()

    def _weight(self, group: list[int]) -> float:
        entry = self.samples[group[0]].entry
        weight = self.about.boost.get(entry.species, 1.0) if entry.species else 1.0
        weight *= self.about.crop_weight if entry.framing == "face_crop" else 1.0
        return float(weight * np.sqrt(min(len(group), self.cap)))

    def draw(self, bona_fide: bool) -> Sample:
        """One sample of a class, at random."""
        group = self.rng.choice(len(self._weights[bona_fide]), p=self._weights[bona_fide])
        rows = self._groups[bona_fide][group]
        return self.samples[rows[self.rng.integers(len(rows))]]
