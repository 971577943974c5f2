"""Somebody before a camera who does what is asked, or something else: made frames that answer prompts."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from random import Random

import numpy as np
from numpy.typing import NDArray

from facevow.challenge.check import ActiveCheck, Prompt
from facevow.challenge.events import Act, Event, State
from facevow.challenge.rules import Rules, Step
from facevow.types import TRACKED_POINTS, Drift, FaceMotion, FrameAnalysis, HeadPose
from tests.making import make_analysis, make_motion

EVERY_STEP = (*(Step(act) for act in Act if act is not Act.BLINK), Step(Act.BLINK, 2), Step(Act.BLINK, 3))
RULES = Rules(steps=EVERY_STEP, bits=8)
TURNS = (Step(Act.TURN_LEFT), Step(Act.TURN_RIGHT))

AT_ITS_HEIGHT: dict[Act, dict[str, float]] = {
    Act.TURN_LEFT: {"yaw": 35},
    Act.TURN_RIGHT: {"yaw": -35},
    Act.LOOK_UP: {"pitch": 30},
    Act.LOOK_DOWN: {"pitch": -30},
    Act.TILT_LEFT: {"roll": 30},
    Act.TILT_RIGHT: {"roll": -30},
    Act.OPEN_MOUTH: {"jaw": 0.7, "mouth": 0.7},
    Act.SMILE: {"smile": 0.9},
    Act.RAISE_EYEBROWS: {"brows": 0.8},
    Act.COME_CLOSER: {"size": 90},
    Act.GO_BACK: {"size": 40},
    Act.BLINK: {"eyes": 0.08, "blink": 0.7},
}
RESTING = {"yaw": 0.0, "pitch": 0.0, "roll": 0.0, "eyes": 0.3, "blink": 0.05, "mouth": 0.0, "jaw": 0.0, "smile": 0.0}
RESTING |= {"brows": 0.1, "size": 60.0}

HEAD: NDArray[np.float32] = np.array(
    [(40 * math.sin(7 * n), 50 * math.cos(5 * n), 30 * math.sin(3 * n)) for n in range(len(TRACKED_POINTS))],
    dtype=np.float32,
)
"""Points of a body that is not flat, about 0, in pixels."""

STILL = Drift(scale=1, rotation=0, dx=0, dy=0, points=30)
"""Surroundings that stay where they are."""

Answer = Callable[[Prompt], Act | None]
"""What the person does at a prompt; None for nothing."""


def as_asked(prompt: Prompt) -> Act:
    """Do what is asked."""
    return prompt.step.act


def posed(act: Act | None, share: float) -> FaceMotion:
    """The face with this share, 0..1, of an act done."""
    there = AT_ITS_HEIGHT[act] if act is not None else {}
    values = {name: rest + share * (there.get(name, rest) - rest) for name, rest in RESTING.items()}
    return make_motion(**values)


def trembling(motion: FaceMotion, at: float) -> FaceMotion:
    """The same with the small movements of a living head, which never repeat."""
    pose = HeadPose(
        motion.pose.yaw + 0.4 * math.sin(97 * at), motion.pose.pitch + 0.3 * math.sin(71 * at), motion.pose.roll
    )
    return replace(motion, pose=pose, brows=motion.brows + 0.01 * math.sin(53 * at))


def points(motion: FaceMotion, *, flat: bool = False) -> NDArray[np.float32]:
    """The head's points turned by the yaw of `motion`; of a flat one all lie in a plane."""
    angle = math.radians(motion.pose.yaw)
    x, y, z = (HEAD * (1, 1, 0) if flat else HEAD).T
    turned = np.stack([x * math.cos(angle) + z * math.sin(angle), y, z * math.cos(angle) - x * math.sin(angle)], axis=1)
    moved: NDArray[np.float32] = (turned * motion.size / 60 + (280, 230, 0)).astype(np.float32)
    return moved


class Person:
    """Answers each prompt once, `reaction` seconds after it, and is back at rest a second later."""

    def __init__(self, answer: Answer = as_asked, *, reaction: float = 0.5, flat: bool = False) -> None:
        self._answer = answer
        self._reaction = reaction
        self._flat = flat
        self._answered = 0
        self._doing: list[tuple[float, float, Act]] = []

    def frame(self, at: float, check: ActiveCheck) -> FrameAnalysis:
        """The frame at `at` seconds of somebody who sees what `check` asks for."""
        prompt = check.prompt
        asked = check.transcript.count(Event.PROMPTED)
        if prompt is not None and asked != self._answered:
            self._answered = asked
            self._plan(prompt, at)
        motion = posed(None, 0)
        for begin, length, act in self._doing:
            if begin <= at <= begin + length:
                motion = posed(act, math.sin(math.pi * (at - begin) / length))
        motion = trembling(motion, at)
        analysis = make_analysis(at, motion=motion)
        return replace(analysis, tracked=points(motion, flat=self._flat), digest=f"{at:.4f}", drift=STILL)

    def _plan(self, prompt: Prompt, at: float) -> None:
        act = self._answer(prompt)
        if act is not None:
            times, length = (prompt.step.times, 0.4) if act is Act.BLINK else (1, 1.4)
            gaps = (at + self._reaction + 0.7 * number for number in range(times))
            self._doing = [(begin, length, act) for begin in gaps]


def act_out(
    check: ActiveCheck, person: Person, *, fps: float = 15, seconds: float = 70, start: float = 0
) -> Iterator[FrameAnalysis]:
    """Frames of the person from `start` seconds on, each observed before the next, until the check has ended."""
    for number in range(int(seconds * fps)):
        analysis = person.frame(start + number / fps, check)
        check.observe(analysis)
        yield analysis
        if check.passed or check.ended_by is not None:
            return


def make_check(*steps: Step, rules: Rules = RULES, seed: int = 1) -> ActiveCheck:
    """A challenge with these steps, or a drawn one."""
    return ActiveCheck(rules, Random(seed).randrange, script=steps or None)


def events(check: ActiveCheck) -> list[Event]:
    return [entry.event for entry in check.transcript.entries]


def until_prompted(check: ActiveCheck, person: Person | None = None) -> FrameAnalysis:
    """Sit still until the first prompt; the last frame."""
    for analysis in act_out(check, person or Person(lambda _: None)):
        if check.prompt is not None:
            return analysis
    raise AssertionError("no prompt came")


def after(analysis: FrameAnalysis, seconds: float, **kinds: object) -> list[FrameAnalysis]:
    """Frames at rest at 15 a second that follow `analysis`, with fresh digests."""
    times = [analysis.at + (number + 1) / 15 for number in range(int(seconds * 15))]
    made = [make_analysis(at, motion=trembling(posed(None, 0), at), **kinds) for at in times]  # type: ignore[arg-type]
    return [replace(analysis, digest=f"after {analysis.at}") for analysis in made]


def feed(check: ActiveCheck, analyses: Sequence[FrameAnalysis]) -> State:
    for analysis in analyses:
        check.observe(analysis)
    return check.state
