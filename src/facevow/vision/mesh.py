"""MediaPipe's face mesh: 478 points with irises, and 52 blendshapes computed from them."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from facevow.types import Face, Frame, Landmarks
from facevow.vision.blendshapes import BLENDSHAPE_NAMES, BLENDSHAPE_POINTS
from facevow.vision.runtime import open_tflite

SIDE = 256
CROP_SCALE = 1.5
"""The mesh was trained on squares of 1.5 times the detector's box, turned so that the eyes are level."""

_POINTS, _PRESENCE = (1, 1, 1, 1434), (1, 1, 1, 1)
"""Shapes of the mesh's two outputs: 478 points of three numbers, and how sure it is of a face."""


class FaceMesh:
    """Call it with a frame and a face in it to get the landmarks of that face."""

    def __init__(self, mesh: bytes, blendshapes: bytes, *, threads: int = 1) -> None:
        """Open both networks from the content of their TFLite files.

        Raises:
            ModelCorrupt: the bytes are not those models.
        """
        self._mesh = open_tflite(
            mesh,
            name="face_landmarks_detector.tflite",
            takes=(1, SIDE, SIDE, 3),
            gives=(_POINTS, _PRESENCE),
            threads=threads,
        )
        self._shapes = open_tflite(
            blendshapes,
            name="face_blendshapes.tflite",
            takes=(1, len(BLENDSHAPE_POINTS), 2),
            gives=((len(BLENDSHAPE_NAMES),),),
            threads=threads,
        )
        self._mesh_input = self._mesh.get_input_details()[0]["index"]
        outputs = {tuple(out["shape"]): out["index"] for out in self._mesh.get_output_details()}
        self._points, self._presence = outputs[_POINTS], outputs[_PRESENCE]
        self._shapes_input = self._shapes.get_input_details()[0]["index"]
        self._shapes_output = self._shapes.get_output_details()[0]["index"]

    def __call__(self, frame: Frame, face: Face) -> Landmarks:
        """Return the landmarks in pixels of the frame."""
        tensor, to_frame = self._preprocess(frame, face)
        raw, logit = self._run(tensor)
        points = self._postprocess(raw, to_frame)
        return Landmarks(points, 1 / (1 + math.exp(-logit)), self.blendshapes(points))

    def _preprocess(self, frame: Frame, face: Face) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """Cut the turned square; return the tensor and the 2 x 3 matrix from its pixels to those of the frame."""
        (right_x, right_y), (left_x, left_y) = face.points[:2]
        angle = math.atan2(left_y - right_y, left_x - right_x)
        scale = CROP_SCALE * face.box.longer_side / SIDE
        cosine, sine = scale * math.cos(angle), scale * math.sin(angle)
        centre_x, centre_y = face.box.centre
        middle = SIDE / 2
        to_frame = np.array(
            [
                [cosine, -sine, centre_x - cosine * middle + sine * middle],
                [sine, cosine, centre_y - sine * middle - cosine * middle],
            ],
            dtype=np.float64,
        )
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        crop = cv2.warpAffine(frame.pixels, to_frame, (SIDE, SIDE), flags=flags, borderMode=cv2.BORDER_REPLICATE)
        return np.multiply(crop[None], 1 / 255, dtype=np.float32), to_frame

    def _run(self, tensor: NDArray[np.float32]) -> tuple[NDArray[np.float32], float]:
        self._mesh.set_tensor(self._mesh_input, tensor)
        self._mesh.invoke()
        logit = float(self._mesh.get_tensor(self._presence).item())
        return self._mesh.get_tensor(self._points).reshape(478, 3), max(min(logit, 50.0), -50.0)

    def _postprocess(self, raw: NDArray[np.float32], to_frame: NDArray[np.float64]) -> NDArray[np.float32]:
        """Bring the points from the crop's pixels to the frame's; depth only changes its scale."""
        flat = raw[:, :2] @ to_frame[:, :2].T + to_frame[:, 2]
        depth = raw[:, 2:] * math.hypot(to_frame[0, 0], to_frame[1, 0])
        return np.concatenate([flat, depth], axis=1).astype(np.float32)

    def blendshapes(self, points: NDArray[np.float32]) -> dict[str, float]:
        """The activations 0..1 by name of a mesh, 478 x 3 in pixels, wherever it comes from."""
        self._shapes.set_tensor(self._shapes_input, points[None, BLENDSHAPE_POINTS, :2])
        self._shapes.invoke()
        values = self._shapes.get_tensor(self._shapes_output)
        return dict(zip(BLENDSHAPE_NAMES, values.astype(float).tolist(), strict=True))
