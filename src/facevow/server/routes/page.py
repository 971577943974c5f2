"""The page of the first hour."""

from pathlib import Path
from typing import Final

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from facevow.server.deps import ServicesNeeded
from facevow.server.routes.built import RECHECK, file_response, read_file
from facevow.server.v1.needs import public

NOT_BUILT: Final = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Facevow</title>
<h1>Facevow is running</h1>
<p>The page is not built in this installation. Build it with <code>make serve</code>, or use the API.</p>
</html>
"""


def page_router(folder: Path) -> APIRouter:
    """Routes for the page in `folder`; it may be built while the server runs. They count as requests of an address."""
    router = APIRouter(include_in_schema=False, dependencies=public)

    @router.get("/")
    async def index(request: Request, services: ServicesNeeded) -> Response:
        if "text/html" not in request.headers.get("accept", ""):
            return JSONResponse({"message": "Facevow is running", "status": "running"}, headers=RECHECK)
        found = await read_file(services, folder / "index.html")
        return HTMLResponse(NOT_BUILT if found is None else found, headers=RECHECK)

    @router.get("/{name}")
    async def other(name: str, services: ServicesNeeded) -> Response:
        if name.endswith(".html"):  # pages have addresses of their own, and the console may be switched off
            raise HTTPException(404, "there is no such address")
        return await file_response(services, folder, name, RECHECK)

    return router
