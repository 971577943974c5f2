"""Attacks simulated from bona fide pictures."""

from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.training import simulate
from facevow.training.augment import Floats, Rng
from facevow.training.simulate import printed, replayed, simulate_attack
from facevow.types import Box, Pixels

BOX = Box(40, 35, 40, 40)
KINDS = ("print", "screen", "mask")
SEEDS = st.integers(0, 2**32)
BOXES = st.builds(Box, st.floats(-90, 90), st.floats(-90, 90), st.floats(1, 250), st.floats(1, 250))


def noise(seed: int, height: int = 120, width: int = 120) -> Pixels:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def kind_of(seed: int) -> str:
    """What the generator's first choice will be."""
    return str(np.random.default_rng(seed).choice(simulate._KINDS, p=simulate._SHARES))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_changes_the_face(kind: str) -> None:
    """The surface changes the face, size and box stay, and a room of another size does no harm."""
    pixels = noise(4)
    for seed in [seed for seed in range(60) if kind_of(seed) == kind][:5]:
        found, box = simulate_attack(pixels, BOX, noise(5, 77, 31), np.random.default_rng(seed))
        assert (found.shape, found.dtype.name, box) == (pixels.shape, "uint8", BOX)
        assert np.abs(found[35:75, 40:80].astype(int) - pixels[35:75, 40:80]).mean() > 3


def test_every_kind_is_drawn_by_its_share() -> None:
    """Prints most often, since they are rare in the data; no kind is forgotten."""
    drawn = Counter(map(kind_of, range(1500)))
    assert tuple(drawn[kind] / 1500 for kind in KINDS) == pytest.approx(simulate._SHARES, abs=0.05)


@given(SEEDS, st.integers(1, 61), st.integers(1, 61), BOXES)
def test_any_size_and_any_box_will_do(seed: int, height: int, width: int, box: Box) -> None:
    """Odd sides, single pixels, boxes that reach outside or lie there: a picture of the same size, the same box."""
    found, kept = simulate_attack(noise(1, height, width), box, noise(2, 5, 9), np.random.default_rng(seed))
    assert (found.shape, found.dtype.name) == ((height, width, 3), "uint8")
    assert kept == box


@given(SEEDS, st.sampled_from([0, 255]))
def test_no_surface_is_ever_nan(seed: int, grey: int) -> None:
    """Black and white pictures come out as numbers, before they are rounded."""
    flat = np.full((21, 17, 3), grey, np.float32)
    for shown in (printed, replayed):
        assert np.isfinite(shown(flat, np.random.default_rng(seed))).all()


def test_the_same_seed_gives_the_same_attack() -> None:
    """Chance comes from the generator alone, and nothing that is given is changed."""
    pixels, room = noise(1), noise(2)
    for seed in range(12):
        first, second = (simulate_attack(pixels, BOX, room, np.random.default_rng(seed))[0] for _ in range(2))
        assert np.array_equal(first, second)
    assert np.array_equal(pixels, noise(1))
    assert np.array_equal(room, noise(2))


def test_a_mask_leaves_the_room() -> None:
    """The face is paper, the corners of the picture are as they were."""
    seed = next(seed for seed in range(99) if kind_of(seed) == "mask")
    pixels = noise(1)
    found, _ = simulate_attack(pixels, BOX, noise(2), np.random.default_rng(seed))
    assert np.array_equal(found[:8, :8], pixels[:8, :8])


@pytest.mark.parametrize("mark", [simulate._waves, simulate._grid, simulate._bands])
def test_each_mark_of_a_screen_is_seen_on_a_grey_wall(mark: Callable[[Floats, Rng], Floats]) -> None:
    """Waves, grid and bands each give a flat surface a pattern around its own brightness."""
    flat = np.full((40, 60, 3), 120, np.float32)
    for seed in range(5):
        found = mark(flat, np.random.default_rng(seed))
        assert found.shape == flat.shape
        assert found.std() > 0.3
        assert found.mean() == pytest.approx(120, abs=8)


def test_paper_narrows_the_gamut() -> None:
    """Black is printed lighter and white darker, as far as light that shines back allows."""
    spans = []
    for seed in range(20):
        black, white = (
            printed(np.full((31, 31, 3), grey, np.float32), np.random.default_rng(seed)) for grey in (0, 255)
        )
        spans.append(float(np.median(white) - np.median(black)))
    assert max(spans) < 256
    assert np.mean(spans) < 220
