"""YOLOv5-face: the second detector, for any ONNX export of that family (Qi et al. 2021, arXiv:2105.12931).

Two forms of export are in use. The raw one has three heads of 1 x 3 x H x W x 16 (or 1 x 48 x H x W) before the
sigmoid and the anchors; the decoded one has a single output of 1 x N x 16. Sixteen values a candidate: box centre and
size (4), objectness (1), five points (10), class (1).
"""

from dataclasses import replace
from pathlib import Path

import numpy as np

from facevow.errors import ModelCorrupt
from facevow.types import Box, Face, Frame, Pixels
from facevow.vision.detector import Fit, Floats, face_from_values, fit, largest_first, merge_overlapping
from facevow.vision.runtime import open_onnx

ANCHORS = {
    8: ((4, 5), (8, 10), (13, 16)),
    16: ((23, 29), (43, 55), (73, 105)),
    32: ((146, 217), (231, 300), (335, 433)),
}
"""Width and height in pixels of the input, by stride: those that the published weights were trained with."""

LEAST_SCORE = 0.5
MERGE_OVERLAP = 0.45
VALUES = 16
GREY = 114
"""What YOLOv5 pads with, 0..255."""

DEFAULT_SIDE = 640
_MOST_CANDIDATES = 1000


class YoloV5Face:
    """Call it with a frame to get the faces in it, five points each."""

    name = "yolov5-face"

    def __init__(self, path: Path, *, threads: int = 1) -> None:
        """Open the weights.

        Raises:
            ModelMissing: there is no such file.
            ModelCorrupt: it is not an export of this family.
        """
        self._session = open_onnx(path, threads=threads)
        described = self._session.get_inputs()[0]
        self._input = described.name
        shape = list(described.shape)
        if (
            len(self._session.get_inputs()) != 1
            or len(shape) != 4
            or shape[1] != 3
            or described.type != "tensor(float)"
        ):
            raise ModelCorrupt(f"expected one float input of 1 x 3 x H x W in {path}, found {described.type} {shape}")
        self._height, self._width = (side if isinstance(side, int) else DEFAULT_SIDE for side in shape[2:])
        self._prove(path)

    def _prove(self, path: Path) -> None:
        """Run it once on an empty picture: only the answer's shape tells which form of export this is."""
        try:
            self._decode(self._run(np.zeros((1, 3, self._height, self._width), np.float32)))
        except ModelCorrupt:
            raise
        except Exception as error:  # the runtime's exceptions share no base of their own
            raise ModelCorrupt(f"expected a YOLOv5-face export in {path}, but it does not run: {error}") from error

    def __call__(self, frame: Frame) -> tuple[Face, ...]:
        """Return the faces, largest first."""
        tensor, fitted = self._preprocess(frame.pixels)
        return self._postprocess(self._decode(self._run(tensor)), frame, fitted)

    def _preprocess(self, pixels: Pixels) -> tuple[Floats, Fit]:
        canvas, fitted = fit(pixels, self._width, self._height, padding=GREY)
        return np.ascontiguousarray(canvas.transpose(2, 0, 1)[None].astype(np.float32) / 255), fitted

    def _run(self, tensor: Floats) -> list[Floats]:
        outputs: list[Floats] = self._session.run(None, {self._input: tensor})
        return outputs

    def _decode(self, outputs: list[Floats]) -> Floats:
        """Bring either form of output to n x 16 in pixels of the input, scores 0..1."""
        if len(outputs) == 1 and outputs[0].ndim == 3 and outputs[0].shape[-1] == VALUES:
            decoded: Floats = outputs[0][0]
            return decoded
        if len(outputs) == len(ANCHORS):
            return np.concatenate([self._decode_head(head) for head in outputs])
        shapes = ", ".join(str(output.shape) for output in outputs)
        raise ModelCorrupt(f"expected three raw heads or one output of 1 x N x 16, found {shapes}")

    def _decode_head(self, head: Floats) -> Floats:
        """One raw head to n x 16: the box formula of YOLOv5, points as anchor multiples from the cell's corner."""
        if head.ndim == 4 and head.shape[1] == 3 * VALUES:
            head = head.reshape(1, 3, VALUES, *head.shape[2:]).transpose(0, 1, 3, 4, 2)
        stride = self._height // head.shape[2] if head.ndim == 5 else 0
        if stride not in ANCHORS or head.shape[1] != 3 or head.shape[-1] != VALUES:
            raise ModelCorrupt(f"expected a raw head of 1 x 3 x H x W x 16 at stride 8, 16 or 32, found {head.shape}")
        values: Floats = head[0].astype(np.float32)
        rows, columns = values.shape[1:3]
        x, y = np.meshgrid(np.arange(columns, dtype=np.float32), np.arange(rows, dtype=np.float32))
        cells: Floats = np.stack([x, y], axis=-1)[None]
        anchors: Floats = np.array(ANCHORS[stride], np.float32)[:, None, None]
        squashed = _sigmoid(values)
        values[..., :2] = (squashed[..., :2] * 2 - 0.5 + cells) * stride
        values[..., 2:4] = (squashed[..., 2:4] * 2) ** 2 * anchors
        values[..., [4, 15]] = squashed[..., [4, 15]]
        for start in range(5, 15, 2):
            values[..., start : start + 2] *= anchors
            values[..., start : start + 2] += cells * stride
        return values.reshape(-1, VALUES)

    def _postprocess(self, candidates: Floats, frame: Frame, fitted: Fit) -> tuple[Face, ...]:
        scores = candidates[:, 4] * candidates[:, 15]
        kept = np.flatnonzero((scores > LEAST_SCORE) & np.isfinite(candidates).all(axis=1))
        kept = kept[np.argsort(-scores[kept], kind="stable")][:_MOST_CANDIDATES]
        if not kept.size:
            return ()
        centre, half, points = candidates[kept, :2], candidates[kept, 2:4] / 2, candidates[kept, 5:15]
        values = fitted.back(np.concatenate([centre - half, centre + half, points], axis=1))
        merged = merge_overlapping(values[:, :4], scores[kept], values, overlap=MERGE_OVERLAP)
        faces = (face_from_values(average, score) for average, score in merged)
        return largest_first([replace(face, box=_brow_to_chin(face.box)) for face in faces], frame)


def _brow_to_chin(box: Box) -> Box:
    """Bring this family's box, which holds the forehead, to BlazeFace's, which begins at the eyebrows.

    All that follows (mesh, crops, limits of quality) then means the same whatever the detector. The shares are medians
    over 173 faces seen by both detectors, in ten clips and in stills of 21 collections.
    """
    width, height = box.width / 0.94, box.height / 1.24
    return Box(box.x - 0.03 * width, box.y + 0.22 * height, width, height)


def _sigmoid(values: Floats) -> Floats:
    squashed: Floats = np.reciprocal(1 + np.exp(-np.clip(values, -60, 60)))
    return squashed
