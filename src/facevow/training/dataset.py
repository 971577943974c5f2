"""Reads a manifest of presentation-attack images and hands out samples, balanced by class and by source.

The manifest is a CSV file. Of an image it needs `split`, `source`, `label` (`bonafide` or `attack`), `pai_species`
(empty when bona fide), `path` and the detector's box `face_x` .. `face_h` in pixels of that image. Where `wide_path`
and `wide_face_*` are given they are preferred: they hold more of what is around the face.
"""

import csv
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from facevow.errors import TrainingError
from facevow.types import Box, PaiSpecies, Pixels

_COLUMNS = ("path", "split", "source", "label", "pai_species", "framing", "face_x", "face_y", "face_w", "face_h")
_LABELS = ("bonafide", "attack")


@dataclass(frozen=True, slots=True)
class Entry:
    """One image of a manifest: where it lies, the face's box in it, and what it shows."""

    path: Path
    box: Box
    split: str
    source: str
    bona_fide: bool
    species: PaiSpecies | None


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """A decoded image (RGB), the face's box in it, and the label."""

    pixels: Pixels
    box: Box
    bona_fide: bool
    species: PaiSpecies | None
    source: str


def read_manifest(path: Path, *, framing: str = "frame") -> list[Entry]:
    """Read every entry of one framing: `frame` images show what is around a face, `face_crop` images do not.

    Raises:
        TrainingError: no such file, a column is missing, or a row cannot be read; the message tells the line.
    """
    try:
        with path.open(newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise TrainingError(f"expected the columns {', '.join(_COLUMNS)} in {path}, missing: {missing}")
            rows = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise TrainingError(f"expected a manifest at {path}: {error}") from error
    return [_entry(path, line, row) for line, row in rows if row["framing"] == framing]


def _entry(manifest: Path, line: int, row: dict[str, str]) -> Entry:
    """One row of the manifest."""
    prefix = "wide_" if row.get("wide_path") else ""
    try:
        if row["label"] not in _LABELS:
            raise TrainingError(f"{manifest}, line {line}: expected a label of {_LABELS}, found {row['label']!r}")
        box = Box(*(float(row[f"{prefix}face_{side}"]) for side in "xywh"))
        species = PaiSpecies(row["pai_species"]) if row["label"] == "attack" else None
        image = manifest.parent / row[f"{prefix}path"]
    except (ValueError, TypeError, KeyError) as error:
        raise TrainingError(f"{manifest}, line {line}: {error!r}") from error
    if not (box.width > 0 and box.height > 0):
        raise TrainingError(f"{manifest}, line {line}: expected a box with an area, found {box}")
    return Entry(image, box, row["split"], row["source"], row["label"] == "bonafide", species)


def load(entries: list[Entry]) -> list[Sample]:
    """Decode images into memory (about 0.1 MB each), so that later the processor works for the network alone.

    Raises:
        TrainingError: a file is missing or no image, or only one of the two classes is there.
    """
    classes = Counter(entry.bona_fide for entry in entries)
    if len(classes) < 2:
        raise TrainingError(f"expected bona fide and attack images, found {dict(classes)} (True is bona fide)")
    return [_decode(entry) for entry in entries]


def _decode(entry: Entry) -> Sample:
    """One image, RGB."""
    try:
        content = np.fromfile(entry.path, dtype=np.uint8)
    except OSError as error:
        raise TrainingError(f"expected an image at {entry.path}: {error}") from error
    decoded = cv2.imdecode(content, cv2.IMREAD_COLOR) if content.size else None
    if decoded is None:
        raise TrainingError(f"expected an image at {entry.path}, but it cannot be decoded")
    pixels = np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB), dtype=np.uint8)
    return Sample(pixels, entry.box, entry.bona_fide, entry.species, entry.source)


@dataclass(slots=True)
class BalancedSampler:
    """Draws samples: half bona fide; within a class by group, so that no source and no kind of attack dominates.

    A group is one source and one species. Its weight grows with the root of its size, capped at `cap` images: three
    pictures of one collection must not be drawn as often as a hundred of another. Prints are rare in the data and are
    what a network forgets first, so they are drawn `prints` times as often.
    """

    samples: list[Sample]
    rng: np.random.Generator
    cap: int = 125
    prints: float = 2.0
    _groups: dict[bool, list[list[int]]] = field(init=False)
    _weights: dict[bool, np.ndarray[tuple[int], np.dtype[np.float64]]] = field(init=False)

    def __post_init__(self) -> None:
        groups: dict[tuple[bool, str, str], list[int]] = {}
        for index, sample in enumerate(self.samples):
            groups.setdefault((sample.bona_fide, sample.source, sample.species or ""), []).append(index)
        self._groups = {label: [rows for key, rows in groups.items() if key[0] is label] for label in (True, False)}
        self._weights = {}
        for label in (True, False):
            weights = np.array([self._weight(key[2], len(rows)) for key, rows in groups.items() if key[0] is label])
            self._weights[label] = weights / weights.sum()

    def _weight(self, species: str, size: int) -> float:
        boost = self.prints if species == PaiSpecies.PRINT else 1.0
        return float(boost * np.sqrt(min(size, self.cap)))

    def draw(self, bona_fide: bool) -> Sample:
        """One sample of a class, at random."""
        group = self.rng.choice(len(self._weights[bona_fide]), p=self._weights[bona_fide])
        rows = self._groups[bona_fide][group]
        return self.samples[rows[self.rng.integers(len(rows))]]
