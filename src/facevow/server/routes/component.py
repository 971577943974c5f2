"""The component `<facevow-check>` as files that any page may load: one for all, and one for each language."""

from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from facevow.server.deps import ServicesNeeded
from facevow.server.headers import note_headers
from facevow.server.routes.built import file_response
from facevow.server.v1.needs import public
from facevow.server.v1.tagging import tagged

FOR_EVERY_PAGE: Final = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
"""A script of type module is loaded with CORS. The files are no secret; which pages may open a stream is another
question, and the settings' (`allowed_origins`)."""


def component_router(folder: Path) -> APIRouter:
    """Routes for the component in `folder`. Its names never change, so a browser asks before each use."""
    router = APIRouter(include_in_schema=False, dependencies=public)

    @router.get("/facevow-check.js")
    async def component(request: Request, services: ServicesNeeded) -> Response:
        note_headers(request.scope, FOR_EVERY_PAGE)
        return tagged(request, await file_response(services, folder, "facevow-check.js", {}))

    @router.get("/facevow-check-{language}.js")
    async def of_language(request: Request, services: ServicesNeeded, language: str) -> Response:
        note_headers(request.scope, FOR_EVERY_PAGE)
        return tagged(request, await file_response(services, folder, f"facevow-check-{language}.js", {}))

    return router
