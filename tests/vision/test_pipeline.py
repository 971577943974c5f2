"""The way of one frame: what an analysis holds with a face, with several, and without one."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from facevow.errors import ModelCorrupt
from facevow.types import Box, Face, Frame, QualityCode
from facevow.vision.detector import Detector
from facevow.vision.passive import PassiveNetwork
from facevow.vision.pipeline import Pipeline
from facevow.vision.quality import Limits
from tests.networks import BONA_FIDE, blazeface, clean_frame, face_mesh, frame_at, side_by_side
from tests.onnx_files import write_passive

Make = Callable[..., Pipeline]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Makes pipelines of the real networks and a passive network with a fixed score."""

    def made(*, detector: Detector | None = None, score: float = 0.75, limits: Limits | None = None) -> Pipeline:
        passive = PassiveNetwork(write_passive(tmp_path / "passive.onnx", score=score))
        return Pipeline(detector or blazeface(), face_mesh(), passive, limits)

    return made


class Fixed:
    """A detector that always sees the same face."""

    name = "fixed"

    def __init__(self, face: Face) -> None:
        self._face = face

    def __call__(self, frame: Frame) -> tuple[Face, ...]:
        """The face, wherever one looks."""
        del frame
        return (self._face,)


def test_a_frame_with_a_face_is_analysed_in_full(shared: Path, make: Make) -> None:
    """Faces, mesh, motion, quality and score are all there, with the frame's index, time and size."""
    frame = Frame(clean_frame(shared).pixels, index=7, at=1.25)
    found = make().analyse(frame)
    assert (found.index, found.at, found.width, found.height) == (7, 1.25, frame.width, frame.height)
    assert found.face is not None
    assert found.faces == blazeface()(frame)
    assert found.landmarks is not None
    assert found.motion is not None
    assert found.quality.codes == ()
    assert found.passive is not None
    assert found.passive.value == pytest.approx(0.75)
    assert found.passive.model == "brightness 0"


def test_every_stage_is_timed(shared: Path, make: Make) -> None:
    """The milliseconds name the stages that ran, and no more."""
    full, empty = make().analyse(clean_frame(shared)), make().analyse(Frame(np.zeros((50, 50, 3), np.uint8)))
    assert list(full.milliseconds) == ["fingerprint", "detect", "mesh", "quality", "passive"]
    assert list(empty.milliseconds) == ["fingerprint", "detect", "quality"]
    assert all(spent > 0 for spent in full.milliseconds.values())


@pytest.mark.parametrize("shape", [(480, 640), (1, 1), (1, 900), (900, 1)])
def test_without_a_face_nothing_is_judged(make: Make, shape: tuple[int, int]) -> None:
    """An empty picture of any shape has no mesh, no motion, no score, and says NO_FACE."""
    found = make().analyse(Frame(np.full((*shape, 3), 128, np.uint8)))
    assert (found.faces, found.face, found.landmarks, found.motion, found.passive) == ((), None, None, None, None)
    assert found.quality.codes == (QualityCode.NO_FACE,)


def test_of_several_faces_the_largest_is_judged(shared: Path, make: Make) -> None:
    """Mesh and motion belong to the largest of two people."""
    pair = side_by_side(frame_at(shared, BONA_FIDE[1], 0).pixels, frame_at(shared, BONA_FIDE[4], 0).pixels)
    found = make().analyse(Frame(pair))
    assert len(found.faces) == 2
    assert found.face is not None
    assert found.landmarks is not None
    assert found.face.box.area == max(face.box.area for face in found.faces)
    x, y = found.landmarks.points[:, :2].mean(axis=0)
    assert found.face.box.x < x < found.face.box.right
    assert found.face.box.y < y < found.face.box.bottom


def test_a_face_that_the_mesh_denies_has_no_landmarks(make: Make) -> None:
    """Where the mesh is not sure there are no landmarks and no motion, and a score is given all the same."""
    nowhere = Face(Box(100, 100, 120, 120), 0.9, ((130, 140), (190, 140)))
    found = make(detector=Fixed(nowhere)).analyse(Frame(np.full((400, 400, 3), 128, np.uint8)))
    assert found.faces == (nowhere,)
    assert found.landmarks is None
    assert found.motion is None
    assert QualityCode.COVERED in found.quality.codes
    assert found.passive is not None


def test_a_network_that_gives_no_score_is_an_error(shared: Path, make: Make) -> None:
    """A passive answer that is no number is an exception, never a score."""
    for score in (float("nan"), float("inf")):
        with pytest.raises(ModelCorrupt):
            make(score=score).analyse(clean_frame(shared))


def test_the_pipeline_names_its_passive_network(make: Make, tmp_path: Path) -> None:
    """`model` is the name and version that stand in the passive network's file, `model_sha256` is of that file."""
    pipeline = make()
    assert pipeline.model == "brightness 0"
    assert pipeline.model_sha256 == sha256((tmp_path / "passive.onnx").read_bytes()).hexdigest()


def test_limits_reach_the_quality(shared: Path, make: Make) -> None:
    """Limits given to the pipeline decide about its frames."""
    assert make(limits=Limits(darkest=250)).analyse(clean_frame(shared)).quality.codes == (QualityCode.TOO_DARK,)


def test_frames_leave_no_memory(shared: Path, make: Make) -> None:
    """The same frame gives the same analysis before and after other frames."""
    pipeline, frame = make(), clean_frame(shared)
    before = pipeline.analyse(frame)
    for name in BONA_FIDE[3:5]:
        pipeline.analyse(frame_at(shared, name, 0))
    after = pipeline.analyse(frame)
    assert (before.faces, before.motion, before.quality, before.passive) == (
        after.faces,
        after.motion,
        after.quality,
        after.passive,
    )
