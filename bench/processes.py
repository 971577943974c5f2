"""What several processes behind one port answer, against one process with as many threads that analyse.

    python -m bench.processes                    two processes of one thread against one of two, by turns
    python -m bench.processes --processes 4 --rounds 3

Real networks, real sockets, clients in a process of their own that send the next frame on the answer to the one
before. Both take turns within one run, so that whatever else the machine does falls on both; beside frames a second it
tells frames for each second of processor time that the server took, which other programs disturb less.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.footage import write_reels
from bench.loading import Load, Wanted, measure
from bench.programs import served

COUNTED_NOWHERE: Final = {"limit_key": "", "limit_address": "", "limit_refused": ""}
"""An open server counts no requests where its settings give no rate; several processes would need a Redis to count."""


@dataclass(frozen=True)
class Compared:
    """Runs with one process and with several, of the same load."""

    processes: int
    users: int
    one: list[Load]
    several: list[Load]

    def figures(self) -> dict[str, Any]:
        """For the results: medians of the runs, and what several processes are to one, which is 1 where it is equal."""
        told = {"one": _medians(self.one), "several": _medians(self.several)}
        ratios = {
            f"ratio_{name}": round(told["several"][name] / told["one"][name], 3)
            for name in ("fps", "frames_a_cpu_second", "p95_ms", "megabytes")
        }
        return {"processes": self.processes, "users": self.users, **told, **ratios}

    def told(self) -> str:
        """As a table."""
        figures = self.figures()
        lines = [f"{'':>28} 1 process  {self.processes} processes  ratio"]
        for name in ("fps", "frames_a_cpu_second", "p95_ms", "megabytes"):
            one, several = figures["one"][name], figures["several"][name]
            lines.append(f"{name:>28} {one:9.1f}  {several:11.1f}  {figures[f'ratio_{name}']:.2f}")
        one, several = figures["one"]["fairness"], figures["several"]["fairness"]
        lines.append(f"{'most to fewest of a user':>28} {one:9.2f}  {several:11.2f}")
        return "\n".join(lines)


def compare(folder: Path, reels: Sequence[Path], wanted: Wanted, *, processes: int, rounds: int) -> Compared:
    """Put both under the same load, by turns. Raises as `loading.measure`."""
    compared = Compared(processes, wanted.users, [], [])
    for number in range(rounds):
        for several, runs in ((1, compared.one), (processes, compared.several)):
            place = folder / f"{number}-{several}"
            place.mkdir()
            given = COUNTED_NOWHERE | {"processes": several, "workers": processes // several}
            with served(place, **given) as server:
                runs.append(measure(wanted, reels, server))
    return compared


def _medians(runs: Sequence[Load]) -> dict[str, float]:
    rows = [
        {
            "fps": run.fps,
            "frames_a_cpu_second": run.answered / run.server_cpu,
            "p95_ms": run.p95,
            "megabytes": run.megabytes[1],
            "fairness": run.fairness,
            "failures": float(sum(run.failures.values())),
        }
        for run in runs
    ]
    return {name: round(statistics.median(row[name] for row in rows), 2) for name in rows[0]}


def main() -> None:
    """Compare, and print a table and a line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--users", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="facevow-bench.") as name:
        reels = write_reels(Path(name))
        if not reels:
            sys.exit("expected the clips of ../shared/footage")
        wanted = Wanted(given.users, 0, seconds=given.seconds)
        compared = compare(Path(name), reels, wanted, processes=given.processes, rounds=given.rounds)
    print(compared.told())
    print(json.dumps(compared.figures()))


if __name__ == "__main__":
    main()
