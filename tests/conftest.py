"""Fixtures that every test may use, and the rule on skipping.

A test that needs something a user may not have (the shared test material, a browser, torch) skips with a clear
message. Where `FACEVOW_REQUIRE` names the thing, as continuous integration does, its absence is a failure instead.
"""

import os
from pathlib import Path
from typing import NoReturn

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
REQUIRED = frozenset(filter(None, os.environ.get("FACEVOW_REQUIRE", "").split(",")))


def lacking(thing: str, message: str) -> NoReturn:
    """Skip the test for lack of `thing`, or fail it where that is required.

    Things are browser, models, node, postgres, ray, redis, shared and torch.
    """
    if thing in REQUIRED:
        pytest.fail(f"required here: {message}")
    pytest.skip(message)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real footage, face images and test weights beside the repository."""
    if not SHARED.is_dir():
        lacking("shared", f"needs the test material at {SHARED}, which is not distributed with the project")
    return SHARED
