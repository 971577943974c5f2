"""A locked server, and keys for it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import pytest

from facevow.server.door.keys import SCOPES, new_key
from facevow.server.door.start import expect_safe
from facevow.store.database import Database
from facevow.store.keys import ApiKeys
from tests.server.serving import Running, serving

INITIAL = f"fvk_{'ab' * 8}_{'cd' * 32}"
"""A key that the settings bring."""


class Lock(Protocol):
    """Runs a locked server with these settings."""

    def __call__(self, **given: Any) -> AbstractContextManager[Running]:  # noqa: ANN401
        """The server, for the length of a block."""


@pytest.fixture
def lock(database: Path) -> Lock:
    """Runs locked servers on one database, with a key that the settings bring."""

    @contextmanager
    def made(**given: Any) -> Iterator[Running]:  # noqa: ANN401
        with serving(database, **({"access": "locked", "initial_key": INITIAL} | given)) as running:
            expect_safe(running.services.settings, running.services.api_keys)
            yield running

    return made


@pytest.fixture
def locked(lock: Lock) -> Iterator[Running]:
    """A locked server."""
    with lock() as running:
        yield running


def make_key(running: Running, *scopes: str) -> str:
    """A key of a running server; with every scope unless some are named."""
    text, record = new_key("test", scopes or SCOPES, datetime.now(UTC))
    running.services.api_keys.add(record, "test")
    return text


def bearer(text: str) -> dict[str, str]:
    """The header that shows a key."""
    return {"Authorization": f"Bearer {text}"}


@pytest.fixture
def api_keys(database: Path) -> Iterator[ApiKeys]:
    """The keys of a database, without a server."""
    opened = Database(f"sqlite:///{database}")
    yield ApiKeys(opened)
    opened.close()
