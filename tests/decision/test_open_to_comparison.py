"""Sessions in which somebody keeps the face from being compared, or shows another one for it."""

from collections import deque
from dataclasses import replace
from random import Random

import pytest

from facevow.decision.session import Session
from facevow.decision.verdict import Reason, Verdict
from facevow.types import PadScore, Quality, QualityCode, QualityIssue
from tests.challenge.acting import Person
from tests.decision.likening import likeness
from tests.decision.persons import (
    ADA,
    ASKING,
    BEN,
    FRONTAL,
    WATCHING,
    ada,
    is_moving,
    shown,
    told,
    watched,
)


def sometimes(*, every: int, score: float = 0.95) -> Session:
    """A live stranger who is not to be compared, for whom every so often the enrolled face is put in; no acts."""
    session, person = Session(WATCHING, Random(3).randrange, likeness=likeness()), Person()
    idle = Session(ASKING, Random(3).randrange).active_check
    assert idle is not None
    covered = Quality((QualityIssue(QualityCode.COVERED, 1, 0),), {})
    for number in range(90):
        frame = person.frame(number / 15, idle)
        if number % every == 0:
            session.observe(shown(frame, session, ada, score))
        else:
            session.observe(replace(frame, quality=covered, passive=PadScore(0.95, "test")))
    return session


def test_a_picture_put_in_for_the_comparison_has_to_be_live_itself() -> None:
    """Most frames are live, and those that were compared are not: who matches has to be who is live."""
    session = sometimes(every=5, score=0.01)
    assert told(session)[0] is Verdict.ATTACK
    assert told(session)[1][0] == Reason.PASSIVE_LOW
    evidence = session.decide().evidence
    assert (evidence["passive"]["score"], evidence["likeness"]["passive"]) == (0.95, 0.01)


def test_where_only_the_continuity_is_watched_the_compared_faces_are_evidence() -> None:
    """They are but some of the frames that were judged already."""
    session = watched(ada, follow=likeness(None))
    made = session.likeness
    assert made is not None
    made._looks = deque(replace(look, passive=0.01) for look in made._looks)
    decision = session.decide()
    assert (decision.verdict, decision.evidence["likeness"]["passive"]) == (Verdict.BONA_FIDE, 0.01)


def test_whoever_is_not_to_be_compared_most_of_the_time_is_no_match() -> None:
    """However live the faces in between: they say nothing of the others."""
    session = sometimes(every=3)
    assert told(session)[1][0] == Reason.NOT_COMPARED
    assert session.decide().evidence["likeness"]["covered"] == pytest.approx(1 / 3, abs=0.02)
    assert told(sometimes(every=1))[0] is Verdict.BONA_FIDE


def test_without_acts_a_look_begins_anew_when_a_face_comes_back_to_be_compared() -> None:
    """After too long a time without: what was there before speaks for nobody, and keeps nobody from it."""
    for before, after, verdict in ((ADA, ADA, Verdict.BONA_FIDE), (ADA, BEN, Verdict.NO_RESPONSE)):
        session, person = Session(WATCHING, likeness=likeness()), Person()
        idle = Session(ASKING, Random(3).randrange).active_check
        assert idle is not None
        for number in range(150):
            whose = before if number < 20 else None if number < 55 else after
            session.observe(replace(shown(person.frame(number / 15, idle), session, ada), template=whose))
            if number == 54:
                assert told(session)[1][0] == Reason.NOT_COMPARED
        assert told(session)[0] is verdict


def test_an_act_that_is_mostly_hidden_is_not_compared() -> None:
    """One picture of the enrolled person within it does not speak for a face that was covered while it acted."""
    covered = Quality((QualityIssue(QualityCode.COVERED, 1, 0),), {})
    for hides in (True, False):
        session, person = Session(ASKING, Random(3).randrange, script=FRONTAL[:1], likeness=likeness()), Person()
        check = session.active_check
        assert check is not None
        number = acting = 0
        while not (check.passed or check.ended_by):
            frame = person.frame(number / 15, check)
            acting += is_moving(frame)
            if hides and is_moving(frame) and acting % 4:
                frame = replace(frame, quality=covered, passive=PadScore(0.95, "test"))
            else:
                frame = replace(shown(frame, session, ada), template=ADA)
            session.observe(frame)
            number += 1
        assert session.likeness is not None
        assert session.likeness.evidence()["scores_of_acts"] == [None if hides else 0.9]
