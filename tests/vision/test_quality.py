"""Each code of quality, produced by doing to a real picture what the code speaks of."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from facevow.types import Box, Face, Frame, Pixels, Quality, QualityCode
from facevow.vision import motion, quality
from facevow.vision.quality import Limits
from tests.networks import (
    BONA_FIDE,
    BOTH_SIDES,
    blazeface,
    clean_frame,
    face_mesh,
    footage,
    frame_at,
    look,
    side_by_side,
)

LIMITS = Limits()


def assess(pixels: Pixels, limits: Limits = LIMITS) -> Quality:
    """Everything that is measured of the picture, by the real networks."""
    frame = Frame(pixels)
    faces = blazeface()(frame)
    landmarks = face_mesh()(frame, faces[0]) if faces else None
    if landmarks is not None and landmarks.presence < 0.5:
        landmarks = None
    moved = None if landmarks is None else motion.measure(landmarks)
    return quality.assess(frame, faces, landmarks, moved, limits)


def assert_issue(found: Quality, code: QualityCode, limit: float, *, above: bool) -> None:
    """The code is there, with the limit and a value beyond it, and the measure of the same value."""
    (issue,) = (issue for issue in found.issues if issue.code is code)
    assert issue.limit == limit
    assert issue.value == found.measures[code]
    assert issue.value > limit if above else issue.value < limit


def scaled(pixels: Pixels, factor: float) -> Pixels:
    return np.asarray(cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)


MASK_EDGE = (234, 132, 172, 150, 176, 152, 400, 379, 397, 361, 454, 195)
"""Mesh points around what a mask hides: from ear to ear along the jaw, and the bridge of the nose."""


def masked(pixels: Pixels, colour: tuple[int, int, int]) -> Pixels:
    """The picture with a mask of one colour drawn over nose, mouth and chin."""
    outline = look(pixels)[1].points[list(MASK_EDGE), :2].round().astype(np.int32)
    return np.asarray(cv2.fillPoly(pixels.copy(), [outline], colour), np.uint8)


@pytest.mark.parametrize(
    ("name", "index"), [(BONA_FIDE[0], 0), (BONA_FIDE[1], 0), (BONA_FIDE[3], 0), (BONA_FIDE[4], 0)]
)
def test_a_clean_frame_has_no_issue(shared: Path, name: str, index: int) -> None:
    """A person in front of a webcam or a phone, also in a dim room, is told nothing."""
    assert assess(frame_at(shared, name, index).pixels).codes == ()


def test_most_frames_of_people_who_look_at_the_camera_are_clean(shared: Path) -> None:
    """In the clips of a dim room and of a moving selfie nine of ten frames have no issue."""
    for name in (BONA_FIDE[3], BONA_FIDE[4]):
        assert np.mean([assess(frame.pixels).codes == () for frame in footage(shared, name)]) >= 0.9


def test_without_a_face_that_is_the_only_issue() -> None:
    """A plain picture is NO_FACE; nothing else can be said of it."""
    found = assess(np.full((240, 320, 3), 5, np.uint8))
    assert found.codes == (QualityCode.NO_FACE,)
    assert_issue(found, QualityCode.NO_FACE, 1, above=False)


def test_a_dark_picture_is_too_dark(shared: Path) -> None:
    """At a fifth of the light the face's luma falls below the limit."""
    dark = (clean_frame(shared).pixels * 0.15).astype(np.uint8)
    assert_issue(assess(dark), QualityCode.TOO_DARK, LIMITS.darkest, above=False)


def test_an_overexposed_picture_is_too_bright(shared: Path) -> None:
    """With a third of the range left the face's luma rises over the limit."""
    bright = np.asarray(255 - (255 - clean_frame(shared).pixels.astype(np.float32)) * 0.3, np.uint8)
    assert_issue(assess(bright), QualityCode.TOO_BRIGHT, LIMITS.brightest, above=True)


def test_light_is_measured_on_the_face_alone(shared: Path) -> None:
    """A black background does not make a well lit face too dark."""
    pixels = clean_frame(shared).pixels.copy()
    box = look(pixels)[0].box
    kept = pixels[int(box.y) : int(box.bottom), int(box.x) : int(box.right)].copy()
    pixels[:] = 0
    pixels[int(box.y) : int(box.bottom), int(box.x) : int(box.right)] = kept
    assert QualityCode.TOO_DARK not in assess(pixels).codes


def test_a_blurred_picture_is_blurred(shared: Path) -> None:
    """A strong Gaussian blur takes the sharpness under the limit."""
    blurred = np.asarray(cv2.GaussianBlur(clean_frame(shared).pixels, (0, 0), 8), np.uint8)
    assert_issue(assess(blurred), QualityCode.BLURRED, LIMITS.least_sharpness, above=False)


def test_more_blur_is_less_sharpness(shared: Path) -> None:
    """The measure falls with every step of blur, so that a limit on it means something."""
    pixels = clean_frame(shared).pixels
    steps = [pixels, *(np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma), np.uint8) for sigma in (1, 2, 4, 8))]
    sharpness = [assess(step).measures[QualityCode.BLURRED] for step in steps]
    assert sharpness == sorted(sharpness, reverse=True)


def test_sharpness_does_not_depend_on_contrast(shared: Path) -> None:
    """Half the contrast of the same picture leaves the sharpness nearly as it was."""
    pixels = clean_frame(shared).pixels
    flat = (pixels.astype(np.float32) * 0.5 + 60).astype(np.uint8)
    before, after = (assess(step).measures[QualityCode.BLURRED] for step in (pixels, flat))
    assert after == pytest.approx(before, rel=0.35)


def test_a_distant_face_is_too_small(shared: Path) -> None:
    """In a picture of a fifth of the size the face has fewer pixels than the limit."""
    assert_issue(assess(scaled(clean_frame(shared).pixels, 0.2)), QualityCode.TOO_SMALL, LIMITS.least_size, above=False)


def test_a_face_that_fills_the_picture_is_too_near(shared: Path) -> None:
    """Cropped to the face, the face takes more of the picture's height than the limit."""
    pixels = clean_frame(shared).pixels
    box = look(pixels)[0].box
    margin = 0.08 * box.height
    near = pixels[int(box.y - margin) : int(box.bottom + margin), max(int(box.x - margin), 0) : int(box.right + margin)]
    assert_issue(assess(np.ascontiguousarray(near)), QualityCode.TOO_NEAR, LIMITS.greatest_share, above=True)


@pytest.mark.parametrize("side", ["left", "right", "bottom"])
def test_a_face_over_the_edge_is_cut_off(shared: Path, side: str) -> None:
    """Cropped through the face, a share of the mesh over the limit lies outside."""
    pixels = clean_frame(shared).pixels
    box = look(pixels)[0].box
    if side == "left":
        cropped = pixels[:, int(box.x + 0.3 * box.width) :]
    elif side == "right":
        cropped = pixels[:, : int(box.x + 0.7 * box.width)]
    else:
        cropped = pixels[: int(box.y + 0.75 * box.height)]
    assert_issue(assess(np.ascontiguousarray(cropped)), QualityCode.CUT_OFF, LIMITS.greatest_outside, above=True)


@pytest.mark.parametrize("colour", [(120, 170, 200), (40, 90, 200), (30, 160, 60), (240, 240, 240)])
def test_a_masked_face_is_covered(shared: Path, colour: tuple[int, int, int]) -> None:
    """A blue, green or white mask differs in colour from the skin around it by more than the limit."""
    found = assess(masked(clean_frame(shared).pixels, colour))
    assert_issue(found, QualityCode.COVERED, LIMITS.greatest_cover, above=True)


def test_a_grey_cover_is_measured_as_more_cover(shared: Path) -> None:
    """A grey mask has no colour of its own, yet it is further from skin than the open face is."""
    pixels = clean_frame(shared).pixels
    before, after = (assess(step).measures[QualityCode.COVERED] for step in (pixels, masked(pixels, (128, 128, 128))))
    assert after > before


def test_a_face_without_a_mesh_counts_as_covered(shared: Path) -> None:
    """Where the detector sees a face and the mesh none, the cover is 100, far over the limit."""
    frame = clean_frame(shared)
    found = quality.assess(frame, blazeface()(frame), None, None, LIMITS)
    assert_issue(found, QualityCode.COVERED, LIMITS.greatest_cover, above=True)
    assert found.measures[QualityCode.COVERED] == 100


def test_a_turned_head_is_turned_away(shared: Path) -> None:
    """Of frames with a mesh, those with the head beyond 35 degrees have the code and no others."""
    turned = 0
    for frame in footage(shared, BOTH_SIDES):
        landmarks = look(frame.pixels)[1]
        if landmarks.presence < 0.5:  # in full profile there is no mesh to measure
            continue
        pose, found = motion.measure(landmarks).pose, assess(frame.pixels)
        away = max(abs(pose.yaw), abs(pose.pitch)) > 35
        assert (QualityCode.TURNED_AWAY in found.codes) == away
        turned += away
        if away:
            assert_issue(found, QualityCode.TURNED_AWAY, LIMITS.greatest_turn, above=True)
    assert 3 <= turned <= len(footage(shared, BOTH_SIDES)) - 3


def test_two_people_are_several_faces(shared: Path) -> None:
    """Two people side by side are told to be alone before anything else."""
    pair = side_by_side(frame_at(shared, BONA_FIDE[1], 0).pixels, frame_at(shared, BONA_FIDE[4], 0).pixels)
    found = assess(pair)
    assert_issue(found, QualityCode.SEVERAL_FACES, LIMITS.rival_share, above=True)
    assert found.codes[0] is QualityCode.SEVERAL_FACES


def test_a_small_face_in_the_background_is_no_rival() -> None:
    """A second face of a tenth of the area is measured and passes."""
    frame = Frame(np.full((400, 400, 3), 128, np.uint8))
    faces = (Face(Box(50, 50, 200, 200), 0.9, ()), Face(Box(300, 50, 63, 63), 0.9, ()))
    found = quality.assess(frame, faces, None, None, LIMITS)
    assert found.measures[QualityCode.SEVERAL_FACES] == pytest.approx(63 * 63 / 40000)
    assert QualityCode.SEVERAL_FACES not in found.codes


def test_limits_can_be_set(shared: Path) -> None:
    """The same frame fails or passes by the limits that are given."""
    pixels = clean_frame(shared).pixels
    strict = assess(pixels, Limits(darkest=200, least_sharpness=1, least_size=1000, greatest_share=0.1))
    expected = {QualityCode.TOO_SMALL, QualityCode.TOO_NEAR, QualityCode.TOO_DARK, QualityCode.BLURRED}
    assert set(strict.codes) == expected


@pytest.mark.parametrize(
    "box", [(-500, -500, 1000, 1000), (190, 190, 400, 400), (199, 199, 1, 1), (0, 0, 0.2, 0.2), (-9, 60, 700, 3)]
)
def test_boxes_of_any_place_are_measured(box: tuple[float, float, float, float]) -> None:
    """A box over the edge, in the corner, or thinner than a pixel gives finite numbers and no exception."""
    frame = Frame(np.random.default_rng(3).integers(0, 256, (200, 200, 3), np.uint8))
    found = quality.assess(frame, (Face(Box(*box), 0.9, ()),), None, None, LIMITS)
    assert all(np.isfinite(value) for value in found.measures.values())


def test_without_a_mesh_the_box_tells_what_is_cut_off() -> None:
    """A box of which half lies outside the frame is half cut off."""
    frame = Frame(np.full((200, 200, 3), 128, np.uint8))
    found = quality.assess(frame, (Face(Box(150, 50, 100, 100), 0.9, ()),), None, None, LIMITS)
    assert found.measures[QualityCode.CUT_OFF] == pytest.approx(0.5)
