"""Keeps on the board what this process would tell if it were asked, for those that are asked in its place."""

import asyncio
from typing import Final

from facevow.server.services import Services
from facevow.server.threads import in_thread
from facevow.server.v1.overview import live_sessions

LIVE_SECONDS: Final = 1.0
"""How often it is told who streams: so old is at most what a neighbour tells of us."""

METRICS_EVERY: Final = 5
"""Of these, each which brings the metrics, too: they take milliseconds to write, and are fetched seldom."""


async def post(services: Services) -> None:
    """Leave it there again and again until cancelled; nothing to do where there is no board. Takes it all away then."""
    board = services.board
    if board is None:
        return
    turn = 0
    try:
        while True:
            await in_thread(services.threads.files, board.leave_live, live_sessions(services))
            if turn % METRICS_EVERY == 0:
                await services.metrics.prepare()
                text = await in_thread(services.threads.scrapes, services.metrics.text)
                await in_thread(services.threads.files, board.leave_metrics, text)
            turn += 1
            await asyncio.sleep(LIVE_SECONDS)
    finally:
        board.clear()
