"""Whether a picture will do as what a session's person is compared with: what the matcher needs, and no more. Pure.

Nobody can mend a poor reference later: the person fails against it, however they look into the camera.
"""

from typing import Final

from facevow.server.people.looks import NO_TEMPLATE, Look, Unfit
from facevow.server.v1.problems import Place
from facevow.types import FrameAnalysis, QualityCode, QualityIssue

LEAST_SIZE: Final = 40.0
"""Pixels of the longer side of the face. Less than a liveness check asks for (`vision.quality.Limits`), as the portrait
of a document is small: reduced to 40 pixels a face is hardly less like the same person's other images (the median score
of 23 people falls by 0.02), at 24 it is (by 0.08). `python -m bench.references` measures it, and what is said below."""

SHARP_SIZE: Final = 96.0
"""Pixels of the face from which on it has to be as sharp as for a liveness check. Of a smaller one less is asked, in
proportion, as sharpness is measured on an enlarged face: at 48 pixels 2 of 23 faces are refused that were only reduced,
and 22 of 23 that were blurred by 3 % of their width as well, which costs 0.19 of the score."""


def expect_reference(seen: Look) -> None:
    """Return if a session's person can be compared with this picture. Whether it is live is not asked.

    Raises:
        Unfit: code `not_fit`, or `no_template` where nothing else stands against it.
    """
    codes = lacking(seen.analysis)
    if not codes:
        return
    code, text = NO_TEMPLATE if codes == (NO_TEMPLATE,) else "not_fit", ", ".join(codes)
    place = Place(pointer=seen.where, detail=text, codes=list(codes))
    raise Unfit(f"expected an image fit to be compared with: {text}", (place,), code=code)


def lacking(analysis: FrameAnalysis) -> tuple[str, ...]:
    """Why a picture is not fit to be a reference, in codes; empty where it is fit."""
    face = analysis.face
    if face is None:
        return (str(QualityCode.NO_FACE),)
    found = [str(issue.code) for issue in analysis.quality.issues if _counts(issue, face.box.longer_side)]
    if len(analysis.faces) > 1:
        found.insert(0, str(QualityCode.SEVERAL_FACES))
    if analysis.template is None:
        found.append(NO_TEMPLATE)
    return tuple(dict.fromkeys(found))


def _counts(issue: QualityIssue, size: float) -> bool:
    """Whether what stands against a liveness check stands against a reference; a portrait may be nearly all face."""
    if issue.code is QualityCode.TOO_SMALL:
        return issue.value < LEAST_SIZE
    if issue.code is QualityCode.BLURRED:
        return issue.value < issue.limit * min(1.0, size / SHARP_SIZE)
    return issue.code is not QualityCode.TOO_NEAR
