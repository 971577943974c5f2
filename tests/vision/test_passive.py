"""PassiveNetwork: what it reads, what it answers, and what it refuses."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from facevow.errors import ModelCorrupt, ModelMissing
from facevow.types import Box, Face, Frame
from facevow.vision.passive import METADATA_KEY, Crop, Fit, PassiveDescription, PassiveNetwork, crop_from, cut
from tests.onnx_files import FLOAT, UINT8, Node, Value, write_onnx, write_passive

SHIPPED = Path(__file__).resolve().parents[2] / "src/facevow/vision/weights/passive-2.onnx"
ABOUT = PassiveDescription("test", "0", (Crop(1.0, 32), Crop(2.0, 48)), lift=0.25, stretch=1.3, card={"people": [3]})
FACE = Face(Box(20, 30, 40, 40), 0.9, ())
INPUTS = (Value("crop0", UINT8, ("n", 32, 32, 3)), Value("crop1", UINT8, ("n", 48, 48, 3)))


def grey(width: int = 100, height: int = 100, value: int = 128) -> NDArray[np.uint8]:
    return np.full((height, width, 3), value, np.uint8)


def write(
    path: Path,
    answer: float = 0.5,
    *,
    metadata: dict[str, str] | None = None,
    inputs: tuple[Value, ...] = INPUTS,
    output: Value = Value("logit", FLOAT, ("n",)),  # noqa: B008 - frozen
    last: str = "Identity",
) -> Path:
    """A network from two crops to the same answer for every face; the node `last` may spoil it."""
    return write_onnx(
        path,
        (
            Node("Cast", (inputs[0].name,), "floats", {"to": FLOAT}),
            Node("ReduceSum", ("floats", "axes"), "sums", {"keepdims": 0}),
            Node("Mul", ("sums", "nothing"), "nothings"),
            Node("Add", ("nothings", "answer"), "answers"),
            Node(last, ("answers",), output.name),
        ),
        inputs,
        (output,),
        constants={
            "axes": np.array([1, 2, 3], np.int64),
            "nothing": np.zeros(1, np.float32),
            "answer": np.array([answer], np.float32),
        },
        metadata={METADATA_KEY: ABOUT.to_json()} if metadata is None else metadata,
    )


def test_each_scale_becomes_one_crop(tmp_path: Path) -> None:
    """Preprocessing cuts the corrected box at every scale and size of the description, in its order."""
    network = PassiveNetwork(write(tmp_path / "p.onnx"))
    pixels = np.random.default_rng(4).integers(0, 256, (200, 200, 3), dtype=np.uint8)
    first, second = network.preprocess(Frame(pixels), FACE)
    assert np.array_equal(first, cut(pixels, Box(20, 20, 40, 52), 1.0, 32)[None])
    assert np.array_equal(second, cut(pixels, Box(20, 20, 40, 52), 2.0, 48)[None])


def test_each_crop_comes_from_the_picture_that_suits_it(tmp_path: Path) -> None:
    """Of a close and a wide picture the small crop takes the close one, the wide crop the wide one."""
    network = PassiveNetwork(write(tmp_path / "p.onnx"))
    pictures = [(grey(60, 60, 1), Box(10, 20, 40, 40)), (grey(200, 200, 2), Box(80, 90, 40, 40))]
    first, second = network.crops(pictures)
    assert (first == 1).all()
    assert (second == 2).all()


def test_the_description_says_how_the_edge_is_met(tmp_path: Path) -> None:
    """A network of padded crops is given black where the picture ends."""
    about = replace(ABOUT, fit=Fit.PAD)
    network = PassiveNetwork(write(tmp_path / "p.onnx", metadata={METADATA_KEY: about.to_json()}))
    (first, _), box = network.preprocess(Frame(grey()), Face(Box(-20, 20, 40, 40), 0.9, ())), Box(-20, 20, 40, 40)
    assert np.array_equal(first[0], crop_from([(grey(), box)], Crop(1.0, 32), lift=0.25, stretch=1.3, fit=Fit.PAD))
    assert (first[0][:, 0] == 0).all()


def test_the_answer_depends_on_the_picture(tmp_path: Path) -> None:
    """The three steps together: a network of brightness gives a white frame 1, a black one 0, and its name."""
    network = PassiveNetwork(write_passive(tmp_path / "p.onnx"))
    assert network(Frame(grey(value=255)), FACE).value == pytest.approx(1.0, abs=1e-5)
    assert network(Frame(grey(value=0)), FACE).value == pytest.approx(0.0, abs=1e-5)
    assert network(Frame(grey()), FACE).model == "brightness 0"


def test_several_faces_are_judged_at_once(tmp_path: Path) -> None:
    """The answers to a batch are those to its members, in order."""
    network = PassiveNetwork(write_passive(tmp_path / "p.onnx"))
    crops = [np.stack([grey(32, 32, value) for value in (0, 128, 255)]) for _ in range(2)]
    alone = [network.run([crop[i : i + 1] for crop in crops])[0] for i in range(3)]
    assert network.run(crops) == pytest.approx(alone)
    assert alone == pytest.approx([-60, 60 * 256 / 255 - 60, 60], abs=1e-3)


@pytest.mark.parametrize(("logit", "score"), [(0, 0.5), (np.log(3), 0.75), (-np.log(3), 0.25), (900, 1), (-900, 0)])
def test_the_score_is_the_sigmoid_of_the_logit(tmp_path: Path, logit: float, score: float) -> None:
    """Worked by hand: log-odds of ln 3 are 3 to 1, which is 0.75; huge ones overflow nothing."""
    network = PassiveNetwork(write(tmp_path / "p.onnx", logit))
    assert network(Frame(grey()), FACE).value == pytest.approx(score, abs=1e-7)


@pytest.mark.parametrize("answer", [np.nan, np.inf, -np.inf])
def test_an_answer_that_is_no_number_is_an_error(tmp_path: Path, answer: float) -> None:
    """NaN and infinity never become a score."""
    network = PassiveNetwork(write(tmp_path / "p.onnx", answer))
    with pytest.raises(ModelCorrupt, match="finite log-odds"):
        network(Frame(grey()), FACE)
    with pytest.raises(ModelCorrupt, match="finite log-odds"):
        network.postprocess(np.array([answer], np.float32))


def test_another_number_of_answers_is_an_error(tmp_path: Path) -> None:
    """A graph that gives one answer for two faces, whatever its output says, is not believed."""
    network = PassiveNetwork(write(tmp_path / "p.onnx", last="Unique"))
    with pytest.raises(ModelCorrupt, match="2 finite log-odds"):
        network.run([np.zeros((2, 32, 32, 3), np.uint8), np.zeros((2, 48, 48, 3), np.uint8)])
    with pytest.raises(ModelCorrupt, match="one finite log-odds"):
        network.postprocess(np.zeros(2, np.float32))


@pytest.mark.parametrize("shapes", [[(1, 8, 8, 3), (1, 48, 48, 3)], [(1, 32, 32, 3)], []])
def test_crops_of_another_shape_are_refused(tmp_path: Path, shapes: list[tuple[int, ...]]) -> None:
    """What the graph cannot take is reported as the model's error, not as the runtime's."""
    network = PassiveNetwork(write(tmp_path / "p.onnx"))
    with pytest.raises(ModelCorrupt, match="cannot be run"):
        network.run([np.zeros(shape, np.uint8) for shape in shapes])


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


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_network_is_refused(tmp_path: Path, share: float) -> None:
    """The shipped file, cut off anywhere, is no network any more."""
    content = SHIPPED.read_bytes()
    path = tmp_path / "p.onnx"
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(ModelCorrupt):
        PassiveNetwork(path)


def test_a_file_without_the_description_is_refused(tmp_path: Path) -> None:
    """A network that does not say how its crops are cut cannot be fed."""
    with pytest.raises(ModelCorrupt, match="metadata"):
        PassiveNetwork(write(tmp_path / "p.onnx", metadata={"author": "somebody"}))


def test_a_graph_of_other_shapes_is_refused(tmp_path: Path) -> None:
    """Wrong crop size, a batch of one only, wrong element type, wrong number of answers."""
    first, second = INPUTS
    for i, inputs in enumerate(
        [
            (replace(first, shape=("n", 64, 64, 3)), second),
            (replace(first, shape=(1, 32, 32, 3)), second),
            (replace(first, shape=("n", 3, 32, 32)), second),
            (replace(first, kind=FLOAT), second),
        ]
    ):
        with pytest.raises(ModelCorrupt, match="expected a network from and to"):
            PassiveNetwork(write(tmp_path / f"{i}.onnx", inputs=inputs))
    with pytest.raises(ModelCorrupt, match="expected a network from and to"):
        PassiveNetwork(write(tmp_path / "fixed.onnx", output=Value("logit", FLOAT, (1,))))


def test_a_graph_of_other_names_is_refused(tmp_path: Path) -> None:
    """Crops in another order or under other names could be mixed up; an output `score` may be no log-odds."""
    for i, inputs in enumerate([INPUTS[::-1], INPUTS[:1], (replace(INPUTS[0], name="crops"), INPUTS[1])]):
        with pytest.raises(ModelCorrupt, match="expected a network from and to"):
            PassiveNetwork(write(tmp_path / f"{i}.onnx", inputs=inputs))
    with pytest.raises(ModelCorrupt, match="expected a network from and to"):
        PassiveNetwork(write(tmp_path / "score.onnx", output=Value("score", FLOAT, ("n",))))


def test_a_description_that_lies_about_sizes_is_refused(tmp_path: Path) -> None:
    """Three crops where the graph has two, or other sizes than the graph's."""
    for i, crops in enumerate([(Crop(1.0, 32),), (*ABOUT.crops, Crop(3.0, 32)), (Crop(1.0, 48), Crop(2.0, 32))]):
        lie = {METADATA_KEY: replace(ABOUT, crops=crops).to_json()}
        with pytest.raises(ModelCorrupt, match="expected a network from and to"):
            PassiveNetwork(write(tmp_path / f"{i}.onnx", metadata=lie))


@pytest.mark.parametrize(
    "change",
    [
        {"format": 1},
        {"format": None},
        {"form": "film"},
        {"form": "picture"},
        {"crops": []},
        {"crops": 4},
        {"crops": [{"scale": 1.0}]},
        {"crops": [[1.0, 32]]},
        {"crops": [{"scale": -1.0, "size": 32}]},
        {"crops": [{"scale": "2", "size": 32}]},
        {"crops": [{"scale": 1.0, "size": 0}]},
        {"crops": [{"scale": 1.0, "size": 10**9}]},
        {"crops": [{"scale": 1.0, "size": 32.5}]},
        {"crops": [{"scale": 1.0, "size": True}]},
        {"crops": [{"scale": 1.0, "size": 32}] * 9},
        {"lift": "high"},
        {"lift": 10**400},
        {"lift": -0.1},
        {"stretch": 0},
        {"stretch": True},
        {"fit": "squeeze"},
        {"fit": None},
        {"name": ""},
        {"name": 7},
        {"name": "x" * 101},
        {"version": ""},
        {"card": []},
        {"card": None},
        {"card": "free"},
        {"card": {"note": "x" * 65_536}},
        {"card": {"note": "é" * 33_000}},
    ],
)
def test_a_description_out_of_range_is_refused(change: dict[str, Any]) -> None:
    """Nothing that would make an absurd crop, and no endless card, is accepted from a file."""
    with pytest.raises(ModelCorrupt):
        PassiveDescription.from_json(json.dumps({**json.loads(ABOUT.to_json()), **change}))


@pytest.mark.parametrize("field", ["format", "name", "version", "crops", "lift", "stretch", "fit", "card"])
def test_a_description_lacks_nothing(field: str) -> None:
    """Every field must be there; none has a value that is assumed."""
    fields = json.loads(ABOUT.to_json())
    del fields[field]
    with pytest.raises(ModelCorrupt):
        PassiveDescription.from_json(json.dumps(fields))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_numbers_that_json_has_not_are_refused(number: str) -> None:
    """NaN and infinity, however they are written, are no scale."""
    with pytest.raises(ModelCorrupt):
        PassiveDescription.from_json(ABOUT.to_json().replace('"scale": 1.0', f'"scale": {number}'))


def test_a_description_nested_without_end_is_refused() -> None:
    """Brackets that would exhaust the parser's stack end in ModelCorrupt, and so does a text of megabytes."""
    with pytest.raises(ModelCorrupt):
        PassiveDescription.from_json("[" * 100_000)
    with pytest.raises(ModelCorrupt, match="characters, more than"):
        PassiveDescription.from_json(ABOUT.to_json() + " " * 10**6)


@pytest.mark.parametrize("card", [{"time": object()}, {"rate": float("nan")}, {1: "x" * 70_000}])
def test_a_card_that_json_cannot_hold_is_not_written(card: dict[Any, Any]) -> None:
    """What could not be read back is refused when it is written."""
    with pytest.raises(ModelCorrupt, match="card"):
        replace(ABOUT, card=card).to_json()


@given(st.text() | st.builds(json.dumps, st.recursive(st.none() | st.integers() | st.text(), st.lists)))
def test_any_text_as_a_description_is_refused_in_one_way(text: str) -> None:
    """A foreign description raises ModelCorrupt and nothing else."""
    with pytest.raises(ModelCorrupt):
        PassiveDescription.from_json(text)


def test_a_description_survives_its_file() -> None:
    """What export writes, the network reads, card and all."""
    assert PassiveDescription.from_json(ABOUT.to_json()) == ABOUT
    assert PassiveDescription.from_json(replace(ABOUT, fit=Fit.PAD).to_json()).fit is Fit.PAD


def test_the_shipped_network_answers_in_range_and_stays_small() -> None:
    """The file in the package opens, judges a picture without a person as a number, and is at most 8 MB."""
    network = PassiveNetwork(SHIPPED)
    noise = np.random.default_rng(5).integers(0, 256, (480, 640, 3), dtype=np.uint8)
    assert 0 <= network(Frame(noise), Face(Box(200, 150, 120, 120), 0.9, ())).value <= 1
    assert SHIPPED.stat().st_size <= 8 * 1024 * 1024
    assert network.description.name == "passive"
