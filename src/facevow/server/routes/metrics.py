"""The counters, for Prometheus."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import PlainTextResponse, Response

from facevow.server.deps import ServicesNeeded
from facevow.server.door.deps import needs
from facevow.server.door.keys import Principal
from facevow.server.metrics import CONTENT_TYPE

router = APIRouter(tags=["health"])


@router.get("/metrics", response_class=PlainTextResponse)
def metrics(services: ServicesNeeded, _: Annotated[Principal, Depends(needs("operate"))]) -> Response:
    """What this server counts of itself, in Prometheus' text format. On a locked server, with a key for `operate`."""
    return Response(services.metrics.text(), media_type=CONTENT_TYPE)
