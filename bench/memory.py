"""What a server holds: at its start, for each session, and after ten thousand of them.

Start and session are of the server as it is served, with its networks. The ten thousand go through the server of
`serving`, where colours stand for networks and time runs faster: they are about what a session leaves behind.
"""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from bench.footage import write_reel
from bench.loading import Wanted, measure
from bench.programs import NO_END, Target, served
from bench.results import Tell, table
from bench.served import Served
from tests.server.analysers import REAL, picture

SESSIONS: Final = 10_000
BEFORE: Final = 500
"""Sessions first, which open what is opened once."""

MANY: Final = 48
SPEED: Final = 20.0
USERS: Final = 16
RATE: Final = 100.0
"""Frames a second of each: five of the server's seconds."""

THROUGH: Final = 4
"""Each so-manieth session is streamed to its verdict, the others are left after a few frames."""

LONGEST: Final = 400.0
"""Seconds that the sessions may take on a slow machine; as many as there were are told."""


def run(reels: Sequence[Path], folder: Path, tell: Tell, *, quick: bool = False) -> dict[str, Any]:
    """Measure all; without clips only what needs none."""
    found: dict[str, Any] = {}
    if reels:
        found |= networks(reels, folder, tell, quick=quick)
    else:
        tell("at start and a session: lacking the clips of ../shared/footage")
    return found | leavings(folder, tell, 40 if quick else SESSIONS, 20 if quick else BEFORE)


def networks(reels: Sequence[Path], folder: Path, tell: Tell, *, quick: bool) -> dict[str, Any]:
    """The server with its networks, in MB: before anybody came, with a few sessions, and with many more."""
    with served(folder / "memory") as server:
        start = server.megabytes()
        seconds = 1.0 if quick else 4.0
        few = measure(Wanted(2, 10, "balanced", seconds, seconds), reels, server)
        many = measure(Wanted(2 + MANY, 1, "balanced", seconds, seconds), reels, server)
    each = (many.megabytes[1] - few.megabytes[1]) / MANY
    tell(f"at start {start:.0f} MB, at work {few.megabytes[1]:.0f} MB, {each:.2f} MB a session")
    return {
        "at_start_mb": round(start, 1), "at_work_mb": round(few.megabytes[1], 1),
        "with_sessions": MANY + 2, "with_sessions_mb": round(many.megabytes[1], 1), "a_session_mb": round(each, 3),
    }  # fmt: skip


def leavings(folder: Path, tell: Tell, sessions: int, before: int) -> dict[str, Any]:
    """What the server holds before and after so many sessions."""
    reel = folder / "colours.reel"
    write_reel(reel, 200 * [picture(REAL)])
    with Served(folder, f"sqlite:///{folder / 'memory.db'}", speed=SPEED, **NO_END) as served:
        served.start()
        served.wait()
        assert served.pid is not None
        target, held = Target(served.port, served.pid), []
        for count in (before, *4 * [sessions // 4]):
            wanted = Wanted(USERS, RATE, "passive_only", LONGEST / 5, 0.0, SPEED, count, THROUGH)
            load = measure(wanted, [reel], target)
            time.sleep(1)
            held.append((load.sessions, round(target.megabytes(), 1), load))
            tell(f"{load.sessions} more sessions, {load.sessions / load.seconds:.0f} a second: {held[-1][1]} MB")
        served.stop()
    ends = {name: sum(load.ends.get(name, 0) for *_, load in held) for *_, load in held for name in load.ends}
    return left([(count, megabytes) for count, megabytes, _ in held]) | {"ends": ends}


def left(held: Sequence[tuple[int, float]]) -> dict[str, Any]:
    """The figures of sessions and the megabytes after them, stretch by stretch, of which the first opened everything.

    What is held after ten thousand is told of ten thousand, and of no fewer.
    """
    done, first, last = sum(count for count, _ in held[1:]), held[0][1], held[-1][1]
    found = {
        "sessions": done, "before_sessions_mb": first, "after_sessions_mb": last,
        "by_quarter_mb": [megabytes for _, megabytes in held],
        "left_behind_kb_a_session": round(1024 * (last - first) / max(done, 1), 3),
    }  # fmt: skip
    return found | ({"after_10000_mb": last} if done >= SESSIONS else {})


def told(found: dict[str, Any]) -> str:
    """The table."""
    return table(["memory", "value"], [[name, value] for name, value in found.items()])
