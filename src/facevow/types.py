"""The facts that travel through Facevow: frozen values, no behaviour beyond what follows from their fields.

They sit at the bottom of the house so that every room may speak of them. A later stage never changes a value; it
makes a new one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""A picture: height x width x 3, RGB, 0..255."""

Point = tuple[float, float]
"""x (right) and y (down), in pixels of the frame."""


class PaiSpecies(StrEnum):
    """The kind of presentation attack instrument (ISO/IEC 30107-3), as the training data names it."""

    PRINT = "print"
    SCREEN_PHONE = "screen_phone"
    SCREEN_LAPTOP = "screen_laptop"
    SCREEN_TV = "screen_tv"
    SCREEN_UNKNOWN = "screen_unknown"
    MASK_PAPER = "mask_paper"
    MASK_3D = "mask_3d"
    PRINT_OR_PHOTO = "print_or_photo"


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One upright picture of a stream.

    `index` counts from 0 in its stream; `at` is the capture time in seconds since the stream began, as told by
    whoever made the frame (no clock is read here).
    """

    pixels: Pixels
    index: int = 0
    at: float = 0.0

    @property
    def width(self) -> int:
        """Width in pixels."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Height in pixels."""
        return int(self.pixels.shape[0])


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the frame. It may reach outside the frame where the face does."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    @property
    def centre(self) -> Point:
        """The middle of the rectangle."""
        return (self.x + self.width / 2, self.y + self.height / 2)

    @property
    def area(self) -> float:
        """Area in square pixels, never negative."""
        return max(self.width, 0.0) * max(self.height, 0.0)

    @property
    def longer_side(self) -> float:
        """The longer of width and height."""
        return max(self.width, self.height)

    def intersection(self, other: "Box") -> float:
        """The area in square pixels that both rectangles cover."""
        width = min(self.right, other.right) - max(self.x, other.x)
        height = min(self.bottom, other.bottom) - max(self.y, other.y)
        return max(width, 0.0) * max(height, 0.0)

    def overlap(self, other: "Box") -> float:
        """Intersection over union, 0..1."""
        shared = self.intersection(other)
        union = self.area + other.area - shared
        return min(shared / union, 1.0) if union > 0 else 0.0  # rounding makes it more for very narrow ones


@dataclass(frozen=True, slots=True)
class Face:
    """A detected face.

    `points` are the right eye, left eye (the person's right and left), nose tip and then, from a detector of six
    points, the mouth's middle and both ears, or, from a detector of five, both corners of the mouth.
    `score` is the detector's confidence, 0..1.
    """

    box: Box
    score: float
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Landmarks:
    """The face mesh.

    `points`: 478 x 3, x and y in pixels of the frame, z in the same unit, negative towards the camera.
    `presence`: how sure the network is that a face is there, 0..1.
    `blendshapes`: activation 0..1 by name (`eyeBlinkLeft`, `jawOpen`, ...).
    """

    points: NDArray[np.float32]
    presence: float
    blendshapes: Mapping[str, float]


# fmt: off
TRACKED_POINTS = (
    33, 133, 362, 263,                                          # corners of the eyes: outer and inner, inner and outer
    168, 6, 197, 195, 5, 4, 1, 19, 94, 2,                       # the nose's ridge from between the eyes to its base
    98, 327, 129, 358, 48, 278,                                 # nostrils and wings of the nose
    10, 151, 9, 8, 109, 338, 67, 297, 103, 332, 54, 284,        # forehead
    127, 356, 234, 454, 93, 323,                                # temples, ears, before the ear lobes
    117, 346, 116, 345, 50, 280, 205, 425,                      # cheeks
    132, 361, 172, 397, 136, 365, 150, 379, 152, 175,           # jaw and chin
    61, 291, 0, 17, 13, 14,                                     # mouth: corners, outer and inner middle of the lips
)
# fmt: on
"""The mesh points that outlive the frame: what depth and identity are measured on. Mirror points stand right, left."""


@dataclass(frozen=True, slots=True)
class HeadPose:
    """Direction of the head in degrees, all 0 when the person looks straight at the camera.

    `yaw` is positive when the person turns to the person's own left, `pitch` when they look up, `roll` when they
    tilt the head towards their own left shoulder.
    """

    yaw: float
    pitch: float
    roll: float


@dataclass(frozen=True, slots=True)
class FaceMotion:
    """What moves in a face, from one frame.

    `right_eye` and `left_eye` are eye aspect ratios (about 0.3 open, under 0.2 closed); `right_blink` and
    `left_blink` the blendshapes 0..1; `mouth` is the inner opening of the lips over the width of the mouth; `jaw`,
    `smile` and `brows` are blendshapes 0..1 (jawOpen, the mean of both mouthSmile, the mean of browInnerUp and both
    browOuterUp); `size` is the spread of the rigid points in pixels, which grows as the face comes closer and hardly
    changes as it turns.
    """

    pose: HeadPose
    right_eye: float
    left_eye: float
    right_blink: float
    left_blink: float
    mouth: float
    jaw: float
    smile: float
    brows: float
    size: float


@dataclass(frozen=True, slots=True)
class Drift:
    """How what surrounds the face moved since the frame before: a similarity of the picture plane.

    `scale` is 1 where nothing grew or shrank, `rotation` in degrees (clockwise in the picture), `dx` and `dy` in
    pixels, the movement of the face's centre if it were part of the surroundings. `points` is how many points of
    the surroundings agreed on it; below `surroundings.LEAST_POINTS` nothing is said at all.
    """

    scale: float
    rotation: float
    dx: float
    dy: float
    points: int


class QualityCode(StrEnum):
    """Why a frame is not fit to be judged; also the guidance that the person is given."""

    NO_FACE = "no_face"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    BLURRED = "blurred"
    TOO_SMALL = "too_small"
    TOO_NEAR = "too_near"
    CUT_OFF = "cut_off"
    TURNED_AWAY = "turned_away"
    SEVERAL_FACES = "several_faces"
    COVERED = "covered"


@dataclass(frozen=True, slots=True)
class QualityIssue:
    """One reason against a frame: the measured value and the limit that it passed."""

    code: QualityCode
    value: float
    limit: float


@dataclass(frozen=True, slots=True)
class Quality:
    """All that was measured of a frame's fitness. `issues` is empty when nothing stands against it."""

    issues: tuple[QualityIssue, ...]
    measures: Mapping[QualityCode, float]

    @property
    def codes(self) -> tuple[QualityCode, ...]:
        """The codes of the issues, most important first."""
        return tuple(issue.code for issue in self.issues)


@dataclass(frozen=True, slots=True)
class PadScore:
    """The passive network's answer: `value` 0..1, higher = more likely bona fide; `model` names the network."""

    value: float
    model: str


@dataclass(frozen=True, slots=True)
class Template:
    """What a matcher keeps of a face, to tell later whether another picture shows the same person.

    `matcher` is the title of the matcher that made it, name and version: no other can read `content`, which is its own
    encoding. It is biometric data: outside memory it is kept sealed or not at all.
    """

    matcher: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class FrameAnalysis:
    """All that one frame shows.

    `faces` are ordered largest first; landmarks, motion, tracked points and passive score belong to the first of them
    and are None when there is no face. `tracked` holds the TRACKED_POINTS of the landmarks, N x 3 in pixels.
    `digest` names the frame's content: equal pictures have equal ones; empty where nobody asked. `drift` is how the
    surroundings moved, None where it is not known. `template` is the face's, None where nobody asked for one or the
    face cannot be described. `followed` is whether the face was not sought anew but followed from the frame before; if
    there are no landmarks then, nobody looked for them. `milliseconds` is the time spent by stage.
    """

    index: int
    at: float
    width: int
    height: int
    faces: tuple[Face, ...]
    quality: Quality
    landmarks: Landmarks | None = None
    motion: FaceMotion | None = None
    passive: PadScore | None = None
    tracked: NDArray[np.float32] | None = None
    digest: str = ""
    drift: Drift | None = None
    template: Template | None = None
    followed: bool = False
    milliseconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def glimpsed(self) -> bool:
        """Whether there is a face of which nothing but the place was looked at."""
        return self.followed and self.motion is None

    @property
    def face(self) -> Face | None:
        """The face that is judged: the largest one."""
        return self.faces[0] if self.faces else None
