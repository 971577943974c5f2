"""Fixtures of the server's tests."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from facevow.challenge.events import Act
from facevow.challenge.rules import Rules, Step
from facevow.server.services import Clock
from tests.server.serving import HandClock, Running, serving

HEAD = (Act.TURN_LEFT, Act.TURN_RIGHT, Act.LOOK_UP, Act.LOOK_DOWN, Act.TILT_LEFT, Act.TILT_RIGHT)
RULES = Rules(
    steps=(*map(Step, HEAD), Step(Act.OPEN_MOUTH), Step(Act.BLINK, 2), Step(Act.BLINK, 3)),
    bits=8,
    longest=6,
    settle=0.6,
    pause_least=0.5,
    pause_most=1.5,
    reaction=0.2,
    window=6.0,
    faults=2,
    restarts=2,
    time_limit=60,
)
"""A challenge for tests: three acts, and without those of the head nothing can be drawn."""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where a test's database lies."""
    return tmp_path / "facevow.db"


@pytest.fixture
def server(database: Path) -> Iterator[Running]:
    """A server with the analyser of colours."""
    with serving(database) as running:
        yield running


@pytest.fixture
def hand() -> HandClock:
    """The clock of one test."""
    return HandClock()


@pytest.fixture
def timed(database: Path, hand: HandClock) -> Iterator[Running]:
    """A server with the analyser of colours whose time is set by hand, with a challenge of its own."""
    with serving(database, clock=Clock(monotonic=hand)) as running:
        services = running.services
        running.app.state.services = replace(services, policy=replace(services.policy, challenge=RULES))
        yield running
