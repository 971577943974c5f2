"""Histograms, curves, lists of errors and calibration, against counts by hand."""

import pytest

from facevow.evaluation import shapes
from facevow.types import PaiSpecies
from tests.evaluation.rows import drawn_rows, row

PRINT = PaiSpecies.PRINT


def test_histogram_counts_every_score_once() -> None:
    """0 is in the first of twenty bins, 0.05 in the second, 1 in the last; a non-response nowhere."""
    found = shapes.histogram([row("a", 0.0), row("b", 0.05), row("c", 1.0), row("d", None), row("e", 0.5, PRINT)])
    assert found["bona_fide"] == [1, 1, *[0] * 17, 1]
    assert found["attack"] == [*[0] * 10, 1, *[0] * 9]
    assert len(found["edges"]) == 21


def test_worst_errors_are_errors_worst_first() -> None:
    """Attacks from the threshold on, highest first; bona fide below it, lowest first; ties by path; 20 at most."""
    rows = [row("b1", 0.5, PRINT), row("b2", 0.9, PRINT), row("b3", 0.49, PRINT), row("b0", 0.9, PRINT),
            row("g1", 0.4), row("g2", 0.1), row("g3", 0.5), row("g4", None)]  # fmt: skip
    found = shapes.worst_errors(rows, 0.5)
    assert [error["path"] for error in found["attacks_passed"]] == ["b0", "b2", "b1"]
    assert [error["path"] for error in found["bona_fide_refused"]] == ["g2", "g1"]
    assert found["attacks_passed"][0] == {
        "path": "b0", "source": "one", "species": "print", "score": 0.9, "face_width": 100.0,
    }  # fmt: skip
    many = shapes.worst_errors([row(f"{i:02}", i / 100, None) for i in range(40)], 0.5)["bona_fide_refused"]
    assert [error["path"] for error in many] == [f"{i:02}" for i in range(20)]


def test_reliability_by_hand() -> None:
    """Ten bins; the error is the mean distance, weighted by images.

    0.81 and 0.89 share the ninth bin: mean 0.85, share 1/2, distance 0.35, both of four images; 0.05 is an attack,
    distance 0.05; 1.0 bona fide, distance 0: (2 x 0.35 + 0.05 + 0) / 4 = 0.1875.
    """
    found = shapes.reliability([row("a", 0.81), row("b", 0.89, PRINT), row("c", 0.05, PRINT), row("d", 1.0)])
    assert found["ece"] == pytest.approx(0.1875)
    ninth = found["bins"][8]
    assert (ninth["images"], ninth["score"], ninth["bona_fide"]) == (2, pytest.approx(0.85), 0.5)
    assert [held["images"] for held in found["bins"]] == [1, 0, 0, 0, 0, 0, 0, 0, 2, 1]
    assert found["bins"][1]["score"] is found["bins"][1]["bona_fide"] is None


def test_face_width_bins() -> None:
    """A bin begins at its lower end; widths that are not known and bins without a face are left out."""
    rows = [row("a", 0.2, face_width=60), row("b", 0.6, face_width=79.9), row("c", 0.7, PRINT, face_width=400),
            row("d", 0.1, face_width=None), row("e", None, face_width=110)]  # fmt: skip
    first, last = shapes.by_face_width(rows)
    assert (first["from"], first["to"], first["attack"]) == (60, 80, None)
    assert (first["bona_fide"]["images"], first["bona_fide"]["mean"]) == (2, pytest.approx(0.4))
    assert first["bona_fide"]["lower"] == pytest.approx(0.3)
    assert (last["from"], last["to"], last["attack"]["median"]) == (300, None, 0.7)


def test_det_has_both_curves_and_the_thresholds() -> None:
    """Both run from APCER 1 to BPCER 1; a threshold at which nothing passes is None, for JSON has no infinity."""
    found = shapes.det(drawn_rows(1))
    for which in ("all", "worst"):
        assert found[which][0] == {"apcer": 1.0, "bpcer": 0.0}
        assert found[which][-1] == {"apcer": 0.0, "bpcer": 1.0}
    assert 0 <= found["thresholds"]["bpcer10"] <= found["thresholds"]["bpcer100"]
    hopeless = shapes.det([row("a", 0.1), row("b", 0.9, PRINT)])
    assert hopeless["thresholds"]["bpcer10"] is None
