"""Finds the processes of a server's Ray cluster, so that they can be killed. For Linux, which tells them in files."""

import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import Final

REPLICA: Final = b"ray::ServeReplica:facevow-analysis"
"""What Ray calls the process of a replica."""


def descendants(pid: int) -> list[int]:
    """Processes that a process has begun, and those that these have, and so on."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                parents.setdefault(parent, []).append(int(folder.name))
    found = [pid]
    for each in found:
        found.extend(parents.get(each, ()))
    return found[1:]


def replicas(pid: int) -> list[int]:
    """Those of them that are replicas."""
    found = []
    for each in descendants(pid):
        with suppress(OSError):
            if Path(f"/proc/{each}/cmdline").read_bytes().startswith(REPLICA):
                found.append(each)
    return found


def kill(pid: int) -> None:
    """End it without a word, as a machine does that loses its power."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
