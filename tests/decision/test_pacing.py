"""Which frames are scored, and what a score speaks for."""

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.challenge.events import Act, Event, State
from facevow.challenge.flatness import BEFORE
from facevow.challenge.rules import Step
from facevow.checking import packaged_policies
from facevow.decision.acting import LEAST_OF_ACT
from facevow.decision.frames import Frames
from facevow.decision.likeness import EVERY as DESCRIBED_EVERY
from facevow.decision.likeness import Likeness
from facevow.decision.pacing import FIRST, LATEST, Drawn, Pacing
from facevow.decision.policy import Policy, PolicyName
from facevow.decision.session import Session
from facevow.decision.verdict import Reason, Verdict
from facevow.types import FrameAnalysis, PadScore
from tests.challenge.acting import RULES, Person, points, posed, trembling
from tests.decision.likening import RULES as WATCHED
from tests.decision.likening import between, face
from tests.making import FACE, make_analysis

EVERY = 0.2
ASKING = Policy(PolicyName.BALANCED, "1", "test", threshold=0.5, challenge=RULES).for_stream()
PASSIVE = packaged_policies().choose(PolicyName.PASSIVE_ONLY).for_session()

Shows = Callable[[int, bool], float | None]
"""The score of what is shown in a frame: of its number, and whether its shower knows that it will be scored."""


def looked_at(frame: FrameAnalysis, *, judged: bool) -> FrameAnalysis:
    """What vision makes of a frame: it follows the face where no score is wanted."""
    return frame if judged else replace(frame, passive=None, followed=frame.face is not None)


def resting(at: float, score: float = 0.9) -> FrameAnalysis:
    """A face that looks ahead and is alive."""
    return replace(make_analysis(at, score=score, motion=trembling(posed(None, 0), at)), digest=f"{at}")


def pacing(seed: int = 1, every: float = EVERY) -> Pacing:
    return Pacing(Random(seed).randrange, every)


def scored(made: Pacing, times: list[float]) -> list[float]:
    """The times of those frames with a face that were scored."""
    taken = []
    for at in times:
        judged = made.judges(at)
        taken += [at] if judged else []
        made.heed(looked_at(resting(at), judged=judged), None)
    return taken


def test_where_each_frame_is_scored_nothing_is_drawn() -> None:
    """So that no luck is used up that a challenge is drawn with."""

    def never(_: int) -> int:
        raise AssertionError("something was drawn")

    made = Pacing(never, 0)
    assert scored(made, [number / 30 for number in range(90)]) == [number / 30 for number in range(90)]
    assert made.drawn(0.5) == Drawn(scored=True, seconds=None)
    assert Session(PASSIVE).judges(1.0)


@pytest.mark.parametrize("every", [-0.1, math.nan, math.inf])
def test_a_pause_that_is_none_is_refused(every: float) -> None:
    """And so is one without anything to draw with, which would be foreseen."""
    with pytest.raises(ValueError, match="seconds from 0"):
        Pacing(Random(1).randrange, every)
    with pytest.raises(ValueError, match="chooser"):
        Pacing(None, 0.2)
    with pytest.raises(ValueError, match="chooser"):
        Session(PASSIVE, passive_every=0.2)


@given(st.integers(0, 1000), st.sampled_from([4, 8, 10, 15, 30, 60]))
def test_no_pause_is_longer_than_twice_the_usual_one(seed: int, fps: int) -> None:
    """The first frames are scored, asking twice draws once, and whatever is drawn a score is never long in coming."""
    made, times = pacing(seed), [number / fps for number in range(10 * fps)]
    taken = scored(made, times)
    assert taken[:FIRST] == times[:FIRST]
    assert max(later - sooner for sooner, later in pairwise(taken)) < LATEST * EVERY + 1 / fps + 1e-9
    assert made.judges(times[-1]) == (times[-1] == taken[-1])


def test_any_frame_may_be_scored_and_none_need_be() -> None:
    """After a score the next frame is as likely as any other, up to the one that must be; some are few."""
    made, pauses = pacing(), Counter[int]()
    taken = scored(made, [number / 30 for number in range(20_000)])
    for sooner, later in pairwise(taken):
        pauses[round(30 * (later - sooner))] += 1
    looks = sum(pauses.values())
    assert 0.14 < pauses[1] / looks < 0.20
    assert 0.11 < pauses[2] / looks < 0.17
    assert set(pauses) == set(range(1, 13))
    assert 4.5 < looks / (20_000 / 30) < 6.5


def test_more_frames_are_not_more_scores() -> None:
    """Whoever sends 120 frames a second has hardly more of them scored than who sends ten."""
    counts = [len(scored(pacing(), [number / fps for number in range(60 * fps)])) for fps in (10, 120)]
    assert counts[1] < 1.35 * counts[0]


@given(st.integers(0, 1000), st.lists(st.floats(0.0005, 0.5), min_size=20, max_size=200))
def test_what_scores_speak_for_is_bounded(seed: int, steps: list[float]) -> None:
    """However frames are timed, no score speaks for more than the pause, or for less than a thousandth of a second."""
    made, at = pacing(seed), 0.0
    for step in steps:
        at += step
        judged = made.judges(at)
        seconds = made.drawn(at).seconds
        assert seconds is not None
        assert 0.001 <= seconds <= EVERY + 1e-9
        made.heed(looked_at(resting(at), judged=judged), None)


def test_refused_frames_change_no_chance() -> None:
    """A picture that cannot be read is asked for and never seen: the next frame is drawn as if it had not come."""
    counts = []
    for spoilt in (False, True):
        made, taken = pacing(3), 0
        for number in range(3000):
            if spoilt:
                made.judges(number / 10 - 0.001)
            judged = made.judges(number / 10)
            taken += judged
            made.heed(looked_at(resting(number / 10), judged=judged), None)
        counts.append(taken)
    assert counts[0] == pytest.approx(counts[1], rel=0.06)


def shares(shows: Shows, *, fps: int = 15, seconds: int = 3000) -> float:
    """The share of what all scores speak for that belongs to a good one.

    Whoever shows the frames sees what was drawn so far, and so knows when a frame must be scored.
    """
    made, last, weights = pacing(11), -math.inf, {True: 0.0, False: 0.0}
    for number in range(fps * seconds):
        at = number / fps
        certain = at - last >= LATEST * EVERY
        score = shows(number, certain)
        judged = made.judges(at)
        drawn = made.drawn(at)
        if judged and score is not None:
            last = at
            assert drawn.seconds is not None
            weights[score >= 0.5] += drawn.seconds
        made.heed(looked_at(resting(at, score or 0.0), judged=judged), None)
    return weights[True] / sum(weights.values())


def test_good_faces_at_foreseen_moments_count_for_their_time_alone() -> None:
    """Shown only when a score is certain, a face weighs as much as it is to be seen, not as much as it is scored."""
    shown = 0
    frames = 0

    def clever(_: int, certain: bool) -> float:
        nonlocal shown, frames
        shown, frames = shown + certain, frames + 1
        return 0.95 if certain else 0.02

    found = shares(clever)
    assert found == pytest.approx(shown / frames, abs=0.01)
    assert found < 0.08


@pytest.mark.parametrize("share", [2, 3, 5])
def test_a_face_weighs_as_much_as_it_is_shown(share: int) -> None:
    """A good face in every second, third or fifth frame has that share of the vote, as if every frame were scored."""
    assert shares(lambda number, _: 0.95 if number % share == 0 else 0.02) == pytest.approx(1 / share, abs=0.02)


@pytest.mark.parametrize("way", ["nobody", "elsewhere", "unscored"])
def test_after_what_could_not_be_followed_comes_a_score(way: str) -> None:
    """The next frames are scored whatever was drawn: who is there now is not known."""
    broken = {
        "nobody": make_analysis(0, faces=()),
        "elsewhere": replace(resting(0), passive=None, followed=False),
        "unscored": replace(resting(0), passive=None),
    }[way]
    for seed in range(30):
        made = pacing(seed)
        scored(made, [number / 10 for number in range(10)])
        made.judges(1.0)
        made.heed(replace(broken, at=1.0), None)
        after = [made.judges(1.1)]
        made.heed(looked_at(resting(1.1), judged=after[0]), None)
        after.append(made.judges(1.2))
        assert after[0]
        assert after[1] or way != "nobody"


def test_frames_that_are_described_are_scored_and_no_others_for_that() -> None:
    """One draw serves both: where templates are nearly as frequent as scores, there are hardly more scores."""
    follow = Likeness(replace(WATCHED, against=None), None, between, Random(6).randrange)
    session, alone = (
        Session(PASSIVE, Random(5).randrange, passive_every=EVERY, likeness=each) for each in (follow, None)
    )
    assert session.likeness is not None
    counts = [0, 0]
    for number in range(6000):
        at = number / 15
        judged = session.judges(at)
        due = session.likeness.due(at)
        assert judged or not due
        counts[0] += judged
        frame = looked_at(resting(at), judged=judged)
        session.observe(replace(frame, template=face("ada") if due else None))
        judged = alone.judges(at)
        counts[1] += judged
        alone.observe(looked_at(resting(at), judged=judged))
    assert counts[1] > 400 / DESCRIBED_EVERY
    assert counts[0] < 1.15 * counts[1]


def acted(show: Callable[[FrameAnalysis, Session, bool], FrameAnalysis], seed: int, fps: int = 15) -> Session:
    """Somebody does a turn and a look up, a frame at a time, as vision would tell it; for three more seconds."""
    session = Session(
        ASKING, Random(seed).randrange, script=(Step(Act.TURN_LEFT), Step(Act.LOOK_UP)), passive_every=EVERY
    )
    person, check = Person(), session.active_check
    assert check is not None
    number = over = 0
    while over < 3 * fps and number < 60 * fps:
        at = number / fps
        frame = replace(person.frame(at, check), at=at, passive=PadScore(0.95, "test"))
        judged = session.judges(at)
        session.observe(looked_at(show(frame, session, judged), judged=judged))
        over += check.passed or check.ended_by is not None
        number += 1
    return session


@pytest.mark.parametrize("fps", [8, 10, 15, 30])
def test_one_good_face_passes_and_each_act_has_a_score(fps: int) -> None:
    """Whatever is drawn, at any frame rate: no act goes unjudged."""
    for seed in range(20):
        session = acted(lambda frame, *_: frame, seed, fps)
        assert session.decide().verdict is Verdict.BONA_FIDE
        assert session.decide().evidence["passive"]["scores_of_acts"] == [0.95, 0.95]


def test_while_an_act_is_under_way_each_frame_is_scored() -> None:
    """And while one is due no pause is longer than what belongs to an act before it is seen."""
    gaps: list[float] = []
    last = 0.0

    def watch(frame: FrameAnalysis, session: Session, judged: bool) -> FrameAnalysis:
        nonlocal last
        check = session.active_check
        assert check is not None
        assert judged or not check.acting
        if judged:
            gaps.append(frame.at - last if check.prompt is not None else 0.0)
            last = frame.at
        return frame

    for seed in range(10):
        last = 0.0
        acted(watch, seed)
    assert 0.2 < max(gaps) < max(BEFORE, LATEST * EVERY) + 1 / 15


def test_another_face_for_the_acts_alone_is_an_attack() -> None:
    """However the frames are drawn, a good face at rest does not speak for the one that moves."""

    def shown(frame: FrameAnalysis, *_: object) -> FrameAnalysis:
        motion = frame.motion
        moving = motion is not None and (abs(motion.pose.yaw) > 4 or abs(motion.pose.pitch) > 4)
        return replace(frame, passive=PadScore(0.02 if moving else 0.95, "test"))

    for seed in range(40):
        session = acted(shown, seed)
        assert session.active_check is not None
        assert session.active_check.passed
        assert session.decide().reasons[0] == Reason.PASSIVE_LOW


def test_scores_that_are_certain_do_not_help_the_acts() -> None:
    """An attack that knows what was drawn, and shows a good face whenever a score must come, fails all the same."""
    passed = 0
    for seed in range(40):
        last = -math.inf

        def clever(frame: FrameAnalysis, session: Session, judged: bool) -> FrameAnalysis:
            nonlocal last
            check = session.active_check
            assert check is not None
            limit = BEFORE if check.prompt is not None else LATEST * EVERY
            certain = frame.at - last >= limit
            last = frame.at if judged else last
            return replace(frame, passive=PadScore(0.95 if certain else 0.02, "test"))

        passed += acted(clever, seed).decide().verdict is Verdict.BONA_FIDE
    assert passed == 0


def test_acts_that_nobody_could_score_are_no_pass() -> None:
    """Where a score was wanted and there is none, the frames that were passed over before are not judged either."""

    def unscored(frame: FrameAnalysis, session: Session, _: bool) -> FrameAnalysis:
        check = session.active_check
        due = check is not None and check.prompt is not None
        return replace(frame, passive=None) if due else frame

    for seed in range(5):
        decision = acted(unscored, seed).decide()
        assert decision.verdict is Verdict.NO_RESPONSE


def decided(shows: Callable[[float], FrameAnalysis], seed: int, *, fps: int = 10) -> tuple[Session, float]:
    """A session that asks for nothing, until it is settled after three seconds or for fifteen."""
    session = Session(PASSIVE, Random(seed).randrange, passive_every=EVERY)
    for number in range(15 * fps):
        at = number / fps
        judged = session.judges(at)
        frame = shows(at)
        glimpse = frame if judged or frame.face is None else replace(frame, motion=None)
        session.observe(looked_at(glimpse, judged=judged))
        if at >= 3 and session.settled:
            break
    return session, at


@pytest.mark.parametrize("fps", [8, 10, 15, 30])
def test_a_check_without_acts_takes_hardly_longer(fps: int) -> None:
    """What was passed over counts as judged once the next frame is: three seconds suffice, and half a second more."""
    for seed in range(20):
        session, at = decided(resting, seed, fps=fps)
        decision = session.decide()
        assert decision.verdict is Verdict.BONA_FIDE
        assert at <= 3.5
        assert decision.frames_judged < 3.5 * fps


def test_glimpses_are_no_missing_faces() -> None:
    """Frames of which nobody looked for the mesh neither lose the face nor make the stream begin anew."""
    session, _ = decided(resting, 7)
    assert session.decide().evidence["events"] == {}


def test_a_frozen_mesh_is_seen_between_glimpses() -> None:
    """The mesh on exactly the same spots for a second is a standstill, though most frames say nothing of it."""
    motion, session = posed(None, 0), Session(PASSIVE, Random(2).randrange, passive_every=EVERY)
    still = points(motion)
    for number in range(40):
        at = number / 10
        judged = session.judges(at)
        frame = replace(make_analysis(at, motion=motion), digest=f"{number}", tracked=still)
        session.observe(looked_at(frame if judged else replace(frame, motion=None, tracked=None), judged=judged))
    assert Event.FROZEN in session.decide().reasons


def test_a_score_that_nobody_drew_counts_for_nothing() -> None:
    """Whoever scores some frames beside those drawn would give them more than their time."""
    frames = Frames(None, 0.3)
    for number in range(10):
        frames.add(make_analysis(number / 10, score=0.1), Drawn(scored=number % 2 == 0, seconds=0.2))
        frames.add(make_analysis(number / 10 + 0.05, score=0.9), Drawn(scored=False, seconds=0.2))
    assert frames.score() == 0.1
    assert len(frames.judged) == 5


def test_passed_over_time_is_judged_with_the_next_frame_that_was_not() -> None:
    """It counts as judged, as not judged, or is not known yet."""
    passed, frames = Drawn(scored=False, seconds=0.2), Frames(None, 0.3)
    frames.add(make_analysis(0.0))
    for number in range(1, 4):
        frames.add(make_analysis(number / 10, score=None), passed)
    assert frames.judged_share(0.05) == 0.0
    assert frames.judged_seconds == pytest.approx(1 / 15)
    frames.add(make_analysis(0.4))
    assert frames.judged_share(0.05) == 1.0
    assert frames.judged_seconds == pytest.approx(1 / 15 + 0.4)
    frames.add(make_analysis(0.5, score=None), passed)
    frames.add(make_analysis(0.6, score=None))
    assert frames.judged_share(0.05) == pytest.approx(4 / 6)


def test_a_short_act_is_not_outvoted_by_the_rest_that_helps_it_out() -> None:
    """Where an act has too few frames, those before it count for their time, and not for what they were drawn for."""
    frames = Frames(None, 0.3)
    frames.add(make_analysis(0.0, score=0.9), Drawn(scored=True, seconds=0.2))
    for at in (0.067, 0.133):
        frames.add(make_analysis(at, score=0.1), Drawn(scored=True, seconds=0.067))
    assert frames.score_since(0.06, least=LEAST_OF_ACT) == 0.1


@pytest.mark.parametrize("way", ["swapped", "late"])
def test_once_begun_anew_a_stream_is_scored_frame_by_frame(way: str) -> None:
    """Nobody has what was drawn forgotten to try his luck again: it is tried once a stream."""
    aside = (replace(FACE, box=replace(FACE.box, x=FACE.box.x + 2 * FACE.box.width)),)
    for seed in range(10):
        session, judged, wait = Session(PASSIVE, Random(seed).randrange, passive_every=EVERY), [], 0.0
        for number in range(90):
            at = number / 15 + wait
            judged.append(session.judges(at))
            frame = resting(at)
            frame = replace(frame, faces=aside) if way == "swapped" and number > 30 else frame
            glimpse = frame if judged[-1] else replace(frame, motion=None)
            session.observe(looked_at(glimpse, judged=judged[-1]))
            wait = 2.0 if way == "late" and number >= 30 else 0.0
        events = session.decide().evidence["events"]
        assert events == {"face_swapped" if way == "swapped" else "clock_jumped": 1}
        assert not all(judged[:31])
        assert all(judged[33:])


def test_what_is_drawn_for_the_frame_that_begins_anew_counts_no_more() -> None:
    """It speaks for its own time, as all that come after it."""
    made = pacing(2)
    scored(made, [number / 15 for number in range(30)])
    made.judges(2.0)
    assert made.drawn(2.0).seconds is not None
    made.score_all()
    assert made.drawn(2.0).seconds is None
    assert all(made.judges(2 + number / 15) for number in range(1, 30))
    assert made.drawn(2 + 29 / 15) == Drawn(scored=True, seconds=None)


def test_after_a_challenge_fell_back_three_frames_are_scored() -> None:
    """Whoever is there after a break of the stream may be somebody else."""
    for seed in range(20):
        session = Session(ASKING, Random(seed).randrange, passive_every=EVERY)
        times = [number / 15 for number in range(30)] + [4 + number / 15 for number in range(FIRST + 1)]
        judged = []
        for at in times:
            judged.append(session.judges(at))
            session.observe(looked_at(resting(at), judged=judged[-1]))
            if at == 4:
                assert session.active_check is not None
                assert session.active_check.state is State.FACE_DUE
        assert all(judged[-FIRST:])
