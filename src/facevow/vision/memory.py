"""What vision remembers of one stream from frame to frame."""

from dataclasses import dataclass

from facevow.types import Face
from facevow.vision.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class Followed:
    """The faces of the frame before, in a frame of `width` x `height` pixels; the first is the one that is followed."""

    faces: tuple[Face, ...]
    width: int
    height: int


class Memory:
    """Of one stream, for one thread at a time; it is small and can be pickled, so that it may travel with a frame.

    `surroundings` is None where nobody asks how they move. `followed` is None where the next frame has to be searched.
    """

    def __init__(self, *, surroundings: bool = False) -> None:
        self.surroundings = Surroundings() if surroundings else None
        self.followed: Followed | None = None

    def become(self, other: "Memory") -> None:
        """Remember what another one does: one that was sent elsewhere with a frame and came back."""
        self.surroundings, self.followed = other.surroundings, other.followed
