"""Data sets of a few made-up pictures, for every test of training."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conftest import REQUIRED
from tests.training.making import Source, make_data

if "torch" in REQUIRED and find_spec("torch") is None:  # the tests' own importorskip would only skip
    raise pytest.UsageError("required here: torch, to test training (make train-extra)")


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """Two training sources and one for validation, six pictures of each class in each."""
    return make_data(tmp_path / "data", [Source("one"), Source("two"), Source("three", "validation")], 6)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Five training sources of both framings, one for validation and one for test, two pictures of each class."""
    names = [("a", "frame"), ("b", "frame"), ("c", "frame"), ("d", "face_crop"), ("e", "face_crop")]
    sources = [Source(name, "train", framing) for name, framing in names]
    return make_data(tmp_path / "many", [*sources, Source("v", "validation"), Source("t", "test")], 2)
