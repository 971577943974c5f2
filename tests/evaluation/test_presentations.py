"""Simulated photos: the same seed gives the same frames, and the sheet is where geometry says it is."""

from dataclasses import replace

import numpy as np
import pytest

from facevow.evaluation.presentations import HEIGHT, KINDS, WIDTH, Moves, draw_moves, photo_frames
from facevow.types import Box, Pixels

STILL = Moves("tilt", 0, 0, 0, 0, 0, 0, 1, 0, 0, 100, 0.5, phone=True, plain=True)


def portrait() -> tuple[Pixels, Box]:
    """A grey picture with a white square where the face would be."""
    pixels = np.full((400, 400, 3), 100, np.uint8)
    box = Box(150, 150, 100, 100)
    pixels[150:250, 150:250] = 255
    return pixels, box


def white(pixels: Pixels) -> tuple[int, int]:
    """Width and height of what is white."""
    rows, columns = np.nonzero(pixels.min(axis=2) > 235)
    return int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1


def last(moves: Moves, frames: int) -> Pixels:
    pixels, box = portrait()
    return list(photo_frames(pixels, box, moves, np.random.default_rng(1), frames=frames))[-1].pixels


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_frames(kind: str) -> None:
    """Two runs of one seed agree to the pixel and have the length, size and times that were asked for."""
    runs = []
    for _ in range(2):
        rng = np.random.default_rng(7)
        runs.append(list(photo_frames(*portrait(), draw_moves(rng, kind), rng, frames=4, rate=5)))
    for one, other in zip(*runs, strict=True):
        assert np.array_equal(one.pixels, other.pixels)
        assert (one.width, one.height, one.at) == (WIDTH, HEIGHT, one.index / 5)
    assert len(runs[0]) == 4


def test_a_still_sheet_shows_the_face_in_its_size() -> None:
    """Held still, a face of 100 pixels is 100 pixels wide and high."""
    width, height = white(last(STILL, 1))
    assert width == pytest.approx(100, abs=3)
    assert height == pytest.approx(100, abs=3)


def test_a_sheet_that_comes_closer_grows() -> None:
    """At the end of half a swing, 1 second after the rest at 0.5 swings a second, the face is twice as wide."""
    width, height = white(last(replace(STILL, closer=2), 19))
    assert width == pytest.approx(200, abs=5)
    assert height == pytest.approx(200, abs=5)


def test_a_tilted_sheet_is_foreshortened() -> None:
    """A quarter swing on, a sheet turned by 60 degrees shows about half its width, and its height."""
    width, height = white(last(replace(STILL, yaw=60), 14))
    assert width == pytest.approx(50, abs=5)
    assert height == pytest.approx(100, abs=10)


@pytest.mark.parametrize("bend", [-90, 90])
def test_a_bent_sheet_is_narrower_by_its_chord(bend: float) -> None:
    """An arc of 90 degrees is seen about as wide as its chord, 0.9 of its length, bent either way."""
    width, _ = white(last(replace(STILL, bend=bend, curved=1), 1))
    assert width == pytest.approx(90, abs=6)
