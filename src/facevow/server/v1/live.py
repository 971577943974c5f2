"""Who is streaming now: so many sessions at once, so many of one address, and none when the server stops."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

from facevow.log import get_logger
from facevow.server.gates import ServerFull
from facevow.server.settings import Settings
from facevow.server.v1.ends import End
from facevow.server.v1.operate_replies import LiveSession

LAST_WORDS: Final = 5.0
"""Seconds that aborted sessions have to be recorded and told."""


class Place:
    """What one session's stream holds while it is in; `stopped_by` says why it has to end, once `stop` is set.

    `left` is set when it is out. `glance` tells how far it is, once it has begun.
    """

    def __init__(self, session: str, address: str) -> None:
        self.session = session
        self.address = address
        self.stop = asyncio.Event()
        self.left = asyncio.Event()
        self.stopped_by: End | None = None
        self.glance: Callable[[], LiveSession | None] = lambda: None


class Live:
    """The sessions that are being streamed. Used by the event loop's thread only."""

    def __init__(self, settings: Settings) -> None:
        self.capacity = settings.max_sessions
        self.draining = False
        self._most_of_one = settings.most_of_one
        self._places: set[Place] = set()
        self._addresses: Counter[str] = Counter()
        self._empty = asyncio.Event()
        self._empty.set()
        self._log = get_logger("live")

    @property
    def inside(self) -> int:
        """How many sessions are being streamed."""
        return len(self._places)

    @property
    def places(self) -> tuple[Place, ...]:
        """Those that are taken now."""
        return tuple(self._places)

    @property
    def full(self) -> bool:
        """Whether there is no room for one more."""
        return self.inside >= self.capacity

    def expect_place(self) -> None:
        """Return if a session of somebody could be taken in now.

        Raises:
            ServerFull: code `draining` or `server_full`.
        """
        if self.draining:
            raise ServerFull("this server is being stopped; try again in a moment", code="draining")
        if self.full:
            raise ServerFull(f"this server takes {self.capacity} sessions at once; try again in a moment")

    def expect_room(self, address: str) -> None:
        """Return if a session of this address could be taken in now.

        Raises:
            ServerFull: as `expect_place`, or code `address_full` when this address has as many as one may.
        """
        self.expect_place()
        if self._addresses[address] >= self._most_of_one:
            raise ServerFull(f"this server takes {self._most_of_one} sessions of one address", code="address_full")

    @contextmanager
    def enter(self, session: str, address: str) -> Iterator[Place]:
        """Take a place for the length of a block.

        Raises:
            ServerFull: as `expect_room`.
        """
        self.expect_room(address)
        place = Place(session, address)
        self._places.add(place)
        self._addresses[address] += 1
        self._empty.clear()
        try:
            yield place
        finally:
            self._leave(place)

    def end(self, session: str, why: End) -> bool:
        """Have the stream of a session end as ABORTED by `why`; False when it is not streamed here."""
        found = [place for place in self._places if place.session == session]
        for place in found:
            place.stopped_by = place.stopped_by or why
            place.stop.set()
        return bool(found)

    async def see_out(self, sessions: Iterable[str], why: End) -> None:
        """Have the streams of these sessions end as ABORTED by `why`.

        Returns when all that are streamed here are out, or after LAST_WORDS seconds.
        """
        wanted = set(sessions)
        found = [place for place in self._places if place.session in wanted]
        for place in found:
            self.end(place.session, why)
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_WORDS):
                for place in found:
                    await place.left.wait()

    async def drain(self, seconds: float) -> None:
        """Let nobody in any more, give those inside so many seconds to finish, and abort the rest.

        Returns when all are out, or LAST_WORDS seconds after the rest was aborted.
        """
        self.draining = True
        await self._until_empty(seconds)
        if not self._places:
            return
        self._log.warning("sessions_aborted", sessions=self.inside, by=End.SERVER_STOPPED)
        for session in {place.session for place in self._places}:
            self.end(session, End.SERVER_STOPPED)
        await self._until_empty(LAST_WORDS)

    async def _until_empty(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._empty.wait()

    def _leave(self, place: Place) -> None:
        self._places.discard(place)
        place.left.set()
        self._addresses[place.address] -= 1
        if not self._addresses[place.address]:
            del self._addresses[place.address]
        if not self._places:
            self._empty.set()
