"""The way of one frame: detect, or follow, then mesh, motion, quality, passive score."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

from facevow.types import Drift, Face, FaceMotion, Frame, FrameAnalysis, Landmarks, Quality
from facevow.vision import motion, quality
from facevow.vision.detector import Detector
from facevow.vision.fingerprint import fingerprint
from facevow.vision.following import carried, rigid_points, same_size, still_there
from facevow.vision.memory import Followed, Memory
from facevow.vision.mesh import FaceMesh
from facevow.vision.passive import PassiveNetwork

LEAST_PRESENCE: Final = 0.5
"""The mesh's own opinion of whether a face is there; below it MediaPipe drops the landmarks, and so do we."""

Result = TypeVar("Result")


@dataclass(slots=True)
class _Stages:
    """Runs the stages of one frame and keeps the milliseconds of each; those of one that runs twice are added."""

    spent: dict[str, float] = field(default_factory=dict)

    def __call__(self, stage: str, work: Callable[[], Result]) -> Result:
        started = time.perf_counter()
        result = work()
        self.spent[stage] = self.spent.get(stage, 0.0) + (time.perf_counter() - started) * 1000
        return result


@dataclass(frozen=True, slots=True)
class _Look:
    """Where the faces are, and what moves in the first of them."""

    faces: tuple[Face, ...]
    landmarks: Landmarks | None = None
    followed: bool = False

    @property
    def face(self) -> Face | None:
        return self.faces[0] if self.faces else None


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
                If this raises, the memory knows no face any more.
            judge: whether the passive network is to score the face. Where not, and the memory holds the face of the
                frame before, that is followed instead of being searched for, unless it cannot be.
        """
        timed = _Stages()
        followed = None
        if memory is not None:
            followed, memory.followed = memory.followed, None
        digest = timed("fingerprint", lambda: fingerprint(frame.pixels))  # while the pixels are in the cache
        look = self._look(frame, None if judge or followed is None else followed, memory, timed)
        face, landmarks = look.face, look.landmarks
        moved = motion.measure(landmarks) if landmarks is not None else None
        fitness = self._fitness(frame, look, moved, followed, timed)
        passive = timed("passive", lambda: self._passive(frame, face)) if judge and face is not None else None
        drift = None
        if memory is not None:
            drift = _drift(frame, face, memory, timed)
            memory.followed = _remembered(frame, look, fitness, followed)
        return FrameAnalysis(
            index=frame.index,
            at=frame.at,
            width=frame.width,
            height=frame.height,
            faces=look.faces,
            quality=fitness,
            landmarks=landmarks,
            motion=moved,
            passive=passive,
            tracked=motion.tracked(landmarks) if landmarks is not None else None,
            digest=digest,
            drift=drift,
            followed=look.followed,
            milliseconds=timed.spent,
        )

    def _look(self, frame: Frame, followed: Followed | None, memory: Memory | None, timed: _Stages) -> _Look:
        """Follow the face, if there is one to be followed, or search for it."""
        faces = None
        if followed is not None and memory is not None and same_size(followed, frame):
            if memory.moving:
                look = self._follow(frame, followed, timed)
                if look is not None:
                    return look
            else:
                faces = timed("detect", lambda: self._detector(frame))
                if still_there(followed, faces):
                    return _Look(faces, followed=True)
        if faces is None:
            faces = timed("detect", lambda: self._detector(frame))
        return _Look(faces, self._landmarks(frame, faces[0], timed) if faces else None)

    def _follow(self, frame: Frame, followed: Followed, timed: _Stages) -> _Look | None:
        """Look with the mesh where the face was; the other faces are taken to stand where they stood."""
        landmarks = self._landmarks(frame, followed.faces[0], timed)
        face = None if landmarks is None else carried(followed, landmarks, frame)
        return None if face is None else _Look((face, *followed.faces[1:]), landmarks, followed=True)

    def _landmarks(self, frame: Frame, face: Face, timed: _Stages) -> Landmarks | None:
        """The mesh of the face, None where the network sees none."""
        landmarks = timed("mesh", lambda: self._mesh(frame, face))
        return landmarks if landmarks.presence >= LEAST_PRESENCE else None

    def _fitness(
        self, frame: Frame, look: _Look, moved: FaceMotion | None, before: Followed | None, timed: _Stages
    ) -> Quality:
        """How fit the frame is to be judged. Of one in which nobody looked for landmarks: as the one before it."""
        if look.followed and look.landmarks is None and before is not None:
            return before.quality
        return timed("quality", lambda: quality.assess(frame, look.faces, look.landmarks, moved, self._limits))


def _drift(frame: Frame, face: Face | None, memory: Memory, timed: _Stages) -> Drift | None:
    """How the surroundings moved, where anybody asks."""
    surroundings = memory.surroundings
    if surroundings is None:
        return None
    return timed("surroundings", lambda: surroundings.observe(frame, face))


def _remembered(frame: Frame, look: _Look, fitness: Quality, before: Followed | None) -> Followed | None:
    """What the next frame needs to follow the face; None where there is none, or none that the mesh sees."""
    size = (frame.width, frame.height)
    if look.followed and before is not None:
        return Followed(look.faces, *size, before.found, before.rigid, fitness)
    if look.face is None or look.landmarks is None:
        return None
    return Followed(look.faces, *size, look.face, rigid_points(look.landmarks), fitness)
