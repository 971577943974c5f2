"""MediaPipe's face mesh: 478 points with irises, and 52 blendshapes computed from them."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from facevow.types import Face, Frame, Landmarks, Pixels, Point
from facevow.vision.blendshapes import BLENDSHAPE_NAMES, BLENDSHAPE_POINTS
from facevow.vision.runtime import open_tflite

SIDE = 256
CROP_SCALE = 1.5
"""The mesh was trained on squares of 1.5 times the detector's box, turned so that the eyes are level."""

_POINTS, _PRESENCE = (1, 1, 1, 1434), (1, 1, 1, 1)
"""Shapes of the mesh's two outputs: 478 points of three numbers, and how sure it is of a face."""

_SHAPED = np.array(BLENDSHAPE_POINTS)


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
        self._mesh_input = self._mesh.tensor(self._mesh.get_input_details()[0]["index"])
        outputs = {tuple(out["shape"]): out["index"] for out in self._mesh.get_output_details()}
        self._points, self._presence = outputs[_POINTS], outputs[_PRESENCE]
        self._shapes_input = self._shapes.tensor(self._shapes.get_input_details()[0]["index"])
        self._shapes_output = self._shapes.get_output_details()[0]["index"]

    def __call__(self, frame: Frame, face: Face) -> Landmarks:
        """Return the landmarks in pixels of the frame."""
        to_frame = self.preprocess(frame, face)
        raw, logit = self.run()
        points = self.postprocess(raw, to_frame)
        return Landmarks(points, 1 / (1 + math.exp(-logit)), self.blendshapes(points))

    def preprocess(self, frame: Frame, face: Face) -> NDArray[np.float64]:
        """Cut the turned square, write it where the network reads it, and return the way back.

        Returns:
            The 2 x 3 matrix from the square's pixels to those of the frame.
        """
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
        reach = middle * (abs(cosine) + abs(sine))
        square = _turned(frame.pixels, to_frame, face.box.centre, reach)
        np.multiply(square, np.float32(1 / 255), out=self._mesh_input()[0])
        return to_frame

    def run(self) -> tuple[NDArray[np.float32], float]:
        """The answer to what `preprocess` wrote: 478 x 3 points in the square's pixels, and the log-odds of a face."""
        self._mesh.invoke()
        logit = float(self._mesh.get_tensor(self._presence).item())
        return self._mesh.get_tensor(self._points).reshape(478, 3), max(min(logit, 50.0), -50.0)

    def postprocess(self, raw: NDArray[np.float32], to_frame: NDArray[np.float64]) -> NDArray[np.float32]:
        """Bring the points from the crop's pixels to the frame's; depth only changes its scale."""
        turn = np.zeros((3, 3))
        turn[:2, :2] = to_frame[:, :2].T
        turn[2, 2] = math.hypot(to_frame[0, 0], to_frame[1, 0])
        return (raw @ turn + (*to_frame[:, 2], 0)).astype(np.float32)

    def blendshapes(self, points: NDArray[np.float32]) -> dict[str, float]:
        """The activations 0..1 by name of a mesh, 478 x 3 in pixels, wherever it comes from."""
        self._shapes_input()[0] = points[_SHAPED, :2]
        return dict(zip(BLENDSHAPE_NAMES, self.run_shapes().tolist(), strict=True))

    def run_shapes(self) -> NDArray[np.float32]:
        """The 52 activations that belong to the points written last."""
        self._shapes.invoke()
        values: NDArray[np.float32] = self._shapes.get_tensor(self._shapes_output)
        return values


def _turned(pixels: Pixels, to_frame: NDArray[np.float64], centre: Point, reach: float) -> Pixels:
    """The turned square, SIDE x SIDE x 3; where it leaves the picture, the picture's edge goes on.

    OpenCV turns four channels in half the time that it takes for three, so the part of the picture that is needed,
    `reach` pixels around the centre, is given a fourth. That changes one value in 50,000, by one.
    """
    left, right = _around(centre[0], reach, pixels.shape[1])
    top, bottom = _around(centre[1], reach, pixels.shape[0])
    part = cv2.cvtColor(pixels[top:bottom, left:right], cv2.COLOR_RGB2RGBA)
    moved = to_frame - [[0, 0, left], [0, 0, top]]
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    turned = cv2.warpAffine(part, moved, (SIDE, SIDE), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.cvtColor(turned, cv2.COLOR_RGBA2RGB), dtype=np.uint8)


def _around(centre: float, reach: float, limit: int) -> tuple[int, int]:
    """First and last pixel (exclusive) within reach and 0..limit, at least one; two more, as pixels are blended."""
    first = min(max(int(centre - reach) - 2, 0), limit - 1)
    return first, min(max(int(centre + reach) + 3, first + 1), limit)
