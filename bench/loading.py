"""What a server carries: so many sessions at once at so many frames a second, over real sockets from another process.

python -m bench.loading --users 8 --rate 10   each camera gives ten frames a second
python -m bench.loading --users 8 --rate 0    each answer is followed by the next frame

The server is one of its own, on the processors that the clients have, too.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from bench.footage import write_reels
from bench.programs import Target, keep_to, leave_when_told, served
from bench.served import ROOT

PATIENCE: Final = 150.0
"""Milliseconds from sending a frame to its answer that 95 of 100 answers may take."""

MOST_DROPPED: Final = 0.01
"""The share of a camera's frames that may go unanswered."""


@dataclass(frozen=True)
class Wanted:
    """What is asked of a server.

    `rate` in frames a second of each camera, 0: each answer is followed by the next frame. Seconds: `warm_up` before
    anything is measured, in which all users come, and `seconds` measured, or until so many `sessions` have ended where
    that is not 0. `speed` is how fast the server's time runs. Of a user's sessions each `through`th is seen through,
    the others are left after a few frames.
    """

    users: int
    rate: float
    policy: str = "passive_only"
    seconds: float = 8.0
    warm_up: float = 3.0
    speed: float = 1.0
    sessions: int = 0
    through: int = 1


@dataclass(frozen=True)
class Load:
    """What came of it.

    Frames are counted as in `users.Told`, in `answered_each` and `dropped_each` by user; those of `dropped_each` were
    withheld or dropped. `client_cpu` and `server_cpu` are processor seconds, `megabytes` the server's memory when
    measuring began and when it ended.
    """

    wanted: Wanted
    seconds: float
    due: int
    answered: int
    withheld: int
    dropped: int
    p50: float
    p95: float
    p99: float
    answered_each: list[int]
    dropped_each: list[int]
    sessions: int
    ends: dict[str, int]
    failures: dict[str, int]
    client_cpu: float
    server_cpu: float
    megabytes: tuple[float, float]
    milliseconds: list[float] = field(default_factory=list, repr=False)

    @property
    def fps(self) -> float:
        """Frames answered a second."""
        return self.answered / self.seconds

    @property
    def dropped_share(self) -> float:
        """Of the frames that the cameras gave."""
        return (self.withheld + self.dropped) / self.due if self.due else 1.0

    @property
    def carried(self) -> bool:
        """Whether it was answered in time, next to nothing was dropped, and nothing went wrong."""
        return bool(self.answered) and self.p95 < PATIENCE and self.dropped_share < MOST_DROPPED and not self.failures

    @property
    def fairness(self) -> float:
        """Answered frames of the user with the most, by those of the user with the fewest; 1 is fair to all."""
        return max(self.answered_each) / max(min(self.answered_each), 1)

    def told(self) -> str:
        """In one line."""
        cores = self.server_cpu / self.seconds, self.client_cpu / self.seconds
        return (
            f"{self.wanted.users:3} users, {self.wanted.rate:g} fps, {self.wanted.policy}: {self.fps:6.1f} answers/s, "
            f"p50 {self.p50:.0f} p95 {self.p95:.0f} p99 {self.p99:.0f} ms, {self.dropped_share:.2%} dropped, "
            f"most/fewest {self.fairness:.2f}, {self.sessions} sessions ended, "
            f"server {cores[0]:.2f} + clients {cores[1]:.2f} cores"
            + (f", FAILURES {self.failures}" if self.failures else "")
        )

    def figures(self) -> dict[str, Any]:
        """For the results."""
        each = self.dropped_each
        return {
            "users": self.wanted.users, "rate": self.wanted.rate, "policy": self.wanted.policy,
            "answers_a_second": round(self.fps, 1), "p50_ms": round(self.p50, 1), "p95_ms": round(self.p95, 1),
            "p99_ms": round(self.p99, 1), "dropped_share": round(self.dropped_share, 4),
            "withheld": self.withheld, "dropped_by_server": self.dropped,
            "fairness_most_by_fewest": round(self.fairness, 3),
            "dropped_of_a_user": [min(each), round(statistics.median(each), 1), max(each)],
            "sessions_ended": self.sessions, "ends": self.ends, "failures": self.failures,
            "server_cores": round(self.server_cpu / self.seconds, 2),
            "client_cores": round(self.client_cpu / self.seconds, 2),
            "server_megabytes": [round(held, 1) for held in self.megabytes],
        }  # fmt: skip


def measure(wanted: Wanted, reels: Sequence[Path], server: Target) -> Load:
    """Put a Facevow server under this load, by clients in a process of their own.

    Raises:
        RuntimeError: the clients failed.
    """
    given = {"port": server.port, "reels": [str(reel) for reel in reels], **asdict(wanted)}
    return watch("bench.users", given, wanted, server)


def measure_peer(speaks: str, wanted: Wanted, reels: Sequence[Path], server: Target) -> Load:
    """Ask another server as fast as it answers; `speaks` is one of `askers.MESSAGES`. Raises as `measure`."""
    given = {"speaks": speaks, "port": server.port, "reels": [str(reel) for reel in reels], "users": wanted.users}
    return watch("bench.askers", given | {"seconds": wanted.seconds, "warm_up": wanted.warm_up}, wanted, server)


def watch(module: str, given: dict[str, Any], wanted: Wanted, server: Target) -> Load:
    """Run the clients, and see meanwhile what the server takes."""
    command = [sys.executable, "-m", module, json.dumps(given)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:  # noqa: S603 - ours
        try:
            said = _pipe(process.stdout)
            said.readline()
            before, held = server.cpu_seconds(), server.megabytes()
            answer = said.readline()
            used, megabytes = server.cpu_seconds() - before, server.megabytes()
        except BaseException:
            process.kill()
            raise
    if not answer:
        raise RuntimeError(f"expected the clients to come through; they ended with {process.returncode}")
    return _load(wanted, json.loads(answer), used, (held, megabytes))


def _pipe(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise RuntimeError("expected a process that speaks")
    return pipe


def _load(wanted: Wanted, came: dict[str, Any], used: float, megabytes: tuple[float, float]) -> Load:
    users = came["users"]
    ends: Counter[str] = Counter()
    failures: Counter[str] = Counter()
    for one in users:
        ends.update(one["ends"])
        failures.update(one["failures"])
    milliseconds = sorted(value for one in users for value in one["milliseconds"])
    sums = {name: sum(one[name] for one in users) for name in ("due", "answered", "withheld", "dropped", "sessions")}
    return Load(
        wanted=wanted,
        seconds=came["seconds"],
        p50=quantile(milliseconds, 0.5),
        p95=quantile(milliseconds, 0.95),
        p99=quantile(milliseconds, 0.99),
        answered_each=[one["answered"] for one in users],
        dropped_each=[one["withheld"] + one["dropped"] for one in users],
        ends=dict(ends),
        failures=dict(failures),
        client_cpu=came["cpu_seconds"],
        server_cpu=used,
        megabytes=megabytes,
        milliseconds=milliseconds,
        **sums,
    )


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value that `share` of an ordered list does not exceed; infinity of an empty one."""
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else float("inf")


def main() -> None:
    """One load, told in a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, default=8)
    parser.add_argument("--rate", type=float, default=10.0)
    parser.add_argument("--policy", default="passive_only")
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of the server")
    given = parser.parse_args()
    keep_to(2)
    leave_when_told()
    settings: dict[str, str] = dict(pair.split("=", 1) for pair in given.set)
    if given.processes > 1:
        settings.setdefault("processes", str(given.processes))
    with tempfile.TemporaryDirectory(prefix="facevow-bench.") as name:
        reels = write_reels(Path(name))
        if not reels:
            sys.exit("expected the clips of ../shared/footage")
        with served(Path(name), **settings) as server:
            print(measure(Wanted(given.users, given.rate, given.policy, given.seconds), reels, server).told())


if __name__ == "__main__":
    main()
