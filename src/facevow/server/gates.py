"""How many may be inside at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from facevow.errors import FacevowError


class ServerFull(FacevowError):
    """Everything that may be done at once is being done."""

    code = "server_full"


class Gate:
    """Lets in so many at once and turns the others away. Used by the event loop's thread only."""

    def __init__(self, capacity: int, what: str) -> None:
        self.capacity = capacity
        self.inside = 0
        self._what = what

    @contextmanager
    def enter(self) -> Iterator[None]:
        """Be inside for the length of a block.

        Raises:
            ServerFull: there is no room.
        """
        if self.inside >= self.capacity:
            raise ServerFull(f"this server takes {self.capacity} {self._what} at once; try again in a moment")
        self.inside += 1
        try:
            yield
        finally:
            self.inside -= 1
