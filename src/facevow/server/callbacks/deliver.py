"""Delivers the callbacks of the outbox, each at least once, until its receiver has taken it or its time is over.

An entry is claimed for a while before it is sent and reported afterwards. A server that dies in between has told
nobody, so the claim runs out and the entry is sent again, by this server or another, under the same `webhook-id`.
"""

import asyncio
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool

from facevow.errors import StoreError
from facevow.log import get_logger
from facevow.server.callbacks.post import Answer, Poster
from facevow.server.services import Services
from facevow.signing import callbacks
from facevow.store.records import OutboxRecord
from facevow.store.sharing import Shares

FIRST_WAIT: Final = 5.0
"""Seconds before the second attempt: a receiver that was just restarted is back by then."""

GROWTH: Final = 3.0
"""By which each wait is longer than the one before: 5 s, 15 s, 45 s, 2 min, 7 min, 20 min, and 1 h from then on."""

LONGEST_WAIT: Final = 3600.0
"""Seconds between two attempts at most, so that a receiver that is back gets what waits for it within the hour."""

SPREAD: Final = 0.2
"""Each wait is longer or shorter by up to this share, so that what failed together does not come back together."""

AT_ONCE: Final = 32
"""Attempts under way at once: each holds a socket and a few kilobytes, and a dead receiver holds one for seconds."""

HOST_SHARE: Final = 4
"""Of these, what one receiver may have: what it does not answer keeps nobody else's waiting."""

KEY_SHARE: Final = 16
"""Of these, what one API key may have, however many receivers it names."""

TRIED_AT_LEAST: Final = 5
"""Attempts before a callback is given up, however old: one that an operator sends again late, or that waited for a
server to be started, meets a receiver that is away for a moment like any other."""

MARGIN: Final = 60.0
"""Seconds that a claim outlasts the longest attempt: time to report it, even to a database that has trouble."""

GRACE: Final = 3.0
"""Seconds that attempts under way have to end when the server stops; the others are handed back."""

LAST_WORD: Final = 2.0
"""Seconds that a claim which is being made, and then handing back, may take at a stop: the database may be silent, and
then the claims run out by themselves."""

LONGEST_PAUSE: Final = 30.0
"""Seconds between two looks into an outbox that could not be read, once it has been so for a while."""

REPORT_WAITS: Final = (0.2, 1.0, 5.0, 20.0)
"""Seconds between the attempts to report, together less than MARGIN."""

Luck = Callable[[], float]
"""A number from 0 up to 1, drawn at random."""


def drawn() -> float:
    """A number from 0 up to 1."""
    return secrets.randbelow(1000) / 1000


class Deliverer:
    """Works through the outbox while `run` runs. Any number of servers may do so on one database.

    poster: how to send; by the settings unless given.  luck: spreads the waits.
    pause: seconds between two looks into an outbox where nothing was due.
    """

    def __init__(
        self,
        services: Services,
        *,
        poster: Poster | None = None,
        luck: Luck = drawn,
        pause: float = 1.0,
    ) -> None:
        settings = services.settings
        self._services = services
        self._poster = poster or Poster(settings.callback_seconds, allow_private=settings.callback_private)
        self._luck = luck
        self._pause = pause
        self._stopping = asyncio.Event()
        self._under_way: dict[asyncio.Task[None], OutboxRecord] = {}
        self._failures = 0  # of claims, one after the other
        self._log = get_logger("callbacks")

    async def run(self) -> None:
        """Deliver until cancelled; then finish or hand back what is claimed, within seconds, and end."""
        async with self._poster:
            work = asyncio.create_task(self._work())
            try:
                await asyncio.shield(work)
            finally:
                self._stopping.set()
                await self._finish(work)

    async def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                await self._start_what_is_due()
            except Exception as error:  # noqa: BLE001 - the loop outlives whatever the database does
                self._note_failure(error)
            await self._wait()

    def _note_failure(self, error: Exception) -> None:
        """Said once: a database that is away for a night fills no log."""
        self._failures += 1
        if self._failures == 1:
            trace = None if isinstance(error, StoreError) else error  # else it is a mistake of ours
            self._log.warning("callbacks_not_claimed", error=str(error), exc_info=trace)

    def _note_success(self) -> None:
        if self._failures:
            self._log.info("callbacks_claimed_again", failures=self._failures)
        self._failures = 0

    async def _start_what_is_due(self) -> None:
        room = AT_ONCE - len(self._under_way)
        if room == 0:
            return
        now = self._services.clock.now()
        until = now + timedelta(seconds=self._services.settings.callback_seconds + MARGIN)
        shares = Shares.left_by(self._under_way.values(), of_host=HOST_SHARE, of_key=KEY_SHARE)
        claimed = await run_in_threadpool(self._services.outbox.claim, now, until, room, shares)
        self._note_success()
        for entry in claimed:
            task = asyncio.create_task(self._deliver(entry))
            self._under_way[task] = entry
            task.add_done_callback(self._under_way.pop)

    async def _wait(self) -> None:
        """Until the pause is over, an attempt has ended, or the server stops; longer while the database is away."""
        if self._failures:
            await self._stops_within(min(self._pause * 2 ** min(self._failures, 10), LONGEST_PAUSE))
            return
        stop = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({stop, *self._under_way}, timeout=self._pause, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()

    async def _stops_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                return await self._stopping.wait()
        except TimeoutError:
            return False

    async def _finish(self, work: asyncio.Task[None]) -> None:
        """See what is under way to its end, a claim first: its entries would wait for it to run out. Takes seconds."""
        await asyncio.wait({work}, timeout=LAST_WORD)
        work.cancel()
        if self._under_way:
            _, late = await asyncio.wait(set(self._under_way), timeout=GRACE)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late, timeout=LAST_WORD)

    async def _deliver(self, entry: OutboxRecord) -> None:
        try:
            if not await self._stands(entry):
                return
            answer = await self._attempt(entry)
        except asyncio.CancelledError:
            await self._report(entry, status=None, error="the server stopped", due=self._services.clock.now())
            raise
        if answer.delivered:
            await self._report(entry, status=answer.status, error=None, due=None, delivered=True)
            return
        due = None if answer.final else self._next_due(entry)
        await self._report(entry, status=answer.status, error=answer.error, due=due, given_up=due is None)

    async def _stands(self, entry: OutboxRecord) -> bool:
        """Whether the entry is still there: its session may have been erased since it was claimed."""
        try:
            present = await run_in_threadpool(self._services.outbox.get, entry.id)
        except StoreError as error:  # nobody knows; the claim runs out, and then it is looked at again
            self._log.warning("callback_not_read", event_id=entry.id, error=str(error))
            return False
        if present is None:
            self._log.info("callback_erased", event_id=entry.id)
        return present is not None

    async def _attempt(self, entry: OutboxRecord) -> Answer:
        """One attempt, signed as of now; a mistake of ours is no more than a failed one."""
        try:
            body = entry.body.encode()
            secret = self._services.keyring.callback_secret(entry.key_id)
            headers = callbacks.sign(secret, entry.id, body, self._services.clock.now())
            return await self._poster.post(entry.url, headers, body)
        except Exception as error:  # noqa: BLE001 - the others must not suffer from one
            self._log.exception("callback_broken", event_id=entry.id, session=entry.session)
            return Answer(None, f"broken: {type(error).__name__}")

    def _next_due(self, entry: OutboxRecord) -> datetime | None:
        """When to try again; None when that would be past the entry's time, and it was tried a few times."""
        due = self._services.clock.now() + timedelta(seconds=wait_after(entry.attempts, self._luck()))
        last = entry.created + timedelta(hours=self._services.settings.callback_hours)
        return due if due <= last or entry.attempts + 1 < TRIED_AT_LEAST else None

    async def _report(self, entry: OutboxRecord, **told: Any) -> None:  # noqa: ANN401 - those of Outbox.report
        """Write down how it went. What cannot be written is delivered again once the claim has run out.

        Once the server stops there is one try, and that is all.
        """
        outcome = "delivered" if told.get("delivered") else "given_up" if told.get("given_up") else "failed"
        self._services.metrics.callback(outcome)
        say = self._log.info if outcome == "delivered" else self._log.warning
        facts = {name: told[name] for name in ("status", "error")}
        due = told["due"] and told["due"].isoformat()
        host = urlsplit(entry.url).hostname  # the rest of a URL may hold a secret
        say(f"callback_{outcome}", event_id=entry.id, session=entry.session, host=host, due=due, **facts)
        for pause in (*REPORT_WAITS, 0.0):
            try:
                await run_in_threadpool(self._services.outbox.report, entry.id, now=self._services.clock.now(), **told)
            except StoreError as error:
                self._log.warning("callback_not_reported", event_id=entry.id, error=str(error))
            else:
                return
            if await self._stops_within(pause):
                return


def wait_after(attempts: int, luck: float) -> float:
    """Seconds to wait after a failed attempt that `attempts` others came before; `luck` from 0 to 1 spreads it."""
    steps = min(max(attempts, 0), 20)  # the wait is at its longest long before, and the power stays small
    return min(FIRST_WAIT * GROWTH**steps, LONGEST_WAIT) * (1 - SPREAD + 2 * SPREAD * luck)
