"""Scoring a data set: the right picture to the right row, non-responses, and what stops the run."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from facevow.datasets.entry import Entry, View
from facevow.distributing.spreading import here
from facevow.errors import DatasetError, EvaluationError, ModelCorrupt, ModelMissing
from facevow.evaluation.carrying import Carried
from facevow.evaluation.kept import Kept
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
    dark, bright = score_entries(lambda: network, entries, lambda done, total: told.append((done, total)))
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
    (row,) = score_entries(lambda: network, [entry])
    pixels = np.full((80, 60, 3), 137, np.uint8)
    assert row.score == network.postprocess(network.run(network.crops([(pixels, FACE)]))).value


def test_the_closest_view_gives_the_width(network: PassiveNetwork, tmp_path: Path) -> None:
    """Of two views the first is the closer one; its box is what says how large the face was."""
    near, wide = make_entry(tmp_path, "near.png", 200), make_entry(tmp_path, "wide.png", 200)
    both = replace(near, views=(*near.views, View(wide.views[0].path, Box(25, 30, 9, 11))))
    (row,) = score_entries(lambda: network, [both])
    assert row.face_width == 24.0


def test_what_cannot_be_decoded_is_a_non_response(network: PassiveNetwork, tmp_path: Path) -> None:
    """A broken file, and a face outside its picture, get no score and stop nobody else."""
    good, broken = make_entry(tmp_path, "good.png", 200), make_entry(tmp_path, "broken.png", None)
    outside = replace(good, name="outside", views=(View(good.views[0].path, Box(500, 500, 20, 20)),))
    rows = score_entries(lambda: network, [broken, good, outside])
    assert [row.score is None for row in rows] == [True, False, True]


def test_a_missing_file_stops_before_the_first_score(network: PassiveNetwork, tmp_path: Path) -> None:
    """Nothing is scored when the last of the files is not there."""
    good, gone = make_entry(tmp_path, "good.png", 200), make_entry(tmp_path, "gone.png", 200)
    gone.views[0].path.unlink()
    told: list[int] = []
    with pytest.raises(DatasetError, match=r"gone\.png"):
        score_entries(lambda: network, [good, gone], lambda done, _: told.append(done))
    assert told == []


def test_a_network_that_never_answers_is_an_error(tmp_path: Path) -> None:
    """Not one score among all images is the network's fault, and no table of non-responses."""
    silent = PassiveNetwork(write_passive(tmp_path / "nan.onnx", score=float("nan")))
    with pytest.raises(EvaluationError, match="not one of 2 images"):
        score_entries(lambda: silent, [make_entry(tmp_path, f"{i}.png", 200) for i in range(2)])


def test_no_images_are_refused(network: PassiveNetwork) -> None:
    """There is nothing to measure."""
    with pytest.raises(EvaluationError, match="expected images"):
        score_entries(lambda: network, [])


class Stopped(Exception):
    """Ends a run, so to say."""


def test_a_stopped_run_goes_on_and_ends_the_same(network: PassiveNetwork, tmp_path: Path) -> None:
    """What was scored before is not scored again, counts as done, and the rows are those of a run in one go."""
    entries = [make_entry(tmp_path, f"{grey}.png", grey) for grey in (30, 90, 150, 210)]
    entries.insert(1, make_entry(tmp_path, "broken.png", None))
    told: list[tuple[int, int]] = []

    def stop(done: int, _total: int) -> None:
        if done == 3:
            raise Stopped

    with Kept(tmp_path / "kept.jsonl", {"model": "m"}) as kept, pytest.raises(Stopped):
        score_entries(lambda: network, entries, stop, kept=kept)
    with Kept(tmp_path / "kept.jsonl", {"model": "m"}) as kept:
        assert len(kept) == 3
        rows = score_entries(lambda: network, entries, lambda *step: told.append(step), kept=kept)
    assert told == [(4, 5), (5, 5)]
    assert rows == score_entries(lambda: network, entries)
    with Kept(tmp_path / "kept.jsonl", {"model": "m"}) as kept:
        assert score_entries(lambda: pytest.fail("opened"), entries, kept=kept) == rows


def test_a_network_that_is_carried_is_the_same(network: PassiveNetwork, tmp_path: Path) -> None:
    """Opened from its content it scores alike; a file that is none, or not there, is told."""
    carried = Carried.read(tmp_path / "light.onnx")
    assert carried().sha256 == network.sha256
    entries = [make_entry(tmp_path, "a.png", 137)]
    assert score_entries(carried, entries) == score_entries(lambda: network, entries)
    with pytest.raises(ModelCorrupt):
        Carried(b"no network")()
    with pytest.raises(ModelMissing, match=r"none\.onnx"):
        Carried.read(tmp_path / "none.onnx")


def test_a_file_that_only_a_worker_misses_is_no_non_response(network: PassiveNetwork, tmp_path: Path) -> None:
    """A machine without the data set must not turn its images into failures of the network; a file gone here is one."""
    entries = [make_entry(tmp_path, "a.png", 100), make_entry(tmp_path, "b.png", 100)]
    path = entries[1].views[0].path
    away = path.with_name("away.png")

    def elsewhere(make: Any, items: Any) -> Any:  # noqa: ANN401 - any work
        path.rename(away)
        results = list(here(make, items))
        away.rename(path)
        yield from results

    with pytest.raises(DatasetError, match="same file on every machine"):
        score_entries(lambda: network, entries, spread=elsewhere)

    def going(make: Any, items: Any) -> Any:  # noqa: ANN401 - any work
        path.unlink()
        yield from here(make, items)

    assert score_entries(lambda: network, entries, spread=going)[1].score is None
