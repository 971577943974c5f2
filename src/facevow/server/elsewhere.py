"""Follows what other processes and servers did to the database that they share with this one.

What has to hold at once is asked of the database when it is needed: tokens, states, lock-outs, callbacks. This here is
what a process has in its memory: the streams that it serves, and the default of the active check.
"""

import asyncio
from typing import Final

from facevow.errors import StoreError
from facevow.log import get_logger
from facevow.server.defaults import follow_default
from facevow.server.services import Services
from facevow.server.v1.ends import End
from facevow.store.erasing import present

LOOK_SECONDS: Final = 2.0
"""How often it is looked: whose session is erased elsewhere has a stream here for so long at most."""


class Elsewhere:
    """Runs beside the server, on its event loop."""

    def __init__(self, services: Services, *, seconds: float = LOOK_SECONDS) -> None:
        self._services = services
        self._seconds = seconds

    async def run(self) -> None:
        """Look again and again until cancelled. A database that cannot be read is for others to complain of.

        Whatever else fails is logged and done again at the next time.
        """
        while True:
            await asyncio.sleep(self._seconds)
            for look in (self._end_what_was_erased, self._follow_default):
                try:
                    await look()
                except StoreError:
                    continue
                except Exception as error:  # noqa: BLE001 - whatever it is: the next time may be better
                    get_logger("server").error("following_failed", error=str(error))

    async def _end_what_was_erased(self) -> None:
        """End the streams here of sessions that are in the database no more."""
        services = self._services
        streamed = {place.session for place in services.live.places}
        if not streamed:
            return
        for session in streamed - await services.threads.ask(present, services.database, streamed):
            services.live.end(session, End.ERASED)

    async def _follow_default(self) -> None:
        if self._services.settings.seed_routes:
            await follow_default(self._services)
