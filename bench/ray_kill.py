"""Kills one replica of a Ray cluster after the other under load, and counts wrong passes and sessions that were lost.

    python -m bench.ray_kill --kills 50 --json ray_kill.json

The server of `bench.serving` has its frames analysed by two replicas on a cluster of its own. Clients order sessions
and stream faces in colours that the analyser of the tests can read, half of them bona fide, half attacks; some leave,
hang up or stay away. Each kill takes one replica with its process (SIGKILL), chosen by luck, at a moment when some
client is at a step of a session that luck chooses, as soon as both replicas are there. It shows what becomes of
sessions, not how fast real networks judge real frames. docs/ray.md has the figures.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from bench.customers import Customer
from bench.kill import LATER, counted, customers, unfinished
from bench.kill import Plan as Customers
from bench.receiving import receiving
from bench.reckoning import listed, reckon
from bench.served import PATIENCE, Served
from tests.server.remote.killing import kill, replicas

from facevow.store import Database
from facevow.store.outbox import Outbox

STREAMING: Final = ("greeted", "watched", "acting", "deciding")
"""Steps of a session, as its client sees them, at which frames are under way."""

LULL: Final = 1.0
"""Seconds at most between the moment when both replicas are there and the next kill's choice of a moment."""

OURS: Final = frozenset({"broken", "server_stopped", "silent", "not_reading"})
"""Ends that no client chose: a session with one of them was lost, and says so by this name."""


@dataclass(frozen=True)
class Plan:
    """How a run goes; `speed` is how fast the server's time runs."""

    kills: int = 50
    replicas: int = 2
    customers: int = 6
    speed: float = 2.0
    seed: int = 1
    policies: tuple[str, ...] = ("passive_only", "passive_only", "lenient")


@dataclass
class Course:
    """What came of it.

    `under_way` counts sessions that were streamed when a kill fell, summed over the kills; `sent_again` the frames
    that a killed replica had; `back` the seconds until its successor's process was there. `lost` counts sessions that
    ended by no choice of their client, by name, `left` those that did; `wrongly_passed`, `wrong` as of `Reckoning`.
    """

    kills: int = 0
    seconds: float = 0.0
    sessions: int = 0
    under_way: int = 0
    sent_again: int = 0
    verdicts: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    wrongly_passed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    steps: dict[str, int] = field(default_factory=dict)
    back: list[float] = field(default_factory=list)

    def told(self) -> str:
        """The report."""
        back = statistics.median(self.back) if self.back else 0.0
        rows = {
            "kills": f"{self.kills} replicas in {self.seconds:.0f} s; the next one's process was there after "
            f"{back:.1f} s (median), {max(self.back, default=0.0):.1f} s at most",
            "sessions": f"{self.sessions}, of which {self.under_way} were streaming when a kill fell (sum over kills)",
            "clients when killed": counted(Counter(self.steps)),
            "frames sent again": str(self.sent_again),
            "verdicts": counted(Counter(self.verdicts)),
            "ended by clients": counted(Counter(self.left)) or "0",
            "lost, by name": counted(Counter(self.lost)) or "0",
            "wrongly passed": str(len(self.wrongly_passed)),
            "otherwise wrong": str(len(self.wrong)),
        }
        cases = (*self.wrongly_passed, *self.wrong)
        return "\n".join((*(f"{name:20} {text}" for name, text in rows.items()), *(f"  {case}" for case in cases[:50])))


def run(folder: Path, url: str, plan: Plan) -> Course:
    """Kill so often, then see everything to its end and reckon.

    Args:
        folder: for the server's keyring and log.
        url: of an empty database.
        plan: how it goes.

    Raises:
        AssertionError: a client was answered in a way that no kill explains.
        TimeoutError: the server or a replica does not come up.
    """
    course = Course()
    given: dict[str, Any] = {"callback_private": True, "keep_images": "audit", "log_level": "warning"}
    given |= {"engine": "ray", "ray_address": "local", "replicas": plan.replicas, "seed_routes": False}
    crowd = Customers(customers=plan.customers, speed=plan.speed, seed=plan.seed, policies=plan.policies)
    with (
        Served(folder, url, speed=plan.speed, **given) as served,
        receiving(served) as received,
        closing(Database(url)) as database,
    ):
        served.start()
        served.wait()
        with customers(served, received, crowd) as people:
            _kill_again_and_again(served, people, plan, course)
        served.stop()
        served.start(ahead=LATER)
        served.wait()
        _settle(database)
        visits = [visit for person in people for visit in person.visits]
        found = reckon(served.url, database, visits, received)
        sessions = listed(served.url)
        served.stop()
    course.sessions, course.verdicts = len(sessions), dict(found.verdicts)
    course.wrongly_passed, course.wrong = found.wrongly_passed, [*found.wrong, *found.lost, *found.duplicated]
    ends = Counter(str(each["ended_by"]) for each in sessions.values() if each["state"] != "COMPLETED")
    course.lost = {name: count for name, count in ends.items() if name in OURS}
    course.left = {name: count for name, count in ends.items() if name not in OURS}
    course.sent_again = _sent_again(served.log)
    return course


def _kill_again_and_again(served: Served, people: list[Customer], plan: Plan, course: Course) -> None:
    luck, began = random.Random(plan.seed), time.monotonic()  # noqa: S311 - the same course again for the same seed
    _await_replicas(served, plan.replicas)
    while course.kills < plan.kills and not any(person.failure for person in people):
        time.sleep(luck.random() * LULL)
        step = luck.choice(STREAMING)
        _await_step(step, people)
        stages = [person.stage for person in people]
        kill(luck.choice(replicas(served.pid or 0)))
        killed = time.monotonic()
        course.kills += 1
        course.under_way += sum(stage in STREAMING for stage in stages)
        course.steps = dict(Counter(course.steps) + Counter(stages))
        _await_replicas(served, plan.replicas)
        course.back.append(time.monotonic() - killed)
    course.seconds = time.monotonic() - began
    time.sleep(3.0)  # whoever was hit goes on for a while


def _await_replicas(served: Served, wanted: int) -> None:
    deadline = time.monotonic() + PATIENCE
    time.sleep(0.3)  # one that was killed is a process for a moment more
    while len(replicas(served.pid or 0)) < wanted:
        if time.monotonic() > deadline:
            raise TimeoutError(f"expected {wanted} replicas, see {served.log}")
        time.sleep(0.05)


def _await_step(step: str, people: list[Customer]) -> None:
    deadline = time.monotonic() + 2.0
    while time.monotonic() < deadline and not any(person.stage == step or person.failure for person in people):
        time.sleep(0.002)


def _settle(database: Database) -> None:
    deadline, outbox = time.monotonic() + PATIENCE, Outbox(database)
    while unfinished(database) or outbox.counts().get("waiting"):
        if time.monotonic() > deadline:
            raise TimeoutError("expected every session to come to its end, and every callback to its receiver")
        time.sleep(0.2)


def _sent_again(log: Path) -> int:
    """Frames that were sent to another replica, by the server's log."""
    lines = [json.loads(line) for line in log.read_text(errors="replace").splitlines() if line.startswith("{")]
    return sum(line["frames"] for line in lines if line.get("event") == "replica_lost")


def main() -> None:
    """Read the command line, run, and tell; exit status 1 if anything is amiss."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--customers", type=int, default=6)
    parser.add_argument("--speed", type=float, default=2.0, help="how fast the server's time runs")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write the figures as well")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="facevow-ray-kill."))
    print(f"log and database: {folder}", file=sys.stderr)
    plan = Plan(given.kills, customers=given.customers, speed=given.speed, seed=given.seed)
    course = run(folder, f"sqlite:///{folder / 'facevow.db'}", plan)
    print(course.told())
    if given.json is not None:
        given.json.write_text(json.dumps({"plan": asdict(plan), "course": asdict(course)}, indent=2) + "\n")
    sys.exit(bool(course.wrongly_passed or course.wrong))


if __name__ == "__main__":
    main()
