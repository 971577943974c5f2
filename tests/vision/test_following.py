"""A face is followed from frame to frame, and searched for where it cannot be."""

import math
import pickle
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from facevow.errors import ModelCorrupt
from facevow.types import Box, Face, Frame, Landmarks, Quality, QualityCode
from facevow.vision.following import FARTHEST, MOST_GROWTH, carried, rigid_points
from facevow.vision.memory import Followed, Memory
from facevow.vision.passive import PassiveNetwork
from facevow.vision.pipeline import Pipeline
from tests.networks import BONA_FIDE, blazeface, clean_frame, face_mesh, frame_at
from tests.onnx_files import write_passive

FOUND = Face(Box(100, 100, 80, 90), 0.9, ((120, 130), (160, 130), (140, 150)))
RIGID = np.random.default_rng(1).uniform((100, 100, -20), (180, 190, 20), (478, 3)).astype(np.float32)
ROOM = Frame(np.zeros((300, 400, 3), np.uint8))


@pytest.fixture
def pipeline(tmp_path: Path) -> Pipeline:
    """The real networks, and a passive network with a fixed score."""
    return Pipeline(blazeface(), face_mesh(), PassiveNetwork(write_passive(tmp_path / "passive.onnx", score=0.75)))


def mesh(points: NDArray[np.floating]) -> Landmarks:
    return Landmarks(points.astype(np.float32), 1.0, {})


def followed(found: Face = FOUND) -> Followed:
    return Followed((found,), 400, 300, found, rigid_points(mesh(RIGID)), Quality((), {}))


def moved(turn: complex = 1, shift: complex = 0) -> Landmarks:
    """The mesh turned, scaled and shifted in the plane; its depth is scaled with it."""
    flat = turn * (RIGID[:, 0] + 1j * RIGID[:, 1]) + shift
    return mesh(np.stack([flat.real, flat.imag, abs(turn) * RIGID[:, 2]], axis=1))


@given(st.floats(-0.5, 0.5), st.floats(0.9, 1.1), st.floats(-5, 5), st.floats(-5, 5))
def test_the_box_goes_with_the_mesh(angle: float, scale: float, dx: float, dy: float) -> None:
    """Scaled and shifted as the mesh is, upright all the time; the eyes turn with the head."""
    middle, turn = complex(*FOUND.box.centre), scale * complex(math.cos(angle), math.sin(angle))
    shift = middle - turn * middle + complex(dx, dy)
    face = carried(followed(), moved(turn, shift), ROOM)
    assert face is not None
    assert face.box.centre == pytest.approx((middle.real + dx, middle.imag + dy), abs=0.05)
    assert (face.box.width, face.box.height) == pytest.approx((80 * scale, 90 * scale), rel=1e-3)
    (right_x, right_y), (left_x, left_y) = face.points[:2]
    assert math.atan2(left_y - right_y, left_x - right_x) == pytest.approx(angle, abs=0.01)
    assert face.score == FOUND.score


@pytest.mark.parametrize(
    ("turn", "shift"),
    [
        (1, (FARTHEST + 0.02) * 80),
        (1, -500j),
        (MOST_GROWTH + 0.02, 0),
        (1 / (MOST_GROWTH + 0.02), 0),
        (math.nan, 0),
        (0, 0),
    ],
)
def test_what_no_head_does_is_not_followed(turn: complex, shift: complex) -> None:
    """A leap, a face that is suddenly larger or smaller, numbers that are none, and a mesh that has collapsed."""
    middle = complex(*FOUND.box.centre)
    assert carried(followed(), moved(turn, middle - turn * middle + shift), ROOM) is None


def test_a_face_that_leaves_the_frame_is_not_followed() -> None:
    """Its middle has to be inside, as that of a face that is found."""
    at_the_edge = Face(Box(-38, 100, 80, 90), 0.9, FOUND.points)
    assert carried(followed(at_the_edge), moved(), ROOM) is not None
    assert carried(followed(at_the_edge), moved(1, -4), ROOM) is None


def test_followed_frames_agree_with_searched_ones(shared: Path, pipeline: Pipeline) -> None:
    """Box, pose and eyes are those of a search, within what jitters anyway; nobody searches and nobody scores."""
    memory = Memory()
    pipeline.analyse(frame_at(shared, BONA_FIDE[1], 60), memory)
    for number in (63, 66, 69, 72):
        frame = frame_at(shared, BONA_FIDE[1], number)
        one, other = pipeline.analyse(frame, memory, judge=False), pipeline.analyse(frame)
        assert one.followed
        assert not one.glimpsed
        assert "detect" not in one.milliseconds
        assert "passive" not in one.milliseconds
        assert one.passive is None
        assert one.face is not None
        assert other.face is not None
        assert one.face.box.overlap(other.face.box) > 0.8
        assert one.motion is not None
        assert other.motion is not None
        for angle in ("yaw", "pitch", "roll"):
            assert getattr(one.motion.pose, angle) == pytest.approx(getattr(other.motion.pose, angle), abs=3)
        assert one.motion.right_eye == pytest.approx(other.motion.right_eye, abs=0.05)
        assert one.tracked is not None
        assert one.quality.codes == other.quality.codes
        assert one.digest == other.digest


def test_a_frame_that_is_scored_is_searched_whatever_is_remembered(shared: Path, pipeline: Pipeline) -> None:
    """With a memory it is analysed exactly as without one."""
    memory = Memory()
    pipeline.analyse(frame_at(shared, BONA_FIDE[1], 60), memory)
    frame = frame_at(shared, BONA_FIDE[1], 63)
    one, other = pipeline.analyse(frame, memory), pipeline.analyse(frame)
    assert (one.faces, one.motion, one.quality, one.passive) == (
        other.faces,
        other.motion,
        other.quality,
        other.passive,
    )
    assert not one.followed


@pytest.mark.parametrize("moving", [True, False])
@pytest.mark.parametrize("other", ["nobody", "somebody else", "another size", "elsewhere"])
def test_a_lost_face_is_searched_for_in_the_same_frame(
    shared: Path, pipeline: Pipeline, other: str, moving: bool
) -> None:
    """No face is taken from the past where there is none, another frame size, or one that stands elsewhere."""
    first = clean_frame(shared)
    frames: dict[str, Callable[[], Frame]] = {
        "nobody": lambda: Frame(np.full_like(first.pixels, 128)),
        "somebody else": lambda: frame_at(shared, BONA_FIDE[3], 0),
        "another size": lambda: Frame(np.ascontiguousarray(first.pixels[:, 8:])),
        "elsewhere": lambda: Frame(np.roll(first.pixels, first.height // 3, axis=0)),
    }
    memory, frame = Memory(moving=moving), frames[other]()
    pipeline.analyse(first, memory)
    found, alone = pipeline.analyse(frame, memory, judge=False), pipeline.analyse(frame)
    assert not found.followed
    assert (found.faces, found.motion, found.quality) == (alone.faces, alone.motion, alone.quality)
    assert found.passive is None
    assert (memory.followed is None) == (other == "nobody")


def test_where_nobody_asks_how_it_moves_the_face_is_glimpsed(shared: Path, pipeline: Pipeline) -> None:
    """The detector says where it is, the mesh rests, and the quality is that of the frame before: COVERED it is not."""
    memory = Memory(moving=False)
    before = pipeline.analyse(frame_at(shared, BONA_FIDE[1], 60), memory)
    glimpse = pipeline.analyse(frame_at(shared, BONA_FIDE[1], 63), memory, judge=False)
    assert glimpse.glimpsed
    assert glimpse.faces == blazeface()(frame_at(shared, BONA_FIDE[1], 63))
    assert list(glimpse.milliseconds) == ["fingerprint", "detect"]
    assert glimpse.quality == before.quality
    assert QualityCode.COVERED not in glimpse.quality.codes
    assert (glimpse.landmarks, glimpse.motion, glimpse.passive) == (None, None, None)


def test_without_a_memory_nothing_is_followed(shared: Path, pipeline: Pipeline) -> None:
    """A frame that is not scored is searched all the same."""
    found = pipeline.analyse(clean_frame(shared), judge=False)
    assert not found.followed
    assert found.motion is not None
    assert found.passive is None


def test_a_failure_leaves_no_face_behind(shared: Path, tmp_path: Path) -> None:
    """After an exception the next frame is searched."""
    broken = Pipeline(
        blazeface(), face_mesh(), PassiveNetwork(write_passive(tmp_path / "broken.onnx", score=float("nan")))
    )
    memory = Memory()
    broken.analyse(clean_frame(shared), memory, judge=False)
    assert memory.followed is not None
    with pytest.raises(ModelCorrupt):
        broken.analyse(clean_frame(shared), memory)
    assert memory.followed is None


def test_a_memory_may_travel(shared: Path, pipeline: Pipeline) -> None:
    """Pickled and brought back it follows as the one that stayed; it is small."""
    memory = Memory(surroundings=True)
    pipeline.analyse(frame_at(shared, BONA_FIDE[1], 60), memory)
    sent = pickle.dumps(memory)
    assert len(sent) < 120_000
    other: Memory = Memory()
    other.become(pickle.loads(sent))  # noqa: S301 - our own
    frame = frame_at(shared, BONA_FIDE[1], 63)
    one, two = (pipeline.analyse(frame, each, judge=False) for each in (memory, other))
    assert (one.faces, one.motion, one.drift) == (two.faces, two.motion, two.drift)
    assert one.followed
    assert replace(one, milliseconds={}).digest == two.digest
