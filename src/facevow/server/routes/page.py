"""The page that is built into the package."""

from mimetypes import guess_type
from pathlib import Path
from typing import Final

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from facevow.server.deps import ServicesNeeded
from facevow.server.services import Services
from facevow.server.threads import in_thread
from facevow.server.v1.needs import public

PAGE: Final = Path(__file__).parents[1] / "page"
"""Where `hatch_build.py` puts the page."""

RECHECK: Final = {"Cache-Control": "no-cache"}
KEEP: Final = {"Cache-Control": "public, max-age=31536000, immutable"}
"""A file under /assets/ carries a hash of its content in its name, so it never changes."""

LONGEST_NAME: Final = 255
"""Bytes of a file's name that file systems take; ours are far shorter."""

NOT_BUILT: Final = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Facevow</title>
<h1>Facevow is running</h1>
<p>The page is not built in this installation. Build it with <code>make serve</code>, or use the API.</p>
</html>
"""


def page_router(folder: Path = PAGE) -> APIRouter:
    """Routes for the page in `folder`; it may be built while the server runs. They count as requests of an address."""
    router = APIRouter(include_in_schema=False, dependencies=public)

    @router.get("/")
    async def index(request: Request, services: ServicesNeeded) -> Response:
        if "text/html" not in request.headers.get("accept", ""):
            return JSONResponse({"message": "Facevow is running", "status": "running"}, headers=RECHECK)
        found = await _read(services, folder / "index.html")
        return HTMLResponse(NOT_BUILT if found is None else found, headers=RECHECK)

    @router.get("/assets/{name}")
    async def asset(name: str, services: ServicesNeeded) -> Response:
        return await _file(services, folder / "assets", name, KEEP)

    @router.get("/{name}")
    async def other(name: str, services: ServicesNeeded) -> Response:
        return await _file(services, folder, name, RECHECK)

    return router


async def _file(services: Services, folder: Path, name: str, headers: dict[str, str]) -> Response:
    """A file that lies right in `folder`, hidden ones excepted.

    Raises:
        HTTPException: 404, there is none.
    """
    path = folder / name
    found = None
    if not name.startswith(".") and path.parent == folder and len(name.encode()) <= LONGEST_NAME:
        found = await _read(services, path)
    if found is None:
        raise HTTPException(404, "there is no such address")
    return Response(found, media_type=guess_type(name)[0] or "application/octet-stream", headers=headers)


async def _read(services: Services, path: Path) -> bytes | None:
    return await in_thread(services.threads.files, _content, path)


def _content(path: Path) -> bytes | None:
    """What is in a file of the page, some 300 KB at most; None where there is none that can be read."""
    try:
        return path.read_bytes() if path.is_file() else None
    except (OSError, ValueError):  # a name that the system does not take, or a file that went away just now
        return None
