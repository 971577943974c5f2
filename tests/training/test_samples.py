"""Pictures in memory and balanced draws."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.datasets.entry import Entry, View
from facevow.datasets.manifest import read_manifest
from facevow.errors import DatasetError, TrainingError
from facevow.training.config import DataConfig
from facevow.training.samples import FINEST, BalancedSampler, Sample, _no_finer, load, require_both_classes
from facevow.types import Box, PaiSpecies, Pixels
from facevow.vision.crops import Crop, corrected, cut, region_size
from tests.training.making import entry, tiny

DRAWS = 4000
SPOT: Pixels = np.zeros((8, 8, 3), np.uint8)


def samples(count: int, about: Entry) -> list[Sample]:
    return [Sample(SPOT, Box(0, 0, 8, 8), about)] * count


def sampler(*groups: list[Sample], **data: object) -> BalancedSampler:
    held = [sample for group in groups for sample in group]
    about = DataConfig.model_validate({"manifest": Path("m"), **data})
    return BalancedSampler(held, about, np.random.default_rng(0))


def shares(of: BalancedSampler, by: str, *, bona_fide: bool = False) -> dict[str, float]:
    counted = Counter(getattr(of.draw(bona_fide).entry, by) for _ in range(DRAWS))
    return {name: count / DRAWS for name, count in counted.items()}


def near(share: float) -> object:
    """Four standard deviations of a share that is counted over the draws."""
    return pytest.approx(share, abs=4 * float(np.sqrt(share * (1 - share) / DRAWS)))


def textured(height: int, width: int) -> Pixels:
    """Something smooth with shapes of several sizes and the full range of light, as faces are."""
    noise = np.random.default_rng(3).normal(size=(height, width, 3))
    shapes = 15 * cv2.GaussianBlur(noise, (0, 0), 15) + 30 * cv2.GaussianBlur(noise, (0, 0), 30)
    return np.asarray(255 * (shapes - shapes.min()) / np.ptp(shapes), dtype=np.uint8)


def test_small_sources_are_neither_drowned_nor_doubled() -> None:
    """Of groups of 100 and 4 pictures the small one is drawn 1 time in 6: the roots are 10 and 2."""
    found = sampler(
        samples(100, entry(source="large", bona_fide=False)),
        samples(4, entry(source="small", bona_fide=False)),
        samples(1, entry()),
    )
    assert shares(found, "source")["small"] == near(1 / 6)
    assert found.draw(bona_fide=True).entry.bona_fide


def test_a_source_has_its_share_for_each_species() -> None:
    """Prints and phones of one source and prints of another, nine pictures each, are three equal groups."""
    phone = PaiSpecies.SCREEN_PHONE
    found = sampler(
        samples(1, entry()),
        samples(9, entry(source="a", bona_fide=False)),
        samples(9, entry(source="b", bona_fide=False)),
        samples(9, entry(source="a", bona_fide=False, species=phone)),
    )
    assert shares(found, "source") == {"a": near(2 / 3), "b": near(1 / 3)}
    assert shares(found, "species")[phone] == near(1 / 3)


def test_beyond_the_cap_size_counts_no_more() -> None:
    """125 pictures and 500 are drawn alike."""
    found = sampler(
        samples(125, entry(source="a")), samples(500, entry(source="b")), samples(1, entry(bona_fide=False))
    )
    assert shares(found, "source", bona_fide=True)["b"] == near(1 / 2)


def test_tight_crops_are_drawn_by_their_weight() -> None:
    """With a weight of 0.25 against whole frames: 1 time in 5, bona fide and attacks alike."""
    found = sampler(
        *(samples(9, entry(framing=framing, source=framing, bona_fide=side)) for framing in ("frame", "face_crop")
          for side in (True, False)),
        crop_weight=0.25,
    )  # fmt: skip
    for side in (True, False):
        assert shares(found, "framing", bona_fide=side)["face_crop"] == near(1 / 5)


def test_a_boosted_species_is_drawn_more_often() -> None:
    """Prints three times as often as phones; bona fide pictures are not touched by it."""
    found = sampler(
        samples(9, entry(bona_fide=False)),
        samples(9, entry(bona_fide=False, species=PaiSpecies.SCREEN_PHONE)),
        samples(9, entry(source="a")),
        samples(9, entry(source="b")),
        boost={PaiSpecies.PRINT: 3.0},
    )
    assert shares(found, "species")[PaiSpecies.PRINT] == near(3 / 4)
    assert shares(found, "source", bona_fide=True)["a"] == near(1 / 2)


def test_one_class_alone_is_refused() -> None:
    """Nothing can be learnt from bona fide pictures only, from attacks only, or from nothing; the message counts."""
    require_both_classes([entry(), entry(bona_fide=False)], "here")
    for entries, told in (([entry()] * 3, "'bonafide': 3"), ([entry(bona_fide=False)], "'attack': 1"), ([], "none")):
        with pytest.raises(TrainingError, match=f"bona fide and attack images here, found .*{told}"):
            require_both_classes(entries, "here")


def test_pictures_are_rgb(manifest: Path) -> None:
    """The decoded channels are in the order that the inference class is given."""
    entries, config = read_manifest(manifest)[:1], tiny(manifest)
    blue = np.zeros((40, 40, 3), np.uint8)
    blue[..., 0] = 255
    cv2.imwrite(str(entries[0].views[0].path), blue)
    (found,) = load(entries, Crop(1.0, 32), config, shrink=True)
    assert found.pixels[0, 0].tolist() == [0, 0, 255]
    assert found.entry is entries[0]


def two_views(folder: Path) -> Entry:
    """A close picture of a face and a wide one."""
    views = []
    for name, side, box in (("close", 60, Box(10, 10, 40, 40)), ("wide", 200, Box(90, 90, 20, 20))):
        path = folder / f"{name}.png"
        cv2.imwrite(str(path), textured(side, side))
        views.append(View(path, box))
    return replace(entry(), views=tuple(views))


@pytest.mark.parametrize(("scale", "side"), [(1.0, 60), (4.0, 200)])
def test_each_crop_gets_the_picture_that_suits_it(tmp_path: Path, scale: float, side: int) -> None:
    """The closer picture where it holds the whole crop, else the wider one."""
    (found,) = load([two_views(tmp_path)], Crop(scale, 80), tiny(tmp_path), shrink=True)
    assert found.pixels.shape[:2] == (side, side)


def test_missing_and_broken_pictures_are_named(manifest: Path) -> None:
    """A picture that is not there, is empty or is no picture stops the run and is told by its path."""
    entries = read_manifest(manifest)
    path = entries[0].views[0].path
    for damage in (Path.unlink, lambda path: path.write_bytes(b""), lambda path: path.write_bytes(b"no picture")):
        damage(path)
        with pytest.raises(DatasetError, match=path.name):
            load(entries, Crop(2.7, 32), tiny(manifest), shrink=True)


def test_a_fine_picture_is_shrunk_and_its_crop_stays(tmp_path: Path) -> None:
    """From 640 x 480 pixels to a fraction of them, what the network sees hardly changes: edges fall on whole pixels."""
    pixels, box, crop = textured(480, 640), Box(200, 120, 200, 220), Crop(1.0, 32)
    smaller, moved = _no_finer(pixels, box, crop, tiny(tmp_path))
    assert smaller.shape[0] == pytest.approx(480 * FINEST * 32 / 200, abs=1)
    before, after = (cut(p, corrected(b, 0.25, 1.3), 1.0, 32).astype(int) for p, b in ((pixels, box), (smaller, moved)))
    assert np.std(before) > 20  # there was something to see
    assert np.abs(after - before).mean() < 0.08 * np.std(before)


def test_a_tight_picture_keeps_the_pixels_that_its_crop_needs(tmp_path: Path) -> None:
    """A crop that has to shrink into the picture is never made of fewer pixels than `FINEST` allows."""
    pixels, box, crop = textured(288, 288), Box(30, 60, 220, 220), Crop(3.2, 80)
    smaller, moved = _no_finer(pixels, box, crop, tiny(tmp_path))
    assert min(region_size(smaller, corrected(moved, 0.25, 1.3), crop.scale)) == pytest.approx(FINEST * 80, abs=2)


def test_a_coarse_picture_is_left_alone(tmp_path: Path) -> None:
    """Where the crop has hardly more pixels than the network sees, nothing is resampled."""
    pixels, box = textured(90, 120), Box(40, 20, 40, 40)
    assert _no_finer(pixels, box, Crop(1.0, 32), tiny(tmp_path)) == (pixels, box)


@given(st.integers(1, 300), st.integers(1, 300), st.floats(-50, 300), st.floats(1, 400), st.floats(0.5, 20))
def test_a_shrunk_picture_keeps_its_face_in_place(width: int, height: int, x: float, side: float, scale: float) -> None:
    """Whatever the shape, at least one pixel is left, and the box keeps its place relative to the picture."""
    pixels, box = np.zeros((height, width, 3), np.uint8), Box(x, x / 2, side, side * 0.7)
    smaller, moved = _no_finer(pixels, box, Crop(scale, 32), tiny(Path("manifest.csv")))
    assert min(smaller.shape[:2]) >= 1
    assert smaller.shape[0] <= height
    assert smaller.shape[1] <= width
    assert moved.x / smaller.shape[1] == pytest.approx(box.x / width, abs=1e-6)
    assert moved.bottom / smaller.shape[0] == pytest.approx(box.bottom / height, rel=1e-6, abs=1e-6)
