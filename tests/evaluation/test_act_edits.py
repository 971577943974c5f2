"""Edits of meshes: that they move what they say, and nothing else."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.challenge.events import Act
from facevow.evaluation.act_edits import ACT_AT, BROW_POINTS, CHIN, UPPER_LIDS, Deed, Mesh, deeds, move, perform
from facevow.evaluation.acts import recognise
from facevow.types import FaceMotion, FrameAnalysis, Landmarks
from facevow.vision import motion
from facevow.vision.blendshapes import BLENDSHAPE_NAMES
from tests.making import make_analysis

# Where the named points of the mesh stand in a made face: right to left and down, in distances of the eyes.
# fmt: off
EYE = {33: (-.50, 0), 133: (-.20, 0), 362: (.20, 0), 263: (.50, 0)}
RIGHT_LIDS = dict(zip((246, 161, 160, 159, 158, 157, 173), np.linspace(-.47, -.23, 7), strict=True))
LEFT_LIDS = dict(zip((466, 388, 387, 386, 385, 384, 398), np.linspace(.47, .23, 7), strict=True))
LOWER_OF = dict(zip(UPPER_LIDS, (7, 163, 144, 145, 153, 154, 155, 249, 390, 373, 374, 380, 381, 382), strict=True))
MOUTH = {61: (-.28, .75), 291: (.28, .75), 78: (-.24, .75), 308: (.24, .75), 13: (0, .745), 14: (0, .755)}
MIDDLE = {10: (0, -.75), 151: (0, -.5), 9: (0, -.25), 168: (0, 0), 6: (0, .1), 4: (0, .4), 200: (0, 1), 175: (0, 1.15),
          152: (0, 1.25)}
SIDES = {234: (-.75, .1), 454: (.75, .1), 127: (-.75, -.1), 356: (.75, -.1), 172: (-.55, .9), 397: (.55, .9),
         116: (-.55, .25), 345: (.55, .25)}
# fmt: on


def face() -> Mesh:
    """A face of 100 pixels between the eyes, on a round head; the points nobody named lie anywhere on it."""
    flat = np.random.default_rng(3).uniform((-0.7, -0.7), (0.7, 1.2), (478, 2))
    named: Mapping[int, tuple[float, float]] = {**EYE, **MOUTH, **MIDDLE, **SIDES}
    for number, place in named.items():
        flat[number] = place
    for upper, across in {**RIGHT_LIDS, **LEFT_LIDS}.items():
        flat[upper], flat[LOWER_OF[upper]] = (across, -0.045), (across, 0.045)
    for place_in_row, brow in enumerate(BROW_POINTS):
        side = -1 if place_in_row < 10 else 1
        flat[brow] = (side * (0.15 + 0.04 * (place_in_row % 10)), -0.2)
    depth = -0.6 + 0.5 * (flat[:, 0] ** 2 + (flat[:, 1] - 0.2) ** 2)
    return np.column_stack([flat, depth]).astype(np.float32) * 100 + np.array([300, 240, 0], np.float32)


def shapes(points: Mesh) -> dict[str, float]:
    """In place of the network: activations from the points themselves, in the manner of blendshapes."""
    unit = float(np.linalg.norm(points[263] - points[33]))
    gap = float(np.linalg.norm(points[UPPER_LIDS, :] - points[[LOWER_OF[lid] for lid in UPPER_LIDS], :], axis=1).mean())
    values = dict.fromkeys(BLENDSHAPE_NAMES, 0.1)
    values["eyeBlinkLeft"] = values["eyeBlinkRight"] = max(0.0, 0.8 - 8 * gap / unit)
    values["jawOpen"] = min(1.0, 2 * float(np.linalg.norm(points[14] - points[13])) / unit)
    smile = (float(np.linalg.norm(points[291] - points[61])) / unit - 0.56) * 5
    values["mouthSmileLeft"] = values["mouthSmileRight"] = min(max(smile, 0.0), 1.0)
    brow = (
        float(np.linalg.norm(points[105] - points[33])) / unit - float(np.linalg.norm(face()[105] - face()[33])) / 100
    )
    for name in ("browInnerUp", "browOuterUpLeft", "browOuterUpRight"):
        values[name] = min(max(0.1 + 8 * brow, 0.0), 1.0)
    return values


def measured(points: Mesh) -> FaceMotion:
    return motion.measure(Landmarks(points, 1.0, shapes(points)))


def stretch() -> list[FrameAnalysis]:
    """Half a second of a still face at 30 frames a second."""
    landmarks = Landmarks(face(), 1.0, shapes(face()))
    still = [make_analysis(number / 30, motion=motion.measure(landmarks)) for number in range(15)]
    return [replace(each, landmarks=landmarks) for each in still]


@pytest.mark.parametrize(
    ("act", "axis", "sign"),
    [
        (Act.TURN_LEFT, "yaw", 1),
        (Act.TURN_RIGHT, "yaw", -1),
        (Act.LOOK_UP, "pitch", 1),
        (Act.LOOK_DOWN, "pitch", -1),
        (Act.TILT_LEFT, "roll", 1),
        (Act.TILT_RIGHT, "roll", -1),
    ],
)
def test_head_acts_turn_by_their_degrees_in_the_persons_sense(act: Act, axis: str, sign: int) -> None:
    """As HeadPose measures it; size, eyes and mouth stay as they are."""
    before, after = measured(face()), measured(move(face(), act, 25, 1.0))
    assert getattr(after.pose, axis) - getattr(before.pose, axis) == pytest.approx(sign * 25, abs=1)
    assert after.size == pytest.approx(before.size, rel=1e-3)
    assert after.right_eye == pytest.approx(before.right_eye, abs=1e-3)


@pytest.mark.parametrize(("act", "factor"), [(Act.COME_CLOSER, 1.4), (Act.GO_BACK, 1 / 1.4)])
def test_an_approach_changes_the_size_alone(act: Act, factor: float) -> None:
    """By its factor at the height, by its root half-way."""
    before = measured(face())
    assert measured(move(face(), act, 1.4, 1.0)).size == pytest.approx(before.size * factor, rel=1e-3)
    assert measured(move(face(), act, 1.4, 0.5)).size == pytest.approx(before.size * factor**0.5, rel=1e-3)


def test_a_blink_shuts_the_eyes_and_an_open_mouth_the_lips() -> None:
    """And the rest of the skull stays where it was."""
    shut = measured(move(face(), Act.BLINK, 1.0, 1.0))
    assert shut.right_eye == pytest.approx(0, abs=1e-3)
    opened = move(face(), Act.OPEN_MOUTH, 0.6, 1.0)
    assert measured(opened).mouth - measured(face()).mouth == pytest.approx(0.6 * 0.56 / 0.48, abs=0.02)
    assert opened[CHIN, 1] - face()[CHIN, 1] == pytest.approx(0.6 * 56, abs=1)
    assert np.allclose(opened[[33, 263, 10, 4]], face()[[33, 263, 10, 4]], atol=1e-3)


@pytest.mark.parametrize("deed", deeds(), ids=lambda deed: f"{deed.act}-{deed.size}-{deed.rise}-{deed.times}")
def test_every_deed_that_is_done_is_seen(deed: Deed) -> None:
    """On a still face each edit is seen as often as it is labelled, as what it is, in its time."""
    edit = perform("made", stretch(), deed, shapes)
    seen = recognise(edit.analyses)
    assert [each.act for each in seen] == [deed.act] * deed.times
    assert all(label.holds(each.at) for label, each in zip(edit.labels, seen, strict=True))


def test_frames_outside_the_act_stay_as_they_were() -> None:
    """Only the act is an edit; the noise of the rest is the clip's own."""
    edit = perform("made", stretch(), Deed(Act.SMILE, 0.2, 0.3, 0.3), shapes)
    assert edit.kind == "edit"
    for analysis in edit.analyses:
        inside = ACT_AT < analysis.at < ACT_AT + 0.9
        assert analysis.landmarks is not None
        assert np.array_equal(analysis.landmarks.points, face()) != inside


@given(st.floats(-1, 10), st.sampled_from(deeds()))
def test_progress_stays_between_rest_and_done(since: float, deed: Deed) -> None:
    """Whatever the moment."""
    assert 0 <= deed.progress(since) <= 1
    if since <= 0 or since >= deed.starts[-1] + deed.seconds:
        assert deed.progress(since) == 0
