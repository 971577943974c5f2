"""Writes the end of a session, again and again while the database has trouble: nobody is told what is not stored.

Where the session was erased while it was streamed, what was still on its way into the log is taken out again.
"""

import asyncio
from collections.abc import Sequence
from typing import Final

from starlette.concurrency import run_in_threadpool

from facevow.errors import SessionError, StoreError
from facevow.log import get_logger
from facevow.server.services import Services
from facevow.server.v1.outcome import broken, without_reference
from facevow.store.endings import Ending
from facevow.store.erasing import remove_sessions
from facevow.store.keeping import SESSION_BATCH
from facevow.store.records import SessionRecord

PATIENCE: Final = 30.0
"""Seconds in which an end is tried to be stored. After that the session is left to expire: it never reads as passed."""

FIRST_PAUSE: Final = 0.25
LAST_PAUSE: Final = 4.0
"""Seconds between attempts, doubled each time from the first to the last."""


async def store_end(
    services: Services, session: str, ending: Ending, compared: frozenset[str] = frozenset()
) -> tuple[SessionRecord, Ending]:
    """Write the end of a session that was begun; what was written is the ending given, or that it is broken.

    Where one of the enrolled templates that it was `compared` with was erased, it is that, and no verdict.

    Raises:
        StoreError: it could not be written in time.
        SessionError: the session has ended otherwise, has expired, or was erased.
    """
    clock = asyncio.get_running_loop().time
    deadline, pause = clock() + PATIENCE, FIRST_PAUSE
    while True:
        try:
            return await run_in_threadpool(services.sessions.end, session, ending, compared=compared), ending
        except SessionError as error:
            if error.code != "reference_erased":
                raise
            ending = without_reference(ending)
            continue
        except StoreError as error:
            if error.code == "bad_record":  # it never will be written; what can be is that there is no verdict
                get_logger("sessions").error("ending_refused", session=session, error=str(error))
                ending = broken(ending.at)
            if clock() + pause > deadline:
                raise
        await asyncio.sleep(pause)
        pause = min(2 * pause, LAST_PAUSE)


async def flush(services: Services) -> None:
    """Return once every row of the frames' log that was handed in before is written.

    Raises:
        StoreError: they cannot be written now; they will be, as soon as the database takes them.
    """
    await run_in_threadpool(services.store.recent, 1)  # the writer answers when all that was added before is written
    if services.store.health().status != "ok":
        raise StoreError("expected a database that takes what waits to be written into the log")


async def forget(services: Services, *sessions: str) -> None:
    """Remove the rows of the frames' log that were written after their sessions had been erased.

    Raises:
        StoreError: the database cannot be written.
    """
    await run_in_threadpool(_forget, services, sessions)


def _forget(services: Services, sessions: Sequence[str]) -> None:
    services.store.recent(1)  # as in `flush`
    for start in range(0, len(sessions), SESSION_BATCH):
        with services.database.write() as orm:
            remove_sessions(orm, sessions[start : start + SESSION_BATCH])
