"""Rates of a matcher, worked by hand."""

import pytest

from facevow.evaluation.groups import Json
from facevow.evaluation.likening import Described, Keep, compared
from facevow.evaluation.matching import Compared, by_person, figures
from facevow.evaluation.pairs import pairs_of
from tests.evaluation.likes import Distance, described, shown

# ada in two sessions, ben in one of the same source, eve in another source
IMAGES = [
    shown("ada", 1, "x"),
    shown("ada", 2, "x"),
    shown("ada", 3, "y"),
    shown("ben", 4, "z"),
    shown("ben", 5, "z"),
    shown("eve", 6, "s", "b"),
]
VALUES = [0.0, 0.05, 0.5, 1.0, 1.1, 1.45]


def everything(_: Described) -> bool:
    """Keep all."""
    return True


def measured(values: list[float | None]) -> Compared:
    """The images with templates of these values, all pairs compared."""
    images, pairs = described(IMAGES, values, unfit=[5]), pairs_of(IMAGES)
    return Compared(images, pairs, compared(images, pairs, "it", Distance())[0])


def all_figures(of: Compared, keep: Keep = everything) -> Json:
    """The figures, which are there."""
    found = figures(of, keep, Distance(), repeats=10)
    assert found is not None
    return found


def test_rates_are_those_worked_by_hand() -> None:
    """Within a session 0.95 and 0.9, across 0.5 and 0.55; strangers: eleven scores, 0.65 the highest."""
    found = all_figures(measured([*VALUES]))
    assert (found["within"]["mated"], found["across"]["mated"], found["non_mated"]) == (2, 2, 11)
    assert found["within"]["auc"]["value"] == 1
    assert found["within"]["eer"]["value"] == 0
    # of the strangers only ben and eve have 0.55 and 0.65, ada's third and ben 0.5: below 0.5 lie 8, below 0.55 lie 9,
    # and each of the two has one that is equal to it
    assert found["across"]["auc"]["value"] == pytest.approx((8 + 1 / 2 + 9 + 1 / 2) / 22)
    assert found["across"]["fnmr_at"]["0.01"]["value"] == 1


def test_thresholds_let_no_more_pass_than_they_say() -> None:
    """Eleven pairs cannot show one in a hundred: the threshold is just above the highest, and none lies behind it."""
    found = all_figures(measured([*VALUES]))
    assert found["thresholds"]["0.01"]["value"] == pytest.approx(0.65)
    assert found["thresholds"]["0.01"]["value"] > 0.65
    assert found["thresholds"]["0.01"]["behind"] == 0


def test_shipped_thresholds_are_counted_by_kind() -> None:
    """At 0.7 both pairs of two sessions are missed and nobody else is taken for somebody."""
    found = all_figures(measured([*VALUES]))["shipped"]["0.01"]
    assert found["threshold"] == 0.7
    assert found["fnmr_within"] == {"errors": 0, "pairs": 2}
    assert found["fnmr_across"] == {"errors": 2, "pairs": 2}
    assert found["fmr_across_sources"] == {"errors": 0, "pairs": 5}
    assert found["fmr_within_source"] == {"errors": 0, "pairs": 6}


def test_images_that_cannot_be_described_make_no_pair() -> None:
    """Neither their own pairs nor those with others count, and neither do those of images that are not kept."""
    found = all_figures(measured([0.0, None, *VALUES[2:]]))
    assert (found["within"]["mated"], found["across"]["mated"], found["non_mated"]) == (1, 1, 8)
    fit = all_figures(measured([*VALUES]), lambda image: image.fit)
    assert (fit["non_mated"], fit["people"]) == (6, 2)
    alone = all_figures(measured([0.0, None, None, *VALUES[3:]]))
    assert alone["across"] is None


def test_people_are_told_worst_first() -> None:
    """Ada misses two of three pairs at 0.7; a false match counts for both who are in it."""
    rows = by_person(measured([0.0, 0.05, 0.5, 1.0, 1.1, 1.2]), 0.7, everything)
    assert [row["person"] for row in rows] == ["ada", "ben", "eve"]
    assert rows[0]["fnmr"] == pytest.approx(2 / 3)
    assert (rows[1]["mated"], rows[1]["fnmr"], rows[1]["non_mated"], rows[1]["fmr"]) == (1, 0, 8, 2 / 8)
    assert (rows[2]["fnmr"], rows[2]["fmr"]) == (None, 2 / 5)


def test_one_person_alone_gives_no_rate() -> None:
    """Without pairs of two people no figure is made up."""
    images = described(IMAGES[:3], VALUES[:3])
    pairs = pairs_of(IMAGES[:3])
    of = Compared(images, pairs, compared(images, pairs, "it", Distance())[0])
    assert figures(of, everything, Distance(), repeats=10) is None
