"""What is kept of a challenge's course."""

import math

from facevow.challenge.events import Act, Event
from facevow.challenge.flatness import Signs
from facevow.challenge.rules import Step
from facevow.challenge.transcript import LONGEST, NOTICE_SECONDS, Entry, Transcript

TURN = Step(Act.TURN_LEFT)


def test_reactions_run_from_the_prompt_to_the_begin_of_the_act() -> None:
    """Each act done is held against the latest prompt before it; faults give no reaction."""
    transcript = Transcript()
    for entry in (
        Entry(1.0, Event.PROMPTED, TURN),
        Entry(1.5, Event.WRONG_ACT, TURN, Act.LOOK_UP, began=1.2),
        Entry(3.0, Event.ACT_DONE, TURN, Act.TURN_LEFT, began=2.25, signs=Signs(0.0812345, 0.1, None)),
        Entry(5.0, Event.PROMPTED, TURN),
        Entry(6.0, Event.LAST_ACT_DONE, TURN, Act.TURN_LEFT, began=5.5, signs=Signs(None, math.inf, 0.3)),
    ):
        transcript.add(entry)
    evidence = transcript.evidence()
    assert evidence["reactions"] == [1.25, 0.5]
    assert evidence["signs"] == [
        {"act": "turn_left", "residual": 0.0812, "distortion": 0.1},
        {"act": "turn_left", "carried": 0.3},
    ]
    assert evidence["counts"] == {"prompted": 2, "act_done": 1, "last_act_done": 1, "wrong_act": 1}
    assert (transcript.faults, transcript.count(Event.PROMPTED)) == (1, 2)


def test_a_notice_is_the_last_thing_that_went_wrong_and_goes_away() -> None:
    """Faults and new starts are told for a while; what went well is never a notice."""
    transcript = Transcript()
    assert transcript.notice(0.0) is None
    transcript.add(Entry(1.0, Event.EARLY_ACT))
    transcript.add(Entry(2.0, Event.WINDOW_OVER))
    transcript.add(Entry(2.5, Event.FACE_FOUND))
    assert transcript.notice(2.5) is Event.WINDOW_OVER
    assert transcript.notice(2.0 + NOTICE_SECONDS + 0.01) is None
    transcript.add(Entry(3.0, Event.PROMPTED))
    assert transcript.notice(3.0) is None
    transcript.add(Entry(3.5, Event.WRONG_ACT))
    assert transcript.notice(3.5) is Event.WRONG_ACT
    transcript.add(Entry(4.0, Event.ACT_DONE))
    assert transcript.notice(4.0) is None


def test_an_endless_course_does_not_grow_without_bound() -> None:
    """Only the last entries are kept; the counts are of all."""
    transcript = Transcript()
    for number in range(LONGEST + 100):
        transcript.add(Entry(number, Event.FACE_LOST))
    assert len(transcript.entries) == LONGEST
    assert transcript.entries[0].at == 100
    assert transcript.count(Event.FACE_LOST) == LONGEST + 100
