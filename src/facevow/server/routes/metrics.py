"""The counters, for Prometheus."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import PlainTextResponse, Response

from facevow.server.deps import ServicesNeeded
from facevow.server.door.deps import needs
from facevow.server.door.keys import Principal
from facevow.server.metrics import CONTENT_TYPE
from facevow.server.services import Services
from facevow.server.threads import in_thread

router = APIRouter(tags=["health"])


@router.get("/metrics", response_class=PlainTextResponse)
async def metrics(services: ServicesNeeded, _: Annotated[Principal, Depends(needs("operate"))]) -> Response:
    """What this server counts of itself, in Prometheus' text format. On a locked server, with a key for `operate`.

    Where several processes serve, those of all, each sample with a label that says whose it is.
    """
    await services.metrics.prepare()
    return Response(await in_thread(services.threads.scrapes, _text, services), media_type=CONTENT_TYPE)


def _text(services: Services) -> bytes:
    text = services.metrics.text()
    return text if services.board is None else services.board.metrics(text)
