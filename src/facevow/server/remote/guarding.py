"""Keeps others out of a cluster of our own: a token that nobody else knows, and a folder that nobody else can read."""

import os
import secrets
import tempfile
from collections.abc import MutableMapping
from typing import Final

LONGEST: Final = 40
"""Characters of that folder's path: Ray's sockets lie 63 deeper, and the path of a socket has 103 at most on macOS,
107 on Linux (unix(4), unix(7))."""

INLINE: Final = 1024 * 1024
"""Bytes of a call that go straight to the replica. Ray's 100 kB hold one frame with its memory; with more, each call
took the way through shared memory, and a tenth more of the processor for each frame (docs/ray.md)."""


def guard(environment: MutableMapping[str, str]) -> None:
    """Have Ray ask for a token, whatever the environment says of it: before Ray is imported, which reads this once."""
    environment["RAY_AUTH_MODE"] = "token"
    environment.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))  # or Ray would keep one in the user's home
    environment.setdefault("RAY_max_direct_call_object_size", str(INLINE))


def own_folder() -> str:
    """A new folder (mode 0700) for the cluster's sockets and logs.

    It lies in RAY_TMPDIR or where temporary files do, or in /tmp where that path is too long. Ray's usual one is
    open to everybody, who may have put something there before.
    """
    parent = os.environ.get("RAY_TMPDIR") or tempfile.gettempdir()
    name = "facevow-ray-"
    if len(parent) + len(name) + 9 > LONGEST:
        parent = "/tmp"  # noqa: S108 - the folder in it is new, and ours alone
    return tempfile.mkdtemp(prefix=name, dir=parent)
