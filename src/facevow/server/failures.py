"""How each exception is answered over HTTP: always `{"error": {"code", "message"}}`."""

from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from facevow.errors import ChallengeImpossible, FacevowError, InputError, ModelError, StoreError
from facevow.log import get_logger
from facevow.server.deps import BodyTooLarge, BodyTooSlow, OriginRefused
from facevow.server.engine import AnalysisTooLate
from facevow.server.messages import ErrorAnswer, ErrorBody
from facevow.server.services import ServerFull

STATUS: Final[dict[type[FacevowError], int]] = {
    BodyTooLarge: 413,
    BodyTooSlow: 408,
    OriginRefused: 403,
    InputError: 400,
    ChallengeImpossible: 409,
    ModelError: 503,
    StoreError: 503,
    ServerFull: 503,
    AnalysisTooLate: 503,
}
"""The first row that fits counts; what fits none is our own fault, 500."""


def answer(status: int, code: str, message: str) -> JSONResponse:
    """An error as it stands on the wire; whoever is turned away for lack of room is told when to come again."""
    body = ErrorAnswer(error=ErrorBody(code=code, message=message))
    headers = {"Retry-After": "1"} if status == 503 else {}
    return JSONResponse(body.model_dump(), status_code=status, headers=headers)


async def _facevow_error(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, FacevowError):
        raise error
    if isinstance(error, StoreError):  # what a database says may name files of this machine
        get_logger("server").error("store_error", path=request.url.path, error=str(error))
        return answer(503, error.code, "the database cannot be used at the moment")
    status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)
    return answer(status, error.code, str(error))


async def _invalid_parameter(request: Request, error: Exception) -> JSONResponse:
    del request
    if not isinstance(error, RequestValidationError):
        raise error
    first: dict[str, Any] = jsonable_encoder(error.errors()[0])
    return answer(422, "bad_parameter", f"{'.'.join(map(str, first['loc']))}: {first['msg']}")


async def _http_exception(request: Request, error: Exception) -> JSONResponse:
    del request
    if not isinstance(error, HTTPException):
        raise error
    return answer(error.status_code, "http_error", str(error.detail))


async def _unforeseen(request: Request, error: Exception) -> JSONResponse:
    get_logger("server").error("request_failed", path=request.url.path, error=repr(error))
    return answer(500, "error", "the server failed; its log says why")


def register(app: FastAPI) -> None:
    """Have `app` answer every exception in this way."""
    app.add_exception_handler(FacevowError, _facevow_error)
    app.add_exception_handler(RequestValidationError, _invalid_parameter)
    app.add_exception_handler(HTTPException, _http_exception)
    app.add_exception_handler(Exception, _unforeseen)
