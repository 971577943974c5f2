"""What the routes and the socket work with. Made once by `create_app`, handed to each by `deps`."""

import asyncio
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from facevow.challenge.draw import Choose
from facevow.decision.policy import Policy
from facevow.errors import FacevowError
from facevow.server.engine import Engine
from facevow.server.settings import Settings
from facevow.store import Store


class ServerFull(FacevowError):
    """Everything that may be done at once is being done."""

    code = "server_full"


class Gate:
    """Lets in so many at once and turns the others away. Used by the event loop's thread only."""

    def __init__(self, capacity: int, what: str) -> None:
        self.capacity = capacity
        self.inside = 0
        self._what = what

    @contextmanager
    def enter(self) -> Iterator[None]:
        """Be inside for the length of a block.

        Raises:
            ServerFull: there is no room.
        """
        if self.inside >= self.capacity:
            raise ServerFull(f"this server takes {self.capacity} {self._what} at once; try again in a moment")
        self.inside += 1
        try:
            yield
        finally:
            self.inside -= 1


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


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of a running server. `choose` draws the challenges; nobody can foresee it but in tests."""

    settings: Settings
    policy: Policy
    engine: Engine
    store: Store
    active_default: ActiveCheckDefault
    connections: Gate
    requests: Gate
    clock: Clock = field(default_factory=Clock)
    choose: Choose = secrets.randbelow


def new_name() -> str:
    """A name for a connection or request, for the log."""
    return secrets.token_hex(8)
