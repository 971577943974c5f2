"""The layouts that can be prepared, by the name that the command line gives them."""

from enum import StrEnum
from pathlib import Path

from facevow.datasets import casia_fasd, celeba_spoof, folders, replay_attack
from facevow.datasets.items import Listing
from facevow.errors import DatasetError
from facevow.types import PaiSpecies


class Layout(StrEnum):
    """How a collection lies on disk."""

    FOLDERS = "folders"
    CELEBA_SPOOF = "celeba-spoof"
    CASIA_FASD = "casia-fasd"
    REPLAY_ATTACK = "replay-attack"


def list_items(layout: Layout, folder: Path, *, seed: int, species: PaiSpecies) -> Listing:
    """What lies in a folder of this layout.

    Args:
        layout: how the collection lies on disk.
        folder: the folder that it lies in.
        seed: decides who is dealt to which split where the collection does not say.
        species: what attacks of Layout.FOLDERS are whose folders do not tell.

    Raises:
        DatasetError: there is no such folder, or it does not hold this layout.
    """
    if not folder.is_dir():
        raise DatasetError(f"expected a folder at {folder}, found none")
    match layout:
        case Layout.FOLDERS:
            return folders.read(folder, seed=seed, species=species)
        case Layout.CELEBA_SPOOF:
            return celeba_spoof.read(folder, seed=seed)
        case Layout.CASIA_FASD:
            return casia_fasd.read(folder, seed=seed)
        case Layout.REPLAY_ATTACK:
            return replay_attack.read(folder)


def licence_of(layout: Layout) -> str:
    """The terms that the collection's publisher states, or "" where there is nothing to read them from."""
    return celeba_spoof.LICENCE if layout is Layout.CELEBA_SPOOF else ""
