"""What a route states about who may use it: `Annotated[Principal, Depends(needs(Scope.SESSIONS))]`.

The order: a key that was good a moment ago is known without a query and counts by itself, so that one server with one
key has all of the key's allowance. Everybody else counts by address before anything is looked up. Then the key, its
allowance, its scope; all before the body is read. What is left of the allowances is noted for
`headers.SecurityHeaders`, which puts it on the answer, errors too.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Annotated, Final

from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import HTTPConnection

from facevow.errors import AccessError, LimitError
from facevow.server.deps import ServicesNeeded
from facevow.server.door.keys import Principal, Scope, parse_key
from facevow.server.door.limits import Left, address_of, headers_of
from facevow.server.headers import note_headers
from facevow.server.services import Services

KEY_PROTOCOL: Final = "facevow.key."
"""What a browser's socket offers as a subprotocol, followed by the key: it can set no header."""

bearer: Final = HTTPBearer(auto_error=False, scheme_name="apiKey", description="An API key: `fvk_...`")


def shown_key(connection: HTTPConnection) -> str | None:
    """The key that a request shows in Authorization, unchecked; None if none.

    Raises:
        AccessError: `key_malformed`: the header stands there twice, or is not of the scheme Bearer.
    """
    given = connection.headers.getlist("authorization")
    if not given:
        return None
    scheme, _, text = given[0].partition(" ")
    if len(given) > 1 or scheme.lower() != "bearer" or not text:
        raise AccessError("expected one header that reads Authorization: Bearer fvk_...", code="key_malformed")
    return text


def offered_key(connection: HTTPConnection) -> str | None:
    """The key that a socket shows, in Authorization or among the subprotocols it offers; raises as `shown_key`."""
    offered = [name for name in connection.scope.get("subprotocols", ()) if name.startswith(KEY_PROTOCOL)]
    shown = shown_key(connection)
    if len(offered) + (shown is not None) > 1:
        raise AccessError("expected one API key, got several", code="key_malformed")
    return offered[0].removeprefix(KEY_PROTOCOL) if offered else shown


async def enter_unasked(services: Services, connection: HTTPConnection) -> None:
    """Count a request of somebody who need not say who it is.

    Raises:
        LimitError: the address has used up its allowance.
    """
    try:
        await _count_address(services, connection)
    except LimitError as error:
        services.metrics.refused(error.code)
        raise


async def enter(
    services: Services,
    connection: HTTPConnection,
    scope: Scope | None,
    show: Callable[[HTTPConnection], str | None] = shown_key,
) -> Principal:
    """Let somebody in who may use `scope`, or with any good key where that is None; `show` finds the key that is shown.

    Raises:
        LimitError: the address or the key has used up its allowance, or too many keys of the address were refused.
        AccessError: no key, none that is good, or one without the scope.
        StoreError: the database cannot be asked.
    """
    try:
        if not services.keys.locked:
            await _count_address(services, connection)
            return await services.keys.authenticate(None)
        principal = await _authenticate(services, connection, show)
        if scope is not None:
            principal.expect(scope)
    except (AccessError, LimitError) as error:
        services.metrics.refused(error.code)
        raise
    return principal


async def _authenticate(
    services: Services, connection: HTTPConnection, show: Callable[[HTTPConnection], str | None]
) -> Principal:
    """Whose key is shown; the request is counted on the way.

    After too many refusals only a key that was good a moment ago is looked at. So guessing costs us nothing after the
    first few, and does not shut out others behind the same address.
    """
    text, malformed = _shown(connection, show)
    if services.keys.is_familiar(text):
        await _count_key(services, connection, parse_key(text)[0], [])
        with suppress(AccessError):  # revoked since: counted and refused below, like any other
            return await services.keys.authenticate(text)
    counted = await _count_address(services, connection)
    try:
        if malformed is not None:
            raise malformed
        await services.limits.expect_refusals_left(address_of(connection))
        principal = await services.keys.authenticate(text)
    except AccessError:
        await services.limits.count_refusal(address_of(connection))
        raise
    await _count_key(services, connection, principal.key_id, counted)
    return principal


def _shown(
    connection: HTTPConnection, show: Callable[[HTTPConnection], str | None]
) -> tuple[str | None, AccessError | None]:
    """The key that is shown, or what is wrong with how."""
    try:
        return show(connection), None
    except AccessError as error:
        return None, error


async def _count_address(services: Services, connection: HTTPConnection) -> list[Left]:
    left = await services.limits.count_address(address_of(connection))
    if left is None:
        return []
    note_headers(connection.scope, headers_of([left]))
    left.expect()
    return [left]


async def _count_key(services: Services, connection: HTTPConnection, key_id: str, counted: list[Left]) -> None:
    left = await services.limits.count_key(key_id)
    if left is not None:
        note_headers(connection.scope, headers_of([*counted, left]))
        left.expect()


def needs(scope: Scope | str) -> Callable[..., Awaitable[Principal]]:
    """A dependency: let in whoever has an API key with `scope`; on an open server, everybody. Raises as `enter`."""
    wanted = Scope(scope)

    async def enter_with_key(
        request: Request,
        services: ServicesNeeded,
        shown: Annotated[HTTPAuthorizationCredentials | None, Security(bearer)],  # for the OpenAPI document
    ) -> Principal:
        del shown
        return await enter(services, request, wanted)

    return enter_with_key


async def needs_any(
    request: Request,
    services: ServicesNeeded,
    shown: Annotated[HTTPAuthorizationCredentials | None, Security(bearer)],  # for the OpenAPI document
) -> Principal:
    """A dependency: let in whoever has an API key, whatever it is for; on an open server, everybody. As `enter`."""
    del shown
    return await enter(services, request, None)
