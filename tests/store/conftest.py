"""Fixtures of the store's tests."""

from pathlib import Path

import pytest


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where a test's database lies; its folder does not exist yet."""
    return tmp_path / "made by the store" / "facevow.db"


@pytest.fixture
def url(database: Path) -> str:
    """The URL of that database."""
    return f"sqlite:///{database}"
