"""What the routes and the sockets work with. Made once by `create_app`, handed to each by `deps`."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from secrets import randbelow, token_hex
from typing import Protocol

from facevow.challenge.draw import Choose
from facevow.decision.policy import Policy
from facevow.server.board import Board
from facevow.server.door.keys import Keys
from facevow.server.door.limits import Limits
from facevow.server.engine import Engine
from facevow.server.gates import Gate, Readers, Turns
from facevow.server.lately import Lately
from facevow.server.metrics import Metrics
from facevow.server.people.people import People
from facevow.server.settings import Settings
from facevow.server.shares import SharedGate
from facevow.server.telemetry import Telemetry
from facevow.server.threads import Threads
from facevow.server.v1.live import Live
from facevow.server.v1.operate_replies import Statistics
from facevow.signing.keyring import Keyring
from facevow.store import Store
from facevow.store.audit import Audit
from facevow.store.database import Database
from facevow.store.keeping import Keeper
from facevow.store.keys import ApiKeys
from facevow.store.outbox import Outbox
from facevow.store.sessions import Sessions


@dataclass(slots=True)
class ActiveCheckDefault:
    """Whether connections that have not chosen for themselves are asked for the active check.

    Whoever changes it holds `changing`, from reading the old value to having stored the new one.
    """

    enabled: bool
    changing: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass(frozen=True, slots=True)
class Clock:
    """The two clocks: `monotonic` measures seconds within a connection, `now` dates records. Tests bring their own."""

    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


class KeyringSource(Protocol):
    """Where the server's secrets come from; they may change while it runs."""

    def present(self) -> Keyring:
        """The keyring as it is now."""


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of a running server. `choose` draws the challenges; nobody can foresee it but in tests.

    `board` is there where this is one process of several.
    `counted` is what GET /v1/statistics told a moment ago, by what was asked.
    Pictures of key holders (`requests`) and those of the first routes (`seed_requests`) take no place of each other.
    """

    settings: Settings
    policy: Policy
    engine: Engine
    store: Store
    database: Database
    sessions: Sessions
    api_keys: ApiKeys
    audit: Audit
    outbox: Outbox
    keeper: Keeper
    people: People
    secrets: KeyringSource
    keys: Keys
    limits: Limits
    live: Live
    metrics: Metrics
    telemetry: Telemetry
    active_default: ActiveCheckDefault
    connections: SharedGate
    requests: Gate
    seed_requests: Gate
    readers: Readers
    threads: Threads
    tryouts: Turns = field(default_factory=Turns)
    counted: Lately[Statistics] = field(default_factory=Lately)
    clock: Clock = field(default_factory=Clock)
    choose: Choose = randbelow
    board: Board | None = None

    @property
    def keyring(self) -> Keyring:
        """The server's secrets as they are now; a rotation shows from the next look on."""
        return self.secrets.present()


def new_name() -> str:
    """A name for a connection or request, for the log."""
    return token_hex(8)
