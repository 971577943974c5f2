"""Fusion of frames into a verdict."""

import json
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.challenge.events import Act
from facevow.challenge.rules import Step
from facevow.decision.policy import Policy, PolicyName
from facevow.decision.session import Session, judge_frame
from facevow.decision.verdict import Decision, Reason, Verdict
from facevow.errors import ChallengeImpossible
from facevow.types import FrameAnalysis, PadScore, QualityCode
from tests.challenge.acting import RULES, Person, posed, trembling
from tests.making import make_analysis

RECORDING = Policy(PolicyName.BALANCED, "1", "test", threshold=0.5)
ASKING = replace(RECORDING, challenge=RULES)
IMAGE, STREAM = RECORDING.for_image(), RECORDING.for_stream()

SCORES = st.floats(0, 1)


def decided(analyses: list[FrameAnalysis]) -> Decision:
    session = Session(RECORDING)
    for analysis in analyses:
        session.observe(analysis)
    return session.decide()


def stream(scores: list[float]) -> list[FrameAnalysis]:
    return after(0, scores)


def after(start: float, scores: list[float]) -> list[FrameAnalysis]:
    """Frames at rest from `start` seconds on, 15 a second."""
    times = [start + index / 15 for index in range(len(scores))]
    motions = [trembling(posed(None, 0), at) for at in times]
    return [
        make_analysis(*each[:1], score=each[1], motion=each[2]) for each in zip(times, scores, motions, strict=True)
    ]


def test_high_scores_are_bona_fide_and_low_ones_attack() -> None:
    """The fused score on either side of the threshold decides, and says so in the reasons."""
    live, fake = decided(stream([0.9] * 10)), decided(stream([0.1] * 10))
    assert (live.verdict, live.reasons) == (Verdict.BONA_FIDE, (Reason.PASSIVE_HIGH, Reason.PASSIVE_ONLY))
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


def acted(session: Session, person: Person, *, score: float = 0.9) -> Decision:
    """Let somebody answer the session's challenge, each frame with this passive score; the verdict at its end."""
    check = session.active_check
    assert check is not None
    for number in range(70 * 15):
        session.observe(replace(person.frame(number / 15, check), passive=PadScore(score, "test")))
        if check.passed or check.ended_by is not None:
            break
    return session.decide()


def asked(policy: Policy = ASKING, *, seed: int = 1) -> Session:
    return Session(policy, Random(seed).randrange)


def test_the_challenge_is_needed_only_where_the_policy_has_one() -> None:
    """The same still face passes without a challenge, as passive only, and not with one; who answers it passes."""
    still = stream([0.9] * 30)
    passive = decided(still)
    assert (passive.verdict, passive.passive_only, passive.policy) == (Verdict.BONA_FIDE, True, RECORDING.title)
    assert Reason.PASSIVE_ONLY in passive.reasons
    session = asked()
    for analysis in still:
        session.observe(analysis)
    waiting = session.decide()
    assert (waiting.verdict, waiting.reasons, waiting.passive_only) == (
        Verdict.NO_RESPONSE,
        (Reason.ACTIVE_PENDING,),
        False,
    )
    answered = acted(asked(), Person())
    assert answered.verdict is Verdict.BONA_FIDE
    assert Reason.ACTIVE_PASSED in answered.reasons


def test_the_acts_do_not_outweigh_the_surface() -> None:
    """A replay that does everything as asked is still an attack."""
    session = asked()
    assert acted(session, Person(), score=0.1).verdict is Verdict.ATTACK
    assert session.active_check is not None
    assert session.active_check.passed


def test_another_face_at_the_end_does_not_help_the_acts() -> None:
    """The score of the frames in which the acts were done counts too, however good the last seconds look."""
    session = asked(replace(ASKING, window=3.0))
    seen = acted(session, Person(), score=0.1).frames
    for analysis in after(seen / 15, [0.99] * 60):
        session.observe(analysis)
    assert session.looks_real()
    assert session.decide().verdict is Verdict.ATTACK


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        (Person(lambda _: None), "too_many_restarts"),
        (Person(lambda asked: Act.TILT_LEFT if asked.step.act is Act.LOOK_UP else Act.LOOK_UP), "too_many_faults"),
    ],
)
def test_a_failed_challenge_is_no_response_and_says_why(person: Person, reason: str) -> None:
    """Whoever does nothing, or always something else, gets no verdict, with what ended the challenge as a reason."""
    decision = acted(asked(), person)
    assert decision.verdict is Verdict.NO_RESPONSE
    assert decision.reasons[:2] == (Reason.ACTIVE_FAILED, reason)


def test_a_face_that_turns_like_a_plane_is_an_attack() -> None:
    """Two turns without depth are evidence against the face, whatever the passive score says."""
    turns = (Step(Act.TURN_LEFT),)
    decision = acted(Session(ASKING, Random(1).randrange, script=turns), Person(flat=True), score=0.99)
    assert (decision.verdict, decision.reasons[0]) == (Verdict.ATTACK, Reason.FLAT_FACE)
    assert decision.evidence["challenge"]["signs"]


def test_pictures_that_come_round_again_are_an_attack() -> None:
    """A looped recording is told by its pictures once a challenge runs, and named; passive only it is evidence."""
    once = [replace(make_analysis(n / 15, motion=trembling(posed(None, 0), n / 15)), digest=str(n)) for n in range(30)]
    again = [replace(frame, at=frame.at + 2) for frame in once]
    session, passive = asked(), Session(RECORDING)
    for frame in (*once, *again):
        session.observe(frame)
        passive.observe(frame)
    assert (session.decide().verdict, session.decide().reasons[0]) == (Verdict.ATTACK, "looped")
    assert passive.decide().evidence["identity"]["repeated"] == 0.5


def test_switching_to_a_challenge_starts_it_and_a_refused_switch_changes_nothing() -> None:
    """Frames seen before still count for the passive score; a policy that cannot be followed leaves all as it was."""
    session = Session(RECORDING)
    for analysis in stream([0.9] * 30):
        session.observe(analysis)
    with pytest.raises(ChallengeImpossible):
        session.switch(ASKING.without_acts(frozenset(Act)), Random(1).randrange)
    with pytest.raises(ValueError, match="chooser"):
        session.switch(ASKING)
    assert session.decide().verdict is Verdict.BONA_FIDE
    session.switch(ASKING, Random(1).randrange)
    assert session.decide().reasons == (Reason.ACTIVE_PENDING,)
    assert session.passive_score() == 0.9


def test_the_same_frames_give_the_same_decision() -> None:
    """Verdict, reasons and every value of the evidence are equal in two runs with the same luck."""
    frames: list[FrameAnalysis] = []
    session, person = asked(seed=5), Person()
    check = session.active_check
    assert check is not None
    for number in range(600):
        frames.append(person.frame(number / 15, check))
        session.observe(frames[-1])
    again = asked(seed=5)
    for frame in frames:
        again.observe(frame)
    assert json.dumps(again.decide().evidence) == json.dumps(session.decide().evidence)
    assert again.decide() == session.decide()


def test_the_evidence_holds_every_cue() -> None:
    """Passive score, challenge, identity, quality and timing stand in the evidence, and it can be written as JSON."""
    decision = acted(asked(), Person())
    assert set(decision.evidence) == {"passive", "challenge", "identity", "quality", "timing"}
    assert decision.evidence["challenge"]["state"] == "passed"
    assert decision.evidence["timing"]["frames_a_second"] == 15
    assert json.loads(json.dumps(decision.evidence))["passive"]["score"] == 0.9


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


def test_single_frames_are_judged_for_display() -> None:
    """One frame's verdict follows its own score and is NO_RESPONSE without one."""
    assert judge_frame(make_analysis(score=0.5), RECORDING) is Verdict.BONA_FIDE
    assert judge_frame(make_analysis(score=0.49), RECORDING) is Verdict.ATTACK
    assert judge_frame(make_analysis(faces=()), RECORDING) is Verdict.NO_RESPONSE
