"""Keeps on the board what this process would tell if it were asked, for those that are asked in its place."""

import asyncio
from typing import Final

from facevow.log import get_logger
from facevow.server.board import Board
from facevow.server.services import Services
from facevow.server.threads import in_thread
from facevow.server.v1.overview import live_sessions

LIVE_SECONDS: Final = 1.0
"""How often it is told who streams: so old is at most what a neighbour tells of us."""

METRICS_EVERY: Final = 5
"""Of these, each which brings the metrics, too: they take milliseconds to write, and are fetched seldom."""


async def post(services: Services) -> None:
    """Leave it there again and again until cancelled; nothing to do where there is no board. Takes it all away then.

    What fails is logged and done again at the next time.
    """
    board = services.board
    if board is None:
        return
    turn = 0
    try:
        while True:
            try:
                await in_thread(services.threads.files, board.leave_live, live_sessions(services))
                if turn % METRICS_EVERY == 0:
                    await services.metrics.prepare()
                    await in_thread(services.threads.scrapes, _leave_metrics, services, board)
            except Exception as error:  # noqa: BLE001 - whatever it is: the next time may be better
                get_logger("server").error("posting_failed", error=str(error))
            turn += 1
            await asyncio.sleep(LIVE_SECONDS)
    finally:
        board.clear()


def _leave_metrics(services: Services, board: Board) -> None:
    """In one thread with `/metrics`, so that nobody's younger text is replaced by an older one."""
    board.leave_metrics(services.metrics.text())
