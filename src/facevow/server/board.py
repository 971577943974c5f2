"""A folder in which the processes behind one port leave what the others may tell in their place.

Whoever is asked for the metrics or for who streams answers for all of them: the question came to one by chance. Each
process writes files of its own, whole or not at all, and reads those of all.
"""

import os
import re
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from facevow.server.v1.operate_replies import LiveSessions

_METRICS: Final = "metrics"
_LIVE: Final = "live"

_HEAD: Final = re.compile(rb"# (HELP|TYPE) (\S+)")
"""How the two lines before a family of samples begin in Prometheus' text format."""


@dataclass(frozen=True, slots=True)
class Board:
    """The part of process `number` (from 0). May be used from any thread.

    Of two that leave the same at once either may be the one that stays: whose figures must not go back has them read
    and left by one thread at a time.
    Nothing here raises: a folder that cannot be used costs what the others would have told.
    """

    folder: Path
    number: int

    def metrics(self, text: bytes) -> bytes:
        """Leave this process's metrics, and tell those of all of them, each sample with a label `process`.

        Everybody is told what is written: a counter that one process told and another did not know yet would seem to
        have gone back.
        """
        self.leave_metrics(text)
        found = dict(self._read(_METRICS)) | {self.number: text}
        return merged(found)

    def leave_metrics(self, text: bytes) -> None:
        """Leave this process's metrics."""
        self._write(_METRICS, text)

    def live(self, own: LiveSessions) -> LiveSessions:
        """Who streams in all processes, the oldest first; `own` is this one's part."""
        parts = [own]
        for number, text in self._read(_LIVE):
            with suppress(ValidationError):
                if number != self.number:
                    parts.append(LiveSessions.model_validate_json(text))
        return LiveSessions(
            capacity=sum(part.capacity for part in parts),
            inside=sum(part.inside for part in parts),
            draining=any(part.draining for part in parts),
            sessions=sorted((one for part in parts for one in part.sessions), key=lambda one: (one.since, one.session)),
        )

    def leave_live(self, own: LiveSessions) -> None:
        """Leave who streams in this process."""
        self._write(_LIVE, own.model_dump_json().encode())

    def clear(self) -> None:
        """Take away what this process, or one of its number before it, has left."""
        for kind in (_METRICS, _LIVE):
            name = f"{kind}.{self.number}"
            for path in (self.folder / name, *self.folder.glob(f".{name}.*")):
                with suppress(OSError):
                    path.unlink()

    def _write(self, kind: str, content: bytes) -> None:
        target = self.folder / f"{kind}.{self.number}"
        beside = target.with_name(f".{target.name}.{threading.get_ident()}")  # no other thread writes there
        with suppress(OSError):
            beside.write_bytes(content)
            os.replace(beside, target)  # noqa: PTH105 - the same; one call, whole or not at all

    def _read(self, kind: str) -> Iterator[tuple[int, bytes]]:
        for path in sorted(self.folder.glob(f"{kind}.*")):
            number = path.suffix[1:]
            if number.isdecimal():
                with suppress(OSError):
                    yield int(number), path.read_bytes()


def merged(texts: dict[int, bytes]) -> bytes:
    """Several texts of metrics as one: each family once, each sample with a label that says whose it is."""
    heads: dict[bytes, dict[bytes, bytes]] = {}
    samples: dict[bytes, list[bytes]] = {}
    for number, text in sorted(texts.items()):
        family = b""
        for line in text.splitlines():
            if head := _HEAD.match(line):
                family = head[2]
                heads.setdefault(family, {}).setdefault(head[1], line)
            elif line:
                samples.setdefault(family, []).append(_labelled(line, number))
    lines = [line for family, head in heads.items() for line in (*head.values(), *samples.get(family, ()))]
    return b"".join(line + b"\n" for line in lines)


def _labelled(sample: bytes, number: int) -> bytes:
    """A sample with one label more; a name holds neither a brace nor a blank."""
    name, brace, labels = sample.partition(b"{")
    if brace and b" " not in name:
        return b'%b{process="%d",%b' % (name, number, labels)
    name, _, value = sample.partition(b" ")
    return b'%b{process="%d"} %b' % (name, number, value)
