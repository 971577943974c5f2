"""What a reader of a published or home-made layout finds: pictures and videos to be prepared."""

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from facevow.media.video import VIDEO_SUFFIXES
from facevow.types import Box, PaiSpecies

IMAGE_SUFFIXES: Final = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".mpo"})
"""What is taken for a picture when a folder is searched."""

KnownBoxes = Callable[[int, int], Mapping[int, Box]]
"""Told the width and height of a picture in pixels, the boxes that the collection's makers give for it, by frame from
0, in pixels. Empty where they give none. Called once an item, so that no list is read before it is needed."""


@dataclass(frozen=True, slots=True)
class Item:
    """One picture or video of a collection.

    `name` is its path below the collection's folder, with slashes; `session` and `subject` are "" where unknown.
    `species` is None exactly for bona fide. `known` tells which of several faces is meant.
    """

    name: str
    path: Path
    bona_fide: bool
    species: PaiSpecies | None
    split: str
    session: str = ""
    subject: str = ""
    known: KnownBoxes | None = None

    @property
    def is_video(self) -> bool:
        """Whether the suffix is that of a video."""
        return self.path.suffix.lower() in VIDEO_SUFFIXES


@dataclass(frozen=True, slots=True)
class Listing:
    """All that a reader found: `items`, and what it left out, as pairs of a name and the reason."""

    items: tuple[Item, ...]
    left_out: tuple[tuple[str, str], ...] = ()


def files_below(folder: Path, suffixes: Collection[str]) -> Iterator[Path]:
    """Every file of the suffixes (small letters) in a folder and below, sorted. Links are followed, each folder once.

    Files that begin with a dot are passed over: systems leave them beside pictures.
    """
    seen: set[str] = set()
    for place, folders, files in os.walk(folder, followlinks=True):
        real = os.path.realpath(place)
        if real in seen:  # a link back up would go round for ever
            folders.clear()
            continue
        seen.add(real)
        folders.sort()
        for name in sorted(files):
            path = Path(place, name)
            if path.suffix.lower() in suffixes and not name.startswith("."):
                yield path
