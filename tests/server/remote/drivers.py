"""Drivers without a cluster, which do as they are told in the place of the order."""

import os
import signal
import time
from multiprocessing.connection import Connection
from typing import Any

from facevow.errors import ClusterError
from facevow.server.remote.driving import OPENED
from facevow.server.remote.travel import Identity

SOMEBODY = Identity("1", "a plan", "a model", "0" * 64, "")


def drive(pipe: Connection, order: Any) -> None:  # noqa: ANN401 - one of the words below
    """As of `driving.drive`: "serves" with two replicas, "refuses" to open, "hangs" once open, "opens" for ever."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: None)
    if order == "opens":
        time.sleep(3600)
    pipe.send((OPENED, ClusterError("nobody there") if order == "refuses" else SOMEBODY))
    if order == "hangs":
        os.kill(os.getpid(), signal.SIGSTOP)
    while (request := pipe.recv()) is not None:
        pipe.send((request[0], 2))
