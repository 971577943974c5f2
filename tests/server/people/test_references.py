"""What a picture has to be for a session's person to be compared with it, by codes and on a real frame."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from facevow.decision.policy import PolicyName
from facevow.server.people.looks import Unfit, look
from facevow.server.people.references import LEAST_SIZE, SHARP_SIZE, expect_reference, lacking
from facevow.server.v1.policies import policy_table
from facevow.types import Box, Frame, FrameAnalysis, Pixels, Quality, QualityCode, QualityIssue, Template
from facevow.vision import motion
from facevow.vision.quality import Limits, assess
from tests.making import FACE, make_analysis
from tests.networks import blazeface, clean_frame, face_mesh

TEMPLATE = Template("any 1", b"x")
SHARP = Limits().least_sharpness


def seen(*issues: QualityIssue, size: float = 160) -> FrameAnalysis:
    """A face of a size that has a template, and what stands against it in a liveness check."""
    face = replace(FACE, box=Box(200, 150, size, size))
    return replace(make_analysis(faces=(face,)), quality=Quality(issues, {}), template=TEMPLATE)


def small(size: float) -> QualityIssue:
    """What is said of a small face."""
    return QualityIssue(QualityCode.TOO_SMALL, size, Limits().least_size)


def blurred(sharpness: float) -> QualityIssue:
    """What is said of a blurred face."""
    return QualityIssue(QualityCode.BLURRED, sharpness, SHARP)


@pytest.mark.parametrize(
    "code",
    [
        QualityCode.TOO_DARK,
        QualityCode.TOO_BRIGHT,
        QualityCode.COVERED,
        QualityCode.CUT_OFF,
        QualityCode.TURNED_AWAY,
        QualityCode.SEVERAL_FACES,
    ],
)
def test_what_stands_against_a_check_stands_against_a_reference(code: QualityCode) -> None:
    """Light, cover, turn and whoever else is there."""
    assert lacking(seen(QualityIssue(code, 1, 0))) == (str(code),)


def test_a_portrait_may_be_nearly_all_face() -> None:
    """As those of documents are."""
    assert lacking(seen(QualityIssue(QualityCode.TOO_NEAR, 0.9, 0.8))) == ()


def test_a_small_face_will_do_down_to_its_own_limit() -> None:
    """Below what a liveness check asks for; one that is smaller yet is refused."""
    assert lacking(seen(small(LEAST_SIZE), size=LEAST_SIZE)) == ()
    assert lacking(seen(small(LEAST_SIZE - 1), size=LEAST_SIZE - 1)) == ("too_small",)


def test_a_small_face_need_not_be_as_sharp() -> None:
    """In proportion to its size; from a size on as sharp as for a liveness check."""
    for size in (SHARP_SIZE, 4 * SHARP_SIZE):
        assert lacking(seen(blurred(0.99 * SHARP), size=size)) == ("blurred",)
    assert lacking(seen(blurred(0.51 * SHARP), size=SHARP_SIZE / 2)) == ()
    assert lacking(seen(blurred(0.49 * SHARP), size=SHARP_SIZE / 2)) == ("blurred",)


def test_one_face_that_has_a_template() -> None:
    """A second one is one too many, however small; without any nothing else is said."""
    clean = seen()
    speck = replace(FACE, box=Box(0, 0, 10, 10))
    assert lacking(clean) == ()
    assert lacking(replace(clean, faces=(*clean.faces, speck))) == ("several_faces",)
    assert lacking(replace(clean, template=None)) == ("no_template",)
    assert lacking(make_analysis(faces=())) == ("no_face",)


@pytest.mark.parametrize(
    ("analysis", "code"),
    [
        (replace(seen(), template=None), "no_template"),
        (replace(seen(small(20), size=20), template=None), "not_fit"),
        (make_analysis(faces=()), "not_fit"),
    ],
)
def test_a_refusal_names_the_field_and_its_codes(analysis: FrameAnalysis, code: str) -> None:
    """Programs read the codes; `no_template` is the problem only where nothing else stands against it."""
    judged = look(analysis, policy_table().choose(PolicyName.BALANCED), "#/reference")
    with pytest.raises(Unfit) as caught:
        expect_reference(judged)
    (place,) = caught.value.errors
    assert (caught.value.code, place.pointer, tuple(place.codes or ())) == (code, "#/reference", lacking(analysis))


def reduced(pixels: Pixels, size: float) -> Pixels:
    """The picture with its face reduced to about so many pixels, and as large as before by a border."""
    scale = size / blazeface()(Frame(pixels))[0].box.longer_side
    less = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.copyMakeBorder(less, 40, 40, 40, 40, cv2.BORDER_REPLICATE), np.uint8)


def softened(pixels: Pixels, share: float) -> Pixels:
    """The picture, blurred by a share of the face's size."""
    size = blazeface()(Frame(pixels))[0].box.longer_side
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), share * size), np.uint8)


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (lambda pixels: pixels, set()),
        (lambda pixels: reduced(pixels, 50), set()),
        (lambda pixels: reduced(pixels, 25), {"too_small"}),
        (lambda pixels: softened(pixels, 0.04), {"blurred"}),
        (lambda pixels: softened(reduced(pixels, 50), 0.04), {"blurred"}),
        (lambda pixels: pixels // 8, {"too_dark"}),
    ],
)
def test_a_real_face(shared: Path, change: Callable[[Pixels], Pixels], codes: set[str]) -> None:
    """Reduced to the size of a document's portrait it will do; too small, blurred or dark it will not."""
    frame = Frame(change(clean_frame(shared).pixels))
    faces = blazeface()(frame)
    landmarks = face_mesh()(frame, faces[0])
    moved = motion.measure(landmarks)
    quality = assess(frame, faces, landmarks, moved, Limits())
    analysis = replace(seen(), faces=faces, quality=quality, landmarks=landmarks, motion=moved)
    assert set(lacking(analysis)) == codes
