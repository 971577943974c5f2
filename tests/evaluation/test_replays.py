"""Recordings played to drawn challenges."""

from itertools import pairwise

import pytest

from facevow.challenge.events import Event
from facevow.checking import packaged_policies
from facevow.decision.policy import PolicyName
from facevow.decision.verdict import Verdict
from facevow.errors import EvaluationError
from facevow.evaluation.replays import Manner, Player, replay
from facevow.traces.edits import Frames
from tests.recordings import ATTACKS, BONA_FIDE, recording

REPLAYED = "attack-2-screen-replay-of-bonafide-2"
BALANCED = packaged_policies().choose(PolicyName.BALANCED)


def frames(name: str = REPLAYED) -> Frames:
    return recording(name).frames


@pytest.mark.parametrize("manner", Manner)
def test_a_player_shows_the_recording_on_an_even_clock(manner: Manner) -> None:
    """One period comes whole, from the place drawn on, and again after it; times are even throughout."""
    player = Player.open(frames(), manner)
    period = len(player.frames)
    assert period == len(frames()) * (2 if manner is Manner.BACK_AND_FORTH else 1)
    shown = [player.at(7, number) for number in range(2 * period)]
    assert [frame.motion for frame in shown[:period]] == [frame.motion for frame in shown[period:]]
    assert shown[0].motion == frames()[7].motion
    assert all(after.at - before.at == pytest.approx(player.step) for before, after in pairwise(shown))
    assert [frame.index for frame in shown] == list(range(2 * period))


@pytest.mark.parametrize("manner", Manner)
def test_only_the_file_itself_repeats_its_pictures(manner: Manner) -> None:
    """A screen before a camera makes every picture a new one."""
    player = Player.open(frames(), manner)
    digests = [player.at(0, number).digest for number in range(2 * len(player.frames))]
    if manner is Manner.AS_IT_IS:
        assert set(digests) == {frame.digest for frame in frames()}
    else:
        assert len(set(digests)) == len(digests)


def test_what_surrounds_the_face_is_unknown_where_the_recording_begins_again() -> None:
    """The first frame of a round did not move there from the last."""
    player = Player.open(frames(), Manner.LOOPED)
    assert player.at(0, len(player.frames)).drift is None
    assert player.at(0, 5).drift == frames()[5].drift


def test_seeds_draw_the_place_to_begin() -> None:
    """The same seed the same place; many seeds, many places."""
    player = Player.open(frames(), Manner.LOOPED)
    places = [player.start(seed) for seed in range(50)]
    assert places == [player.start(seed) for seed in range(50)]
    assert len(set(places)) > 30
    assert all(0 <= place < len(player.frames) for place in places)


@pytest.mark.parametrize("manner", Manner)
def test_the_replay_with_every_gesture_is_never_bona_fide(manner: Manner) -> None:
    """Under any of these draws; `facevow challenge replays` plays a thousand."""
    outcomes = replay(frames(), BALANCED, manner, range(15))
    assert [outcome.seed for outcome in outcomes] == list(range(15))
    assert {outcome.verdict for outcome in outcomes} <= {Verdict.ATTACK, Verdict.NO_RESPONSE}
    assert not any(outcome.passed for outcome in outcomes)


def test_a_file_that_is_played_in_a_loop_is_seen_through() -> None:
    """The clip of 3.7 s comes round before anything is done, and that is an attack, whoever is in it."""
    outcomes = replay(frames("bonafide-4-dim-room"), BALANCED, Manner.AS_IT_IS, range(10))
    assert {(outcome.verdict, outcome.ended_by) for outcome in outcomes} == {(Verdict.ATTACK, Event.LOOPED)}


@pytest.mark.parametrize("name", [*BONA_FIDE, *ATTACKS])
def test_a_recording_passes_next_to_no_challenge(name: str) -> None:
    """Not even of a live person whom the passive network believes: at most one of twelve draws."""
    outcomes = replay(frames(name), BALANCED, Manner.LOOPED, range(12))
    assert sum(outcome.passed for outcome in outcomes) <= 1


def test_an_empty_recording_is_refused() -> None:
    """There is nothing to play."""
    with pytest.raises(EvaluationError, match="at least one frame"):
        replay((), BALANCED, Manner.LOOPED, range(1))
