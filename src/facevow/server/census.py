"""How busy each process behind one port is, in memory that all of them share: whoever has least to do takes the next.

Each writes its own number and reads the others'. A number is eight bytes at an address of their own, which are written
at once; what is read of a neighbour may be a moment old.
"""

import mmap
import os
from typing import Final, Self

ABSENT: Final = 2**63 - 1
"""What stands for a process that takes nobody: it is not there, not ready, or about to stop."""

_WIDTH: Final = 8


class Census:
    """The numbers of `several` processes, in an open file that is inherited. The file is theirs alone, and has no name.

    Numbers count from 0; what a number measures is for those who write it to say.
    """

    def __init__(self, descriptor: int, several: int) -> None:
        """Look into a file that `empty` has laid out; the descriptor stays the caller's to close."""
        self._memory = mmap.mmap(descriptor, several * _WIDTH)
        self._loads = memoryview(self._memory).cast("q")

    @classmethod
    def empty(cls, descriptor: int, several: int) -> Self:
        """Lay out a file for so many processes, none of which is there yet."""
        os.ftruncate(descriptor, several * _WIDTH)
        made = cls(descriptor, several)
        for number in range(several):
            made.leave(number)
        return made

    def tell(self, number: int, load: int) -> None:
        """This process has so much to do, at least 0."""
        self._loads[number] = min(max(load, 0), ABSENT - 1)

    def leave(self, number: int) -> None:
        """This process takes nobody."""
        self._loads[number] = ABSENT

    def is_least(self, number: int) -> bool:
        """Whether no other process has less to do than this one."""
        return self._loads[number] <= min(self._loads)

    @property
    def loads(self) -> list[int | None]:
        """What each has to do, None for one that takes nobody."""
        return [None if load == ABSENT else load for load in self._loads]

    def close(self) -> None:
        """Let go of the memory."""
        self._loads.release()
        self._memory.close()
