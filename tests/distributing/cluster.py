"""A Ray cluster of two processors on this machine, for the tests of one module."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from facevow.distributing.driving import _QUIET
from tests.clusters import a_turn

TOKEN = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": "0123456789abcdef" * 4}
"""Who uses the cluster must know this; without one Ray would make one, and keep it in the user's home."""

ROOT = Path(__file__).resolve().parents[2]

_PROGRAM = """
import ray
context = ray.init("local", num_cpus=2, object_store_memory=100 * 1024 * 1024, include_dashboard=False,
                   log_to_driver=False)
print("at", context.address_info["gcs_address"], flush=True)
input()
"""


class Cluster:
    """Where it is, and how it ends."""

    def __init__(self, process: "subprocess.Popen[str]", address: str) -> None:
        self.address = address
        self._process = process

    def kill(self) -> None:
        """End it without a word; its own processes go with the one that began it."""
        self._process.kill()
        self._process.wait()


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Begin a cluster whose workers know the tests; it ends with the block. Another one is waited for."""
    known = os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))
    with a_turn(), subprocess.Popen(  # noqa: S603 - our own program
        (sys.executable, "-c", _PROGRAM),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env={**os.environ, **_QUIET, **TOKEN, "PYTHONPATH": known},
    ) as process:  # fmt: skip
        try:
            assert process.stdout is not None
            told = next((line for line in process.stdout if line.startswith("at ")), "")
            assert told, "no cluster could be begun"
            yield Cluster(process, told.split()[1])
        finally:
            process.kill()
