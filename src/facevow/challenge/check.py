"""One person's challenge: watches frame after frame, asks for act after act, and moves the machine.

Who calls it: `decision.session`, one frame at a time. Time comes with the frames and luck from the chooser, so a
recorded trace and the same chooser give the same course.
"""

from dataclasses import dataclass, replace
from typing import Any

from facevow.challenge.actions import SPONTANEOUS, Recogniser, Seen
from facevow.challenge.baseline import Resting
from facevow.challenge.continuity import Continuity
from facevow.challenge.draw import Choose, bits, draw, draw_pause
from facevow.challenge.events import Act, Event, State
from facevow.challenge.flatness import Flatness, Signs
from facevow.challenge.machine import Machine
from facevow.challenge.rules import Rules, Step
from facevow.challenge.table import TRANSITIONS
from facevow.challenge.transcript import Entry, Transcript
from facevow.types import FaceMotion, FrameAnalysis

_BEGUN = frozenset({State.RESTING, State.ACT_DUE, State.RETURNING})
"""Where starting over counts: the person knows something of the sequence."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the person is asked for now.

    `number` counts from 1 up to `of`; `seconds_left` of `window` seconds remain; `progress` is how much of the act is
    done, 0..1.
    """

    step: Step
    number: int
    of: int
    seconds_left: float
    window: float
    progress: float


@dataclass(frozen=True, slots=True)
class _Watching:
    """What is known once the face has settled."""

    recogniser: Recogniser
    flatness: Flatness


class ActiveCheck:
    """Asks for a sequence of acts that nobody could foresee, and says whether one and the same face did them."""

    def __init__(self, rules: Rules, choose: Choose, *, script: tuple[Step, ...] | None = None) -> None:
        """Draw the first sequence, or ask for `script` each time.

        Raises:
            ChallengeImpossible: the rules leave too little to draw from.
        """
        self._rules = rules
        self._choose = choose
        self._script = script
        self._machine = Machine()
        self._begin()

    def _begin(self) -> None:
        self.transcript = Transcript()
        self.ended_by: Event | None = None
        self._started: float | None = None
        self._now = 0.0
        self._restarts = 0
        self._continuity = Continuity()
        self._start_over()

    def _start_over(self) -> None:
        """Forget the face and what it did, and draw anew: what was asked before is known by now."""
        self.steps = self._script or draw(self._rules, self._choose)
        self._number = 0
        self._resting = Resting(self._rules.settle)
        self._watching: _Watching | None = None
        self._prompted_at = self._first_blink = 0.0
        self._rest()

    def _rest(self) -> None:
        """Begin a pause before the next prompt."""
        self._rests_until = self._waits_since = self._now + draw_pause(self._rules, self._choose)
        self._blinks = 0

    @property
    def state(self) -> State:
        """Where the challenge stands."""
        return self._machine.state

    @property
    def passed(self) -> bool:
        """Whether every act was done as asked, by the same face, in time."""
        return self.state is State.PASSED

    @property
    def done(self) -> tuple[Step, ...]:
        """The steps of the present sequence that have been done."""
        return self.steps[: self._number]

    @property
    def notice(self) -> Event | None:
        """What has just gone wrong, for the person to know."""
        return self.transcript.notice(self._now)

    @property
    def prompt(self) -> Prompt | None:
        """What the person is asked for now, if anything."""
        if self.state is not State.ACT_DUE:
            return None
        left = max(0.0, self._prompted_at + self._rules.window - self._now)
        return Prompt(self._step, self._number + 1, len(self.steps), left, self._rules.window, self._progress())

    def evidence(self) -> dict[str, Any]:
        """All that was measured, for the verdict's record."""
        return {
            "state": self.state.value,
            "ended_by": self.ended_by and self.ended_by.value,
            "asked": [str(step) for step in self.steps],
            "drawn_from": [] if self._script else [str(step) for step in self._rules.steps],
            "bits": 0.0 if self._script else round(bits(self._rules.steps, len(self.steps)), 1),
            "done": self._number,
            "faults": self.transcript.faults,
            "restarts": self._restarts,
            **self.transcript.evidence(),
        }

    def identity(self) -> dict[str, float]:
        """What was measured of the continuity of face and picture."""
        return self._continuity.evidence()

    def reset(self) -> None:
        """Forget everything and start again, with another sequence and the whole time limit."""
        self._machine.advance(Event.RESET)
        self._begin()

    def observe(self, analysis: FrameAnalysis) -> State:
        """Take one frame and return where the challenge stands after it.

        Whatever is raised in here leaves the challenge FAILED and goes on to the caller.
        """
        if self.state is State.FAILED:
            return self.state
        try:
            self._observe(analysis)
        except Exception:
            if self._machine.allows(Event.BROKEN):
                self._advance(Event.BROKEN)
            raise
        return self.state

    def _observe(self, analysis: FrameAnalysis) -> None:
        event = self._continuity.observe(analysis)
        if event is not Event.CLOCK_WENT_BACK:
            self._now = analysis.at
        if self._started is None:
            self._started = self._now
        limit = self._rules.time_limit
        if limit is not None and not self.passed and self._now - self._started > limit:
            self._advance(Event.TIMED_OUT)
        elif event is not None:
            self._break(event)
        else:
            self._follow(analysis)

    def _follow(self, analysis: FrameAnalysis) -> None:
        """Do what is due in the present state."""
        if self.state is State.FACE_DUE and analysis.motion is not None:
            self._advance(Event.FACE_FOUND)
        if self.state is State.SETTLING:
            self._settle(analysis)
        elif self._watching is not None and analysis.motion is not None and not self.passed:
            self._watch(self._watching, analysis, analysis.motion)
        if self.state in _BEGUN and self._now - self._waits_since > self._rules.window:
            self._break(Event.WINDOW_OVER)

    def _settle(self, analysis: FrameAnalysis) -> None:
        baseline = self._resting.observe(analysis)
        if baseline is not None:
            self._watching = _Watching(Recogniser(baseline), Flatness(baseline))
            self._advance(Event.SETTLED)
            self._rest()

    def _watch(self, watching: "_Watching", analysis: FrameAnalysis, motion: FaceMotion) -> None:
        """See what is done, and prompt or let return when the face is at rest."""
        watching.flatness.observe(analysis)
        for seen in watching.recogniser.observe(motion, self._now):
            if self.state is State.ACT_DUE:
                self._answer(seen, watching.flatness.signs(seen))
            elif self.state is State.RESTING and seen.act not in SPONTANEOUS:
                self._fault(Event.EARLY_ACT, seen)
        if self.passed or not watching.recogniser.at_rest(self._step.act):
            return
        if self.state is State.RETURNING:
            self._advance(Event.RETURNED)
            self._rest()
        if self.state is State.RESTING and self._now >= self._rests_until:
            self._prompted_at = self._waits_since = self._now
            self._blinks = 0
            self._advance(Event.PROMPTED)

    def _answer(self, seen: Seen, signs: Signs) -> None:
        """Hold an act against the prompt that stands."""
        hasty = seen.began < self._prompted_at + self._rules.reaction
        if seen.act is not self._step.act:
            if seen.act not in SPONTANEOUS:
                self._fault(Event.WRONG_ACT, seen)
            return
        if hasty and seen.act in SPONTANEOUS:
            return  # done by chance at the moment of the prompt: neither an answer nor a fault
        self._blinks += seen.act is Act.BLINK
        if self._blinks == 1:
            self._first_blink = seen.began
        if hasty:
            self._fault(Event.HASTY_ACT, seen)
        elif signs.flat(seen.act):
            self._fault(Event.FLAT_ACT, seen, signs)
        elif seen.act is not Act.BLINK:
            self._complete(seen, signs)
        elif min(seen.times, self._blinks) >= self._step.times:
            self._complete(replace(seen, began=self._first_blink), signs)

    def _complete(self, seen: Seen, signs: Signs) -> None:
        """The step is done: the pass, or the way back to rest."""
        last = self._number + 1 == len(self.steps)
        self._advance(Event.LAST_ACT_DONE if last else Event.ACT_DONE, seen, signs)
        self._number += 1

    def _fault(self, event: Event, seen: Seen, signs: Signs | None = None) -> None:
        if self.transcript.faults < self._rules.faults:
            self._advance(event, seen, signs)
            return
        self._note(event, seen, signs)
        self._advance(Event.TOO_MANY_FAULTS)

    def _break(self, event: Event) -> None:
        """Start over, or end, because the face or the picture did not stay what it was, or time ran out."""
        follows = TRANSITIONS[self.state].get(event)
        if follows is State.FACE_DUE and self.state in _BEGUN:
            self._restarts += 1
            if self._restarts > self._rules.restarts:
                self._note(event)
                event = Event.TOO_MANY_RESTARTS
        self._advance(event)
        if self.state is State.FACE_DUE:
            self._start_over()

    def _advance(self, event: Event, seen: Seen | None = None, signs: Signs | None = None) -> None:
        self._note(event, seen, signs)
        state = self._machine.advance(event)
        if state is State.FAILED:
            self.ended_by = event
        elif state is State.RETURNING:
            self._waits_since = self._now

    def _note(self, event: Event, seen: Seen | None = None, signs: Signs | None = None) -> None:
        step = self._step if self.state is State.ACT_DUE or event is Event.PROMPTED else None
        act, began = (seen.act, seen.began) if seen else (None, None)
        self.transcript.add(Entry(self._now, event, step, act, began, signs))

    @property
    def _step(self) -> Step:
        """The step that is or will be asked for next."""
        return self.steps[self._number]

    def _progress(self) -> float:
        if self._watching is None:
            return 0.0
        level = max(0.0, min(self._watching.recogniser.levels.get(self._step.act, 0.0), 1.0))
        return min(1.0, (self._blinks + level) / self._step.times) if self._step.act is Act.BLINK else level
