"""An analyser whose answers can be read off a picture's colour, and pictures in those colours."""

import base64
import hashlib
import io
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from PIL import Image

from facevow.challenge.events import Act
from facevow.errors import MatchError, ModelError
from facevow.matching.brute import BruteIndex
from facevow.matching.opening import Matcher
from facevow.types import (
    Box,
    Face,
    FaceMotion,
    Frame,
    FrameAnalysis,
    Landmarks,
    PadScore,
    Quality,
    QualityCode,
    QualityIssue,
    Template,
)
from facevow.vision.memory import Memory
from tests.challenge.acting import points, posed, trembling

WIDTH, HEIGHT = 160, 120
BOX = Box(40.4, 30.2, 60, 70)

Colour = tuple[int, int, int]

REAL: Colour = (20, 230, 20)
FAKE: Colour = (20, 40, 20)
TWO_FACES: Colour = (20, 230, 60)
ANOTHER_FACE: Colour = (20, 230, 100)
NOBODY: Colour = (0, 0, 0)
FAILING: Colour = (20, 20, 250)

OTHER: Colour = (20, 230, 4)
THIRD: Colour = (20, 230, 36)
"""Other people in the same place as REAL, for whoever makes templates of faces."""

MESH = Landmarks(np.zeros((478, 3), np.float32), 1.0, {})

COLOURS_SHA256 = hashlib.sha256(b"colours").hexdigest()
"""What stands for the hash of a network's file."""

STEP_OF_RED = 16
"""Between the reds of two acts; what JPEG does to a colour is less than half of it."""


def doing(act: Act, *, green: int = 230, person: Colour = REAL) -> Colour:
    """The colour of a face in the middle of an act."""
    return (20 + STEP_OF_RED * (1 + list(Act).index(act)), green, person[2])


EYES_CLOSED = doing(Act.BLINK)
TURNED = doing(Act.TURN_LEFT)


@cache
def picture(colour: Colour, kind: str = "JPEG") -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (WIDTH, HEIGHT), colour).save(out, kind, quality=95)
    return out.getvalue()


def in_base64(data: bytes) -> str:
    """Base64 as text."""
    return base64.b64encode(data).decode()


@dataclass
class ColourAnalyser:
    """Green is the passive score; red says what the face does; black shows nobody.

    Blue is nothing at first, then a second face, then a face somewhere else, and at last breaks the analysis. It
    checks that one thread only uses it, as the pipeline demands. Before the second face begins, blue tells people
    apart, see `ColourDescriber`, which can describe what has landmarks: the faces of an analyser with `meshes`.
    """

    delay: float = 0.0
    meshes: bool = False
    model: str = "colours"
    model_sha256: str = COLOURS_SHA256
    thread: int = field(default_factory=threading.get_ident)

    def analyse(self, frame: Frame, memory: Memory | None = None, *, judge: bool = True) -> FrameAnalysis:
        """Read the answer off the middle of the frame."""
        del memory
        assert threading.get_ident() == self.thread
        time.sleep(self.delay)
        red, green, blue = (float(value) for value in np.median(frame.pixels.reshape(-1, 3), axis=0))
        if blue > 150:
            raise ZeroDivisionError("the analysis breaks down at blue pictures")
        seen = max(red, green, blue) > 10
        issue = QualityIssue(QualityCode.NO_FACE, 0, 1)
        return FrameAnalysis(
            index=frame.index,
            at=frame.at,
            width=frame.width,
            height=frame.height,
            faces=faces(blue) if seen else (),
            quality=Quality(() if seen else (issue,), {}),
            landmarks=MESH if seen and self.meshes else None,
            motion=motion(red) if seen else None,
            tracked=points(trembling(motion(red), frame.at)) if seen else None,
            passive=PadScore(green / 255, self.model) if seen and judge else None,
            followed=seen and not judge,
        )


def faces(blue: float) -> tuple[Face, ...]:
    """The usual face, with another beside it, or one that is elsewhere."""
    usual = Face(BOX, 0.9, ((60, 50), (80, 50), (70, 70)))
    other = Face(Box(105, 5, 50, 60), 0.9, ((120, 20), (140, 20), (130, 40)))
    if blue > 80:
        return (other,)
    return (usual, other) if blue > 40 else (usual,)


def motion(red: float) -> FaceMotion:
    """At rest, or doing one of the acts."""
    number = round((red - 20) / STEP_OF_RED)
    return posed(list(Act)[number - 1], 1) if number > 0 else posed(None, 0)


@dataclass
class ColourDescriber:
    """Writes into the template who it is: people differ in blue by STEP_OF_RED. One thread only may use it, too."""

    title: str = "blue 1"
    thread: int = field(default_factory=threading.get_ident)

    def describe(self, frame: Frame, landmarks: Landmarks) -> Template:
        """Read the person off the middle of the frame."""
        assert threading.get_ident() == self.thread
        assert landmarks is MESH
        blue = float(np.median(frame.pixels[..., 2]))
        return Template(self.title, bytes([round((blue - 4) / STEP_OF_RED)]))


@dataclass(frozen=True)
class ColourMeasure:
    """0.9 for the same person, 0.1 for two; the threshold lies at 0.5, the limit of continuity at 0.2."""

    title: str = "blue 1"
    continuity: float = 0.2

    def compare(self, one: Template, other: Template) -> float:
        """How like two faces are."""
        if {one.matcher, other.matcher} != {self.title}:
            raise MatchError(f"expected templates of {self.title}", code="other_matcher")
        if len(one.content) != 1 or len(other.content) != 1:
            raise MatchError("expected one byte", code="bad_template")
        return 0.9 if one.content == other.content else 0.1

    def threshold(self, fmr: str) -> float:
        """The same for each rate."""
        return {"0.01": 0.5, "0.001": 0.5, "0.0001": 0.5}[fmr]


def meshing() -> ColourAnalyser:
    """An analyser whose faces have landmarks."""
    return ColourAnalyser(meshes=True)


def colour_matcher(describer: Callable[[], ColourDescriber] = ColourDescriber) -> Matcher:
    """The matcher that tells people apart by blue."""
    measure = ColourMeasure()
    return Matcher(measure.title, measure, describer, lambda _: BruteIndex(measure))


def no_model() -> ColourAnalyser:
    """A factory that finds no model."""
    raise ModelError("expected a model at /somewhere/secret.onnx, found no file")
