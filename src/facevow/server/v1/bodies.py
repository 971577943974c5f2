"""Reads what callers send: the kind, the length, the patience, JSON without traps, and then a model.

Two readers of one JSON text must not understand different things, so whatever RFC 8259 leaves open is refused: names
that stand twice, NaN and infinity, numbers beyond every double, lone surrogates. So is NUL, which PostgreSQL refuses.

Reading one costs others no time: it takes a place among `Readers`, has a length of its own and few parts, and a long
one is parsed beside the event loop.
"""

import json
import math
from collections.abc import Iterable
from typing import Any, Final, NoReturn, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, from_json

from facevow.errors import MessageError
from facevow.server.deps import read_body
from facevow.server.messages import expect_few_parts
from facevow.server.services import Services
from facevow.server.threads import in_thread
from facevow.server.v1.problems import Place

Model = TypeVar("Model", bound=BaseModel)

JSON: Final = "application/json"

AT_ONCE: Final = 4096
"""Bytes that are parsed in less than 5 ms, whatever they say; longer bodies go to a thread."""

MOST_PLACES: Final = 20
"""Places of one body that are told; a caller who breaks more of them at once is no longer served by a list."""


class UnsupportedMediaType(MessageError):
    """A body of a kind that is not taken here."""

    code = "unsupported_media_type"


class BadBody(MessageError):
    """JSON that is not what was expected; `errors` names each place."""

    code = "bad_body"

    def __init__(self, errors: tuple[Place, ...]) -> None:
        super().__init__(f"{errors[0].pointer}: {errors[0].detail}")
        self.errors = errors


def media_type(request: Request) -> str:
    """The kind of the body, in small letters, without parameters.

    Raises:
        UnsupportedMediaType: the body is packed.
    """
    if request.headers.get("content-encoding", "identity") != "identity":
        raise UnsupportedMediaType("expected a body without Content-Encoding")
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read_json(request: Request, services: Services, model: type[Model], limit: int) -> Model:
    """The body, of at most `limit` bytes, as a model. Whoever calls this holds a place among `services.readers`.

    Raises:
        UnsupportedMediaType: it is not announced as JSON.
        BodyTooLarge, BodyTooSlow: as `deps.read_body`.
        MessageError: code `not_json`.
        BadBody: it is JSON and not such a model.
    """
    if media_type(request) != JSON:
        raise UnsupportedMediaType(f"expected a body with Content-Type {JSON}")
    settings = services.settings
    most = min(limit, settings.max_message_bytes)
    body = await read_body(request, limit=most, seconds=settings.receive_timeout)
    if len(body) <= AT_ONCE:
        return parse(body, model)
    return await in_thread(services.threads.parsers, parse, body, model)


def parse(body: bytes, model: type[Model]) -> Model:
    """The same for bytes that have been read; raises MessageError and BadBody as `read_json`."""
    expect_plain_json(body)
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False, include_context=False)
        raise BadBody(tuple(_place(one) for one in found[:MOST_PLACES])) from error


def expect_plain_json(body: bytes) -> Any:  # noqa: ANN401 - any JSON value
    """The value of a JSON text that every reader understands alike.

    Raises:
        MessageError: code `not_json`; the text is no JSON, is nested more than 200 deep, has too many parts, or holds a
            trap.
    """
    expect_few_parts(body)
    try:
        from_json(body, allow_inf_nan=False)  # first, for the depth: it gives up where the other one's stack would end
        value = json.loads(body.decode(), object_pairs_hook=_once, parse_constant=_refuse_constant, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise MessageError(f"expected JSON: {str(error)[:200]}", code="not_json") from error
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    if any(_has_nul(part) for pair in pairs for part in pair):
        raise ValueError("a text holds the character NUL")
    return found


def _has_nul(value: object) -> bool:
    if isinstance(value, str):
        return "\0" in value
    return isinstance(value, list) and any(_has_nul(each) for each in value)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("a number is too large")
    return value


def _place(error: ErrorDetails) -> Place:
    return Place(pointer=pointer(error["loc"]), detail=error["msg"].removeprefix("Value error, ")[:300])


def pointer(parts: Iterable[int | str]) -> str:
    """A JSON Pointer (RFC 6901) as a fragment, cut off where a caller made it long."""
    escaped = (str(part).replace("~", "~0").replace("/", "~1") for part in parts)
    return "".join(("#", *(f"/{part}" for part in escaped)))[:200]
