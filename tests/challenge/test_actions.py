"""Every act from motions made by hand, at several frame rates, and what must not pass for one."""

import math
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.challenge.actions import SPONTANEOUS, Recogniser, Seen
from facevow.challenge.baseline import summarise
from facevow.challenge.events import Act
from facevow.challenge.levels import HEAD_ACTS
from facevow.types import FaceMotion
from tests.making import make_analysis, make_motion

Pulse = Callable[[float], FaceMotion]
"""How far an act is on its way, 0..1, to the motion of that moment."""

PULSES: dict[Act, Pulse] = {
    Act.BLINK: lambda part: make_motion(eyes=0.3 - 0.25 * part, blink=0.05 + 0.6 * part),
    Act.TURN_LEFT: lambda part: make_motion(yaw=35 * part, pitch=4 * part, brows=0.1 + 0.1 * part),
    Act.TURN_RIGHT: lambda part: make_motion(yaw=-35 * part, roll=6 * part),
    Act.LOOK_UP: lambda part: make_motion(pitch=30 * part, brows=0.1 + 0.5 * part, size=60 - 4 * part),
    Act.LOOK_DOWN: lambda part: make_motion(pitch=-26 * part, size=60 + 8 * part),
    Act.TILT_LEFT: lambda part: make_motion(roll=25 * part, yaw=6 * part),
    Act.TILT_RIGHT: lambda part: make_motion(roll=-25 * part, pitch=5 * part),
    Act.OPEN_MOUTH: lambda part: make_motion(mouth=0.7 * part, jaw=0.7 * part, smile=0.3 * part, pitch=2 * part),
    Act.SMILE: lambda part: make_motion(smile=0.8 * part, mouth=0.25 * part),
    Act.RAISE_EYEBROWS: lambda part: make_motion(brows=0.1 + 0.5 * part),
    Act.COME_CLOSER: lambda part: make_motion(size=60 + 30 * part),
    Act.GO_BACK: lambda part: make_motion(size=60 - 18 * part),
}


def recogniser(rest: FaceMotion | None = None) -> Recogniser:
    return Recogniser(summarise((make_analysis(motion=rest or make_motion()),)))


def course(act: Act, rate: float, *, before: float = 1.0, seconds: float = 1.0) -> list[tuple[float, FaceMotion]]:
    """Rest, the act from 0 to 1 and back, and rest again; a blink is four times as quick."""
    seconds = seconds / 4 if act is Act.BLINK else seconds
    frames: list[tuple[float, FaceMotion]] = []
    for number in range(int(rate * (before + seconds + 1))):
        at = number / rate
        inside = min(max((at - before) / seconds, 0.0), 1.0)
        frames.append((at, PULSES[act](min(1.0, 1.5 * math.sin(math.pi * inside)))))
    return frames


def see(frames: Sequence[tuple[float, FaceMotion]], rest: FaceMotion | None = None) -> list[Seen]:
    watching = recogniser(rest)
    return [seen for at, motion in frames for seen in watching.observe(motion, at)]


@pytest.mark.parametrize("rate", [8, 15, 30])
@pytest.mark.parametrize("act", Act)
def test_every_act_is_seen_once(act: Act, rate: int) -> None:
    """At every frame rate, with what goes along with it, and after it began: one excursion, one act."""
    (seen,) = see(course(act, rate))
    assert seen.act is act
    assert seen.times == 1
    assert 1.0 <= seen.began <= seen.at <= 2.0


@pytest.mark.parametrize("rate", [8, 15, 30])
@pytest.mark.parametrize("act", [act for act in Act if act is not Act.BLINK])
def test_one_wild_frame_is_no_act(act: Act, rate: int) -> None:
    """A mesh that jumps for one frame proves nothing."""
    rest = [PULSES[act](0.0)] * rate
    assert see([(index / rate, motion) for index, motion in enumerate([*rest, PULSES[act](1.0), *rest])]) == []


@pytest.mark.parametrize("act", [act for act in Act if act is not Act.BLINK])
def test_levels_rise_to_one_when_the_act_counts(act: Act) -> None:
    """The ring that shows them is full when the act is done, and empty at rest."""
    watching = recogniser()
    for at, motion in course(act, 30):
        seen = watching.observe(motion, at)
        if any(each.act is act for each in seen):
            assert watching.levels[act] >= 1
        elif at < 1:
            assert set(watching.levels.values()) == {0.0}


@pytest.mark.parametrize("act", Act)
def test_at_rest_means_that_nothing_is_under_way(act: Act) -> None:
    """Before the act and after it, and not while it is done."""
    watching, resting = recogniser(), []
    for at, motion in course(act, 30):
        watching.observe(motion, at)
        resting.append((at, watching.at_rest(act)))
    middle = 1.125 if act is Act.BLINK else 1.5
    assert all(rest for at, rest in resting if at <= 1)
    assert not any(rest for at, rest in resting if abs(at - middle) < 0.03)
    assert watching.at_rest(Act.SMILE if act is Act.BLINK else act)


def test_a_prompt_to_blink_waits_until_a_burst_is_over() -> None:
    """Right after a blink another prompt may be given, one to blink only when the burst cannot go on."""
    watching = recogniser()
    for at, motion in course(Act.BLINK, 30):
        watching.observe(motion, at)
    assert watching.at_rest(Act.TURN_LEFT)
    assert not watching.at_rest(Act.BLINK)
    for number in range(45):
        watching.observe(make_motion(), at + number / 30)
    assert watching.at_rest(Act.BLINK)


def test_who_smiles_all_the_time_can_be_asked_to_turn_but_not_to_smile() -> None:
    """What the mouth does stands only against a prompt that is about the mouth."""
    watching = recogniser()
    for index in range(20):
        watching.observe(make_motion(smile=0.9), index / 15)
    assert watching.at_rest(Act.TURN_LEFT)
    assert watching.at_rest(Act.RAISE_EYEBROWS)
    assert not watching.at_rest(Act.SMILE)
    assert not watching.at_rest(Act.OPEN_MOUTH)


def test_brows_are_not_judged_while_the_head_looks_up() -> None:
    """A look up lifts the brows by as much as raising them does."""
    assert [seen.act for seen in see(course(Act.LOOK_UP, 30, seconds=2))] == [Act.LOOK_UP]


def test_a_brow_that_twitches_is_not_raised() -> None:
    """Four frames of thirty a second are a twitch; asked for, brows stay up."""
    rest, twitch = [make_motion()] * 30, [make_motion(brows=0.6)] * 4
    assert see([(index / 30, motion) for index, motion in enumerate([*rest, *twitch, *rest])]) == []


def test_everything_is_measured_against_the_resting_face() -> None:
    """Who rests at a yaw of 10 has not turned at 25 degrees, and has at -14."""
    rest, left, right = make_motion(yaw=10), make_motion(yaw=25), make_motion(yaw=-14)
    assert see([(index / 15, left) for index in range(15)], rest) == []
    assert [seen.act for seen in see([(index / 15, right) for index in range(15)], rest)] == [Act.TURN_RIGHT]


@pytest.mark.parametrize(
    "motion", [make_motion(smile=0.97), make_motion(brows=0.98), make_motion(brows=0.9, jaw=0.9, mouth=0.8, smile=0.5)]
)
def test_a_face_that_rests_high_still_has_a_way_to_go(motion: FaceMotion) -> None:
    """A resting smile of 0.6, or brows that rest at 0.6, leave room enough for the act."""
    rest = make_motion(smile=0.6, brows=0.6)
    assert len(see([(index / 15, motion) for index in range(15)], rest)) >= 1


def test_the_base_line_follows_who_sits_down_anew() -> None:
    """After an act the head comes back eight degrees lower: not at rest at first, at rest some seconds later."""
    watching = recogniser()
    for at, motion in course(Act.TURN_LEFT, 15):
        watching.observe(motion, at)
    resting = []
    for index in range(60):
        watching.observe(make_motion(pitch=-9), 3 + index / 15)
        resting.append(watching.at_rest(Act.TURN_LEFT))
    assert not resting[1]
    assert resting[-1]


def test_a_head_held_away_is_never_taken_for_rest() -> None:
    """The base line does not follow a turn, however long it lasts."""
    watching = recogniser()
    for index in range(300):
        watching.observe(make_motion(yaw=30), index / 15)
    assert not watching.at_rest(Act.TURN_LEFT)


def test_a_phone_that_sinks_during_a_turn_does_not_block_the_rest() -> None:
    """The size follows while the head is turned; afterwards neither an approach is seen nor is rest refused."""
    watching = recogniser()
    frames = [make_motion(yaw=40, size=60 + 0.2 * index) for index in range(75)] + [make_motion(size=75)] * 60
    seen = [each.act for index, motion in enumerate(frames) for each in watching.observe(motion, index / 15)]
    assert seen == [Act.TURN_LEFT]
    assert watching.at_rest(Act.TURN_LEFT)


def test_blinks_are_reported_one_by_one() -> None:
    """Each with its own beginning and its number in the burst."""
    shut = make_motion(eyes=0.05, blink=0.65)
    pattern = [*[make_motion()] * 15, *([shut] * 3 + [make_motion()] * 6) * 3]
    seen = see([(index / 15, motion) for index, motion in enumerate(pattern)])
    assert [(each.act, each.times) for each in seen] == [(Act.BLINK, 1), (Act.BLINK, 2), (Act.BLINK, 3)]
    assert [each.began for each in seen] == pytest.approx([1.0, 1.6, 2.2])


def test_no_blink_counts_while_the_head_is_away() -> None:
    """Lids sink in a look up; beyond 20 degrees of yaw the far eye looks shut."""
    for away in (make_motion(pitch=25, eyes=0.05, blink=0.7), make_motion(yaw=28, eyes=0.05, blink=0.7)):
        frames = [*[make_motion()] * 15, *[away] * 4, *[make_motion()] * 15]
        assert Act.BLINK not in {seen.act for seen in see([(index / 15, each) for index, each in enumerate(frames)])}


@pytest.mark.parametrize("act", Act)
def test_irregular_times_do_not_matter(act: Act) -> None:
    """A connection that stutters, with steps from 20 to 120 milliseconds, shows the same act."""
    frames = course(act, 100)
    steps = (2, 12, 5, 9, 3, 11)
    kept, number = [], 0
    while number < len(frames):
        kept.append(frames[number])
        number += steps[len(kept) % len(steps)]
    assert [seen.act for seen in see(kept)] == [act]


def test_two_frames_at_one_time_do_no_harm() -> None:
    """Equal times and times that run backwards neither raise nor make an act of rest."""
    watching = recogniser()
    assert [watching.observe(make_motion(), at) for at in (1.0, 1.0, 0.5, 2.0)] == [()] * 4


noise = st.tuples(
    st.floats(0.02, 0.2),
    st.floats(-5, 5),
    st.floats(-4, 4),
    st.floats(-4, 4),
    st.floats(0.27, 0.33),
    st.floats(0.0, 0.15),
    st.floats(0.0, 0.2),
    st.floats(0.05, 0.2),
    st.floats(57, 63),
)


@given(st.lists(noise, max_size=60))
def test_noise_around_rest_is_never_an_act(frames: list[tuple[float, ...]]) -> None:
    """Tremor, talk and uneven times are rest; no prompt is held back by them."""
    watching, at = recogniser(), 0.0
    for step, yaw, pitch, roll, eyes, blink, jaw, brows, size in frames:
        at += step
        motion = make_motion(
            yaw=yaw, pitch=pitch, roll=roll, eyes=eyes, blink=blink, mouth=jaw / 2, jaw=jaw / 2, brows=brows, size=size
        )
        assert watching.observe(motion, at) == ()


def test_what_people_do_unasked_is_no_fault() -> None:
    """They blink, smile, talk and wonder; they do not turn, look away, tilt or walk off by chance."""
    assert SPONTANEOUS.isdisjoint(HEAD_ACTS)
    assert set(HEAD_ACTS) | SPONTANEOUS == set(Act)
