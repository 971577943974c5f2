"""Proxies in front of the server: whose word about the client is taken, and a loud one where nobody's is."""

import math
import time
from collections.abc import Callable
from typing import Any, Final

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from facevow.log import get_logger
from facevow.server.sound import EVERYBODY, hold_everybody, mapped, networks_in

AGAIN: Final = 60.0
"""Seconds in which a proxy that nobody named is told of once: the log is no target for whoever sends such a header."""


class Proxies:
    """The proxies of the settings. What is in it is an address whose X-Forwarded-For is believed.

    Raises:
        ValueError: the text is no list of addresses and networks.
    """

    def __init__(self, text: str) -> None:
        networks = networks_in(text)
        both = [str(each) for network in networks for each in (network, mapped(network)) if each is not None]
        self.words = EVERYBODY if text.strip() == EVERYBODY else ",".join(both)
        """As uvicorn takes them; each network of IPv4 in both of its spellings."""
        self.everybody = hold_everybody(networks)
        """Whether anybody is believed."""
        self._trusted: Any = _believing(_nowhere, self.words).trusted_hosts

    def __contains__(self, host: object) -> bool:
        """Whether a connection from this address is a proxy's."""
        return host in self._trusted


class Proxied:
    """ASGI middleware that puts the client in place of a proxy of ours, as uvicorn does it.

    Where `tell` is set, somebody else's X-Forwarded-For is told of: it counts for nothing, and if that is a proxy after
    all, everybody behind it shares the allowances of one address.
    """

    def __init__(
        self, app: ASGIApp, proxies: Proxies, *, tell: bool, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._app = _believing(app, proxies.words)
        self._proxies = proxies
        self._tell = tell
        self._monotonic = monotonic
        self._told = -math.inf

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on with the client in its place."""
        if self._tell and scope["type"] != "lifespan":
            self._look(scope)
        await self._app(scope, receive, send)

    def _look(self, scope: Scope) -> None:
        peer = scope["client"][0] if scope.get("client") else None
        if peer in self._proxies or not any(name == b"x-forwarded-for" for name, _ in scope["headers"]):
            return
        now = self._monotonic()
        if now < self._told + AGAIN:
            return
        self._told = now
        get_logger("door").error(
            "proxy_not_trusted",
            peer=peer,
            meaning="this peer sends X-Forwarded-For and is not in FACEVOW_TRUSTED_PROXIES. If it is your proxy, name "
            "it there: until then all its visitors share the allowances of one address, and one of them can lock out "
            "the others. If not, a client claims to be somebody else, and is not believed",
        )


def _believing(app: Any, words: str) -> Any:  # noqa: ANN401 - uvicorn has its own types of the same things
    return ProxyHeadersMiddleware(app, words)


async def _nowhere(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers nobody: only the list of proxies is wanted."""
    del scope, receive, send
