"""Which frames of a stream are taken: those in order, in time, and not too many messages at once. Pure."""

import math
from typing import Final

from facevow.errors import MessageError
from facevow.server.v1.wire import AHEAD, BEHIND, FrameMessage

RATE: Final = 120.0
"""Messages a second that are taken in the long run: twice what the fastest cameras of phones and laptops give."""

BURST: Final = 720.0
"""Messages at once: what a connection that stood still for BEHIND seconds hands over in one go, with room to spare."""


class InOrder:
    """Refuses frames that are repeated, come out of order, or whose capture time cannot be true.

    Sequence and capture time must rise. The capture time is of a clock of the client that may begin anywhere; the frame
    that was held up least says where. By that it must keep pace with our own clock, by which the frames are judged.
    """

    def __init__(self) -> None:
        self._fastest: tuple[float, float] | None = None
        self._sequence = -1
        self._captured = -1.0

    def expect(self, frame: FrameMessage, arrived: float) -> None:
        """Take a frame that arrived at `arrived` seconds; one that is refused changes nothing.

        Raises:
            MessageError: code `out_of_order`, `frame_ahead` or `frame_late`.
        """
        if frame.sequence <= self._sequence:
            raise MessageError(f"expected a sequence above {self._sequence}, got {frame.sequence}", code="out_of_order")
        if frame.captured <= self._captured:
            raise MessageError("expected a capture time above that of the frame before", code="out_of_order")
        captured, came = self._fastest or (frame.captured, arrived)
        ahead = (frame.captured - captured) - (arrived - came)
        if ahead > AHEAD:
            raise MessageError(f"expected a frame at most {AHEAD} s ahead of us, got {ahead:.1f}", code="frame_ahead")
        if ahead < -BEHIND:
            raise MessageError(f"expected a frame at most {BEHIND} s behind us, got {-ahead:.1f}", code="frame_late")
        if ahead >= 0:
            self._fastest = (frame.captured, arrived)
        self._sequence, self._captured = frame.sequence, frame.captured


class Allowance:
    """Lets through RATE messages a second, and BURST at once."""

    def __init__(self) -> None:
        self._left = BURST
        self._at = -math.inf

    def take(self, now: float) -> bool:
        """Whether one more message may come at `now` seconds."""
        self._left = min(BURST, self._left + RATE * max(now - self._at, 0.0))
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
