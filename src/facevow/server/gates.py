"""How many may be inside at once."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from facevow.errors import FacevowError

MOST_ORDERS: Final = 512
"""Bodies of sessions that may be on their way in at once: of 64 KiB each, 32 MiB in all."""

MOST_IMAGES: Final = 32
"""Bodies with an image that may be on their way in at once, of `max_message_bytes` each: 256 MiB by default."""

MOST_TRYOUTS: Final = 4
"""Sockets to try on at once: they are for those who run the server."""


class ServerFull(FacevowError):
    """Everything that may be done at once is being done."""

    code = "server_full"


class Gate:
    """Lets in so many at once and turns the others away. Used by the event loop's thread only."""

    def __init__(self, capacity: int, what: str) -> None:
        self.capacity = capacity
        self.inside = 0
        self._what = what

    def expect_room(self) -> None:
        """Go on only while somebody could come in.

        Raises:
            ServerFull: there is no room.
        """
        if self.inside >= self.capacity:
            raise ServerFull(f"this server takes {self.capacity} {self._what} at once; try again in a moment")

    @contextmanager
    def enter(self) -> Iterator[None]:
        """Be inside for the length of a block; raises ServerFull as `expect_room`."""
        self.expect_room()
        self.inside += 1
        try:
            yield
        finally:
            self.inside -= 1


@dataclass(frozen=True, slots=True)
class Readers:
    """Who may be sending a body: it takes as long as its sender likes, up to `receive_timeout`, and no other place.

    Orders of sessions and images of the API are key holders'; those of the first routes may be anybody's. None of them
    can stop the others.
    """

    orders: Gate = field(default_factory=lambda: Gate(MOST_ORDERS, "orders of sessions"))
    images: Gate = field(default_factory=lambda: Gate(MOST_IMAGES, "images"))
    seed: Gate = field(default_factory=lambda: Gate(MOST_IMAGES, "pictures"))


@dataclass(frozen=True, slots=True)
class Turns:
    """Who may try what the server sees: so many sockets, of which one at a time has a frame among those of sessions.

    `turn` is held for the length of an analysis. However many pictures are tried, and however long each takes, people's
    sessions wait for one of them at most.
    """

    gate: Gate = field(default_factory=lambda: Gate(MOST_TRYOUTS, "sockets to try on"))
    turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
