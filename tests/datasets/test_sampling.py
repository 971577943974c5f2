"""Which frames of a video are looked at, and which look the same."""

from pathlib import Path

import numpy as np
import pytest

from facevow.datasets.sampling import LEAST_DIFFERENCE, Sampling, Thinner
from facevow.errors import DatasetError
from facevow.media.video import VideoReader
from tests.datasets.making import FACE, film, moving, picture


@pytest.mark.parametrize(
    ("sampling", "indices"),
    [
        (Sampling(seconds=0.5), [0, 5, 10, 15, 20, 25]),
        (Sampling(seconds=0.01), list(range(30))),
        (Sampling(seconds=100), [0]),
        (Sampling(frames=7), [0, 7, 14, 21, 28]),
        (Sampling(seconds=0.1, limit=3), [0, 10, 20]),
        (Sampling(frames=1, limit=3), [0, 10, 20]),
    ],
)
def test_frames_are_chosen_by_time_or_number(tmp_path: Path, sampling: Sampling, indices: list[int]) -> None:
    """Of 30 frames at 10 a second; a limit spreads the frames over the whole video."""
    sampling = Sampling(sampling.seconds, sampling.frames, min(sampling.limit, 100) if sampling.limit != 25 else 100)
    with VideoReader(film(tmp_path / "a.avi", moving(30))) as video:
        assert [frame.index for frame in sampling.choose(video)] == indices


def test_a_step_is_read() -> None:
    """Seconds with or without s, frames with f."""
    assert Sampling.parse("0.25", 3) == Sampling(seconds=0.25, limit=3)
    assert Sampling.parse("2s", 3) == Sampling(seconds=2, limit=3)
    assert Sampling.parse("12f", 3) == Sampling(frames=12, limit=3)


@pytest.mark.parametrize("every", ["", "0", "0s", "0f", "-1", "1.5f", "nan", "s", "1e3", "9" * 400, "٣"])
def test_other_steps_are_refused(every: str) -> None:
    """What is no distance, or none at all, is refused."""
    with pytest.raises(DatasetError, match=r"like 0\.5s or 12f, got"):
        Sampling.parse(every, 3)
    with pytest.raises(DatasetError, match="at least one"):
        Sampling.parse("1s", 0)


def test_near_duplicates_are_thinned() -> None:
    """The same picture, with noise or slightly lighter, is not new; a clear change is, and is remembered."""
    thinner, plain = Thinner(), picture(FACE, light=100)
    noise = np.random.default_rng(7).integers(-8, 9, plain.shape)
    assert thinner.is_new(plain)
    assert not thinner.is_new(plain)
    assert not thinner.is_new(np.clip(plain + noise, 0, 255).astype(np.uint8))
    assert not thinner.is_new(picture(FACE, light=100 + int(LEAST_DIFFERENCE) - 1))
    assert thinner.is_new(picture(FACE, light=120))
    assert not thinner.is_new(picture(FACE, light=121))
    assert not thinner.is_new(plain)
