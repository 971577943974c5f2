"""People who answer the prompts of a session, made of recordings, for tests that go wrong on purpose."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from random import Random

from facevow.challenge.events import Act, State
from facevow.challenge.rules import Rules
from facevow.checking import packaged_policies
from facevow.decision.policy import Policy, PolicyName
from facevow.decision.session import Session
from facevow.evaluation.performer import RATE, Performer
from facevow.evaluation.repertoire import Repertoire, repertoire
from facevow.traces.edits import thin
from facevow.types import FrameAnalysis
from tests.recordings import recording

PERSON, OTHER, PUPPET = "bonafide-2-head-turns", "bonafide-6-turn-left-right", "attack-2-screen-replay-of-bonafide-2"

Edit = Callable[[FrameAnalysis, Session], FrameAnalysis]
"""Makes of a frame, and of what the session shows before it, the frame that the session gets."""


@cache
def able(name: str = PERSON) -> Repertoire:
    """What the person of a recording can do."""
    return repertoire(thin(recording(name).frames, RATE))


def performer(name: str = PERSON, *, seed: int = 0, reaction: tuple[float, float] = (0.4, 0.9)) -> Performer:
    """The person of a recording."""
    return Performer(able(name), Random(seed), reaction=reaction)


def policy(name: str = PERSON, bits: float = 8) -> Policy:
    """The balanced policy for a live camera, asking for the acts alone that the person of a recording can do."""
    whole = packaged_policies().choose(PolicyName.BALANCED).for_stream()
    left = rules(whole.without_acts(frozenset(Act) - frozenset(able(name).acts)))
    return replace(whole, challenge=replace(left, bits=bits))


def rules(of: Policy) -> Rules:
    """The challenge of a policy that has one."""
    assert of.challenge is not None
    return of.challenge


def watched(edit: Edit, *, by: Performer | None = None, under: Policy | None = None, seed: int = 1) -> Session:
    """A session that somebody answers and `edit` spoils, until it has passed or failed."""
    session = Session(under or policy(), Random(seed).randrange)
    check, person = session.active_check, by or performer()
    assert check is not None
    while check.state not in {State.PASSED, State.FAILED}:
        session.observe(edit(person.next(check.prompt), session))
        assert person.now < 120, "neither passed nor failed"
    return session


def unspoilt(frame: FrameAnalysis, _: Session) -> FrameAnalysis:
    """No edit at all."""
    return frame


def done(session: Session) -> int:
    """How many acts of the present sequence were done."""
    assert session.active_check is not None
    return len(session.active_check.done)


def shown_again(frame: FrameAnalysis, picture: FrameAnalysis) -> FrameAnalysis:
    """An earlier picture at the time of this frame."""
    return replace(picture, index=frame.index, at=frame.at)
