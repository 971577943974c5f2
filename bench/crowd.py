"""180 idle or abusive sockets, and 20 honest people: do they still get through, how quickly, and what stays behind?

    python -m bench.crowd

One server with the settings that it has by default is asked for the same honest sessions four times: alone, among the
crowd, among another crowd, and alone again. Frames are in the colours that the analyser of the tests reads, so that
what is measured is the server and not the networks. docs/endurance.md has the figures.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx
from bench.abusing import CROWD
from bench.served import ROOT, Served
from tests.server.analysers import REAL, picture
from tests.server.performing import STEP
from tests.server.v1.streaming import Streamer, is_ended, offering
from websockets.sync.client import connect

DEFAULTS: Final[dict[str, Any]] = {
    "max_per_address": 16, "limit_key": "600/minute", "limit_address": "300/minute", "limit_refused": "20/minute",
}  # fmt: skip
"""What `Served` sets otherwise."""

WARM_UP = 2
"""Rounds before anything is measured, so that what is opened once is open."""

SETTLING = 60.0
"""Seconds in which the server has to be rid of a crowd that is gone."""


@dataclass
class Honest:
    """What people came through: milliseconds from a frame to its answer, seconds of a session, verdicts."""

    frames: list[float] = field(default_factory=list)
    sessions: list[float] = field(default_factory=list)
    verdicts: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def told(self) -> str:
        """In one line."""
        frames, sessions = quantiles(self.frames), quantiles(self.sessions)
        passed = self.verdicts.count("BONA_FIDE")
        return (
            f"{passed} of {len(self.verdicts) + len(self.failures)} passed; {len(self.frames)} frames, "
            f"p50 {frames[0]:.1f} ms, p95 {frames[1]:.1f} ms; sessions p50 {sessions[0]:.2f} s, p95 {sessions[1]:.2f} s"
        )


@dataclass(frozen=True)
class Footprint:
    """What the server holds: resident MB, open sockets, other open files, threads, asyncio tasks."""

    megabytes: float
    sockets: int
    files: int
    threads: int
    tasks: int

    def told(self) -> str:
        """In one line."""
        counts = f"{self.sockets} sockets, {self.files} files, {self.threads} threads, {self.tasks} tasks"
        return f"{self.megabytes:.1f} MB, {counts}"


@dataclass(frozen=True)
class Outcome:
    """A whole run, by the name of each part. `got` says how often each kind of abusers came, and what it got."""

    honest: dict[str, Honest]
    held: dict[str, Footprint]
    got: dict[str, Counter[str]]


def quantiles(values: list[float]) -> tuple[float, float]:
    """Median and 95th percentile; zeros of nothing."""
    if len(values) < 2:
        return (values[0], values[0]) if values else (0.0, 0.0)
    return statistics.median(values), statistics.quantiles(values, n=20)[18]


def footprint(served: Served) -> Footprint:
    """What the server holds now."""
    folder = Path(f"/proc/{served.pid}")
    status = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines())
    tasks = httpx.get(f"{served.url}/bench/tasks", timeout=60).json()["tasks"]
    every, sockets = len(list((folder / "fd").iterdir())), open_sockets(served)
    megabytes = int(status["VmRSS"].split()[0]) / 1024
    return Footprint(megabytes, sockets, every - sockets, int(status["Threads"]), tasks)


def order(served: Served, address: str) -> tuple[str, str]:
    """A session, ordered from an address: its id and its token."""
    body = {"policy": "passive_only", "reveal": "verdict"}
    with httpx.Client(transport=httpx.HTTPTransport(local_address=address), timeout=60) as http:
        made = http.post(f"{served.url}/v1/sessions", json=body).raise_for_status().json()
    return made["id"], made["client_token"]


def honest_rounds(served: Served, people: int, rounds: int) -> Honest:
    """So many people at once, each with an address of their own, one session after the other."""
    found = Honest()

    def come(number: int) -> None:
        for _ in range(rounds):
            try:
                go_through(served, f"127.0.1.{1 + number}", found)
            except Exception as error:  # noqa: BLE001 - whatever it is: this person did not get through
                found.failures.append(repr(error))

    threads = [threading.Thread(target=come, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def go_through(served: Served, address: str, found: Honest) -> None:
    """One session of a live face, at ten frames a second of the server's time."""
    name, token = order(served, address)
    began, frames = time.monotonic(), []
    url = f"ws://127.0.0.1:{served.port}/v1/sessions/{name}/stream"
    with connect(url, subprotocols=offering(token), source_address=(address, 0), open_timeout=60) as connection:
        person, ended = Streamer(connection), False
        person.receive()
        while not ended:
            time.sleep(STEP / served.time.speed)
            person.captured = served.time.steady()
            sent = time.monotonic()
            answer = person.ask(person.frame(picture(REAL)))
            frames.append((time.monotonic() - sent) * 1000)
            ended = is_ended(answer)
    found.frames.extend(frames[:-1])  # the last one's answer waits for the disk
    found.sessions.append(time.monotonic() - began)
    found.verdicts.append(str(answer.get("verdict")))


@contextmanager
def crowd(served: Served, kinds: Mapping[str, int], got: Mapping[str, Counter[str]]) -> Iterator[None]:
    """Abusers at work for the length of a block; `got` tells afterwards how it was for them."""
    sessions = [order(served, "127.0.2.1") for _ in range(kinds.get("garbage in a session", 0))]
    given = json.dumps({"port": served.port, "crowd": dict(kinds), "sessions": sessions})
    command = [sys.executable, "-m", "bench.abusing", given]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:  # noqa: S603
        try:
            await_crowd(served, sum(kinds.values()) // 2)
            yield
        finally:
            said, _ = process.communicate("")
            for kind, counts in json.loads(said).items():
                got[kind].update(counts)


def open_sockets(served: Served) -> int:
    """How many sockets the server has open."""
    found = 0
    for link in Path(f"/proc/{served.pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed since the folder was read
            found += str(link.readlink()).startswith("socket:")
    return found


def await_crowd(served: Served, sockets: int) -> None:
    """Wait until so many sockets are open; some of the others are always on their way."""
    deadline = time.monotonic() + SETTLING
    while open_sockets(served) < sockets and time.monotonic() < deadline:
        time.sleep(0.1)


def run(
    folder: Path, *, people: int = 20, rounds: int = 6, kinds: Mapping[str, int] = CROWD, speed: float = 1.0
) -> Outcome:
    """Measure alone, in the crowd twice, and alone again; `kinds` says who is in the crowd, `speed` how time runs."""
    outcome = Outcome({}, {}, {kind: Counter() for kind in kinds})
    with Served(folder, f"sqlite:///{folder / 'facevow.db'}", speed=speed, log_level="error", **DEFAULTS) as served:
        served.start()
        served.wait()
        honest_rounds(served, people, WARM_UP)
        outcome.honest["alone"] = honest_rounds(served, people, rounds)
        before = outcome.held["before"] = settled(served)
        for time_ in ("first", "second"):
            with crowd(served, kinds, outcome.got):
                outcome.honest[f"in the {time_} crowd"] = honest_rounds(served, people, rounds)
                outcome.held[f"in the {time_} crowd"] = footprint(served)
            outcome.held[f"after the {time_} crowd"] = settled(served, before)
        outcome.honest["alone again"] = honest_rounds(served, people, rounds)
        served.stop()
    return outcome


def settled(served: Served, before: Footprint | None = None) -> Footprint:
    """What the server holds once it is at rest: no more than before, or what is left after SETTLING seconds."""
    time.sleep(1)
    deadline = time.monotonic() + SETTLING
    while True:
        now = footprint(served)
        at_rest = before is None or (now.sockets <= before.sockets and now.tasks <= before.tasks)
        if at_rest or time.monotonic() > deadline:
            return now
        time.sleep(0.2)


def told(outcome: Outcome) -> str:
    """The report."""
    rows = {name: honest.told() for name, honest in outcome.honest.items()}
    rows |= {f"server {name}": held.told() for name, held in outcome.held.items()}
    for kind, got in outcome.got.items():
        rows[kind] = ", ".join(f"{name} {count}" for name, count in got.items())
    failures = [text for honest in outcome.honest.values() for text in honest.failures]
    return "\n".join((*(f"{name:30} {text}" for name, text in rows.items()), *(f"  {text}" for text in failures[:20])))


def main() -> None:
    """Read the command line, run, and tell; exit status 1 if an honest person did not get through."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=6)
    given = parser.parse_args()
    outcome = run(Path(tempfile.mkdtemp(prefix="facevow-crowd.")), people=given.people, rounds=given.rounds)
    print(told(outcome))
    sys.exit(any(honest.failures for honest in outcome.honest.values()))


if __name__ == "__main__":
    main()
