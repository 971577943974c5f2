"""Clips against their own beginnings and those of others."""

import pytest

from facevow.evaluation.clips import Clip, clip_figures, continuity_of, splices
from tests.evaluation.likes import Distance, number


def clip(name: str, *values: float) -> Clip:
    """A clip whose beginning is its first five values."""
    templates = tuple(number(value) for value in values)
    return Clip(name, not name.startswith("attack"), 20, templates[:5], templates[5:])


ADA = clip("bonafide-1", *[0.0] * 5, 0.1, 0.3, 0.4)
BEN = clip("bonafide-2", *[1.0] * 5, 1.0, 0.9)
REPLAY = clip("attack-1", *[0.0] * 5, 0.0, 0.05)


def test_shares_and_scores_are_those_worked_by_hand() -> None:
    """At 0.8 one of Ada's three frames matches her, and none Ben; the replay of her matches her, too."""
    found = clip_figures([ADA, BEN, REPLAY], Distance(), 0.8)
    assert found["matches"]["bonafide-1"] == {
        "bonafide-1": pytest.approx(1 / 3),
        "bonafide-2": 0,
        "attack-1": pytest.approx(1 / 3),
    }
    assert found["matches"]["attack-1"]["bonafide-1"] == 1
    assert found["highest"]["bonafide-1"]["bonafide-2"] == pytest.approx(0.4)
    assert found["lowest_own"]["bonafide-1"] == pytest.approx(0.6)
    assert found["clips"][0] == {"name": "bonafide-1", "seen": 20, "compared": 8}
    assert (found["splices"]["swaps"], found["splices"]["seen"]) == (2, 2)


def test_three_in_a_row_are_a_swap_and_two_are_not() -> None:
    """Frames below the limit by twos are no other face; a whole clip is, unlike most of the beginning."""
    wavering = clip("bonafide-3", 0.0, 0.9, 0.9, 0.0, 0.9, 0.9, 0.0)
    found = splices([ADA, wavering], Distance())
    assert {row["from"]: row["seen"] for row in found["scores"]} == {"bonafide-1": False, "bonafide-3": True}
    assert found["scores"][0]["median"] == pytest.approx(0.1)


def test_sessions_of_a_data_set_are_watched_the_same_way() -> None:
    """A session goes on undisturbed, another person after it is seen; short ones and the person's own are left out."""
    calm, other = [number(0.0)] * 10, [number(0.9)] * 10
    found = continuity_of(
        {("ada", "x"): calm, ("ada", "y"): calm, ("ben", "x"): other, ("eve", "x"): other[:9]}, Distance()
    )
    assert (found["sessions"], found["ended"], found["own_below"]) == (3, 0, 0)
    assert (found["swaps"], found["seen"], found["strangers_below"]) == (4, 4, 1)


def test_without_a_long_session_nothing_is_said() -> None:
    """A share of nothing is None, not nought."""
    found = continuity_of({("ada", "x"): [number(0.0)] * 3}, Distance())
    assert (found["sessions"], found["own_below"], found["strangers_below"]) == (0, None, None)
