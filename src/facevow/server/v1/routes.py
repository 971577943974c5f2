"""All routes of the API in one router. `python -m facevow.server.v1.routes` prints their OpenAPI document."""

import json
import sys
from functools import cache
from typing import Any, Final

from fastapi import APIRouter, Response

from facevow.server.heads import heads_of
from facevow.server.v1 import (
    analyses,
    discovery,
    gallery,
    key,
    operate,
    overview,
    people,
    preflight,
    reports,
    sessions,
    stream,
    subjects,
    tryout,
)
from facevow.server.v1.documenting import PUBLIC, problems, sent
from facevow.server.v1.needs import public
from facevow.server.v1.openapi import document_of

about: Final = APIRouter(prefix="/v1", tags=["discovery"], dependencies=public)

PARTS: Final = (
    sessions.router, analyses.router, people.router, gallery.router, subjects.router, operate.router, overview.router,
    reports.router, key.router, discovery.router, about,
)  # fmt: skip


def api_router() -> APIRouter:
    """The routes, to be included before those that answer every other name; those without a key take HEAD too."""
    router = APIRouter()
    for part in (*PARTS, stream.router, preflight.router, tryout.router, heads_of(discovery.router), heads_of(about)):
        router.include_router(part)
    return router


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document of every route but the stream, which it cannot describe."""
    return document_of([route for part in PARTS for route in part.routes])


@about.get(
    "/openapi.json",
    operation_id="getOpenapi",
    summary="This document",
    response_model=dict[str, Any],
    responses=sent("An OpenAPI 3.1 document.", "application/json", {}) | problems(*PUBLIC),
)
async def openapi_document() -> Response:
    """What you are reading."""
    return Response(_compact(), media_type="application/json")


@cache
def _compact() -> str:
    return json.dumps(document())


def text() -> str:
    """The document as it stands in docs/openapi.json."""
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text())
