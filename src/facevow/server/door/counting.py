"""Counters in this process's memory, of bounded number."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from limits.aio.storage import Storage

MOST: Final = 50_000
"""Counters kept at once, some 15 MB. Whoever comes from more addresses than that pushes out the oldest counts."""


class BoundedMemory(Storage):
    """A storage for the library `limits`, in place of its own in memory.

    That one keeps a counter for each name that ever came until a sweep over all of them, which every request starts:
    somebody with many addresses (a /48 of IPv6 has 65,536 networks) would make each request slow. Here a request
    touches its own counter and the oldest one. Time is the steady clock's, so that setting the wall clock back does not
    keep anybody out.
    """

    STORAGE_SCHEME = None

    def __init__(self, monotonic: Callable[[], float] = time.monotonic, most: int = MOST) -> None:
        super().__init__()
        self._monotonic = monotonic
        self._most = most
        self._counts: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def __len__(self) -> int:
        """How many counters there are."""
        return len(self._counts)

    @property
    def base_exceptions(self) -> type[Exception]:
        """What may go wrong: nothing that is foreseen."""
        return ValueError

    async def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Add to a counter, which begins anew `expiry` seconds after its first addition; the sum."""
        count, ends = self._alive(key) or (0, self._monotonic() + expiry)
        if count == 0:
            self._counts.pop(key, None)  # so that it goes to the end: the order is that of the beginnings
        self._counts[key] = (count + amount, ends)
        if len(self._counts) > self._most:
            self._counts.popitem(last=False)
        return count + amount

    async def get(self, key: str) -> int:
        """What a counter stands at."""
        return (self._alive(key) or (0, 0.0))[0]

    async def get_expiry(self, key: str) -> float:
        """When a counter begins anew, on the wall clock as the library has it."""
        _, ends = self._alive(key) or (0, self._monotonic())
        return time.time() + ends - self._monotonic()

    async def check(self) -> bool:
        """Whether this can be used."""
        return True

    async def reset(self) -> int:
        """Forget every counter; how many there were."""
        gone = len(self._counts)
        self._counts.clear()
        return gone

    async def clear(self, key: str) -> None:
        """Forget one counter."""
        self._counts.pop(key, None)

    def _alive(self, key: str) -> tuple[int, float] | None:
        found = self._counts.get(key)
        return None if found is None or found[1] <= self._monotonic() else found
