"""Files that were built into the package: the page, the console and the component that other pages embed."""

from mimetypes import guess_type
from pathlib import Path
from typing import Final

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from facevow.server.deps import ServicesNeeded
from facevow.server.services import Services
from facevow.server.threads import in_thread
from facevow.server.v1.needs import public

PAGE: Final = Path(__file__).parents[1] / "page"
"""Where `hatch_build.py` puts them."""

RECHECK: Final = {"Cache-Control": "no-cache"}
KEEP: Final = {"Cache-Control": "public, max-age=31536000, immutable"}
"""A file under /assets/ carries a hash of its content in its name, so it never changes."""

LONGEST_NAME: Final = 255
"""Bytes of a file's name that file systems take; ours are far shorter."""


def assets_router(folder: Path) -> APIRouter:
    """What the page and the console are made of."""
    router = APIRouter(include_in_schema=False, dependencies=public)

    @router.get("/assets/{name}")
    async def asset(name: str, services: ServicesNeeded) -> Response:
        return await file_response(services, folder / "assets", name, KEEP)

    return router


async def file_response(services: Services, folder: Path, name: str, headers: dict[str, str]) -> Response:
    """A file that lies right in `folder`, hidden ones excepted.

    Raises:
        HTTPException: 404, there is none.
    """
    path = folder / name
    found = None
    if not name.startswith(".") and path.parent == folder and len(name.encode()) <= LONGEST_NAME:
        found = await read_file(services, path)
    if found is None:
        raise HTTPException(404, "there is no such address")
    return Response(found, media_type=guess_type(name)[0] or "application/octet-stream", headers=headers)


async def read_file(services: Services, path: Path) -> bytes | None:
    """What is in a file of the page; None where there is none that can be read."""
    return await in_thread(services.threads.files, _content, path)


def _content(path: Path) -> bytes | None:
    """Some 300 KB at most."""
    try:
        return path.read_bytes() if path.is_file() else None
    except (OSError, ValueError):  # a name that the system does not take, or a file that went away just now
        return None
