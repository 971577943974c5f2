"""What a person can do, cut out of a recording."""

import pytest

from facevow.challenge.actions import Recogniser
from facevow.challenge.baseline import summarise
from facevow.challenge.events import Act
from facevow.errors import EvaluationError
from facevow.evaluation.repertoire import REST_SECONDS, Repertoire, repertoire
from facevow.traces.edits import cut, play_backwards
from tests.recordings import recording

TURNS, MARKED = "bonafide-6-turn-left-right", "bonafide-2-head-turns"


def of(name: str) -> Repertoire:
    return repertoire(recording(name).frames)


@pytest.mark.parametrize(
    ("name", "acts"),
    [
        (TURNS, {Act.TURN_LEFT, Act.TURN_RIGHT}),
        (MARKED, {Act.TURN_LEFT, Act.TURN_RIGHT, Act.LOOK_UP, Act.LOOK_DOWN}),
        ("attack-2-screen-replay-of-bonafide-2", {Act.TURN_LEFT, Act.LOOK_UP}),
    ],
)
def test_the_acts_of_a_clip_are_found(name: str, acts: set[Act]) -> None:
    """What a viewer sees the person do, as far as it is told apart from rest at both its ends or at one."""
    assert set(of(name).acts) >= acts


@pytest.mark.parametrize("name", [TURNS, MARKED])
def test_each_act_is_seen_once_and_leads_back_to_rest(name: str) -> None:
    """Between two stretches of rest every piece is its act and no other one."""
    able = of(name)
    for act, piece in able.acts.items():
        recogniser = Recogniser(summarise(able.rest))
        seen: list[Act] = [
            each.act
            for number, frame in enumerate((*able.rest, *piece, *able.rest))
            if frame.motion is not None
            for each in recogniser.observe(frame.motion, number / 15)
            if each.act is not Act.BLINK
        ]
        assert seen.count(act) == 1
        assert recogniser.at_rest(act)


def test_the_way_that_a_clip_lacks_is_the_other_one_turned_round() -> None:
    """The clip ends turned to the left: the piece is the way there and the same way back."""
    piece = of(TURNS).acts[Act.TURN_LEFT]
    motions = [frame.motion for frame in piece]
    assert motions == motions[::-1]


def test_rest_is_short_and_quiet() -> None:
    """A stretch of about REST_SECONDS in which the head hardly moves."""
    rest = of(MARKED).rest
    assert REST_SECONDS - 0.1 <= rest[-1].at - rest[0].at <= REST_SECONDS + 0.1
    yaws = [frame.motion.pose.yaw for frame in rest if frame.motion is not None]
    assert max(yaws) - min(yaws) < 3


def test_a_clip_played_backwards_has_the_same_acts() -> None:
    """A turn is a turn whichever way it is played."""
    assert set(repertoire(play_backwards(recording(MARKED).frames)).acts) == set(of(MARKED).acts)


def test_only_what_is_wanted_is_looked_for() -> None:
    """And nothing of it is an error."""
    frames = recording(TURNS).frames
    assert set(repertoire(frames, [Act.TURN_LEFT]).acts) == {Act.TURN_LEFT}
    with pytest.raises(EvaluationError, match="expected one of look_up"):
        repertoire(frames, [Act.LOOK_UP])


def test_a_person_who_never_rests_is_refused() -> None:
    """Half a second is no rest."""
    with pytest.raises(EvaluationError, match="rests"):
        repertoire(cut(recording(MARKED).frames, 0, 0.5))
