"""What breaks a challenge off: faces, pictures and clocks that are not as they should be."""

from dataclasses import replace

import pytest

from facevow.challenge.events import Act, Event, State
from facevow.challenge.rules import Step
from facevow.types import Box
from tests.challenge.acting import (
    RULES,
    TURNS,
    Person,
    act_out,
    after,
    events,
    feed,
    make_check,
    posed,
    trembling,
    until_prompted,
)
from tests.making import FACE, make_analysis

SECOND = replace(FACE, box=Box(420, 150, 150, 150))


def test_nothing_is_lost_before_anything_was_asked() -> None:
    """Whoever leaves in the first pause may do so as often as they like; the sequence is not known yet."""
    check = make_check(Step(Act.TURN_LEFT), rules=replace(RULES, time_limit=None, pause_least=3, pause_most=3))
    at, states = 0.0, list[State]()
    for _ in range(8):
        for _ in range(20):
            check.observe(replace(make_analysis(at, motion=trembling(posed(None, 0), at)), digest=str(at)))
            at += 1 / 15
        states.append(check.state)
        for _ in range(26):
            check.observe(make_analysis(at, faces=()))
            at += 1 / 15
        states.append(check.state)
    assert states == [State.RESTING, State.FACE_DUE] * 8
    assert check.evidence()["restarts"] == 0


def test_pictures_are_remembered_through_a_reset() -> None:
    """A recording that begins again after every reset is a loop all the same."""
    check = make_check(Step(Act.TURN_LEFT))
    frames = [
        replace(make_analysis(n / 15, motion=trembling(posed(None, 0), n / 15)), digest=str(n)) for n in range(20)
    ]
    feed(check, frames)
    check.reset()
    feed(check, [replace(frame, at=frame.at + 1.4) for frame in frames])
    assert check.ended_by is Event.LOOPED


@pytest.mark.parametrize(
    ("analyses", "event", "state"),
    [
        (lambda last: after(last, 2, faces=()), Event.FACE_LOST, State.FACE_DUE),
        (lambda last: after(last, 1, faces=(FACE, SECOND)), Event.FACE_JOINED, State.SETTLING),
        (lambda last: [make_analysis(last.at + 4)], Event.CLOCK_JUMPED, State.FACE_DUE),
        (lambda last: [make_analysis(last.at - 1)], Event.CLOCK_WENT_BACK, State.FAILED),
        (lambda last: [replace(one, digest="same") for one in after(last, 3)], Event.FROZEN, State.FAILED),
    ],
)
def test_what_breaks_the_continuity_has_its_consequence(analyses: object, event: Event, state: State) -> None:
    """Each named event, while an act is due, leads where the table says, and is told to the person or noted."""
    check = make_check(*TURNS)
    last = until_prompted(check)
    before = check.steps
    feed(check, analyses(last))  # type: ignore[operator]
    assert event in events(check)
    assert check.state in {state, State.SETTLING, State.FACE_DUE} if state is not State.FAILED else State.FAILED
    assert not check.passed
    assert before is not None


def test_a_lost_face_gives_up_a_pass_and_draws_anew() -> None:
    """After a pass two seconds without a face lead back to the beginning, with nothing done."""
    check = make_check(rules=replace(RULES, bits=12))
    *_, last = act_out(check, Person())
    assert check.passed
    before = check.steps
    assert feed(check, after(last, 2, faces=())) is State.FACE_DUE
    assert check.done == ()
    assert check.steps != before


def test_a_face_that_becomes_another_ends_the_check() -> None:
    """A face at another place in the very next frame is a swap, and nothing afterwards helps."""
    check = make_check(*TURNS)
    last = until_prompted(check)
    elsewhere = replace(FACE, box=Box(10, 10, 90, 90))
    assert feed(check, after(last, 0.5, faces=(elsewhere,))) is State.FAILED
    assert check.ended_by is Event.FACE_SWAPPED
    assert feed(check, after(last, 1)) is State.FAILED
