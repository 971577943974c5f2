"""What remembers a stream belongs to one connection, and to one thread at a time."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from facevow.challenge.events import Act
from facevow.challenge.rules import Rules, Step
from facevow.checking import packaged_policies
from facevow.decision.policy import PolicyName
from facevow.types import Frame, FrameAnalysis
from facevow.vision.memory import Memory
from facevow.vision.surroundings import Surroundings
from tests.server.analysers import FAILING, REAL, ColourAnalyser, picture
from tests.server.serving import PATIENCE, Client, Running, serving, until

APPROACHES = Rules((Step(Act.COME_CLOSER), Step(Act.TURN_LEFT), Step(Act.TURN_RIGHT)), bits=1)
"""A challenge that can ask for an approach."""

ON = {"type": "set_active_check", "enabled": True}


@dataclass
class Notes:
    """What the analysers were handed, oldest first; they wait for the gate."""

    handed: list[Surroundings | None] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)

    def made(self) -> ColourAnalyser:
        """An analyser that writes here."""
        notes = self

        class Noting(ColourAnalyser):
            """Notes the memory it is handed."""

            def analyse(self, frame: Frame, memory: Memory | None = None, *, judge: bool = True) -> FrameAnalysis:
                """As of the protocol."""
                notes.handed.append(None if memory is None else memory.surroundings)
                assert notes.gate.wait(PATIENCE)
                return super().analyse(frame, memory, judge=judge)

        return Noting()


@pytest.fixture
def notes() -> Notes:
    """Notes with the gate open."""
    made = Notes()
    made.gate.set()
    return made


@pytest.fixture
def noting(database: Path, notes: Notes) -> Iterator[Running]:
    """A server whose analysers write notes, with little patience; its challenge asks for approaches."""
    with serving(database, analysers=notes.made, analysis_timeout=1.5) as running:
        services = running.services
        running.app.state.services = replace(services, policy=replace(services.policy, challenge=APPROACHES))
        yield running


def shown(client: Client, notes: Notes) -> Surroundings | None:
    """Send a frame and return what its analyser was handed."""
    assert client.ask(picture(REAL))["type"] == "result"
    return notes.handed[-1]


def test_each_connection_has_its_own_while_the_check_is_on(noting: Running, notes: Notes) -> None:
    """The same from frame to frame, another one for another client, and none with the check off."""
    with noting.socket() as one, noting.socket() as two:
        assert shown(one, notes) is None
        one.ask(ON)
        two.ask(ON)
        first, second = shown(one, notes), shown(two, notes)
        assert isinstance(first, Surroundings)
        assert isinstance(second, Surroundings)
        assert first is not second
        assert shown(one, notes) is first
        one.ask(ON | {"enabled": False})
        assert shown(one, notes) is None
        one.ask(ON)
        assert shown(one, notes) not in {None, first}
        assert shown(two, notes) is second


def test_without_approaches_there_is_none(noting: Running, notes: Notes) -> None:
    """Where they are left out, or the policy never asks for them, nobody looks at the surroundings."""
    with noting.socket() as client:
        client.ask(ON)
        assert shown(client, notes) is not None
        client.ask(ON | {"exclude": ["distance"]})
        assert shown(client, notes) is None
        client.ask(ON)
        assert shown(client, notes) is not None
    noting.app.state.services = replace(noting.services, policy=packaged_policies().choose(PolicyName.BALANCED))
    with noting.socket() as client:
        client.ask(ON)
        assert shown(client, notes) is None


def test_a_failed_analysis_ends_its_memory_and_a_bad_picture_does_not(noting: Running, notes: Notes) -> None:
    """What an exception left half done is not used again; bytes that are no picture never reached it."""
    with noting.socket() as client:
        client.ask(ON)
        first = shown(client, notes)
        assert client.ask(b"no picture")["code"] == "not_an_image"
        assert shown(client, notes) is first
        assert client.ask(picture(FAILING))["code"] == "analysis_failed"
        assert shown(client, notes) not in {None, first}


def test_an_analysis_that_is_too_late_keeps_its_memory_to_itself(noting: Running, notes: Notes) -> None:
    """The next frame comes with a new one, while a thread still holds the old one."""
    with noting.socket() as client:
        client.ask(ON)
        first = shown(client, notes)
        notes.gate.clear()
        assert client.ask(picture(REAL))["code"] == "overloaded"
        assert notes.handed[-1] is first
        client.send(picture(REAL))
        until(lambda: len(notes.handed) == 3)  # in the other thread: the first one still waits
        assert notes.handed[-1] not in {None, first}
        notes.gate.set()
        assert client.receive()["type"] == "result"
