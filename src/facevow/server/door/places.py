"""How many connections may be open, in all and from one address, before a byte of them is read."""

import sys
from collections import Counter
from collections.abc import Callable, Container
from functools import partial
from typing import Final

from facevow.server.door.limits import network_of
from facevow.server.settings import Settings

BESIDE: Final = 1024
"""Connections beside the sockets that are served: requests, and whoever is on the way in or out."""

BESIDE_ONE: Final = 48
"""Connections of one address beside its sockets: a browser holds six for a page, an application some for requests."""

KEPT_BACK: Final = 128
"""Of the files that the process may open: for the database, the log, callbacks and Redis."""

TURNED_AWAY: Final = 64
"""Connections that are told at once that the server is full; further ones are dropped without a word."""


def most_connections(settings: Settings) -> int:
    """How many connections to hold: enough for every socket of the settings, and no more than the system allows."""
    wanted = settings.max_connections + settings.max_sessions + BESIDE
    if sys.platform == "win32":
        return wanted
    import resource  # noqa: PLC0415 - there is none on Windows

    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return wanted if files == resource.RLIM_INFINITY else max(KEPT_BACK, min(wanted, files - KEPT_BACK))


def most_of_one(settings: Settings) -> int:
    """How many connections to hold of one address."""
    return settings.most_of_one + BESIDE_ONE


class Places:
    """Counts open connections. Used by the event loop's thread only.

    A trusted proxy brings everybody's requests, so its own address has no limit but that of all.
    """

    def __init__(self, most: int, most_of_one: int, proxies: Container[str]) -> None:
        self._most = most
        self._most_of_one = most_of_one
        self._proxies = proxies
        self._addresses: Counter[str] = Counter()
        self._turned_away = 0

    @property
    def inside(self) -> int:
        """How many connections are open, those aside that are being turned away."""
        return self._addresses.total()

    def take(self, host: str) -> Callable[[], None] | None:
        """Take a place for a connection from `host`: what gives it back, to be called once; None if there is none."""
        address = network_of(host)
        most = self._most if host in self._proxies else self._most_of_one
        if self.inside >= self._most or self._addresses[address] >= most:
            return None
        self._addresses[address] += 1
        return partial(self._leave, address)

    def turn_away(self) -> Callable[[], None] | None:
        """Likewise for a moment in which to tell somebody that there is no place."""
        if self._turned_away >= TURNED_AWAY:
            return None
        self._turned_away += 1
        return self._be_gone

    def _leave(self, address: str) -> None:
        self._addresses[address] -= 1
        if not self._addresses[address]:
            del self._addresses[address]

    def _be_gone(self) -> None:
        self._turned_away -= 1
