"""Is this frame fit to be judged? Each measure has a limit; passing it gives a code that is also the guidance.

The limits were set on real clips and stills so that nearly all bona fide frames of people looking at the camera pass;
`docs/architecture.md` says how.
"""

import math
import statistics
from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from facevow.types import Box, Face, FaceMotion, Frame, Landmarks, Pixels, Quality, QualityCode, QualityIssue
from facevow.vision.shrinking import halved

_SIDE = 128
"""Faces are brought to this many pixels first, so that light and sharpness do not depend on the distance."""

OPEN_SKIN = (9, 151, 108, 337, 67, 297, 117, 346, 50, 280)
NOSE = (1, 4, 5, 44, 274, 45, 275)
"""Mesh points on forehead and upper cheeks, and on the nose, which masks and scarves hide and beards do not."""

_COLOUR_POINTS = np.array(OPEN_SKIN + NOSE)

_LIGHTNESS_WEIGHT = 0.6
"""A nose is lit otherwise than a forehead; its lightness says less than its colour."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a measure begins to stand against a frame.

    darkest, brightest: mean luma of the face, 0..255.
    least_sharpness: variance of the Laplacian over the variance of luma, on a face of 128 px.
    least_size: longer side of the face in pixels. greatest_share: face height over frame height.
    greatest_outside: share of the face beyond the frame.
    greatest_turn: degrees of yaw or pitch.
    rival_share: area of a second face over that of the first.
    greatest_cover: distance in colour (CIELAB) between the nose and the skin around; 100 for a face without a mesh.
    """

    darkest: float = 30.0
    brightest: float = 215.0
    least_sharpness: float = 0.010
    least_size: float = 64.0
    greatest_share: float = 0.80
    greatest_outside: float = 0.08
    greatest_turn: float = 35.0
    rival_share: float = 0.25
    greatest_cover: float = 22.0


def assess(
    frame: Frame, faces: tuple[Face, ...], landmarks: Landmarks | None, motion: FaceMotion | None, limits: Limits
) -> Quality:
    """Measure the first face's fitness; without a face the only issue is NO_FACE."""
    if not faces:
        return Quality((QualityIssue(QualityCode.NO_FACE, 0, 1),), {QualityCode.NO_FACE: 0})
    face = faces[0]
    luma = _face_luma(frame.pixels, face.box)
    brightness = float(luma.mean())
    measures = {
        QualityCode.SEVERAL_FACES: _rival_share(faces),
        QualityCode.TOO_SMALL: face.box.longer_side,
        QualityCode.TOO_NEAR: face.box.height / frame.height,
        QualityCode.CUT_OFF: _outside(frame, face, landmarks),
        QualityCode.COVERED: _cover(frame.pixels, landmarks),
        QualityCode.TURNED_AWAY: 0.0 if motion is None else max(abs(motion.pose.yaw), abs(motion.pose.pitch)),
        QualityCode.TOO_DARK: brightness,
        QualityCode.TOO_BRIGHT: brightness,
        QualityCode.BLURRED: _sharpness(luma),
    }
    return Quality(_issues(measures, limits), measures)


def _issues(measures: Mapping[QualityCode, float], limits: Limits) -> tuple[QualityIssue, ...]:
    """The measures beyond their limits, in the order in which a person should mend them."""
    greatest = {
        QualityCode.SEVERAL_FACES: limits.rival_share,
        QualityCode.TOO_NEAR: limits.greatest_share,
        QualityCode.CUT_OFF: limits.greatest_outside,
        QualityCode.COVERED: limits.greatest_cover,
        QualityCode.TURNED_AWAY: limits.greatest_turn,
        QualityCode.TOO_BRIGHT: limits.brightest,
    }
    least = {
        QualityCode.TOO_SMALL: limits.least_size,
        QualityCode.TOO_DARK: limits.darkest,
        QualityCode.BLURRED: limits.least_sharpness,
    }
    found = []
    for code, value in measures.items():
        if code in greatest and value > greatest[code]:
            found.append(QualityIssue(code, value, greatest[code]))
        if code in least and value < least[code]:
            found.append(QualityIssue(code, value, least[code]))
    return tuple(found)


def _face_luma(pixels: Pixels, box: Box) -> NDArray[np.float32]:
    """The face inside the frame as luma, 128 x 128."""
    height, width = pixels.shape[:2]
    left, right = (min(max(edge, 0), width) for edge in (int(box.x), int(box.right) + 1))
    top, bottom = (min(max(edge, 0), height) for edge in (int(box.y), int(box.bottom) + 1))
    crop = pixels[min(top, height - 1) : max(bottom, top + 1), min(left, width - 1) : max(right, left + 1)]
    # grey first: one channel is resized sooner than three
    grey = halved(np.asarray(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), dtype=np.uint8), _SIDE, _SIDE)
    how = cv2.INTER_AREA if grey.shape[0] > _SIDE else cv2.INTER_LINEAR
    small = cv2.resize(grey, (_SIDE, _SIDE), interpolation=how)
    return small.astype(np.float32)


def _sharpness(luma: NDArray[np.float32]) -> float:
    """Variance of the Laplacian (Pech-Pacheco et al. 2000), over that of luma so that contrast does not count."""
    _, edges = cv2.meanStdDev(cv2.Laplacian(luma, cv2.CV_32F))
    _, contrast = cv2.meanStdDev(luma)
    return float(edges.item() ** 2 / max(contrast.item() ** 2, 1.0))


def _rival_share(faces: tuple[Face, ...]) -> float:
    return max((face.box.area / max(faces[0].box.area, 1.0) for face in faces[1:]), default=0.0)


def _outside(frame: Frame, face: Face, landmarks: Landmarks | None) -> float:
    """The share of the face that lies beyond the frame: of mesh points, or of the box where there is no mesh."""
    if landmarks is None:
        visible = face.box.intersection(Box(0, 0, frame.width, frame.height))
        return 1 - visible / max(face.box.area, 1.0)
    x, y = landmarks.points[:, 0], landmarks.points[:, 1]
    if x.min() >= 0 and y.min() >= 0 and x.max() < frame.width and y.max() < frame.height:
        return 0.0
    return float(((x < 0) | (y < 0) | (x >= frame.width) | (y >= frame.height)).mean())


def _cover(pixels: Pixels, landmarks: Landmarks | None) -> float:
    """How differently coloured the nose is from forehead and cheeks; 100 where the mesh finds no face at all."""
    if landmarks is None:
        return 100.0
    colours = _colours(pixels, landmarks.points[_COLOUR_POINTS, :2])
    skin, nose = (
        [statistics.median(part) for part in zip(*some, strict=True)]
        for some in (colours[: len(OPEN_SKIN)], colours[len(OPEN_SKIN) :])
    )
    return math.dist([_LIGHTNESS_WEIGHT * skin[0], *skin[1:]], [_LIGHTNESS_WEIGHT * nose[0], *nose[1:]])


def _colours(pixels: Pixels, points: NDArray[np.float32]) -> list[list[float]]:
    """The CIELAB colours at n points (x, y): lightness 0..100, then two values of about -100..100."""
    last = (pixels.shape[1] - 1, pixels.shape[0] - 1)
    columns, rows = np.minimum(np.maximum(np.rint(points).astype(np.intp), 0), last).T
    colours = pixels[rows, columns][None].astype(np.float32) / np.float32(255)
    found: list[list[float]] = cv2.cvtColor(colours, cv2.COLOR_RGB2LAB)[0].tolist()
    return found
