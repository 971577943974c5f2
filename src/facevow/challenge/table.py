"""The active check as one table.

The person has to blink and to turn the head, in any order. The first act done is remembered and the other one
becomes due; when both are done the check is passed.

The face must stay the same face. When it is lost for too long, jumps to another place or is joined by a second one,
all that was done is forgotten and both acts are due again, also after a pass: what was shown was shown by somebody
who is no longer surely there. When the time is up before both acts are done, the check has failed and stays failed
until it is reset. Time running out after the pass changes nothing.

A pair that is not in the table is not allowed; the machine raises.
"""

from facevow.challenge.events import Event, State

TRANSITIONS: dict[State, dict[Event, State]] = {
    State.BLINK_AND_TURN_DUE: {
        Event.BLINKED: State.TURN_DUE,
        Event.TURNED: State.BLINK_DUE,
        Event.FACE_LOST: State.BLINK_AND_TURN_DUE,
        Event.FACE_SWAPPED: State.BLINK_AND_TURN_DUE,
        Event.FACE_JOINED: State.BLINK_AND_TURN_DUE,
        Event.TIMED_OUT: State.FAILED,
        Event.RESET: State.BLINK_AND_TURN_DUE,
    },
    State.TURN_DUE: {
        Event.BLINKED: State.TURN_DUE,
        Event.TURNED: State.PASSED,
        Event.FACE_LOST: State.BLINK_AND_TURN_DUE,
        Event.FACE_SWAPPED: State.BLINK_AND_TURN_DUE,
        Event.FACE_JOINED: State.BLINK_AND_TURN_DUE,
        Event.TIMED_OUT: State.FAILED,
        Event.RESET: State.BLINK_AND_TURN_DUE,
    },
    State.BLINK_DUE: {
        Event.BLINKED: State.PASSED,
        Event.TURNED: State.BLINK_DUE,
        Event.FACE_LOST: State.BLINK_AND_TURN_DUE,
        Event.FACE_SWAPPED: State.BLINK_AND_TURN_DUE,
        Event.FACE_JOINED: State.BLINK_AND_TURN_DUE,
        Event.TIMED_OUT: State.FAILED,
        Event.RESET: State.BLINK_AND_TURN_DUE,
    },
    State.PASSED: {
        Event.BLINKED: State.PASSED,
        Event.TURNED: State.PASSED,
        Event.FACE_LOST: State.BLINK_AND_TURN_DUE,
        Event.FACE_SWAPPED: State.BLINK_AND_TURN_DUE,
        Event.FACE_JOINED: State.BLINK_AND_TURN_DUE,
        Event.TIMED_OUT: State.PASSED,
        Event.RESET: State.BLINK_AND_TURN_DUE,
    },
    State.FAILED: {
        Event.BLINKED: State.FAILED,
        Event.TURNED: State.FAILED,
        Event.FACE_LOST: State.FAILED,
        Event.FACE_SWAPPED: State.FAILED,
        Event.FACE_JOINED: State.FAILED,
        Event.RESET: State.BLINK_AND_TURN_DUE,
    },
}
"""For each state, what each event leads to. TIMED_OUT cannot come twice, so FAILED has no row for it."""
