"""The operator's console. The page is no secret: all that it shows it asks the API for, with the operator's key."""

from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from facevow.server.deps import ServicesNeeded
from facevow.server.headers import CONTENT_SECURITY_POLICY, note_headers, policy_text
from facevow.server.routes.built import RECHECK, read_file
from facevow.server.v1.needs import public

POLICY: Final = policy_text(CONTENT_SECURITY_POLICY | {"connect-src": "'self'"})
"""The key is shown to this server alone, whatever a fault in the page would have it do."""

NOT_BUILT: Final = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Facevow</title>
<h1>The console is not built in this installation</h1>
<p>Build it with <code>make serve</code>.</p>
</html>
"""


def console_router(folder: Path) -> APIRouter:
    """Routes for the console in `folder`."""
    router = APIRouter(include_in_schema=False, dependencies=public)

    @router.get("/console")
    async def console(request: Request, services: ServicesNeeded) -> Response:
        note_headers(request.scope, {"Content-Security-Policy": POLICY})
        found = await read_file(services, folder / "console.html")
        return HTMLResponse(NOT_BUILT if found is None else found, headers=RECHECK)

    @router.get("/console/")
    async def with_slash() -> Response:
        return RedirectResponse("../console", 308)  # its files lie beside it, also below a path of a proxy

    return router
