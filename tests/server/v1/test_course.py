"""The course of one session's stream, without a socket and at made-up times."""

from dataclasses import replace

import pytest

from facevow.challenge.events import Act
from facevow.decision.verdict import Verdict
from facevow.errors import ChallengeImpossible, ImageError
from facevow.server.v1.course import MARGIN, PASSIVE_LONGEST, Course
from facevow.server.v1.ends import ENDS, End
from facevow.server.v1.terms import Order, Terms
from facevow.server.v1.wire import ProblemMessage
from facevow.store.records import SessionState
from tests.server.analysers import ANOTHER_FACE, FAKE, NOBODY, REAL
from tests.server.performing import STEP
from tests.server.v1.coursing import ACTIVE, PASSIVE, Coursing, counting


def code(answer: object) -> str:
    """The code of an error."""
    assert isinstance(answer, ProblemMessage), answer
    return answer.code


def test_whoever_does_what_is_asked_is_decided_on_as_bona_fide() -> None:
    """The pass ends the course with the policy's decision, and the last frame has no answer of its own."""
    coursing = Coursing.of()
    coursing.perform()
    assert coursing.course.end is End.DECIDED
    assert coursing.course.decision is not None
    assert coursing.course.decision.verdict is Verdict.BONA_FIDE


def test_another_face_is_decided_on_as_an_attack() -> None:
    """A challenge that has failed ends the course at once."""
    coursing = Coursing.of()
    for _ in range(15):
        coursing.show(REAL)
    for _ in range(30):
        coursing.show(ANOTHER_FACE)
    assert coursing.course.decision is not None
    assert coursing.course.decision.verdict is Verdict.ATTACK


def test_a_check_without_acts_needs_both_time_and_frames() -> None:
    """A few frames over a long time, and many in a short one, are no answer; both together are."""
    few = Coursing.of(PASSIVE)
    for _ in range(13):
        few.show()
        few.wait(0.5)
    assert few.course.end is None
    few.show()
    assert few.course.end is End.DECIDED
    many = Coursing.of(PASSIVE)
    for _ in range(29):
        many.show()
    assert many.course.end is None
    for _ in range(3):
        many.show()
    assert many.course.end is End.DECIDED


def test_frames_at_once_do_not_stand_for_seconds() -> None:
    """An early frame of nobody, three seconds of silence and a handful of frames at once are no look at anybody."""
    coursing = Coursing.of(PASSIVE)
    coursing.show(NOBODY)
    for _ in range(30):
        coursing.wait(0.1)
        coursing.take('{"type": "ping"}')
    for _ in range(20):
        coursing.wait(0.01 - STEP)
        coursing.show()
    assert coursing.course.end is None


def test_a_check_without_acts_goes_on_while_there_is_no_answer() -> None:
    """Where nobody is seen it is decided after 15 seconds, as NO_RESPONSE; who comes in time is judged."""
    empty, late = Coursing.of(PASSIVE), Coursing.of(PASSIVE)
    for _ in range(100):
        empty.show(NOBODY)
        late.show(NOBODY)
    assert empty.course.end is late.course.end is None
    for _ in range(30):
        late.show(FAKE)
    assert late.course.decision is not None
    assert late.course.decision.verdict is Verdict.ATTACK
    for _ in range(52):
        empty.show(NOBODY)
    assert empty.course.decision is not None
    assert empty.course.decision.verdict is Verdict.NO_RESPONSE


@pytest.mark.parametrize("frames", [7, 24])
def test_a_check_without_acts_is_no_pass_with_too_few_frames(frames: int) -> None:
    """At its longest, seven frames of a live person are NO_RESPONSE; so are many that came in less than 2.5 seconds."""
    coursing = Coursing.of(PASSIVE)
    for _ in range(frames):
        coursing.show()
    for _ in range(round(PASSIVE_LONGEST)):
        coursing.wait(1)
        coursing.take('{"type": "ping"}')
        coursing.course.tick(coursing.now)
    assert coursing.course.decision is not None
    assert coursing.course.decision.verdict is Verdict.NO_RESPONSE
    assert coursing.course.decision.reasons == ("too_few_frames",)


@pytest.mark.parametrize("policy", [ACTIVE, PASSIVE])
def test_every_course_comes_to_an_end(policy: object) -> None:
    """Somebody who only says that he is there is decided on at the limit, without a pass."""
    coursing = Coursing.of(policy)  # type: ignore[arg-type]
    expected = MARGIN + (60 if policy is ACTIVE else PASSIVE_LONGEST)
    assert coursing.course.limit == expected
    while coursing.course.end is None:
        assert coursing.now < 5000 + expected + 2
        coursing.wait(1)
        coursing.take('{"type": "ping"}')
        coursing.course.tick(coursing.now)
    assert coursing.course.decision is not None
    assert coursing.course.decision.verdict is Verdict.NO_RESPONSE


def test_silence_is_an_end() -> None:
    """After the heartbeat without any message; a message that makes no sense is one all the same."""
    coursing = Coursing.of()
    for message in ('{"type": "ping"}', "nonsense", b""):
        coursing.wait(14.9)
        coursing.course.tick(coursing.now)
        assert coursing.course.end is None
        coursing.take(message)
    coursing.wait(15.1)
    coursing.course.tick(coursing.now)
    assert coursing.course.end is End.SILENT


def test_a_clock_that_goes_back_is_an_end() -> None:
    """Nothing can be timed by it: the course is broken, whichever way it is seen."""
    by_tick, by_message, by_frame = Coursing.of(), Coursing.of(), Coursing.of()
    by_tick.course.tick(by_tick.now - 0.1)
    by_message.course.take('{"type": "ping"}', by_message.now - 0.1)
    by_frame.take(by_frame.frame())
    arrival = by_frame.course.next()
    assert arrival is not None
    assert by_frame.course.observe(arrival, by_frame.analysis(arrival), by_frame.now - 0.1) is None
    assert by_tick.course.end is by_message.course.end is by_frame.course.end is End.BROKEN


def test_a_clock_that_leaps_ahead_is_no_pass() -> None:
    """A minute that did not happen ends the course for silence, and refuses frames that seem late by it."""
    silent, late = Coursing.of(PASSIVE), Coursing.of(PASSIVE)
    for coursing in (silent, late):
        for _ in range(10):
            coursing.show()
        coursing.now += 60
        coursing.captured += 0.1
    silent.course.tick(silent.now)
    assert silent.course.end is End.SILENT
    assert code(late.take(late.frame())) == "frame_late"
    late.course.tick(late.now)
    assert late.course.decision is not None  # its time is over, and ten frames of one second are not enough
    assert late.course.decision.verdict is Verdict.NO_RESPONSE


def test_the_first_end_stands_and_nothing_follows_it() -> None:
    """After an end no message has an answer, no frame is handed out, and no other end takes its place."""
    coursing = Coursing.of()
    coursing.take(coursing.frame())
    arrival = coursing.course.next()
    assert arrival is not None
    coursing.wait(0.1)
    coursing.take(coursing.frame())
    coursing.take('{"type": "leave"}')
    assert coursing.course.end is End.LEFT
    assert coursing.course.next() is None
    assert coursing.take('{"type": "ping"}') is None
    assert coursing.course.observe(arrival, coursing.analysis(arrival), coursing.now) is None
    assert coursing.course.refuse(arrival, ImageError("broken")) is None
    coursing.course.tick(coursing.now + 10**6)
    coursing.course.finish(End.BROKEN)
    assert coursing.course.end is End.LEFT
    assert coursing.course.decision is None
    assert coursing.course.chain.count == 0


def test_what_breaks_is_an_end_and_no_pass() -> None:
    """An exception from the check ends the course as BROKEN, and goes on to the caller."""
    coursing = Coursing.of()
    coursing.take(coursing.frame())
    arrival = coursing.course.next()
    assert arrival is not None
    analysis = replace(coursing.analysis(arrival), at="never")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        coursing.course.observe(arrival, analysis, coursing.now)
    assert coursing.course.end is End.BROKEN
    assert coursing.course.decision is None


def test_nobody_but_the_policy_decides() -> None:
    """An end with a verdict cannot be had by naming it, and of all ends it alone makes a session COMPLETED."""
    with pytest.raises(ValueError, match="policy"):
        Coursing.of().course.finish(End.DECIDED)
    completed = {end for end, follows in ENDS.items() if follows.state is SessionState.COMPLETED}
    assert completed == {End.DECIDED}
    assert set(ENDS) == set(End)


def test_an_order_that_cannot_be_held_is_refused() -> None:
    """Exclusions that leave too little to draw from are an error before anything begins."""
    order = Order("fvs_0123456789012345678901", ACTIVE, excluded=frozenset(Act) - {Act.BLINK})
    with pytest.raises(ChallengeImpossible):
        Course(order, Terms(heartbeat=15.0), counting())
