"""Simulated presentations of one still photo: a print or a phone that is moved, tilted, bent and brought closer.

These are simulations, not footage: a sheet is rendered exactly as a pinhole camera sees it, flat or bent about any
axis of its own plane, before a background, with a little noise. The same seed gives the same frames.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from facevow.types import Box, Frame, Pixels

KINDS = ("tilt", "bend", "zoom", "shake", "mixed")
"""What is done to the sheet: each alone on a hardly moving hand, and all at once."""

WIDTH, HEIGHT = 640, 480
_FOCAL = 1.1 * WIDTH
"""Pixels; a webcam's field of view of about 49 degrees across."""

_RESTING = 0.8
"""Seconds for which the sheet is first held still and straight, as whoever attacks would."""

_COARSE = 4
"""The way of the rays is computed for every so many pixels and interpolated between."""

_FAR = np.float32(1e4)


@dataclass(frozen=True, slots=True)
class Moves:
    """What is done in one run, at its strongest.

    yaw, pitch, roll: degrees by which the sheet is turned, up to 60, 60 and 25 either way.
    bend: degrees of arc over the face's width, up to 90 either way (positive bends the sides away from the camera);
        `axis`: of the bending, degrees from upright in the plane of the sheet. `curved` is the share of the bend that
        is there at rest already.
    closer: the face grows by this factor, 1 to 2.
    shift: by how many face widths the sheet goes aside. shake: degrees and hundredths of a face width of tremble.
    size: width of the face at rest in pixels. rate: swings a second. phone: a phone's bezel, else a sheet's margin.
    plain: nothing to follow in the background.
    """

    kind: str
    yaw: float
    pitch: float
    roll: float
    bend: float
    axis: float
    curved: float
    closer: float
    shift: float
    shake: float
    size: float
    rate: float
    phone: bool
    plain: bool


def draw_moves(rng: np.random.Generator, kind: str | None = None) -> Moves:
    """Draw a run; `kind` is one of KINDS, or drawn as well."""
    kind = str(rng.choice(KINDS)) if kind is None else kind
    every = kind == "mixed"

    def drawn(most: float, *, when: bool, still: float) -> float:
        return float(rng.uniform(-most, most)) if when else float(rng.uniform(-still, still))

    return Moves(
        kind=kind,
        yaw=drawn(60, when=every or kind == "tilt", still=5),
        pitch=drawn(60, when=every or kind == "tilt", still=5),
        roll=drawn(25, when=every or kind == "tilt", still=3),
        bend=drawn(90, when=every or kind == "bend", still=5),
        axis=float(rng.choice([0.0, 90.0, rng.uniform(-90, 90)], p=[0.5, 0.2, 0.3])),
        curved=float(rng.choice([0.0, rng.uniform(0, 1)])),
        closer=float(rng.uniform(1.3, 2.0)) if kind == "zoom" else float(rng.uniform(1.0, 1.6 if every else 1.05)),
        shift=drawn(0.8, when=every or kind == "shake", still=0.05),
        shake=float(rng.uniform(1, 6)) if kind == "shake" else float(rng.uniform(0, 1)),
        size=float(rng.uniform(90, 170)),
        rate=float(rng.uniform(0.2, 0.6)),
        phone=bool(rng.random() < 0.5),
        plain=bool(rng.random() < 0.3),
    )


def photo_frames(  # noqa: PLR0913 - what is shown, how, and for how long
    portrait: Pixels, face: Box, moves: Moves, rng: np.random.Generator, *, frames: int = 35, rate: float = 10.0
) -> Iterator[Frame]:
    """Show a portrait to a camera of 640 x 480 pixels.

    Args:
        portrait: a picture with one face.
        face: the detector's box of it, in pixels of the picture.
        moves: what is done.
        rng: where trembling, noise and background come from.
        frames: how many.
        rate: frames a second.
    """
    sheet, centre = _sheet(portrait, face, phone=moves.phone)
    room = _room(rng, plain=moves.plain)
    for index in range(frames):
        at = index / rate
        phase = 2 * math.pi * moves.rate * max(0.0, at - _RESTING)
        tremble = rng.normal(0, moves.shake, 5)
        columns, rows = _way(moves, phase, tremble, face.width)
        seen = _seen(sheet, room, columns + np.float32(centre[0]), rows + np.float32(centre[1]))
        noisy = seen + rng.normal(0, 2.0, (HEIGHT, WIDTH, 1)).astype(np.float32)
        yield Frame(np.clip(noisy, 0, 255).astype(np.uint8), index, at)


def _way(
    moves: Moves, phase: float, tremble: NDArray[np.float64], face_width: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Where on the sheet each pixel of the camera looks, from the face's middle, in pixels of the portrait."""
    swing, slow = math.sin(phase), (1 - math.cos(phase)) / 2
    turn = _rotation(
        moves.yaw * swing + tremble[0],
        moves.pitch * math.sin(phase * 1.3) + tremble[1],
        moves.roll * swing + tremble[2],
    )
    distance = _FOCAL / (moves.size * (1 + (moves.closer - 1) * slow))  # in face widths, as all lengths from here
    aside = np.array([moves.shift * swing + tremble[3] / 100, tremble[4] / 100, distance])
    y, x = np.mgrid[0 : HEIGHT + _COARSE : _COARSE, 0 : WIDTH + _COARSE : _COARSE]
    rays = np.stack([(x - WIDTH / 2) / _FOCAL, (y - HEIGHT / 2) / _FOCAL, np.ones(x.shape)], axis=-1)
    axis = math.radians(moves.axis)
    frame = np.array([[math.cos(axis), math.sin(axis), 0], [-math.sin(axis), math.cos(axis), 0], [0, 0, 1]])
    origin, rays = frame @ turn.T @ -aside, rays @ turn @ frame.T
    curvature = math.radians(moves.bend) * (moves.curved + (1 - moves.curved) * slow)
    across, along = _hit(origin, rays, curvature)
    flat = np.stack([across, along], axis=-1) @ frame[:2, :2] * face_width
    full = [
        cv2.resize(flat[..., part].astype(np.float32), (x.shape[1] * _COARSE, x.shape[0] * _COARSE))
        for part in range(2)
    ]
    half = _COARSE // 2  # resize takes a sample for the middle of its cell
    columns, rows = (np.asarray(part[half : HEIGHT + half, half : WIDTH + half], dtype=np.float32) for part in full)
    return columns, rows


def _hit(
    origin: NDArray[np.float64], rays: NDArray[np.float64], curvature: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where rays meet the sheet that is rolled about its y axis: the arc across, and y; far away for a miss.

    The cylinder is c (x^2 + z^2) = 2 z, which is the plane z = 0 for c = 0.
    """
    dx, dy, dz = rays[..., 0], rays[..., 1], rays[..., 2]
    square = curvature * (dx**2 + dz**2)
    linear = 2 * (curvature * (origin[0] * dx + origin[2] * dz) - dz)
    constant = curvature * (origin[0] ** 2 + origin[2] ** 2) - 2 * origin[2]
    inside = linear**2 - 4 * square * constant
    root = np.sqrt(np.maximum(inside, 0))
    # of both solutions the one that becomes the plane's as the curvature goes to 0, in the form that stays exact there
    below = -linear + root
    length = 2 * constant / np.where(np.abs(below) < 1e-12, 1e-12, below)
    x, z = origin[0] + length * dx, origin[2] + length * dz
    across = np.arctan2(curvature * x, 1 - curvature * z) / curvature if abs(curvature) > 1e-6 else x
    missed = (inside <= 0) | (length <= 0) | ~np.isfinite(length)
    return np.where(missed, _FAR, across), np.where(missed, _FAR, origin[1] + length * dy)


def _rotation(yaw: float, pitch: float, roll: float) -> NDArray[np.float64]:
    """Of the sheet, degrees: about the camera's upright axis, then across, then the axis of sight."""
    (a, b, c), (d, e, f) = ([fn(math.radians(v)) for v in (yaw, pitch, roll)] for fn in (math.cos, math.sin))
    turned = np.array([[a, 0, d], [0, 1, 0], [-d, 0, a]])
    tipped = np.array([[1, 0, 0], [0, b, -e], [0, e, b]])
    return np.asarray(turned @ tipped @ np.array([[c, -f, 0], [f, c, 0], [0, 0, 1]]), dtype=np.float64)


def _sheet(portrait: Pixels, face: Box, *, phone: bool) -> tuple[Pixels, tuple[float, float]]:
    """The part of the portrait around the face, with a bezel or a margin, and where the face's middle lies in it."""
    (x, y), reach = face.centre, 1.2 * face.width
    left, top = max(round(x - reach), 0), max(round(y - 1.2 * reach), 0)
    cut = portrait[top : round(y + 1.2 * reach), left : round(x + reach)]
    rim, shade = (round(0.1 * face.width), 15) if phone else (round(0.15 * face.width), 235)
    framed = cv2.copyMakeBorder(cut, rim, rim, rim, rim, cv2.BORDER_CONSTANT, value=(shade, shade, shade))
    return np.asarray(framed, dtype=np.uint8), (x - left + rim, y - top + rim)


def _room(rng: np.random.Generator, *, plain: bool) -> NDArray[np.float32]:
    """A wall with or without things on it."""
    shade = rng.uniform(60, 200, 3)
    wall = np.broadcast_to(shade, (HEIGHT, WIDTH, 3)).astype(np.float32)
    if plain:
        return wall
    things = cv2.resize(
        rng.uniform(-60, 60, (24, 32, 3)).astype(np.float32), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC
    )
    room = np.ascontiguousarray(wall + things)
    for _ in range(12):
        x, y = int(rng.integers(WIDTH)), int(rng.integers(HEIGHT))
        colour = tuple(float(value) for value in rng.uniform(0, 255, 3))
        cv2.rectangle(room, (x, y), (x + int(rng.integers(15, 120)), y + int(rng.integers(15, 120))), colour, -1)
    return np.asarray(cv2.GaussianBlur(room, (0, 0), 1.5), dtype=np.float32)


def _seen(
    sheet: Pixels, room: NDArray[np.float32], columns: NDArray[np.float32], rows: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The sheet before the room."""
    height, width = sheet.shape[:2]
    shown = cv2.remap(sheet, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    covers = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    soft = cv2.GaussianBlur(covers.astype(np.float32), (3, 3), 0)[..., None]
    return np.asarray(shown * soft + room * (1 - soft), dtype=np.float32)
