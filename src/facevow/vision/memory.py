"""What vision remembers of one stream from frame to frame."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facevow.types import Face, Quality
from facevow.vision.surroundings import Surroundings


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """The faces of the frame before, in a frame of `width` x `height` pixels; the first is the one that is followed.

    `found` is that one as the detector found it last, `rigid` its mesh points `motion.RIGID` then, N x 3 in pixels:
    where it is now is reckoned from there, so that errors do not add up. `quality` is that of the frame before.
    """

    faces: tuple[Face, ...]
    width: int
    height: int
    found: Face
    rigid: NDArray[np.float32]
    quality: Quality


class Memory:
    """Of one stream, for one thread at a time; it is small and can be pickled, so that it may travel with a frame.

    `surroundings` is None where nobody asks how they move. `moving` is whether anybody asks how the face moves in
    frames that are not scored; where not, those have no landmarks. `followed` is None where the next frame has to be
    searched.
    """

    def __init__(self, *, surroundings: bool = False, moving: bool = True) -> None:
        self.surroundings = Surroundings() if surroundings else None
        self.moving = moving
        self.followed: Followed | None = None

    def become(self, other: "Memory") -> None:
        """Remember what another one does: one that was sent elsewhere with a frame and came back."""
        self.surroundings, self.moving, self.followed = other.surroundings, other.moving, other.followed
