"""Fixtures of the server's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.serving import Running, serving


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where a test's database lies."""
    return tmp_path / "facevow.db"


@pytest.fixture
def server(database: Path) -> Iterator[Running]:
    """A server with the analyser of colours."""
    with serving(database) as running:
        yield running
