"""Reads the simplest layout: a folder `real` and a folder `spoof`, with pictures and videos in them at any depth.

Frames of one person in one room look alike. Were some of them trained on and others tested on, a network would be
praised for knowing the shirt and the wall. So where there are sub-folders, the first one is taken for a person (or a
session) and goes whole into one split, and `real/anna` and `spoof/anna` are one person. Files that lie flat are split
one by one, for nothing tells who is in them; a video always stays whole.
"""

from collections import Counter
from pathlib import Path, PurePosixPath
from typing import Final

from facevow.datasets.items import IMAGE_SUFFIXES, Item, Listing, files_below
from facevow.datasets.splitting import deal
from facevow.errors import DatasetError
from facevow.media.video import VIDEO_SUFFIXES
from facevow.types import PaiSpecies

SHARES: Final = {"train": 0.7, "validation": 0.2, "test": 0.1}
"""The split of the first Face Liveness Detection System, whose layout this is."""

CLASSES: Final = {"real": True, "bonafide": True, "spoof": False, "attack": False}
"""What the two folders may be called."""


def read(folder: Path, *, seed: int = 0, species: PaiSpecies = PaiSpecies.PRINT_OR_PHOTO) -> Listing:
    """List the pictures and videos of both classes, 70/20/10 in train, validation and test.

    An attack's species is told by a folder above it that is called like one (`spoof/screen_phone/anna/1.jpg`); such
    folders are no persons.

    Args:
        folder: holds `real` and `spoof`.
        seed: decides who goes where; the same seed and the same files give the same split.
        species: what attacks are whose folders do not tell.

    Raises:
        DatasetError: a class's folder is missing or holds neither picture nor video.
    """
    found = [
        (path, path.relative_to(folder).as_posix(), bona_fide)
        for bona_fide in (True, False)
        for top in _tops(folder, bona_fide)
        for path in files_below(top, IMAGE_SUFFIXES | VIDEO_SUFFIXES)
    ]
    for bona_fide in (True, False):
        if not any(label is bona_fide for _, _, label in found):
            names = " or ".join(name for name, label in CLASSES.items() if label is bona_fide)
            raise DatasetError(f"expected pictures or videos in a folder {names} in {folder}, found none")
    splits = _splits([(name, bona_fide) for _, name, bona_fide in found], seed)
    return Listing(
        tuple(
            Item(
                name=name,
                path=path,
                bona_fide=bona_fide,
                species=None if bona_fide else _told(name) or species,
                split=splits[_group(name)],
                session=_session(path, name),
                subject=_person(name),
            )
            for path, name, bona_fide in found
        )
    )


def _tops(folder: Path, bona_fide: bool) -> list[Path]:
    return [folder / name for name, label in CLASSES.items() if label is bona_fide and (folder / name).is_dir()]


def _folders(name: str) -> list[str]:
    """The folders between the class and the file that are not called like a species."""
    return [part for part in PurePosixPath(name).parts[1:-1] if part not in list(PaiSpecies)]


def _told(name: str) -> PaiSpecies | None:
    told = [part for part in PurePosixPath(name).parts[1:-1] if part in list(PaiSpecies)]
    return PaiSpecies(told[-1]) if told else None


def _person(name: str) -> str:
    return next(iter(_folders(name)), "")


def _session(path: Path, name: str) -> str:
    """A video is a session; of pictures, the folder they lie in."""
    return name if path.suffix.lower() in VIDEO_SUFFIXES else "/".join(_folders(name))


def _group(name: str) -> str:
    """What must not be split: a person's folder, or else the file."""
    person = _person(name)
    return f"{person}/" if person else name


def _splits(files: list[tuple[str, bool]], seed: int) -> dict[str, str]:
    """The split of every group.

    Groups of bona fide files, of attacks and of both are dealt apart, so that no split lacks a class by bad luck.
    """
    sizes = Counter(_group(name) for name, _ in files)
    classes: dict[str, set[bool]] = {}
    for name, bona_fide in files:
        classes.setdefault(_group(name), set()).add(bona_fide)
    splits: dict[str, str] = {}
    for kind in ({True}, {False}, {True, False}):
        splits |= deal({group: sizes[group] for group in sizes if classes[group] == kind}, SHARES, seed)
    return splits
