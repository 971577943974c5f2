"""What a still photo reaches when it is moved before the camera: simulated, seeded, and seen by the real networks."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from facevow.challenge.actions import Recogniser
from facevow.challenge.baseline import Resting
from facevow.challenge.events import Act
from facevow.challenge.flatness import Flatness
from facevow.errors import EvaluationError
from facevow.evaluation.depth import Sight, against
from facevow.evaluation.presentations import KINDS, draw_moves, photo_frames
from facevow.types import Frame, FrameAnalysis, Pixels
from facevow.vision.memory import Memory

SETTLE = 0.6
"""Seconds of rest that a base line takes; the policies ask for as much."""


class Analyse(Protocol):
    """Shows what is in a frame; `Pipeline.analyse` does."""

    def __call__(self, frame: Frame, memory: Memory | None = None) -> FrameAnalysis:
        """As `Pipeline.analyse`."""


@dataclass(frozen=True, slots=True)
class PhotoRun:
    """One presentation: what was done to the photo, and what the networks saw, frame by frame."""

    kind: str
    analyses: tuple[FrameAnalysis, ...]


@dataclass(slots=True)
class PhotoActs:
    """Counts over runs: how many there were, in how many the face settled, and in how many each act was seen.

    `believed` are those in which at least one act of that kind bore no sign of flatness.
    """

    runs: int = 0
    settled: int = 0
    seen: Counter[Act] = field(default_factory=Counter)
    believed: Counter[Act] = field(default_factory=Counter)


def photo_runs(portrait: Pixels, analyse: Analyse, *, runs: int = 500, seed: int = 4) -> Iterator[PhotoRun]:
    """Presentations of a portrait, the kinds in turn; the same seed gives the same ones.

    Raises:
        EvaluationError: there is no face in the portrait.
    """
    face = analyse(Frame(portrait)).face
    if face is None:
        raise EvaluationError("expected a portrait with a face in it, found none")
    for number in range(runs):
        luck, memory = np.random.default_rng([seed, number]), Memory(surroundings=True)
        moves = draw_moves(luck, KINDS[number % len(KINDS)])
        frames = photo_frames(portrait, face.box, moves, luck)
        yield PhotoRun(moves.kind, tuple(analyse(frame, memory) for frame in frames))


def sights_of_run(run: PhotoRun) -> list[Sight]:
    """The frames after the photo was held still, against one of those before; none where the face never settled."""
    settled = _settled(run)
    return [] if settled is None else against(run.analyses[settled], run.analyses[settled + 1 :])


def count_acts(runs: Iterable[PhotoRun]) -> PhotoActs:
    """How many runs make the recogniser see an act, and how many of these are not told by a sign of flatness."""
    counts = PhotoActs()
    for run in runs:
        counts.runs += 1
        counts.settled += _settled(run) is not None
        seen, believed = _acts(run)
        counts.seen.update(seen)
        counts.believed.update(believed)
    return counts


def _settled(run: PhotoRun) -> int | None:
    """The frame with which the face had settled."""
    resting = Resting(SETTLE)
    for number, analysis in enumerate(run.analyses):
        if resting.observe(analysis) is not None:
            return number
    return None


def _acts(run: PhotoRun) -> tuple[set[Act], set[Act]]:
    """The acts seen in a run, and those that were believed at least once."""
    resting, seen, believed = Resting(SETTLE), set[Act](), set[Act]()
    watching: tuple[Recogniser, Flatness] | None = None
    for analysis in run.analyses:
        if watching is None:
            baseline = resting.observe(analysis)
            watching = None if baseline is None else (Recogniser(baseline), Flatness(baseline))
        elif analysis.motion is not None:
            recogniser, flatness = watching
            flatness.observe(analysis)
            for each in recogniser.observe(analysis.motion, analysis.at):
                seen.add(each.act)
                if not flatness.signs(each).flat(each.act):
                    believed.add(each.act)
    return seen, believed
