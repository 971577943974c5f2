"""Fusion of frames into a verdict."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.decision.policy import Policy, PolicyName
from facevow.decision.session import Session, judge_frame, weighted_median
from facevow.decision.verdict import Decision, Reason, Verdict
from facevow.types import FrameAnalysis, QualityCode
from tests.challenge.test_check import BLINK, TURN, frames
from tests.making import make_analysis

RECORDING = Policy(PolicyName.BALANCED, "1", "test", threshold=0.5)
IMAGE, STREAM = RECORDING.for_image(), RECORDING.for_stream()

SCORES = st.floats(0, 1)


def decided(analyses: list[FrameAnalysis], *, active: bool = False) -> Decision:
    session = Session(RECORDING, active=active)
    for analysis in analyses:
        session.observe(analysis)
    return session.decide()


def stream(scores: list[float]) -> list[FrameAnalysis]:
    return [make_analysis(index / 15, score=score, index=index) for index, score in enumerate(scores)]


def test_high_scores_are_bona_fide_and_low_ones_attack() -> None:
    """The fused score on either side of the threshold decides, and says so in the reasons."""
    live, fake = decided(stream([0.9] * 10)), decided(stream([0.1] * 10))
    assert (live.verdict, live.reasons) == (Verdict.BONA_FIDE, (Reason.PASSIVE_HIGH,))
    assert (fake.verdict, fake.reasons) == (Verdict.ATTACK, (Reason.PASSIVE_LOW,))


def test_nothing_seen_is_no_response() -> None:
    """Without a frame, and without a face in any frame, there is no verdict to give."""
    assert decided([]).verdict is Verdict.NO_RESPONSE
    without_face = decided([make_analysis(index, faces=()) for index in range(20)])
    assert without_face.verdict is Verdict.NO_RESPONSE
    assert without_face.reasons[0] == Reason.NO_FACE
    assert without_face.score is None


def test_too_few_frames_are_no_response_except_for_a_picture() -> None:
    """Two frames of a video do not suffice; one picture does."""
    assert decided(stream([0.99, 0.99])).reasons == (Reason.TOO_FEW_FRAMES,)
    session = Session(IMAGE)
    session.observe(make_analysis(score=0.99))
    assert session.decide().verdict is Verdict.BONA_FIDE


def test_a_frame_without_a_score_does_not_count_as_judged() -> None:
    """Faces that the passive network could not score leave the verdict open."""
    assert decided([make_analysis(index, score=None) for index in range(9)]).reasons == (Reason.TOO_FEW_FRAMES,)


@given(st.lists(st.floats(0.6, 1), min_size=5, max_size=30), SCORES, st.data())
def test_one_bad_frame_never_decides(scores: list[float], wild: float, data: st.DataObject) -> None:
    """Whatever one frame says among five or more that agree, the verdict stays."""
    scores.insert(data.draw(st.integers(0, len(scores))), wild)
    assert decided(stream(scores)).verdict is Verdict.BONA_FIDE


def test_poor_frames_weigh_less() -> None:
    """Clean frames outvote a larger number of blurred ones."""
    clean = [make_analysis(index, score=0.9) for index in range(4)]
    blurred = [make_analysis(4 + index, score=0.1, issues=[QualityCode.BLURRED]) for index in range(8)]
    assert decided(clean + blurred).verdict is Verdict.BONA_FIDE


@pytest.mark.parametrize("code", sorted(RECORDING.blocking))
def test_a_face_that_cannot_be_seen_is_never_a_pass(code: QualityCode) -> None:
    """When every frame is too dark, too small or covered, a high score is no pass; a low one is still an attack."""
    high = decided([make_analysis(index, score=0.99, issues=[code]) for index in range(9)])
    low = decided([make_analysis(index, score=0.01, issues=[code]) for index in range(9)])
    assert high.verdict is Verdict.NO_RESPONSE
    assert Reason.POOR_FRAMES in high.reasons
    assert code in high.reasons
    assert low.verdict is Verdict.ATTACK


def test_the_active_check_is_needed_only_when_asked_for() -> None:
    """The same still face passes without the active check and not with it."""
    still = stream([0.9] * 30)
    assert decided(still).verdict is Verdict.BONA_FIDE
    waiting = decided(still, active=True)
    assert (waiting.verdict, waiting.reasons) == (Verdict.NO_RESPONSE, (Reason.ACTIVE_PENDING,))
    acted = decided(frames(BLINK + TURN), active=True)
    assert acted.verdict is Verdict.BONA_FIDE
    assert Reason.ACTIVE_PASSED in acted.reasons


def test_the_acts_do_not_outweigh_the_surface() -> None:
    """A replay that blinks and turns is still an attack."""
    acted = [make_analysis(frame.at, score=0.1, motion=frame.motion) for frame in frames(BLINK + TURN)]
    assert decided(acted, active=True).verdict is Verdict.ATTACK


def test_time_running_out_is_no_response() -> None:
    """A person who does not act in time gets no verdict, and the reason."""
    late = [make_analysis(index * 2.0) for index in range(40)]
    assert decided(late, active=True).reasons == (Reason.ACTIVE_FAILED,)


def test_switching_the_active_check_on_starts_it_anew() -> None:
    """Acts done before they were asked for do not count."""
    session = Session(RECORDING)
    for analysis in frames(BLINK + TURN):
        session.observe(analysis)
    assert session.active_check.passed
    session.require_active(required=True)
    assert not session.active_check.passed
    assert session.decide().verdict is Verdict.NO_RESPONSE


def test_a_live_stream_follows_whoever_is_there_now() -> None:
    """When a person gives way to a photo, the answer turns within the window; without a face it is not real."""
    session = Session(STREAM)
    for analysis in stream([0.9] * 60):
        session.observe(analysis)
    assert session.looks_real()
    for index in range(60):
        session.observe(make_analysis(4 + index / 15, score=0.1))
    assert not session.looks_real()
    assert session.decide().verdict is Verdict.ATTACK
    for index in range(60):
        session.observe(make_analysis(8 + index / 15, faces=()))
    assert not session.looks_real()
    assert session.decide().verdict is Verdict.NO_RESPONSE


def test_a_face_that_has_just_left_does_not_look_real() -> None:
    """The momentary answer needs a face in the newest frame."""
    session = Session(STREAM)
    for analysis in [*stream([0.9] * 10), make_analysis(1, faces=())]:
        session.observe(analysis)
    assert not session.looks_real()


@given(st.lists(st.tuples(SCORES, st.floats(0.1, 2)), min_size=1, max_size=40))
def test_the_weighted_median_lies_in_the_middle(pairs: list[tuple[float, float]]) -> None:
    """At most half of the weight lies below it, and at most half above; it is one of the values."""
    values, weights = [value for value, _ in pairs], [weight for _, weight in pairs]
    middle, total = weighted_median(values, weights), sum(weights)
    assert middle in values
    assert sum(weight for value, weight in pairs if value < middle) <= total / 2 + 1e-9
    assert sum(weight for value, weight in pairs if value > middle) <= total / 2 + 1e-9


def test_the_weighted_median_of_nothing_is_an_error() -> None:
    """There is no middle of nothing."""
    with pytest.raises(ValueError, match="at least one"):
        weighted_median([], [])


def test_single_frames_are_judged_for_display() -> None:
    """One frame's verdict follows its own score and is NO_RESPONSE without one."""
    assert judge_frame(make_analysis(score=0.5), RECORDING) is Verdict.BONA_FIDE
    assert judge_frame(make_analysis(score=0.49), RECORDING) is Verdict.ATTACK
    assert judge_frame(make_analysis(faces=()), RECORDING) is Verdict.NO_RESPONSE
