"""How much of the time with a face could be compared."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from facevow.decision.coverage import LONGEST_GAP, Coverage
from facevow.types import FrameAnalysis, QualityCode
from tests.decision.likening import face
from tests.making import make_analysis, make_motion

STEP = 0.1


def shown(number: int, kind: str) -> FrameAnalysis:
    """A frame of that kind: looked at, fit, covered, turned away, without a mesh, without a face."""
    made = make_analysis(number * STEP, issues=[QualityCode.COVERED] if kind == "covered" else [])
    if kind == "nobody":
        return make_analysis(number * STEP, faces=())
    if kind == "meshless":
        return replace(made, motion=None)
    if kind == "turned":
        return replace(made, motion=make_motion(yaw=40))
    return replace(made, template=face("ada")) if kind == "look" else made


def covered(kinds: Sequence[str], *, turning: bool = False, asked: Sequence[int] = ()) -> Coverage:
    """What such frames come to, ten a second."""
    made = Coverage()
    made.add(shown(0, "nobody"), turning=False, asked=False)
    for number, kind in enumerate(kinds, 1):
        made.add(shown(number, kind), turning=turning, asked=number - 1 in asked)
    return made


@pytest.mark.parametrize(
    ("kinds", "share"),
    [
        (["look", "fit"] * 10, 1.0), (["look", "covered"] * 10, 0.5), (["look", *["covered"] * 3] * 5, 0.25),
        (["look", "turned"] * 10, 0.5), (["look", "meshless"] * 10, 0.5), (["look", "nobody"] * 10, 1.0),
        (["fit"] * 10, 0.0), ([], 0.0),
    ],
)  # fmt: skip
def test_the_share_is_one_of_the_time_with_a_face(kinds: Sequence[str], share: float) -> None:
    """Whatever keeps it from being compared; where nothing was, nothing is covered."""
    assert covered(kinds).share == pytest.approx(share)


def test_a_head_that_turns_for_an_act_is_excused() -> None:
    """Also where the mesh is lost on the way; paint on the nose is not, nor a mesh lost while the head is straight."""
    assert covered(["look", "turned", "meshless", "turned"] * 5, turning=True).share == pytest.approx(1)
    assert covered(["look", "covered"] * 10, turning=True).share == pytest.approx(0.5)
    assert covered(["look", "meshless"] * 10, turning=True).share == pytest.approx(0.5)


def test_faces_that_were_tried_in_vain_stand_for_others() -> None:
    """Some matchers find nothing to describe in a face that looks fit: then whoever is described is a choice again."""
    assert covered(["look", "fit", "fit", "fit"] * 5, asked=range(20)).share == pytest.approx(0.25)


@pytest.mark.parametrize(("frames", "interrupted"), [(19, False), (22, True)])
def test_a_face_that_is_not_compared_for_long_interrupts(frames: int, interrupted: bool) -> None:
    """For more than LONGEST_GAP, outside of acts that turn the head; what comes later does not mend it."""
    assert LONGEST_GAP == 2
    kinds = ["look"] * 90 + ["covered"] * frames + ["look"] * 20
    assert covered(kinds).interrupted is interrupted
    assert covered(kinds).suffices is not interrupted
    turned = ["look"] * 20 + ["turned"] * 60 + ["look"] * 20
    assert covered(turned, turning=True).suffices
    assert not covered(turned).suffices


def test_what_is_forgotten_is_begun_anew() -> None:
    """The next person has the gaps of nobody else."""
    made = covered(["covered"] * 40)
    made.forget()
    for number in range(41, 50):
        made.add(shown(number, "look"), turning=False, asked=True)
    assert (made.share, made.interrupted) == (1.0, False)


def test_a_stretch_is_told_by_kind() -> None:
    """Which is how an act is seen to have been turned away, or hidden."""
    made = covered(["look"] * 5 + ["turned"] * 3 + ["covered"] * 2, turning=True)
    assert made.during(0.41, 0.91) == pytest.approx({"fit": 0.1, "hidden": 0.1, "turned": 0.3})
    assert set(made.during(5, 9).values()) == {0}
