"""An analyser whose answers can be read off a picture's colour, and pictures in those colours."""

import base64
import hashlib
import io
import threading
import time
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from PIL import Image

from facevow.challenge.events import Act
from facevow.errors import ModelError
from facevow.types import (
    Box,
    Face,
    FaceMotion,
    Frame,
    FrameAnalysis,
    PadScore,
    Quality,
    QualityCode,
    QualityIssue,
)
from facevow.vision.surroundings import Surroundings
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

COLOURS_SHA256 = hashlib.sha256(b"colours").hexdigest()
"""What stands for the hash of a network's file."""

STEP_OF_RED = 16
"""Between the reds of two acts; what JPEG does to a colour is less than half of it."""


def doing(act: Act, *, green: int = 230) -> Colour:
    """The colour of a face in the middle of an act."""
    return (20 + STEP_OF_RED * (1 + list(Act).index(act)), green, 20)


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
    checks that one thread only uses it, as the pipeline demands.
    """

    delay: float = 0.0
    model: str = "colours"
    model_sha256: str = COLOURS_SHA256
    thread: int = field(default_factory=threading.get_ident)

    def analyse(self, frame: Frame, surroundings: Surroundings | None = None) -> FrameAnalysis:
        """Read the answer off the middle of the frame."""
        del surroundings
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
            motion=motion(red) if seen else None,
            tracked=points(trembling(motion(red), frame.at)) if seen else None,
            passive=PadScore(green / 255, self.model) if seen else None,
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


def no_model() -> ColourAnalyser:
    """A factory that finds no model."""
    raise ModelError("expected a model at /somewhere/secret.onnx, found no file")
