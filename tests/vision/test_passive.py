"""PassiveNetwork: the geometry of its crops, and what it refuses."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from facevow.errors import InputError, ModelCorrupt, ModelMissing
from facevow.types import Box, Face, Frame
from facevow.vision.passive import METADATA_KEY, PassiveDescription, PassiveNetwork, corrected, cut
from tests.onnx_files import FLOAT, UINT8, Node, Value, write_onnx, write_passive

SHIPPED = Path(__file__).resolve().parents[2] / "src/facevow/vision/weights/passive-1.onnx"
ABOUT = PassiveDescription("test", "0", scales=(1.0, 2.0), size=32, lift=0.25, stretch=1.3)
FACE = Face(Box(20, 30, 40, 40), 0.9, ())


def grey(width: int = 100, height: int = 100, value: int = 128) -> NDArray[np.uint8]:
    return np.full((height, width, 3), value, np.uint8)


def write(path: Path, answer: NDArray[np.float32], *, metadata: dict[str, str] | None = None, size: int = 32) -> Path:
    """A network from two crops to a constant answer."""
    return write_onnx(
        path,
        (Node("Identity", ("answer",), "score"),),
        (Value("crops", UINT8, (1, 2, size, size, 3)),),
        (Value("score", FLOAT, answer.shape),),
        constants={"answer": answer},
        metadata={METADATA_KEY: ABOUT.to_json()} if metadata is None else metadata,
    )


def test_a_region_inside_the_picture_is_cut_where_it_lies() -> None:
    """Without shrinking or shifting, cut takes exactly the pixels of the scaled box."""
    pixels = np.random.default_rng(1).integers(0, 256, (100, 120, 3), dtype=np.uint8)
    found = cut(pixels, Box(40, 30, 16, 16), 2.0, 32)
    assert np.array_equal(found, pixels[22:54, 32:64])


def test_a_region_over_the_edge_is_shifted_inside() -> None:
    """A face in the corner gets the picture's corner, and no pixel is invented."""
    pixels = np.random.default_rng(2).integers(0, 256, (100, 120, 3), dtype=np.uint8)
    assert np.array_equal(cut(pixels, Box(-4, -4, 16, 16), 2.0, 32), pixels[:32, :32])
    assert np.array_equal(cut(pixels, Box(115, 95, 16, 16), 2.0, 32), pixels[-32:, -32:])


def test_a_region_larger_than_the_picture_is_shrunk_in_proportion() -> None:
    """A box of 1:2 whose scaled height exceeds the picture keeps its proportions and takes the full height."""
    columns = np.repeat(np.arange(100, dtype=np.uint8)[None, :, None], 60, axis=0).repeat(3, axis=2)
    found = cut(columns, Box(40, 10, 20, 40), 3.0, 30)
    assert found[0, 0, 0] == pytest.approx(35, abs=1)
    assert found[0, -1, 0] == pytest.approx(64, abs=1)


@given(
    size=st.tuples(st.integers(1, 200), st.integers(1, 200)),
    corner=st.tuples(st.floats(-500, 500), st.floats(-500, 500)),
    sides=st.tuples(st.floats(0.01, 600), st.floats(0.01, 600)),
    scale=st.floats(0.5, 20),
)
def test_any_box_gives_a_crop_of_the_pictures_own_pixels(
    size: tuple[int, int], corner: tuple[float, float], sides: tuple[float, float], scale: float
) -> None:
    """Whatever the box, the crop has its size and shows nothing but the picture: a grey one stays that grey."""
    found = cut(grey(*size, value=77), Box(*corner, *sides), scale, 24)
    assert found.shape == (24, 24, 3)
    assert (found == 77).all()


@given(dx=st.integers(0, 40), dy=st.integers(0, 40))
def test_moving_face_and_picture_together_changes_nothing(dx: int, dy: int) -> None:
    """The crop depends on where the box lies in the picture only through the pixels around it."""
    small = np.random.default_rng(3).integers(0, 256, (80, 80, 3), dtype=np.uint8)
    large = np.zeros((160, 160, 3), np.uint8)
    large[dy : dy + 80, dx : dx + 80] = small
    box = Box(30, 30, 20, 20)
    assert np.array_equal(cut(small, box, 2.0, 24), cut(large, Box(30 + dx, 30 + dy, 20, 20), 2.0, 24))


@pytest.mark.parametrize(
    "box", [Box(0, 0, 0, 10), Box(0, 0, 10, -1), Box(float("nan"), 0, 10, 10), Box(0, 0, float("inf"), 10)]
)
def test_a_box_without_an_area_is_refused(box: Box) -> None:
    """No crop is made up for a box that is empty or not finite."""
    with pytest.raises(InputError, match="box with an area"):
        cut(grey(), box, 2.0, 24)


def test_the_box_is_raised_to_hold_the_forehead() -> None:
    """Worked by hand: top 30 - 0.25 x 40 = 20, height 40 x 1.3 = 52."""
    assert corrected(FACE.box, 0.25, 1.3) == Box(20, 20, 40, 52)


def test_each_scale_becomes_one_crop(tmp_path: Path) -> None:
    """Preprocessing cuts the corrected box at every scale of the description, in its order."""
    network = PassiveNetwork(write(tmp_path / "p.onnx", np.array([0.5], np.float32)))
    pixels = np.random.default_rng(4).integers(0, 256, (200, 200, 3), dtype=np.uint8)
    crops = network.preprocess(Frame(pixels), FACE)
    expected = [cut(pixels, Box(20, 20, 40, 52), scale, 32) for scale in (1.0, 2.0)]
    assert np.array_equal(crops, np.stack(expected)[None])


def test_the_answer_depends_on_the_picture(tmp_path: Path) -> None:
    """The three steps together: a network of mean brightness gives a white frame 1, a black one 0, and its name."""
    network = PassiveNetwork(write_passive(tmp_path / "p.onnx"))
    assert network(Frame(grey(value=255)), FACE).value == pytest.approx(1.0, abs=1e-5)
    assert network(Frame(grey(value=0)), FACE).value == 0.0
    assert network(Frame(grey()), FACE).model == "brightness 0"


@pytest.mark.parametrize("answer", [np.nan, np.inf, -0.1, 1.1])
def test_an_answer_that_is_no_score_is_an_error(tmp_path: Path, answer: float) -> None:
    """NaN, infinity and numbers outside 0..1 never become a score."""
    network = PassiveNetwork(write(tmp_path / "p.onnx", np.array([answer], np.float32)))
    with pytest.raises(ModelCorrupt, match=r"within 0\.\.1"):
        network(Frame(grey()), FACE)


def test_crops_of_another_shape_are_refused(tmp_path: Path) -> None:
    """What the graph cannot take is reported as the model's error, not as the runtime's."""
    network = PassiveNetwork(write(tmp_path / "p.onnx", np.array([0.5], np.float32)))
    with pytest.raises(ModelCorrupt, match="cannot be run"):
        network.run(np.zeros((1, 1, 8, 8, 3), np.uint8))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """No file, no network."""
    with pytest.raises(ModelMissing, match=r"none\.onnx"):
        PassiveNetwork(tmp_path / "none.onnx")


@pytest.mark.parametrize("content", [b"", b"not a model", bytes(1000), b"\x08\x08\x12\xff\xff\xff\xff\x0f"])
def test_hostile_bytes_are_refused(tmp_path: Path, content: bytes) -> None:
    """Bytes that are no ONNX model end in ModelCorrupt."""
    path = tmp_path / "p.onnx"
    path.write_bytes(content)
    with pytest.raises(ModelCorrupt):
        PassiveNetwork(path)


def test_a_file_without_the_description_is_refused(tmp_path: Path) -> None:
    """A network that does not say how its crops are cut cannot be fed."""
    with pytest.raises(ModelCorrupt, match="metadata"):
        PassiveNetwork(write(tmp_path / "p.onnx", np.array([0.5], np.float32), metadata={"author": "somebody"}))


def test_a_graph_that_differs_from_its_description_is_refused(tmp_path: Path) -> None:
    """Wrong crop size, wrong number of scales, wrong number of answers."""
    with pytest.raises(ModelCorrupt, match="expected a network from and to"):
        PassiveNetwork(write(tmp_path / "a.onnx", np.array([0.5], np.float32), size=64))
    with pytest.raises(ModelCorrupt, match="expected a network from and to"):
        PassiveNetwork(write(tmp_path / "b.onnx", np.array([0.5, 0.5], np.float32)))
    three = {METADATA_KEY: replace(ABOUT, scales=(1.0, 2.0, 3.0)).to_json()}
    with pytest.raises(ModelCorrupt, match="expected a network from and to"):
        PassiveNetwork(write(tmp_path / "c.onnx", np.array([0.5], np.float32), metadata=three))


@pytest.mark.parametrize(
    "change",
    [
        {"scales": []},
        {"scales": [float("nan")]},
        {"scales": [-1.0]},
        {"scales": 4},
        {"size": 0},
        {"size": 10**9},
        {"lift": "high"},
        {"lift": float("inf")},
        {"stretch": 0},
        {"name": ""},
        {"version": ""},
    ],
)
def test_a_description_out_of_range_is_refused(change: dict[str, Any]) -> None:
    """Nothing that would make an absurd crop is accepted from a file."""
    with pytest.raises(ModelCorrupt):
        PassiveDescription.from_json(json.dumps({**json.loads(ABOUT.to_json()), **change}))


@given(st.text() | st.builds(json.dumps, st.recursive(st.none() | st.integers() | st.text(), st.lists)))
def test_any_text_as_a_description_is_refused_in_one_way(text: str) -> None:
    """A foreign description raises ModelCorrupt and nothing else."""
    with pytest.raises(ModelCorrupt):
        PassiveDescription.from_json(text)


def test_a_description_survives_its_file() -> None:
    """What export writes, the network reads."""
    assert PassiveDescription.from_json(ABOUT.to_json()) == ABOUT


def test_the_shipped_network_answers_in_range_and_stays_small() -> None:
    """The file in the package opens, judges a picture without a person as a number, and is at most 4 MB."""
    network = PassiveNetwork(SHIPPED)
    noise = np.random.default_rng(5).integers(0, 256, (480, 640, 3), dtype=np.uint8)
    assert 0 <= network(Frame(noise), Face(Box(200, 150, 120, 120), 0.9, ())).value <= 1
    assert SHIPPED.stat().st_size <= 4 * 1024 * 1024
    assert network.description.name == "passive"
