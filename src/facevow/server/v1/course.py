"""The course of one session's stream: messages in, answers out, and one end. No socket, no clock, no thread.

Every moment is handed in, in seconds of the server's own steady clock: the capture times that the client tells are
held against it and then forgotten. Once there is an end nothing changes any more, and the first end stands. Only the
policy's decision makes a session COMPLETED; whatever is raised in here ends it as BROKEN.
"""

from typing import Final

from facevow.challenge.draw import Choose, acts_named
from facevow.challenge.events import State
from facevow.decision.likeness import Likeness
from facevow.decision.session import Session
from facevow.decision.verdict import Decision
from facevow.errors import ChallengeImpossible, FacevowError, InputError, MessageError
from facevow.server.checks import memory_for
from facevow.server.describing import Describe
from facevow.server.messages import PongMessage
from facevow.server.v1.ends import End
from facevow.server.v1.frames import Allowance, InOrder
from facevow.server.v1.pictures import Album
from facevow.server.v1.telling import progress
from facevow.server.v1.terms import Arrival, Counts, Moments, Order, Terms
from facevow.server.v1.wire import (
    ControlMessage,
    ExcludedMessage,
    ExcludeMessage,
    LeaveMessage,
    ProblemMessage,
    ProgressMessage,
    ServerMessage,
    WelcomeMessage,
    parse_control,
    parse_frame,
)
from facevow.signing.digests import FrameChain
from facevow.types import FrameAnalysis

PASSIVE_LEAST: Final = 3.0
"""Seconds after its first frame before which a check that asks for no acts is not decided."""

PASSIVE_LONGEST: Final = 15.0
"""Seconds after its first frame at which such a check is decided, whatever was seen."""

MARGIN: Final = 30.0
"""Seconds that a stream may take beyond what its policy gives the person: to grant the camera, and to wait for us."""

UNLIMITED: Final = 60.0
"""Seconds for a challenge whose rules set no time limit."""

MOST_ERRORS: Final = 50
"""Messages in a row that cannot be used, before the client is sent away."""

_DONE: Final = frozenset({State.PASSED, State.FAILED})


class Course:
    """One session from its welcome to its end. Used by one thread only.

    `excluded` are the acts that are not asked for, of the application and of the person. `memory` goes with a
    frame to whoever analyses it; after anything but an analysis or an InputError the course must be ended, since that
    thread may still have it.
    """

    def __init__(self, order: Order, terms: Terms, choose: Choose) -> None:
        """Draw the challenge. `welcome` is to be called before anything else.

        Raises:
            ChallengeImpossible: the order leaves too little to draw from.
        """
        self.order = order
        self.terms = terms
        self.counts = Counts()
        self.moments = Moments()
        self.chain = FrameChain(order.session)
        self.album = Album(order.keep)
        self.end: End | None = None
        self.decision: Decision | None = None
        self._choose = choose
        self.excluded = order.excluded
        self._policy = order.policy.without_acts(order.excluded)
        likeness = _likeness(order, choose)
        self.session = Session(self._policy, choose, likeness=likeness, passive_every=terms.passive_every)
        self.memory = memory_for(self._policy)
        self._in_order = InOrder()
        self._allowance = Allowance()
        self._waiting: Arrival | None = None
        self._now = self._heard = 0.0
        self._errors_in_a_row = 0

    @property
    def limit(self) -> float:
        """Seconds after which the course ends whatever comes."""
        rules = self._policy.challenge
        return MARGIN + (PASSIVE_LONGEST if rules is None else rules.time_limit or UNLIMITED)

    def welcome(self, now: float) -> WelcomeMessage:
        """The first message; the time runs from `now`."""
        self.moments.began = self._now = self._heard = now
        return WelcomeMessage(
            session=self.order.session,
            active=self.session.active,
            person_may_exclude=self.order.person_may_exclude,
            expires_in=self.limit,
            heartbeat=self.terms.heartbeat,
            max_bytes=self.terms.max_bytes,
            max_side=self.terms.max_side,
        )

    def take(self, message: str | bytes, now: float) -> ServerMessage | None:
        """Take a message of the client, a text or a frame; the answer that is due at once, if any."""
        if not self._goes_on(now):
            return None
        self._heard = now
        if not self._allowance.take(now):
            self.finish(End.TOO_MANY_MESSAGES)
            return None
        if isinstance(message, bytes):
            return self._take_frame(message, now)
        try:
            answer = self._obey(parse_control(message))
        except (MessageError, ChallengeImpossible) as error:
            return self._problem(error)
        self._errors_in_a_row = 0
        return answer

    def next(self) -> Arrival | None:
        """The newest frame that nobody has looked at, which is handed out once."""
        arrival, self._waiting = self._waiting, None
        return None if self.end else arrival

    def describe(self, arrival: Arrival) -> Describe:
        """Whether whoever analyses a frame is to make a template of its face.

        Where a person is to be compared with, what fails at it has to end the course; the continuity alone can do with
        a face less.
        """
        likeness = self.session.likeness
        if likeness is None or not likeness.due(arrival.at):
            return "never"
        return "try" if likeness.rules.against is None else "fit"

    def judges(self, arrival: Arrival) -> bool:
        """Whether whoever analyses a frame is to score it."""
        return self.session.judges(arrival.at)

    def observe(self, arrival: Arrival, analysis: FrameAnalysis, now: float) -> ProgressMessage | None:
        """Take what a frame shows; the answer to it, or None where the course is at its end.

        Whatever is raised has ended the course as BROKEN, and goes on to the caller.
        """
        if not self._goes_on(now):
            return None
        try:
            self._observe(arrival, analysis, now)
            return None if self.end else progress(self.session, analysis, arrival.frame.sequence, self.counts.dropped)
        except Exception:
            self.finish(End.BROKEN)
            raise

    def refuse(self, arrival: Arrival, error: InputError) -> ProblemMessage | None:
        """A frame could not be decoded. It says nothing about the person: what was seen before still holds."""
        if self.end is not None:
            return None
        self.counts.refused += 1
        return self._problem(error, arrival.frame.sequence)

    def told(self, at: float) -> None:
        """The last answer of `observe` went out at `at` on our clock."""
        self.session.prompt_told(at - self.moments.began)

    def tick(self, now: float) -> None:
        """See whether it is time to end; to be called again and again."""
        if not self._goes_on(now):
            return
        first = self.moments.first_frame
        overdue = not self.session.active and first is not None and now - first >= PASSIVE_LONGEST
        if now - self._heard > self.terms.heartbeat:
            self.finish(End.SILENT)
        elif overdue or now - self.moments.began > self.limit:
            self._decide()

    def finish(self, end: End) -> None:
        """End without a verdict, unless there is an end already."""
        if end is End.DECIDED:
            raise ValueError("expected an end without a verdict: only the policy decides")
        self.end = self.end or end
        self._waiting = None

    def _goes_on(self, now: float) -> bool:
        """Whether there is no end yet; a steady clock that went back is one, since nothing can be timed by it."""
        if now < self._now:
            self.finish(End.BROKEN)
        self._now = now
        return self.end is None

    def _take_frame(self, message: bytes, now: float) -> ProblemMessage | None:
        """Let a frame wait; it takes the place of one that still does."""
        sequence = None
        try:
            frame = parse_frame(message, longest=self.terms.max_bytes)
            sequence = frame.sequence
            self._in_order.expect(frame, now)
        except MessageError as error:
            self.counts.refused += 1
            return self._problem(error, sequence)
        self.counts.dropped += self._waiting is not None
        self._waiting = Arrival(frame, self.counts.received, now, now - self.moments.began)
        self.counts.received += 1
        return None

    def _obey(self, message: ControlMessage) -> ServerMessage | None:
        """Do what a control message asks for; raises MessageError or ChallengeImpossible where it cannot be done."""
        if isinstance(message, LeaveMessage):
            self.finish(End.LEFT)
            return None
        if isinstance(message, ExcludeMessage):
            return self._exclude(message)
        return PongMessage()

    def _exclude(self, message: ExcludeMessage) -> ExcludedMessage:
        check = self.session.active_check
        if not self.order.person_may_exclude:
            raise MessageError("this application does not let the person exclude acts", code="exclude_refused")
        self._policy.require_challenge()
        if check is not None and check.asked:
            raise MessageError("expected exclusions before the first act was asked for", code="too_late")
        excluded = self.order.excluded | acts_named(message.acts)
        policy = self.order.policy.without_acts(excluded)
        self.session.switch(policy, self._choose)
        self._policy, self.memory, self.excluded = policy, memory_for(policy), excluded
        return ExcludedMessage(acts=sorted(excluded))

    def _observe(self, arrival: Arrival, analysis: FrameAnalysis, now: float) -> None:
        self.session.observe(analysis)
        self.chain.add(arrival.frame.message)
        self.album.look(arrival.frame.picture, analysis, self.session)
        self.counts.analysed += 1
        self._errors_in_a_row = 0
        self.moments.milliseconds.append((now - arrival.received) * 1000)
        if self.moments.first_frame is None:
            self.moments.first_frame = now
        if self._is_due(now - self.moments.first_frame):
            self._decide()

    def _is_due(self, seconds: float) -> bool:
        """Whether there is enough to decide on, so long after the first frame.

        A stranger is not looked at again and again until one look happens to match.
        """
        check, likeness = self.session.active_check, self.session.likeness
        if likeness is not None and likeness.swapped:
            return True
        if check is not None:
            return check.state in _DONE
        known = seconds >= PASSIVE_LEAST and self.session.settled
        return known or seconds >= PASSIVE_LONGEST

    def _decide(self) -> None:
        """End with the verdict of the policy, or as BROKEN where it cannot be had."""
        try:
            decision = self.session.decide()
        except Exception:
            self.finish(End.BROKEN)
            raise
        self.decision, self.end, self._waiting = decision, End.DECIDED, None

    def _problem(self, error: FacevowError, sequence: int | None = None) -> ProblemMessage:
        """Tell what was wrong; too much of it in a row ends the course."""
        self._errors_in_a_row += 1
        if self._errors_in_a_row > MOST_ERRORS:
            self.finish(End.BAD_MESSAGES)
        return ProblemMessage(code=error.code, message=str(error), sequence=sequence)


def _likeness(order: Order, choose: Choose) -> Likeness | None:
    """What follows the faces. A matcher whose scores never fall below its continuity limit cannot watch it alone."""
    ordered = order.likeness
    if ordered is None or (ordered.rules.against is None and ordered.rules.continuity <= 0):
        return None
    return ordered.begin(choose)
