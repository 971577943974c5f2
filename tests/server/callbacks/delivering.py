"""An outbox with entries, and deliverers that work through it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from facevow.server.callbacks.deliver import Deliverer
from facevow.server.callbacks.post import Answer, Poster
from facevow.server.metrics import Metrics
from facevow.server.services import Clock, Services
from facevow.server.settings import Settings, load_settings
from facevow.signing.keyring import Keyring, new_keyring
from facevow.store.database import Database
from facevow.store.outbox import Outbox
from facevow.store.records import OutboxRecord

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
PATIENCE = 60.0
"""Seconds that a test waits for what should come; a broken deliverer needs all of them."""


@dataclass
class Calendar:
    """The time of records, wound by hand."""

    moment: datetime = START

    def __call__(self) -> datetime:
        """The present moment."""
        return self.moment

    def wind(self, seconds: float) -> None:
        """Let time pass."""
        self.moment += timedelta(seconds=seconds)


@dataclass
class Scripted(Poster):
    """Says how attempts end, without a network. The last answer holds for all that follow."""

    answers: list[Answer]
    posted: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(1, allow_private=True)

    async def post(self, url: str, headers: dict[str, str], body: bytes) -> Answer:
        """The next answer."""
        self.posted.append((url, headers, body))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@dataclass
class Parts:
    """What a deliverer needs of a server's services."""

    settings: Settings
    outbox: Outbox
    keyring: Keyring
    clock: Clock
    metrics: Metrics


@dataclass
class Office:
    """A database with an outbox, a clock, and the secrets."""

    database: Database
    calendar: Calendar
    parts: Parts

    @property
    def outbox(self) -> Outbox:
        """The outbox."""
        return self.parts.outbox

    def add(self, url: str, *, number: int = 1, key_id: str = "") -> OutboxRecord:
        """An entry that is due now."""
        entry = OutboxRecord(
            id=f"evt_{number}",
            session=f"fvs_{number}",
            key_id=key_id,
            url=url,
            event="session.completed",
            body=f'{{"number":{number},"für":"Ärzte"}}',
            created=self.calendar(),
            due=self.calendar(),
        )
        with self.database.write() as orm:
            orm.add(entry)
        return entry

    def entry(self, number: int = 1) -> OutboxRecord:
        """An entry as it stands."""
        found = self.outbox.get(f"evt_{number}")
        assert found is not None
        return found

    def secret(self, key_id: str = "") -> str:
        """What an entry is signed with."""
        return self.parts.keyring.callback_secret(key_id)

    def deliverer(self, outbox: Outbox | None = None, **options: Any) -> Deliverer:  # noqa: ANN401
        """One that works with this office's parts, or with another outbox."""
        parts = Parts(self.parts.settings, outbox or self.outbox, *self._rest())
        return Deliverer(cast("Services", parts), **dict[str, Any](pause=0.02, luck=lambda: 0.5) | options)

    @asynccontextmanager
    async def delivering(self, outbox: Outbox | None = None, **options: Any) -> AsyncIterator["asyncio.Task[None]"]:  # noqa: ANN401
        """A deliverer at work for the length of a block, stopped as the server stops it."""
        task = asyncio.create_task(self.deliverer(outbox, **options).run())
        try:
            yield task
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def _rest(self) -> tuple[Keyring, Clock, Metrics]:
        return self.parts.keyring, self.parts.clock, self.parts.metrics


def office(folder: Path, **given: Any) -> Office:  # noqa: ANN401 - settings
    """A new one."""
    calendar = Calendar()
    url = f"sqlite:///{folder / 'facevow.db'}"
    settings = load_settings(database=url, callback_private=True, **given)
    database = Database(url)
    parts = Parts(settings, Outbox(database), new_keyring(START), Clock(now=calendar), Metrics())
    return Office(database, calendar, parts)


async def until(met: Callable[[], bool]) -> None:
    """Wait until the condition is met; fail after a generous while."""
    async with asyncio.timeout(PATIENCE):
        while not met():  # noqa: ASYNC110 - what is waited for stands in a database
            await asyncio.sleep(0.01)
