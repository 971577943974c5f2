"""The active check as a whole: frames in, state out."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from facevow.challenge.check import ActiveCheck
from facevow.challenge.events import Act, State
from facevow.types import Box, FaceMotion, FrameAnalysis
from tests.making import FACE, make_analysis, make_motion

OPEN, CLOSED, TURNED = make_motion(), make_motion(eyes=0.08, blink=0.65), make_motion(yaw=30)
BLINK = [OPEN] * 10 + [CLOSED] * 3 + [OPEN] * 3
TURN = [OPEN] * 3 + [TURNED] * 3
ELSEWHERE = replace(FACE, box=Box(10, 10, 90, 90))
SECOND = replace(FACE, box=Box(420, 150, 150, 150))


def frames(motions: list[FaceMotion], start: float = 0) -> list[FrameAnalysis]:
    """Fifteen frames a second from `start` seconds on."""
    return [make_analysis(start + index / 15, motion=motion) for index, motion in enumerate(motions)]


def run(check: ActiveCheck, analyses: list[FrameAnalysis]) -> State:
    for analysis in analyses:
        check.observe(analysis)
    return check.state


def test_both_acts_in_either_order_pass() -> None:
    """Blink then turn, and turn then blink, both end in PASSED, with both acts listed as done."""
    for motions in (BLINK + TURN, TURN + BLINK):
        check = ActiveCheck()
        assert run(check, frames(motions)) is State.PASSED
        assert check.passed
        assert check.done == (Act.BLINK, Act.TURN_HEAD)


def test_one_act_is_not_enough() -> None:
    """After a blink alone the turn is still due, and the check has not passed."""
    check = ActiveCheck()
    assert run(check, frames(BLINK * 3)) is State.TURN_DUE
    assert not check.passed
    assert check.done == (Act.BLINK,)


def test_a_lost_face_starts_over() -> None:
    """Two seconds without a face forget the blink that was seen before."""
    check = ActiveCheck()
    run(check, frames(BLINK))
    gap = [make_analysis(2 + index / 15, faces=()) for index in range(30)]
    assert run(check, gap) is State.BLINK_AND_TURN_DUE


def test_a_face_hidden_for_a_moment_is_not_lost() -> None:
    """Half a second without a face, as in a fast turn, forgets nothing."""
    check = ActiveCheck()
    run(check, frames(BLINK))
    run(check, [make_analysis(1.1 + index / 15, faces=()) for index in range(7)])
    assert run(check, frames(TURN, 1.6)) is State.PASSED


def test_a_pause_between_frames_starts_over() -> None:
    """A client that sends nothing for two seconds could have changed the face meanwhile."""
    check = ActiveCheck()
    run(check, frames(BLINK))
    assert run(check, frames(TURN, 4)) is State.BLINK_DUE


def test_a_face_that_jumps_is_another_face() -> None:
    """A face at another place in the very next frame starts over."""
    check = ActiveCheck()
    run(check, frames(BLINK))
    assert run(check, [make_analysis(1.1, faces=(ELSEWHERE,))]) is State.BLINK_AND_TURN_DUE


def test_a_second_face_that_stays_starts_over() -> None:
    """Somebody who joins for more than half a second ends what was done; one stray detection does not."""
    check = ActiveCheck()
    run(check, frames(BLINK))
    assert run(check, [make_analysis(1.1, faces=(FACE, SECOND)), make_analysis(1.2)]) is State.TURN_DUE
    joined = [make_analysis(1.3 + index / 15, faces=(FACE, SECOND)) for index in range(12)]
    assert run(check, joined) is State.BLINK_AND_TURN_DUE


def test_time_runs_out_before_the_pass_only() -> None:
    """An unfinished check fails at its limit and stays failed; a finished one stays passed."""
    unfinished, finished = ActiveCheck(time_limit=5), ActiveCheck(time_limit=5)
    assert run(unfinished, [*frames(BLINK), make_analysis(6), *frames(TURN, 6.1)]) is State.FAILED
    assert run(finished, [*frames(BLINK + TURN), *frames([OPEN] * 90, 1.5)]) is State.PASSED


def test_the_time_limit_counts_without_a_face() -> None:
    """Hiding from the camera does not stop the clock."""
    check = ActiveCheck(time_limit=1)
    assert run(check, [make_analysis(index / 2, faces=()) for index in range(4)]) is State.FAILED


def test_the_time_limit_counts_while_a_second_face_is_there() -> None:
    """A rival who stays does not stop the clock either."""
    check = ActiveCheck(time_limit=1)
    assert run(check, [make_analysis(index / 15, faces=(FACE, SECOND)) for index in range(30)]) is State.FAILED


def test_a_reset_starts_over_with_a_new_limit() -> None:
    """After a failure the check can be taken again, its time counted from there."""
    check = ActiveCheck(time_limit=1)
    run(check, frames([OPEN] * 30))
    check.reset(time_limit=10)
    assert check.state is State.BLINK_AND_TURN_DUE
    assert run(check, frames(BLINK + TURN, 100)) is State.PASSED


MOTIONS = st.builds(
    make_motion,
    yaw=st.floats(-90, 90),
    eyes=st.floats(0, 1),
    blink=st.floats(0, 1),
)
ANALYSES = st.lists(
    st.builds(
        make_analysis,
        at=st.floats(-10, 1000),
        faces=st.sampled_from([(), (FACE,), (FACE, SECOND), (ELSEWHERE,)]),
        motion=MOTIONS,
    ),
    max_size=60,
)


@given(ANALYSES)
def test_no_trace_breaks_the_check(analyses: list[FrameAnalysis]) -> None:
    """Any frames at any times, even running backwards, leave it in a known state without an exception."""
    assert run(ActiveCheck(time_limit=30), analyses) in set(State)


@given(ANALYSES)
def test_a_trace_replays_to_the_same_state(analyses: list[FrameAnalysis]) -> None:
    """The same frames give the same state again: nothing but the frames is looked at."""
    assert run(ActiveCheck(30), analyses) is run(ActiveCheck(30), analyses)
