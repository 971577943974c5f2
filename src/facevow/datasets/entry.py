"""One image of a data set: where its pictures lie, where the face is in them, and what it shows."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from facevow.types import Box, PaiSpecies

SPLITS: Final = ("train", "validation", "test")
"""What an image may serve for. Validation chooses the epoch; nobody looks at test until the end."""

FRAMINGS: Final = ("frame", "face_crop")
"""`frame`: cut from a whole camera frame, so there is something around the face; `face_crop`: the face alone."""


@dataclass(frozen=True, slots=True)
class View:
    """One picture file of a face, and the detector's box in it, in pixels of that picture."""

    path: Path
    box: Box


@dataclass(frozen=True, slots=True)
class Entry:
    """One image of a data set.

    `name` is the manifest's `path` text and names the image in score files. `views` are closest first (most pixels on
    the face), then wider ones; there is at least one. `split` is one of SPLITS, `framing` one of FRAMINGS. `source`
    is the collection; `session` and `subject` are "" where unknown. `species` is None exactly for bona fide.
    """

    name: str
    views: tuple[View, ...]
    split: str
    source: str
    session: str
    subject: str
    framing: str
    bona_fide: bool
    species: PaiSpecies | None

    @property
    def label(self) -> str:
        """`bonafide` or `attack`, as the manifest says it."""
        return "bonafide" if self.bona_fide else "attack"
