"""A made-up matcher whose answers can be read off a picture's colour: red is the person, green what hinders."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from facevow.comparing import Comparer
from facevow.errors import MatchError
from facevow.matching.brute import BruteIndex
from facevow.matching.opening import Matcher
from facevow.media.video import VideoWriter
from facevow.types import Frame, FrameAnalysis, Landmarks, Pixels, QualityCode, Template
from tests.making import make_analysis, make_motion

GAP = 30
"""Between the reds of two people and the greens of two hindrances; what a video does to a colour is much less."""

ADA, BEN, CLEO = 0, 1, 2
FIT, NOBODY, BLURRED, NEAR, TURNED, FEATURELESS, ATTACK = 0, 1, 2, 3, 4, 5, 6
ISSUES = {NOBODY: QualityCode.NO_FACE, BLURRED: QualityCode.BLURRED, NEAR: QualityCode.TOO_NEAR}

THRESHOLD = 0.6


def shown(person: int, hindrance: int = FIT) -> Pixels:
    """A picture of somebody."""
    return np.full((48, 64, 3), (20 + person * GAP, 20 + hindrance * GAP, 20), np.uint8)


def read(pixels: Pixels) -> tuple[int, int]:
    """Who is in a picture, and what hinders."""
    red, green, _ = np.median(pixels.reshape(-1, 3), axis=0)
    return round((red - 20) / GAP), round((green - 20) / GAP)


def save(path: Path, pixels: Pixels) -> Path:
    """Write a picture and return its path."""
    assert cv2.imwrite(str(path), cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
    return path


def film(path: Path, pictures: Iterable[Pixels], rate: float = 4) -> Path:
    """Write a clip of so many pictures a second and return its path."""
    writer = VideoWriter(path, 64, 48, rate)
    for pixels in pictures:
        writer.write(pixels)
    writer.close()
    return path


class Analyser:
    """Finds a face in every picture but those that say otherwise."""

    def analyse(self, frame: Frame) -> FrameAnalysis:
        """Read the answer off the picture."""
        _, hindrance = read(frame.pixels)
        issues = [ISSUES[hindrance]] if hindrance in ISSUES else []
        made = make_analysis(
            frame.at,
            score=0.01 if hindrance == ATTACK else 0.99,
            motion=make_motion(yaw=30 if hindrance == TURNED else 5),
            issues=issues,
            index=frame.index,
        )
        if hindrance == NOBODY:
            return replace(made, faces=(), motion=None)
        return replace(made, landmarks=Landmarks(np.zeros((478, 3), np.float32), 1, {}))


@dataclass
class Describer:
    """Writes the person into the template."""

    title: str = "colours 1"
    described: int = 0

    def describe(self, frame: Frame, landmarks: Landmarks) -> Template:
        """Read the person off the picture."""
        assert len(landmarks.points) == 478
        self.described += 1
        person, hindrance = read(frame.pixels)
        if hindrance == FEATURELESS:
            raise MatchError("expected a face to be seen", code="no_template")
        return Template(self.title, bytes([person]))


@dataclass(frozen=True)
class Measure:
    """A person is like oneself by 0.9, and a little like everybody else; or what `answer` says."""

    title: str = "colours 1"
    continuity: float = 0.2
    answer: float | None = None

    def compare(self, one: Template, other: Template) -> float:
        """How like two templates are."""
        if self.answer is not None:
            return self.answer
        return 0.9 if one.content == other.content else 0.1

    def threshold(self, fmr: str) -> float:
        """The same at every rate."""
        assert fmr in {"0.01", "0.001", "0.0001"}
        return THRESHOLD


def comparer(measure: Measure | None = None, threshold: float = THRESHOLD) -> Comparer:
    """A comparer of such pictures."""
    return Comparer(Analyser(), Describer(), measure or Measure(), threshold)


def matcher(measure: Measure | None = None) -> Matcher:
    """It as the server knows matchers."""
    used = measure or Measure()
    return Matcher(used.title, used, lambda: Describer(used.title), lambda _: BruteIndex(used))
