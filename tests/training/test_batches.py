"""What reaches the network."""

from pathlib import Path

import numpy as np
import pytest

from facevow.datasets.manifest import read_manifest
from facevow.datasets.pictures import pictures
from facevow.training import batches
from facevow.training.batches import Cutter
from facevow.training.config import TrainingConfig
from facevow.training.samples import BalancedSampler, load
from facevow.training.simulate import simulate_attack
from facevow.types import Box, Pixels
from facevow.vision.crops import Crop, crop_from
from tests.training.making import NEAR, TINY, tiny


def sampler(config: TrainingConfig, seed: int = 0) -> BalancedSampler:
    about = config.network[0]
    loaded = load(read_manifest(config.data.manifest), Crop(about.scale, about.size), config, shrink=False)
    return BalancedSampler(loaded, config.data, np.random.default_rng(seed))


def test_judged_crops_are_those_of_inference(manifest: Path) -> None:
    """Training and inference share one rule, so the crops are equal to the last bit where nothing was shrunk."""
    config = tiny(manifest, {**TINY, "size": 96})
    about, entries = config.network[0], read_manifest(manifest)[:5]
    crop = Crop(about.scale, about.size)
    expected = [
        crop_from(pictures(entry), crop, lift=config.crop.lift, stretch=config.crop.stretch) for entry in entries
    ]
    assert np.array_equal(Cutter(config, about).plain(load(entries, crop, config, shrink=False)), np.stack(expected))


def test_nothing_to_judge_is_an_empty_batch(manifest: Path) -> None:
    """The shape stays, so that nothing after it needs a special case."""
    config = tiny(manifest)
    assert Cutter(config, config.network[0]).plain([]).shape == (0, 32, 32, 3)


@pytest.mark.parametrize("about", [TINY, NEAR])
def test_half_of_a_batch_is_bona_fide(manifest: Path, about: dict[str, object]) -> None:
    """Crops of the network's size with their labels, the same for the same seed, others for another one."""
    config = tiny(manifest, about, batch=7)
    cutter = Cutter(config, config.network[0])
    (crops, labels), (again, _), (other, _) = (cutter.batch(sampler(config, seed)) for seed in (1, 1, 2))
    assert (crops.shape, crops.dtype.name, labels.tolist()) == ((7, 32, 32, 3), "uint8", [True, False] * 3 + [True])
    assert np.array_equal(crops, again)
    assert not np.array_equal(crops, other)


@pytest.mark.parametrize(("share", "made"), [(0.0, 0), (1.0, 4)])
def test_a_share_of_the_attacks_is_simulated(
    manifest: Path, monkeypatch: pytest.MonkeyPatch, share: float, made: int
) -> None:
    """None or all of them; what is shown on the instrument is always a bona fide picture."""
    config = tiny(manifest, simulated=share)
    held, shown = sampler(config), list[Pixels]()

    def spy(pixels: Pixels, box: Box, room: Pixels, rng: np.random.Generator) -> tuple[Pixels, Box]:
        shown.append(pixels)
        return simulate_attack(pixels, box, room, rng)

    monkeypatch.setattr(batches, "simulate_attack", spy)
    Cutter(config, config.network[0]).batch(held)
    assert len(shown) == made
    good = {id(sample.pixels) for sample in held.samples if sample.entry.bona_fide}
    assert {id(pixels) for pixels in shown} <= good
