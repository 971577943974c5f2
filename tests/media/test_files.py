"""Pictures told from videos, and read."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from facevow.errors import ImageError
from facevow.media.files import is_picture, read_picture
from facevow.media.images import DEFAULT_LIMITS

PNG = bytes(cv2.imencode(".png", np.full((20, 30, 3), (1, 2, 3), np.uint8))[1])


def test_a_picture_is_known_by_its_ending_or_its_content(tmp_path: Path) -> None:
    """Known endings decide; without one the content does; what is missing is no picture."""
    expected = {"a.JPG": True, "a.mp4": False, "a.dat": True, "a": True}
    for name in expected:
        (tmp_path / name).write_bytes(PNG)
    assert {name: is_picture(tmp_path / name) for name in expected} == expected
    (tmp_path / "text").write_text("no picture")
    assert not is_picture(tmp_path / "text")
    assert not is_picture(tmp_path / "none")


def test_a_picture_is_read_upright_in_rgb(tmp_path: Path) -> None:
    """Height before width, red first."""
    (tmp_path / "a.png").write_bytes(PNG)
    pixels = read_picture(tmp_path / "a.png")
    assert pixels.shape == (20, 30, 3)
    assert pixels[0, 0].tolist() == [3, 2, 1]


@pytest.mark.parametrize("name", ["none.png", "folder.png", "x" * 4000, "nul\0byte"])
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    """Missing files, folders and impossible names are an ImageError of one code."""
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(ImageError) as caught:
        read_picture(tmp_path / name)
    assert caught.value.code == "no_such_file"


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    """A file over the limit is too large, whatever is in it; no more than the limit is read."""
    with (tmp_path / "huge.png").open("wb") as file:
        file.truncate(DEFAULT_LIMITS.max_bytes * 50)
    with pytest.raises(ImageError) as caught:
        read_picture(tmp_path / "huge.png")
    assert caught.value.code == "too_large"
