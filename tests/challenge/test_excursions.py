"""Competing acts: which wins, and when the next may be seen."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from facevow.challenge.events import Act
from facevow.challenge.excursions import REST, Excursion, Excursions

LEFT, RIGHT, UP, TILT = Act.TURN_LEFT, Act.TURN_RIGHT, Act.LOOK_UP, Act.TILT_LEFT
ACTS = (LEFT, RIGHT, UP, TILT)
RATE = 15


def run(frames: Sequence[dict[Act, float]], hold: float = 0.06, rate: float = RATE) -> list[Excursion]:
    excursions = Excursions(ACTS, hold)
    seen = (excursions.observe(dict.fromkeys(ACTS, 0.0) | each, n / rate) for n, each in enumerate(frames))
    return [each for each in seen if each is not None]


def acts(frames: Sequence[dict[Act, float]], hold: float = 0.06) -> list[Act]:
    return [each.act for each in run(frames, hold)]


def test_one_excursion_is_one_act() -> None:
    """However long the head stays away, and although it comes back on another way."""
    assert acts([{}] * 5 + [{LEFT: 1.5}] * 40 + [{LEFT: 0.6, UP: 1.2}] * 5 + [{}] * 5) == [LEFT]


def test_after_rest_the_next_act_counts() -> None:
    """Two frames of rest are enough."""
    assert acts([{LEFT: 1.5}] * 5 + [{}] * 2 + [{UP: 1.2}] * 5) == [LEFT, UP]


def test_the_opposite_act_needs_no_rest_in_between() -> None:
    """A head that swings from left to right was at rest on the way, even where no frame shows it."""
    assert acts([{LEFT: 1.5}] * 5 + [{RIGHT: 1.5}] * 5) == [LEFT, RIGHT]


def test_one_frame_neither_makes_nor_ends_an_act() -> None:
    """A single wild frame is passed over in both directions."""
    assert acts([{}] * 5 + [{LEFT: 3.0}] + [{}] * 5) == []
    assert acts([{LEFT: 1.5}] * 5 + [{}] + [{LEFT: 1.5}] * 5) == [LEFT]


def test_an_act_must_last_as_long_as_is_asked() -> None:
    """Two frames at 15 a second last 0.07 seconds, four 0.2."""
    assert acts([{LEFT: 1.5}] * 3 + [{}], hold=0.2) == []
    assert acts([{LEFT: 1.5}] * 4 + [{}], hold=0.2) == [LEFT]


def test_the_larger_one_of_two_wins() -> None:
    """A turn that begins as a look up is a turn."""
    frames = [{UP: 1.05, LEFT: 0.8}, {UP: 1.1, LEFT: 1.2}, {UP: 1.1, LEFT: 1.6}, *[{UP: 1.1, LEFT: 2.0}] * 10]
    assert acts([{}] * 3 + frames + [{}] * 3) == [LEFT]


def test_a_contest_that_nobody_wins_goes_to_the_larger_one() -> None:
    """A head held between two axes still does one act, a little later."""
    (seen,) = run([{}] * 3 + [{UP: 1.2, LEFT: 1.3}] * 10)
    assert seen.act is LEFT
    assert seen.at - seen.began >= 0.3 - 1e-6


def test_began_is_when_the_level_left_rest() -> None:
    """The way there belongs to the movement, what came before it does not."""
    (seen,) = run([{LEFT: 0.3}] * 15 + [{LEFT: level / 10} for level in range(4, 20)])
    assert seen.began == 16 / RATE  # 0.4 is still below REST, 0.5 is not
    assert REST < 0.5


def test_frames_across_a_gap_confirm_nothing() -> None:
    """Two wild frames a second apart are still two single ones."""
    excursions = Excursions((LEFT,), 0.06)
    assert excursions.observe({LEFT: 2.0}, 0.0) is None
    assert excursions.observe({LEFT: 2.0}, 1.0) is None
    assert excursions.observe({LEFT: 2.0}, 1.1) is not None


@given(st.lists(st.sampled_from([0.0, 0.2, 0.44]), max_size=60))
def test_levels_below_rest_never_make_an_act(levels: list[float]) -> None:
    """And leave it at rest."""
    excursions = Excursions(ACTS, 0.06)
    for number, level in enumerate(levels):
        assert excursions.observe(dict.fromkeys(ACTS, level), number / RATE) is None
        assert excursions.at_rest
