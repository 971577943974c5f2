"""The literal table of the active check."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.challenge.events import Event, State
from facevow.challenge.machine import START, Machine
from facevow.challenge.table import TRANSITIONS
from facevow.errors import ChallengeError

INTERRUPTIONS = (Event.FACE_LOST, Event.FACE_SWAPPED, Event.FACE_JOINED)


def test_every_state_has_a_row_and_every_state_can_be_reached() -> None:
    """No state is forgotten in the table, and none stands there that nothing leads to."""
    reached = {START}
    while True:
        following = reached | {state for known in reached for state in TRANSITIONS[known].values()}
        if following == reached:
            break
        reached = following
    assert set(TRANSITIONS) == set(State) == reached


def test_a_pass_takes_both_acts() -> None:
    """Only a blink after a turn, or a turn after a blink, leads into PASSED from outside."""
    ways = {(state, event) for state, row in TRANSITIONS.items() for event, to in row.items() if to is State.PASSED}
    assert {way for way in ways if way[0] is not State.PASSED} == {
        (State.TURN_DUE, Event.TURNED),
        (State.BLINK_DUE, Event.BLINKED),
    }


@pytest.mark.parametrize("state", [state for state in State if state is not State.FAILED])
@pytest.mark.parametrize("event", INTERRUPTIONS)
def test_an_interruption_forgets_everything(state: State, event: Event) -> None:
    """Whatever was done before the face was lost, swapped or joined does not count any more, not even a pass."""
    assert TRANSITIONS[state][event] is START


def test_a_failure_lasts_until_reset() -> None:
    """Nothing but a reset leads out of FAILED."""
    row = TRANSITIONS[State.FAILED]
    assert {event for event, to in row.items() if to is not State.FAILED} == {Event.RESET}


@given(st.lists(st.sampled_from(list(Event))))
def test_the_machine_follows_the_table_and_refuses_the_rest(events: list[Event]) -> None:
    """For any run of events the machine goes where the table says; what the table lacks raises and ends in FAILED."""
    machine = Machine()
    for event in events:
        before = machine.state
        if event in TRANSITIONS[before]:
            assert machine.advance(event) is TRANSITIONS[before][event] is machine.state
        else:
            with pytest.raises(ChallengeError, match=event.value):
                machine.advance(event)
            assert machine.state is State.FAILED
