"""The way of one frame: detect, mesh, motion, quality, passive score."""

import time
from collections.abc import Callable
from typing import TypeVar

from facevow.types import Frame, FrameAnalysis
from facevow.vision import motion, quality
from facevow.vision.detector import Detector
from facevow.vision.fingerprint import fingerprint
from facevow.vision.memory import Memory
from facevow.vision.mesh import FaceMesh
from facevow.vision.passive import PassiveNetwork

LEAST_PRESENCE = 0.5
"""The mesh's own opinion of whether a face is there; below it MediaPipe drops the landmarks, and so do we."""

Result = TypeVar("Result")


class Pipeline:
    """Analyses frames one by one, without memory between them but what a caller hands in for its stream.

    Not safe for use by several threads at once: each worker makes its own.
    """

    def __init__(
        self,
        detector: Detector,
        mesh: FaceMesh,
        passive: PassiveNetwork,
        limits: quality.Limits | None = None,
    ) -> None:
        self._detector = detector
        self._mesh = mesh
        self._passive = passive
        self._limits = limits or quality.Limits()

    @property
    def model(self) -> str:
        """The name and version of the passive network."""
        return f"{self._passive.description.name} {self._passive.description.version}"

    @property
    def model_sha256(self) -> str:
        """The SHA-256 of the passive network's file, in lower-case hex."""
        return self._passive.sha256

    def analyse(self, frame: Frame, memory: Memory | None = None, *, judge: bool = True) -> FrameAnalysis:
        """Return all that the frame shows.

        Args:
            frame: the frame.
            memory: what is remembered of its stream; with it also how what is around the face moved, where asked for.
            judge: whether the passive network is to score the face.
        """
        surroundings = None if memory is None else memory.surroundings
        spent: dict[str, float] = {}

        def timed(stage: str, work: Callable[[], Result]) -> Result:
            started = time.perf_counter()
            result = work()
            spent[stage] = (time.perf_counter() - started) * 1000
            return result

        faces = timed("detect", lambda: self._detector(frame))
        face = faces[0] if faces else None
        landmarks = moved = passive = None
        if face is not None:
            landmarks = timed("mesh", lambda: self._mesh(frame, face))
            if landmarks.presence < LEAST_PRESENCE:
                landmarks = None
            moved = motion.measure(landmarks) if landmarks is not None else None
            passive = timed("passive", lambda: self._passive(frame, face)) if judge else None
        fitness = timed("quality", lambda: quality.assess(frame, faces, landmarks, moved, self._limits))
        return FrameAnalysis(
            index=frame.index,
            at=frame.at,
            width=frame.width,
            height=frame.height,
            faces=faces,
            quality=fitness,
            landmarks=landmarks,
            motion=moved,
            passive=passive,
            tracked=motion.tracked(landmarks) if landmarks is not None else None,
            digest=timed("fingerprint", lambda: fingerprint(frame.pixels)),
            drift=timed("surroundings", lambda: surroundings.observe(frame, face))
            if surroundings is not None
            else None,
            milliseconds=spent,
        )
