"""How each exception is answered over HTTP.

Addresses of the API (`/v1`, `/.well-known`, `/problems`) get problem documents (RFC 9457), those of the first hour
`{"error": {"code", "message"}}`.
"""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.routing import Match

from facevow.errors import (
    AccessError,
    ChallengeImpossible,
    FacevowError,
    InputError,
    KeyringError,
    LimitError,
    ModelError,
    SessionError,
    StoreError,
)
from facevow.log import get_logger
from facevow.server.deps import BodyTooLarge, BodyTooSlow, OriginRefused
from facevow.server.engine import AnalysisTooLate
from facevow.server.gates import ServerFull
from facevow.server.measuring import route_of
from facevow.server.messages import ErrorAnswer, ErrorBody
from facevow.server.people.looks import Unfit
from facevow.server.v1.bodies import BadBody
from facevow.server.v1.problems import MEDIA_TYPE, PROBLEMS, Kind, Place, kind_of, problem

STATUS: Final[dict[type[FacevowError], int]] = {
    BodyTooLarge: 413,
    BodyTooSlow: 408,
    OriginRefused: 403,
    InputError: 400,
    AccessError: 401,
    LimitError: 429,
    SessionError: 404,
    ChallengeImpossible: 409,
    ModelError: 503,
    StoreError: 503,
    ServerFull: 503,
    AnalysisTooLate: 503,
}
"""The first row that fits counts; what fits none is our own fault, 500. A code of the table of problems comes first."""

API: Final = ("/v1", "/.well-known", "/problems")
"""Below these, failures are problem documents."""

UNNAMED: Final = StoreError.code
"""However the database failed, a caller is told this."""

UNAVAILABLE: Final = "the database cannot be used at the moment"
FAILED: Final = "the server failed; its log says why"

RETRY_AFTER: Final = {"draining": "10", "no_model": "30", "no_matcher": "30"}
"""Seconds to wait where a second is not enough."""


def is_api(path: str) -> bool:
    """Whether an address belongs to the API."""
    return any(path == root or path.startswith(f"{root}/") for root in API)


def answer(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """An error as the first routes tell it; whoever is turned away for lack of room is told when to come again."""
    body = ErrorAnswer(error=ErrorBody(code=code, message=message))
    more = {"Retry-After": "1"} if status == 503 else {}
    return JSONResponse(body.model_dump(), status_code=status, headers=more | dict(headers or {}))


def answer_problem(
    kind: Kind, detail: str, errors: tuple[Place, ...] = (), headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """A problem document; Retry-After with every 503."""
    more = {"Cache-Control": "no-store"}
    if kind.status == 503:
        more["Retry-After"] = RETRY_AFTER.get(kind.code, "1")
    body = problem(kind, detail, errors)
    return JSONResponse(body, status_code=kind.status, media_type=MEDIA_TYPE, headers=more | dict(headers or {}))


def respond(path: str, error: FacevowError, route: str | None = None) -> JSONResponse:
    """The answer to an exception at an address, for handlers and for middleware alike.

    What a database, a keyring or a fault of our own says may name files of this machine: it stands in the log only,
    with the template of the `route`. Addresses stand in no log, since they may hold a person's name.
    """
    status = _status(error)
    detail = str(error)
    if isinstance(error, StoreError | KeyringError) or (status == 500 and error.code not in PROBLEMS):
        get_logger("server").error("request_refused_by_us", route=route, code=error.code, error=detail)
        detail = UNAVAILABLE if isinstance(error, StoreError) else FAILED
    headers = _headers(error, status)
    if not is_api(path):
        return answer(status, error.code, detail, headers)
    code = error.code
    if isinstance(error, ModelError) and code != "no_matcher":
        code = "no_model"
    if isinstance(error, StoreError):
        code = UNNAMED
    errors = error.errors if isinstance(error, BadBody | Unfit) else ()
    return answer_problem(kind_of(code, status), detail, errors, headers)


def _status(error: FacevowError) -> int:
    by_kind = next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)
    if isinstance(error, InputError | ModelError):  # the first routes keep theirs; the table has its own for the API
        return by_kind
    return PROBLEMS[error.code].status if error.code in PROBLEMS else by_kind


def _headers(error: FacevowError, status: int) -> dict[str, str]:
    """What HTTP has a header for (RFC 6750, section 3; RFC 9110, section 10.2.3)."""
    if isinstance(error, LimitError):
        return {"Retry-After": str(error.retry_after)}
    if status != 401 and not isinstance(error, AccessError):
        return {}
    why = {"key_missing": "", "scope_missing": ', error="insufficient_scope"'}.get(
        error.code, ', error="invalid_token"'
    )
    return {"WWW-Authenticate": f'Bearer realm="facevow"{why}'}


async def _facevow_error(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, FacevowError):
        raise error
    return respond(request.scope["path"], error, route_of(request.scope))


async def _invalid_parameter(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    found: list[dict[str, Any]] = jsonable_encoder([{"loc": one["loc"], "msg": one["msg"]} for one in error.errors()])
    first = found[0]
    told = f"{'.'.join(map(str, first['loc']))[:200]}: {first['msg']}"
    if not is_api(request.scope["path"]):
        return answer(422, "bad_parameter", told)
    places = tuple(Place(pointer=str(one["loc"][-1])[:100], detail=one["msg"]) for one in found[:20])
    return answer_problem(PROBLEMS["bad_parameter"], told, places)


async def _http_exception(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(allowed_methods(request))
    if not is_api(request.scope["path"]):
        return answer(error.status_code, "http_error", str(error.detail), headers)
    kind = kind_of("", error.status_code)
    return answer_problem(kind, f"{request.method} {request.scope['path'][:200]}: {error.detail}", (), headers)


def allowed_methods(request: Request) -> list[str]:
    """All methods that an address takes. The router itself knows those of the first route only.

    Where a route has this very address those count that do: the page's takes every name, and has no file for this one.
    """
    scope, routes = request.scope, iter_route_contexts(request.app.routes)
    found = [route for route in routes if route.methods and route.original_route.matches(scope)[0] != Match.NONE]
    own = [route for route in found if route.path == scope["path"]]
    return sorted(set().union(*(route.methods or () for route in own or found)))


async def _unforeseen(request: Request, error: Exception) -> JSONResponse:
    path = request.scope["path"]
    get_logger("server").error("request_failed", route=route_of(request.scope), error=repr(error))
    return answer_problem(PROBLEMS["error"], FAILED) if is_api(path) else answer(500, "error", FAILED)


def register(app: FastAPI) -> None:
    """Have `app` answer every exception in this way."""
    app.add_exception_handler(FacevowError, _facevow_error)
    app.add_exception_handler(RequestValidationError, _invalid_parameter)
    app.add_exception_handler(HTTPException, _http_exception)
    app.add_exception_handler(Exception, _unforeseen)
