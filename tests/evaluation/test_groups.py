"""The figures of one group, against counts by hand."""

import pytest

from facevow.errors import EvaluationError
from facevow.evaluation.groups import Options, group, units
from facevow.evaluation.intervals import clopper_pearson
from facevow.types import PaiSpecies
from tests.evaluation.rows import drawn_rows, row, rows_of

FEW = Options(repeats=60)
PRINT, PHONE = PaiSpecies.PRINT, PaiSpecies.SCREEN_PHONE


ROWS = [
    *(row(f"g{i}", score) for i, score in enumerate([0.9, 0.8, 0.4, None])),
    *(row(f"p{i}", score, PRINT) for i, score in enumerate([0.7, 0.2])),
    *(row(f"s{i}", score, PHONE) for i, score in enumerate([0.3, 0.1, 0.1, None, None])),
]
"""At 0.5: of 3 bona fide with a score 1 fails; of 2 prints 1 passes, of 3 phones none."""


def test_rates_are_of_presentations_with_a_score() -> None:
    """APCER 1/2 of prints, the worst; 1/5 of all attacks; BPCER 1/3; ACER (1/2 + 1/3) / 2."""
    found = group("all", ROWS, FEW)
    assert (found["images"], found["bona_fide"], found["attacks"], found["sources"]) == (11, 4, 7, 1)
    assert found["apcer"]["worst"]["species"] == "print"
    assert (found["apcer"]["worst"]["errors"], found["apcer"]["worst"]["of"]) == (1, 2)
    assert found["apcer"]["all"]["value"] == 0.2
    assert [(rate["species"], rate["errors"], rate["of"]) for rate in found["apcer"]["by_species"]] == [
        ("print", 1, 2),
        ("screen_phone", 0, 3),
    ]
    assert (found["bpcer"]["errors"], found["bpcer"]["of"]) == (1, 3)
    assert found["acer"] == pytest.approx(5 / 12)
    interval = clopper_pearson(1, 3)
    assert (found["bpcer"]["low"], found["bpcer"]["high"]) == (interval.low, interval.high)


def test_non_responses_are_counted_apart() -> None:
    """2 of 7 attacks, 2 of 5 phones, 1 of 4 bona fide got no score."""
    found = group("all", ROWS, FEW)["non_response"]
    assert (found["apnrr"]["errors"], found["apnrr"]["of"]) == (2, 7)
    assert (found["apnrr_worst"]["species"], found["apnrr_worst"]["value"]) == ("screen_phone", 0.4)
    assert (found["bpnrr"]["errors"], found["bpnrr"]["of"]) == (1, 4)


def test_separating_figures() -> None:
    """Of 3 x 5 pairs only 0.4 < 0.7 is wrong, so AUC is 14/15; for an APCER of 10 % 0.7 must fail, and 0.4 with it."""
    found = group("all", ROWS, FEW)
    assert found["auc"]["value"] == pytest.approx(14 / 15)
    assert found["bpcer_at"]["bpcer10"]["all"]["value"] == pytest.approx(1 / 3)
    assert found["bpcer_at"]["bpcer100"]["worst"]["value"] == pytest.approx(1 / 3)


def test_bpcer_at_by_species_and_over_all() -> None:
    """Eleven attacks, one print of two at 0.7: over all attacks 1/11 is within 10 %, for prints 1/2 is not."""
    attacks = [row("p0", 0.7, PRINT), row("p1", 0.1, PRINT), *(row(f"s{i}", 0.1, PHONE) for i in range(9))]
    found = group("all", [row("g0", 0.9), row("g1", 0.65), *attacks], FEW)["bpcer_at"]["bpcer10"]
    assert found["all"]["value"] == 0
    assert found["worst"]["value"] == 0.5


def test_hter_is_at_the_threshold_given() -> None:
    """At 0.25, fixed elsewhere: of 5 attacks 0.7 and 0.3 pass, of 3 bona fide none fails: (2/5 + 0) / 2."""
    assert group("all", ROWS, FEW, development=0.25)["hter"] == pytest.approx(0.2)
    assert group("all", ROWS, FEW)["hter"] is None


def test_one_class_alone_has_its_own_rates_only() -> None:
    """Without attacks there is BPCER and nothing that needs both; and the other way round."""
    good, bad = group("g", ROWS[:4], FEW, 0.5), group("b", ROWS[4:], FEW, 0.5)
    assert good["bpcer"] is not None
    assert bad["apcer"]["worst"] is not None
    assert good["apcer"]["worst"] is good["apcer"]["all"] is bad["bpcer"] is None
    for found in (good, bad):
        assert found["auc"] is found["eer"] is found["bpcer_at"] is found["acer"] is found["hter"] is None


def test_nothing_is_no_group() -> None:
    """A group needs a presentation; one of non-responses alone has non-response rates alone."""
    with pytest.raises(EvaluationError, match="expected presentations"):
        group("none", [], FEW)
    silent = group("silent", rows_of([None], [None]), FEW)
    assert silent["bpcer"] is silent["apcer"]["worst"] is silent["eer"] is None
    assert silent["non_response"]["bpnrr"]["value"] == 1


def test_what_a_bootstrap_draws() -> None:
    """Sources where there are several; else sessions, an image of an unknown one for itself; else images."""
    two = [row("a", 0.1, source="one"), row("b", 0.2, source="two"), row("c", None, source="three")]
    assert units(two) == (["one", "two"], "source")
    sessions = [row("a", 0.1, session="s"), row("b", 0.2, session="s"), row("c", 0.3, session="t"), row("d", 0.4)]
    drawn, kind = units(sessions)
    assert kind == "session"
    assert drawn[0] == drawn[1] != drawn[2]
    assert len(set(drawn)) == 3
    assert units([row("a", 0.1, session="s"), row("b", 0.2)]) == (["a", "b"], "image")


def test_intervals_of_sources_hold_the_figures() -> None:
    """On drawn data every bootstrap interval surrounds its figure and is of sources; the seed decides."""
    rows = drawn_rows(3)
    found = group("all", rows, Options(repeats=200))
    for figure in (found["auc"], found["eer"], *(found["bpcer_at"][f"bpcer{n}"]["all"] for n in (10, 20, 100))):
        assert figure["unit"] == "source"
        assert figure["low"] <= figure["value"] <= figure["high"]
    assert group("all", rows, Options(repeats=200)) == found
    assert group("all", rows, Options(repeats=200, seed=1))["eer"] != found["eer"]


@pytest.mark.parametrize("options", [{"threshold": -0.1}, {"threshold": 1.1}, {"threshold": float("nan")},
                                     {"confidence": 0.0}, {"confidence": 1.0}, {"repeats": 0}])  # fmt: skip
def test_options_outside_their_range(options: dict[str, float]) -> None:
    """Each is refused when it is made."""
    with pytest.raises(EvaluationError):
        Options(**options)  # type: ignore[arg-type]
