"""Sessions in which somebody shows faces that have templates."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from facevow.challenge.events import Act, State
from facevow.challenge.rules import Step
from facevow.decision.fitness import looks_ahead
from facevow.decision.likeness import Likeness
from facevow.decision.policy import Policy, PolicyName
from facevow.decision.session import Session
from facevow.decision.verdict import Reason, Verdict
from facevow.types import FrameAnalysis, PadScore, Template
from tests.challenge.acting import RULES, Person
from tests.decision.likening import face, likeness

ASKING = Policy(PolicyName.BALANCED, "1", "test", threshold=0.5, challenge=RULES).for_stream()
WATCHING = replace(ASKING, challenge=None).for_session()

ADA, BEN = face("ada"), face("ben")
FRONTAL = (Step(Act.OPEN_MOUTH), Step(Act.SMILE))
TURNING = (Step(Act.TURN_LEFT), Step(Act.LOOK_UP))
LIVE = (Reason.PASSIVE_HIGH, Reason.ACTIVE_PASSED)

Whose = Callable[[FrameAnalysis, Session], Template | None]
"""Whose face a frame shows; None for nobody's."""


def ada(_: FrameAnalysis, __: Session) -> Template | None:
    """The right one all the time."""
    return ADA


def ben(_: FrameAnalysis, __: Session) -> Template | None:
    """A stranger all the time."""
    return BEN


def shown(frame: FrameAnalysis, session: Session, whose: Whose, score: float = 0.95) -> FrameAnalysis:
    """The frame as a worker would hand it over: with a template where one is due and the face looks ahead."""
    assert frame.motion is not None
    fit = looks_ahead(frame.motion.pose)
    due = session.likeness is None or session.likeness.due(frame.at)
    template = whose(frame, session) if fit and due else None
    return replace(frame, template=template, passive=PadScore(score, "test"))


def ended(
    whose: Whose,
    *,
    follow: Likeness | None = None,
    script: tuple[Step, ...] = FRONTAL,
    score: float = 0.95,
    after: int = 0,
) -> Session:
    """Somebody answers every prompt, 15 frames a second, until the challenge ends; then `after` frames more."""
    session, person = Session(ASKING, Random(3).randrange, script=script, likeness=follow or likeness()), Person()
    check = session.active_check
    assert check is not None
    number, more = 0, after
    while more >= 0 and number < 900:
        session.observe(shown(person.frame(number / 15, check), session, whose, score))
        more -= bool(check.passed or check.ended_by)
        number += 1
    return session


def watched(whose: Whose, *, frames: int = 60, follow: Likeness | None = None) -> Session:
    """Somebody sits still before a camera that asks for nothing, 15 frames a second."""
    session, person = Session(WATCHING, likeness=follow or likeness()), Person()
    idle = Session(ASKING, Random(3).randrange).active_check
    assert idle is not None
    for number in range(frames):
        session.observe(shown(person.frame(number / 15, idle), session, whose))
    return session


def told(session: Session) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict and its reasons."""
    decision = session.decide()
    return decision.verdict, decision.reasons


def acts_done(session: Session) -> int:
    """How many acts of the sequence were done."""
    assert session.active_check is not None
    return len(session.active_check.done)


def state(session: Session) -> State:
    """Where the challenge stands."""
    assert session.active_check is not None
    return session.active_check.state


def is_moving(frame: FrameAnalysis) -> bool:
    """Whether mouth or smile has left rest."""
    return frame.motion is not None and (frame.motion.jaw > 0.05 or frame.motion.smile > 0.05)
