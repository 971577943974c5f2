"""Fixtures of the API's tests."""

from collections.abc import Iterator

import pytest

from tests.server.serving import Running, serving


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server for all those tests of a module to which it does not matter what others have done on it."""
    with serving(tmp_path_factory.mktemp("standing") / "facevow.db") as running:
        yield running
