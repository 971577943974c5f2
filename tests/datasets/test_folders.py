"""The layout of two folders: who goes where, and what an attack is."""

from collections import Counter
from pathlib import Path

import pytest

from facevow.datasets.folders import read
from facevow.datasets.items import Item
from facevow.errors import DatasetError
from facevow.types import PaiSpecies


def touch(folder: Path, *names: str) -> None:
    """Make empty files: the reader looks at names only."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"")


def by_name(folder: Path, seed: int = 0) -> dict[str, Item]:
    """The items that are found, by name."""
    return {item.name: item for item in read(folder, seed=seed).items}


def test_flat_files_are_split_by_file_and_class(tmp_path: Path) -> None:
    """Of 20 bona fide and 10 attack files, each class is split 70/20/10."""
    touch(tmp_path, *(f"real/{n}.jpg" for n in range(20)), *(f"spoof/{n}.png" for n in range(10)))
    counts = Counter((item.bona_fide, item.split) for item in read(tmp_path).items)
    assert counts == {
        (True, "train"): 14,
        (True, "validation"): 4,
        (True, "test"): 2,
        (False, "train"): 7,
        (False, "validation"): 2,
        (False, "test"): 1,
    }


def test_a_person_is_never_split(tmp_path: Path) -> None:
    """All of a person's files, bona fide and attack, at any depth, share a split, whatever the seed."""
    people = [f"person{number}" for number in range(12)]
    for person in people:
        touch(tmp_path, *(f"real/{person}/monday/{n}.jpg" for n in range(3)), f"spoof/print/{person}/a.jpg")
        touch(tmp_path, f"spoof/screen_phone/{person}/clip.mp4")
    for seed in range(5):
        items = read(tmp_path, seed=seed).items
        for person in people:
            assert len({item.split for item in items if item.subject == person}) == 1
        assert {item.split for item in items} == {"train", "validation", "test"}
    assert by_name(tmp_path, 1) != by_name(tmp_path, 2)
    assert by_name(tmp_path, 1) == by_name(tmp_path, 1)


def test_folders_tell_species_and_session(tmp_path: Path) -> None:
    """A folder called like a species names it and is no person; a video is its own session."""
    touch(tmp_path, "bonafide/a.jpg", "attack/screen_tv/anna/b.jpg", "attack/c.mov", "spoof/anna/mask_3d/monday/d.jpg")
    items = by_name(tmp_path)
    assert (items["bonafide/a.jpg"].species, items["bonafide/a.jpg"].subject) == (None, "")
    assert items["attack/screen_tv/anna/b.jpg"].species is PaiSpecies.SCREEN_TV
    assert items["attack/screen_tv/anna/b.jpg"].subject == "anna"
    assert items["attack/c.mov"].species is PaiSpecies.PRINT_OR_PHOTO
    assert items["attack/c.mov"].session == "attack/c.mov"
    assert items["spoof/anna/mask_3d/monday/d.jpg"].species is PaiSpecies.MASK_3D
    assert items["spoof/anna/mask_3d/monday/d.jpg"].session == "anna/monday"


@pytest.mark.parametrize("names", [(), ("real/a.jpg",), ("spoof/a.jpg",), ("real/a.txt", "spoof/a.jpg")])
def test_both_classes_must_be_there(tmp_path: Path, names: tuple[str, ...]) -> None:
    """A missing or empty class is refused: nothing can be learned from the other alone."""
    touch(tmp_path, *names)
    with pytest.raises(DatasetError, match="in a folder"):
        read(tmp_path)
