"""The literal table of the challenge, and the machine that walks it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.challenge.events import Event, State
from facevow.challenge.machine import START, Machine
from facevow.challenge.table import TRANSITIONS
from facevow.errors import ChallengeError


def test_every_state_has_a_row_and_every_state_can_be_reached() -> None:
    """No state is forgotten in the table, and none stands there that nothing leads to."""
    reached = {START}
    while True:
        following = reached | {state for known in reached for state in TRANSITIONS[known].values()}
        if following == reached:
            break
        reached = following
    assert set(TRANSITIONS) == set(State) == reached


def test_the_last_act_is_the_only_way_to_a_pass() -> None:
    """Only LAST_ACT_DONE, and only while an act is due, leads into PASSED from outside."""
    ways = {(state, event) for state, row in TRANSITIONS.items() for event, to in row.items() if to is State.PASSED}
    assert {way for way in ways if way[0] is not State.PASSED} == {(State.ACT_DUE, Event.LAST_ACT_DONE)}


@pytest.mark.parametrize("event", [Event.FACE_LOST, Event.FACE_JOINED, Event.CLOCK_JUMPED])
@pytest.mark.parametrize("state", [state for state in State if state is not State.FAILED])
def test_an_interruption_forgets_everything(state: State, event: Event) -> None:
    """Whatever was done before the face was lost or joined, or time jumped, counts no more, not even a pass."""
    assert TRANSITIONS[state][event] is START


@pytest.mark.parametrize("event", [Event.LOOPED, Event.CLOCK_WENT_BACK, Event.BROKEN])
@pytest.mark.parametrize("state", [state for state in State if state is not State.FAILED])
def test_what_no_camera_does_ends_everything(state: State, event: Event) -> None:
    """Pictures that come round again, time that runs backwards and errors fail a challenge in any state."""
    assert TRANSITIONS[state][event] is State.FAILED


@pytest.mark.parametrize("state", [State.RESTING, State.ACT_DUE, State.RETURNING])
def test_another_face_ends_a_challenge_that_has_begun(state: State) -> None:
    """Once acts are asked for, a swapped face or a picture that stands still is the end."""
    assert TRANSITIONS[state][Event.FACE_SWAPPED] is TRANSITIONS[state][Event.FROZEN] is State.FAILED


def test_a_failure_lasts_until_reset() -> None:
    """Nothing but a reset leads out of FAILED."""
    assert TRANSITIONS[State.FAILED] == {Event.RESET: START}


def test_every_state_can_be_reset_and_every_event_has_a_place() -> None:
    """A reset is always allowed, and no event is known that the table never uses."""
    assert all(row[Event.RESET] is START for row in TRANSITIONS.values())
    assert {event for row in TRANSITIONS.values() for event in row} == set(Event)


@given(st.lists(st.sampled_from(list(Event))))
def test_the_machine_follows_the_table_and_refuses_the_rest(events: list[Event]) -> None:
    """For any run of events the machine goes where the table says; what the table lacks raises and ends in FAILED."""
    machine = Machine()
    for event in events:
        before = machine.state
        if event in TRANSITIONS[before]:
            assert machine.allows(event)
            assert machine.advance(event) is TRANSITIONS[before][event] is machine.state
        else:
            assert not machine.allows(event)
            with pytest.raises(ChallengeError, match=event.value):
                machine.advance(event)
            assert machine.state is State.FAILED
