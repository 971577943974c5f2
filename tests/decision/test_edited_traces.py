"""What the decision says of people who answer the prompts while something is not as it should be."""

from dataclasses import replace
from itertools import count
from random import Random

import numpy as np
import pytest

from facevow.challenge.events import Act, Event, State
from facevow.decision.session import Session
from facevow.decision.verdict import Reason, Verdict
from facevow.traces.edits import with_second_face
from facevow.types import FrameAnalysis
from tests.decision.performing import (
    OTHER,
    PUPPET,
    Edit,
    done,
    performer,
    policy,
    rules,
    shown_again,
    unspoilt,
    watched,
)


def count_of(session: Session, event: Event) -> int:
    assert session.active_check is not None
    return session.active_check.transcript.count(event)


def expect(session: Session, verdict: Verdict, ended_by: Event | None) -> None:
    """The verdict, and the event that ended the challenge, which the reasons name where there are frames to judge."""
    assert session.active_check is not None
    decision = session.decide()
    assert (decision.verdict, session.active_check.ended_by) == (verdict, ended_by)
    if ended_by is not None and decision.reasons != (Reason.TOO_FEW_FRAMES,):
        assert ended_by.value in decision.reasons


def after_an_act(edit: Edit) -> Edit:
    """The edit from the first completed act on."""
    begun = False

    def edited(frame: FrameAnalysis, session: Session) -> FrameAnalysis:
        nonlocal begun
        begun = begun or done(session) > 0
        return edit(frame, session) if begun else frame

    return edited


def test_a_person_who_answers_is_bona_fide() -> None:
    """The control of all others: the same performer, nothing spoilt."""
    expect(watched(unspoilt), Verdict.BONA_FIDE, None)


def test_a_puppet_passes_the_challenge_and_is_an_attack_all_the_same() -> None:
    """A prepared recording that answers on cue does the acts; the passive score stands against it."""
    session = watched(unspoilt, by=performer(PUPPET), under=policy(PUPPET, bits=1))
    assert session.active_check is not None
    assert session.active_check.passed
    assert session.decide().verdict is Verdict.ATTACK


def test_a_picture_that_stands_still_is_frozen() -> None:
    """The same picture again and again under new times ends the challenge, and is no proof of an attack."""
    held: list[FrameAnalysis] = []

    def frozen(frame: FrameAnalysis, _: Session) -> FrameAnalysis:
        held.append(frame)
        return shown_again(frame, held[0])

    expect(watched(after_an_act(frozen)), Verdict.NO_RESPONSE, Event.FROZEN)


def test_a_still_face_in_new_pictures_is_frozen_too() -> None:
    """Noise over a held picture makes new digests; a mesh that lies on the same spots tells all the same."""
    held: list[FrameAnalysis] = []

    def frozen(frame: FrameAnalysis, _: Session) -> FrameAnalysis:
        held.append(frame)
        return replace(shown_again(frame, held[0]), digest=frame.digest)

    expect(watched(after_an_act(frozen)), Verdict.NO_RESPONSE, Event.FROZEN)


def test_pictures_that_come_round_again_are_looped() -> None:
    """The first second again after an act is a recording, and an attack."""
    first: list[FrameAnalysis] = []
    again = count()

    def looped(frame: FrameAnalysis, session: Session) -> FrameAnalysis:
        if done(session) == 0:
            first.append(frame)
            return frame
        return shown_again(frame, first[next(again) % len(first)])

    expect(watched(looped), Verdict.ATTACK, Event.LOOPED)


def test_a_clock_that_runs_back_ends_the_challenge() -> None:
    """No camera's time goes back by a second."""

    def back(frame: FrameAnalysis, _: Session) -> FrameAnalysis:
        return replace(frame, at=frame.at - 1)

    expect(watched(after_an_act(back)), Verdict.NO_RESPONSE, Event.CLOCK_WENT_BACK)


def test_a_gap_in_time_starts_over_and_can_be_made_good() -> None:
    """Three seconds that nobody watched cost a start, and the person passes a later sequence.

    The first new start takes a half turned head for rest; it never comes back to that, and the window ends there too.
    """

    def later(frame: FrameAnalysis, _: Session) -> FrameAnalysis:
        return replace(frame, at=frame.at + 3)

    session = watched(after_an_act(later))
    expect(session, Verdict.BONA_FIDE, None)
    assert count_of(session, Event.CLOCK_JUMPED) == 1
    assert count_of(session, Event.WINDOW_OVER) == 1


def test_gaps_without_end_are_too_many_restarts() -> None:
    """A gap after every act uses up what the rules allow."""
    gaps = [0]

    def jumping(frame: FrameAnalysis, session: Session) -> FrameAnalysis:
        gaps[0] += done(session) > 0
        return replace(frame, at=frame.at + 3 * gaps[0])

    expect(watched(jumping), Verdict.NO_RESPONSE, Event.TOO_MANY_RESTARTS)


def test_a_second_face_starts_the_challenge_over() -> None:
    """Somebody who looks in for a second costs a start; the sequence after it is another draw."""
    since: list[float] = []

    def joined(frame: FrameAnalysis, _: Session) -> FrameAnalysis:
        since.append(frame.at)
        return with_second_face([frame], since[0], since[0] + 0.8)[0]

    session = watched(after_an_act(joined))
    expect(session, Verdict.BONA_FIDE, None)
    assert count_of(session, Event.FACE_JOINED) == 1


def test_a_second_face_that_stays_is_never_a_pass() -> None:
    """With two faces all the time the challenge comes nowhere, and ends with its time."""

    def joined(frame: FrameAnalysis, _: Session) -> FrameAnalysis:
        return with_second_face([frame], 0, np.inf)[0]

    expect(watched(joined), Verdict.NO_RESPONSE, Event.TIMED_OUT)


def test_a_face_that_leaves_starts_the_challenge_over() -> None:
    """Two seconds without a face: whoever comes then has done nothing yet."""
    since: list[float] = []

    def gone(frame: FrameAnalysis, _: Session) -> FrameAnalysis:
        since.append(frame.at)
        away = frame.at - since[0] < 2
        return replace(frame, faces=(), motion=None, passive=None, tracked=None) if away else frame

    session = watched(after_an_act(gone))
    expect(session, Verdict.BONA_FIDE, None)
    assert count_of(session, Event.FACE_LOST) == 1


def test_a_face_of_other_proportions_in_the_same_place_is_a_swap() -> None:
    """Between two acts a face takes over that is broader by a third, exactly where the first one was: an attack.

    Faces that differ less are not told apart by their bones (docs/continuity.md).
    """

    def broader(frame: FrameAnalysis, _: Session) -> FrameAnalysis:
        assert frame.tracked is not None
        middle = frame.tracked.mean(axis=0)
        return replace(frame, tracked=((frame.tracked - middle) * [1.35, 1, 1] + middle).astype(np.float32))

    expect(watched(after_an_act(broader)), Verdict.ATTACK, Event.FACE_SWAPPED)


def test_another_person_where_they_stood_is_a_swap() -> None:
    """Between two acts the pictures are another person's, who sat at another place before their own camera."""
    other = performer(OTHER)

    def swapped(frame: FrameAnalysis, session: Session) -> FrameAnalysis:
        prompt = None if session.active_check is None else session.active_check.prompt
        return replace(other.next(prompt), index=frame.index, at=frame.at, digest=frame.digest)

    expect(watched(after_an_act(swapped)), Verdict.ATTACK, Event.FACE_SWAPPED)


def test_another_face_before_anything_was_asked_only_starts_over() -> None:
    """Whoever sits down first need not be who does the check."""
    first = performer(OTHER)

    def changed(frame: FrameAnalysis, session: Session) -> FrameAnalysis:
        check = session.active_check
        early = check is not None and check.state in {State.FACE_DUE, State.SETTLING} and frame.at < 0.5
        return replace(first.next(None), index=frame.index, at=frame.at, digest=frame.digest) if early else frame

    session = watched(changed)
    expect(session, Verdict.BONA_FIDE, None)


def test_a_rough_splice_is_a_swap() -> None:
    """A cut to a face that stands elsewhere in the picture: no head gets there from one frame to the next."""

    def cut(frame: FrameAnalysis, _: Session) -> FrameAnalysis:
        assert frame.face is not None
        box = frame.face.box
        return replace(frame, faces=(replace(frame.face, box=replace(box, x=box.x + 2 * box.width)),))

    expect(watched(after_an_act(cut)), Verdict.ATTACK, Event.FACE_SWAPPED)


def test_acts_before_the_prompt_are_faults() -> None:
    """Somebody who does not wait for the prompts uses up what is forgiven, and fails."""
    person, luck = performer(), Random(5)

    def hurried(frame: FrameAnalysis, session: Session) -> FrameAnalysis:
        check = session.active_check
        if check is not None and check.state is State.RESTING and not person.busy:
            person.begin(luck.choice([Act.TURN_LEFT, Act.LOOK_UP]))
        return frame

    session = watched(hurried, by=person)
    expect(session, Verdict.NO_RESPONSE, Event.TOO_MANY_FAULTS)
    assert count_of(session, Event.EARLY_ACT) + count_of(session, Event.HASTY_ACT) > 0


def test_answers_too_soon_to_be_answers_are_faults() -> None:
    """Nobody reacts to a prompt at once; a movement under way by then was no answer."""
    session = watched(unspoilt, by=performer(reaction=(0, 0)))
    expect(session, Verdict.NO_RESPONSE, Event.TOO_MANY_FAULTS)
    assert count_of(session, Event.HASTY_ACT) == rules(policy()).faults + 1


def test_answers_after_the_window_are_too_many_restarts() -> None:
    """Whoever is always late sees new sequences until the rules allow no more."""
    late = rules(policy()).window + 0.5
    session = watched(unspoilt, by=performer(reaction=(late, late)))
    expect(session, Verdict.NO_RESPONSE, Event.TOO_MANY_RESTARTS)
    assert count_of(session, Event.WINDOW_OVER) == rules(policy()).restarts + 1


def test_other_acts_than_those_asked_for_are_faults() -> None:
    """Somebody who answers every prompt by another act fails."""
    person = performer(reaction=(99, 99))

    def wrong(frame: FrameAnalysis, session: Session) -> FrameAnalysis:
        prompt = None if session.active_check is None else session.active_check.prompt
        if prompt is not None and not person.busy:
            person.begin(Act.LOOK_UP if prompt.step.act is Act.LOOK_DOWN else Act.LOOK_DOWN)
        return frame

    session = watched(wrong, by=person)
    expect(session, Verdict.NO_RESPONSE, Event.TOO_MANY_FAULTS)
    assert count_of(session, Event.WRONG_ACT) == rules(policy()).faults + 1


def test_turns_that_move_like_a_plane_are_an_attack() -> None:
    """A face whose points all lie on one plane, while its pose is said to turn, is flat."""
    resting: list[FrameAnalysis] = []

    def flat(frame: FrameAnalysis, _: Session) -> FrameAnalysis:
        resting.append(frame)
        assert frame.tracked is not None
        assert frame.motion is not None
        assert resting[0].tracked is not None
        plane = resting[0].tracked * [np.cos(np.radians(frame.motion.pose.yaw)), 1, 1]
        noise = np.random.default_rng(frame.index).normal(0, 0.3, plane.shape)
        return replace(frame, tracked=(plane + noise).astype(np.float32))

    session = watched(flat, by=performer(OTHER), under=policy(OTHER, bits=1))
    assert session.decide().verdict is Verdict.ATTACK
    assert Reason.FLAT_FACE in session.decide().reasons


@pytest.mark.parametrize("seed", range(5))
def test_somebody_who_does_nothing_is_no_response(seed: int) -> None:
    """A person at rest is no attack, and no pass."""
    session = watched(unspoilt, by=performer(reaction=(999, 999)), seed=seed)
    expect(session, Verdict.NO_RESPONSE, Event.TOO_MANY_RESTARTS)
