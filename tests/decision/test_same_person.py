"""Live, and the same person from the first frame to the last: sessions whose frames have templates."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from facevow.challenge.events import Act, Event, State
from facevow.challenge.rules import Step
from facevow.decision.session import Session
from facevow.decision.verdict import Reason, Verdict
from facevow.errors import MatchError
from facevow.types import FrameAnalysis, PadScore, Template
from tests.challenge.acting import Person
from tests.decision.likening import UNREADABLE, likeness
from tests.decision.persons import (
    ADA,
    ASKING,
    BEN,
    FRONTAL,
    LIVE,
    TURNING,
    WATCHING,
    acts_done,
    ada,
    ben,
    ended,
    is_moving,
    shown,
    state,
    told,
    watched,
)


@pytest.mark.parametrize("script", [FRONTAL, TURNING, (Step(Act.BLINK, 2), Step(Act.TURN_RIGHT))])
def test_the_right_person_who_does_what_is_asked_passes(script: tuple[Step, ...]) -> None:
    """Whether the acts can be described or are turned too far away: then the faces before and after speak for them."""
    session = ended(ada, script=script)
    assert told(session) == (Verdict.BONA_FIDE, (*LIVE, Reason.MATCHED))
    evidence = session.decide().evidence["likeness"]
    assert (evidence["matched"], evidence["score"], evidence["scores_of_acts"]) == (True, 0.9, [0.9, 0.9])


def test_another_live_person_from_the_start_is_no_pass() -> None:
    """Live, as the evidence says, and a stranger."""
    session = ended(ben)
    assert told(session) == (Verdict.NO_RESPONSE, (Reason.NOT_MATCHED, *LIVE))
    decision = session.decide()
    assert decision.evidence["passive"]["score"] == decision.score == 0.95
    assert decision.evidence["likeness"]["matched"] is False


def test_a_photo_of_the_right_person_stays_an_attack() -> None:
    """A face that matches makes nobody live."""
    session = ended(ada, score=0.02)
    assert told(session)[0] is Verdict.ATTACK
    assert told(session)[1][0] == Reason.PASSIVE_LOW


@pytest.mark.parametrize("to", ["ada", None])
def test_a_face_swapped_between_two_acts_is_an_attack(to: str | None) -> None:
    """The enrolled person does the first act, another one the second; so it is where nobody is compared with."""
    session = ended(lambda _, seen: BEN if acts_done(seen) else ADA, follow=likeness(to))
    assert told(session) == (Verdict.ATTACK, (Event.FACE_SWAPPED,))


def test_a_face_swapped_between_the_acts_and_back_again_is_an_attack() -> None:
    """The enrolled person does all acts; somebody else is there between them."""
    session = ended(lambda _, seen: BEN if state(seen) is State.RESTING and acts_done(seen) else ADA)
    assert told(session) == (Verdict.ATTACK, (Event.FACE_SWAPPED,))


@pytest.mark.parametrize("to", ["ada", None])
def test_a_face_swapped_after_the_challenge_is_an_attack(to: str | None) -> None:
    """The pass was another's; nobody else may go on with it."""
    session = ended(lambda _, seen: BEN if state(seen) is State.PASSED else ADA, follow=likeness(to), after=20)
    assert session.active_check is not None
    assert session.active_check.passed
    assert told(session) == (Verdict.ATTACK, (Event.FACE_SWAPPED,))


def test_another_face_for_the_acts_alone_is_no_pass() -> None:
    """Short enough for no swap to be seen, and long enough to do what is asked: the act's own score gives it away."""

    def whose(frame: FrameAnalysis, session: Session) -> Template:
        del session
        return BEN if is_moving(frame) else ADA

    for script in (FRONTAL, FRONTAL[:1]):
        session = ended(whose, script=script)
        verdict, reasons = told(session)
        assert verdict is not Verdict.BONA_FIDE
        assert reasons[0] in {Reason.NOT_MATCHED, Event.FACE_SWAPPED}
        assert session.likeness is not None
        assert session.likeness.score == 0.9


def test_one_act_by_another_is_no_pass() -> None:
    """Of two, with one face in it that could be described."""
    described: list[float] = []

    def whose(frame: FrameAnalysis, session: Session) -> Template:
        if is_moving(frame) and acts_done(session) == 0 and len(described) < 2:
            described.append(frame.at)
            return BEN
        return None if is_moving(frame) and acts_done(session) == 0 else ADA  # type: ignore[return-value]

    session = ended(whose)
    assert told(session) == (Verdict.NO_RESPONSE, (Reason.NOT_MATCHED, *LIVE))
    assert session.decide().evidence["likeness"]["scores_of_acts"] == [0.05, 0.9]


def test_an_act_near_which_nobody_can_be_compared_is_no_pass() -> None:
    """Whoever hides the face from the comparison when it matters has not shown who acts."""
    hidden: list[float] = []

    def whose(frame: FrameAnalysis, session: Session) -> Template | None:
        prompted = state(session) is State.ACT_DUE or bool(hidden)
        if prompted and (not hidden or frame.at - hidden[0] < 4):
            hidden.append(frame.at)
            return None
        return ADA

    session = ended(whose, script=FRONTAL[:1], after=30)  # faces a second before and after it speak for no hidden one
    assert session.decide().evidence["likeness"]["scores_of_acts"] == [None]
    assert told(session)[1][0] == Reason.NOT_COMPARED
    session = ended(lambda _, seen: None if state(seen) in {State.RESTING, State.ACT_DUE} else ADA)
    assert told(session) == (Verdict.NO_RESPONSE, (Reason.NOT_COMPARED, *LIVE))


def test_a_face_that_can_never_be_compared_is_no_pass() -> None:
    """Nor is one that was compared in one moment only."""
    assert told(ended(lambda *_: None)) == (Verdict.NO_RESPONSE, (Reason.NOT_COMPARED, *LIVE))
    first: list[float] = []

    def whose(frame: FrameAnalysis, session: Session) -> Template | None:
        del session
        first.append(frame.at)
        return ADA if len(first) < 8 else None

    assert told(ended(whose))[1][0] == Reason.NOT_COMPARED


def leaves(session: Session, person: Person, *, at: float) -> float:
    """Nobody is there for two seconds; when somebody is again."""
    assert session.active_check is not None
    for number in range(30):
        frame = person.frame(at + number / 15, session.active_check)
        session.observe(replace(frame, faces=(), motion=None, tracked=None, passive=None))
    return at + 2


@pytest.mark.parametrize(("first", "then", "passes"), [(ADA, BEN, False), (BEN, ADA, True), (ADA, ADA, True)])
def test_who_comes_after_the_face_was_lost_is_judged_alone(first: Template, then: Template, *, passes: bool) -> None:
    """The challenge starts over and so does the comparison: what an enrolled person has shown helps nobody else."""
    session, person = Session(ASKING, Random(3).randrange, script=FRONTAL, likeness=likeness()), Person()
    check = session.active_check
    assert check is not None
    at = 0.0
    while len(check.done) == 0:
        session.observe(shown(person.frame(at, check), session, lambda *_: first))
        at += 1 / 15
    at = leaves(session, person, at=at)
    while not (check.passed or check.ended_by):
        session.observe(shown(person.frame(at, check), session, lambda *_: then))
        at += 1 / 15
    expected = (Verdict.BONA_FIDE, (*LIVE, Reason.MATCHED)) if passes else None
    assert told(session) == (expected or (Verdict.NO_RESPONSE, (Reason.NOT_MATCHED, *LIVE)))


def test_who_passes_by_before_the_face_has_settled_is_no_attack() -> None:
    """Nothing was asked of anybody yet; what counts is who is there from then on."""
    session, person = Session(ASKING, Random(3).randrange, script=FRONTAL, likeness=likeness()), Person()
    check = session.active_check
    assert check is not None
    for number in range(45):  # moves about, so that it does not settle
        frame = shown(person.frame(number / 15, check), session, ben)
        assert frame.motion is not None
        restless = replace(frame.motion, pose=replace(frame.motion.pose, yaw=16.0 * (number % 12 - 6) / 6))
        session.observe(replace(frame, motion=restless))
    assert check.state is State.SETTLING
    at = 3.0
    while not (check.passed or check.ended_by):
        session.observe(shown(person.frame(at, check), session, ada))
        at += 1 / 15
    assert told(session) == (Verdict.BONA_FIDE, (*LIVE, Reason.MATCHED))


def test_a_challenge_that_is_drawn_anew_compares_anew() -> None:
    """What was seen of the person before counts no more than the acts that were done."""
    session = ended(ada)
    session.reset_active_check()
    assert session.likeness is not None
    assert session.likeness.frames == 0
    assert told(session)[0] is Verdict.NO_RESPONSE


def test_without_acts_the_person_has_to_match_as_well() -> None:
    """A stranger is told as one, a swap as an attack, and more of the same would change neither."""
    right, wrong, swapped = watched(ada), watched(ben), watched(lambda frame, _: ADA if frame.at < 2 else BEN)
    passive = (Reason.PASSIVE_HIGH, Reason.PASSIVE_ONLY)
    assert told(right) == (Verdict.BONA_FIDE, (*passive, Reason.MATCHED))
    assert told(wrong) == (Verdict.NO_RESPONSE, (Reason.NOT_MATCHED, *passive))
    assert told(swapped) == (Verdict.ATTACK, (Event.FACE_SWAPPED,))
    assert all(session.settled for session in (right, wrong, swapped))
    blank = watched(lambda *_: None)
    assert told(blank) == (Verdict.NO_RESPONSE, (Reason.NOT_COMPARED, *passive))
    assert not blank.settled


def test_without_acts_another_look_begins_with_another_face() -> None:
    """When time jumps nobody knows who is there; the enrolled person of before helps a stranger no more."""
    session, person = Session(WATCHING, likeness=likeness()), Person()
    idle = Session(ASKING, Random(3).randrange).active_check
    assert idle is not None
    for whose, start in ((ada, 0.0), (ben, 30.0)):
        for number in range(60):
            session.observe(shown(person.frame(start + number / 15, idle), session, whose))
    assert told(session)[1][0] == Reason.NOT_MATCHED
    assert session.likeness is not None
    assert session.likeness.score == 0.05


@pytest.mark.parametrize("make", [ended, watched])
def test_where_nobody_is_compared_with_a_pass_says_nothing_of_the_person(make: Callable[..., Session]) -> None:
    """It is as it was before there were templates, but for the evidence."""
    session = make(ben, follow=likeness(None))
    verdict, reasons = told(session)
    assert (verdict, Reason.MATCHED in reasons) == (Verdict.BONA_FIDE, False)
    assert session.decide().evidence["likeness"]["swapped"] is False


def test_templates_that_nobody_asked_for_are_passed_over() -> None:
    """A session that follows no faces knows nothing of them."""
    session = Session(WATCHING)
    person, idle = Person(), Session(ASKING, Random(3).randrange).active_check
    assert idle is not None
    for number in range(60):
        session.observe(shown(person.frame(number / 15, idle), session, ben))
    assert told(session) == (Verdict.BONA_FIDE, (Reason.PASSIVE_HIGH, Reason.PASSIVE_ONLY))
    assert "likeness" not in session.decide().evidence


def test_a_comparison_that_fails_is_never_a_pass() -> None:
    """The error goes on to the caller; one who passes over it has no pass either."""
    session, person = Session(ASKING, Random(3).randrange, script=FRONTAL, likeness=likeness()), Person()
    check = session.active_check
    assert check is not None
    failed = 0
    for number in range(900):
        whose = UNREADABLE if number == 75 else ADA
        frame = replace(person.frame(number / 15, check), template=whose, passive=PadScore(0.95, "test"))
        try:
            session.observe(frame)
        except MatchError:
            failed += 1
    assert failed == 1
    assert check.passed
    assert told(session) == (Verdict.NO_RESPONSE, (Reason.NOT_COMPARED, *LIVE))
