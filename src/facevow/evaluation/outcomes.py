"""What sessions that nobody filmed came to: many draws of one policy's challenge, counted."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from random import Random
from typing import Any, Final

from facevow.challenge.events import Event, State
from facevow.challenge.rules import Step
from facevow.decision.policy import Policy
from facevow.decision.session import Session
from facevow.decision.verdict import Verdict
from facevow.evaluation.intervals import clopper_pearson
from facevow.types import FrameAnalysis

LONGEST: Final = 180.0
"""Seconds after which a session is given up whose challenge has no time limit."""

AFTER: Final = 3.0
"""Seconds that are shown after a pass: the look back of a live camera's policy, so all of it lies behind the pass."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one session ended.

    `verdict` is BONA_FIDE if it was that at any frame, else the last one, with its `reasons`. `passed` tells whether
    the challenge alone was passed at any frame, whatever the passive network said; `ended_by` the event that failed
    it. `score` is the lowest fused passive score at the end, 0..1; `seconds` how long the session took.
    """

    seed: int
    verdict: Verdict
    reasons: tuple[str, ...]
    passed: bool
    ended_by: Event | None
    done: int
    of: int
    faults: int
    restarts: int
    score: float | None
    seconds: float


Shown = Callable[[Session], FrameAnalysis]
"""What stands before the camera: makes the next frame, knowing what the session shows on its screen."""


def chooser(seed: int) -> Random:
    """The luck of a session: equal seeds draw equal sequences and pauses."""
    return Random(seed)  # noqa: S311 - figures must come out the same again; a server draws from `secrets`


def see_through(policy: Policy, show: Shown, seed: int, *, script: tuple[Step, ...] | None = None) -> Outcome:
    """Show frame after frame until the challenge has failed, AFTER seconds after its pass, or LONGEST seconds.

    Raises:
        ChallengeImpossible: the policy leaves too few acts to draw from.
        ValueError: the policy has no challenge.
    """
    session = Session(policy.for_stream(), chooser(seed).randrange, script=script)
    check = session.active_check
    if check is None:
        raise ValueError(f"expected a policy with a challenge, found {policy.title}")
    first = passed_at = None
    while True:
        frame = show(session)
        first = frame.at if first is None else first
        session.observe(frame)
        if check.passed and passed_at is None:
            passed_at = frame.at
        accepted = check.passed and session.verdict() is Verdict.BONA_FIDE
        over = passed_at is not None and frame.at - passed_at > AFTER
        if accepted or over or check.state is State.FAILED or frame.at - first > LONGEST:
            return _outcome(session, seed, frame.at - first, passed=passed_at is not None)


def _outcome(session: Session, seed: int, seconds: float, *, passed: bool) -> Outcome:
    decision = session.decide()
    challenge = decision.evidence["challenge"]
    ended_by = challenge["ended_by"]
    return Outcome(
        seed=seed,
        verdict=decision.verdict,
        reasons=decision.reasons,
        passed=passed,
        ended_by=None if ended_by is None else Event(ended_by),
        done=challenge["done"],
        of=len(challenge["asked"]),
        faults=challenge["faults"],
        restarts=challenge["restarts"],
        score=decision.score,
        seconds=round(seconds, 3),
    )


def tally(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Counts of outcomes, at least one, as figures that JSON can hold.

    `bona_fide` and `passed` (the challenge alone) are counts with their share and its 95 % interval; sessions with
    other seeds are independent draws against the same recording, so the interval is of the draw, not of people.
    """
    verdicts = Counter(outcome.verdict.value for outcome in outcomes)
    ends = Counter(outcome.ended_by.value for outcome in outcomes if outcome.ended_by is not None)
    return {
        "draws": len(outcomes),
        "verdicts": {verdict.value: verdicts[verdict.value] for verdict in Verdict},
        "bona_fide": _share(verdicts[Verdict.BONA_FIDE.value], len(outcomes)),
        "passed": _share(sum(outcome.passed for outcome in outcomes), len(outcomes)),
        "ended_by": dict(sorted(ends.items(), key=lambda end: (-end[1], end[0]))),
        "acts_done": _histogram(outcome.done for outcome in outcomes),
        "seconds": round(sum(outcome.seconds for outcome in outcomes) / len(outcomes), 2),
    }


def _share(count: int, of: int) -> dict[str, float]:
    ends = clopper_pearson(count, of)
    return {"count": count, "rate": round(count / of, 4), **{end: round(at, 4) for end, at in asdict(ends).items()}}


def _histogram(numbers: Iterable[int]) -> dict[str, int]:
    return {str(number): count for number, count in sorted(Counter(numbers).items())}


def over_seeds(play: Callable[[int], Outcome], seeds: Sequence[int], workers: int = 1) -> list[Outcome]:
    """One session a seed, in the order of the seeds; `play` must be picklable where there are several workers."""
    if workers <= 1:
        return [play(seed) for seed in seeds]
    share = max(1, len(seeds) // (4 * workers))
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:  # a fork would copy locks that threads hold
        return list(pool.map(play, seeds, chunksize=share))
