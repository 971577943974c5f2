"""Crops: the geometry of what a passive network sees."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from facevow.errors import InputError
from facevow.types import Box
from facevow.vision.crops import Crop, Fit, corrected, crop_from, crops_from, cut


def grey(width: int = 100, height: int = 100, value: int = 128) -> NDArray[np.uint8]:
    return np.full((height, width, 3), value, np.uint8)


def test_a_region_inside_the_picture_is_cut_where_it_lies() -> None:
    """Without shrinking or shifting, cut takes exactly the pixels of the scaled box."""
    pixels = np.random.default_rng(1).integers(0, 256, (100, 120, 3), dtype=np.uint8)
    found = cut(pixels, Box(40, 30, 16, 16), 2.0, 32)
    assert np.array_equal(found, pixels[22:54, 32:64])


def test_a_region_over_the_edge_is_shifted_inside() -> None:
    """A face in the corner gets the picture's corner, and no pixel is invented."""
    pixels = np.random.default_rng(2).integers(0, 256, (100, 120, 3), dtype=np.uint8)
    assert np.array_equal(cut(pixels, Box(-4, -4, 16, 16), 2.0, 32), pixels[:32, :32])
    assert np.array_equal(cut(pixels, Box(115, 95, 16, 16), 2.0, 32), pixels[-32:, -32:])


def test_a_region_larger_than_the_picture_is_shrunk_in_proportion() -> None:
    """A box of 1:2 whose scaled height exceeds the picture keeps its proportions and takes the full height."""
    columns = np.repeat(np.arange(100, dtype=np.uint8)[None, :, None], 60, axis=0).repeat(3, axis=2)
    found = cut(columns, Box(40, 10, 20, 40), 3.0, 30)
    assert found[0, 0, 0] == pytest.approx(35, abs=1)
    assert found[0, -1, 0] == pytest.approx(64, abs=1)


@given(
    size=st.tuples(st.integers(1, 200), st.integers(1, 200)),
    corner=st.tuples(st.floats(-500, 500), st.floats(-500, 500)),
    sides=st.tuples(st.floats(0.01, 600), st.floats(0.01, 600)),
    scale=st.floats(0.5, 20),
)
def test_any_box_gives_a_crop_of_the_pictures_own_pixels(
    size: tuple[int, int], corner: tuple[float, float], sides: tuple[float, float], scale: float
) -> None:
    """Whatever the box, the crop has its size and shows nothing but the picture: a grey one stays that grey."""
    found = cut(grey(*size, value=77), Box(*corner, *sides), scale, 24)
    assert found.shape == (24, 24, 3)
    assert (found == 77).all()


@given(dx=st.integers(0, 40), dy=st.integers(0, 40))
def test_moving_face_and_picture_together_changes_nothing(dx: int, dy: int) -> None:
    """The crop depends on where the box lies in the picture only through the pixels around it."""
    small = np.random.default_rng(3).integers(0, 256, (80, 80, 3), dtype=np.uint8)
    large = np.zeros((160, 160, 3), np.uint8)
    large[dy : dy + 80, dx : dx + 80] = small
    box = Box(30, 30, 20, 20)
    assert np.array_equal(cut(small, box, 2.0, 24), cut(large, Box(30 + dx, 30 + dy, 20, 20), 2.0, 24))


@pytest.mark.parametrize(
    "box", [Box(0, 0, 0, 10), Box(0, 0, 10, -1), Box(float("nan"), 0, 10, 10), Box(0, 0, float("inf"), 10)]
)
def test_a_box_without_an_area_is_refused(box: Box) -> None:
    """No crop is made up for a box that is empty or not finite."""
    with pytest.raises(InputError, match="box with an area"):
        cut(grey(), box, 2.0, 24)


def test_the_box_is_raised_to_hold_the_forehead() -> None:
    """Worked by hand: top 30 - 0.25 x 40 = 20, height 40 x 1.3 = 52."""
    assert corrected(Box(20, 30, 40, 40), 0.25, 1.3) == Box(20, 20, 40, 52)


def test_padding_gives_a_black_square() -> None:
    """A box of 20 x 10 becomes a square of 2 x 20 around its centre; what lies left of the picture is black."""
    pixels = np.random.default_rng(6).integers(1, 256, (100, 120, 3), dtype=np.uint8)
    found = cut(pixels, Box(-10, 40, 20, 10), 2.0, 40, Fit.PAD)
    assert (found[:, :20] == 0).all()
    assert np.array_equal(found[:, 20:], pixels[25:65, :20])
    inside = cut(pixels, Box(50, 40, 10, 20), 2.0, 40, Fit.PAD)
    assert np.array_equal(inside, pixels[30:70, 35:75])


@given(
    size=st.tuples(st.integers(1, 200), st.integers(1, 200)),
    corner=st.tuples(st.floats(-500, 500), st.floats(-500, 500)),
    sides=st.tuples(st.floats(0.01, 600), st.floats(0.01, 600)),
    scale=st.floats(0.5, 20),
)
def test_padding_never_invents_more_than_black(
    size: tuple[int, int], corner: tuple[float, float], sides: tuple[float, float], scale: float
) -> None:
    """Whatever the box, a padded crop shows the picture's grey and black, or is refused where no face can be."""
    try:
        found = cut(grey(*size, value=77), Box(*corner, *sides), scale, 24, Fit.PAD)
    except InputError as error:
        assert "outside" in str(error)  # noqa: PT017 - both ends are right
        return
    assert found.shape == (24, 24, 3)
    assert set(np.unique(found)) <= {0, 77}
    assert (found == 77).any()


def test_a_padded_region_beside_the_picture_is_refused() -> None:
    """A crop of nothing but black would be judged as if it were a face."""
    with pytest.raises(InputError, match="outside"):
        cut(grey(), Box(300, 300, 20, 20), 2.0, 24, Fit.PAD)


def _chosen(scale: float, fit: Fit, *sides: int) -> int:
    """Which of some pictures of these sides, each filled with its number and a 20 x 20 face in the middle, is cut."""
    pictures = [
        (grey(side, side, value=number), Box(side / 2 - 10, side / 2 - 10, 20, 20))
        for number, side in enumerate(sides, 1)
    ]
    return int(crop_from(pictures, Crop(scale, 24), lift=0.0, stretch=1.0, fit=fit).max())


@pytest.mark.parametrize("fit", list(Fit))
def test_the_closest_picture_that_holds_the_region_is_cut(fit: Fit) -> None:
    """Worked by hand: 2 x 20 fits into 48; 3 x 20 only into 84; 5 x 20 into neither, so the wider one shows most."""
    assert _chosen(2.0, fit, 48, 84) == 1
    assert _chosen(3.0, fit, 48, 84) == 2
    assert _chosen(5.0, fit, 48, 84) == 2
    assert _chosen(5.0, fit, 84, 48) == 1
    assert _chosen(5.0, fit, 48, 48) == 1


@pytest.mark.parametrize("fit", list(Fit))
def test_a_rounded_edge_does_not_cost_resolution(fit: Fit) -> None:
    """A picture that lacks a hundredth of a pixel of the region is as good as one that has it."""
    box = Box(9.99, 10, 20.02, 20)
    pictures = [(grey(40, 40, value=1), box), (grey(200, 200, value=2), box)]
    assert crop_from(pictures, Crop(2.0, 24), lift=0.0, stretch=1.0, fit=fit).max() == 1


def test_no_picture_is_refused() -> None:
    """Without a picture there is nothing to cut."""
    with pytest.raises(InputError, match="at least one picture"):
        crop_from([], Crop(2.0, 24), lift=0.0, stretch=1.0)


@pytest.mark.parametrize("fit", list(Fit))
@pytest.mark.parametrize("side", [16.0, 60.0, 90.0])
def test_several_crops_are_those_that_each_would_be(fit: Fit, side: float) -> None:
    """Cut together, small faces and large give what they give one by one, and equal regions are cut once."""
    pixels = np.random.default_rng(8).integers(0, 256, (120, 160, 3), dtype=np.uint8)
    pictures = [(pixels, Box(70 - side / 2, 60 - side / 2, side, side))]
    crops = [Crop(2.7, 24), Crop(3.2, 24), Crop(1.1, 24), Crop(3.2, 32)]
    together = crops_from(pictures, crops, lift=0.2, stretch=1.3, fit=fit)
    for crop, found in zip(crops, together, strict=True):
        assert np.array_equal(found, crop_from(pictures, crop, lift=0.2, stretch=1.3, fit=fit))
    assert (together[0] is together[1]) == (fit is Fit.SHIFT and side > 16)


def test_halving_first_changes_little() -> None:
    """A large face of soft shapes comes out as averaging at once gives it, to one grey level on average."""
    soft = np.random.default_rng(9).integers(0, 256, (24, 32, 3), dtype=np.uint8)
    pixels = np.asarray(cv2.resize(soft, (640, 480), interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
    found = cut(pixels, Box(220, 140, 200, 200), 1.9, 80)
    exact = cv2.resize(pixels[50:430, 130:510], (80, 80), interpolation=cv2.INTER_AREA)
    assert np.abs(found.astype(int) - exact).mean() < 1
