"""What a course takes and what it refuses: frames out of order, floods, exclusions."""

import json
import tracemalloc

import pytest

from facevow.challenge.events import Act, State
from facevow.decision.verdict import Verdict
from facevow.errors import ImageError
from facevow.server.v1.course import MOST_ERRORS
from facevow.server.v1.ends import End
from facevow.server.v1.frames import BURST, RATE
from facevow.server.v1.wire import HEADER, MOST_FRAME_BYTES, ExcludedMessage, ProblemMessage, frame_message
from facevow.signing.digests import FrameChain
from tests.server.analysers import FAKE, NOBODY, REAL, picture
from tests.server.v1.coursing import JPEG, PASSIVE, Coursing


def code(answer: object) -> str:
    """The code of an error."""
    assert isinstance(answer, ProblemMessage), answer
    return answer.code


@pytest.mark.parametrize(
    ("sequence", "captured", "refusal"),
    [
        (5, 100.1, "out_of_order"),
        (4, 100.1, "out_of_order"),
        (0, 100.1, "out_of_order"),
        (6, 100.0, "out_of_order"),
        (6, 99.0, "out_of_order"),
        (6, 105.2, "frame_ahead"),
        (6, 18446744073709.0, "frame_ahead"),
    ],
)
def test_frames_out_of_order_or_ahead_are_refused(sequence: int, captured: float, refusal: str) -> None:
    """Sequence and capture time must rise, and no capture time may be more than five seconds ahead of us."""
    coursing = Coursing.of()
    assert coursing.take(frame_message(5, 100.0, JPEG)) is None
    coursing.wait(0.1)
    answer = coursing.take(frame_message(sequence, captured, JPEG))
    assert code(answer) == refusal
    assert isinstance(answer, ProblemMessage)
    assert answer.sequence == sequence
    assert coursing.course.counts.refused == 1
    assert coursing.take(frame_message(6, 100.1, JPEG)) is None  # what was refused has changed nothing


def test_frames_that_are_late_are_refused() -> None:
    """A frame that comes more than five seconds after its capture time is none of now; one of 4.9 seconds is taken."""
    coursing = Coursing.of()
    coursing.take(frame_message(1, 100.0, JPEG))
    coursing.wait(6)
    assert code(coursing.take(frame_message(2, 100.9, JPEG))) == "frame_late"
    assert coursing.take(frame_message(2, 101.1, JPEG)) is None


def test_the_newest_frame_wins_and_the_drops_are_told() -> None:
    """Of five frames that come while none is looked at, the last one is handed out, once, and four were dropped."""
    coursing = Coursing.of()
    for _ in range(5):
        coursing.wait(0.01)
        coursing.take(coursing.frame())
    arrival = coursing.course.next()
    assert arrival is not None
    assert arrival.frame.sequence == 5
    assert coursing.course.next() is None
    answer = coursing.course.observe(arrival, coursing.analysis(arrival), coursing.now)
    assert answer is not None
    assert (answer.sequence, answer.dropped) == (5, 4)


def test_the_chain_covers_what_was_analysed_and_nothing_else() -> None:
    """Dropped, refused and undecodable frames are not in it; those analysed are, header and all, in order."""
    coursing, chain = Coursing.of(), FrameChain("fvs_0123456789012345678901")
    for number in range(6):
        coursing.wait(0.1)
        coursing.take(coursing.frame(picture(FAKE)))  # gives way to the next one
        coursing.wait(0.1)
        message = coursing.frame(picture(REAL))
        coursing.take(message)
        coursing.take(b"\x09" + message)
        arrival = coursing.course.next()
        assert arrival is not None
        if number == 3:
            coursing.course.refuse(arrival, ImageError("broken"))
        else:
            coursing.course.observe(arrival, coursing.analysis(arrival), coursing.now)
            chain.add(message)
    assert (coursing.course.chain.sha256, coursing.course.chain.count) == (chain.sha256, 5)


def test_too_many_errors_in_a_row_are_an_end() -> None:
    """Texts, frames and pictures that cannot be used count alike; one that can starts the count anew."""
    coursing = Coursing.of()
    for _ in range(MOST_ERRORS):
        coursing.take("nonsense")
    assert coursing.course.end is None
    coursing.take('{"type": "ping"}')
    for number in range(MOST_ERRORS + 1):
        assert coursing.course.end is None
        coursing.wait(0.05)
        if number % 3:
            coursing.take("nonsense" if number % 3 == 1 else b"nonsense")
        else:
            coursing.take(coursing.frame())
            arrival = coursing.course.next()
            assert arrival is not None
            coursing.course.refuse(arrival, ImageError("broken"))
    assert coursing.course.end is End.BAD_MESSAGES


def test_too_many_messages_are_an_end() -> None:
    """A burst is taken, and so are 120 a second for as long as it lasts; more than that is not."""
    patient, hasty = Coursing.of(), Coursing.of()
    for _ in range(round(BURST)):
        patient.take('{"type": "ping"}')
        hasty.take('{"type": "ping"}')
    for _ in range(1000):
        patient.now += 1.01 / RATE
        patient.take('{"type": "ping"}')
    assert patient.course.end is None
    hasty.take('{"type": "ping"}')
    assert hasty.course.end is End.TOO_MANY_MESSAGES


def test_the_person_may_exclude_acts_before_the_first() -> None:
    """What is excluded joins what the application excluded, and the answer tells all of it."""
    coursing = Coursing.of(person_may_exclude=True, excluded=frozenset({Act.LOOK_UP}))
    coursing.show()
    answer = coursing.take('{"type": "exclude", "acts": ["eyes", "tilt-left"]}')
    assert isinstance(answer, ExcludedMessage)
    assert answer.acts == [Act.BLINK, Act.LOOK_UP, Act.TILT_LEFT]
    asked = {step.act for step in coursing.course.session.active_check.steps}  # type: ignore[union-attr]
    assert asked.isdisjoint(answer.acts)
    coursing.perform()
    assert coursing.course.decision is not None
    assert coursing.course.decision.verdict is Verdict.BONA_FIDE


@pytest.mark.parametrize(
    ("acts", "allowed", "refusal"),
    [
        (["blink"], False, "exclude_refused"),
        (["dance"], True, "unknown_act"),
        (["head", "eyes"], True, "challenge_impossible"),
    ],
)
def test_an_exclusion_that_cannot_be_changes_nothing(acts: list[str], allowed: bool, refusal: str) -> None:
    """Not allowed, unknown, or leaving too little: the challenge stays as it was drawn."""
    coursing = Coursing.of(person_may_exclude=allowed)
    drawn = coursing.course.session.active_check
    assert code(coursing.take(json.dumps({"type": "exclude", "acts": acts}))) == refusal
    assert coursing.course.session.active_check is drawn


def test_nothing_can_be_excluded_once_something_was_asked() -> None:
    """Whoever knows what is asked may not choose something else; and without a challenge nothing can be excluded."""
    coursing = Coursing.of(person_may_exclude=True)
    while coursing.course.session.active_check.state is not State.ACT_DUE:  # type: ignore[union-attr]
        coursing.show()
    assert code(coursing.take('{"type": "exclude", "acts": ["blink"]}')) == "too_late"
    passive = Coursing.of(PASSIVE, person_may_exclude=True)
    assert code(passive.take('{"type": "exclude", "acts": ["blink"]}')) == "no_challenge"


def test_a_session_holds_no_more_than_its_bound() -> None:
    """Two hundred frames of the greatest size, with every image kept that may be, take the memory of twelve."""
    coursing = Coursing.of(PASSIVE, keep="audit")
    tracemalloc.start()
    try:
        for number in range(200):
            coursing.wait(0.07)
            coursing.take(coursing.frame(JPEG.ljust(MOST_FRAME_BYTES - HEADER.size, bytes([number]))))
            arrival = coursing.course.next() if number % 3 == 0 else None
            if arrival is not None:
                coursing.course.observe(arrival, coursing.analysis(arrival, NOBODY), coursing.now)
        held, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert coursing.course.end is None
    assert held < 12 * MOST_FRAME_BYTES
    assert most < 15 * MOST_FRAME_BYTES
