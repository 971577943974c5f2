"""Courses in which not every frame is scored."""

from dataclasses import replace

import pytest

from facevow.decision.policy import Policy
from facevow.decision.verdict import Reason, Verdict
from facevow.server.v1.ends import End
from facevow.types import Frame, FrameAnalysis
from facevow.vision.memory import Memory
from tests.server.analysers import FAKE, NOBODY, REAL, ColourAnalyser
from tests.server.v1.coursing import ACTIVE, PASSIVE, Coursing

EVERY = 0.2


class Counting(ColourAnalyser):
    """Counts which frames it was to score."""

    scored = passed_over = 0

    def analyse(self, frame: Frame, memory: Memory | None = None, *, judge: bool = True) -> FrameAnalysis:
        """Count, and read the colour as always."""
        self.scored += judge
        self.passed_over += not judge
        return super().analyse(frame, memory, judge=judge)


def coursing(policy: Policy = PASSIVE) -> Coursing:
    made = Coursing.of(policy, every=EVERY)
    made.analyser = Counting(meshes=True)
    return made


@pytest.mark.parametrize("policy", [PASSIVE, ACTIVE], ids=["passive", "active"])
def test_a_live_person_passes_though_frames_are_passed_over(policy: Policy) -> None:
    """With and without acts; about as many frames are passed over as the pause says."""
    made = coursing(policy)
    made.perform()
    assert made.course.end is End.DECIDED
    assert made.course.decision is not None
    assert made.course.decision.verdict is Verdict.BONA_FIDE
    assert isinstance(made.analyser, Counting)
    assert made.analyser.passed_over > 4
    assert made.course.decision.frames == made.analyser.scored + made.analyser.passed_over


@pytest.mark.parametrize("policy", [PASSIVE, ACTIVE], ids=["passive", "active"])
def test_a_fake_does_not(policy: Policy) -> None:
    """Its acts do not help, nor does what was passed over."""
    made = coursing(policy)
    made.face = FAKE
    made.perform()
    assert made.course.decision is not None
    assert (made.course.decision.verdict, made.course.decision.reasons[0]) == (Verdict.ATTACK, Reason.PASSIVE_LOW)


def test_after_nobody_was_there_the_next_frames_are_scored() -> None:
    """Who has come is not known until a score says so."""
    made = coursing()
    for _ in range(10):
        made.show(REAL)
    made.show(NOBODY)
    assert isinstance(made.analyser, Counting)
    before = made.analyser.scored
    for _ in range(3):
        made.show(REAL)
    assert made.analyser.scored == before + 3


def test_a_frame_is_drawn_once_however_often_is_asked() -> None:
    """Whether it is scored does not change between the question and the answer."""
    made = coursing()
    for _ in range(30):
        made.wait(0.1)
        made.take(made.frame())
        arrival = made.course.next()
        assert arrival is not None
        asked = {made.course.judges(arrival) for _ in range(5)}
        assert len(asked) == 1
        made.course.observe(arrival, made.analysis(arrival), made.now)


def test_an_analysis_without_the_score_that_was_wanted_is_no_pass() -> None:
    """An analyser that never scores anything proves nothing for anybody."""
    made = coursing()
    for _ in range(200):
        made.wait(0.1)
        made.take(made.frame())
        arrival = made.course.next()
        if arrival is None:
            break
        made.course.observe(arrival, replace(made.analysis(arrival), passive=None), made.now)
    assert made.course.decision is not None
    assert made.course.decision.verdict is Verdict.NO_RESPONSE
