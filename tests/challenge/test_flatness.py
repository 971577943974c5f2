"""Signs of a sheet that is moved so that it seems to act."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.challenge.actions import Seen
from facevow.challenge.baseline import summarise
from facevow.challenge.events import Act
from facevow.challenge.flatness import CARRIED_ABOVE, DISTORTED_ABOVE, Flatness, Signs, distortion
from facevow.types import TRACKED_POINTS, Drift
from tests.challenge.acting import HEAD, posed
from tests.making import make_analysis

RESTING = summarise((replace(make_analysis(0), tracked=HEAD),))


def watched(act: Act, drift: Drift | None, *, frames: int = 10) -> Signs:
    """An act that grows over the frames, before surroundings that move by `drift` each."""
    flatness = Flatness(RESTING)
    for number in range(frames):
        motion = posed(act, number / (frames - 1))
        flatness.observe(replace(make_analysis(number / 10, motion=motion), tracked=HEAD, drift=drift))
    return flatness.signs(Seen(act, 0.2, (frames - 1) / 10))


@given(st.floats(0.2, 5), st.floats(-40, 40), st.floats(-500, 500))
def test_a_rigid_face_is_not_distorted_by_size_place_and_turn(size: float, yaw: float, shift: float) -> None:
    """However a body is scaled, turned and moved, its proportion in three dimensions stays."""
    angle = math.radians(yaw)
    turn = np.array([[math.cos(angle), 0, math.sin(angle)], [0, 1, 0], [-math.sin(angle), 0, math.cos(angle)]])
    now = (HEAD @ turn.T * size + shift).astype(np.float32)
    assert distortion(HEAD, now) == pytest.approx(0, abs=1e-3)


@given(st.floats(0.3, 3))
def test_a_face_that_becomes_narrower_is_distorted_by_as_much(share: float) -> None:
    """Widths times s give |ln s| of the proportion, up to the heights that have width in them; 1 gives nothing."""
    wide = HEAD.copy()
    wide[:, 1:] = 0
    wide[TRACKED_POINTS.index(151)], wide[TRACKED_POINTS.index(2)] = (0, -40, 0), (0, 20, 0)
    narrow = wide * np.array([share, 1, 1], dtype=np.float32)
    assert distortion(wide, narrow) == pytest.approx(abs(math.log(share)), abs=1e-4)


@pytest.mark.parametrize("spoilt", [None, HEAD[:5], HEAD * 0, np.full_like(HEAD, np.nan), np.full_like(HEAD, np.inf)])
def test_what_cannot_be_measured_is_distorted_beyond_measure(spoilt: object) -> None:
    """Points that are missing, too few, collapsed or no numbers never count as rigid, and raise nothing."""
    assert distortion(HEAD, spoilt) == math.inf  # type: ignore[arg-type]
    assert distortion(spoilt, HEAD) == math.inf  # type: ignore[arg-type]


def test_a_sheet_carries_its_surroundings_along_and_a_head_does_not() -> None:
    """An approach is believed before surroundings that stay, not with those that grow as well, nor without any."""
    growth = (90 / 60) ** (1 / 9)
    carried = watched(Act.COME_CLOSER, Drift(growth, 0, 0, 0, 30))
    left_behind = watched(Act.COME_CLOSER, Drift(1, 0, 0, 0, 30))
    unknown = watched(Act.COME_CLOSER, None)
    assert carried.carried == pytest.approx(1, abs=0.1)
    assert (left_behind.carried, unknown.carried) == (0, None)
    flat = [signs.flat(Act.COME_CLOSER) for signs in (carried, left_behind, unknown)]
    assert flat == [True, False, True]


def test_a_tilt_is_believed_whatever_it_takes_along() -> None:
    """Live heads take hair and shoulders with them, so that nothing here tells a tilted sheet from a tilted head."""
    assert not watched(Act.TILT_LEFT, Drift(1, 30 / 9, 0, 0, 30)).flat(Act.TILT_LEFT)
    assert not watched(Act.TILT_LEFT, None).flat(Act.TILT_LEFT)


def test_each_sign_speaks_on_its_own() -> None:
    """Too little residual, too much distortion and too much carried are each enough; none of them is a proof."""
    rigid, bent = DISTORTED_ABOVE - 0.01, DISTORTED_ABOVE + 0.01
    assert not Signs(0.1, rigid, None).flat(Act.TURN_LEFT)
    assert Signs(0.01, rigid, None).flat(Act.TURN_LEFT)
    assert Signs(0.1, bent, None).flat(Act.TURN_LEFT)
    assert Signs(None, bent, None).flat(Act.BLINK)
    assert not Signs(None, bent, None).flat(Act.TILT_LEFT)
    assert Signs(None, rigid, CARRIED_ABOVE + 0.01).flat(Act.GO_BACK)
    assert not Signs(None, None, None).flat(Act.LOOK_UP)


def test_only_what_belongs_to_the_act_is_looked_at() -> None:
    """A face that was distorted before the movement began, or longer ago than is kept, does not count."""
    flatness = Flatness(RESTING)
    bent = HEAD * np.array([0.5, 1, 1], dtype=np.float32)
    for number in range(80):
        points = bent if number < 30 else HEAD
        flatness.observe(replace(make_analysis(number / 10), tracked=points))
    assert flatness.signs(Seen(Act.LOOK_UP, 7.0, 7.9)).distortion == pytest.approx(0)
    assert flatness.signs(Seen(Act.LOOK_UP, 0.0, 7.9)).distortion == pytest.approx(0)


@given(st.lists(st.tuples(st.floats(allow_nan=True), st.floats(allow_nan=True)), min_size=1, max_size=20))
def test_hostile_numbers_raise_nothing(numbers: list[tuple[float, float]]) -> None:
    """Sizes, scales and rotations without sense leave no proof that anything was left behind."""
    flatness = Flatness(RESTING)
    for at, (size, scale) in enumerate(numbers):
        motion = replace(posed(None, 0), size=size)
        flatness.observe(replace(make_analysis(at / 10, motion=motion), drift=Drift(scale, scale, 0, 0, 20)))
    signs = flatness.signs(Seen(Act.COME_CLOSER, 0.0, 2.0))
    assert signs.carried is None or not math.isnan(signs.carried)
