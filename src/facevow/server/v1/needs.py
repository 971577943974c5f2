"""What the routes of the API need, as names."""

from typing import Annotated, Any, Final

from fastapi import Depends, Header, Path, Query, Request

from facevow.server.deps import ServicesNeeded, refuse_foreign_pages
from facevow.server.door.deps import enter_unasked, needs
from facevow.server.door.keys import Principal
from facevow.server.v1.models import SESSION_ID, SUBJECT

own_pages_only: Final[list[Any]] = [Depends(refuse_foreign_pages)]
"""A page of another server sends no API key, but an open server asks for none."""

SessionsKey = Annotated[Principal, Depends(needs("sessions"))]
AnalysesKey = Annotated[Principal, Depends(needs("analyses"))]
EraseKey = Annotated[Principal, Depends(needs("erase"))]
OperateKey = Annotated[Principal, Depends(needs("operate"))]

SessionId = Annotated[str, Path(pattern=SESSION_ID, description="The session's id.")]
ImageName = Annotated[str, Path(pattern="^(reference|audit-[1-4])$", description="As the session names it.")]
CallbackId = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,32}$", description="The callback's id.")]
Subject = Annotated[
    str, Path(min_length=1, max_length=256, pattern=SUBJECT, description="The subject, percent-encoded.")
]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern="^[!-~]([ -~]{0,253}[!-~])?$",
        max_length=255,
        description="Any text that is new for each session: a request that is sent again makes no second one.",
    ),
]
PageLimit = Annotated[int, Query(ge=1, le=100, description="How many to list at most.")]
Cursor = Annotated[str | None, Query(max_length=200, description="`next` of the page before.")]


async def count_unasked(request: Request, services: ServicesNeeded) -> None:
    """Hold the address of whoever needs no key to its allowance; raises LimitError."""
    await enter_unasked(services, request)


public: Final[list[Any]] = [Depends(count_unasked)]
"""For routes that anybody may read."""


def stream_url(request: Request, public_url: str | None, session: str) -> str:
    """Where a browser opens the stream: on the public address of the settings, or on the one that was asked."""
    secure, host = request.scope["scheme"] == "https", request.headers.get("host", "")
    scheme, _, rest = (public_url or f"{'https' if secure else 'http'}://{host}").partition("://")
    return f"{'wss' if scheme.lower() == 'https' else 'ws'}://{rest.rstrip('/')}/v1/sessions/{session}/stream"
