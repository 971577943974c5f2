"""Several models on the same images: which images, and who errs less where."""

from dataclasses import replace

import pytest

from facevow.errors import EvaluationError
from facevow.evaluation.comparison import align
from facevow.evaluation.groups import Options
from facevow.evaluation.scores import ScoreRow
from facevow.evaluation.summary import summarise
from tests.evaluation.rows import drawn_rows, row, rows_of

FEW = Options(repeats=100)


def test_rows_are_brought_into_one_order() -> None:
    """Whatever the order of a file, the same place holds the same image."""
    rows = drawn_rows(1)
    found = align({"a": rows, "b": rows[::-1]})
    assert [row.path for row in found["a"]] == [row.path for row in found["b"]] == sorted(row.path for row in rows)


def test_other_images_are_refused_unless_only_common_ones_are_asked_for() -> None:
    """The message names one of the images; --common leaves out what one of both lacks."""
    rows = rows_of([0.9, 0.8], [0.1, 0.2])
    with pytest.raises(EvaluationError, match=r"1 have one score, such as 'one/good/0\.jpg'; --common"):
        align({"a": rows, "b": rows[1:]})
    found = align({"a": rows, "b": rows[1:]}, common=True)
    assert found["a"] == found["b"] == sorted(rows[1:], key=lambda row: row.path)
    with pytest.raises(EvaluationError, match="in common, found none"):
        align({"a": rows[:1], "b": rows[1:]}, common=True)
    with pytest.raises(EvaluationError, match="at least one model"):
        align({})


@pytest.mark.parametrize("change", [{"bona_fide": False}, {"source": "other"}, {"framing": "face_crop"}])
def test_files_that_do_not_agree_on_an_image(change: dict[str, object]) -> None:
    """Two files that call one image by different labels measure different things."""
    rows = rows_of([0.9, 0.8], [0.1, 0.2])
    with pytest.raises(EvaluationError, match=r"do not agree on what 'one/good/0\.jpg' shows"):
        align({"a": rows, "b": [replace(rows[0], **change), *rows[1:]]})  # type: ignore[arg-type]


def models() -> dict[str, list[ScoreRow]]:
    """Two sources; on the first `ours` is perfect, on the second it takes half for the other class."""
    first = rows_of([0.9, 0.8], [0.1, 0.2], source="first")
    second = rows_of([0.9, 0.2], [0.8, 0.1], source="second")
    ours = [*first, *second]
    middling = [replace(of, score=0.5) for of in ours]
    turned = [replace(of, score=None if of.score is None else 1 - of.score) for of in ours]
    return {"ours": ours, "middling": middling, "turned": turned}


def test_the_difference_is_to_the_best_other_of_the_row() -> None:
    """EER of ours: 0 and 1/2; of a constant 1/2 everywhere; of ours turned round 1 and 1/2.

    Over all 8 images: at 0.8 of the attacks one of four passes, and one bona fide of four, 0.2, fails: 1/4.
    """
    found = summarise(models(), FEW)["comparison"]
    lines = {(line["kind"], line["name"]): line for line in found["lines"]}
    assert found["model"] == "ours"
    assert found["peers"] == ["middling", "turned"]
    first, second = lines["by_source", "first"], lines["by_source", "second"]
    assert first["eer"] == {"ours": 0.0, "middling": 0.5, "turned": 1.0}
    assert (first["best_peer"], first["difference"]) == ("middling", -0.5)
    assert (second["eer"]["ours"], second["difference"]) == (0.5, 0.0)
    assert lines["pooled", "all"]["eer"]["ours"] == 0.25
    assert found["pooled_ratio"] == 0.5
    assert found["pooled_difference"]["value"] == -0.25


def test_a_source_of_one_class_has_no_difference() -> None:
    """There is no EER to compare there, and none is made up."""
    rows = [*drawn_rows(2), row("alone", 0.4, source="alone")]
    (line,) = (
        line for line in summarise({"a": rows, "b": rows}, FEW)["comparison"]["lines"] if line["name"] == "alone"
    )
    assert line["eer"] == {"a": None, "b": None}
    assert line["best_peer"] is line["difference"] is None


def test_the_difference_draws_the_same_sources_for_both() -> None:
    """A model against itself differs by nothing in every draw, however wide the interval of each alone is."""
    rows = drawn_rows(4)
    found = summarise({"a": rows, "b": rows}, FEW)
    difference = found["comparison"]["pooled_difference"]
    assert (difference["low"], difference["value"], difference["high"]) == (0, 0, 0)
    assert found["models"][0]["pooled"]["eer"]["low"] < found["models"][0]["pooled"]["eer"]["high"]


def test_one_model_is_compared_with_nobody() -> None:
    """There is no comparison in the summary then."""
    assert summarise({"a": drawn_rows(1)}, FEW)["comparison"] is None
