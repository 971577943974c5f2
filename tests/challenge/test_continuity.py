"""The face stays the same face, in a stream that is a camera's; all else is told."""

import itertools
import math
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from facevow.challenge.continuity import Continuity
from facevow.challenge.events import Event
from facevow.traces import edits
from facevow.traces.files import read_trace
from facevow.types import TRACKED_POINTS, Box, Face, FrameAnalysis
from tests.challenge.facing import BROAD, NARROW, frame, nobody
from tests.making import make_analysis, make_motion

RECORDINGS = Path(__file__).parents[1] / "recordings"
BONA_FIDE = sorted(path.name for path in RECORDINGS.glob("bonafide-*.jsonl.gz"))
ENDS = {Event.FACE_SWAPPED, Event.FROZEN, Event.LOOPED, Event.CLOCK_WENT_BACK}


def events(*frames: FrameAnalysis, watching: Continuity | None = None) -> list[Event]:
    """What a watcher says of these frames, without the silence between."""
    continuity = watching or Continuity()
    return [event for event in map(continuity.observe, frames) if event is not None]


@cache
def recorded(name: str) -> tuple[FrameAnalysis, ...]:
    """The frames of a recording."""
    return read_trace(RECORDINGS / name).frames


def test_a_face_missing_for_long_is_lost_once() -> None:
    """A face is lost when more than 1.5 s of frames lack it, and then not again until one was there."""
    gone = [nobody(1 + step / 10) for step in range(1, 40)]
    assert events(frame(1), *gone) == [Event.FACE_LOST]
    assert events(frame(1), *gone[:15]) == []


def test_a_stream_that_never_had_a_face_loses_none() -> None:
    """Only what was there can be lost."""
    assert events(*[nobody(step / 10) for step in range(50)]) == []


def test_a_second_face_joins_and_is_told_again_only_after_a_while() -> None:
    """A rival of 0.4 of the area for half a second has joined; one that stays is told twice a second only."""
    told = events(*[frame(step / 20, rival=0.5) for step in range(41)])
    assert told == [Event.FACE_JOINED] * 3


def test_a_small_or_passing_second_face_does_not_join() -> None:
    """A face in the background, or one seen for less than half a second, is no rival."""
    assert events(*[frame(step / 10, rival=0.3) for step in range(30)]) == []
    assert events(*[frame(step / 10, rival=0.5 if step < 4 else 0) for step in range(30)]) == []


def test_another_place_is_another_face() -> None:
    """A face that stands elsewhere from one frame to the next, and stays there, is a swap."""
    there = [frame(step / 10, moved=0 if step < 10 else 1.5) for step in range(20)]
    assert events(*there) == [Event.FACE_SWAPPED]


def test_other_bones_are_another_face() -> None:
    """A face of quite other proportions in the same place and pose is a swap, told once."""
    there = [frame(step / 15, breadth=NARROW if step < 30 else BROAD) for step in range(75)]
    assert events(*there) == [Event.FACE_SWAPPED]


def test_after_an_event_the_face_begins_anew() -> None:
    """The new face is nobody's swap once the swap was told, and after a gap anybody may stand anywhere."""
    watching = Continuity()
    events(*[frame(step / 10, moved=0 if step < 5 else 2) for step in range(10)], watching=watching)
    assert events(*[frame(1 + step / 10, moved=2) for step in range(20)], watching=watching) == []
    assert events(frame(5, moved=0, breadth=BROAD), watching=watching) == [Event.CLOCK_JUMPED]
    assert events(frame(5.1, moved=0, breadth=BROAD), watching=watching) == []


def test_pictures_are_remembered_across_other_events() -> None:
    """A loop cannot hide behind a gap: digests seen before it still count."""
    shown = [frame(step / 10) for step in range(10)]
    again = [frame(5 + step / 10, digest=seen.digest) for step, seen in enumerate(shown)]
    assert events(*shown, *again)[:2] == [Event.CLOCK_JUMPED, Event.LOOPED]


def test_the_clock_comes_before_the_pictures_and_those_before_the_face() -> None:
    """Of several things wrong with one frame the one is told that says most against the stream."""
    shown = [frame(step / 10) for step in range(10)]
    back = events(*shown, frame(0.5, digest=shown[2].digest, moved=2))
    assert back == [Event.CLOCK_WENT_BACK]
    loop = [frame(1 + step / 10, digest=shown[step].digest, moved=3 if step else 0) for step in range(3)]
    assert events(*shown, *loop) == [Event.LOOPED]


def test_evidence_is_finite_and_says_what_was_seen() -> None:
    """Every figure is a finite number, and the gap, the standstill and the pace are the largest that were."""
    watching = Continuity()
    assert set(watching.evidence()) == {"geometry", "pace", "gap", "standstill", "repeated"}
    frames = [frame(0), frame(0.1, digest="a"), frame(0.4, digest="a"), frame(0.5, moved=50), frame(0.6, moved=50)]
    events(*frames, watching=watching)
    evidence = watching.evidence()
    assert evidence["gap"] == pytest.approx(0.3)
    assert evidence["standstill"] == pytest.approx(0.3)
    assert evidence["repeated"] == pytest.approx(0.2)
    assert evidence["pace"] > 1
    assert all(math.isfinite(value) for value in evidence.values())


@pytest.mark.parametrize("rate", [30, 15, 8])
@pytest.mark.parametrize("name", BONA_FIDE)
def test_no_recording_of_a_living_person_breaks_off(name: str, rate: int) -> None:
    """No bona fide recording raises an event, at any frame rate, but the one whose mesh is lost for two seconds."""
    watching = Continuity()
    told = [Event.FACE_LOST] if name.startswith("bonafide-3") else []
    assert events(*edits.thin(recorded(name), rate), watching=watching) == told
    assert all(math.isfinite(value) for value in watching.evidence().values())


@pytest.mark.parametrize("name", BONA_FIDE)
def test_edited_recordings_are_told(name: str) -> None:
    """A real recording that is looped, frozen, jumps or runs backwards in time is told as what it is."""
    frames = recorded(name)
    assert Event.LOOPED in events(*edits.loop(frames, 2))
    assert Event.FROZEN in events(*edits.freeze(frames, frames[0].at + 2, 2))
    assert Event.CLOCK_JUMPED in events(*edits.shift_time(frames, frames[0].at + 2, 5))
    assert events(*edits.reverse_time(frames))[0] is Event.CLOCK_WENT_BACK


def test_there_are_recordings() -> None:
    """The tests above are not empty."""
    assert len(BONA_FIDE) == 6


class OneSteadyFace(RuleBasedStateMachine):
    """One person before a camera, who moves as people do, at any rate of frames."""

    def __init__(self) -> None:
        super().__init__()
        self.watching = Continuity()
        self.at = self.yaw = self.moved = 0.0

    @rule(after=st.floats(0.005, 0.2), turn=st.floats(-1, 1), slide=st.floats(-1, 1))
    def next_frame(self, after: float, turn: float, slide: float) -> None:
        """A frame in which the head turned at up to 300 degrees a second and slid at up to 1 width a second."""
        self.at += after
        self.yaw = min(max(self.yaw + turn * 300 * after, -50), 50)
        self.moved = min(max(self.moved + slide * after, -1), 1)
        assert self.watching.observe(frame(self.at, yaw=self.yaw, moved=self.moved)) is None

    @rule(after=st.floats(0.005, 0.2))
    def hidden_for_a_moment(self, after: float) -> None:
        """A frame in which the face is not found, and one in which it is again."""
        self.at += after
        assert self.watching.observe(nobody(self.at)) is None
        self.next_frame(0.05, 0, 0)

    @rule(after=st.floats(0.005, 0.2))
    def sampled_twice(self, after: float) -> None:
        """The same picture twice, as of a camera that is read faster than it takes them."""
        self.at += after
        shown = frame(self.at, yaw=self.yaw, moved=self.moved)
        assert self.watching.observe(shown) is None
        self.at += 0.03
        assert self.watching.observe(replace(shown, at=self.at)) is None


OneSteadyFace.TestCase.settings = settings(max_examples=60, stateful_step_count=60, deadline=None)
TestOneSteadyFace = OneSteadyFace.TestCase

ANY = st.one_of(st.floats(), st.sampled_from([0.0, -1.0, math.nan, math.inf, -math.inf, 1e308, 5e-324]))


@st.composite
def hostile_frames(draw: st.DrawFn) -> FrameAnalysis:
    """A frame of any numbers whatever."""
    boxes = draw(st.lists(st.tuples(ANY, ANY, ANY, ANY), max_size=3))
    motion = make_motion(yaw=draw(ANY), pitch=draw(ANY), roll=draw(ANY), size=draw(ANY))
    analysis = make_analysis(draw(ANY), faces=tuple(Face(Box(*box), 0.9, ()) for box in boxes), motion=motion)
    rows = draw(st.sampled_from([None, 0, 1, len(TRACKED_POINTS)]))
    with np.errstate(over="ignore"):
        points = None if rows is None else np.full((rows, 3), draw(ANY)).astype(np.float32)
    return replace(analysis, tracked=points, digest=draw(st.sampled_from(["", "a", "b", "c", "d"])))


@given(st.lists(hostile_frames(), max_size=30))
@settings(deadline=None)
def test_hostile_numbers_never_raise(frames: list[FrameAnalysis]) -> None:
    """Whatever the numbers are, the watcher answers with an event or None, and its evidence stays finite."""
    watching = Continuity()
    for analysis in frames:
        assert watching.observe(analysis) in {None, Event.FACE_LOST, Event.FACE_JOINED, Event.CLOCK_JUMPED, *ENDS}
    assert all(math.isfinite(value) for value in watching.evidence().values())


@given(st.lists(st.sampled_from(["a", "b"]), max_size=40))
def test_two_pictures_in_turns_are_no_loop(digests: list[str]) -> None:
    """A driver that hands out two buffers by turns is not accused of a loop."""
    shown = [frame(step / 50, digest=digest) for step, digest in enumerate(digests)]
    assert Event.LOOPED not in events(*shown)


def test_the_watcher_is_repeatable() -> None:
    """The same frames give the same events and the same evidence."""
    frames = [frame(step / 10, moved=step // 7 * 1.5, digest=str(step % 13)) for step in range(40)]
    first, second = Continuity(), Continuity()
    for one, other in zip(map(first.observe, frames), map(second.observe, frames), strict=True):
        assert one is other
    assert first.evidence() == second.evidence()
    assert all(before.at < after.at for before, after in itertools.pairwise(frames))


def test_a_box_without_a_mesh_is_no_face() -> None:
    """The detector sees faces in chairs: after a second and a half without a mesh the face is lost, box or not."""
    assert events(*[frame(step / 15) for step in range(15)]) == []
    chair = [replace(frame(1 + step / 15), motion=None, tracked=None) for step in range(40)]
    assert events(*[frame(step / 15) for step in range(15)], *chair)[0] is Event.FACE_LOST


def test_who_comes_back_elsewhere_is_somebody_else() -> None:
    """After 0.8 s out of sight a face in another corner, or of another size, is a new one; one in its place is not."""
    before = [frame(step / 15) for step in range(15)]
    gap = [make_analysis(1 + step / 15, faces=()) for step in range(12)]
    back = frame(1.9)
    assert back.face is not None
    assert events(*before, *gap, back) == []
    for box in (Box(0, 0, back.face.box.width, back.face.box.height), Box(back.face.box.x, back.face.box.y, 30, 30)):
        other = replace(back, faces=(replace(back.face, box=box),))
        assert events(*before, *gap, other) == [Event.FACE_LOST]


def test_a_bystander_who_stands_in_front_joins_and_swaps_nothing() -> None:
    """A larger face leads the frame while the first is still there: a second person, after half a second."""
    before = [frame(step / 15) for step in range(15)]
    first = before[-1].face
    assert first is not None
    larger = replace(first, box=Box(first.box.right + 20, first.box.y, first.box.width * 1.1, first.box.height * 1.1))
    both = [replace(frame(1 + step / 15), faces=(larger, first)) for step in range(12)]
    assert events(*before, *both[:6]) == []
    assert events(*before, *both) == [Event.FACE_JOINED]
