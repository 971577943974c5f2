"""One person's active check: recognisers in, events through the machine, state out."""

from facevow.challenge.actions import BlinkRecogniser, TurnRecogniser
from facevow.challenge.continuity import Continuity
from facevow.challenge.events import Act, Event, State
from facevow.challenge.machine import Machine
from facevow.types import FrameAnalysis

_STILL_DUE = {
    State.BLINK_AND_TURN_DUE: (Act.BLINK, Act.TURN_HEAD),
    State.TURN_DUE: (Act.TURN_HEAD,),
    State.BLINK_DUE: (Act.BLINK,),
    State.PASSED: (),
    State.FAILED: (Act.BLINK, Act.TURN_HEAD),
}


class ActiveCheck:
    """Asks for a blink and a turn of the head.

    The time limit runs from the first frame seen after the start or a reset; None means no limit.
    """

    def __init__(self, time_limit: float | None = None) -> None:
        self._time_limit = time_limit
        self._machine = Machine()
        self._begin()

    def _begin(self) -> None:
        self._started: float | None = None
        self._continuity = Continuity()
        self._forget_face()

    def _forget_face(self) -> None:
        """Drop the resting face: whoever comes next has another one."""
        self._blink = BlinkRecogniser()
        self._turn = TurnRecogniser()

    @property
    def state(self) -> State:
        """What is still due."""
        return self._machine.state

    @property
    def passed(self) -> bool:
        """Whether both acts were done by the same face in time."""
        return self.state is State.PASSED

    @property
    def done(self) -> tuple[Act, ...]:
        """The acts seen so far."""
        due = _STILL_DUE[self.state]
        return tuple(act for act in Act if act not in due)

    def reset(self, time_limit: float | None = None) -> None:
        """Forget all that was done and start again, with this time limit in seconds."""
        self._time_limit = time_limit
        self._machine.advance(Event.RESET)
        self._begin()

    def observe(self, analysis: FrameAnalysis) -> State:
        """Take one frame and return what is still due after it."""
        if self.state is State.FAILED:
            return self.state
        if self._started is None:
            self._started = analysis.at
        if self._out_of_time(analysis.at):
            return self._machine.advance(Event.TIMED_OUT)
        broken = self._continuity.observe(analysis)
        if broken is not None:
            self._forget_face()
            return self._machine.advance(broken)
        if analysis.motion is not None:
            if self._blink.observe(analysis.motion, analysis.at):
                self._machine.advance(Event.BLINKED)
            if self._turn.observe(analysis.motion, analysis.at):
                self._machine.advance(Event.TURNED)
        return self.state

    def _out_of_time(self, at: float) -> bool:
        started = at if self._started is None else self._started
        return self._time_limit is not None and not self.passed and at - started > self._time_limit
