"""Pictures of a data set are decoded as serving decodes them, and bad ones are told by their path."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from facevow.datasets.entry import Entry, View
from facevow.datasets.pictures import decode, missing_files, pictures, read_image, require_files
from facevow.errors import DatasetError
from facevow.types import Box
from tests.datasets.making import FACE, picture, save


def entry(*views: View) -> Entry:
    """A bona fide image of these views."""
    return Entry("a", views, "train", "one", "", "", "frame", bona_fide=True, species=None)


def test_every_view_is_decoded(tmp_path: Path) -> None:
    """The pictures of an entry come in its order, RGB, with the boxes it told."""
    near = View(save(tmp_path / "near.png", picture(FACE)), FACE)
    wide = View(save(tmp_path / "wide.png", picture(FACE, width=400)), Box(1, 2, 3, 4))
    decoded = pictures(entry(near, wide))
    assert [(pixels.shape, box) for pixels, box in decoded] == [((240, 320, 3), FACE), ((240, 400, 3), wide.box)]
    assert decoded[0][0][100, 140].tolist() == [220, 20, 20]


def test_orientation_is_applied(tmp_path: Path) -> None:
    """A photo that a phone stored on its side comes upright."""
    exif = Image.Exif()
    exif[0x0112] = 6
    buffer = BytesIO()
    Image.fromarray(picture(FACE)).save(buffer, "JPEG", exif=exif)
    (tmp_path / "a.jpg").write_bytes(buffer.getvalue())
    assert read_image(tmp_path / "a.jpg").shape == (320, 240, 3)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_an_image"),
        (b"no picture", "not_an_image"),
        ("cut", "truncated"),
        ("huge", "too_large"),
        (None, "no_such_file"),
    ],
)
def test_a_bad_picture_is_told_by_its_path(tmp_path: Path, content: bytes | str | None, code: str) -> None:
    """Empty, foreign, cut off, over the limit or not there: a DatasetError with path and code."""
    path = tmp_path / "bad.png"
    if content == "cut":
        rng = np.random.default_rng(1)
        noise = save(path, rng.integers(0, 255, (90, 90, 3), dtype=np.uint8)).read_bytes()
        path.write_bytes(noise[: len(noise) // 2])
    elif content == "huge":
        with path.open("wb") as file:
            file.truncate(17 * 1024 * 1024)
    elif isinstance(content, bytes):
        path.write_bytes(content)
    with pytest.raises(DatasetError, match=r"bad\.png") as caught:
        read_image(path)
    assert caught.value.code == code


def test_a_box_outside_the_picture_is_refused(tmp_path: Path) -> None:
    """A face of which nothing is in the picture is a slip; one that reaches out of it is not."""
    path = save(tmp_path / "a.png", picture(FACE))
    assert decode(View(path, Box(-30, -30, 60, 60))).shape == (240, 320, 3)
    with pytest.raises(DatasetError, match="within 320 x 240"):
        decode(View(path, Box(320, 0, 40, 40)))


def test_missing_files_are_named(tmp_path: Path) -> None:
    """The message counts all that are missing and names the first five."""
    there = View(save(tmp_path / "there.png", picture(FACE)), FACE)
    require_files([entry(there)])
    gone = [View(tmp_path / f"{number}.png", FACE) for number in range(6)] + [View(tmp_path / ("n" * 300), FACE)]
    assert missing_files([entry(there, gone[0]), *map(entry, gone[1:])]) == [view.path for view in gone]
    with pytest.raises(DatasetError, match=r"7 pictures are missing: .*4\.png, \.\.\.$"):
        require_files(map(entry, gone))
