"""How many of one address may be inside at once, beside how many in all."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from facevow.server.gates import Gate, ServerFull


class SharedGate(Gate):
    """A gate of which no address may take every place. Used by the event loop's thread only."""

    def __init__(self, capacity: int, what: str, most_of_one: int) -> None:
        super().__init__(capacity, what)
        self._most_of_one = most_of_one
        self._refusal = f"this server takes {most_of_one} {what} of one address at once; try again in a moment"
        self._addresses: Counter[str] = Counter()

    @contextmanager
    def enter_from(self, address: str) -> Iterator[None]:
        """Be inside for the length of a block.

        Raises:
            ServerFull: code `server_full`, or `address_full` when this address has as many places as one may.
        """
        with self.enter():
            if self._addresses[address] >= self._most_of_one:
                raise ServerFull(self._refusal, code="address_full")
            self._addresses[address] += 1
            try:
                yield
            finally:
                self._leave(address)

    def _leave(self, address: str) -> None:
        self._addresses[address] -= 1
        if not self._addresses[address]:
            del self._addresses[address]
