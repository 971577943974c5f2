"""The second seed's server, as its document describes it: a baseline.

    python -m bench.seed2 PORT SHARED

Flask takes one POST a frame, JSON with the picture in base64; a network of the YOLOv5 family finds the face at 640 and
hairymax's, which that seed ships, judges it at 128, both in ONNX Runtime with its default threads. The document loads
yolov5s by torch.hub, which has about 7.2 million parameters and finds no faces; YOLOv5n-0.5-face, with 0.44 million a
sixteenth of it, stands in its place, in its favour. Its ORB matching is called optional there, and left out, likewise.
"""

import base64
import sys
from pathlib import Path

import cv2
import numpy as np
from flask import Flask, Response, jsonify, request
from numpy.typing import NDArray

from facevow.types import Box, Frame, Pixels
from facevow.vision.runtime import open_onnx
from facevow.vision.yolov5face import YoloV5Face

DEFAULT_THREADS = 0
SIDE, SCALE = 128, 1.5


class Server:
    """Both networks; sessions of ONNX Runtime may be used by many threads."""

    def __init__(self, shared: Path) -> None:
        self._detector = YoloV5Face(shared / "weights" / "yolov5n-0.5-face.onnx", threads=DEFAULT_THREADS)
        self._judge = open_onnx(shared / "peers" / "hairymax-minifasnet-bin-1.5-128.onnx", threads=DEFAULT_THREADS)
        self._input = self._judge.get_inputs()[0].name

    def predict(self) -> Response:
        """One frame."""
        data = request.get_json()["image"]
        raw = np.frombuffer(base64.b64decode(data.split(",")[-1]), np.uint8)
        picture = np.asarray(cv2.imdecode(raw, cv2.IMREAD_COLOR_RGB), np.uint8)
        faces = self._detector(Frame(picture))
        if not faces:
            return jsonify(bbox=None, label="no face")
        box = faces[0].box
        logits = self._judge.run(None, {self._input: square(picture, box)})[0][0]
        score = 1 / (1 + float(np.exp(logits[1] - logits[0])))
        return jsonify(
            bbox=[box.x, box.y, box.width, box.height], label="Real" if score > 0.5 else "Spoofed", score=score
        )


def square(picture: Pixels, box: Box) -> NDArray[np.float32]:
    """1 x 3 x 128 x 128, 0..1: a square of 1.5 times the longer side around the face, black beyond the picture."""
    side = SCALE * max(box.width, box.height)
    middle, half = (box.x + box.width / 2, box.y + box.height / 2), side / 2
    scale = SIDE / side
    turn = np.array([[scale, 0, (half - middle[0]) * scale], [0, scale, (half - middle[1]) * scale]], np.float32)
    face = cv2.warpAffine(picture, turn, (SIDE, SIDE), flags=cv2.INTER_LINEAR)
    return np.ascontiguousarray(face.transpose(2, 0, 1)[None], np.float32) / np.float32(255)


def main() -> None:
    """Serve until stopped, with a thread for each request, as `app.run()` does."""
    app, server = Flask(__name__), Server(Path(sys.argv[2]))
    app.add_url_rule("/predict", view_func=server.predict, methods=["POST"])
    app.run(host="127.0.0.1", port=int(sys.argv[1]), threaded=True)


if __name__ == "__main__":
    main()
