"""Compares faces by ORB: corners of the grey picture and what surrounds them, matched point by point.

ORB (Rublee et al., "ORB: an efficient alternative to SIFT or SURF", ICCV 2011) describes a picture's texture and has no
notion of a person. It knows a picture again that it has seen, hardly the person on another day: docs/matching.md has
the figures beside those of an embedding. It is here for who comes from a system that used it.

A template's content, all of it low byte first:

    bytes           what
    2               n, the number of points, LEAST_POINTS..MOST_POINTS
    2 n             their x in the aligned face, in 1/256 pixel
    2 n             their y
    32 n            their descriptors, 256 bits each
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray

from facevow.errors import MatchError, SettingsError
from facevow.matching.aligning import aligned
from facevow.matching.correspondence import agreeing, nearest_both_ways
from facevow.types import Frame, Landmarks, Template

TITLE = "orb 1"
"""The version is to be raised whenever another template would come of the same picture, or another score."""

SIDE = 192
"""Pixels of the aligned face. 160 and 224 told people apart no better (within 0.01 of the area under the curve)."""

MOST_POINTS, LEAST_POINTS = 250, 30
"""With 500 points people were told apart no better, in four times the time. Of 4481 faces of the development data 0.2 %
have fewer than 30."""

LEAST_WEIGHED = 120
"""Points that a score is a share of at the least. Between strangers three to eight points agree by chance however few
there are: of faces with 30 to 45 points, 1.5 % of 9,000 pairs would reach 0.1, and with this floor none did. So faces
of little texture, 5 % of all, are told apart as safely as others, and only known again less often."""

THRESHOLDS: Mapping[str, float] = MappingProxyType({"0.01": 0.06, "0.001": 0.1, "0.0001": 0.14})
"""The least score of the same person, by false-match rate; docs/matching.md says how they were measured."""

CONTINUITY = 0.0
"""No score is below it, so that a change of faces goes unseen: within one recording a turn of the head takes as much
away as another face would. Against the first five faces of a clip, later ones of the same person go down to a median of
0.012, and half of the frames of somebody else reach that."""

_FIXED = 256
"""Parts of a pixel that places are kept in."""

_COUNT, _PLACE = np.dtype("<u2"), np.dtype("<u2")
_DESCRIPTOR = 32
_WORD = np.dtype("<u8")


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """What a template holds: `places` N complex64, x + iy in pixels of the aligned face; `words` N x 4 uint64."""

    places: NDArray[np.complex64]
    words: NDArray[np.uint64]


class OrbDescriber:
    """Makes templates of ORB points. For one thread."""

    def __init__(self) -> None:
        # A low threshold, so that smooth skin has corners too, and a border as wide as half a patch.
        self._orb = cv2.ORB.create(
            nfeatures=MOST_POINTS, scaleFactor=1.2, nlevels=4, edgeThreshold=15, patchSize=31, fastThreshold=7
        )

    @property
    def title(self) -> str:
        """Name and version of the matcher."""
        return TITLE

    def describe(self, frame: Frame, landmarks: Landmarks) -> Template:
        """The template of the face with these landmarks.

        Raises:
            MatchError: code `no_template`; the face is too small or flat (`aligning.aligned`), or has fewer than
                LEAST_POINTS corners.
        """
        grey = cv2.cvtColor(aligned(frame, landmarks, SIDE), cv2.COLOR_RGB2GRAY)
        found, descriptors = self._orb.detectAndCompute(grey, None)
        count = min(len(found), MOST_POINTS)  # ORB itself gives one or two more now and then
        if descriptors is None or count < LEAST_POINTS:
            raise MatchError(
                f"expected {LEAST_POINTS} points of texture in the face, found {count}", code="no_template"
            )
        places = np.array([point.pt for point in found[:count]])
        fixed = np.clip(np.rint(places * _FIXED), 0, SIDE * _FIXED - 1).astype(_PLACE)
        number = np.array([count], _COUNT)
        return Template(TITLE, number.tobytes() + fixed.T.tobytes() + np.asarray(descriptors)[:count].tobytes())


class OrbMeasure:
    """Compares two templates of ORB points."""

    @property
    def title(self) -> str:
        """Name and version of the matcher."""
        return TITLE

    def compare(self, one: Template, other: Template) -> float:
        """The share of the points that match and lie in one shape, 0..1, of those of the template that has fewer.

        It is a share of LEAST_WEIGHED points where that template has not as many, so that it cannot reach 1.
        Points match that are each other's nearest by far (`correspondence.nearest_both_ways`); then a similarity of the
        plane is sought with which most of them agree (`correspondence.agreeing`).

        Raises:
            MatchError: code `other_matcher` or `bad_template`.
        """
        first, second = points_of(one), points_of(other)
        if other.content < one.content:  # one order, whichever way round they came: so is the score one
            first, second = second, first
        ours, theirs = nearest_both_ways(first.places, first.words, second.places, second.words)
        fewer = min(len(first.places), len(second.places))
        return agreeing(first.places[ours], second.places[theirs]) / max(fewer, LEAST_WEIGHED)

    def threshold(self, fmr: str) -> float:
        """The least score of the same person at the false-match rate "0.01", "0.001" or "0.0001".

        Raises:
            SettingsError: another rate.
        """
        if fmr not in THRESHOLDS:
            raise SettingsError(f"expected a false-match rate of {', '.join(THRESHOLDS)}, got {fmr!r}")
        return THRESHOLDS[fmr]

    @property
    def continuity(self) -> float:
        """The score below which a frame of one recording shows another face than its beginning: CONTINUITY."""
        return CONTINUITY


def points_of(template: Template) -> Points:
    """What a template holds.

    Raises:
        MatchError: code `other_matcher`, the template is of another matcher; `bad_template`, its length is not that of
            its number of points, that number is outside its limits, or a place is outside the face.
    """
    if template.matcher != TITLE:
        raise MatchError(f"expected a template of {TITLE}, got one of {template.matcher[:100]!r}", code="other_matcher")
    content = template.content
    count = int.from_bytes(content[: _COUNT.itemsize], "little")
    length = _COUNT.itemsize + count * (2 * _PLACE.itemsize + _DESCRIPTOR)
    if not LEAST_POINTS <= count <= MOST_POINTS or len(content) != length:
        raise MatchError(
            f"expected a template of {LEAST_POINTS} to {MOST_POINTS} points, got {count} in {len(content)} bytes",
            code="bad_template",
        )
    fixed = np.frombuffer(content, _PLACE, 2 * count, _COUNT.itemsize).reshape(2, count)
    if int(fixed.max()) >= SIDE * _FIXED:
        raise MatchError(f"expected points in a square of {SIDE} pixels, one lies outside", code="bad_template")
    x, y = fixed.astype(np.float32) / _FIXED
    words = np.frombuffer(content, _WORD, offset=_COUNT.itemsize + fixed.nbytes).reshape(count, -1)
    return Points((x + 1j * y).astype(np.complex64), words.astype(np.uint64))
