"""The summary as a whole: its parts agree with each other, and bad input is refused."""

import json
from dataclasses import replace

import pytest

from facevow.errors import EvaluationError
from facevow.evaluation import metrics
from facevow.evaluation.face_size import SizeCurve, SizePoint
from facevow.evaluation.groups import Options, labelled
from facevow.evaluation.summary import summarise
from tests.evaluation.rows import drawn_rows, row, rows_of

FEW = Options(repeats=60)


def test_parts_add_up_to_the_whole() -> None:
    """Images, errors and non-responses of the sources, and of the framings, sum to those of all."""
    rows = [replace(of, framing="face_crop" if i % 3 else "frame", score=None if i % 17 == 0 else of.score)
            for i, of in enumerate(drawn_rows(5))]  # fmt: skip
    (model,) = summarise({"a": rows}, FEW)["models"]
    for part in ("by_source", "by_framing"):
        counts = [
            (of["images"], of["bpcer"]["errors"], of["apcer"]["all"]["errors"], of["non_response"]["bpnrr"]["errors"])
            for of in (model["pooled"], *model[part])
        ]
        assert tuple(map(sum, zip(*counts[1:], strict=True))) == counts[0]
    assert [of["name"] for of in model["by_species"]] == ["print", "screen_phone"]
    assert all(of["bona_fide"] == model["pooled"]["bona_fide"] for of in model["by_species"])
    histogram = model["histogram"]
    assert sum(histogram["bona_fide"]) + sum(histogram["attack"]) == sum(row.score is not None for row in rows)


def test_the_whole_is_json() -> None:
    """Nothing in it is infinite or no number, also where nothing passes, and text and back is the same."""
    rows = [row("a", 0.1), row("b", 0.2), *rows_of([], [0.9, 0.8], source="two")]
    found = summarise({"a": rows}, FEW, face_size={"a": [CURVE]})
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert found["face_size"][0]["model"] == "a"


CURVE = SizeCurve(
    "clip.mp4", 100.0, (SizePoint(60, 3, 0.6, 3, 0.5, 0.4, 0.6), SizePoint(145, 0, 1.45, 0, None, None, None))
)


def test_hter_takes_its_threshold_from_development_scores() -> None:
    """The threshold is where the EER of the development scores is, and only the model they belong to has a HTER."""
    judged, development = drawn_rows(6), [replace(of, path=f"dev/{of.path}") for of in drawn_rows(7)]
    first, second = summarise({"a": judged, "b": judged}, FEW, development={"a": development})["models"]
    threshold = metrics.separation(*labelled(development)).threshold
    assert first["development_threshold"] == threshold
    assert first["pooled"]["hter"] == metrics.hter(*labelled(judged), threshold)
    assert second["development_threshold"] is second["pooled"]["hter"] is None


def test_development_scores_must_be_of_other_images() -> None:
    """A threshold fixed on the images that are judged would flatter; scores of an unknown model mean a slip."""
    rows = drawn_rows(6)
    with pytest.raises(EvaluationError, match="on other images"):
        summarise({"a": rows}, FEW, development={"a": rows[:30]})
    with pytest.raises(EvaluationError, match="got some of b"):
        summarise({"a": rows}, FEW, development={"b": rows})
    with pytest.raises(EvaluationError, match="development scores of a"):
        summarise({"a": rows}, FEW, development={"a": [row("other", 0.5)]})


def test_one_class_is_refused() -> None:
    """Attacks alone, or a class of which no presentation got a score, make no evaluation."""
    for rows in (rows_of([], [0.1, 0.2]), rows_of([0.9], []), rows_of([None], [0.1])):
        with pytest.raises(EvaluationError, match="both classes"):
            summarise({"a": rows}, FEW)


def test_curves_of_an_unknown_model_are_refused() -> None:
    """They would stand beside figures that are not theirs."""
    with pytest.raises(EvaluationError, match="got some of b"):
        summarise({"a": drawn_rows(1)}, FEW, face_size={"b": [CURVE]})


def test_the_threshold_moves_the_rates_and_nothing_else() -> None:
    """APCER and BPCER follow the threshold that is asked for; AUC and EER do not."""
    rows = drawn_rows(8)
    low, high = (summarise({"a": rows}, Options(threshold=at, repeats=60))["models"][0]["pooled"] for at in (0.2, 0.8))
    assert low["apcer"]["all"]["value"] > high["apcer"]["all"]["value"]
    assert low["bpcer"]["value"] < high["bpcer"]["value"]
    assert (low["auc"], low["eer"]) == (high["auc"], high["eer"])
