"""CelebA-Spoof in its published layout, made up."""

import json
from pathlib import Path
from typing import Any

import pytest

from facevow.datasets.celeba_spoof import LISTS, read, read_box
from facevow.errors import DatasetError
from facevow.types import Box, PaiSpecies


def numbers(kind: int, attack: int) -> list[int]:
    """The 44 numbers of a picture."""
    return [1] * 40 + [kind, 1, 1, attack]


def write(folder: Path, split: str, content: Any) -> None:  # noqa: ANN401 - broken lists too
    """Write one of the two lists."""
    path = folder / LISTS[split]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content))


def test_annotations_become_items(tmp_path: Path) -> None:
    """Class, species, subject and split are those of the list; disagreeing pictures are left out."""
    attacks = {f"Data/test/7/spoof/{kind}.jpg": numbers(kind, 1) for kind in range(1, 11)}
    odd = {"Data/test/8/live/x.png": numbers(3, 1), "Data/test/8/spoof/y.png": numbers(0, 1)}
    write(tmp_path, "test", {"Data/test/7/live/0.png": numbers(0, 0), **attacks, **odd})
    listing = read(tmp_path)
    assert [item.species for item in listing.items] == [
        None,
        PaiSpecies.PRINT,
        PaiSpecies.PRINT,
        PaiSpecies.PRINT,
        PaiSpecies.MASK_PAPER,
        PaiSpecies.MASK_PAPER,
        PaiSpecies.MASK_PAPER,
        PaiSpecies.SCREEN_LAPTOP,
        PaiSpecies.SCREEN_UNKNOWN,
        PaiSpecies.SCREEN_PHONE,
        PaiSpecies.MASK_3D,
    ]
    assert {(item.subject, item.split) for item in listing.items} == {("7", "test")}
    assert [item.bona_fide for item in listing.items] == [True] + [False] * 10
    assert [name for name, _ in listing.left_out] == list(odd)


def test_validation_is_one_in_ten_of_the_training_subjects(tmp_path: Path) -> None:
    """Whole subjects move from training to validation; test stays."""
    names = [f"Data/train/{subject}/live/{n}.jpg" for subject in range(40) for n in range(3)]
    write(tmp_path, "train", {name: numbers(0, 0) for name in names})
    write(tmp_path, "test", {"Data/test/99/live/1.jpg": numbers(0, 0)})
    items = read(tmp_path, seed=5).items
    splits = {item.subject: item.split for item in items}
    assert all(splits[item.subject] == item.split for item in items)
    assert [list(splits.values()).count(split) for split in ("train", "validation", "test")] == [36, 4, 1]


def test_a_box_counts_in_224ths(tmp_path: Path) -> None:
    """A box of half the width and a quarter of the height is so in the pixels of the picture."""
    write(tmp_path, "test", {"Data/test/7/live/0.png": numbers(0, 0)})
    (item,) = read(tmp_path).items
    assert item.known is not None
    assert item.known(448, 112) == {}
    boxes = tmp_path / "Data/test/7/live/0_BB.txt"
    boxes.parent.mkdir(parents=True)
    boxes.write_text("56 112 112 56 0.9987\n")
    assert item.known(448, 112) == {0: Box(112, 56, 224, 28)}


@pytest.mark.parametrize("text", ["", "1 2 3", "1 2 0 4 0.9", "1 2 nan 4 0.9", "a b c d e", "1 2 inf 4"])
def test_a_bad_box_is_none(tmp_path: Path, text: str) -> None:
    """The box only helps to choose a face, so a bad one is passed over."""
    (tmp_path / "a_BB.txt").write_text(text)
    assert read_box(tmp_path / "a.png", 100, 100) == {}


@pytest.mark.parametrize(
    "content",
    [
        [],
        {},
        {"Data/test/7/live/0.png": [1] * 43},
        {"Data/test/7/live/0.png": "1" * 44},
        {"Data/test/7/live/0.png": numbers(11, 1)},
        {"Data/test/7/live/0.png": numbers(0, 2)},
        {"Data/test/7/live/0.png": [*numbers(0, 0)[:43], []]},
        {"Data/train/7/live/0.png": numbers(0, 0)},
        {"Data/test/../live/0.png": numbers(0, 0)},
        {"Data/test/7/live/../../0.png": numbers(0, 0)},
        {"/Data/test/7/live/0.png": numbers(0, 0)},
    ],
)
def test_other_lists_are_refused(tmp_path: Path, content: Any) -> None:  # noqa: ANN401 - broken on purpose
    """A list that is not of the published form is refused, above all one that leads out of the folder."""
    write(tmp_path, "test", content)
    with pytest.raises(DatasetError, match="expected"):
        read(tmp_path)


def test_no_list_and_no_json_are_refused(tmp_path: Path) -> None:
    """Neither list there, or one that is no JSON, or nested without end."""
    with pytest.raises(DatasetError, match="found neither"):
        read(tmp_path)
    for text in ("no json", "[" * 100_000):
        write(tmp_path, "test", {})
        (tmp_path / LISTS["test"]).write_text(text)
        with pytest.raises(DatasetError, match="annotations"):
            read(tmp_path)
