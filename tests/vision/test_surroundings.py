"""The movement of what surrounds a face, on pictures that are moved in a known way and on real clips."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from facevow.media.video import VideoReader
from facevow.types import Box, Face, Frame, Pixels
from facevow.vision.surroundings import LEAST_POINTS, Surroundings
from tests.networks import blazeface

FACE = Face(Box(240, 160, 160, 160), 0.9, ())


def wall(seed: int = 0) -> Pixels:
    """A wall full of things to follow."""
    things = np.random.default_rng(seed).integers(0, 255, (40, 54, 3)).astype(np.uint8)
    return np.asarray(cv2.resize(things, (640, 480), interpolation=cv2.INTER_CUBIC), np.uint8)


def moved(pixels: Pixels, matrix: object) -> Frame:
    warped = cv2.warpAffine(pixels, np.array(matrix, np.float64), (640, 480), borderMode=cv2.BORDER_REFLECT)
    return Frame(np.asarray(warped, np.uint8))


@pytest.mark.parametrize(("dx", "dy"), [(0, 0), (6, 0), (-4, 8)])
def test_a_shift_is_told_in_pixels_of_the_frame(dx: int, dy: int) -> None:
    """A wall that goes aside has gone aside by that much, and has neither grown nor turned."""
    seen = Surroundings()
    assert seen.observe(Frame(wall()), FACE) is None
    drift = seen.observe(moved(wall(), [[1, 0, dx], [0, 1, dy]]), FACE)
    assert drift is not None
    assert drift.dx == pytest.approx(dx, abs=0.6)
    assert drift.dy == pytest.approx(dy, abs=0.6)
    assert drift.scale == pytest.approx(1, abs=0.01)
    assert drift.rotation == pytest.approx(0, abs=0.5)
    assert drift.points >= LEAST_POINTS


def test_growth_and_rotation_are_told_about_the_face() -> None:
    """A wall that grows by 4 % and turns by 3 degrees clockwise about the face's middle: so much, and no shift."""
    seen = Surroundings()
    seen.observe(Frame(wall()), FACE)
    drift = seen.observe(moved(wall(), cv2.getRotationMatrix2D(FACE.box.centre, -3, 1.04)), FACE)
    assert drift is not None
    assert drift.scale == pytest.approx(1.04, abs=0.01)
    assert drift.rotation == pytest.approx(3, abs=0.5)
    assert drift.dx == pytest.approx(0, abs=0.8)
    assert drift.dy == pytest.approx(0, abs=0.8)


def test_the_face_itself_does_not_count() -> None:
    """What happens inside the face's box leaves the surroundings where they are."""
    seen = Surroundings()
    seen.observe(Frame(wall()), FACE)
    changed = wall()
    changed[160:320, 240:400] = wall(1)[160:320, 240:400]
    drift = seen.observe(Frame(changed), FACE)
    assert drift is not None
    assert abs(drift.dx) + abs(drift.dy) < 0.3


def test_nothing_is_said_without_a_face_a_before_or_something_to_follow() -> None:
    """None for the first frame, without a face now or before, after a change of size, and before a plain wall."""
    seen = Surroundings()
    assert seen.observe(Frame(wall()), None) is None
    assert seen.observe(Frame(wall()), FACE) is None
    assert seen.observe(Frame(wall()), None) is None
    assert seen.observe(Frame(wall()), FACE) is None
    assert seen.observe(Frame(wall()[:400]), FACE) is None
    plain = np.full((480, 640, 3), 128, np.uint8)
    assert [Surroundings().observe(Frame(plain), FACE), seen.observe(Frame(plain), FACE)] == [None, None]


def test_a_face_beyond_the_frame_is_no_error() -> None:
    """A box that lies outside the picture, or fills it, leaves nothing to follow."""
    for box in (Box(-900, -900, 100, 100), Box(-100, -100, 900, 900)):
        seen = Surroundings()
        seen.observe(Frame(wall()), Face(box, 0.9, ()))
        assert seen.observe(Frame(wall()), Face(box, 0.9, ())) is None


def test_the_same_frames_say_the_same(shared: Path) -> None:
    """Two runs over a real clip agree to the last bit, and something is said of nearly every frame."""
    runs = []
    for _ in range(2):
        seen = Surroundings()
        with VideoReader(shared / "footage" / "bonafide-1-webcam.webm") as reader:
            frames = [frame for frame in reader if frame.index < 20]
        runs.append([seen.observe(frame, blazeface()(frame)[0]) for frame in frames])
    assert runs[0] == runs[1]
    assert sum(drift is not None for drift in runs[0]) >= 18
