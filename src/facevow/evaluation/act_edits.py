"""Makes acts that the clips do not show: edits of recorded meshes, with the blendshapes computed anew.

A quiet stretch of a real face (its tremor, its noise) is run to and fro, and the mesh of some frames is moved as the
act moves it: turned, tilted or scaled as a whole, or the lids, the jaw, the corners of the mouth or the brows shifted.
An edit shows what the recogniser makes of such a mesh; that a camera and the mesh network show the act so, it cannot.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from facevow.challenge.events import Act
from facevow.evaluation.acts import Label, LabelledTrace
from facevow.types import FrameAnalysis, Landmarks
from facevow.vision import motion

Mesh = NDArray[np.float32]
"""478 x 3, pixels of the frame, as in Landmarks."""

Shapes = Callable[[Mesh], Mapping[str, float]]
"""The blendshape network: a mesh to activations by name."""

LENGTH, ACT_AT = 7.0, 3.0
"""Seconds that an edit lasts, and after which its act begins."""

DEGREES: Final[Mapping[Act, tuple[int, int]]] = {
    Act.TURN_LEFT: (1, 1),
    Act.TURN_RIGHT: (1, -1),
    Act.LOOK_UP: (0, 1),
    Act.LOOK_DOWN: (0, -1),
    Act.TILT_LEFT: (2, 1),
    Act.TILT_RIGHT: (2, -1),
}
"""Acts that turn the whole mesh: axis (0 across, 1 upright, 2 towards the camera) and direction."""

SIZES: Final[Mapping[Act, tuple[float, float, float]]] = {
    Act.TURN_LEFT: (25, 30, 40),
    Act.TURN_RIGHT: (25, 30, 40),
    Act.LOOK_UP: (20, 25, 32),
    Act.LOOK_DOWN: (20, 25, 32),
    Act.TILT_LEFT: (18, 23, 30),
    Act.TILT_RIGHT: (18, 23, 30),
    Act.COME_CLOSER: (1.3, 1.4, 1.6),
    Act.GO_BACK: (1.3, 1.4, 1.6),
    Act.OPEN_MOUTH: (0.45, 0.6, 0.8),
    Act.SMILE: (0.1, 0.15, 0.2),
    Act.RAISE_EYEBROWS: (0.06, 0.09, 0.12),
}
"""Three of each (units as in Deed). The least is a little more than the act needs; people who are asked do more: the
turns of the clips reach 29 to 60 degrees, looks 23 to 45, tilts 18 to 31, and a brow lifted on purpose 0.06."""

PACES: Final = ((0.25, 0.3), (0.5, 0.8))
"""Seconds of the way there (and back) and of the stay: in passing, and unhurried."""

LIDS, BLINKS, PAUSE = (0.8, 0.9, 1.0), ((0.06, 0.06), (0.08, 0.14)), 0.35
"""Blinks: shares closed; seconds of closing and of staying closed (0.18 s in all unasked, 0.3 s asked); pauses."""

# fmt: off
UPPER_LIDS = (246, 161, 160, 159, 158, 157, 173, 466, 388, 387, 386, 385, 384, 398)
LOWER_LIDS = (7, 163, 144, 145, 153, 154, 155, 249, 390, 373, 374, 380, 381, 382)
BROW_POINTS = (70, 63, 105, 66, 107, 55, 65, 52, 53, 46, 300, 293, 334, 296, 336, 285, 295, 282, 283, 276)
LOWER_LIP = (14, 17, 15, 16, 84, 85, 86, 87, 178, 179, 180, 181, 88, 89, 90, 91, 95, 96, 77, 146,
             314, 315, 316, 317, 402, 403, 404, 405, 318, 319, 320, 321, 324, 325, 307, 375)
# fmt: on
"""Points of the mesh; each upper lid stands over the lower one of the same place."""

RIGHT_OUTER, LEFT_OUTER, FOREHEAD, CHIN = 33, 263, 10, 152
RIGHT_CORNER, LEFT_CORNER, UPPER_LIP, LOWER = 61, 291, 13, 14


@dataclass(frozen=True, slots=True)
class Deed:
    """How an act is done: its `size` at the height, and the seconds of the way there, the stay and the way back.

    `size` is degrees for turns of the head, the factor of growth for coming closer and going back, the opening over the
    width of the mouth for an open mouth, and a share of the eyes' distance for smile and brows; for a blink the share
    of the lids' distance that is closed. It is done `times` times, PAUSE seconds apart.
    """

    act: Act
    size: float
    rise: float
    hold: float
    times: int = 1

    @property
    def seconds(self) -> float:
        """From rest to rest, once."""
        return 2 * self.rise + self.hold

    @property
    def starts(self) -> tuple[float, ...]:
        """When it begins, each time, after the first."""
        return tuple(number * (self.seconds + PAUSE) for number in range(self.times))

    def progress(self, since: float) -> float:
        """How far it is on its way `since` seconds after its beginning: 0..1, smooth at both ends."""
        inwards = max(min(since - start, start + self.seconds - since) for start in self.starts) / self.rise
        part = min(max(inwards, 0.0), 1.0)
        return part * part * (3 - 2 * part)


def deeds() -> tuple[Deed, ...]:
    """What the edits do: every act small, middling and large, quick and slow; blinks singly and in bursts of three."""
    done = [Deed(act, size, *pace) for act, sizes in SIZES.items() for size in sizes for pace in PACES]
    blinks = [Deed(Act.BLINK, size, *pace, times) for size in LIDS for pace in BLINKS for times in (1, 3)]
    return (*done, *blinks)


def perform(name: str, stretch: Sequence[FrameAnalysis], deed: Deed, shapes: Shapes) -> LabelledTrace:
    """An edit of a quiet `stretch` (analyses with landmarks, two at least), run to and fro for LENGTH seconds.

    Its kind is "edit". Beside the mesh and what is computed from it the analyses stay as they were.
    """
    edited: list[FrameAnalysis] = []
    there_and_back = [*stretch, *list(stretch)[-2:0:-1]]
    step = (stretch[-1].at - stretch[0].at) / (len(stretch) - 1)
    for number in range(int(LENGTH / step)):
        frame = replace(there_and_back[number % len(there_and_back)], index=number, at=number * step)
        part = deed.progress(frame.at - ACT_AT)
        edited.append(_moved(frame, deed, part, shapes) if part > 0 else frame)
    labels = (Label(deed.act, ACT_AT + start, ACT_AT + start + deed.seconds) for start in deed.starts)
    return LabelledTrace(name, "edit", tuple(edited), tuple(labels))


def _moved(frame: FrameAnalysis, deed: Deed, part: float, shapes: Shapes) -> FrameAnalysis:
    if frame.landmarks is None:
        return frame
    points = move(frame.landmarks.points, deed.act, deed.size, part)
    landmarks = Landmarks(points, frame.landmarks.presence, shapes(points))
    return replace(frame, landmarks=landmarks, motion=motion.measure(landmarks), tracked=motion.tracked(landmarks))


def move(points: Mesh, act: Act, size: float, part: float) -> Mesh:
    """The mesh with `part` (0..1) of an act of this `size` (as in Deed) done."""
    if act in DEGREES:
        axis, direction = DEGREES[act]
        return _turned(points, axis, np.radians(size * part) * direction)
    if act in (Act.COME_CLOSER, Act.GO_BACK):
        return _about(points, lambda face: face * (size if act is Act.COME_CLOSER else 1 / size) ** part)
    return _in_face(points, lambda face: _expression(face, act, size, part))


def _turned(points: Mesh, axis: int, angle: float) -> Mesh:
    """Turn in the person's sense: yaw to their left, pitch upwards, roll to their left shoulder, as HeadPose has it."""
    cosine, sine = np.cos(angle), np.sin(angle)
    across, upright, towards = 0, 1, 2
    one, other = {0: (upright, towards), 1: (across, towards), 2: (across, upright)}[axis]
    matrix = np.eye(3)
    turn = -sine if axis == 0 else sine
    matrix[[one, one, other, other], [one, other, one, other]] = (cosine, -turn, turn, cosine)
    return _about(points, lambda face: np.asarray(face @ matrix.T))


def _about(points: Mesh, change: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> Mesh:
    middle = points.mean(axis=0)
    return np.asarray(change((points - middle).astype(np.float64)) + middle, np.float32)


def _in_face(points: Mesh, change: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> Mesh:
    """Change the points in the face's own axes (to its left, down), in units of the distance of the eyes."""
    across = points[LEFT_OUTER, :2] - points[RIGHT_OUTER, :2]
    unit = float(np.hypot(*across))
    cosine, sine = across / unit
    axes = np.array([[cosine, sine, 0], [-sine, cosine, 0], [0, 0, 1]]) * unit
    origin = points[[RIGHT_OUTER, LEFT_OUTER]].mean(axis=0)
    local = (points - origin).astype(np.float64) @ np.linalg.inv(axes)
    return np.asarray(change(local) @ axes + origin, np.float32)


def _expression(face: NDArray[np.float64], act: Act, size: float, part: float) -> NDArray[np.float64]:
    moved = face.copy()
    if act is Act.BLINK:
        upper, lower = np.array(UPPER_LIDS), np.array(LOWER_LIDS)
        moved[upper] += size * part * (face[lower] - face[upper])
    elif act is Act.OPEN_MOUTH:
        moved[:, 1] += _jaw(face) * part * size * np.hypot(*(face[LEFT_CORNER] - face[RIGHT_CORNER])[:2])
    elif act is Act.SMILE:
        for corner, side in ((RIGHT_CORNER, -1), (LEFT_CORNER, 1)):
            weight = _near(face, face[corner], 0.22)[:, None]
            moved += weight * size * part * np.array([[side * 0.8, -0.6, 0.0]])
    elif act is Act.RAISE_EYEBROWS:
        distance = np.min([np.hypot(*(face - face[brow])[:, :2].T) for brow in BROW_POINTS], axis=0)
        above = face[:, 1] <= face[list(BROW_POINTS), 1].max() + 1e-6
        moved[:, 1] -= np.where(above, np.exp(-((distance / 0.2) ** 2)), 0.0) * size * part
    return moved


def _jaw(face: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much of the jaw's way each point goes: all at lower lip and chin, nothing above the mouth."""
    line, chin = face[UPPER_LIP, 1], face[CHIN, 1]
    below = np.clip((face[:, 1] - line) / (0.5 * (chin - line)), 0, 1)
    lip = np.zeros(len(face))
    half = np.abs(face[[RIGHT_CORNER, LEFT_CORNER], 0] - face[LOWER, 0]).mean()
    numbers = np.array(LOWER_LIP)
    lip[numbers] = 1 - np.clip(np.abs(face[numbers, 0] - face[LOWER, 0]) / half, 0, 1) ** 2
    weight: NDArray[np.float64] = np.maximum(below * np.exp(-((face[:, 0] / 0.9) ** 4)), lip)
    return weight


def _near(face: NDArray[np.float64], place: NDArray[np.float64], reach: float) -> NDArray[np.float64]:
    distance: NDArray[np.float64] = np.hypot(*(face - place)[:, :2].T)
    weight: NDArray[np.float64] = np.exp(-((distance / reach) ** 2))
    return weight
