"""The first seed's server, as its document describes it: a baseline, in an environment of its own.

    python bench/seed1.py prepare MODELS                     makes the network, with random weights
    python bench/seed1.py serve MODELS LOGS PORT             model.predict of Keras, as the document has it
    python bench/seed1.py serve MODELS LOGS PORT --kind      the same network in ONNX Runtime

A FastAPI socket takes {"type": "frame", "data": base64}; MediaPipe finds the face, OpenCV cuts it to 128 x 128, a
MobileNetV2 with the document's head judges it, SQLite logs it: frame after frame in the event loop. The active check,
which the document calls optional, is left out in its favour. `--kind` leaves the document's road where it costs most:
neither Keras' `predict` nor a commit that waits for the disk.
"""

import asyncio
import base64
import json
import sqlite3
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

SIDE = 128
TABLE = """CREATE TABLE IF NOT EXISTS inference_logs (id INTEGER PRIMARY KEY AUTOINCREMENT, timestamp REAL,
    face_detected INTEGER, is_real INTEGER, confidence REAL, active_check_passed INTEGER, bbox TEXT)"""

Judge = Callable[[NDArray[np.float32]], float]
"""1 x 128 x 128 x 3, 0..1 -> how real, 0..1."""


def prepare(folder: Path) -> None:
    """Write liveness_model.h5, which is what the document asks for, and the same network as ONNX."""
    keras = import_module("tensorflow").keras
    layers = keras.layers
    base = keras.applications.MobileNetV2(input_shape=(SIDE, SIDE, 3), include_top=False, weights=None)
    base.trainable = False
    head = [
        layers.GlobalAveragePooling2D(), layers.Dense(128, activation="relu"), layers.Dropout(0.5),
        layers.Dense(64, activation="relu"), layers.Dropout(0.3), layers.Dense(1, activation="sigmoid"),
    ]  # fmt: skip
    model = keras.Sequential([keras.Input((SIDE, SIDE, 3)), base, *head])
    model.save(folder / "liveness_model.h5")
    model.export(str(folder / "liveness_model"))
    convert = import_module("tf2onnx.convert")
    sys.argv = [
        "convert", "--saved-model", str(folder / "liveness_model"), "--opset", "17",
        "--output", str(folder / "liveness_model.onnx"),
    ]  # fmt: skip
    convert.main()


def keras_judge(folder: Path) -> Judge:
    """`model.predict`, as the document's script trains and loads it."""
    model = import_module("tensorflow").keras.models.load_model(folder / "liveness_model.h5")
    return lambda face: float(model.predict(face, verbose=0)[0][0])


def onnx_judge(folder: Path) -> Judge:
    """The same in ONNX Runtime with its default threads."""
    session = import_module("onnxruntime").InferenceSession(str(folder / "liveness_model.onnx"))
    name = session.get_inputs()[0].name
    return lambda face: float(session.run(None, {name: face})[0][0][0])


class Detector:
    """MediaPipe's face detection, short range."""

    def __init__(self, model: bytes) -> None:
        python = import_module("mediapipe.tasks.python")
        vision = import_module("mediapipe.tasks.python.vision")
        self._media = import_module("mediapipe")
        options = vision.FaceDetectorOptions(base_options=python.BaseOptions(model_asset_buffer=model))
        self._detector = vision.FaceDetector.create_from_options(options)

    def __call__(self, picture: NDArray[np.uint8]) -> tuple[int, int, int, int] | None:
        """X, y, width and height of the first face in an RGB picture."""
        image = self._media.Image(image_format=self._media.ImageFormat.SRGB, data=picture)
        found = self._detector.detect(image).detections
        if not found:
            return None
        box, (height, width) = found[0].bounding_box, picture.shape[:2]
        left, top = max(box.origin_x, 0), max(box.origin_y, 0)
        right, bottom = min(box.origin_x + box.width, width), min(box.origin_y + box.height, height)
        return (left, top, right - left, bottom - top) if left < right and top < bottom else None


class Database:
    """One row a frame. `waits`: whether each is on the disk before the answer goes out, SQLite's own default."""

    def __init__(self, path: Path, *, waits: bool) -> None:
        self._connection = sqlite3.connect(path, check_same_thread=False)
        self._connection.execute(TABLE)
        if not waits:
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=OFF")

    def log(self, answer: dict[str, Any]) -> None:
        """Insert and commit."""
        row = (time.time(), answer["face_detected"], answer["is_real"], answer["confidence"], 0, str(answer["bbox"]))
        self._connection.execute(
            "INSERT INTO inference_logs (timestamp, face_detected, is_real, confidence, active_check_passed, bbox) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            row,
        )
        self._connection.commit()


class Pipeline:
    """The document's six steps for one message."""

    def __init__(self, detector: Detector, judge: Judge, database: Database) -> None:
        self._detect = detector
        self._judge = judge
        self._database = database

    def __call__(self, text: str) -> str:
        """A frame message to its result."""
        data = json.loads(text)["data"]
        raw = np.frombuffer(base64.b64decode(data.split(",")[-1]), np.uint8)
        picture = np.asarray(cv2.imdecode(raw, cv2.IMREAD_COLOR_RGB), np.uint8)
        box, confidence = self._detect(picture), 0.0
        if box is not None:
            left, top, width, height = box
            face = cv2.resize(picture[top : top + height, left : left + width], (SIDE, SIDE))
            confidence = self._judge(np.asarray(face, np.float32)[None] / np.float32(255))
        answer = {
            "type": "result", "face_detected": box is not None, "is_real": confidence > 0.5, "confidence": confidence,
            "active_check_passed": False, "active_check_message": "", "bbox": list(box or ()),
        }  # fmt: skip
        self._database.log(answer)
        return json.dumps(answer)


def serve(models: Path, logs: Path, port: int, *, kind: bool) -> None:
    """Serve until stopped."""
    fastapi, uvicorn = import_module("fastapi"), import_module("uvicorn")
    detector = Detector((models / "face_detector.tflite").read_bytes())
    judge = (onnx_judge if kind else keras_judge)(models)
    pipeline = Pipeline(detector, judge, Database(logs / "logs.db", waits=not kind))
    judge(np.zeros((1, SIDE, SIDE, 3), np.float32))  # Keras traces its graph at the first call, and a blank has no face
    blank = cv2.imencode(".jpg", np.zeros((480, 640, 3), np.uint8))[1].tobytes()
    pipeline(json.dumps({"data": base64.b64encode(blank).decode()}))
    app = fastapi.FastAPI()

    async def stream(socket: Any) -> None:  # noqa: ANN401 - FastAPI is not in this environment
        await socket.accept()
        try:
            while True:
                await socket.send_text(pipeline(await socket.receive_text()))
                await asyncio.sleep(0)  # else a client that is quick would keep all others out
        except fastapi.WebSocketDisconnect:
            return

    stream.__annotations__["socket"] = fastapi.WebSocket
    app.websocket("/ws")(stream)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", ws_max_size=1 << 24)


def main() -> None:
    """Prepare, or serve."""
    task, models = sys.argv[1], Path(sys.argv[2])
    if task == "prepare":
        prepare(models)
    else:
        serve(models, Path(sys.argv[3]), int(sys.argv[4]), kind="--kind" in sys.argv)


if __name__ == "__main__":
    main()
