"""Lets tests have one Ray cluster at a time, whatever process they run in: two would share too few processors."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 600
"""Seconds that a test which begins a cluster may take, most of them to wait for its turn."""


@contextmanager
def a_turn() -> Iterator[None]:
    """Wait until no other process has a cluster, and be the one that has. The end of the process ends it, too."""
    with Path(tempfile.gettempdir(), f"facevow-tests-ray-{os.getuid()}.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
