"""Asks the system for the addresses of a name, in threads of its own: a slow answer keeps nothing else waiting."""

import asyncio
import socket
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

LOOK_UPS: Final = 128
"""Threads at most. A name whose servers are silent holds one for half a minute, long after its attempt was given up:
enough that one key's share of the attempts (`deliver.KEY_SHARE`), begun anew every ten seconds, leaves some free."""


class SystemResolver:
    """The system's resolver. Beyond `at_once` look-ups the next one waits for its turn.

    No look-up can be broken off. So a thread each does it that nobody waits for, the end of the process included.
    """

    def __init__(self, at_once: int = LOOK_UPS) -> None:
        self._free = asyncio.Semaphore(at_once)

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        """The texts of a name's addresses, each once, in the system's order.

        Raises:
            OSError: the name has no address, or nobody answers.
            ValueError: it is no name.
        """
        await self._free.acquire()
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Sequence[str]] = loop.create_future()
        thread = threading.Thread(target=self._ask, args=(loop, answer, host, port), name="look-up", daemon=True)
        try:
            thread.start()
        except RuntimeError as error:  # the system gives no more threads
            self._free.release()
            raise OSError(str(error)) from error
        return await answer

    def _ask(
        self, loop: asyncio.AbstractEventLoop, answer: asyncio.Future[Sequence[str]], host: str, port: int
    ) -> None:
        found: Sequence[str] | Exception
        try:
            entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found = list(dict.fromkeys(str(entry[4][0]) for entry in entries))
        except Exception as error:  # noqa: BLE001 - it is raised where it was asked
            found = error
        with suppress(RuntimeError):  # the loop is closed by now
            loop.call_soon_threadsafe(self._tell, answer, found)

    def _tell(self, answer: asyncio.Future[Sequence[str]], found: Sequence[str] | Exception) -> None:
        self._free.release()
        if answer.done():  # who asked has given up
            return
        if isinstance(found, Exception):
            answer.set_exception(found)
        else:
            answer.set_result(found)
