"""Manifests, decoding and balanced sampling."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from facevow.errors import TrainingError
from facevow.training.dataset import BalancedSampler, Sample, load, read_manifest
from facevow.types import Box, PaiSpecies
from tests.training.conftest import row, write_manifest


def test_a_manifest_is_read_whole(manifest: Path) -> None:
    """Every row becomes an entry with its label, species, split and box."""
    entries = read_manifest(manifest)
    assert len(entries) == 36
    assert Counter((entry.split, entry.bona_fide) for entry in entries) == {
        ("train", True): 12, ("train", False): 12, ("validation", True): 6, ("validation", False): 6,
    }  # fmt: skip
    assert entries[0].box == Box(32, 32, 32, 32)
    assert {entry.species for entry in entries} == {None, PaiSpecies.PRINT}


def test_the_wide_picture_is_preferred(tmp_path: Path) -> None:
    """Where a wide picture is listed, it and its box are taken."""
    wide = {"wide_path": "w.png", "wide_face_x": "1", "wide_face_y": "2", "wide_face_w": "3", "wide_face_h": "4"}
    (entry,) = read_manifest(write_manifest(tmp_path, [{**row("n.png", "train", "s", "attack"), **wide}]))
    assert entry.path == tmp_path / "w.png"
    assert entry.box == Box(1, 2, 3, 4)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"label": "real"}, "line 2: expected a label"),
        ({"label": "attack", "pai_species": "ghost"}, "line 2"),
        ({"face_w": "wide"}, "line 2"),
        ({"face_w": "0"}, "box with an area"),
        ({"face_w": "nan"}, "box with an area"),
    ],
)
def test_a_broken_row_is_named_by_its_line(tmp_path: Path, change: dict[str, str], message: str) -> None:
    """An unknown label or species, or a box that is none, stops the run and tells where."""
    path = write_manifest(tmp_path, [{**row("a.png", "train", "s", "bonafide"), **change}])
    with pytest.raises(TrainingError, match=message):
        read_manifest(path)


def test_a_manifest_that_is_none_is_refused(tmp_path: Path) -> None:
    """Absent, without its columns, or not text."""
    with pytest.raises(TrainingError, match="expected a manifest"):
        read_manifest(tmp_path / "none.csv")
    path = tmp_path / "bad.csv"
    path.write_text("path,label\na,b\n")
    with pytest.raises(TrainingError, match="missing"):
        read_manifest(path)
    path.write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(TrainingError, match="expected a manifest"):
        read_manifest(path)


def test_missing_and_broken_pictures_are_named(manifest: Path) -> None:
    """A picture that is not there, is empty or is no picture stops the run and is told by its path."""
    entries = read_manifest(manifest)
    for damage in (Path.unlink, lambda path: path.write_bytes(b""), lambda path: path.write_bytes(b"no picture")):
        damage(entries[0].path)
        with pytest.raises(TrainingError, match=entries[0].path.name):
            load(entries)


def test_one_class_alone_is_refused(manifest: Path) -> None:
    """Nothing can be learnt from bona fide pictures only."""
    with pytest.raises(TrainingError, match="bona fide and attack"):
        load([entry for entry in read_manifest(manifest) if entry.bona_fide])


def test_pictures_are_rgb(manifest: Path) -> None:
    """The decoded channels are in the order that the inference class is given."""
    import cv2  # noqa: PLC0415 - only here

    entries = read_manifest(manifest)
    blue = np.zeros((40, 40, 3), np.uint8)
    blue[..., 0] = 255
    cv2.imwrite(str(entries[0].path), blue)
    assert load(entries)[0].pixels[0, 0].tolist() == [0, 0, 255]


def test_small_sources_are_neither_drowned_nor_doubled() -> None:
    """Of groups of 100 and 4 pictures the small one is drawn 1 time in 6: the roots are 10 and 2."""
    pixels = np.zeros((8, 8, 3), np.uint8)
    phone = PaiSpecies.SCREEN_PHONE
    samples = [Sample(pixels, Box(0, 0, 8, 8), False, phone, "large")] * 100
    samples += [Sample(pixels, Box(0, 0, 8, 8), False, phone, "small")] * 4
    samples += [Sample(pixels, Box(0, 0, 8, 8), True, None, "large")]
    sampler = BalancedSampler(samples, np.random.default_rng(0))
    drawn = Counter(sampler.draw(bona_fide=False).source for _ in range(6000))
    assert drawn["small"] / 6000 == pytest.approx(1 / 6, abs=0.02)
    assert sampler.draw(bona_fide=True).bona_fide
