"""One connection's check: its frames, its choice of the active check, and what is recorded of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from facevow.challenge.draw import GROUPS, acts_named
from facevow.challenge.events import Act
from facevow.decision.policy import Policy
from facevow.decision.session import Session
from facevow.decision.verdict import Reason, Verdict
from facevow.errors import FacevowError
from facevow.server import answers
from facevow.server.messages import ResultMessage
from facevow.server.services import Services
from facevow.types import FrameAnalysis
from facevow.vision.memory import Memory

MOST_ATTEMPTS: Final = 20
"""Challenges on one connection in which something was asked. People need a few; a recording that shows some of the acts
needs many, until what is drawn happens to be what it shows. A new connection is a verdict more in the log."""


class TooManyAttempts(FacevowError):
    """This connection has begun as many challenges as one may."""

    code = "too_many_attempts"


@dataclass(frozen=True, slots=True)
class Choice:
    """Whether the active check is on, and which acts it never asks for."""

    enabled: bool
    excluded: frozenset[Act] = frozenset()


def memory_for(policy: Policy) -> Memory:
    """What remembers a stream under this policy.

    Its surroundings only if the person may be asked to come closer, and how the face moves between two frames that are
    scored only if anything is asked.
    """
    challenge = policy.challenge
    approaches = challenge is not None and any(step.act in GROUPS["distance"] for step in challenge.steps)
    return Memory(surroundings=approaches, moving=challenge is not None)


class ConnectionCheck:
    """Keeps the session of one connection, and nothing of any other.

    `memory` is vision's memory of the stream. It goes with each frame to the thread that analyses it; a frame that went
    wrong may leave it there, so `start_over` makes a new one.
    """

    def __init__(self, services: Services, origin: answers.Origin) -> None:
        self._services = services
        self._origin = origin
        self._started: datetime = services.clock.now()
        self._chosen: Choice | None = None
        self._followed = self._wanted
        self._begun_before = 0
        self._begin()
        self._frames = 0
        self._frames_with_face = 0
        self._broken = False

    def _begin(self) -> None:
        """Have nothing but the choice that is followed."""
        services = self._services
        every = services.settings.passive_every
        self._session = Session(self._policy(self._followed), services.choose, passive_every=every)
        self.memory = memory_for(self._session.policy)

    @property
    def _begun(self) -> int:
        """How many challenges have been begun, the present one with them once it has asked for something."""
        check = self._session.active_check
        return self._begun_before + self._session.attempts + (check is not None and check.asked)

    @property
    def _wanted(self) -> Choice:
        """What the connection chose, or what the server's default is now."""
        return self._chosen or Choice(self._services.active_default.enabled)

    def choose_active(self, *, enabled: bool, exclude: Iterable[str]) -> None:
        """Follow the client's own choice from now on; another one than before begins a new challenge.

        Raises:
            ChallengeImpossible: code `unknown_act` for a name that is none, `challenge_impossible` when what is left
                is too easy to foresee, `no_challenge` when the policy asks for no acts. Nothing has changed then.
            TooManyAttempts: it would be one challenge more than MOST_ATTEMPTS. Nothing has changed then either.
        """
        choice = Choice(enabled, acts_named(exclude))
        if choice.enabled and choice != self._followed:
            self._expect_attempts_left()
        self._follow(choice)
        self._chosen = choice

    def reset_active_check(self) -> None:
        """Forget the acts done so far, and draw others.

        Raises:
            TooManyAttempts: it would be one challenge more than MOST_ATTEMPTS. Nothing has changed then.
        """
        if self._session.active:
            self._expect_attempts_left()
        self._session.reset_active_check()

    def prompt_told(self, at: float) -> None:
        """The last answer, with a prompt if one stands, went out at `at` seconds of the stream."""
        self._session.prompt_told(at)

    def judges(self, at: float) -> bool:
        """Whether the frame at `at` seconds of the stream is to be scored."""
        return self._session.judges(at)

    def observe(self, analysis: FrameAnalysis, *, dropped: int, received: float) -> ResultMessage:
        """Take an analysed frame that came at `received` on the monotonic clock; record it and return the answer."""
        self._follow(self._wanted)
        self._session.observe(analysis)
        self._broken = False
        self._frames += 1
        self._frames_with_face += analysis.face is not None
        spent = self._services.clock.monotonic() - received
        record = answers.inference_record(
            self._session,
            analysis,
            self._origin,
            at=self._services.clock.now(),
            milliseconds=spent * 1000,
        )
        self._services.store.add([record])
        return answers.result(self._session, analysis, dropped=dropped)

    def start_over(self) -> None:
        """Forget all evidence after a failure of ours: what follows must earn its verdict from the beginning.

        Not forgotten is how many challenges were begun.
        """
        self._begun_before = self._begun
        self._begin()
        self._broken = True

    def finish(self) -> str | None:
        """Record the verdict as of now and return it; None when there never was a frame."""
        if self._wanted.enabled:  # switched on since the last frame: nothing has been shown for it yet
            self._follow(self._wanted)
        decision = self._session.decide()
        if self._broken:
            decision = replace(decision, verdict=Verdict.NO_RESPONSE, reasons=(Reason.ERROR,))
        elif self._frames == 0:
            return None
        record = answers.verdict_record(
            replace(decision, frames=self._frames, frames_with_face=self._frames_with_face),
            self._origin,
            started=self._started,
            ended=self._services.clock.now(),
            active_check_passed=answers.active_check_passed(self._session),
        )
        self._services.store.add([record])
        self._services.metrics.verdict(self._origin.source, decision.verdict, decision.reasons)
        return decision.verdict

    def _follow(self, choice: Choice) -> None:
        """Begin a new challenge, or do without one, where the choice is another one."""
        if choice == self._followed:
            return
        self._session.switch(self._policy(choice), self._services.choose)
        self._followed = choice
        self.memory = memory_for(self._session.policy)

    def _expect_attempts_left(self) -> None:
        if self._begun >= MOST_ATTEMPTS:
            raise TooManyAttempts(f"expected at most {MOST_ATTEMPTS} challenges on one connection; open another one")

    def _policy(self, choice: Choice) -> Policy:
        """What to judge by."""
        policy = self._services.policy.for_stream()
        if not choice.enabled:
            return policy.passive_only()
        policy.require_challenge()
        return policy.without_acts(choice.excluded)
