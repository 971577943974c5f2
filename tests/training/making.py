"""What the tests of training make: a tiny made-up image tree, configurations of seconds, entries nobody opens.

Bona fide pictures are smooth, attacks are striped. No person is in any of them.
"""

import csv
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from facevow.datasets.entry import Entry, View
from facevow.training.config import TrainingConfig
from facevow.types import Box, PaiSpecies, Pixels

COLUMNS = (
    "path", "split", "source", "label", "pai_species", "framing", "face_x", "face_y", "face_w", "face_h",
    "wide_path", "wide_face_x", "wide_face_y", "wide_face_w", "wide_face_h",
)  # fmt: skip

TINY: Mapping[str, Any] = {"architecture": "minifasnet-v2", "scale": 2.7, "size": 32}
"""The network of fewest multiplications."""

NEAR: Mapping[str, Any] = {"architecture": "minifasnet-v1se", "scale": 1.5, "size": 32, "weight": 2.0}
"""A second one that sees another crop and counts twice."""


@dataclass(frozen=True)
class Source:
    """A made-up collection."""

    name: str
    split: str = "train"
    framing: str = "frame"


def picture(label: str, rng: np.random.Generator) -> Pixels:
    """96 x 96 pixels."""
    y, x = np.mgrid[0:96, 0:96]
    base = rng.uniform(60, 180) + rng.uniform(-0.5, 0.5) * x + rng.uniform(-0.5, 0.5) * y
    stripes = 50 * np.sign(np.sin(x * rng.uniform(0.5, 0.8))) if label == "attack" else 0
    noisy = (base + stripes)[..., None] + rng.normal(0, 4, (96, 96, 3))
    return np.asarray(np.clip(noisy, 0, 255), dtype=np.uint8)


def row(path: str, split: str, source: str, label: str, framing: str = "frame") -> dict[str, str]:
    """A manifest row whose face fills the picture's middle third."""
    species = "print" if label == "attack" else ""
    box = dict.fromkeys(("face_x", "face_y", "face_w", "face_h"), "32")
    return {"path": path, "split": split, "source": source, "label": label, "pai_species": species,
            "framing": framing, **box}  # fmt: skip


def write_manifest(folder: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    """Write the rows under the columns of a real manifest."""
    path = folder / "manifest.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def make_data(folder: Path, sources: Sequence[Source], each: int) -> Path:
    """Write `each` pictures of both classes for every source; the path of their manifest."""
    rng, rows = np.random.default_rng(11), []
    folder.mkdir(exist_ok=True)
    for source in sources:
        for label in ("bonafide", "attack"):
            for number in range(each):
                name = f"{source.name}-{label}-{number}.png"
                cv2.imwrite(str(folder / name), picture(label, rng))
                rows.append(row(name, source.split, source.name, label, source.framing))
    return write_manifest(folder, rows)


def quiet(network: str, done: int, total: int, loss: float) -> None:
    """Nobody looks at the bar."""


def tiny(
    manifest: Path, *networks: Mapping[str, Any], data: Mapping[str, Any] | None = None, **loop: object
) -> TrainingConfig:
    """A configuration of two epochs with two batches each; `loop` and `data` change the tables of that name."""
    return TrainingConfig.model_validate(
        {
            "name": "tiny",
            "version": "3",
            "data": {"manifest": manifest, **(data or {})},
            "loop": {"epochs": 2, "samples": 16, "batch": 8, "rate": 1e-3, "average": 0.5, "device": "cpu", **loop},
            "network": networks or (TINY,),
        }
    )


def entry(
    name: str = "a.png",
    source: str = "one",
    *,
    bona_fide: bool = True,
    species: PaiSpecies = PaiSpecies.PRINT,
    framing: str = "frame",
    split: str = "train",
) -> Entry:
    """An entry whose picture nobody opens."""
    view = View(Path(name), Box(32, 32, 32, 32))
    return Entry(name, (view,), split, source, "", "", framing, bona_fide, None if bona_fide else species)


def contents(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder, by its path in it."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
