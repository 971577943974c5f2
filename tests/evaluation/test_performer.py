"""People who answer prompts, made of recordings."""

from dataclasses import replace
from itertools import pairwise
from random import Random

import numpy as np
import pytest

from facevow.challenge.check import Prompt
from facevow.challenge.events import Act
from facevow.challenge.rules import Step
from facevow.checking import packaged_policies
from facevow.decision.policy import PolicyName
from facevow.decision.verdict import Verdict
from facevow.errors import ChallengeImpossible
from facevow.evaluation.performer import RATE, REACTION, Performer, joined, perform_all, sequence
from facevow.evaluation.repertoire import Repertoire, repertoire
from facevow.traces.edits import thin
from tests.recordings import recording

BALANCED = packaged_policies().choose(PolicyName.BALANCED)
MARKED, TURNS, PUPPET = (
    "bonafide-2-head-turns",
    "bonafide-6-turn-left-right",
    "attack-2-screen-replay-of-bonafide-2",
)
ASKED = Prompt(Step(Act.TURN_LEFT), 1, 3, 5.0, 6.0, 0.0)


def able(name: str) -> Repertoire:
    return repertoire(thin(recording(name).frames, RATE))


@pytest.mark.parametrize("name", [MARKED, TURNS])
def test_people_who_answer_are_bona_fide(name: str) -> None:
    """Two clips of live people, made to do drawn sequences; `facevow challenge perform` plays a thousand."""
    outcomes = perform_all(able(name), BALANCED, range(15))
    assert [outcome.reasons for outcome in outcomes if outcome.verdict is not Verdict.BONA_FIDE] == []
    assert all(outcome.done == outcome.of >= 3 for outcome in outcomes)


def test_a_puppet_passes_the_challenge_alone() -> None:
    """A recorded attack that answers on cue does all acts: only the passive score says what it is."""
    outcomes = perform_all(able(PUPPET), BALANCED, range(15))
    assert all(outcome.passed for outcome in outcomes)
    assert {outcome.verdict for outcome in outcomes} == {Verdict.ATTACK}


def test_nothing_is_done_before_its_time() -> None:
    """Rest until asked, then a moment, then the act that was asked for, then rest again."""
    person = Performer(able(MARKED), Random(1))
    rest = [person.next(None) for _ in range(40)]
    assert not person.busy
    began = None
    while began is None:
        now = person.now
        person.next(ASKED)
        began = now if person.busy else None
    assert REACTION[0] <= began - 40 / RATE <= REACTION[1] + 1 / RATE
    turned = []
    while person.busy:
        turned.append(person.next(ASKED))
    assert max(frame.motion.pose.yaw for frame in turned if frame.motion) > 30
    assert max(abs(frame.motion.pose.yaw) for frame in rest if frame.motion) < 5


def test_what_did_not_count_is_done_again() -> None:
    """While the prompt stands, the person tries once more."""
    person = Performer(able(MARKED), Random(1))
    begins = 0
    busy = False
    for _ in range(int(15 * RATE)):
        person.next(ASKED)
        begins += person.busy and not busy
        busy = person.busy
    assert begins >= 2


def test_an_act_that_the_person_cannot_do_is_not_done() -> None:
    """Nothing but rest follows upon a prompt for a blink."""
    person = Performer(able(MARKED), Random(1))
    for _ in range(100):
        person.next(replace(ASKED, step=Step(Act.BLINK, 2)))
        assert not person.busy


def test_pictures_are_new_and_times_even() -> None:
    """As from a camera: no digest comes twice."""
    person = Performer(able(MARKED), Random(1))
    shown = [person.next(ASKED if 30 < number < 90 else None) for number in range(200)]
    assert len({frame.digest for frame in shown}) == len(shown)
    assert [frame.at for frame in shown] == pytest.approx([number / RATE for number in range(200)])


@pytest.mark.parametrize("name", [MARKED, TURNS])
def test_no_face_jumps_at_a_join(name: str) -> None:
    """From frame to frame the box goes less than a third of its width, and grows by less than a fifth."""
    person = Performer(able(name), Random(2))
    shown = [person.next(ASKED if number % 120 > 15 else None) for number in range(360)]
    for before, after in pairwise(frame.face for frame in shown):
        assert before is not None
        assert after is not None
        away = np.hypot(after.box.centre[0] - before.box.centre[0], after.box.centre[1] - before.box.centre[1])
        assert away < before.box.width / 3
        assert 0.8 < after.box.width / before.box.width < 1.25


def test_a_joined_piece_begins_and_ends_where_the_face_rests() -> None:
    """Middle and size of the first and the last face are those of the resting one; the mesh goes with the box."""
    known = able(MARKED)
    piece = joined(known.acts[Act.LOOK_UP], known.rest[0])
    for frame, source in ((piece[0], known.acts[Act.LOOK_UP][0]), (piece[-1], known.acts[Act.LOOK_UP][-1])):
        assert frame.face is not None
        assert source.face is not None
        assert known.rest[0].face is not None
        assert frame.motion is not None
        assert known.rest[0].motion is not None
        assert frame.face.box.centre == pytest.approx(known.rest[0].face.box.centre)
        assert frame.motion.size == pytest.approx(known.rest[0].motion.size)
        assert frame.tracked is not None
        assert source.tracked is not None
        factor = frame.face.box.width / source.face.box.width
        moved = (source.tracked[:, :2] - source.face.box.centre) * factor + frame.face.box.centre
        assert np.allclose(frame.tracked[:, :2], moved, atol=0.05)


def test_the_challenge_draws_where_the_bits_can_be_had() -> None:
    """With four acts a longer sequence has them; with two none has, so three steps are asked for instead."""
    choose = Random(1).randrange
    assert sequence(BALANCED, frozenset(able(MARKED).acts), choose) is None
    steps = sequence(BALANCED, frozenset({Act.TURN_LEFT, Act.TURN_RIGHT}), choose)
    assert steps is not None
    assert len(steps) == 3
    assert all(before != after for before, after in pairwise(steps))


def test_one_act_alone_is_no_challenge() -> None:
    """The draw says so."""
    with pytest.raises(ChallengeImpossible):
        sequence(BALANCED, frozenset({Act.TURN_LEFT}), Random(1).randrange)
