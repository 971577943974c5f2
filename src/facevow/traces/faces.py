"""Edits that change whose face a trace shows: its mirror image, or another person's."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from facevow.traces.edits import Frames
from facevow.types import TRACKED_POINTS, Box, Face, FaceMotion, FrameAnalysis, Point

# fmt: off
MIRROR_POINTS: Final = (
    (33, 263), (133, 362),                                                                      # corners of the eyes
    (98, 327), (129, 358), (48, 278),                                                           # nose
    (109, 338), (67, 297), (103, 332), (54, 284), (127, 356), (234, 454), (93, 323),            # forehead to ears
    (117, 346), (116, 345), (50, 280), (205, 425), (132, 361), (172, 397), (136, 365), (150, 379),  # cheeks and jaw
    (61, 291),                                                                                  # corners of the mouth
)
"""Tracked points that are each other's mirror image, the person's right and left; all others lie on the middle line."""

_MIRROR_FACE: Final = {5: (1, 0, 2, 4, 3), 6: (1, 0, 2, 3, 5, 4)}
"""Where the detectors' points go, by how many there are (`types.Face` tells which they are)."""
# fmt: on


def mirror(frames: Sequence[FrameAnalysis]) -> Frames:
    """As a mirror shows it: left is right in the picture, and the person's left is their right.

    Equal pictures keep equal digests, but not those of the pictures that were mirrored. Landmarks are left out.
    """
    return tuple(_mirrored(frame) for frame in frames)


def swap_face(frames: Sequence[FrameAnalysis], start: float, other: Sequence[FrameAnalysis]) -> Frames:
    """From `start` on another person stands where the first one stood: same place and size of the box, same clock.

    The other's face, motion, passive score, quality and digest are taken from those frames of `other` that have
    tracked points, one after the other; the result ends where they end. A frame in which the first person had no face
    stays. The picture keeps its size, and drift stays the first one's. Landmarks are left out.
    """
    following = (
        _Donor(frame, frame.face, frame.tracked) for frame in other if frame.face and frame.tracked is not None
    )
    result: list[FrameAnalysis] = []
    for frame in frames:
        if frame.at < start or frame.face is None:
            result.append(frame)
            continue
        theirs = next(following, None)
        if theirs is None:
            break
        result.append(_put_in(frame, frame.face, theirs))
    return tuple(result)


@dataclass(frozen=True, slots=True, eq=False)
class _Donor:
    """A frame that certainly has a face and tracked points."""

    frame: FrameAnalysis
    face: Face
    tracked: NDArray[np.float32]


def _put_in(frame: FrameAnalysis, place: Face, donor: _Donor) -> FrameAnalysis:
    """The donor's face, moved and scaled so that its box has the middle and the longer side of `place`."""
    theirs, source, target = donor.frame, donor.face.box, place.box
    factor = target.longer_side / max(source.longer_side, 1.0)

    def moved(point: Point) -> Point:
        return (
            target.centre[0] + (point[0] - source.centre[0]) * factor,
            target.centre[1] + (point[1] - source.centre[1]) * factor,
        )

    (x, y), width, height = moved((source.x, source.y)), source.width * factor, source.height * factor
    face = Face(Box(x, y, width, height), donor.face.score, tuple(moved(point) for point in donor.face.points))
    tracked = (donor.tracked - np.array([*source.centre, 0.0])) * factor + np.array([*target.centre, 0.0])
    motion = None if theirs.motion is None else replace(theirs.motion, size=theirs.motion.size * factor)
    return replace(
        frame,
        faces=(face,),
        quality=theirs.quality,
        landmarks=None,
        motion=motion,
        passive=theirs.passive,
        tracked=tracked.astype(np.float32),
        digest=theirs.digest,
    )


def _mirrored(frame: FrameAnalysis) -> FrameAnalysis:
    drift, motion, tracked = frame.drift, frame.motion, frame.tracked
    return replace(
        frame,
        faces=tuple(_mirrored_face(face, frame.width) for face in frame.faces),
        landmarks=None,
        motion=None if motion is None else _mirrored_motion(motion),
        tracked=None if tracked is None else _mirrored_points(tracked, frame.width),
        digest=blake2b(f"mirror:{frame.digest}".encode(), digest_size=8).hexdigest() if frame.digest else "",
        drift=None if drift is None else replace(drift, rotation=-drift.rotation, dx=-drift.dx),
    )


def _mirrored_face(face: Face, width: int) -> Face:
    order = _MIRROR_FACE.get(len(face.points), tuple(range(len(face.points))))
    points = tuple((width - face.points[index][0], face.points[index][1]) for index in order)
    return Face(replace(face.box, x=width - face.box.right), face.score, points)


def _mirrored_motion(motion: FaceMotion) -> FaceMotion:
    return replace(
        motion,
        pose=replace(motion.pose, yaw=-motion.pose.yaw, roll=-motion.pose.roll),
        right_eye=motion.left_eye,
        left_eye=motion.right_eye,
        right_blink=motion.left_blink,
        left_blink=motion.right_blink,
    )


def _mirrored_points(points: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    partner = {right: left for pair in MIRROR_POINTS for right, left in (pair, pair[::-1])}
    order = [TRACKED_POINTS.index(partner.get(point, point)) for point in TRACKED_POINTS]
    mirrored = points[order].copy()
    mirrored[:, 0] = width - mirrored[:, 0]
    return mirrored
