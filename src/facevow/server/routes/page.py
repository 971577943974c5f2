"""The page that is built into the package."""

from pathlib import Path
from typing import Final

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response

PAGE: Final = Path(__file__).parents[1] / "page"
"""Where `hatch_build.py` puts the page."""

RECHECK: Final = {"Cache-Control": "no-cache"}
KEEP: Final = {"Cache-Control": "public, max-age=31536000, immutable"}
"""A file under /assets/ carries a hash of its content in its name, so it never changes."""

NOT_BUILT: Final = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Facevow</title>
<h1>Facevow is running</h1>
<p>The page is not built in this installation. Build it with <code>make serve</code>, or use the API.</p>
</html>
"""


def page_router(folder: Path = PAGE) -> APIRouter:
    """Routes for the page in `folder`; it may be built while the server runs."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def index(request: Request) -> Response:
        if "text/html" not in request.headers.get("accept", ""):
            return JSONResponse({"message": "Facevow is running", "status": "running"}, headers=RECHECK)
        path = folder / "index.html"
        return FileResponse(path, headers=RECHECK) if path.is_file() else HTMLResponse(NOT_BUILT, headers=RECHECK)

    @router.get("/assets/{name}")
    def asset(name: str) -> Response:
        return _file(folder / "assets", name, KEEP)

    @router.get("/{name}")
    def other(name: str) -> Response:
        return _file(folder, name, RECHECK)

    return router


def _file(folder: Path, name: str, headers: dict[str, str]) -> Response:
    """A file that lies right in `folder`, hidden ones excepted.

    Raises:
        HTTPException: 404, there is none.
    """
    path = folder / name
    if name.startswith(".") or path.parent != folder or not path.is_file():
        raise HTTPException(404, "there is no such address")
    return FileResponse(path, headers=headers)
