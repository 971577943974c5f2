"""What a server does beside its work.

It writes off sessions whose time is over, removes what is kept too long, has the database's files rid of what an
erasure had to leave in them, and has the enrolled faces in its memory follow the database: from the start, so that
nobody's search has to wait for 100,000 of them to be opened.
"""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from facevow.log import get_logger
from facevow.server.services import Services
from facevow.server.settings import Settings
from facevow.store.keeping import Ages
from facevow.store.records import SessionState

EXPIRE_SECONDS: Final = 5.0
"""How often sessions are written off: their callbacks leave so late at most. It costs one look into an index."""

GALLERY_SECONDS: Final = 5.0
"""How often it is looked whether the gallery was changed: who is erased elsewhere leaves the memory so late at most."""

CLEAR_SECONDS: Final = 60.0
"""How often the files of the database are rid of erased bytes: the server's large tables are locked meanwhile."""

TRIM_SECONDS: Final = 3600.0
"""How often records are removed that are kept too long; their ages are counted in days."""


def ages_of(settings: Settings) -> Ages:
    """How long the settings have each kind of record kept."""
    return Ages(
        logs=settings.keep_logs_days,
        sessions=settings.keep_sessions_days,
        images=settings.keep_images_days,
        callbacks=settings.keep_callbacks_days,
        audit=settings.keep_audit_days,
    )


class Housekeeper:
    """Runs beside the server. Several servers on one database may have one each: they do nothing twice."""

    def __init__(
        self,
        services: Services,
        *,
        expire_seconds: float = EXPIRE_SECONDS,
        trim_seconds: float = TRIM_SECONDS,
        gallery_seconds: float = GALLERY_SECONDS,
        clear_seconds: float = CLEAR_SECONDS,
    ) -> None:
        self._services = services
        self._expire_seconds = expire_seconds
        self._trim_seconds = trim_seconds
        self._gallery_seconds = gallery_seconds
        self._clear_seconds = clear_seconds
        self._stopping = threading.Event()
        self._log = get_logger("housekeeping")

    async def run(self) -> None:
        """Do all of it until cancelled; what is being done then is brought to a stop before this returns.

        What fails is logged and done again at the next time.
        """
        async with asyncio.TaskGroup() as all_of_it:  # unlike `gather` it waits for the others, too
            all_of_it.create_task(self._repeat("expire", self._expire, self._expire_seconds))
            all_of_it.create_task(self._repeat("trim", self._trim, self._trim_seconds))
            all_of_it.create_task(self._repeat("gallery", self._refresh, self._gallery_seconds))
            all_of_it.create_task(self._repeat("clear", self._clear, self._clear_seconds))

    async def _repeat(self, name: str, work: Callable[[], dict[str, int]], seconds: float) -> None:
        """A thread of its own does it: whatever else the process is busy with, and however long a removal takes."""
        thread = ThreadPoolExecutor(1, thread_name_prefix=f"housekeeping-{name}")
        try:
            await self._repeat_in(thread, name, work, seconds)
        finally:
            thread.shutdown(wait=False)  # `_in_thread` has waited

    async def _repeat_in(
        self, thread: ThreadPoolExecutor, name: str, work: Callable[[], dict[str, int]], seconds: float
    ) -> None:
        while True:
            try:
                done = await self._in_thread(thread, work)
            except Exception as error:  # noqa: BLE001 - whatever it is: the next time may be better
                self._log.error("housekeeping_failed", work=name, error=str(error))
            else:
                if any(done.values()):
                    self._log.info("housekeeping_done", work=name, **done)
            await asyncio.sleep(seconds)

    async def _in_thread(self, thread: ThreadPoolExecutor, work: Callable[[], dict[str, int]]) -> dict[str, int]:
        """Let a thread do it. Who is cancelled waits for it: after that the database may be closed."""
        job = asyncio.get_running_loop().run_in_executor(thread, work)
        try:
            return await asyncio.shield(job)
        except asyncio.CancelledError:
            self._stopping.set()
            await asyncio.wait([job])
            raise

    def _expire(self) -> dict[str, int]:
        expired = self._services.sessions.expire(self._services.clock.now())
        for _ in range(expired):
            self._services.metrics.session(SessionState.EXPIRED)
        return {"expired": expired}

    def _trim(self) -> dict[str, int]:
        ages, now = ages_of(self._services.settings), self._services.clock.now()
        return self._services.keeper.trim(ages, now, go_on=self._goes_on)

    def _clear(self) -> dict[str, int]:
        return {"cleared": self._services.database.clear()}

    def _refresh(self) -> dict[str, int]:
        if self._services.people.given is not None:
            self._services.people.given.roster.refresh(self._goes_on)
        return {}

    def _goes_on(self) -> bool:
        return not self._stopping.is_set()
