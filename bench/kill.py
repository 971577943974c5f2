"""Kills the server with SIGKILL at random moments under load, and counts what was lost, doubled or wrongly passed.

    python -m bench.kill --kills 200
    python -m bench.kill --kills 200 --database postgresql://facevow@127.0.0.1:41234/an_empty_database

Clients order sessions with idempotency keys and stream faces in colours that the analyser of the tests can read: half
of them bona fide, half attacks; some leave, hang up or stay away. Most kills wait for a client to be at one of the
steps of a session and fall at once or within HASTE seconds; some fall into the start of the server. Others come from
inside: right before a transaction, or right after its commit. docs/endurance.md has the figures.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.customers import STAGES, Customer
from bench.receiving import Received, receiving
from bench.reckoning import Reckoning, reckon
from bench.served import Served
from bench.serving import FATAL
from sqlalchemy import func, select

from facevow.decision.verdict import Verdict
from facevow.store import Database
from facevow.store.outbox import Outbox
from facevow.store.records import OPEN_STATES, SessionRecord

STARTING, TELLING = "starting", "telling"
"""Steps that no client sees: the server comes up; a callback is under way."""

HASTE = 0.03
"""Seconds, at most, from the moment when a client is at the step that a kill waits for."""

AIMS = (*STAGES, "deciding", "deciding", TELLING, STARTING)
"""What a kill may wait for; the step at which a verdict is made, stored and told is short, and stands thrice."""

INSIDE = 0.4
"""The share of kills that come from inside."""

LULL, LONGEST_LULL = 0.25, 3.0
"""The share of kills before which the server is left in peace, for so many seconds at most: some must get through."""

SETTLING = 180.0
"""Seconds that the last server has to write off and to deliver."""

LATER = 3600.0
"""Seconds of the server's time by which the last one is ahead: whatever is open has run out then."""


@dataclass
class Course:
    """What a run went through.

    `hit` counts the steps at which clients were when a kill fell, `open` the states of unfinished sessions in the
    database, both summed over all kills; `inside` where the server killed itself.
    """

    kills: int = 0
    seconds: float = 0.0
    hit: Counter[str] = field(default_factory=Counter)
    open: Counter[str] = field(default_factory=Counter)
    inside: Counter[str] = field(default_factory=Counter)
    sessions: int = 0
    replayed: int = 0


@dataclass(frozen=True)
class Plan:
    """How a run goes: how often to kill, with how many clients, how fast time runs, from which seed luck is drawn.

    `patience` is for how many seconds a kill waits for the step that it is meant for; then it falls anyway.
    """

    kills: int = 200
    customers: int = 6
    speed: float = 4.0
    seed: int = 1
    patience: float = 2.5
    policies: tuple[str, ...] = ("passive_only", "passive_only", "lenient")


def run(folder: Path, url: str, plan: Plan) -> tuple[Course, Reckoning, Received]:
    """Kill so often, then see everything to its end and reckon.

    Args:
        folder: for the server's keyring and log.
        url: of an empty database.
        plan: how it goes.

    Raises:
        AssertionError: a client was answered in a way that no kill explains.
        TimeoutError: the server does not come up, or does not come to rest in the end.
    """
    began = time.monotonic()
    given = {"callback_private": True, "keep_images": "audit", "log_level": "warning", "seed_routes": False}
    with (
        Served(folder, url, speed=plan.speed, **given) as served,
        receiving(served) as received,
        closing(Database(url)) as database,
    ):
        with customers(served, received, plan) as people:
            course = _kill_again_and_again(served, received, people, database, plan)
            _await_verdicts(database, people)
        served.kill()
        served.start(ahead=LATER)
        served.wait()
        _settle(database)
        visits = [visit for person in people for visit in person.visits]
        found = reckon(served.url, database, visits, received)
    course.sessions, course.replayed = len(visits), sum(person.replayed for person in people)
    course.seconds = time.monotonic() - began
    return course, found, received


@contextmanager
def customers(served: Served, received: Received, plan: Plan) -> Iterator[list[Customer]]:
    """Clients at work for the length of a block."""
    people = [
        Customer(served, received.url, plan.seed * 1000 + number, plan.policies) for number in range(plan.customers)
    ]
    for person in people:
        person.start()
    try:
        yield people
    finally:
        for person in people:
            person.stopping.set()
        if not served.answers():
            served.start()
            served.wait()
        for person in people:
            person.join(120)
    failed = [person.failure for person in people if person.failure is not None]
    if failed:
        raise AssertionError("a client failed") from failed[0]


def _kill_again_and_again(
    served: Served, received: Received, people: list[Customer], database: Database, plan: Plan
) -> Course:
    luck = random.Random(plan.seed)  # noqa: S311 - the same course again for the same seed
    course = Course()
    for _ in range(plan.kills):
        if any(person.failure for person in people):
            break
        if luck.random() < INSIDE:
            where = luck.choice(FATAL)
            served.start(die=(where, luck.randint(1, 4)))
            _await_end(served, plan.patience)
            course.inside[where] += served.gone()
        else:
            aim = luck.choice(AIMS)
            served.start()
            course.hit[STARTING] += aim == STARTING
            _await_moment(aim, served, people, received, plan.patience, luck)
        course.hit.update(person.stage for person in people)
        course.hit[TELLING] += received.under_way
        served.kill()
        course.kills += 1
        course.open.update(unfinished(database))
    served.start()
    served.wait()
    return course


def unfinished(database: Database) -> dict[str, int]:
    """How many sessions are open, by their state."""
    states = select(SessionRecord.state, func.count()).where(SessionRecord.state.in_(OPEN_STATES))
    with database.read() as orm:
        return {str(state): count for state, count in orm.execute(states.group_by(SessionRecord.state))}


def _await_moment(  # noqa: PLR0913, PLR0917 - the parts of a run
    aim: str, served: Served, people: list[Customer], received: Received, patience: float, luck: random.Random
) -> None:
    """Return when it is time for a kill from outside."""
    if aim == STARTING:
        time.sleep(luck.random() * 0.5)
        return
    served.wait()
    time.sleep(luck.random() * LONGEST_LULL if luck.random() < LULL else 0.0)
    _await_step(aim, people, received, patience)
    time.sleep(luck.choice((0.0, luck.random() * HASTE)))


def _await_end(served: Served, patience: float) -> None:
    """Return when the server has killed itself, or has had long enough to come up and to do so."""
    deadline = time.monotonic() + 2 * patience
    while not served.gone() and time.monotonic() < deadline:
        time.sleep(0.002)


def _await_step(step: str, people: list[Customer], received: Received, patience: float) -> None:
    """Return when a client, or the receiver of callbacks, is at a step, or none has been for too long."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if any(person.stage == step for person in people) or (step == TELLING and received.under_way):
            return
        if any(person.failure for person in people):
            return
        time.sleep(0.002)


def _await_verdicts(database: Database, people: list[Customer]) -> None:
    """Wait until somebody has passed and an attack been found, so that a short run has something to lose."""
    deadline, wanted = time.monotonic() + SETTLING, {Verdict.BONA_FIDE, Verdict.ATTACK}
    while not any(person.failure for person in people):
        with database.read() as orm:
            if wanted <= set(orm.scalars(select(SessionRecord.verdict).distinct())):
                return
        if time.monotonic() > deadline:
            raise TimeoutError("expected both verdicts after the last kill")
        time.sleep(0.2)


def _settle(database: Database) -> None:
    """Wait until no session is open and no callback waits."""
    deadline, outbox = time.monotonic() + SETTLING, Outbox(database)
    while True:
        left = unfinished(database)
        if not left and not outbox.counts().get("waiting"):
            return
        if time.monotonic() > deadline:
            raise TimeoutError(f"expected all to come to rest; open sessions: {left}, callbacks: {outbox.counts()}")
        time.sleep(0.2)


def told(course: Course, found: Reckoning, received: Received) -> str:
    """The report."""
    again = sum(count - 1 for count in received.taken.values())
    rows = {
        "kills": f"{course.kills} in {course.seconds:.0f} s",
        "sessions": f"{course.sessions} ordered, {sum(found.states.values())} in the database: {counted(found.states)}",
        "verdicts": f"{counted(found.verdicts)}; {found.untold} stored before a kill that kept them from the client",
        "orders repeated": f"{course.replayed} answered with the session of the first time",
        "callbacks": f"{len(received.taken)} taken, {again} again under the same id, {received.refused} refused first, "
        f"{received.cut_off} cut off in the middle",
        "audit log": f"{found.audit_lines} lines",
        "open when killed": f"{counted(course.open)} (sessions in the database, summed over the kills)",
        "clients when killed": ", ".join(f"{step} {course.hit[step]}" for step in (*STAGES, TELLING, STARTING)),
        "killed from inside": counted(course.inside),
        "lost": str(len(found.lost)),
        "duplicated": str(len(found.duplicated)),
        "wrongly passed": str(len(found.wrongly_passed)),
        "otherwise wrong": str(len(found.wrong)),
    }
    cases = (*found.lost, *found.duplicated, *found.wrongly_passed, *found.wrong)
    return "\n".join((*(f"{name:20} {text}" for name, text in rows.items()), *(f"  {case}" for case in cases[:50])))


def counted(counts: Counter[str]) -> str:
    """Each name with its count."""
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()) if count)


def main() -> None:
    """Read the command line, run, and tell; exit status 1 if anything is amiss."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--customers", type=int, default=6)
    parser.add_argument("--speed", type=float, default=4.0, help="how fast the server's time runs")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", help="URL of an empty database; a SQLite file if none")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="facevow-kill."))
    print(f"log and database: {folder}", file=sys.stderr)
    plan = Plan(given.kills, given.customers, given.speed, given.seed)
    course, found, received = run(folder, given.database or f"sqlite:///{folder / 'facevow.db'}", plan)
    print(told(course, found, received))
    sys.exit(not found.clean)


if __name__ == "__main__":
    main()
