"""An analyser whose answers can be read off a picture's colour, and pictures in those colours."""

import base64
import io
import threading
import time
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

from facevow.errors import ModelError
from facevow.types import (
    Box,
    Face,
    FaceMotion,
    Frame,
    FrameAnalysis,
    HeadPose,
    PadScore,
    Quality,
    QualityCode,
    QualityIssue,
)

WIDTH, HEIGHT = 160, 120
BOX = Box(40.4, 30.2, 60, 70)

Colour = tuple[int, int, int]

REAL: Colour = (20, 230, 20)
FAKE: Colour = (20, 40, 20)
EYES_CLOSED: Colour = (90, 230, 20)
TURNED: Colour = (160, 230, 20)
NOBODY: Colour = (0, 0, 0)
FAILING: Colour = (20, 20, 250)


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
    """Green is the passive score; red says what the face does; blue breaks the analysis; black shows nobody.

    It checks that one thread only uses it, as the pipeline demands.
    """

    delay: float = 0.0
    model: str = "colours"
    thread: int = field(default_factory=threading.get_ident)

    def analyse(self, frame: Frame) -> FrameAnalysis:
        """Read the answer off the middle of the frame."""
        assert threading.get_ident() == self.thread
        time.sleep(self.delay)
        red, green, blue = (float(value) for value in np.median(frame.pixels.reshape(-1, 3), axis=0))
        if blue > 150:
            raise ZeroDivisionError("the analysis breaks down at blue pictures")
        face = Face(BOX, 0.9, ((60, 50), (80, 50), (70, 70)))
        seen = max(red, green, blue) > 10
        issue = QualityIssue(QualityCode.NO_FACE, 0, 1)
        return FrameAnalysis(
            index=frame.index,
            at=frame.at,
            width=frame.width,
            height=frame.height,
            faces=(face,) if seen else (),
            quality=Quality(() if seen else (issue,), {}),
            motion=motion(red) if seen else None,
            passive=PadScore(green / 255, self.model) if seen else None,
        )


def motion(red: float) -> FaceMotion:
    """Eyes open to the front, eyes closed, or the head turned."""
    closed, turned = 60 < red < 120, red >= 120
    eye, blink = (0.1, 0.8) if closed else (0.3, 0.05)
    return FaceMotion(HeadPose(35.0 if turned else 0.0, 0, 0), eye, eye, blink, blink, 0.0)


def no_model() -> ColourAnalyser:
    """A factory that finds no model."""
    raise ModelError("expected a model at /somewhere/secret.onnx, found no file")
