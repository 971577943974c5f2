"""The machine that walks the table. It knows the present state and nothing else."""

from facevow.challenge.events import Event, State
from facevow.challenge.table import TRANSITIONS
from facevow.errors import ChallengeError

START = State.FACE_DUE


class Machine:
    """Holds the state of one challenge and moves it along TRANSITIONS."""

    def __init__(self) -> None:
        self._state = START

    @property
    def state(self) -> State:
        """Where the challenge stands."""
        return self._state

    def allows(self, event: Event) -> bool:
        """Whether the table has a step for `event` from here."""
        return event in TRANSITIONS[self._state]

    def advance(self, event: Event) -> State:
        """Move along the table and return the new state.

        Raises:
            ChallengeError: the table has no such step. The state is FAILED afterwards: an error is never a pass.
        """
        following = TRANSITIONS[self._state].get(event)
        if following is None:
            came, self._state = self._state, State.FAILED
            allowed = ", ".join(TRANSITIONS[came])
            raise ChallengeError(f"in state {came} expected one of {allowed}; {event} came")
        self._state = following
        return following
