"""Draws what was found onto a picture: box, verdict, score, and what stands against the frame."""

import cv2

from facevow.types import FrameAnalysis, Pixels

COLOURS = {"BONA_FIDE": (46, 160, 67), "ATTACK": (218, 54, 51), "NO_RESPONSE": (219, 154, 4)}
"""Green, red and amber, RGB."""

_FONT = cv2.FONT_HERSHEY_SIMPLEX


def draw(pixels: Pixels, analysis: FrameAnalysis, verdict: str, score: float | None) -> Pixels:
    """Return a copy with the judged face boxed in the verdict's colour; other faces get a thin outline."""
    canvas = pixels.copy()
    colour = COLOURS[verdict]
    thickness = max(2, round(min(canvas.shape[:2]) / 240))
    for face in analysis.faces[1:]:
        _rectangle(canvas, face.box.x, face.box.y, face.box.right, face.box.bottom, (128, 128, 128), 1)
    label = verdict.replace("_", " ") + ("" if score is None else f" {score:.2f}")
    left, top = 0.0, 0.0
    if analysis.face is not None:
        box = analysis.face.box
        _rectangle(canvas, box.x, box.y, box.right, box.bottom, colour, thickness)
        left, top = box.x, box.y
    _label(canvas, label, left, top, colour)
    if analysis.quality.codes:
        _label(canvas, ", ".join(analysis.quality.codes), 0, canvas.shape[0], (60, 60, 60))
    return canvas


def _rectangle(  # noqa: PLR0913, PLR0917 - four edges, a canvas and how to draw
    canvas: Pixels, left: float, top: float, right: float, bottom: float, colour: tuple[int, int, int], thickness: int
) -> None:
    cv2.rectangle(canvas, (round(left), round(top)), (round(right), round(bottom)), colour, thickness, cv2.LINE_AA)


def _label(canvas: Pixels, text: str, left: float, bottom: float, colour: tuple[int, int, int]) -> None:
    """White text on a bar of the colour, above `bottom` and kept inside the picture."""
    scale = max(0.4, min(canvas.shape[:2]) / 720)
    (width, height), baseline = cv2.getTextSize(text, _FONT, scale, 1)
    bar = height + baseline + 4
    x = round(min(max(left, 0), max(canvas.shape[1] - width - 8, 0)))
    y = round(min(max(bottom, bar), canvas.shape[0]))
    cv2.rectangle(canvas, (x, y - bar), (x + width + 8, y), colour, cv2.FILLED)
    cv2.putText(canvas, text, (x + 4, y - baseline - 2), _FONT, scale, (255, 255, 255), 1, cv2.LINE_AA)
