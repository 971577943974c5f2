"""Checks one picture, clip or camera from beginning to end: the Python API behind `facevow check`.

from facevow import Checker

checker = Checker.open()
report = checker.check("selfie.jpg")
print(report.decision.verdict, report.decision.score)
"""

from collections.abc import Callable, Iterable
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from importlib.resources import files
from itertools import takewhile
from pathlib import Path

from facevow.challenge import rules as challenge
from facevow.challenge.check import Prompt
from facevow.challenge.draw import Choose
from facevow.challenge.events import State
from facevow.decision.policy import Policy, PolicyName, PolicyTable, parse_policies
from facevow.decision.session import Session, judge_frame
from facevow.decision.verdict import Decision, Verdict
from facevow.errors import ChallengeImpossible
from facevow.log import get_logger
from facevow.media.files import is_picture, read_picture
from facevow.media.video import VideoReader
from facevow.types import Frame, FrameAnalysis
from facevow.vision.memory import Memory
from facevow.vision.opening import open_pipeline
from facevow.vision.pipeline import Pipeline


@dataclass(frozen=True, slots=True)
class Step:
    """One frame that has been judged: the frame, what it shows, and the verdict on it alone.

    `expected` is how many frames the input should have by its own word, or None where nobody can know. `challenge` is
    where the challenge stands after it, None without one, and `prompt` what is asked for then.
    """

    frame: Frame
    analysis: FrameAnalysis
    verdict: Verdict
    expected: int | None
    challenge: State | None = None
    prompt: Prompt | None = None


OnStep = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Report:
    """The end of a check.

    `input` is the path or camera as it was given, `policy` the one it was judged under, `model` name and version of
    the passive network.
    """

    input: str
    decision: Decision
    policy: Policy
    model: str


def packaged_policies() -> PolicyTable:
    """The policies in the package.

    Raises:
        SettingsError: the file was changed into something that is no table of policies.
    """
    return parse_policies(files("facevow.decision").joinpath("policies.toml").read_text(encoding="utf-8"))


def warn_if_unmeasured(policy: Policy, model: str) -> None:
    """Log a warning when the policy's threshold was set with another passive network than the one that runs."""
    if model != policy.model:
        get_logger("checking").warning(
            "policy_not_measured_with_this_model", policy=policy.title, measured_with=policy.model, model=model
        )


class Checker:
    """Runs whole inputs through one pipeline. Not for use by several threads at once."""

    def __init__(self, pipeline: Pipeline, policy: Policy | None = None) -> None:
        """Judge under `policy`, by default the package's `balanced`; a log warning tells if the network is not its."""
        self._pipeline = pipeline
        self.policy = policy or packaged_policies().choose(PolicyName.BALANCED)
        warn_if_unmeasured(self.policy, pipeline.model)

    @classmethod
    def open(
        cls,
        detector: str = "blazeface",
        weights: Path | None = None,
        passive: Path | None = None,
        *,
        policy: str = PolicyName.BALANCED,
    ) -> "Checker":
        """Make a checker with the arguments of `open_pipeline`, and the policy by name, one of `PolicyName`.

        Raises:
            ModelError: as `open_pipeline` does.
            SettingsError: there is no such policy.
        """
        chosen = packaged_policies().choose(policy)
        return cls(open_pipeline(detector, weights, passive), chosen)

    @property
    def model(self) -> str:
        """Name and version of the passive network."""
        return self._pipeline.model

    def check(
        self,
        source: str | Path | int,
        *,
        acts: tuple[challenge.Step, ...] | None = None,
        choose: Choose | None = None,
        seconds: float | None = None,
        on_step: OnStep | None = None,
    ) -> Report:
        """Judge a picture, a video file or, by its index, a camera.

        Args:
            source: a path, or the index of a camera, which is read until Ctrl-C unless `seconds` says otherwise.
            acts: what the person must do as well, in this order. In a file it may be done at any time, because its
                person saw no prompt; before a camera it is prompted.
            choose: draws the acts instead; for a camera only.
            seconds: stop after so much of a video or camera.
            on_step: told of every frame once it is judged.

        Raises:
            InputError: the file is missing, or is neither a picture nor a video within the limits.
            ChallengeImpossible: the policy leaves too little to draw acts from or has no challenge, or acts
                are to be drawn for a file, which cannot answer.
            ModelError: a network gave no usable answer.
        """
        if isinstance(source, int):
            session = self._session(self.policy.for_stream(), acts, choose)
        elif choose is not None:
            raise ChallengeImpossible("expected a camera to draw acts for: a file cannot answer")
        elif is_picture(Path(source)):
            session = self._session(self.policy.for_image(), acts, None)
            self._judge([Frame(read_picture(Path(source)))], session, on_step, expected=1)
            return Report(str(source), session.decide(), session.policy, self.model)
        else:
            session = self._session(self.policy.for_recording(), acts, None)
        with VideoReader(source if isinstance(source, int) else Path(source)) as reader:
            frames = takewhile(lambda frame: seconds is None or frame.at <= seconds, reader)
            with suppress(KeyboardInterrupt) if isinstance(source, int) else nullcontext():
                self._judge(frames, session, on_step, expected=reader.expected_frames)
        return Report(str(source), session.decide(), session.policy, self.model)

    @staticmethod
    def _session(policy: Policy, acts: tuple[challenge.Step, ...] | None, choose: Choose | None) -> Session:
        if acts is None and choose is None:
            return Session(policy.passive_only())
        policy.require_challenge()
        return Session(policy, choose or no_luck, script=acts)

    def _judge(
        self, frames: Iterable[Frame], session: Session, on_step: OnStep | None, *, expected: int | None
    ) -> None:
        memory = Memory(surroundings=session.active)
        for frame in frames:
            analysis = self._pipeline.analyse(frame, memory)
            session.observe(analysis)
            if on_step is not None:
                check = session.active_check
                state, prompt = (None, None) if check is None else (check.state, check.prompt)
                verdict = judge_frame(analysis, session.policy)
                on_step(Step(frame, analysis, verdict, expected, state, prompt))


def no_luck(_: int) -> int:
    """Where the acts are given, only the pauses are left to draw: the shortest."""
    return 0
