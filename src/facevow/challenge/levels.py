"""How far each act is on its way: 0 at rest, 1 when it counts as done, against the person's own resting face."""

import math
from typing import Final

from facevow.challenge.baseline import Baseline
from facevow.challenge.events import Act
from facevow.types import FaceMotion

TURN: Final = 20.0
"""Degrees of yaw that are a turn: turns of the footage reach 24 to 64, a face at rest in a walking selfie 15. At 22 a
turn of 24.5 was sometimes missed, because the base line follows it a little."""

LOOK_UP, LOOK_DOWN = 16.0, 16.0
"""Degrees of pitch that are a look up or down: those of the footage reach 21 to 45. At 18 one small look up in nine
is missed in edits."""

TILT: Final = 15.0
"""Degrees of roll that are a tilt: those of the footage reach 18 and 31, and a walking hand that holds a phone 15."""

APPROACH: Final = 1.25
"""How many times as large the face must be to have come closer, or how many times smaller to have gone back. Turns
and looks alone change the measured size by up to 1.18."""

OPEN_MOUTH_RATIO, OPEN_MOUTH_JAW = 0.35, 0.30
"""Rise of the lips' opening over their width, and of jawOpen: both must agree. Talk and laughter reach 0.4 in the one
or 0.26 in the other, never both for long; a mouth opened on request 0.45 and 0.4 (edits)."""

SMILE: Final = 0.40
"""Rise of mouthSmile: smiles of the footage reach 0.49 to 0.95, talk 0.3."""

BROWS: Final = 0.28
"""Rise of the brows' blendshapes: raised on purpose 0.47, noise 0.15 (a selfie made while walking)."""

HEAD_ACTS: Final = (
    Act.TURN_LEFT,
    Act.TURN_RIGHT,
    Act.LOOK_UP,
    Act.LOOK_DOWN,
    Act.TILT_LEFT,
    Act.TILT_RIGHT,
    Act.COME_CLOSER,
    Act.GO_BACK,
)
"""What the head as a whole does; they compete with each other."""

MOUTH_ACTS: Final = (Act.OPEN_MOUTH, Act.SMILE)
"""What the mouth does; these compete too."""


def head_levels(motion: FaceMotion, base: Baseline) -> dict[Act, float]:
    """The levels of HEAD_ACTS; those of opposite acts are never both above 0."""
    yaw, pitch, roll = motion.pose.yaw - base.yaw, motion.pose.pitch - base.pitch, motion.pose.roll - base.roll
    growth = math.log(max(motion.size, 1e-6) / max(base.size, 1e-6)) / math.log(APPROACH)
    return {
        Act.TURN_LEFT: max(0.0, yaw / TURN),
        Act.TURN_RIGHT: max(0.0, -yaw / TURN),
        Act.LOOK_UP: max(0.0, pitch / LOOK_UP),
        Act.LOOK_DOWN: max(0.0, -pitch / LOOK_DOWN),
        Act.TILT_LEFT: max(0.0, roll / TILT),
        Act.TILT_RIGHT: max(0.0, -roll / TILT),
        Act.COME_CLOSER: max(0.0, growth),
        Act.GO_BACK: max(0.0, -growth),
    }


def mouth_levels(motion: FaceMotion, base: Baseline) -> dict[Act, float]:
    """The levels of MOUTH_ACTS."""
    opened = min((motion.mouth - base.mouth) / OPEN_MOUTH_RATIO, (motion.jaw - base.jaw) / OPEN_MOUTH_JAW)
    return {
        Act.OPEN_MOUTH: max(0.0, opened),
        Act.SMILE: max(0.0, (motion.smile - base.smile) / _within(SMILE, base.smile)),
    }


def brow_levels(motion: FaceMotion, base: Baseline) -> dict[Act, float]:
    """The level of raised eyebrows."""
    return {Act.RAISE_EYEBROWS: max(0.0, (motion.brows - base.brows) / _within(BROWS, base.brows))}


def _within(rise: float, rest: float) -> float:
    """`rise`, or less where the resting value leaves too little room below 1 for it; never under half of it."""
    return max(rise / 2, min(rise, 0.6 * (1 - rest)))
