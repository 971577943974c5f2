"""Fixtures of the callbacks' tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.callbacks.delivering import Office, office


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    """An office of one test."""
    made = office(tmp_path, callback_seconds=120)  # however slow the machine
    yield made
    made.database.close()
