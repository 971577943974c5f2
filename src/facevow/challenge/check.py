"""One person's challenge: watches frame after frame, asks for act after act, and moves the machine.

Who calls it: `decision.session`, one frame at a time. Time comes with the frames and luck from the chooser, so a
recorded trace and the same chooser give the same course.
"""

from dataclasses import dataclass
from typing import Any

from facevow.challenge.actions import Recogniser, Seen
from facevow.challenge.answering import Answering, unasked
from facevow.challenge.baseline import Resting
from facevow.challenge.continuity import Continuity
from facevow.challenge.draw import Choose, bits, draw, draw_pause
from facevow.challenge.events import Event, State
from facevow.challenge.flatness import Flatness, Signs
from facevow.challenge.machine import Machine
from facevow.challenge.rules import Rules, Step
from facevow.challenge.table import TRANSITIONS
from facevow.challenge.transcript import Entry, Transcript
from facevow.errors import ChallengeImpossible
from facevow.types import FaceMotion, FrameAnalysis

_BEGUN = frozenset({State.RESTING, State.ACT_DUE, State.RETURNING})
"""Where starting over counts: the person knows something of the sequence."""


REST_WITHIN = 8.0
"""Seconds for the way back to rest, if the window is not longer: a man who turns slowly by 60 degrees needs six."""


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

    def __init__(
        self,
        rules: Rules,
        choose: Choose,
        *,
        script: tuple[Step, ...] | None = None,
        continuity: Continuity | None = None,
    ) -> None:
        """Draw the first sequence, or ask for `script` each time; `continuity` remembers what was shown before.

        Raises:
            ChallengeImpossible: the rules leave too little to draw from, or the script is empty.
        """
        if script is not None and not script:
            raise ChallengeImpossible("expected acts to ask for, found none")
        self._rules = rules
        self._choose = choose
        self._script = script
        self._machine = Machine()
        self._continuity = continuity or Continuity()
        self._begin()

    def _begin(self) -> None:
        self.transcript = Transcript()
        self.ended_by: Event | None = None
        self._started: float | None = None
        self._now = 0.0
        self._restarts = 0
        self._continuity.forget_face()
        self._start_over()

    def _start_over(self) -> None:
        """Forget the face and what it did, and draw anew: what was asked before is known by now."""
        self.steps = draw(self._rules, self._choose) if self._script is None else self._script
        self._number = 0
        self._asked = self._told = False
        self._resting = Resting(self._rules.settle)
        self._watching: _Watching | None = None
        self._answering: Answering | None = None
        self._rest()

    def _rest(self) -> None:
        """Begin a pause before the next prompt."""
        self._rests_until = self._waits_since = self._now + draw_pause(self._rules, self._choose)

    @property
    def state(self) -> State:
        """Where the challenge stands."""
        return self._machine.state

    @property
    def passed(self) -> bool:
        """Whether every act was done as asked, by the same face, in time."""
        return self.state is State.PASSED

    @property
    def acting(self) -> bool:
        """Whether an act is due and something that can be one has left rest."""
        watching = self._watching
        return self.state is State.ACT_DUE and watching is not None and not watching.recogniser.at_rest(self._step.act)

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
        if self.state is not State.ACT_DUE or self._answering is None or self._watching is None:
            return None
        left = max(0.0, self._answering.prompted_at + self._rules.window - self._now)
        done = self._answering.progress(self._watching.recogniser.levels.get(self._step.act, 0.0))
        return Prompt(self._step, self._number + 1, len(self.steps), left, self._rules.window, done)

    def told(self, at: float) -> None:
        """The present prompt, if there is one that nobody has been told of, went out at `at` seconds of the stream."""
        if self.state is State.ACT_DUE and self._answering is not None and not self._told and at >= self._now:
            self._told = True
            self._answering.told(at)
            self._waits_since = self._answering.prompted_at

    def evidence(self) -> dict[str, Any]:
        """All that was measured, for the verdict's record."""
        return {
            "state": self.state.value,
            "ended_by": self.ended_by and self.ended_by.value,
            "asked": [str(step) for step in self.steps],
            "drawn_from": [] if self._script is not None else [str(step) for step in self._rules.steps],
            "bits": 0.0 if self._script is not None else round(bits(self._rules.steps, len(self.steps)), 1),
            "done": self._number,
            "faults": self.transcript.faults,
            "restarts": self._restarts,
            **self.transcript.evidence(),
        }

    @property
    def asked(self) -> bool:
        """Whether the person was ever asked for anything."""
        return self.transcript.count(Event.PROMPTED) > 0

    def reset(self) -> None:
        """Forget what was done and start again, with another sequence and the whole time limit.

        The pictures that were shown are remembered: one that comes round again ends this challenge too.
        """
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
        if event is not None:
            self._break(event)
        elif limit is not None and not self.passed and self._now - self._started > limit:
            self._advance(Event.TIMED_OUT)
        else:
            self._follow(analysis)

    def _follow(self, analysis: FrameAnalysis) -> None:
        """Do what is due in the present state."""
        patience = self._rules.window if self.state is State.ACT_DUE else max(self._rules.window, REST_WITHIN)
        if self.state in _BEGUN and self._now - self._waits_since > patience:
            self._break(Event.WINDOW_OVER)
            return
        if self.state is State.FACE_DUE and analysis.motion is not None:
            self._advance(Event.FACE_FOUND)
        if self.state is State.SETTLING:
            self._settle(analysis)
        elif self._watching is not None and not self.passed:
            self._watching.flatness.observe(analysis)
            if analysis.motion is not None:
                self._watch(self._watching, analysis.motion)

    def _settle(self, analysis: FrameAnalysis) -> None:
        baseline = self._resting.observe(analysis)
        if baseline is not None:
            self._watching = _Watching(Recogniser(baseline), Flatness(baseline))
            self._advance(Event.SETTLED)
            self._rest()

    def _watch(self, watching: "_Watching", motion: FaceMotion) -> None:
        """See what is done, and prompt or let return when the face is at rest."""
        for seen in watching.recogniser.observe(motion, self._now):
            if self.state is State.ACT_DUE:
                self._answer(seen, watching.flatness.signs(seen))
            elif self.state in _BEGUN:
                event = unasked(seen, resting=self.state is State.RESTING)
                if event is not None:
                    self._fault(event, seen)
        if self.state not in _BEGUN or not watching.recogniser.at_rest(self._step.act):
            return
        if self.state is State.RETURNING:
            self._advance(Event.RETURNED)
            self._rest()
        if self.state is State.RESTING and self._now >= self._rests_until:
            self._answering = Answering(self._step, self._now, self._rules.reaction)
            self._waits_since = self._now
            self._asked, self._told = True, False
            self._advance(Event.PROMPTED)

    def _answer(self, seen: Seen, signs: Signs) -> None:
        """Hold an act against the prompt that stands."""
        judged = None if self._answering is None else self._answering.judge(seen, signs)
        if judged is None:
            return
        event, act = judged
        if event is Event.ACT_DONE:
            last = self._number + 1 == len(self.steps)
            self._advance(Event.LAST_ACT_DONE if last else event, act, signs)
            self._number += 1
        else:
            self._fault(event, act, signs)

    def _fault(self, event: Event, seen: Seen, signs: Signs | None = None) -> None:
        """Note what should not have been done, and end the challenge when it was too much."""
        if event is Event.UNASKED_ACT:
            forgiven = self.transcript.count(event) < self._rules.unasked
        else:
            forgiven = self.transcript.faults < self._rules.faults
        if forgiven:
            self._advance(event, seen, signs)
            return
        self._note(event, seen, signs)
        self._advance(Event.TOO_MANY_FAULTS)

    def _break(self, event: Event) -> None:
        """Start over, or end, because the face or the picture did not stay what it was, or time ran out."""
        follows = TRANSITIONS[self.state].get(event)
        if follows is State.FACE_DUE and self.state in _BEGUN and self._asked:
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
