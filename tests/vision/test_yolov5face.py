"""The second detector: both forms of its exports, and files that are none."""

from pathlib import Path

import numpy as np
import pytest

from facevow.errors import ModelCorrupt, ModelMissing
from facevow.types import Face, Frame
from facevow.vision.detector import Floats
from facevow.vision.runtime import open_onnx
from facevow.vision.yolov5face import YoloV5Face
from tests.conftest import lacking
from tests.networks import BONA_FIDE, blazeface, clean_frame, footage, frame_at, side_by_side
from tests.onnx_files import FLOAT, UINT8, Node, Value, write_constant, write_onnx, write_passive

PUBLISHED_ANCHORS = {
    8: [(4, 5), (8, 10), (13, 16)],
    16: [(23, 29), (43, 55), (73, 105)],
    32: [(146, 217), (231, 300), (335, 433)],
}


@pytest.fixture(scope="module")
def weights(shared: Path) -> Path:
    path = shared / "weights" / "yolov5n-0.5-face.onnx"
    if not path.is_file():
        lacking("shared", f"needs YOLOv5-face weights at {path}, which are not distributed with the project")
    return path


@pytest.fixture(scope="module")
def detector(weights: Path) -> YoloV5Face:
    return YoloV5Face(weights)


def eye_distance(one: Face, other: Face) -> float:
    """The greater distance between the same eye of both faces, in widths of the face."""
    pairs = np.array(one.points[:2]) - np.array(other.points[:2])
    return float(np.hypot(*pairs.T).max() / one.box.width)


@pytest.mark.parametrize("name", BONA_FIDE)
def test_both_detectors_agree_on_real_people(shared: Path, detector: YoloV5Face, name: str) -> None:
    """In nearly all frames both find the same face, with boxes of the same meaning and eyes in the same place."""
    overlaps, distances = [], []
    for frame in footage(shared, name, 36):
        first, second = blazeface()(frame), detector(frame)
        overlaps.append(first[0].box.overlap(second[0].box) if first and second else 0.0)
        if first and second:
            distances.append(eye_distance(first[0], second[0]))
    assert np.mean(np.array(overlaps) > 0.5) >= 0.95
    assert np.median(overlaps) > 0.75
    assert max(distances) < 0.2
    assert np.median(distances) < 0.1


def test_two_people_are_two_faces_with_five_points(shared: Path, detector: YoloV5Face) -> None:
    """Two frames side by side give two faces of five points each, the larger one first."""
    left, right = frame_at(shared, BONA_FIDE[1], 0).pixels, frame_at(shared, BONA_FIDE[4], 0).pixels
    faces = detector(Frame(side_by_side(left, right)))
    assert len(faces) == 2
    assert faces[0].box.area >= faces[1].box.area
    assert all(len(face.points) == 5 and 0.5 < face.score <= 1 for face in faces)


def test_pictures_without_a_person_have_no_face(detector: YoloV5Face) -> None:
    """Plain, random, tiny and very wide pictures give no face."""
    noise = np.random.default_rng(2).integers(0, 256, (300, 400, 3), np.uint8)
    plain = [np.full((*shape, 3), 70, np.uint8) for shape in ((480, 640), (1, 1), (1, 3000), (3000, 1))]
    assert all(detector(Frame(pixels)) == () for pixels in (noise, *plain))


def decode_one_by_one(heads: list[Floats], least: float) -> Floats:
    """Decode raw heads cell by cell, as the paper's formulas say, for candidates over `least` objectness."""
    rows = []
    for head, (stride, anchors) in zip(heads, PUBLISHED_ANCHORS.items(), strict=True):
        certain = 1 / (1 + np.exp(-head[0, ..., 4].astype(np.float64))) > least
        for which, y, x in np.argwhere(certain):
            raw = head[0, which, y, x].astype(np.float64)
            squashed = 1 / (1 + np.exp(-raw))
            wide, high = anchors[which]
            row = [(squashed[0] * 2 - 0.5 + x) * stride, (squashed[1] * 2 - 0.5 + y) * stride]
            row += [(squashed[2] * 2) ** 2 * wide, (squashed[3] * 2) ** 2 * high, squashed[4]]
            for point in range(5):
                row += [raw[5 + 2 * point] * wide + x * stride, raw[6 + 2 * point] * high + y * stride]
            rows.append([*row, squashed[15]])
    return np.array([rows], np.float32)


def test_the_decoded_form_gives_the_same_faces(shared: Path, weights: Path, tmp_path: Path) -> None:
    """An export that decodes inside the graph (one output of 1 x N x 16) gives what the raw heads give."""
    frame = clean_frame(shared)
    raw = YoloV5Face(weights)
    tensor, _ = raw._preprocess(frame.pixels)
    candidates = decode_one_by_one(open_onnx(weights).run(None, {"data": tensor}), least=0.1)
    assert candidates.shape[1] > 3
    decoded = YoloV5Face(write_constant(tmp_path / "decoded.onnx", candidates))
    (expected,), (found,) = raw(frame), decoded(frame)
    assert found.score == pytest.approx(expected.score, abs=1e-4)
    assert found.box.overlap(expected.box) > 0.999
    np.testing.assert_allclose(found.points, expected.points, atol=0.05)


def test_heads_of_48_channels_give_the_same_faces(shared: Path, weights: Path) -> None:
    """Heads that were left as 1 x 48 x H x W mean the same as those of 1 x 3 x H x W x 16."""
    detector = YoloV5Face(weights)
    tensor, _ = detector._preprocess(clean_frame(shared).pixels)
    heads = detector._run(tensor)
    flat = [head.transpose(0, 1, 4, 2, 3).reshape(1, 48, *head.shape[2:4]) for head in heads]
    np.testing.assert_array_equal(detector._decode(flat), detector._decode(heads))


def test_candidates_that_are_no_numbers_are_dropped(tmp_path: Path) -> None:
    """A network that answers NaN or infinity finds nothing, rather than a face nowhere."""
    answer = np.ones((1, 3, 16), np.float32)
    answer[0, 0, 2], answer[0, 1, 7] = np.nan, np.inf
    answer[0, 2, :4] = (320, 320, -50, 60)
    assert YoloV5Face(write_constant(tmp_path / "wild.onnx", answer))(Frame(np.zeros((90, 90, 3), np.uint8))) == ()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """Without a file the error says where one was expected."""
    with pytest.raises(ModelMissing, match=r"nowhere\.onnx"):
        YoloV5Face(tmp_path / "nowhere.onnx")


@pytest.mark.parametrize("content", [b"", b"text, not a network\n", bytes(4000)])
def test_a_file_that_is_no_network_is_refused(tmp_path: Path, content: bytes) -> None:
    """A file of anything else is ModelCorrupt."""
    path = tmp_path / "some.onnx"
    path.write_bytes(content)
    with pytest.raises(ModelCorrupt):
        YoloV5Face(path)


def test_a_truncated_file_is_refused(weights: Path, tmp_path: Path) -> None:
    """The first half of the weights is ModelCorrupt."""
    path = tmp_path / "half.onnx"
    path.write_bytes(weights.read_bytes()[:900_000])
    with pytest.raises(ModelCorrupt):
        YoloV5Face(path)


def test_another_network_is_refused(tmp_path: Path) -> None:
    """A sound ONNX file with another kind of input (here a passive network) is ModelCorrupt."""
    with pytest.raises(ModelCorrupt, match="expected one float input"):
        YoloV5Face(write_passive(tmp_path / "passive.onnx"))


@pytest.mark.parametrize("shape", [(1, 100, 85), (1, 16), (100, 16)])
def test_an_answer_of_another_shape_is_refused(tmp_path: Path, shape: tuple[int, ...]) -> None:
    """A picture network whose one output is not 1 x N x 16 is ModelCorrupt, and the message names the shape."""
    with pytest.raises(ModelCorrupt, match=rf"found \({shape[0]}, "):
        YoloV5Face(write_constant(tmp_path / "other.onnx", np.zeros(shape, np.float32)))


@pytest.mark.parametrize(("heads", "shape"), [(2, (1, 3, 80, 80, 16)), (3, (1, 3, 70, 70, 16)), (3, (1, 255, 80, 80))])
def test_the_wrong_heads_are_refused(tmp_path: Path, heads: int, shape: tuple[int, ...]) -> None:
    """Two heads, heads of no known stride, and heads of another YOLO are ModelCorrupt."""
    path = write_onnx(
        tmp_path / "heads.onnx",
        tuple(Node("Identity", ("answer",), f"head{number}") for number in range(heads)),
        (Value("data", FLOAT, (1, 3, 640, 640)),),
        tuple(Value(f"head{number}", FLOAT, shape) for number in range(heads)),
        constants={"answer": np.zeros(shape, np.float32)},
    )
    with pytest.raises(ModelCorrupt):
        YoloV5Face(path)


def test_a_network_for_bytes_is_refused(tmp_path: Path) -> None:
    """An input of whole numbers would be fed the wrong values, so it is ModelCorrupt."""
    path = write_onnx(
        tmp_path / "bytes.onnx",
        (Node("Identity", ("answer",), "out"),),
        (Value("data", UINT8, (1, 3, 640, 640)),),
        (Value("out", FLOAT, (1, 1, 16)),),
        constants={"answer": np.zeros((1, 1, 16), np.float32)},
    )
    with pytest.raises(ModelCorrupt, match="tensor\\(uint8\\)"):
        YoloV5Face(path)
