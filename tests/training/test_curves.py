"""The picture of how a training went."""

import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs torch: pip install 'facevow[train]'")

from facevow.errors import DatasetError
from facevow.evaluation.metrics import Separation
from facevow.training.checkpoint import Epoch
from facevow.training.curves import draw_curves
from facevow.training.jobs import Done, Job
from tests.training.making import NEAR, TINY, tiny


def networks(*, judged: bool) -> list[Done]:
    config = tiny(Path("m.csv"), TINY, NEAR)
    epochs = tuple(
        Epoch(number, 0.7 / (number + 1), Separation(0.9, 0.1 / (number + 1), 0.5) if judged else None)
        for number in range(3)
    )
    return [Done(Job("n", config, about, (), (), Path()), epochs, 2, np.zeros(0)) for about in config.network]


def words(path: Path) -> list[str]:
    """All text of a drawing, which must be well-formed."""
    root = ET.parse(path).getroot()  # noqa: S314 - written a moment ago
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    return [text.strip() for text in root.itertext() if text.strip()]


@pytest.mark.parametrize("judged", [True, False])
def test_the_drawing_names_each_network(tmp_path: Path, judged: bool) -> None:
    """Well-formed SVG with letters that can be searched; the second plot is there where something was judged."""
    path = tmp_path / "curves.svg"
    draw_curves(networks(judged=judged), path)
    found = words(path)
    for title in ("minifasnet-v2-x2.7-32px", "minifasnet-v1se-x1.5-32px", "Loss", "epoch"):
        assert title in found
    assert ("EER on validation sources, %" in found) is judged


def test_the_same_course_gives_the_same_file(tmp_path: Path) -> None:
    """No date and no ids by chance are in it, and another course gives another file."""
    for name, judged in (("a", True), ("b", True), ("c", False)):
        draw_curves(networks(judged=judged), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert (tmp_path / "a").read_bytes() != (tmp_path / "c").read_bytes()


def test_a_drawing_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    """Its folder is not there."""
    with pytest.raises(DatasetError, match="cannot be written"):
        draw_curves(networks(judged=True), tmp_path / "none" / "curves.svg")
