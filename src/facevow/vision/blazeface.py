"""MediaPipe's BlazeFace, short range: the default face detector.

Input 128 x 128 RGB in -1..1; output 896 candidate boxes with six points (Bazarevsky et al. 2019, arXiv:1907.05047).
"""

import math
from typing import Any

import numpy as np

from facevow.types import Face, Frame, Pixels
from facevow.vision.detector import Fit, Floats, face_from_values, largest_first, merge_overlapping, scaled
from facevow.vision.runtime import open_tflite

SIDE = 128
LEAST_SCORE = 0.5
MERGE_OVERLAP = 0.3
"""The score and overlap that MediaPipe's own graph uses for this model."""

_LEAST_LOGIT = math.log(LEAST_SCORE / (1 - LEAST_SCORE))

SQUARES_FROM = 1.2
"""How much longer than wide, or the other way round, a frame must be for a look in squares to gain anything."""

_TO_EDGES = np.eye(16, dtype=np.float32)
_TO_EDGES[:4, :4] = np.array([[1, 0, 1, 0], [0, 1, 0, 1], [-0.5, 0, 0.5, 0], [0, -0.5, 0, 0.5]], np.float32)
"""From the network's centre and size of a box to its edges (left, top, right, bottom); the points stay as they are."""


def _anchors() -> Floats:
    """896 x 16: what is added to each candidate's edges and points, the centre of its anchor in pixels of the input.

    Two anchors for each cell of a 16 x 16 grid, then six for each of an 8 x 8 one.
    """
    centres = []
    for cells, per_cell in ((16, 2), (8, 6)):
        steps = (np.arange(cells) + 0.5) / cells
        x, y = np.meshgrid(steps, steps)
        centres.append(np.repeat(np.stack([x.ravel(), y.ravel()], axis=1), per_cell, axis=0))
    return np.tile(np.concatenate(centres).astype(np.float32) * SIDE, 8)


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
        self._input = self._interpreter.tensor(self._interpreter.get_input_details()[0]["index"])
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
        """All candidates in a picture; see `postprocess`."""
        fitted = self.preprocess(pixels)
        return self.postprocess(*self.run(), fitted)

    def preprocess(self, pixels: Pixels) -> Fit:
        """Write the picture where the network reads it, black around, and return how it lies there."""
        small, fitted = scaled(pixels, SIDE, SIDE)
        canvas = self._input()[0]
        canvas.fill(-1)
        place = fitted.inside(canvas, small)
        np.divide(small, np.float32(127.5), out=place)
        np.subtract(place, np.float32(1), out=place)
        return fitted

    def run(self) -> tuple[Floats, Floats]:
        """The answer to what `preprocess` wrote: 896 log-odds of a face, and 896 x 16 boxes and points."""
        self._interpreter.invoke()
        return self._interpreter.get_tensor(self._scores)[0, :, 0], self._interpreter.get_tensor(self._regressors)[0]

    def postprocess(self, logits: Floats, regressors: Floats, fitted: Fit) -> Floats:
        """The candidates with more than LEAST_SCORE: n x 17, four edges and six points in the picture, the score."""
        kept = np.flatnonzero(logits > _LEAST_LOGIT)
        scores = 1 / (1 + np.exp(-logits[kept]))
        values = fitted.back(regressors[kept] @ _TO_EDGES + self._anchors[kept])
        return np.concatenate([values, scores[:, None]], axis=1)
