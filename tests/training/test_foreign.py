"""Foreign networks: their descriptions, and that the file made of them answers as they did at home."""

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

torch = pytest.importorskip("torch", reason="needs torch: pip install 'facevow[train]'")

import onnx  # noqa: E402 - torch first
from onnx import TensorProto, helper, numpy_helper  # noqa: E402

import facevow.training  # noqa: E402
from facevow.datasets.manifest import read_manifest  # noqa: E402
from facevow.datasets.pictures import pictures  # noqa: E402
from facevow.errors import TrainingError  # noqa: E402
from facevow.training.foreign import read_foreign  # noqa: E402
from facevow.training.foreign_graph import export_foreign  # noqa: E402
from facevow.training.networks.minifasnet import load_public  # noqa: E402
from facevow.vision.passive import Crop, Fit, PassiveNetwork, corrected  # noqa: E402
from facevow.vision.runtime import open_onnx  # noqa: E402

PEERS = Path(facevow.training.__file__).parent / "configs/peers"

TEXT = """
name = "stranger"
version = "9"
lift = 0.0
stretch = 1.0
fit = "pad"
mean_of = "probabilities"

[card]
licence = "MIT"

[[crop]]
scale = 1.5
size = 16

[[network]]
weights = "net.onnx"
kind = "onnx"
order = "rgb"
layout = "nchw"
output = "logits"
bona_fide = 0
"""


def write_net(path: Path, matrix: Any, *, last: str = "Identity", nhwc: bool = False, fixed: bool = True) -> Path:  # noqa: ANN401 - rows
    """A network that multiplies the mean of each channel, in its own order, with a matrix of 3 x classes."""
    axes = [1, 2] if nhwc else [2, 3]
    matrix, rows = np.array(matrix, np.float32), np.array([1 if fixed else -1, 3])
    nodes = [
        helper.make_node("ReduceMean", ["x"], ["m"], axes=axes, keepdims=0),
        helper.make_node("Reshape", ["m", "shape"], ["r"]),
        helper.make_node("MatMul", ["r", "matrix"], ["a"]),
        helper.make_node(last, ["a"], ["y"]),
    ]
    batch = 1 if fixed else "n"
    shape = [batch, 16, 16, 3] if nhwc else [batch, 3, 16, 16]
    graph = helper.make_graph(
        nodes, "net",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [batch, matrix.shape[1]])],
        [numpy_helper.from_array(matrix, "matrix"), numpy_helper.from_array(rows, "shape")],
    )  # fmt: skip
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=7), str(path))
    return path


def made(folder: Path, text: str = TEXT) -> PassiveNetwork:
    """Read a description in a folder, export it there and open the result."""
    (folder / "net.toml").write_text(text)
    export_foreign(read_foreign(folder / "net.toml"), folder / "out.onnx")
    return PassiveNetwork(folder / "out.onnx")


def crop(*colour: int) -> NDArray[np.uint8]:
    """One crop of one colour."""
    return np.full((1, 16, 16, 3), colour, np.uint8)


def test_logits_become_log_odds(tmp_path: Path) -> None:
    """Worked by hand: logits 2, 1, 0 of 200, 100, 0; index 0 against ln(e + 1) = 1.3133 leaves 0.6867."""
    write_net(tmp_path / "net.onnx", np.eye(3) / 100)
    network = made(tmp_path)
    assert network.run([crop(200, 100, 0)]) == pytest.approx([2 - np.log(np.e + 1)], abs=1e-5)
    together = network.run([np.concatenate([crop(200, 100, 0), crop(0, 200, 100)])])
    assert together == pytest.approx([0.686738, -np.log(np.e**2 + np.e)], abs=1e-5)
    assert network.description.crops == (Crop(1.5, 16),)
    assert network.description.fit is Fit.PAD
    assert network.description.card["licence"] == "MIT"


def test_pixels_are_prepared_as_described(tmp_path: Path) -> None:
    """Worked by hand: BGR, / 255, mean and std of the network's own order; 255 red is (1 - 0.5) / 0.25 = 2."""
    write_net(tmp_path / "net.onnx", [[0, 0], [0, 0], [1, 0]], nhwc=True)
    text = TEXT.replace(
        'order = "rgb"', 'order = "bgr"\ndivide = 255.0\nmean = [0.0, 0.0, 0.5]\nstd = [1.0, 1.0, 0.25]'
    )
    network = made(tmp_path, text.replace('"nchw"', '"nhwc"'))
    assert network.run([crop(255, 7, 9)]) == pytest.approx([2.0], abs=1e-5)


@pytest.mark.parametrize(("bona_fide", "sign"), [(0, -1), (1, 1)])
def test_a_sigmoid_is_turned_into_log_odds(tmp_path: Path, bona_fide: int, sign: int) -> None:
    """sigmoid(2) becomes 2 where the probability is of bona fide, -2 where it is of an attack."""
    write_net(tmp_path / "net.onnx", [[0.01], [0], [0]], last="Sigmoid", fixed=False)
    text = TEXT.replace('"logits"', '"sigmoid"').replace("bona_fide = 0", f"bona_fide = {bona_fide}")
    network = made(tmp_path, text)
    assert network.run([crop(200, 0, 0)]) == pytest.approx([sign * 2], abs=1e-4)


def test_certain_probabilities_stay_finite(tmp_path: Path) -> None:
    """A softmax that is 1 in float32 becomes large log-odds, not infinity; 0 becomes their opposite."""
    write_net(tmp_path / "net.onnx", [[1, 0], [0, 1], [0, 0]], last="Softmax")
    network = made(tmp_path, TEXT.replace('"logits"', '"softmax"'))
    found = network.run([np.concatenate([crop(255, 0, 0), crop(0, 255, 0), crop(9, 9, 9)])])
    assert found == pytest.approx([16, -16, 0], abs=0.3)


@pytest.mark.parametrize("mean_of", ["probabilities", "log_odds"])
def test_members_are_averaged_as_described(tmp_path: Path, mean_of: str) -> None:
    """P = 0.9 and 0.5: their mean is 0.7, while the mean of their log-odds is half of ln 9."""
    write_net(tmp_path / "net.onnx", [[np.log(9) / 100, 0], [0, 0], [0, 0]])
    write_net(tmp_path / "other.onnx", np.zeros((3, 2)))
    other = TEXT[TEXT.index("[[network]]") :].replace("net.onnx", "other.onnx")
    network = made(tmp_path, TEXT.replace('"probabilities"', f'"{mean_of}"') + other)
    expected = np.log(0.7 / 0.3) if mean_of == "probabilities" else np.log(9) / 2
    assert network.run([crop(100, 0, 0)]) == pytest.approx([expected], abs=1e-5)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('name = "stranger"', "", "name.*missing"),
        ('name = "stranger"', "name = 3", "name and a version"),
        ("size = 16", "size = 16.5", "whole number"),
        ("size = 16", "size = 8", "16 to 1024"),
        ("scale = 1.5", "scale = inf", "finite"),
        ('fit = "pad"', 'fit = "stretch"', "shift.*pad"),
        ('order = "rgb"', 'order = "grb"', "rgb.*bgr"),
        ('kind = "onnx"', 'kind = "keras"', "minifasnet-v2"),
        ('kind = "onnx"', 'kind = "minifasnet-v2"\ndivide = 0', "above 0"),
        ('layout = "nchw"', 'layout = "nhwc"\nkind2 = 1', "kind2"),
        ("bona_fide = 0", "bona_fide = -1", "bona_fide"),
        ("bona_fide = 0", "bona_fide = true", "whole number"),
        ("bona_fide = 0", "bona_fide = 0\ncrop = 1", "every one of them used"),
        ("bona_fide = 0", "bona_fide = 0\nmean = [1, 2]", "three numbers"),
        ("bona_fide = 0", "bona_fide = 0\nstd = [1, 0, 1]", "above 0"),
        ('weights = "net.onnx"', "weights = 3", "expected texts"),
        ('mean_of = "probabilities"', 'mean_of = "luck"', "log_odds"),
        ("[[network]]", "[network]", "at least one"),
        ("[[crop]]", "[crop]", "at least one"),
        ("[card]", "card = [", "expected the description"),
        ("lift = 0.0", 'lift = "high"', "finite"),
    ],
)
def test_a_broken_description_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    """Each mistake is told by its value, before any weights are read."""
    assert old in TEXT
    (tmp_path / "net.toml").write_text(TEXT.replace(old, new))
    with pytest.raises(TrainingError, match=message):
        read_foreign(tmp_path / "net.toml")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("size = 16", "size = 32", "expected a network from"),
        ('layout = "nchw"', 'layout = "nhwc"', "expected a network from"),
        ('output = "logits"', 'output = "sigmoid"', "expected sigmoid"),
        ("bona_fide = 0", "bona_fide = 2", "bona fide at 2"),
        ("bona_fide = 0", f'bona_fide = 0\nsha256 = "{"0" * 64}"', "expected SHA-256"),
        ('weights = "net.onnx"', 'weights = "none.onnx"', r"none\.onnx"),
    ],
)
def test_weights_that_are_others_than_described_are_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    """Another size, layout, answer, class or file: an error, and nothing is written."""
    write_net(tmp_path / "net.onnx", np.zeros((3, 2)))
    assert old in TEXT
    with pytest.raises(TrainingError, match=message):
        made(tmp_path, TEXT.replace(old, new))
    assert not (tmp_path / "out.onnx").exists()


@pytest.mark.parametrize("content", [b"", b"nothing", b"\x08\x08\x12\xff\xff\xff\xff\x0f"])
def test_hostile_weights_are_refused(tmp_path: Path, content: bytes) -> None:
    """Bytes that are no ONNX network, or one cut in half, end in TrainingError."""
    whole = write_net(tmp_path / "net.onnx", np.zeros((3, 2))).read_bytes()
    for broken in (content, whole[: len(whole) // 2]):
        (tmp_path / "net.onnx").write_bytes(broken)
        with pytest.raises(TrainingError, match="expected"):
            made(tmp_path)


def test_a_network_that_gives_no_numbers_is_refused(tmp_path: Path) -> None:
    """NaN in the weights is found when the file is tried."""
    write_net(tmp_path / "net.onnx", np.full((3, 2), np.nan))
    with pytest.raises(TrainingError, match="finite log-odds"):
        made(tmp_path)
    assert not (tmp_path / "out.onnx").exists()


def test_one_file_of_weights_may_be_named(tmp_path: Path) -> None:
    """The description of the MobileNetV2 takes the file that it is given, wherever that lies."""
    network = read_foreign(PEERS / "mobilenetv2.toml", tmp_path / "somewhere.onnx").networks[0]
    assert network.weights == tmp_path / "somewhere.onnx"
    with pytest.raises(TrainingError, match="folder of weights"):
        read_foreign(PEERS / "silentface.toml", tmp_path / "somewhere.onnx")


def _views(shared: Path) -> list[list[tuple[NDArray[np.uint8], Any]]]:
    entries = [e for e in read_manifest(shared / "pad/manifest.csv", framings=("frame",)) if e.split == "validation"]
    return [list(pictures(entry)) for entry in entries[::90]]


def test_silent_face_answers_as_at_home(shared: Path, tmp_path: Path) -> None:
    """On real faces: the mean of torch's two softmaxes of BGR crops, as log-odds, within a thousandth."""
    weights = shared / "peers"
    export_foreign(read_foreign(PEERS / "silentface.toml", weights), tmp_path / "sf.onnx")
    network = PassiveNetwork(tmp_path / "sf.onnx")
    homes = [
        load_public("v2", weights / "silentface-2.7_80x80_MiniFASNetV2.pth").eval(),
        load_public("v1se", weights / "silentface-4_0_0_80x80_MiniFASNetV1SE.pth").eval(),
    ]
    answers = []
    for views in _views(shared):
        crops = network.crops(views)
        shares = []
        for home, rgb in zip(homes, crops, strict=True):
            bgr = torch.from_numpy(cv2.cvtColor(rgb[0], cv2.COLOR_RGB2BGR).transpose(2, 0, 1)[None].astype(np.float32))
            with torch.no_grad():
                shares.append(torch.softmax(home(bgr).double(), 1)[0, 1].item())
        mean = sum(shares) / 2
        answers.append(network.run(crops)[0])
        assert answers[-1] == pytest.approx(np.log(mean / (1 - mean)), abs=1e-3)
    assert np.ptp(answers) > 2


def test_hairymax_answers_as_at_home(shared: Path, tmp_path: Path) -> None:
    """On real faces: the original file run by hand on a padded square of RGB 0..1, within a thousandth."""
    weights = shared / "peers/hairymax-minifasnet-bin-1.5-128.onnx"
    export_foreign(read_foreign(PEERS / "hairymax.toml", weights), tmp_path / "hm.onnx")
    network, home, answers = PassiveNetwork(tmp_path / "hm.onnx"), open_onnx(weights), []
    for views in _views(shared):
        pixels, found = views[0]
        box = corrected(found, 0.25, 1.3)
        side = round(1.5 * box.longer_side)
        left, top = round(box.centre[0] - 0.75 * box.longer_side), round(box.centre[1] - 0.75 * box.longer_side)
        if min(left, top) < 0 or left + side > pixels.shape[1] or top + side > pixels.shape[0]:
            continue  # where black is added, half a pixel of rounding is left to the edge
        crops = network.crops(views[:1])
        picture = crops[0].transpose(0, 3, 1, 2).astype(np.float32) / 255
        region = cv2.resize(pixels[top : top + side, left : left + side], (128, 128), interpolation=cv2.INTER_AREA)
        assert np.abs(region.astype(int) - crops[0][0]).mean() < 6
        logits = home.run(None, {"input": picture})[0][0]
        answers.append(network.run(crops)[0])
        assert answers[-1] == pytest.approx(logits[0] - logits[1], abs=1e-3)
    assert len(answers) > 2
    assert np.ptp(answers) > 2
