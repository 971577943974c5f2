"""The door of the addresses of the first hour, where the page is at home."""

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Request, Security, WebSocket
from fastapi.security import HTTPAuthorizationCredentials

from facevow.errors import AccessError, FacevowError, LimitError, StoreError
from facevow.server.deps import ServicesNeeded
from facevow.server.door.deps import bearer, enter, enter_unasked, offered_key
from facevow.server.door.keys import Scope
from facevow.server.services import Services

SEED_PROTOCOL: Final = "facevow.seed"
"""What a socket offers beside its key, and the server chooses: a browser insists on one of what it offered."""

KEY_REFUSED: Final = 4401
SCOPE_REFUSED: Final = 4403
TOO_MANY: Final = 4429
BROKEN: Final = 4500
"""Close codes, as on the stream of a session."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """With which subprotocol a socket is accepted; None where it offered none of ours."""

    subprotocol: str | None


async def needs_seed(
    request: Request,
    services: ServicesNeeded,
    shown: Annotated[HTTPAuthorizationCredentials | None, Security(bearer)],  # for the OpenAPI document
) -> None:
    """A dependency: let in whoever has a key with the scope `seed`, or everybody where the settings open these routes.

    Raises:
        LimitError, AccessError, StoreError: as `door.deps.enter`.
    """
    del shown
    if services.settings.seed_open:
        await enter_unasked(services, request)
    else:
        await enter(services, request, Scope.SEED)


async def enter_seed_socket(socket: WebSocket, services: Services) -> Chosen | None:
    """Likewise for /ws. Whoever may not come in is told by a close code, which pages can read, and None is returned."""
    try:
        if services.settings.seed_open:
            await enter_unasked(services, socket)
        else:
            await enter(services, socket, Scope.SEED, offered_key)
    except (AccessError, LimitError, StoreError) as error:
        await socket.accept(_subprotocol(socket))
        await socket.close(_code(error), error.code)
        return None
    return Chosen(_subprotocol(socket))


def _subprotocol(socket: WebSocket) -> str | None:
    return SEED_PROTOCOL if SEED_PROTOCOL in socket.scope.get("subprotocols", ()) else None


def _code(error: FacevowError) -> int:
    if isinstance(error, LimitError):
        return TOO_MANY
    if isinstance(error, AccessError):
        return SCOPE_REFUSED if error.code == "scope_missing" else KEY_REFUSED
    return BROKEN
