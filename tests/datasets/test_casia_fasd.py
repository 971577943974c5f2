"""CASIA-FASD in its published layout, made up."""

from pathlib import Path

import pytest

from facevow.datasets.casia_fasd import SPECIES, read
from facevow.errors import DatasetError
from facevow.types import PaiSpecies
from tests.datasets.test_folders import touch


def test_numbers_tell_what_a_video_shows(tmp_path: Path) -> None:
    """1, 2 and HR_1 are bona fide, then warped prints, cut prints and replays; other files are left out."""
    names = ["1", "2", "HR_1", "3", "4", "HR_2", "5", "6", "HR_3", "7", "8", "HR_4"]
    touch(tmp_path, *(f"test_release/3/{name}.avi" for name in names), "test_release/3/9.avi", "test_release/1.avi")
    listing = read(tmp_path)
    species = {item.path.stem: item.species for item in listing.items}
    kinds = [None] * 3 + [PaiSpecies.PRINT] * 3 + [PaiSpecies.MASK_PAPER] * 3 + [PaiSpecies.SCREEN_UNKNOWN] * 3
    assert species == dict(zip(names, kinds, strict=True))
    assert {item.path.stem for item in listing.items if item.bona_fide} == {"1", "2", "HR_1"}
    assert {(item.split, item.subject) for item in listing.items} == {("test", "test-3")}
    assert [name for name, _ in listing.left_out] == ["test_release/1.avi", "test_release/3/9.avi"]


def test_five_training_subjects_validate(tmp_path: Path) -> None:
    """Of 20 subjects 15 train and 5 validate, whole; the test part's subject 1 is another person."""
    touch(tmp_path, *(f"train_release/{n}/{name}.avi" for n in range(1, 21) for name in SPECIES))
    touch(tmp_path, "test_release/1/1.avi")
    items = read(tmp_path, seed=2).items
    splits = {item.subject: item.split for item in items}
    assert len(items) == 241
    assert all(splits[item.subject] == item.split for item in items)
    assert [list(splits.values()).count(split) for split in ("train", "validation", "test")] == [15, 5, 1]
    assert len({item.session for item in items}) == 241


def test_another_layout_is_refused(tmp_path: Path) -> None:
    """A folder without such videos is named."""
    touch(tmp_path, "train_release/1/other.avi")
    with pytest.raises(DatasetError, match="train_release and test_release"):
        read(tmp_path)
