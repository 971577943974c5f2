"""How many sessions a server carries at once, at ten and fifteen frames a second, and how it bears twice as many.

The largest number for which 95 of 100 answers come within `loading.PATIENCE` and less than `loading.MOST_DROPPED` of
the cameras' frames goes unanswered, found by halving. A number that fails is tried once more before it counts as too
large: a disk that stands still for a moment is no limit of the server.

Nobody in the footage does the acts that "balanced" asks for: its sessions end NO_RESPONSE, as `ends` says.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from bench.loading import Load, Wanted, measure
from bench.programs import served
from bench.results import Lacking, Tell, table

POLICIES: Final = ("balanced", "passive_only")
RATES: Final = (10, 15)
MANY: Final = 8
SECONDS, WARM_UP = 6.0, 2.5

NO_ACTS: Final = "balanced: acts are asked for, which nobody in the footage does; sessions end NO_RESPONSE."

HOPELESS: Final = 0.1
"""The share of dropped frames from which on nothing is tried once more."""


def run(
    reels: Sequence[Path], folder: Path, tell: Tell, *, quick: bool = False, settings: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Measure all; `settings` are those of the server that are not as they come.

    Raises:
        Lacking: there are no clips.
    """
    if not reels:
        raise Lacking("the clips of ../shared/footage")
    found: dict[str, Any] = {"settings": settings or {}}
    with served(folder / "load", **(settings or {})) as server:

        def ask(wanted: Wanted) -> Load:
            load = measure(wanted, reels, server)
            tell(load.told())
            return load

        for policy in POLICIES[:1] if quick else POLICIES:
            full = ask(Wanted(4 if quick else MANY, 0, policy, 1 if quick else 5, 1))
            found[policy] = {"as_fast_as_it_goes": full.figures()}
            for rate in RATES[:1] if quick else RATES:
                found[policy][str(rate)] = Search(policy, rate, ask, quick=quick).run(full.fps)
    return found


class Search:
    """The largest number of sessions of one policy at one rate; `ask` puts a server under a load."""

    def __init__(self, policy: str, rate: int, ask: Callable[[Wanted], Load], *, quick: bool) -> None:
        self._policy = policy
        self._rate = rate
        self._ask = ask
        self._quick = quick
        self._best: Load | None = None
        self._tried: list[dict[str, Any]] = []

    def run(self, fps: float) -> dict[str, Any]:
        """Search, and then try twice as many; `fps` is what the server gives at most, where the search begins."""
        guess = max(int(0.8 * fps / self._rate), 1)
        most = guess if self._quick else largest(self._carries, guess)
        twice = self._try(2 * max(most, 1))
        return {
            "sessions": most,
            "at_most": None if self._best is None else self._best.figures(),
            "at_twice": twice.figures(),
            "tried": self._tried,
        }

    def _carries(self, users: int) -> bool:
        load = self._try(users)
        if not load.carried and load.dropped_share < HOPELESS:
            load = self._try(users)
        if load.carried and (self._best is None or users > self._best.wanted.users):
            self._best = load
        return load.carried

    def _try(self, users: int) -> Load:
        load = self._ask(Wanted(users, self._rate, self._policy, *((1, 1) if self._quick else (SECONDS, WARM_UP))))
        shown = {"p95_ms": round(load.p95, 1), "dropped_share": round(load.dropped_share, 4)}
        self._tried.append({"users": users, "carried": load.carried} | shown)
        return load


def largest(carried: Callable[[int], bool], guess: int, *, exact: float = 0.05) -> int:
    """The largest number for which `carried` holds, to within `exact` of it; 0 where not even 1 is carried.

    Goes from the guess by fifths until both sides are known, then halves.
    """
    low, high, tried = 0, 0, max(guess, 1)
    while not (low and high) and tried > low:
        if carried(tried):
            low, tried = tried, tried + max(tried // 5, 1)
        else:
            high, tried = tried, tried - max(tried // 5, 1)
    while high - low > max(1, exact * low) and low:
        middle = (low + high) // 2
        low, high = (middle, high) if carried(middle) else (low, middle)
    return low


def told(found: dict[str, Any]) -> str:
    """The table."""
    rows = []
    for policy in POLICIES:
        for rate in map(str, RATES):
            one = found.get(policy, {}).get(rate)
            if one is None:
                continue
            for name, at in (("most", one["at_most"]), ("twice", one["at_twice"])):
                if at is not None:
                    rows.append([policy, f"{rate} fps, {name}", *(at[key] for key in (
                        "users", "answers_a_second", "p50_ms", "p95_ms")), f"{at['dropped_share']:.2%}",
                        at["fairness_most_by_fewest"], at["server_megabytes"][1]])  # fmt: skip
    heads = ["policy", "load", "sessions", "answers/s", "p50 ms", "p95 ms", "dropped", "most/fewest", "MB"]
    return f"{table(heads, rows)}\n\n{NO_ACTS}"
