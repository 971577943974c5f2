"""Fixtures of the tests of enrolled people."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.people.galleries import Place, place


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Place]:
    """A gallery with nobody in it."""
    with place(tmp_path) as found:
        yield found
