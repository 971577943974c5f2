"""Silent-Face's two networks behind our own detector, served well: a baseline for the passive network alone.

    python -m bench.silentface PORT NETWORKS.onnx

A socket takes JPEGs as they are; two threads, one a processor, each with networks of its own on one thread, decode,
detect and judge. There is no mesh, no quality, no challenge and no log: only what a score takes.
"""

import asyncio
import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zipfile import ZipFile

import cv2
import uvicorn
from fastapi import FastAPI
from starlette.websockets import WebSocket, WebSocketDisconnect

from facevow.media.images import decode
from facevow.types import Frame
from facevow.vision.blazeface import BlazeFace
from facevow.vision.manifest import ensure
from facevow.vision.passive import PassiveNetwork

WORKERS = 2


class Worker(threading.local):
    """The networks of one thread."""

    def __init__(self, networks: Path) -> None:
        with ZipFile(ensure("face_landmarker")) as bundle:
            self._detector = BlazeFace(bundle.read("face_detector.tflite"))
        self._passive = PassiveNetwork(networks)

    def judge(self, picture: bytes) -> str:
        """A JPEG to what is answered."""
        frame = Frame(decode(picture))
        faces = self._detector(frame)
        if not faces:
            return json.dumps({"score": None})
        return json.dumps({"score": self._passive(frame, faces[0]).value})


def main() -> None:
    """Serve until stopped."""
    cv2.setNumThreads(1)  # as our own workers: two threads of it for each of two would stand in each other's way
    worker, threads, app = Worker(Path(sys.argv[2])), ThreadPoolExecutor(WORKERS), FastAPI()

    @app.websocket("/ws")
    async def stream(socket: WebSocket) -> None:
        loop = asyncio.get_running_loop()
        await socket.accept()
        try:
            while True:
                picture = await socket.receive_bytes()
                await socket.send_text(await loop.run_in_executor(threads, worker.judge, picture))
        except WebSocketDisconnect:
            return

    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")


if __name__ == "__main__":
    main()
