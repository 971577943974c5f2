"""Blinks from motions made by hand."""

from collections.abc import Sequence

import pytest

from facevow.challenge.baseline import Baseline, summarise
from facevow.challenge.blinks import Blink, BlinkRecogniser
from facevow.types import FaceMotion
from tests.making import make_analysis, make_motion

OPEN, CLOSED = make_motion(), make_motion(eyes=0.08, blink=0.65)


def resting(motion: FaceMotion) -> Baseline:
    return summarise((make_analysis(motion=motion),))


def blinks(motions: Sequence[FaceMotion], rate: float) -> list[Blink]:
    recogniser = BlinkRecogniser(resting(motions[0]))
    seen = (recogniser.observe(motion, index / rate) for index, motion in enumerate(motions))
    return [blink for blink in seen if blink is not None]


@pytest.mark.parametrize("rate", [8, 15, 30])
def test_a_blink_is_closing_and_opening(rate: int) -> None:
    """Eyes closed for a fifth of a second between open ones are one blink at every frame rate."""
    closed = [CLOSED] * max(1, round(rate * 0.2))
    (blink,) = blinks([OPEN] * rate + closed + [OPEN] * rate, rate)
    assert blink.began == pytest.approx(1.0)
    assert blink.at == pytest.approx(1 + len(closed) / rate)
    assert blink.times == 1


def test_closed_eyes_alone_are_no_blink() -> None:
    """Eyes that never open again, that were never open, or that stay closed for two seconds do not count."""
    assert blinks([OPEN] * 15 + [CLOSED] * 30, 15) == []
    assert blinks([OPEN] * 15 + [CLOSED] * 30 + [OPEN] * 15, 15) == []
    recogniser = BlinkRecogniser(resting(OPEN))
    assert [recogniser.observe(motion, 0.1 * index) for index, motion in enumerate([CLOSED, CLOSED, OPEN])] == [
        None
    ] * 3


def test_one_closed_frame_among_thirty_a_second_is_no_blink() -> None:
    """No lid closes and opens within 67 milliseconds."""
    assert blinks([OPEN] * 30 + [CLOSED] + [OPEN] * 30, 30) == []


@pytest.mark.parametrize("yaw", [25, -25])
def test_no_blink_is_seen_in_a_turned_face(yaw: float) -> None:
    """Beyond 20 degrees of yaw a closing eye is not believed, nor one that opens on the way back."""
    turned, turned_closed = make_motion(yaw=yaw), make_motion(yaw=yaw, eyes=0.08, blink=0.65)
    assert blinks([turned] * 15 + [turned_closed] * 3 + [turned] * 15, 15) == []
    assert blinks([OPEN] * 15 + [turned_closed] * 3 + [OPEN] * 15, 15) == []


def test_a_pause_forgets_a_half_done_blink() -> None:
    """While the head does something else nothing is sought, and what began before it is not finished after it."""
    recogniser = BlinkRecogniser(resting(OPEN))
    recogniser.observe(OPEN, 0.0)
    recogniser.observe(CLOSED, 0.1)
    assert not recogniser.at_rest
    recogniser.observe(CLOSED, 0.2, pause=True)
    assert recogniser.at_rest
    assert recogniser.observe(OPEN, 0.3) is None


@pytest.mark.parametrize("motion", [make_motion(eyes=0.08), make_motion(blink=0.65)])
def test_one_measure_alone_does_not_make_a_blink(motion: FaceMotion) -> None:
    """The aspect ratio and the blendshape must agree."""
    assert blinks([OPEN] * 15 + [motion] * 3 + [OPEN] * 15, 15) == []


@pytest.mark.parametrize(("eyes", "blink"), [(0.14, 0.36), (0.17, 0.42), (0.40, 0.02)])
def test_every_eye_is_measured_against_itself(eyes: float, blink: float) -> None:
    """Narrow eyes, eyes behind glasses (whose blendshape rests at 0.4) and wide ones blink alike."""
    usual, shut = make_motion(eyes=eyes, blink=blink), make_motion(eyes=eyes * 0.4, blink=blink + 0.35)
    assert len(blinks([usual] * 15 + [shut] * 3 + [usual] * 15, 15)) == 1


def test_an_eye_that_rests_half_shut_has_a_shorter_way() -> None:
    """A blendshape that rests at 0.6 cannot rise by a quarter; a sixth is enough then, a tenth is not."""
    usual, shut, winced = (
        make_motion(eyes=eyes, blink=blink) for eyes, blink in ((0.1, 0.6), (0.04, 0.78), (0.04, 0.7))
    )
    assert len(blinks([usual] * 15 + [shut] * 3 + [usual] * 15, 15)) == 1
    assert blinks([usual] * 15 + [winced] * 3 + [usual] * 15, 15) == []


@pytest.mark.parametrize("rate", [8, 15, 30])
def test_blinks_of_a_burst_are_counted(rate: int) -> None:
    """Three blinks in a row are numbered 1 to 3; one that comes two seconds later is a first one again."""
    shut = [CLOSED] * round(rate * 0.25)
    burst = [*shut, *[OPEN] * round(rate * 0.5)] * 3
    times = [blink.times for blink in blinks([*[OPEN] * rate, *burst, *[OPEN] * (2 * rate), *shut, OPEN], rate)]
    assert times == [1, 2, 3, 1]


def test_lids_that_sank_slowly_are_the_new_rest() -> None:
    """Who looks down at the keys has lower lids; after some seconds they are the usual ones."""
    low, shut = make_motion(eyes=0.2, blink=0.2), make_motion(eyes=0.1, blink=0.5)
    assert len(blinks([OPEN] * 15 + [low] * 75 + [shut] * 3 + [low] * 5, 15)) == 1
