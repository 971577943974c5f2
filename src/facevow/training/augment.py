"""Changes that a camera, a codec or a room makes to a picture.

The collections differ by class in size, exposure and compression, so each of these is made worthless as a cue.
Every function takes its own random generator: the same seed gives the same picture.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from facevow.types import Box, Pixels

Floats = NDArray[np.float32]
"""A picture on its way: height x width x 3, about 0..255, not yet rounded."""

Rng = np.random.Generator


def augment(pixels: Pixels, box: Box, rng: Rng) -> tuple[Pixels, Box]:
    """One random variant of a picture and of the face's box in it (pixels of the picture returned)."""
    pixels, box = narrow(pixels, box, rng) if rng.random() < 0.35 else (pixels, box)
    if rng.random() < 0.5:
        pixels, box = np.ascontiguousarray(pixels[:, ::-1]), Box(pixels.shape[1] - box.right, *_rest(box))
    if rng.random() < 0.4:
        pixels = coarser(pixels, rng.uniform(0.35, 0.9))
    if rng.random() < 0.3:
        pixels = blurred(pixels, rng)
    picture = exposed(pixels.astype(np.float32), rng) if rng.random() < 0.8 else pixels.astype(np.float32)
    if rng.random() < 0.3:
        picture = picture + rng.normal(0, rng.uniform(1, 9), picture.shape).astype(np.float32)
    pixels = rounded(picture)
    if rng.random() < 0.5:
        pixels = compressed(pixels, int(rng.integers(30, 95)))
    return pixels, jittered(box, rng)


def jittered(box: Box, rng: Rng) -> Box:
    """A box as another detector, or the same one a frame later, might have drawn it."""
    grow = rng.uniform(0.88, 1.12)
    x = box.centre[0] + rng.normal(0, 0.04) * box.width
    y = box.centre[1] + rng.normal(0, 0.04) * box.height
    width, height = box.width * grow, box.height * grow * rng.uniform(0.95, 1.05)
    return Box(x - width / 2, y - height / 2, width, height)


def narrow(pixels: Pixels, box: Box, rng: Rng) -> tuple[Pixels, Box]:
    """Take the edges of the picture away, as when the person sits nearer to the camera; the face itself stays."""
    height, width = pixels.shape[:2]
    keep = rng.uniform(0.0, 1.0, 4)
    left, top = int(max(box.x, 0) * keep[0]), int(max(box.y - box.height * 0.3, 0) * keep[1])
    right = width - int(max(width - box.right, 0) * keep[2])
    bottom = height - int(max(height - box.bottom, 0) * keep[3])
    if right - left < 24 or bottom - top < 24:
        return pixels, box
    return np.ascontiguousarray(pixels[top:bottom, left:right]), Box(box.x - left, box.y - top, box.width, box.height)


def coarser(pixels: Pixels, factor: float) -> Pixels:
    """Lose resolution: shrink by `factor` (0..1) and enlarge again."""
    height, width = pixels.shape[:2]
    small = cv2.resize(
        pixels, (max(int(width * factor), 8), max(int(height * factor), 8)), interpolation=cv2.INTER_AREA
    )
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def blurred(pixels: Pixels, rng: Rng) -> Pixels:
    """Out of focus, or moved along a line."""
    if rng.random() < 0.5:
        return np.asarray(cv2.GaussianBlur(pixels, (0, 0), rng.uniform(0.4, 1.6)), dtype=np.uint8)
    length = int(rng.integers(2, 6))
    kernel = np.full((1, length), 1 / length, np.float32)
    return np.asarray(cv2.filter2D(pixels, -1, kernel if rng.random() < 0.5 else kernel.T), dtype=np.uint8)


def exposed(picture: Floats, rng: Rng) -> Floats:
    """Other light: gain, gamma, contrast, white balance, saturation."""
    gamma = np.float32(np.exp(rng.normal(0, 0.25)))
    picture = np.asarray(255 * np.clip(picture / 255, 0, 1) ** gamma, dtype=np.float32)
    picture = picture * np.float32(np.exp(rng.normal(0, 0.18)))
    mean = picture.mean(dtype=np.float32)
    picture = (picture - mean) * np.float32(rng.uniform(0.8, 1.2)) + mean + np.float32(rng.normal(0, 8))
    picture = picture * np.exp(rng.normal(0, 0.06, 3)).astype(np.float32)
    return saturated(picture, rng.uniform(0.6, 1.3))


def compressed(pixels: Pixels, quality: int) -> Pixels:
    """Through JPEG and back."""
    _, content = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(content, cv2.IMREAD_COLOR), dtype=np.uint8)


def saturated(picture: Floats, amount: float) -> Floats:
    """Colours stronger (above 1) or duller (below 1)."""
    grey: Floats = picture.mean(axis=2, keepdims=True, dtype=np.float32)
    return grey + (picture - grey) * np.float32(amount)


def _rest(box: Box) -> tuple[float, float, float]:
    return box.y, box.width, box.height


def rounded(picture: Floats) -> Pixels:
    """Back to whole numbers 0..255."""
    return np.clip(picture, 0, 255).astype(np.uint8)
