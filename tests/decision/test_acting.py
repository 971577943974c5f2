"""The passive score of whoever does the acts."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from facevow.challenge.events import Act, State
from facevow.challenge.rules import Step
from facevow.decision.policy import Policy, PolicyName
from facevow.decision.session import Session
from facevow.decision.verdict import Reason, Verdict
from facevow.types import FrameAnalysis, PadScore, QualityCode
from tests.challenge.acting import RULES, Person
from tests.making import make_analysis

ASKING = Policy(PolicyName.BALANCED, "1", "test", threshold=0.5, challenge=RULES).for_stream()

Edit = Callable[[FrameAnalysis, Session], FrameAnalysis | None]
"""What stands in the place of a good frame; None for nothing."""


def scored(frame: FrameAnalysis, score: float | None) -> FrameAnalysis:
    return replace(frame, passive=None if score is None else PadScore(score, "test"))


def moving(frame: FrameAnalysis) -> bool:
    """Whether the person is away from rest."""
    motion = frame.motion
    return motion is not None and (abs(motion.pose.yaw) > 4 or abs(motion.pose.pitch) > 4)


def ended(
    edit: Edit, *, after: int = 0, script: tuple[Step, ...] = (Step(Act.TURN_LEFT), Step(Act.LOOK_UP))
) -> Session:
    """A person answers every prompt, 15 frames a second, until the challenge ends; then `after` good frames."""
    session, person = Session(ASKING, Random(3).randrange, script=script), Person()
    check = session.active_check
    assert check is not None
    number = 0
    while not (check.passed or check.ended_by) and number < 900:
        frame = edit(scored(person.frame(number / 15, check), 0.95), session)
        if frame is not None:
            session.observe(frame)
        number += 1
    for more in range(after):
        session.observe(scored(person.frame((number + more) / 15, check), 0.95))
    return session


def test_one_good_face_passes() -> None:
    """The same course with nothing changed is bona fide: what follows fails for what is changed in it."""
    session = ended(lambda frame, _: frame, after=60)
    assert session.decide().verdict is Verdict.BONA_FIDE
    assert session.decide().evidence["passive"]["scores_of_acts"] == [0.95, 0.95]


def test_an_act_that_ends_at_rest_is_judged_as_well() -> None:
    """After the last of two blinks the face is at rest in the same frame; the act has its score all the same."""
    session = ended(lambda frame, _: frame, after=30, script=(Step(Act.BLINK, 2), Step(Act.TURN_LEFT)))
    assert session.decide().verdict is Verdict.BONA_FIDE
    assert session.decide().evidence["passive"]["scores_of_acts"] == [0.95, 0.95]


def test_another_face_for_the_acts_alone_is_an_attack() -> None:
    """A good face at rest does not outvote the one that moves, though moving takes a fifth of the time."""
    session = ended(lambda frame, _: scored(frame, 0.02) if moving(frame) else frame, after=60)
    assert session.active_check is not None
    assert session.active_check.passed
    assert (session.decide().verdict, session.decide().reasons[0]) == (Verdict.ATTACK, Reason.PASSIVE_LOW)


def test_another_face_for_the_whole_challenge_is_an_attack() -> None:
    """Good frames before the face has settled and after the pass change nothing."""

    def edit(frame: FrameAnalysis, session: Session) -> FrameAnalysis:
        check = session.active_check
        settling = check is None or check.state in {State.FACE_DUE, State.SETTLING}
        return frame if settling else scored(frame, 0.02)

    assert ended(edit, after=60).decide().verdict is Verdict.ATTACK


def test_many_frames_at_once_do_not_outvote_a_second() -> None:
    """Nine good frames within a millisecond beside each bad one weigh next to nothing."""
    session, person = Session(ASKING, Random(3).randrange, script=(Step(Act.TURN_LEFT),)), Person()
    check = session.active_check
    assert check is not None
    for number in range(600):
        frame = person.frame(number / 15, check)
        session.observe(scored(frame, 0.02))
        for more in range(9):
            again = replace(frame, at=frame.at + (more + 1) * 1e-4, digest=f"{number} {more}")
            session.observe(scored(again, 0.95))
    assert session.decide().verdict is not Verdict.BONA_FIDE


@pytest.mark.parametrize("part", ["acts", "all"])
def test_acts_that_nobody_could_judge_are_no_pass(part: str) -> None:
    """Without a passive score for most of an act, or for the challenge, there is no verdict, however good the rest."""
    session = ended(lambda frame, _: scored(frame, None) if part == "all" or moving(frame) else frame, after=60)
    assert session.decide().verdict is Verdict.NO_RESPONSE


def test_acts_in_the_dark_are_no_pass() -> None:
    """When no frame of the challenge is fit to be judged, clean frames afterwards do not help."""
    dark = make_analysis(0, issues=[QualityCode.COVERED]).quality
    session = ended(lambda frame, _: replace(frame, quality=dark), after=60)
    assert session.active_check is not None
    assert session.active_check.passed
    assert session.decide().verdict is Verdict.NO_RESPONSE


def test_a_score_that_is_no_number_is_no_pass() -> None:
    """NaN is below every threshold."""
    assert ended(lambda frame, _: scored(frame, float("nan")), after=60).decide().verdict is not Verdict.BONA_FIDE
    passive = Session(ASKING.passive_only())
    for number in range(20):
        passive.observe(scored(make_analysis(number / 15), float("nan")))
    assert passive.decide().verdict is Verdict.ATTACK


@pytest.mark.parametrize("way", ["lost", "switched", "reset"])
def test_good_frames_of_an_earlier_challenge_do_not_count(way: str) -> None:
    """After a lost face, a switch or a reset the challenge's score begins anew, with those who are there now."""
    session, person = Session(ASKING, Random(3).randrange, script=(Step(Act.TURN_LEFT),)), Person(lambda _: None)
    check = session.active_check
    assert check is not None
    for number in range(75):
        session.observe(scored(person.frame(number / 15, check), 0.95))
    at = 5.0
    if way == "lost":
        for number in range(30):
            session.observe(make_analysis(at + number / 15, faces=()))
        at += 2
    elif way == "switched":
        session.switch(ASKING, Random(3).randrange, script=(Step(Act.TURN_LEFT),))
    else:
        session.reset_active_check()
    check, person = session.active_check, Person()
    assert check is not None
    for number in range(200):
        session.observe(scored(person.frame(at + number / 15, check), 0.02))
    assert check.passed
    assert session.decide().verdict is Verdict.ATTACK


def test_attempts_are_remembered() -> None:
    """Resets and switches are in the evidence, with how each challenge before had ended; an unasked one is none."""
    session = Session(ASKING, Random(3).randrange, script=(Step(Act.TURN_LEFT),))
    session.reset_active_check()
    assert session.attempts == 0
    at = 0.0
    for answer in (lambda _: None, lambda prompt: prompt.step.act):
        person, check = Person(answer), session.active_check
        assert check is not None
        for _ in range(75):
            session.observe(scored(person.frame(at, check), 0.95))
            at += 1 / 15
        session.reset_active_check()
    session.switch(ASKING.passive_only())
    assert session.attempts == 2
    assert session.decide().evidence["challenge"] == {"earlier": {"left": 1, "passed": 1}}


def test_a_failed_challenge_keeps_no_more_frames() -> None:
    """However long a client goes on after the end, the score stays what it was and nothing grows."""
    session = ended(lambda frame, _: frame, script=(Step(Act.SMILE),))
    assert session.active_check is not None
    session.reset_active_check()
    for number in range(4000):
        session.observe(scored(make_analysis(100 + number, faces=()), None))
    assert session.active_check.state is State.FAILED
    assert session.decide().evidence["passive"]["score_of_challenge"] is None
