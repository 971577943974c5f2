"""What the routes of the API need, as names."""

from collections import Counter
from typing import Annotated, Any, Final

from fastapi import Depends, Header, Path, Query, Request
from fastapi.exceptions import RequestValidationError

from facevow.server.deps import ServicesNeeded, refuse_foreign_pages
from facevow.server.door.deps import enter_unasked, needs, needs_any
from facevow.server.door.keys import Principal
from facevow.server.v1.addresses import is_exact, raw_path
from facevow.server.v1.models import (
    REPORT_NAME,
    SESSION_ID,
    SUBJECT,
    CallbackQuery,
    FramesQuery,
    PageQuery,
    SessionQuery,
    StatisticsQuery,
    TemplateQuery,
)

own_pages_only: Final[list[Any]] = [Depends(refuse_foreign_pages)]
"""A page of another server sends no API key, but an open server asks for none."""

SessionsKey = Annotated[Principal, Depends(needs("sessions"))]
AnalysesKey = Annotated[Principal, Depends(needs("analyses"))]
GalleryKey = Annotated[Principal, Depends(needs("gallery"))]
EraseKey = Annotated[Principal, Depends(needs("erase"))]
OperateKey = Annotated[Principal, Depends(needs("operate"))]
AnyKey = Annotated[Principal, Depends(needs_any)]

SessionId = Annotated[str, Path(pattern=SESSION_ID, description="The session's id.")]
ImageName = Annotated[str, Path(pattern="^(reference|audit-[1-4])$", description="As the session names it.")]
CallbackId = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,32}$", description="The callback's id.")]
ReportName = Annotated[str, Path(pattern=REPORT_NAME, description="As the list of reports names it.")]
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


async def count_unasked(request: Request, services: ServicesNeeded) -> None:
    """Hold the address of whoever needs no key to its allowance; raises LimitError."""
    await enter_unasked(services, request)


async def named_exactly(
    request: Request,
    subject: Annotated[
        str, Path(min_length=1, max_length=256, pattern=SUBJECT, description="The subject, percent-encoded.")
    ],
) -> str:
    """The subject of an address. Bytes that are not UTF-8 would each be read as U+FFFD: two people under one name.

    Raises:
        RequestValidationError: there are such bytes.
    """
    if not is_exact(raw_path(request.scope)):
        raise _refused("path", "subject", "expected UTF-8, percent-encoded")
    return subject


async def page_query(request: Request, query: Annotated[PageQuery, Query()]) -> PageQuery:
    """Which page is asked for; raises RequestValidationError as `_expect_plain` does."""
    _expect_plain(request)
    return query


async def session_query(request: Request, query: Annotated[SessionQuery, Query()]) -> SessionQuery:
    """Which sessions are asked for; raises RequestValidationError as `_expect_plain` does."""
    _expect_plain(request)
    return query


async def template_query(request: Request, query: Annotated[TemplateQuery, Query()]) -> TemplateQuery:
    """Which template is meant; raises RequestValidationError as `_expect_plain` does."""
    _expect_plain(request)
    return query


async def callback_query(request: Request, query: Annotated[CallbackQuery, Query()]) -> CallbackQuery:
    """Which callbacks are asked for; raises RequestValidationError as `_expect_plain` does."""
    _expect_plain(request)
    return query


async def frames_query(request: Request, query: Annotated[FramesQuery, Query()]) -> FramesQuery:
    """Which frames are asked for; raises RequestValidationError as `_expect_plain` does."""
    _expect_plain(request)
    return query


async def statistics_query(request: Request, query: Annotated[StatisticsQuery, Query()]) -> StatisticsQuery:
    """What is to be counted; raises RequestValidationError as `_expect_plain` does."""
    _expect_plain(request)
    return query


Subject = Annotated[str, Depends(named_exactly)]
PageAsked = Annotated[PageQuery, Depends(page_query)]
SessionsAsked = Annotated[SessionQuery, Depends(session_query)]
CallbacksAsked = Annotated[CallbackQuery, Depends(callback_query)]
FramesAsked = Annotated[FramesQuery, Depends(frames_query)]
StatisticsAsked = Annotated[StatisticsQuery, Depends(statistics_query)]
TemplateAsked = Annotated[TemplateQuery, Depends(template_query)]


def _expect_plain(request: Request) -> None:
    """Hold a query to what can be meant in one way only.

    Raises:
        RequestValidationError: a name stands in it twice, or bytes that are not UTF-8.
    """
    if not is_exact(request.scope["query_string"]):
        raise _refused("query", "query", "expected UTF-8, percent-encoded")
    names = Counter(name for name, _ in request.query_params.multi_items())
    for name, times in names.items():
        if times > 1:
            raise _refused("query", name, f"expected it once, got it {times} times")


def _refused(kind: str, name: str, why: str) -> RequestValidationError:
    return RequestValidationError([{"type": "value_error", "loc": (kind, name), "msg": why, "input": None}])


public: Final[list[Any]] = [Depends(count_unasked)]
"""For routes that anybody may read."""


def stream_url(request: Request, public_url: str | None, session: str) -> str:
    """Where a browser opens the stream: on the public address of the settings, or on the one that was asked."""
    secure, host = request.scope["scheme"] == "https", request.headers.get("host", "")
    scheme, _, rest = (public_url or f"{'https' if secure else 'http'}://{host}").partition("://")
    return f"{'wss' if scheme.lower() == 'https' else 'ws'}://{rest.rstrip('/')}/v1/sessions/{session}/stream"
