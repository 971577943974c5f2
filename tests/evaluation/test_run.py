"""Scoring a data set: the right picture to the right row, non-responses, and what stops the run."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from facevow.datasets.entry import Entry, View
from facevow.errors import DatasetError, EvaluationError
from facevow.evaluation.run import score_entries
from facevow.types import Box, PaiSpecies
from facevow.vision.passive import PassiveNetwork
from tests.onnx_files import write_passive

FACE = Box(20, 20, 24, 30)


def make_entry(folder: Path, name: str, grey: int | None, species: PaiSpecies | None = None) -> Entry:
    """An image of one grey, or without one a file that is no image."""
    path = folder / name
    if grey is None:
        path.write_bytes(b"no image")
    else:
        path.write_bytes(bytes(cv2.imencode(".png", np.full((80, 60, 3), grey, np.uint8))[1]))
    return Entry(name, (View(path, FACE),), "validation", "one", "s1", "p1", "frame", species is None, species)


@pytest.fixture
def network(tmp_path: Path) -> PassiveNetwork:
    """Finds bright faces bona fide."""
    return PassiveNetwork(write_passive(tmp_path / "light.onnx"))


def test_each_row_tells_its_image(network: PassiveNetwork, tmp_path: Path) -> None:
    """Everything that the entry says is in the row; the score is that of its own picture; the width of its box."""
    entries = [make_entry(tmp_path, "dark.png", 30, PaiSpecies.PRINT), make_entry(tmp_path, "bright.png", 220)]
    told: list[tuple[int, int]] = []
    dark, bright = score_entries(network, entries, lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]
    assert (dark.path, dark.source, dark.subject, dark.session, dark.framing) == (
        "dark.png",
        "one",
        "p1",
        "s1",
        "frame",
    )
    assert (dark.bona_fide, dark.species, bright.bona_fide, bright.species) == (False, PaiSpecies.PRINT, True, None)
    assert dark.face_width == 24.0
    assert dark.score is not None
    assert bright.score is not None
    assert dark.score < 0.5 < bright.score


def test_the_score_is_that_of_serving(network: PassiveNetwork, tmp_path: Path) -> None:
    """What a single call of the network says of the same picture is in the row, to the last digit."""
    entry = make_entry(tmp_path, "a.png", 137)
    (row,) = score_entries(network, [entry])
    pixels = np.full((80, 60, 3), 137, np.uint8)
    assert row.score == network.postprocess(network.run(network.crops([(pixels, FACE)]))).value


def test_the_closest_view_gives_the_width(network: PassiveNetwork, tmp_path: Path) -> None:
    """Of two views the first is the closer one; its box is what says how large the face was."""
    near, wide = make_entry(tmp_path, "near.png", 200), make_entry(tmp_path, "wide.png", 200)
    both = replace(near, views=(*near.views, View(wide.views[0].path, Box(25, 30, 9, 11))))
    (row,) = score_entries(network, [both])
    assert row.face_width == 24.0


def test_what_cannot_be_decoded_is_a_non_response(network: PassiveNetwork, tmp_path: Path) -> None:
    """A broken file, and a face outside its picture, get no score and stop nobody else."""
    good, broken = make_entry(tmp_path, "good.png", 200), make_entry(tmp_path, "broken.png", None)
    outside = replace(good, name="outside", views=(View(good.views[0].path, Box(500, 500, 20, 20)),))
    rows = score_entries(network, [broken, good, outside])
    assert [row.score is None for row in rows] == [True, False, True]


def test_a_missing_file_stops_before_the_first_score(network: PassiveNetwork, tmp_path: Path) -> None:
    """Nothing is scored when the last of the files is not there."""
    good, gone = make_entry(tmp_path, "good.png", 200), make_entry(tmp_path, "gone.png", 200)
    gone.views[0].path.unlink()
    told: list[int] = []
    with pytest.raises(DatasetError, match=r"gone\.png"):
        score_entries(network, [good, gone], lambda done, _: told.append(done))
    assert told == []


def test_a_network_that_never_answers_is_an_error(tmp_path: Path) -> None:
    """Not one score among all images is the network's fault, and no table of non-responses."""
    silent = PassiveNetwork(write_passive(tmp_path / "nan.onnx", score=float("nan")))
    with pytest.raises(EvaluationError, match="not one of 2 images"):
        score_entries(silent, [make_entry(tmp_path, f"{i}.png", 200) for i in range(2)])


def test_no_images_are_refused(network: PassiveNetwork) -> None:
    """There is nothing to measure."""
    with pytest.raises(EvaluationError, match="expected images"):
        score_entries(network, [])
