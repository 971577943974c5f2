"""Answers that may be kept as long as they are asked after: a copy that is still good costs a few bytes."""

import hashlib
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

ASK_FIRST: Final = "no-cache"
"""RFC 9111 section 5.2.2.4: keep it, and ask before each use whether it is still good."""

UNCHANGED: Final[dict[int | str, dict[str, Any]]] = {
    304: {"description": "Your copy, named by its ETag in If-None-Match, is still good. There is no body."}
}
"""For the OpenAPI document."""


def tagged(request: Request, answer: Response) -> Response:
    """The answer with an ETag of its body, or 304 in its place where the request names that one already.

    If-None-Match is compared as RFC 9110 section 13.1.2 has it: any of a list, weak or strong, or `*`.
    """
    tag = f'"{hashlib.sha256(answer.body).hexdigest()[:32]}"'
    headers = {"Cache-Control": ASK_FIRST, "ETag": tag}
    asked = {one.strip().removeprefix("W/") for one in ",".join(request.headers.getlist("if-none-match")).split(",")}
    if asked & {tag, "*"}:
        return Response(status_code=304, headers=headers)
    answer.headers.update(headers)
    return answer
