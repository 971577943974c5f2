"""All that is measured of speed and size, with one command; `make bench` is the same.

    python -m bench                     everything, under fifteen minutes on a machine that has nothing else to do
    python -m bench --only load         one part: stages, peers, load or memory; the others stay as they were
    python -m bench --quick             a few seconds of each, to see that it works; the figures are worth nothing
    python -m bench --only load --processes 2     the load on two processes, kept beside that on one

Tables are printed, and kept with machine, date and commit in bench/results.json; of a quick run only in what
`--out` names.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from bench.footage import REEL, write_reels
from bench.programs import keep_to, leave_when_told
from bench.results import PATH, Lacking, circumstances, merge, read, write

from bench import carrying, memory, peers, stages

CORES: Final = 2
"""Everything, clients included, keeps to so many processors."""

PARTS: Final[dict[str, tuple[Callable[..., dict[str, Any]], Callable[[dict[str, Any]], str]]]] = {
    "stages": (stages.run, stages.told),
    "peers": (peers.run, peers.told),
    "load": (carrying.run, carrying.told),
    "memory": (memory.run, memory.told),
}


def main() -> None:
    """Measure, tell and keep; exit status 1 if a part failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=list(PARTS), help="this part; may be given several times")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--processes", type=int, default=1, help="of the server under load")
    parser.add_argument("--out", type=Path, help="instead of bench/results.json")
    given = parser.parse_args()
    out = kept_in(given.out, quick=given.quick)
    keep_to(CORES)
    leave_when_told()
    failed = []
    with tempfile.TemporaryDirectory(prefix="facevow-bench.") as name:
        folder = Path(name)
        tell("preparing pictures")
        reels = write_reels(folder, 60 if given.quick else REEL)
        for part in given.only or PARTS:
            several = part == "load" and given.processes > 1
            more = {"settings": {"processes": given.processes}} if several else {}
            try:
                measure(part, out, folder, reels, quick=given.quick, **more)
            except Lacking as lacking:
                tell(f"{part}: lacking {lacking}")
            except Exception as error:  # noqa: BLE001 - the other parts are worth having
                tell(f"{part}: FAILED: {error!r}")
                failed.append(part)
    sys.exit(1 if failed else 0)


def kept_in(given: Path | None, *, quick: bool) -> Path | None:
    """Where the results go; those of a quick run only where somebody says, never in place of real ones."""
    return given or (None if quick else PATH)


def measure(part: str, out: Path | None, folder: Path, reels: list[Path], **more: Any) -> None:  # noqa: ANN401
    """One part: measured, told, and written down at once, so that what fails later costs nothing.

    With settings of the server it stands under a name of its own: it is no measure of the server as it comes.
    """
    run, told = PARTS[part]
    began = time.monotonic()
    tell(f"{part} ...")
    found = run(reels, folder, lambda text: tell(f"  {text}"), **more)
    seconds = round(time.monotonic() - began)
    name = f"{part}_several_processes" if "settings" in more else part
    if out is not None:
        write(merge(read(out), {name: {**circumstances(), "seconds": seconds, **found}}), out)
    print(f"\n{told(found)}\n", flush=True)
    tell(f"{name}: done in {seconds} s")


def tell(text: str) -> None:
    """How it goes, on standard error."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
