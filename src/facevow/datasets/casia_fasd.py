"""Reads CASIA-FASD (Zhang et al. 2012, "A Face Antispoofing Database with Diverse Attacks", ICB) as it is published.

    train_release/1..20/<video>.avi     test_release/1..30/<video>.avi

Every subject has the same twelve videos: 1, 2 and HR_1 are bona fide (normal, low and high resolution), 3, 4 and HR_2
show a warped print, 5, 6 and HR_3 a print with the eyes cut out, held before living eyes, 7, 8 and HR_4 a tablet that
replays a video. The numbers start again in the test part, with other people.
"""

from pathlib import Path
from typing import Final

from facevow.datasets.items import Item, Listing, files_below
from facevow.datasets.splitting import deal
from facevow.errors import DatasetError
from facevow.types import PaiSpecies

PARTS: Final = {"train_release": "train", "test_release": "test"}

SPECIES: Final = {
    **dict.fromkeys(("1", "2", "HR_1"), None),
    **dict.fromkeys(("3", "4", "HR_2"), PaiSpecies.PRINT),
    **dict.fromkeys(("5", "6", "HR_3"), PaiSpecies.MASK_PAPER),  # worn like one: living eyes look through
    **dict.fromkeys(("7", "8", "HR_4"), PaiSpecies.SCREEN_UNKNOWN),  # a tablet, which has no species of its own
}
"""The species of each video by its name."""

_SHARES: Final = {"train": 0.75, "validation": 0.25}
"""The published parts know no validation: five of the twenty training subjects serve for it."""


def read(folder: Path, *, seed: int = 0) -> Listing:
    """List the videos; five of the twenty training subjects become validation, decided by the seed.

    Videos of another name are left out.

    Raises:
        DatasetError: neither part holds a video of this form.
    """
    items: list[Item] = []
    left_out: list[tuple[str, str]] = []
    for part, split in PARTS.items():
        subjects: dict[str, list[Path]] = {}
        for path in files_below(folder / part, {".avi"}):
            name = path.relative_to(folder).as_posix()
            if len(path.relative_to(folder / part).parts) != 2 or path.stem not in SPECIES:
                left_out.append((name, "no video of the published layout"))
            else:
                subjects.setdefault(path.parent.name, []).append(path)
        splits = dict.fromkeys(subjects, split)
        if split == "train":
            splits = deal({subject: len(paths) for subject, paths in subjects.items()}, _SHARES, seed)
        items += [
            _item(folder, path, splits[subject], f"{split}-{subject}")
            for subject, paths in subjects.items()
            for path in paths
        ]
    if not items:
        raise DatasetError(f"expected {' and '.join(PARTS)} with a folder a subject in {folder}, found no video")
    return Listing(tuple(items), tuple(left_out))


def _item(folder: Path, path: Path, split: str, subject: str) -> Item:
    name, species = path.relative_to(folder).as_posix(), SPECIES[path.stem]
    return Item(name, path, species is None, species, split, session=name, subject=subject)
