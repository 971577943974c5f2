"""An open server, which asks for no keys, is for this machine only, even where others find a way to it.

Two ways there are: a page in a browser of this machine whose name was made to point to 127.0.0.1 (DNS rebinding), which
the browser tells by `Host`; and a proxy or tunnel that somebody put before the server, which tells by `Host`, or by any
of the headers that proxies add. No browser and no program of this machine sends such a header by itself, so that it is
enough that there is one: what it says is whatever somebody far away wanted it to say.
"""

import re
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from facevow.errors import FacevowError
from facevow.server.failures import respond
from facevow.server.settings import is_this_machine

_HOST: Final = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^\s\[\]:/@?#\\]+))(?::\d{1,5})?", re.ASCII | re.IGNORECASE)

_PROXIES: Final = re.compile(
    rb"forwarded|via|cdn-loop|client-ip|true-client-ip"
    rb"|x-(?:forwarded|original|real|client|cluster-client|envoy|appengine|azure)(?:-.*)?"
    rb"|(?:cf|fly|fastly|tailscale|ngrok)-.*"
)
"""Names of headers that proxies, tunnels and networks of servers add: RFC 7239, RFC 9110 (section 7.6.3), RFC 8586, and
those that many have come to use without one. In small letters, as ASGI has them."""

POLICY_VIOLATION: Final = 1008


class HostRefused(FacevowError):
    """A request that was meant for another machine than this, or came from one, at an open server."""

    code = "host_refused"


def names_this_machine(host: str | None) -> bool:
    """Whether a Host header names this machine: localhost or a loopback address, with or without a port."""
    found = None if host is None else _HOST.fullmatch(host)
    return found is not None and is_this_machine((found[1] or found[2]).lower())


class ThisMachineOnly:
    """ASGI middleware that turns away what comes from elsewhere, or was sent to another name."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is ours."""
        if scope["type"] == "lifespan" or _is_ours(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        else:
            answer = respond(
                scope["path"],
                HostRefused(
                    "expected a request of this machine to localhost, since this server asks for no API keys; to let "
                    "others use it, set FACEVOW_ACCESS=locked and make keys with `facevow keys create`"
                ),
            )
            await answer(scope, receive, send)


def _is_ours(scope: Scope) -> bool:
    client = scope.get("client")
    local = client is None or is_this_machine(client[0].removeprefix("::ffff:"))
    hosts = Headers(scope=scope).getlist("host")
    proxied = any(_PROXIES.fullmatch(name) for name, _ in scope["headers"])
    return local and not proxied and len(hosts) == 1 and names_this_machine(hosts[0])
