"""A fuzzer of the course: whatever comes in whatever order, it raises nothing, ends, and passes nobody by mistake."""

import json

from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from facevow.challenge.events import Act
from facevow.decision.verdict import Verdict
from facevow.errors import ImageError
from facevow.server.v1.ends import ENDS, End
from facevow.server.v1.terms import Arrival
from facevow.server.v1.wire import MOST_FRAME_BYTES, ProgressMessage, to_text
from facevow.store.records import SessionState
from tests.server.analysers import ANOTHER_FACE, FAKE, NOBODY, REAL, TWO_FACES, Colour, doing
from tests.server.performing import acted
from tests.server.v1.coursing import ACTIVE, PASSIVE, START, Coursing
from tests.server.v1.mutating import RUNS, hostile, lucks

COLOURS = st.sampled_from([REAL, REAL, FAKE, NOBODY, ANOTHER_FACE, TWO_FACES, *map(doing, Act)])

SECRETS = ("score", "verdict", "confidence", "BONA_FIDE", "ATTACK", "NO_RESPONSE", "reasons")


class AnyCourse(RuleBasedStateMachine):
    """Messages, frames, pauses, failures and ends in any order."""

    coursing: Coursing
    under_way: Arrival | None = None
    end: End | None = None

    @initialize(passive=st.booleans(), may=st.booleans(), keep=st.sampled_from(["none", "reference", "audit"]))
    def begin(self, passive: bool, may: bool, keep: str) -> None:
        """A course of either kind."""
        self.coursing = Coursing.of(PASSIVE if passive else ACTIVE, person_may_exclude=may, keep=keep)

    @rule(luck=lucks)
    def send(self, luck: object) -> None:
        """A message of any kind."""
        message = hostile(self.coursing.sequence + 1, self.coursing.captured, luck)  # type: ignore[arg-type]
        answer = self.coursing.take(message)
        self.coursing.catch_up()
        if answer is not None:
            self.expect_plain(to_text(answer))

    @rule(seconds=st.floats(0, 3) | st.floats(0, 100))
    def pause(self, seconds: float) -> None:
        """Time goes by, and is looked at."""
        self.coursing.wait(seconds)
        self.coursing.course.tick(self.coursing.now)

    @rule(seconds=st.floats(0.001, 1000))
    def leap(self, seconds: float) -> None:
        """Our clock goes back: there must be an end at the next look at it."""
        before = self.coursing.course.end
        if self.coursing.now - seconds < START:
            return
        latest = self.coursing.course._now
        self.coursing.course.tick(self.coursing.now - seconds)
        assert self.coursing.course.end is (before or (End.BROKEN if self.coursing.now - seconds < latest else None))

    @rule(colours=st.lists(COLOURS, min_size=1, max_size=12))
    def show(self, colours: list[Colour]) -> None:
        """Good frames one after the other, as from an honest client."""
        if self.under_way is None:
            for colour in colours:
                self.coursing.show(colour)

    @rule()
    def perform(self) -> None:
        """What is asked for is done."""
        if self.under_way is not None:
            return
        for _ in range(20):
            answer = self.coursing.show()
            prompt = answer.active_check.prompt if isinstance(answer, ProgressMessage) else None
            if prompt is not None:
                for colour in acted(prompt.act, prompt.times):
                    self.coursing.show(colour)

    @precondition(lambda self: self.under_way is None)
    @rule()
    def begin_analysis(self) -> None:
        """The newest frame goes to be analysed; other things happen meanwhile."""
        self.under_way = self.coursing.course.next()

    @precondition(lambda self: self.under_way is not None)
    @rule(colour=COLOURS, good=st.booleans())
    def end_analysis(self, colour: Colour, good: bool) -> None:
        """It comes back, analysed or refused."""
        arrival, self.under_way = self.under_way, None
        assert arrival is not None
        course = self.coursing.course
        if good:
            answer = course.observe(arrival, self.coursing.analysis(arrival, colour), self.coursing.now)
            course.told(self.coursing.now)
        else:
            course.refuse(arrival, ImageError("expected a sound image"))
            answer = None
        if answer is not None:
            self.expect_plain(to_text(answer))

    @rule(end=st.sampled_from([end for end in End if end is not End.DECIDED]))
    @precondition(lambda self: self.coursing.sequence > 30)
    def stop(self, end: End) -> None:
        """Something outside ends it."""
        self.coursing.course.finish(end)

    def expect_plain(self, text: str) -> None:
        """An answer is JSON of a known type and tells nothing of score or verdict."""
        assert json.loads(text)["type"] in {"progress", "pong", "excluded", "error"}
        assert not any(secret in text for secret in SECRETS)

    @invariant()
    def the_first_end_stands(self) -> None:
        """Once there is an end, it is the end."""
        course = self.coursing.course
        assert self.end is None or course.end is self.end
        self.end = course.end
        assert (course.decision is not None) == (course.end is End.DECIDED)

    @invariant()
    def nobody_passes_by_mistake(self) -> None:
        """BONA_FIDE is only ever decided with a passed challenge, or with enough frames of a check without one."""
        course = self.coursing.course
        if course.decision is None or course.decision.verdict is not Verdict.BONA_FIDE:
            return
        assert ENDS[course.end or End.BROKEN].state is SessionState.COMPLETED
        check = course.session.active_check
        assert check.passed if check is not None else course.counts.analysed >= course.session.policy.min_frames

    @invariant()
    def frames_are_accounted_for_and_memory_is_bounded(self) -> None:
        """Every frame taken was analysed, dropped, refused, or is one of the two that may be under way."""
        course, counts = self.coursing.course, self.coursing.course.counts
        waiting = course._waiting is not None
        left = counts.received - counts.analysed - counts.dropped
        assert 0 <= left <= counts.refused + waiting + (self.under_way is not None) + (course.end is not None) * 2
        assert course.chain.count == counts.analysed
        shots = [*course.album._acts, *course.album._spread]
        assert len(shots) <= 8
        assert sum(len(shot.jpeg) for shot in shots) <= 8 * MOST_FRAME_BYTES

    def teardown(self) -> None:
        """Whatever was sent, time ends it."""
        coursing = self.coursing
        for _ in range(200):
            if coursing.course.end is not None:
                break
            coursing.wait(1)
            coursing.take('{"type": "ping"}')
            coursing.course.tick(coursing.now)
        decision = coursing.course.decision
        event(f"{coursing.course.end} {decision.verdict if decision else ''}")
        assert coursing.course.end is not None
        self.the_first_end_stands()
        self.nobody_passes_by_mistake()


TestAnyCourse = AnyCourse.TestCase
TestAnyCourse.settings = settings(
    max_examples=RUNS or 40,
    stateful_step_count=30,
    deadline=None,
    derandomize=not RUNS,  # the same every day; by hand always something new
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
