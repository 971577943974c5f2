"""Changes that a camera, a codec or a room makes to a picture, and attacks simulated from bona fide pictures.

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
    pixels = _rounded(picture)
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
    return _saturated(picture, rng.uniform(0.6, 1.3))


def compressed(pixels: Pixels, quality: int) -> Pixels:
    """Through JPEG and back."""
    _, content = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(content, cv2.IMREAD_COLOR), dtype=np.uint8)


def simulate_attack(pixels: Pixels, box: Box, room: Pixels, rng: Rng) -> tuple[Pixels, Box]:
    """Show a bona fide face on a sheet of paper or a screen, held up in another picture's room.

    Args:
        pixels: a bona fide picture.
        box: the face in it.
        room: any other picture; it becomes what is behind the sheet or the screen.
        rng: where chance comes from.

    Returns:
        A picture of the first one's size and the unchanged box.
    """
    height, width = pixels.shape[:2]
    surface = (printed if rng.random() < 0.6 else replayed)(pixels.astype(np.float32), rng)
    behind = cv2.resize(room, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32)
    if rng.random() < 0.5:
        behind = np.asarray(cv2.GaussianBlur(behind, (0, 0), rng.uniform(0.5, 3)), dtype=np.float32)
    inner, outer = _sheet(box, rng), float(rng.uniform(0, 0.15) * box.width)
    edge = float(rng.choice([rng.uniform(5, 50), rng.uniform(190, 250)]))
    angle = float(rng.normal(0, 5))
    rim = _mask(
        (height, width), Box(inner.x - outer, inner.y - outer, inner.width + 2 * outer, inner.height + 2 * outer), angle
    )
    mask = _mask((height, width), inner, angle)
    framed = behind * (1 - rim) + edge * rim
    return _rounded(framed * (1 - mask) + surface * mask), box


def printed(picture: Floats, rng: Rng) -> Floats:
    """On paper: blacks lifted, whites dimmed, colours duller, a tint, fine grain, uneven light."""
    low, high = rng.uniform(15, 60), rng.uniform(185, 245)
    dulled = np.asarray(low + picture * (high - low) / 255, dtype=np.float32)
    picture = _saturated(dulled, rng.uniform(0.0, 0.9))
    picture = picture * np.exp(rng.normal(0, 0.07, 3)).astype(np.float32)
    grain = rng.normal(0, rng.uniform(0, 6), (*picture.shape[:2], 1)).astype(np.float32)
    return _lit(np.asarray(cv2.GaussianBlur(picture + grain, (0, 0), rng.uniform(0.3, 1.2)), dtype=np.float32), rng)


def replayed(picture: Floats, rng: Rng) -> Floats:
    """On a screen: a blue cast, hard contrast, interference waves, a patch of glare."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    angle, period = rng.uniform(0, np.pi), rng.uniform(2.2, 12)
    wave = np.sin((x * np.cos(angle) + y * np.sin(angle)) * np.float32(2 * np.pi / period))[..., None]
    cast = np.array([rng.uniform(0.82, 1.02), rng.uniform(0.92, 1.04), rng.uniform(1.0, 1.2)], np.float32)
    mean = picture.mean(dtype=np.float32)
    picture = ((picture - mean) * np.float32(rng.uniform(0.9, 1.4)) + mean) * cast
    picture = picture * (1 + np.float32(rng.uniform(0, 0.08)) * wave.astype(np.float32))
    if rng.random() < 0.4:
        spot = (x - rng.uniform(0, width)) ** 2 + (y - rng.uniform(0, height)) ** 2
        glare = np.exp(-spot / np.float32((rng.uniform(0.05, 0.2) * width) ** 2))
        picture = picture + glare[..., None] * np.float32(rng.uniform(40, 140))
    return _lit(picture, rng)


def _sheet(box: Box, rng: Rng) -> Box:
    """Where the sheet or screen lies around the face."""
    around = rng.uniform(0.1, 1.0, 4) * (box.width, box.height, box.width, box.height)
    return Box(
        box.x - around[0],
        box.y - around[1] - 0.2 * box.height,
        box.width + around[0] + around[2],
        box.height * 1.2 + around[1] + around[3],
    )


def _mask(shape: tuple[int, int], area: Box, angle: float) -> Floats:
    """1 inside a rectangle turned by `angle` degrees, 0 outside, soft by one pixel: height x width x 1."""
    corners = cv2.boxPoints((area.centre, (area.width, area.height), angle))
    mask = np.zeros(shape, np.float32)
    cv2.fillConvexPoly(mask, np.asarray(corners, dtype=np.int32), 1.0)
    return np.asarray(cv2.GaussianBlur(mask, (3, 3), 0), dtype=np.float32)[..., None]


def _lit(picture: Floats, rng: Rng) -> Floats:
    """Light that falls from one side."""
    ramp = np.linspace(1 - rng.uniform(0, 0.2), 1 + rng.uniform(0, 0.2), picture.shape[1], dtype=np.float32)
    return picture * (ramp if rng.random() < 0.5 else ramp[::-1])[None, :, None]


def _saturated(picture: Floats, amount: float) -> Floats:
    """Colours stronger (above 1) or duller (below 1)."""
    grey: Floats = picture.mean(axis=2, keepdims=True, dtype=np.float32)
    return grey + (picture - grey) * np.float32(amount)


def _rest(box: Box) -> tuple[float, float, float]:
    return box.y, box.width, box.height


def _rounded(picture: Floats) -> Pixels:
    return np.clip(picture, 0, 255).astype(np.uint8)
