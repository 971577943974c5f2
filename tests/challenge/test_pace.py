"""A face goes no faster than a head can."""

import math
from dataclasses import replace

import pytest

from facevow.challenge.pace import BEYOND_MEASURE, Pace, excess
from facevow.types import FrameAnalysis
from tests.challenge.facing import frame, nobody
from tests.making import make_motion


def said(*frames: FrameAnalysis) -> list[bool]:
    """What is said of each of these frames."""
    pace = Pace()
    return [pace.observe(analysis) for analysis in frames]


def test_a_quick_turn_is_no_swap() -> None:
    """A head may turn at 400 degrees a second."""
    assert not any(said(*[frame(step / 30, yaw=step * 13) for step in range(5)]))


@pytest.mark.parametrize(("moved", "yaw"), [(0.6, 0), (0, 45)])
def test_a_jump_that_stays_is_a_swap(moved: float, yaw: float) -> None:
    """A place or a pose that no head reaches in a thirtieth of a second, kept in the next frame, is told once."""
    jumped = [frame(step / 30, moved=moved, yaw=yaw) for step in (1, 2, 3)]
    assert said(frame(0), *jumped) == [False, False, True, False]


def test_one_wild_frame_is_forgiven() -> None:
    """A network that errs once is no swap: the face is back in its old place."""
    assert not any(said(frame(0), frame(0.03, moved=3), frame(0.06), frame(0.09)))


def test_after_half_a_second_anything_is_possible() -> None:
    """Between frames so far apart a head may get anywhere."""
    assert not any(said(frame(0), nobody(0.3), frame(0.6, moved=2), frame(0.7, moved=2)))


def test_what_has_no_mesh_is_no_face() -> None:
    """A chair that the detector takes for a face, twice, swaps nobody."""
    chairs = [replace(frame(at, moved=3), motion=None) for at in (0.05, 0.1)]
    assert not any(said(frame(0), *chairs, frame(0.15)))


def test_a_sudden_growth_is_beyond_a_head() -> None:
    """A face twice as wide a thirtieth of a second later is too fast; a tenth wider is not."""
    before, after = frame(0), frame(1 / 30)
    assert after.face is not None
    wider = [
        replace(after, faces=(replace(after.face, box=replace(after.face.box, width=160 * k)),)) for k in (1.1, 2.0)
    ]
    assert excess(before, wider[0]) < 1 < excess(before, wider[1])


def test_excess_is_a_share_of_what_is_allowed() -> None:
    """Of the 20 + 400 x 0.05 degrees allowed, 20 are a half; time is what makes a change allowed."""
    assert excess(frame(0), frame(0.05, yaw=20)) == pytest.approx(0.5)
    assert excess(frame(0), frame(0.1, yaw=20)) < 0.5


def test_numbers_that_are_none_are_beyond_measure() -> None:
    """A pose that is not finite, or a place without overlap, is beyond every allowance, as a finite number."""
    odd = replace(frame(0.1), motion=make_motion(yaw=math.nan))
    assert excess(frame(0), odd) == BEYOND_MEASURE
    assert excess(frame(0), frame(0.1, moved=5)) == BEYOND_MEASURE
    assert excess(frame(0), nobody(0.1)) == BEYOND_MEASURE


def glimpse(at: float, *, moved: float = 0) -> FrameAnalysis:
    """A face of which only the place was looked at."""
    return replace(frame(at, moved=moved), motion=None, tracked=None, followed=True)


def test_a_glimpse_tells_where_a_face_went() -> None:
    """A leap that only glimpses show is a swap as well; a face that stays is none, and neither is one wild glimpse."""
    leap = (glimpse(0.1, moved=2), glimpse(0.2, moved=2))
    assert said(frame(0), *leap) == [False, False, True]
    assert not any(said(frame(0), glimpse(0.1), glimpse(0.2), frame(0.3)))
    assert not any(said(frame(0), glimpse(0.1, moved=2), glimpse(0.2), frame(0.3)))


def test_a_turn_between_glimpses_has_its_time() -> None:
    """The pose is held against the one that was known last; a glimpse in between has none, and takes no time away."""
    glimpses = (glimpse(0.1), glimpse(0.2), glimpse(0.3))
    assert not any(said(frame(0), *glimpses, frame(0.4, yaw=120), frame(0.41, yaw=120)))
    assert said(frame(0), *glimpses, frame(0.31, yaw=170), frame(0.32, yaw=170))[-1]


def test_glimpses_keep_a_face_from_being_forgotten() -> None:
    """A leap is seen for longer than half a second after the last mesh, as long as the place was known."""
    seen = [frame(0), *(glimpse(number / 10) for number in range(1, 9))]
    assert said(*seen, frame(0.9, moved=4), frame(1.0, moved=4))[-1]


def test_one_wild_pose_among_glimpses_is_forgiven() -> None:
    """Glimpses say nothing of a pose: whether it was true is for the next mesh to tell, which finds the old one."""
    wild = frame(0.1, yaw=80)
    for moved in (-0.01, 0, 0.01):
        glimpses = (glimpse(0.17, moved=moved), glimpse(0.23, moved=-moved))
        assert not any(said(frame(0), wild, *glimpses, frame(0.3), frame(0.37), glimpse(0.43), frame(0.5)))


def test_another_pose_among_glimpses_is_a_swap() -> None:
    """A face in its place, turned as no head turns so fast, and turned so still when the mesh is seen again."""
    for moved in (-0.01, 0, 0.01):
        glimpses = (glimpse(0.17, moved=moved), glimpse(0.23, moved=-moved))
        swapped = (frame(0.1, yaw=80), *glimpses, frame(0.3, yaw=80))
        assert said(frame(0), *swapped) == [False, False, False, False, True]
        assert said(frame(0), glimpse(0.067, moved=moved), *swapped)[-1]


def test_glimpses_in_a_doubted_place_are_a_swap() -> None:
    """A face that leapt and turned need not be seen by the mesh again: its place is enough."""
    assert said(frame(0), frame(0.07, moved=2, yaw=60), glimpse(0.13, moved=2)) == [False, False, True]


def test_a_wild_glimpse_is_forgiven_while_the_head_turns() -> None:
    """What has no pose is not the nearer one for that."""
    assert not any(said(frame(0), glimpse(0.067, moved=0.5), frame(0.133, yaw=60), frame(0.2, yaw=70)))
