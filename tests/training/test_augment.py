"""Augmentation: what a camera, a codec or a room does to a picture."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.training.augment import (
    augment,
    blurred,
    coarser,
    compressed,
    exposed,
    jittered,
    narrow,
    rounded,
    saturated,
)
from facevow.types import Box, Pixels

BOX = Box(40, 35, 40, 40)
SEEDS = st.integers(0, 2**32)
BOXES = st.builds(Box, st.floats(-60, 60), st.floats(-60, 60), st.floats(1, 200), st.floats(1, 200))


def noise(seed: int, height: int = 120, width: int = 120) -> Pixels:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


@given(SEEDS)
def test_a_variant_is_a_picture_with_its_face(seed: int) -> None:
    """Whatever chance says: 8-bit colour, a box with an area whose middle is in the picture."""
    pixels, box = augment(noise(1), BOX, np.random.default_rng(seed))
    assert (pixels.dtype.name, pixels.ndim, pixels.shape[2]) == ("uint8", 3, 3)
    assert box.area > 0
    assert 0 < box.centre[0] < pixels.shape[1]
    assert 0 < box.centre[1] < pixels.shape[0]


@given(SEEDS, st.integers(1, 61), st.integers(1, 61), BOXES)
def test_any_size_and_any_box_will_do(seed: int, height: int, width: int, box: Box) -> None:
    """Pictures of a few pixels and boxes that reach outside or lie there give a picture and a finite box."""
    pixels, found = augment(noise(2, height, width), box, np.random.default_rng(seed))
    assert pixels.dtype == np.uint8
    assert 1 <= pixels.shape[0] <= height
    assert 1 <= pixels.shape[1] <= width
    assert np.isfinite([found.x, found.y]).all()
    assert 0.8 < found.width / box.width < 1.2
    assert 0.8 < found.height / box.height < 1.2


def test_the_same_seed_gives_the_same_variant() -> None:
    """Chance comes from the generator alone, and another seed gives another picture."""
    first, second, other = (augment(noise(1), BOX, np.random.default_rng(seed)) for seed in (9, 9, 10))
    assert np.array_equal(first[0], second[0])
    assert first[1] == second[1]
    assert first[1] != other[1]


def test_the_picture_given_is_not_changed() -> None:
    """The decoded pictures in memory stay as they were, however often they are drawn."""
    pixels = noise(1)
    for seed in range(20):
        augment(pixels, BOX, np.random.default_rng(seed))
    assert np.array_equal(pixels, noise(1))


@given(SEEDS)
def test_narrowing_keeps_the_face(seed: int) -> None:
    """Edges are taken away, the face's own pixels are not, and the box follows them."""
    pixels = noise(3)
    found, box = narrow(pixels, BOX, np.random.default_rng(seed))
    y, x = int(box.y), int(box.x)
    assert np.array_equal(found[y : y + 40, x : x + 40], pixels[35:75, 40:80])


@pytest.mark.parametrize("change", ["coarser", "blurred", "compressed", "exposed"])
def test_every_change_changes_the_picture_and_keeps_its_shape(change: str) -> None:
    """No augmentation is idle, and none of them moves the face."""
    pixels, rng = noise(4, 61, 47), np.random.default_rng(0)
    found = {
        "coarser": lambda: coarser(pixels, 0.5),
        "blurred": lambda: blurred(pixels, rng),
        "compressed": lambda: compressed(pixels, 50),
        "exposed": lambda: rounded(exposed(pixels.astype(np.float32), rng)),
    }[change]()
    assert (found.shape, found.dtype.name) == (pixels.shape, "uint8")
    assert np.abs(found.astype(int) - pixels).mean() > 1


@given(SEEDS, st.sampled_from([0, 1, 127, 255]))
def test_other_light_is_never_nan(seed: int, grey: int) -> None:
    """Black, white and grey walls have no contrast to divide by."""
    flat = np.full((9, 9, 3), grey, np.float32)
    assert np.isfinite(exposed(flat, np.random.default_rng(seed))).all()


def test_saturation_and_rounding_worked_by_hand() -> None:
    """Without colour each channel is the mean; twice the colour doubles the distance to it; 0..255 is the end."""
    picture = np.array([[[30, 60, 90]]], np.float32)
    assert saturated(picture, 0)[0, 0].tolist() == [60, 60, 60]
    assert saturated(picture, 2)[0, 0].tolist() == [0, 60, 120]
    assert rounded(np.array([[[-5, 12.9, 300]]], np.float32))[0, 0].tolist() == [0, 12, 255]


@given(SEEDS)
def test_a_jittered_box_stays_on_the_face(seed: int) -> None:
    """Another detector's box overlaps by more than half."""
    assert jittered(BOX, np.random.default_rng(seed)).overlap(BOX) > 0.5
