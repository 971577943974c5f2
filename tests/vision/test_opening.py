"""Opening a whole pipeline: the right networks, and a clear refusal of the wrong ones."""

import zipfile
from pathlib import Path

import pytest

from facevow.errors import ModelCorrupt, ModelError, ModelMissing
from facevow.vision.opening import _read_bundle, open_pipeline
from tests.conftest import lacking
from tests.networks import bundle, clean_frame
from tests.onnx_files import write_passive


@pytest.fixture
def passive(tmp_path: Path) -> Path:
    bundle()  # skips where MediaPipe's networks were never fetched
    return write_passive(tmp_path / "passive.onnx", score=0.625)


def test_a_pipeline_is_opened_and_runs(shared: Path, passive: Path) -> None:
    """With the default detector and another passive network a frame is judged by that network."""
    pipeline = open_pipeline(passive=passive)
    found = pipeline.analyse(clean_frame(shared))
    assert pipeline.model == "brightness 0"
    assert found.passive is not None
    assert found.passive.value == pytest.approx(0.625)
    assert len(found.faces[0].points) == 6


def test_the_other_detector_is_opened_with_its_weights(shared: Path, passive: Path) -> None:
    """With weights the second detector finds the face, with five points."""
    weights = shared / "weights" / "yolov5n-0.5-face.onnx"
    if not weights.is_file():
        lacking("shared", f"needs YOLOv5-face weights at {weights}, which are not distributed with the project")
    found = open_pipeline("yolov5-face", weights, passive).analyse(clean_frame(shared))
    assert len(found.faces[0].points) == 5
    assert found.landmarks is not None
    assert found.passive is not None


@pytest.mark.parametrize("name", ["", "BlazeFace", "yolo", "retinaface"])
def test_an_unknown_detector_is_refused(passive: Path, name: str) -> None:
    """A detector that there is not is a ModelError that names those that there are."""
    with pytest.raises(ModelError, match="expected the detector blazeface or yolov5-face"):
        open_pipeline(name, passive=passive)


def test_a_detector_without_its_weights_is_refused(passive: Path) -> None:
    """The second detector brings no weights; the message says how to give them."""
    with pytest.raises(ModelError, match="--weights FILE"):
        open_pipeline("yolov5-face", passive=passive)


def test_weights_for_a_detector_that_has_its_own_are_refused(passive: Path) -> None:
    """Weights that would be ignored in silence are an error."""
    with pytest.raises(ModelError, match="brings its own weights"):
        open_pipeline(weights=passive, passive=passive)


def test_missing_files_are_refused(passive: Path, tmp_path: Path) -> None:
    """Weights or a passive network that are not there are ModelMissing."""
    with pytest.raises(ModelMissing):
        open_pipeline("yolov5-face", tmp_path / "none.onnx", passive)
    with pytest.raises(ModelMissing):
        open_pipeline(passive=tmp_path / "none.onnx")


def test_files_of_another_kind_are_refused(passive: Path, tmp_path: Path) -> None:
    """A passive network is no detector, a text no network, and a bundle of TFLite files no ONNX file."""
    text = tmp_path / "text.onnx"
    text.write_text("no network")
    with pytest.raises(ModelCorrupt):
        open_pipeline("yolov5-face", passive, passive)
    with pytest.raises(ModelCorrupt):
        open_pipeline(passive=text)


def write_bundle(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


NAMES = ("face_detector.tflite", "face_landmarks_detector.tflite", "face_blendshapes.tflite")


def test_a_bundle_is_read_in_the_order_of_use(tmp_path: Path) -> None:
    """Detector, mesh and blendshapes come out in that order, whatever their order in the file."""
    path = write_bundle(tmp_path / "some.task", {name: name.encode() for name in reversed(NAMES)})
    assert _read_bundle(path) == [name.encode() for name in NAMES]


def test_a_bundle_that_lacks_a_network_is_refused(tmp_path: Path) -> None:
    """Two of the three networks are ModelCorrupt."""
    with pytest.raises(ModelCorrupt, match="three networks"):
        _read_bundle(write_bundle(tmp_path / "some.task", dict.fromkeys(NAMES[:2], b"x")))


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04" + bytes(100)])
def test_a_file_that_is_no_bundle_is_refused(tmp_path: Path, content: bytes) -> None:
    """Any other content is ModelCorrupt, and so is no file at all."""
    path = tmp_path / "some.task"
    with pytest.raises(ModelCorrupt):
        _read_bundle(path)
    path.write_bytes(content)
    with pytest.raises(ModelCorrupt):
        _read_bundle(path)


def test_a_damaged_bundle_is_refused(tmp_path: Path) -> None:
    """Damage in the packed bytes is ModelCorrupt."""
    path = write_bundle(tmp_path / "some.task", dict.fromkeys(NAMES, b"network" * 1000))
    content = bytearray(path.read_bytes())
    start = content.index(NAMES[0].encode()) + len(NAMES[0])
    content[start : start + 10] = bytes([0xFF]) * 10
    path.write_bytes(content)
    with pytest.raises(ModelCorrupt):
        _read_bundle(path)
