"""Reads CelebA-Spoof (Zhang et al. 2020, arXiv:2007.12342) as its authors publish it.

    metas/intra_test/train_label.json, test_label.json     picture -> 44 numbers
    Data/train/<subject>/live|spoof/<picture>              test likewise
    Data/train/<subject>/live|spoof/<picture's stem>_BB.txt    "x y width height score"

Of the 44 numbers, 0..39 are attributes of the face, 40 the kind of attack, 41 the light, 42 the place, 43 whether it is
an attack (the table "Annotation Detail" of the authors' README). A box counts in 224ths of the picture's width and
height (`read_image` in the authors' `intra_dataset_code/client.py`).
"""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from math import isfinite
from pathlib import Path
from typing import Final

from facevow.datasets.items import Item, Listing
from facevow.datasets.splitting import deal
from facevow.errors import DatasetError
from facevow.types import Box, PaiSpecies

LISTS: Final = {"train": "metas/intra_test/train_label.json", "test": "metas/intra_test/test_label.json"}

LICENCE: Final = "CelebA-Spoof agreement: non-commercial research only, no redistribution"

SPECIES: Final = (
    None,  # 0 live
    PaiSpecies.PRINT,  # 1 photo
    PaiSpecies.PRINT,  # 2 poster
    PaiSpecies.PRINT,  # 3 A4
    PaiSpecies.MASK_PAPER,  # 4 face mask
    PaiSpecies.MASK_PAPER,  # 5 upper body mask
    PaiSpecies.MASK_PAPER,  # 6 region mask
    PaiSpecies.SCREEN_LAPTOP,  # 7 PC
    PaiSpecies.SCREEN_UNKNOWN,  # 8 pad: there is no species of its own for tablets
    PaiSpecies.SCREEN_PHONE,  # 9 phone
    PaiSpecies.MASK_3D,  # 10 3D mask
)
"""The species of each value of number 40."""

_SHARES: Final = {"train": 0.9, "validation": 0.1}
"""The published lists know no validation: one in ten of the training subjects serves for it."""

_NUMBERS, _KIND, _ATTACK = 44, 40, 43
_UNITS: Final = 224
_PICTURE: Final = re.compile(
    r"Data/(?P<split>train|test)/(?P<subject>\w+)/(?P<label>live|spoof)/[^/\\\0]+\.(png|jpe?g)"
)


def read(folder: Path, *, seed: int = 0) -> Listing:
    """List every picture of the published lists that are there; of a partial download one list is enough.

    A picture whose folder and annotation disagree about being an attack is left out. Validation is one in ten of the
    training subjects, decided by the seed.

    Raises:
        DatasetError: neither list is there, or one is not of this form; the message names the picture.
    """
    lists = {split: folder / path for split, path in LISTS.items() if (folder / path).is_file()}
    if not lists:
        raise DatasetError(f"expected {' or '.join(LISTS.values())} in {folder}, found neither")
    items: list[Item] = []
    left_out: list[tuple[str, str]] = []
    for split, path in lists.items():
        for name, numbers in _annotations(path).items():
            try:
                item = _item(folder, split, name, numbers)
            except DatasetError as error:
                raise DatasetError(f"{path}, {name!r}: {error}") from error
            if item is None:
                left_out.append((name, "folder and annotation disagree"))
            else:
                items.append(item)
    return Listing(tuple(_with_validation(items, seed)), tuple(left_out))


def _annotations(path: Path) -> dict[str, object]:
    """The whole list; the longer one, of some 490,000 pictures, takes about 0.5 GB of memory while it is read."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise DatasetError(f"expected the annotations of CelebA-Spoof at {path}: {error}") from error
    if not isinstance(content, dict) or not content:
        raise DatasetError(f"expected one JSON object of pictures in {path}")
    return content


def _item(folder: Path, split: str, name: str, numbers: object) -> Item | None:
    """One picture, or None where its folder and its annotation disagree."""
    told = _PICTURE.fullmatch(name)
    if told is None or told["split"] != split:
        raise DatasetError(f"expected a path Data/{split}/<subject>/live|spoof/<picture>")
    if not isinstance(numbers, list) or len(numbers) != _NUMBERS:
        raise DatasetError(f"expected {_NUMBERS} numbers")
    kind, attack = numbers[_KIND], numbers[_ATTACK]
    if type(kind) is not int or type(attack) is not int or kind not in range(len(SPECIES)) or attack not in {0, 1}:
        raise DatasetError(f"expected a kind of 0..{len(SPECIES) - 1} and 0 or 1, found {kind!r} and {attack!r}")
    bona_fide = attack == 0
    if bona_fide != (told["label"] == "live") or bona_fide != (SPECIES[kind] is None):
        return None
    path = folder / name
    boxes = partial(read_box, path)
    return Item(name, path, bona_fide, SPECIES[kind], split, subject=told["subject"], known=boxes)


def _with_validation(items: list[Item], seed: int) -> list[Item]:
    sizes = Counter(item.subject for item in items if item.split == "train")
    splits = deal(sizes, _SHARES, seed)
    return [replace(item, split=splits[item.subject]) if item.split == "train" else item for item in items]


def read_box(picture: Path, width: int, height: int) -> Mapping[int, Box]:
    """The box of a picture's `_BB.txt` file in pixels of the picture, as frame 0; empty where there is no sound one."""
    try:
        with picture.with_name(f"{picture.stem}_BB.txt").open(encoding="ascii") as file:
            x, y, w, h = (float(word) for word in file.readline(200).split()[:4])
    except (OSError, ValueError):
        return {}
    box = Box(x * width / _UNITS, y * height / _UNITS, w * width / _UNITS, h * height / _UNITS)
    sound = all(isfinite(side) for side in (box.x, box.y, box.width, box.height)) and box.area > 0
    return {0: box} if sound else {}
