"""Writes into the OpenAPI document what FastAPI cannot know: problems by code, headers, bodies that we read."""

from collections import defaultdict
from typing import Any, Final

from pydantic import BaseModel

from facevow.server.v1.problems import MEDIA_TYPE, PROBLEMS, problem

Responses = dict[int | str, dict[str, Any]]
"""As FastAPI's routes take them."""

GUARDED: Final = (
    "key_missing", "key_malformed", "key_unknown", "key_revoked", "scope_missing", "origin_refused", "host_refused",
    "rate_limited", "store_error",
)  # fmt: skip
"""Codes of every route that needs an API key."""

PUBLIC: Final = ("host_refused", "rate_limited")
"""Codes of every route that needs none."""

BODY: Final = ("not_json", "too_slow", "too_large", "unsupported_media_type", "bad_body")
"""Codes of every route that reads JSON."""

IMAGE: Final = ("bad_image", "not_base64", "not_an_image", "truncated", "corrupt", "unsupported")
"""Codes of every route that decodes an image."""


def _header(description: str, kind: str = "string") -> dict[str, Any]:
    return {"description": description, "schema": {"type": kind}}


LIMITS: Final = {
    "RateLimit": _header("What is left of the limits (draft-ietf-httpapi-ratelimit-headers)."),
    "RateLimit-Policy": _header("The limits."),
}
RETRY: Final = {"Retry-After": _header("Seconds to wait.", "integer")}
WWW: Final = {"WWW-Authenticate": _header("The scheme: Bearer.")}


def ref(name: str) -> dict[str, str]:
    """A reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def problems(*codes: str) -> Responses:
    """The answers for these codes, one for each status, with an example for each code."""
    by_status: defaultdict[int, list[str]] = defaultdict(list)
    for code in dict.fromkeys(codes):
        by_status[PROBLEMS[code].status].append(code)
    return {status: _problem_response(status, by_status[status]) for status in sorted(by_status)}


def _problem_response(status: int, codes: list[str]) -> dict[str, Any]:
    kinds = [PROBLEMS[code] for code in codes]
    examples = {kind.code: {"summary": kind.title, "value": problem(kind, kind.remedy)} for kind in kinds}
    headers = {401: WWW, 429: RETRY | LIMITS, 503: RETRY}.get(status)
    response: dict[str, Any] = {
        "description": "; ".join(f"{kind.title} (`{kind.code}`)" for kind in kinds) + ".",
        "content": {MEDIA_TYPE: {"schema": ref("Problem"), "examples": examples}},
    }
    return response | ({"headers": headers} if headers else {})


def told(
    status: int,
    description: str,
    example: object,
    *,
    headers: dict[str, Any] | None = None,
    links: dict[str, Any] | None = None,
) -> Responses:
    """The good answer in JSON: its words, an example, its headers beside those of the limits, where it leads."""
    content = {"application/json": {"examples": {"example": {"value": example}}}}
    response = {"description": description, "content": content, "headers": LIMITS | (headers or {})}
    return {status: response | ({"links": links} if links else {})}


def linked(name: str, operation: str, pointer: str) -> dict[str, Any]:
    """Where an answer leads: the parameter `name` of an operation stands at `pointer` in it."""
    return {operation: {"operationId": operation, "parameters": {name: f"$response.body#{pointer}"}}}


def sent(description: str, kind: str, content: dict[str, Any]) -> Responses:
    """The good answer of another kind than JSON: its words, media type and what OpenAPI says of that."""
    return {200: {"description": description, "content": {kind: content}, "headers": LIMITS}}


def json_body(model: type[BaseModel], examples: dict[str, Any]) -> dict[str, Any]:
    """A body in JSON, for `openapi_extra`."""
    shown = {name: {"value": value} for name, value in examples.items()}
    return {"application/json": {"schema": ref(model.__name__), "examples": shown}}


def body(content: dict[str, Any]) -> dict[str, Any]:
    """A body that must be there, of one of these kinds, for `openapi_extra`."""
    return {"requestBody": {"required": True, "content": content}}
