"""Augmentation and simulated attacks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.training.augment import augment, narrow, simulate_attack
from facevow.types import Box, Pixels

BOX = Box(40, 35, 40, 40)


def noise(seed: int, side: int = 120) -> Pixels:
    return np.random.default_rng(seed).integers(0, 256, (side, side, 3), dtype=np.uint8)


@given(st.integers(0, 2**32))
def test_a_variant_is_a_picture_with_its_face(seed: int) -> None:
    """Whatever chance says: 8-bit colour, a finite box with an area whose middle is in the picture."""
    pixels, box = augment(noise(1), BOX, np.random.default_rng(seed))
    assert pixels.dtype == np.uint8
    assert pixels.ndim == 3
    assert box.area > 0
    assert 0 < box.centre[0] < pixels.shape[1]
    assert 0 < box.centre[1] < pixels.shape[0]


def test_the_same_seed_gives_the_same_variant() -> None:
    """Chance comes from the generator alone."""
    first, second = (augment(noise(1), BOX, np.random.default_rng(9)) for _ in range(2))
    assert np.array_equal(first[0], second[0])
    assert first[1] == second[1]


def test_the_picture_given_is_not_changed() -> None:
    """The cache of decoded pictures stays as it was, however often it is drawn from."""
    pixels, room = noise(1), noise(2)
    for seed in range(20):
        augment(pixels, BOX, np.random.default_rng(seed))
        simulate_attack(pixels, BOX, room, np.random.default_rng(seed))
    assert np.array_equal(pixels, noise(1))
    assert np.array_equal(room, noise(2))


@given(st.integers(0, 2**32))
def test_narrowing_keeps_the_face(seed: int) -> None:
    """Edges are taken away, the face's own pixels are not, and the box follows them."""
    pixels = noise(3)
    found, box = narrow(pixels, BOX, np.random.default_rng(seed))
    y, x = int(box.y), int(box.x)
    assert np.array_equal(found[y : y + 40, x : x + 40], pixels[35:75, 40:80])


@pytest.mark.parametrize("seed", range(10))
def test_a_simulated_attack_differs_from_what_it_shows(seed: int) -> None:
    """The surface changes the face, the size and the box stay, and a room of another size does no harm."""
    pixels = noise(4)
    found, box = simulate_attack(pixels, BOX, noise(5, 77), np.random.default_rng(seed))
    assert found.shape == pixels.shape
    assert box == BOX
    assert np.abs(found[35:75, 40:80].astype(int) - pixels[35:75, 40:80]).mean() > 3
