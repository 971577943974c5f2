"""Courses without a server: made-up frames go in at made-up times."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

import numpy as np

from facevow.checking import packaged_policies
from facevow.decision.policy import Policy
from facevow.server.describing import Describing
from facevow.server.v1.course import Course
from facevow.server.v1.terms import Arrival, Order, Terms
from facevow.server.v1.wire import ProgressMessage, ServerMessage, frame_message
from facevow.types import Frame, FrameAnalysis
from tests.server.analysers import (
    HEIGHT,
    REAL,
    WIDTH,
    Colour,
    ColourAnalyser,
    ColourDescriber,
    meshing,
    picture,
)
from tests.server.conftest import RULES
from tests.server.performing import STEP, acted

START = 5000.0
"""Seconds on the server's clock when the course begins; no clock begins at 0."""

MOST = 2**32 - 1
LATEST = 2**63 / 1e6
"""The greatest sequence, and a capture time in seconds that leaves room for later ones."""

JPEG = picture(REAL)
ACTIVE = replace(packaged_policies().choose("balanced"), challenge=RULES).for_session()
PASSIVE = packaged_policies().choose("passive_only").for_session()


def the_first(_: int) -> int:
    """Always the same draw."""
    return 0


def counting() -> Callable[[int], int]:
    """Draws that differ, and are the same in every test."""
    drawn = iter(range(10**9))
    return lambda n: next(drawn) * 7 % n


@dataclass
class Coursing:
    """A course, and the hands that carry messages and time to it; `face` is who follows the prompts."""

    course: Course
    now: float = START
    sequence: int = 0
    captured: float = 77.0
    analyser: ColourAnalyser = field(default_factory=meshing)
    describing: Describing = field(default_factory=lambda: Describing(ColourDescriber))
    face: Colour = REAL

    @classmethod
    def of(cls, policy: Policy = ACTIVE, *, every: float = 0.0, **wish: Any) -> "Coursing":  # noqa: ANN401 - of Order
        """One that has just been welcomed; frames are scored about `every` so many seconds."""
        terms = Terms(heartbeat=15.0, passive_every=every)
        choose = counting() if every == 0 else Random(4).randrange
        made = cls(Course(Order("fvs_0123456789012345678901", policy, **wish), terms, choose))
        made.describing.open()
        made.course.welcome(made.now)
        return made

    def wait(self, seconds: float) -> None:
        """Let time go by on both sides."""
        self.now += seconds
        self.captured += seconds

    def take(self, message: str | bytes) -> ServerMessage | None:
        """Hand over a message as it came."""
        return self.course.take(message, self.now)

    def catch_up(self) -> None:
        """Go on from the latest frame that was taken, whoever made it."""
        self.sequence = min(max(self.sequence, self.course._in_order._sequence), MOST)
        self.captured = min(max(self.captured, self.course._in_order._captured), LATEST)

    def frame(self, jpeg: bytes = JPEG) -> bytes:
        """The message of the next frame."""
        self.sequence += 1
        return frame_message(min(self.sequence, MOST), min(self.captured, LATEST), jpeg)

    def analysis(self, arrival: Arrival, colour: Colour = REAL) -> FrameAnalysis:
        """What a frame of that colour shows."""
        frame = Frame(np.full((HEIGHT, WIDTH, 3), colour, np.uint8), arrival.number, arrival.at)
        found = self.analyser.analyse(frame, judge=self.course.judges(arrival))
        return self.describing.add(frame, found, self.course.describe(arrival))

    def show(self, colour: Colour = REAL) -> ProgressMessage | None:
        """A frame, STEP seconds later, from its arrival to its answer."""
        self.wait(STEP)
        self.take(self.frame())
        arrival = self.course.next()
        if arrival is None:
            return None
        answer = self.course.observe(arrival, self.analysis(arrival, colour), self.now)
        self.course.told(self.now)
        return answer

    def perform(self) -> None:
        """Do all that is asked until there is an end."""
        planned: list[Colour] = []
        answered = 0
        for _ in range(400):
            answer = self.show(planned.pop(0) if planned else self.face)
            if answer is None:
                return
            prompt = answer.active_check.prompt
            if prompt is None:
                answered = answered if planned else 0
            elif answered != prompt.number:
                answered = prompt.number
                planned.extend(acted(prompt.act, prompt.times, by=self.face))
        raise AssertionError("it never came to an end")
