"""What a route states about who may use it: `Annotated[Principal, Depends(needs(Scope.SESSIONS))]`.

The order: the address's allowance, the key, its scope, the key's allowance; all before the body is read. What came of
it stands in `AnswerNotes`, which `headers.SecurityHeaders` puts on the answer, errors too.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated, Final

from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import HTTPConnection

from facevow.errors import AccessError, LimitError
from facevow.server.deps import ServicesNeeded
from facevow.server.door.keys import Principal, Scope
from facevow.server.door.limits import address_of, headers_of
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
    left = await services.limits.count_address(address_of(connection))
    if left is not None:
        note_headers(connection.scope, headers_of([left]))
        try:
            left.expect()
        except LimitError as error:
            _note(services, connection, error)
            raise


async def enter(
    services: Services,
    connection: HTTPConnection,
    scope: Scope,
    show: Callable[[HTTPConnection], str | None] = shown_key,
) -> Principal:
    """Let somebody in who may use `scope`; `show` finds the key that is shown.

    Raises:
        LimitError: the address or the key has used up its allowance, or too many keys of the address were refused.
        AccessError: no key, none that is good, or one without the scope.
        StoreError: the database cannot be asked.
    """
    try:
        return await _enter(services, connection, scope, show)
    except (AccessError, LimitError) as error:
        _note(services, connection, error)
        raise


async def _enter(
    services: Services, connection: HTTPConnection, scope: Scope, show: Callable[[HTTPConnection], str | None]
) -> Principal:
    address = address_of(connection)
    by_address = await services.limits.count_address(address)
    counted = [] if by_address is None else [by_address]
    note_headers(connection.scope, headers_of(counted))
    if by_address is not None:
        by_address.expect()
    principal = await _authenticate(services, connection, address, show)
    principal.expect(scope)
    by_key = await services.limits.count_key(principal.key_id)
    if by_key is not None:
        note_headers(connection.scope, headers_of([*counted, by_key]))
        by_key.expect()
    return principal


async def _authenticate(
    services: Services, connection: HTTPConnection, address: str, show: Callable[[HTTPConnection], str | None]
) -> Principal:
    """Whose key is shown. After too many refusals only a key that was good a moment ago is looked at.

    So guessing costs us nothing after the first few, and does not shut out others behind the same address.
    """
    if not services.keys.locked:
        return await services.keys.authenticate(None)
    try:
        text = show(connection)
        if not services.keys.is_familiar(text):
            await services.limits.expect_refusals_left(address)
        return await services.keys.authenticate(text)
    except AccessError:
        await services.limits.count_refusal(address)
        raise


def _note(services: Services, connection: HTTPConnection, error: AccessError | LimitError) -> None:
    """Count it, and have the answer say what HTTP has a header for (RFC 6750, section 3; RFC 9110, section 10.2.3)."""
    services.metrics.refused(error.code)
    if isinstance(error, LimitError):
        note_headers(connection.scope, {"Retry-After": str(error.retry_after)})
        return
    why = {"key_missing": "", "scope_missing": ', error="insufficient_scope"'}.get(
        error.code, ', error="invalid_token"'
    )
    note_headers(connection.scope, {"WWW-Authenticate": f'Bearer realm="facevow"{why}'})


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
