"""A tiny made-up image tree: bona fide pictures are smooth, attacks are striped. No person is in any of them."""

import csv
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.conftest import REQUIRED

if "torch" in REQUIRED and find_spec("torch") is None:  # the tests' own importorskip would only skip
    raise pytest.UsageError("required here: torch, to test training (make train-extra)")

COLUMNS = (
    "path", "split", "source", "label", "pai_species", "framing", "face_x", "face_y", "face_w", "face_h",
    "wide_path", "wide_face_x", "wide_face_y", "wide_face_w", "wide_face_h",
)  # fmt: skip


def picture(label: str, rng: np.random.Generator) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """96 x 96 pixels."""
    y, x = np.mgrid[0:96, 0:96]
    base = rng.uniform(60, 180) + rng.uniform(-0.5, 0.5) * x + rng.uniform(-0.5, 0.5) * y
    stripes = 50 * np.sign(np.sin(x * rng.uniform(0.5, 0.8))) if label == "attack" else 0
    noisy = (base + stripes)[..., None] + rng.normal(0, 4, (96, 96, 3))
    return np.asarray(np.clip(noisy, 0, 255), dtype=np.uint8)


def write_manifest(folder: Path, rows: list[dict[str, str]]) -> Path:
    """Write the rows under the columns of a real manifest."""
    path = folder / "manifest.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def row(path: str, split: str, source: str, label: str) -> dict[str, str]:
    """A manifest row whose face fills the picture's middle third."""
    species = "print" if label == "attack" else ""
    box = dict.fromkeys(("face_x", "face_y", "face_w", "face_h"), "32")
    return {"path": path, "split": split, "source": source, "label": label, "pai_species": species,
            "framing": "frame", **box}  # fmt: skip


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """Two training sources and one for validation, six pictures of each class in each."""
    rng, rows = np.random.default_rng(11), []
    for source, split in (("one", "train"), ("two", "train"), ("three", "validation")):
        for label in ("bonafide", "attack"):
            for number in range(6):
                name = f"{source}-{label}-{number}.png"
                cv2.imwrite(str(tmp_path / name), picture(label, rng))
                rows.append(row(name, split, source, label))
    return write_manifest(tmp_path, rows)
