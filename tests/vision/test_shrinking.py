"""Halving: means of four pixels, as long as much is left over."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.vision.shrinking import HALVE, halved


def test_each_pixel_is_the_mean_of_four() -> None:
    """Worked by hand: of 12 x 6 pixels for 2 x 1, 3 x 1 are left after two halvings, the last row of three left out."""
    pixels = np.arange(72, dtype=np.uint8).reshape(6, 12)
    once = pixels.reshape(3, 2, 6, 2).mean(axis=(1, 3))
    assert np.allclose(halved(pixels, 4, 2), once, atol=0.5)
    twice = once[:2].reshape(1, 2, 3, 2).mean(axis=(1, 3))
    assert np.allclose(halved(pixels, 2, 1), twice, atol=1)


@given(
    width=st.integers(1, 400), height=st.integers(1, 400), wanted=st.tuples(st.integers(1, 100), st.integers(1, 100))
)
def test_what_is_left_is_never_too_small(width: int, height: int, wanted: tuple[int, int]) -> None:
    """Halving stops short of HALVE times the wanted size on one side, and well above the wanted size on both."""
    pixels = np.full((height, width, 3), 77, np.uint8)
    found = halved(pixels, *wanted)
    assert (found == 77).all()
    assert found.shape[1] < HALVE * wanted[0] or found.shape[0] < HALVE * wanted[1]
    if found.shape != pixels.shape:
        assert found.shape[1] >= wanted[0]
        assert found.shape[0] >= wanted[1]


@pytest.mark.parametrize("sides", [(239, 400), (400, 239), (80, 80), (10, 10)])
def test_a_picture_that_is_small_on_one_side_stays_as_it_is(sides: tuple[int, int]) -> None:
    """Below three times the wanted size on either side nothing is changed."""
    pixels = np.random.default_rng(1).integers(0, 256, (*sides, 3), dtype=np.uint8)
    assert halved(pixels, 80, 80) is pixels
