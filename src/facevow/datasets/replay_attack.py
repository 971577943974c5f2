"""Reads Replay-Attack (Chingovska et al. 2012, "On the Effectiveness of Local Binary Patterns", BIOSIG) as published.

    train|devel|test/real/client001_session01_webcam_authenticate_adverse_1.mov
    train|devel|test/attack/fixed|hand/attack_highdef_client001_session01_highdef_photo_adverse.mov
    face-locations/<the same path>.face     a line a frame: "frame x y width height"

The first word after `attack` is the instrument: a print, a mobile (a phone's screen) or highdef (a tablet's screen);
the later ones tell with what the picture was taken, whether it is a photo or a video, and the light. Frames without a
face have a box of zeros. The enrolment videos belong to face recognition and are not read.
"""

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final

from facevow.datasets.items import Item, Listing, files_below
from facevow.errors import DatasetError
from facevow.types import Box, PaiSpecies

PARTS: Final = {"train": "train", "devel": "validation", "test": "test"}
"""The published parts, and the splits they are: their people differ."""

SPECIES: Final = {
    "print": PaiSpecies.PRINT,
    "mobile": PaiSpecies.SCREEN_PHONE,
    "highdef": PaiSpecies.SCREEN_UNKNOWN,  # a tablet, which has no species of its own
}
"""The species of each instrument."""

_LIGHT: Final = r"(adverse|controlled)"
_REAL: Final = re.compile(rf"real/client(?P<client>\d{{3}})_session\d{{2}}_webcam_authenticate_{_LIGHT}_\d+\.mov")
_ATTACK: Final = re.compile(
    r"attack/(fixed|hand)/attack_(?P<instrument>print|mobile|highdef)_client(?P<client>\d{3})_session\d{2}_"
    rf"(mobile|highdef)_(photo|video)_{_LIGHT}\.mov"
)
_MOST_LINES: Final = 100_000
"""The longest video has 375 frames."""


def read(folder: Path) -> Listing:
    """List the videos of all three parts; those whose names do not follow the published grammar are left out.

    Raises:
        DatasetError: no part holds a video of this form.
    """
    items: list[Item] = []
    left_out: list[tuple[str, str]] = []
    for part, split in PARTS.items():
        for path in files_below(folder / part, {".mov"}):
            name = path.relative_to(folder).as_posix()
            told = name.removeprefix(f"{part}/")
            real, attack = _REAL.fullmatch(told), _ATTACK.fullmatch(told)
            match = real or attack
            if match is None:
                left_out.append((name, "no video of the published layout"))
                continue
            species = SPECIES[attack["instrument"]] if attack else None
            boxes = partial(read_boxes, (folder / "face-locations" / name).with_suffix(".face"))
            items.append(Item(name, path, attack is None, species, split, name, match["client"], boxes))
    if not items:
        raise DatasetError(f"expected {', '.join(PARTS)} with real and attack in {folder}, found no video")
    return Listing(tuple(items), tuple(left_out))


def read_boxes(path: Path, width: int, height: int) -> Mapping[int, Box]:
    """The boxes of a `.face` file by frame, without those of zeros and those outside the picture.

    A file that is missing or cannot be read gives none: it only helps to choose between faces.
    """
    boxes: dict[int, Box] = {}
    try:
        with path.open(encoding="ascii") as file:
            for _, line in zip(range(_MOST_LINES), file, strict=False):
                frame, x, y, w, h = (int(word) for word in line.split()[:5])
                box = Box(x, y, w, h)
                if box.intersection(Box(0, 0, width, height)) > 0:
                    boxes[frame] = box
    except (OSError, ValueError):
        return {}
    return boxes
