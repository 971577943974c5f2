"""Fixtures of the API's tests."""

from collections.abc import Iterator

import pytest

from tests.server.serving import Running, serving
from tests.server.v1.enrolled import comparing


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server for all those tests of a module to which it does not matter what others have done on it."""
    with serving(tmp_path_factory.mktemp("standing") / "facevow.db") as running:
        yield running


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The same, for tests to which it does not matter who else is enrolled: a server that compares faces."""
    with comparing(tmp_path_factory.mktemp("people") / "facevow.db") as running:
        yield running
