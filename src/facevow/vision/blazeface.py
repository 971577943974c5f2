"""MediaPipe's BlazeFace, short range: the default face detector.

Input 128 x 128 RGB in -1..1; output 896 candidate boxes with six points (Bazarevsky et al. 2019, arXiv:1907.05047).
"""

from typing import Any

import numpy as np

from facevow.types import Face, Frame, Pixels
from facevow.vision.detector import Fit, Floats, face_from_values, fit, largest_first, merge_overlapping
from facevow.vision.runtime import open_tflite

SIDE = 128
LEAST_SCORE = 0.5
MERGE_OVERLAP = 0.3
"""The score and overlap that MediaPipe's own graph uses for this model."""

SQUARES_FROM = 1.2
"""How much longer than wide, or the other way round, a frame must be for a look in squares to gain anything."""


def _anchors() -> Floats:
    """The 896 anchor centres, 0..1: two for each cell of a 16 x 16 grid, then six for each of an 8 x 8 one."""
    centres = []
    for cells, per_cell in ((16, 2), (8, 6)):
        steps = (np.arange(cells) + 0.5) / cells
        x, y = np.meshgrid(steps, steps)
        centres.append(np.repeat(np.stack([x.ravel(), y.ravel()], axis=1), per_cell, axis=0))
    return np.concatenate(centres).astype(np.float32)


class BlazeFace:
    """Call it with a frame to get the faces in it."""

    name = "blazeface"

    def __init__(self, model: bytes, *, threads: int = 1) -> None:
        """Open the detector; `model` holds the TFLite file.

        Raises:
            ModelCorrupt: the bytes are not that model.
        """
        self._interpreter = open_tflite(
            model,
            name="face_detector.tflite",
            takes=(1, SIDE, SIDE, 3),
            gives=((1, 896, 1), (1, 896, 16)),
            threads=threads,
        )
        self._input = self._interpreter.get_input_details()[0]["index"]
        outputs: list[dict[str, Any]] = sorted(self._interpreter.get_output_details(), key=lambda out: out["shape"][-1])
        self._scores, self._regressors = outputs[0]["index"], outputs[1]["index"]
        self._anchors = _anchors()

    def __call__(self, frame: Frame) -> tuple[Face, ...]:
        """Return the faces, largest first, with six points each.

        A frame that shows none as a whole is looked at again in three overlapping squares, in which faces are larger:
        fitted into the network's input, a wide or tall frame leaves a distant face too few pixels.
        """
        found = self._look(frame.pixels)
        longer, shorter = max(frame.width, frame.height), min(frame.width, frame.height)
        if not len(found) and longer >= SQUARES_FROM * shorter:
            middle, last = (longer - shorter) // 2, longer - shorter
            found = np.concatenate([self._look_in_square(frame, start, shorter) for start in (0, middle, last)])
        merged = merge_overlapping(found[:, :4], found[:, -1], found[:, :-1], overlap=MERGE_OVERLAP)
        return largest_first([face_from_values(average, score) for average, score in merged], frame)

    def _look_in_square(self, frame: Frame, start: int, side: int) -> Floats:
        """Candidates in the square that begins at `start` along the frame's longer side, in pixels of the frame."""
        wide = frame.width >= frame.height
        part = frame.pixels[:, start : start + side] if wide else frame.pixels[start : start + side]
        found = self._look(part)
        found[:, int(not wide) : -1 : 2] += start
        return found

    def _look(self, pixels: Pixels) -> Floats:
        """All candidates in a picture: n x 17, four edges and six points in its pixels, then the score."""
        tensor, fitted = self._preprocess(pixels)
        logits, regressors = self._run(tensor)
        return self._postprocess(logits, regressors, fitted)

    def _preprocess(self, pixels: Pixels) -> tuple[Floats, Fit]:
        square, fitted = fit(pixels, SIDE, SIDE, padding=0)
        return square.astype(np.float32)[None] / 127.5 - 1, fitted

    def _run(self, tensor: Floats) -> tuple[Floats, Floats]:
        self._interpreter.set_tensor(self._input, tensor)
        self._interpreter.invoke()
        return self._interpreter.get_tensor(self._scores)[0, :, 0], self._interpreter.get_tensor(self._regressors)[0]

    def _postprocess(self, logits: Floats, regressors: Floats, fitted: Fit) -> Floats:
        kept = logits > np.log(LEAST_SCORE / (1 - LEAST_SCORE))
        scores = 1 / (1 + np.exp(-logits[kept]))
        anchors = self._anchors[kept] * SIDE
        decoded = regressors[kept].reshape(len(anchors), 8, 2)
        centre, half, points = decoded[:, 0] + anchors, decoded[:, 1] / 2, decoded[:, 2:] + anchors[:, None]
        corners = np.concatenate([centre - half, centre + half], axis=1)
        values = fitted.back(np.concatenate([corners, points.reshape(len(anchors), 12)], axis=1))
        return np.concatenate([values, scores[:, None]], axis=1)
