"""Attacks simulated from bona fide pictures: a print, a screen or a paper mask, shown before another room.

Prints and paper masks are rare in public collections, and a network that is trained on phones forgets prints. What is
imitated is what the instruments do to light: paper narrows the gamut, prints in dots and bends; a screen has a grid of
sub-pixels that beats with the camera's grid (moiré), refreshes in bands, mirrors lamps and ends in a bezel.
Every function takes its own random generator: the same seed gives the same picture.
"""

from collections.abc import Callable

import cv2
import numpy as np

from facevow.training.augment import Floats, Rng, rounded, saturated
from facevow.types import Box, Pixels

_KINDS = ("print", "screen", "mask")
_SHARES = (0.45, 0.4, 0.15)
_FILLS = 0.25
"""Share of screens and sheets whose edges lie outside the picture: nothing but the surface gives them away."""


def simulate_attack(pixels: Pixels, box: Box, room: Pixels, rng: Rng) -> tuple[Pixels, Box]:
    """Show a bona fide face on paper, on a screen or as a paper mask, held up in another picture's room.

    Args:
        pixels: a bona fide picture.
        box: the face in it.
        room: any other picture; it becomes what is behind the instrument.
        rng: where chance comes from.

    Returns:
        A picture of the first one's size and the unchanged box.
    """
    kind = str(rng.choice(_KINDS, p=_SHARES))
    picture = pixels.astype(np.float32)
    if kind == "mask":
        return rounded(_worn(picture, box, rng)), box
    surface = printed(picture, rng) if kind == "print" else replayed(picture, rng)
    if rng.random() < _FILLS:
        return rounded(surface), box
    return rounded(_held(surface, box, room, kind, rng)), box


def printed(picture: Floats, rng: Rng) -> Floats:
    """On paper: a narrow gamut, a tint, dots or grain, soft edges, light that falls from one side or shines back."""
    low, high = rng.uniform(10, 60), rng.uniform(180, 248)
    dull = saturated(np.asarray(low + picture * (high - low) / 255, dtype=np.float32), rng.uniform(0.0, 1.0))
    dull = dull * np.exp(rng.normal(0, 0.07, 3)).astype(np.float32)
    if rng.random() < 0.4:
        dull = halftoned(dull, rng)
    else:
        dull = dull + rng.normal(0, rng.uniform(0, 6), (*dull.shape[:2], 1)).astype(np.float32)
    soft = np.asarray(cv2.GaussianBlur(dull, (0, 0), rng.uniform(0.3, 1.2)), dtype=np.float32)
    return _shone_on(soft, rng) if rng.random() < 0.3 else lit(soft, rng)


def halftoned(picture: Floats, rng: Rng) -> Floats:
    """In dots: each colour through a screen of its own angle, mixed with the picture as seen from afar."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    period, strength = rng.uniform(2.0, 5.0), np.float32(rng.uniform(0.1, 0.5))
    dots = np.empty_like(picture)
    for channel, degrees in enumerate(rng.permutation([15, 45, 75])):
        turned = np.deg2rad(degrees)
        u, v = x * np.cos(turned) + y * np.sin(turned), y * np.cos(turned) - x * np.sin(turned)
        screen = (np.sin(2 * np.pi * u / period) * np.sin(2 * np.pi * v / period) + 1) / 2
        # a soft threshold: the camera never resolves the edge of a dot
        dots[..., channel] = 255 / (1 + np.exp(-8 * (picture[..., channel] / 255 - screen)))
    return picture * (1 - strength) + dots * strength


def replayed(picture: Floats, rng: Rng) -> Floats:
    """On a screen: its colours and contrast, waves, a grid, bands and mirrored lamps, each now and then."""
    cast = np.array([rng.uniform(0.82, 1.04), rng.uniform(0.92, 1.04), rng.uniform(0.98, 1.2)], np.float32)
    mean = picture.mean(dtype=np.float32)
    shown = ((picture - mean) * np.float32(rng.uniform(0.8, 1.4)) + mean) * cast + np.float32(rng.uniform(0, 25))
    marks = (_waves, _grid, _bands)
    sure = int(rng.integers(len(marks)))  # without any mark it would be a bona fide picture with a wrong label
    for number, mark in enumerate(marks):
        if number == sure or rng.random() < 0.3:
            shown = mark(shown, rng)
    if rng.random() < 0.35:
        shown = _shone_on(shown, rng)
    if rng.random() < 0.4:
        shown = np.asarray(cv2.GaussianBlur(shown, (0, 0), rng.uniform(0.3, 1.0)), dtype=np.float32)
    return lit(shown, rng)


def _waves(picture: Floats, rng: Rng) -> Floats:
    """Moiré: two grids that beat, bent a little, often coloured."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    angle, period = rng.uniform(0, np.pi), rng.uniform(2.2, 24)
    along = x * np.cos(angle) + y * np.sin(angle)
    across = (y * np.cos(angle) - x * np.sin(angle)) / max(height, width)
    phases = rng.uniform(0, 2 * np.pi) + (rng.normal(0, 0.8, 3) if rng.random() < 0.5 else np.zeros(3))
    bent = along + rng.normal(0, 6) * across**2
    wave = np.sin(bent[..., None] * (2 * np.pi / period) + phases).astype(np.float32)
    shown: Floats = picture * (1 + np.float32(rng.uniform(0.01, 0.1)) * wave)
    return shown


def _grid(picture: Floats, rng: Rng) -> Floats:
    """Sub-pixels: the three colours side by side in stripes, and dark lines between the rows."""
    height, width = picture.shape[:2]
    period, strength = rng.uniform(1.6, 4.0), rng.uniform(0.03, 0.18)
    columns = np.arange(width)[:, None] * (2 * np.pi / period) + np.array([0, 2, 4]) * (np.pi / 3)
    rows = np.arange(height) * (2 * np.pi / (period * rng.uniform(0.9, 1.1)))
    stripes = (1 + strength * np.cos(columns)).astype(np.float32)[None]
    lines = (1 + strength * np.cos(rows)).astype(np.float32)[:, None, None]
    shown: Floats = picture * stripes * lines
    return shown


def _bands(picture: Floats, rng: Rng) -> Floats:
    """Refresh: wide bands, lighter and darker, that a rolling shutter sees."""
    height = picture.shape[0]
    rows = np.arange(height) / height * rng.uniform(1, 6) * 2 * np.pi + rng.uniform(0, 2 * np.pi)
    shown: Floats = picture * (1 + rng.uniform(0.02, 0.12) * np.sin(rows)).astype(np.float32)[:, None, None]
    return shown


def _shone_on(picture: Floats, rng: Rng) -> Floats:
    """A lamp or a window, mirrored."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    reach = (rng.uniform(0.05, 0.3) * width, rng.uniform(0.05, 0.3) * height)
    spot = ((x - rng.uniform(0, width)) / reach[0]) ** 2 + ((y - rng.uniform(0, height)) / reach[1]) ** 2
    shown: Floats = picture + (np.exp(-spot)[..., None] * rng.uniform(30, 140)).astype(np.float32)
    return shown


def lit(picture: Floats, rng: Rng) -> Floats:
    """Light that falls from one side, or from above."""
    axis = int(rng.integers(2))
    ramp = np.linspace(1 - rng.uniform(0, 0.2), 1 + rng.uniform(0, 0.2), picture.shape[axis], dtype=np.float32)
    ramp = ramp if rng.random() < 0.5 else ramp[::-1]
    return picture * (ramp[:, None, None] if axis == 0 else ramp[None, :, None])


def _held(surface: Floats, box: Box, room: Pixels, kind: str, rng: Rng) -> Floats:
    """The sheet or screen, a little askew, before a room: with a paper's margin or a bezel around it."""
    height, width = surface.shape[:2]
    behind = cv2.resize(room, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32)
    if rng.random() < 0.5:
        behind = np.asarray(cv2.GaussianBlur(behind, (0, 0), rng.uniform(0.5, 3)), dtype=np.float32)
    inner, rim = _sheet(box, rng), float(rng.uniform(0, 0.15) * box.width)
    outer = Box(inner.x - rim, inner.y - rim, inner.width + 2 * rim, inner.height + 2 * rim)
    edge = rng.uniform(190, 250) if kind == "print" else float(rng.choice([rng.uniform(5, 50), rng.uniform(190, 250)]))
    askew = _askew(rng)
    around, inside = (_mask((height, width), area, askew) for area in (outer, inner))
    framed = behind * (1 - around) + np.float32(edge) * around
    return np.asarray(framed * (1 - inside) + surface * inside, dtype=np.float32)


def _sheet(box: Box, rng: Rng) -> Box:
    """Where the sheet or screen lies around the face."""
    around = rng.uniform(0.1, 1.0, 4) * (box.width, box.height, box.width, box.height)
    return Box(
        box.x - around[0],
        box.y - around[1] - 0.2 * box.height,
        box.width + around[0] + around[2],
        box.height * 1.2 + around[1] + around[3],
    )


def _askew(rng: Rng) -> Callable[[Box], Floats]:
    """How a flat thing is held: turned by some degrees, its corners nearer or farther."""
    angle, shifts = np.deg2rad(rng.normal(0, 5)), rng.normal(0, 0.03, (4, 2))

    def corners(area: Box) -> Floats:
        size = np.array([area.width, area.height])
        square = (np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]]) + shifts) * size
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        return np.asarray(square @ turn + area.centre, dtype=np.float32)

    return corners


def _mask(shape: tuple[int, int], area: Box, corners: Callable[[Box], Floats]) -> Floats:
    """1 inside the area as it is held, 0 outside, soft by one pixel: height x width x 1."""
    mask = np.zeros(shape, np.float32)
    cv2.fillConvexPoly(mask, np.round(corners(area)).astype(np.int32), 1.0)
    return np.asarray(cv2.GaussianBlur(mask, (3, 3), 0), dtype=np.float32)[..., None]


def _worn(picture: Floats, box: Box, rng: Rng) -> Floats:
    """A printed face, cut out along its outline and worn: the room and the body stay, the eyes may be holes."""
    height, width = picture.shape[:2]
    paper = printed(picture, rng)
    (x, y), forehead = box.centre, rng.uniform(0.0, 0.3) * box.height
    axes = (box.width * rng.uniform(0.45, 0.62), (box.height + forehead) * rng.uniform(0.48, 0.6))
    face = _ellipse((height, width), (x, y - forehead / 2), axes)
    holes = np.zeros_like(face)
    if rng.random() < 0.5:  # the BlazeFace box has the eyes about a quarter below its top and half its width apart
        for side in (-1, 1):
            eye = (x + side * 0.23 * box.width, y - 0.24 * box.height)
            holes = np.maximum(holes, _ellipse((height, width), eye, (0.1 * box.width, 0.06 * box.height)))
    if rng.random() < 0.7:  # the cut edge: a thin rim of white paper, or the shadow under it
        rim = _ellipse((height, width), (x, y - forehead / 2), (axes[0] * 1.05, axes[1] * 1.05))
        rim = np.clip(rim - face, 0, 1) * (1 - holes)
        picture = picture * (1 - rim) + np.float32(rng.choice([rng.uniform(20, 80), rng.uniform(190, 245)])) * rim
    face = face * (1 - holes)
    return np.asarray(picture * (1 - face) + paper * face, dtype=np.float32)


def _ellipse(shape: tuple[int, int], centre: tuple[float, float], axes: tuple[float, float]) -> Floats:
    """1 inside the ellipse of these half axes, 0 outside, soft by one pixel: height x width x 1."""
    mask = np.zeros(shape, np.float32)
    middle, half = (round(centre[0]), round(centre[1])), (max(round(axes[0]), 1), max(round(axes[1]), 1))
    cv2.ellipse(mask, middle, half, 0.0, 0.0, 360.0, 1.0, -1)
    return np.asarray(cv2.GaussianBlur(mask, (3, 3), 0), dtype=np.float32)[..., None]
