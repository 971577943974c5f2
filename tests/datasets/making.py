"""Made-up pictures, videos and manifests: a red square stands for a face, and a detector finds it."""

import csv
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from facevow.datasets.manifest import COLUMNS
from facevow.media.video import VideoWriter
from facevow.types import Box, Face, Frame, Pixels

FACE = Box(120, 80, 40, 40)


class RedSquares:
    """Finds every red square, largest first, as a detector finds faces."""

    name = "red-squares"

    def __init__(self) -> None:
        self.looks = 0

    def __call__(self, frame: Frame) -> tuple[Face, ...]:
        """Return the squares of at least eight pixels a side."""
        self.looks += 1
        red = (frame.pixels[..., 0] > 150) & (frame.pixels[..., 1] < 90) & (frame.pixels[..., 2] < 90)
        stats = cv2.connectedComponentsWithStats(red.astype(np.uint8))[2][1:]
        boxes = [Box(*map(float, row[:4])) for row in stats if min(row[2:4]) >= 8]
        return tuple(Face(box, 0.9, ()) for box in sorted(boxes, key=lambda box: -box.area))


def picture(*faces: Box, width: int = 320, height: int = 240, light: int = 100) -> Pixels:
    """A grey picture with a red square for each face."""
    pixels = np.full((height, width, 3), light, np.uint8)
    for face in faces:
        pixels[int(face.y) : int(face.bottom), int(face.x) : int(face.right)] = (220, 20, 20)
    return pixels


def save(path: Path, pixels: Pixels) -> Path:
    """Write a picture, in the format that the suffix names, and its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(cv2.imencode(path.suffix, cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))[1]))
    return path


def film(path: Path, frames: Sequence[Pixels], rate: float = 10) -> Path:
    """Write a video, and its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    writer = VideoWriter(path, frames[0].shape[1], frames[0].shape[0], rate)
    for pixels in frames:
        writer.write(pixels)
    writer.close()
    return path


def moving(count: int) -> list[Pixels]:
    """Frames that no thinning takes for the same: the light changes from one to the next."""
    return [picture(FACE, light=60 + 15 * (number % 12)) for number in range(count)]


def row(path: str = "a.png", **changes: str) -> dict[str, str]:
    """A sound row of a manifest, with changes."""
    sound = {"path": path, "split": "train", "source": "one", "label": "bonafide", "framing": "frame"}
    box = {"face_x": "10", "face_y": "20", "face_w": "30", "face_h": "40"}
    return dict.fromkeys(COLUMNS, "") | sound | box | changes


def write_rows(folder: Path, *rows: dict[str, str]) -> Path:
    """Write rows under the columns of a manifest, unchecked."""
    path = folder / "manifest.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path
