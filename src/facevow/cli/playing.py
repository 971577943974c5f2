"""`facevow challenge replays` and `perform`: sessions that recordings go through, counted."""

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from facevow.checking import packaged_policies
from facevow.cli.common import fail
from facevow.cli.rows import print_rows, say
from facevow.decision.policy import Policy, PolicyName
from facevow.errors import ChallengeImpossible, EvaluationError, TraceError
from facevow.traces.edits import Frames
from facevow.traces.files import read_trace

if TYPE_CHECKING:  # scipy is optional and slow to import
    from facevow.evaluation.outcomes import Outcome

TracesArgument = Annotated[
    list[Path], typer.Argument(metavar="TRACE...", help="Recorded analyses, made by `facevow record`.")
]
PolicyOption = Annotated[
    list[PolicyName] | None, typer.Option("--policy", help="Which policy; repeat. All with a challenge if not given.")
]
DrawsOption = Annotated[int, typer.Option(min=1, max=1_000_000, help="Sessions, each with a sequence of its own.")]
SeedOption = Annotated[int, typer.Option(help="Of the first session; each further one adds 1.")]
WorkersOption = Annotated[int, typer.Option(min=1, max=64, help="Processes to spread the sessions over.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print all figures as JSON.")]

MANNERS = ("as_it_is", "looped", "back_and_forth")
"""The values of `evaluation.replays.Manner`, which is imported late."""


def replays(
    traces: TracesArgument,
    *,
    policy: PolicyOption = None,
    manner: Annotated[
        list[str] | None, typer.Option(help=f"How it is shown: {', '.join(MANNERS)}; repeat. All if not given.")
    ] = None,
    draws: DrawsOption = 1000,
    seed: SeedOption = 0,
    workers: WorkersOption = 1,
    as_json: JsonOption = False,
) -> None:
    """Play recordings to drawn challenges, as somebody does who can only replay, and count what they reach.

    `bona_fide` counts sessions with that verdict, `passed` those in which the challenge alone was passed, whatever the
    passive network says. The same seeds give the same figures.

        facevow challenge replays attack.jsonl.gz --policy balanced --draws 1000
    """
    _need_scipy()
    from facevow.evaluation.replays import Manner, replay  # noqa: PLC0415 - scipy may be missing

    for name in manner or ():
        if name not in MANNERS:
            fail(f"--manner: expected one of {', '.join(MANNERS)}, found {name!r}")
    seeds = range(seed, seed + draws)
    rows = [
        {"trace": name, "policy": which.name.value, "manner": how, **_figures(outcomes, as_json)}
        for name, frames in read_all(traces)
        for which in _policies(policy)
        for how in manner or MANNERS
        for outcomes in [replay(frames, which, Manner(how), seeds, workers=workers)]
    ]
    print_rows(rows, as_json=as_json)


def perform(
    traces: TracesArgument,
    *,
    policy: PolicyOption = None,
    draws: DrawsOption = 1000,
    seed: SeedOption = 0,
    workers: WorkersOption = 1,
    as_json: JsonOption = False,
) -> None:
    """Let the people of recordings answer drawn challenges, with the acts that the recording shows them do.

    Of a bona fide recording this is what the person would reach; of a recorded attack, what a prepared recording
    reaches that answers on cue. Where a recording holds too few acts for the policy's bits, three are asked for.

        facevow challenge perform person.jsonl.gz --policy balanced
    """
    _need_scipy()
    from facevow.evaluation.performer import RATE, perform_all  # noqa: PLC0415 - scipy may be missing
    from facevow.evaluation.repertoire import repertoire  # noqa: PLC0415
    from facevow.traces.edits import thin  # noqa: PLC0415

    rows = []
    for name, frames in read_all(traces):
        try:
            able = repertoire(thin(frames, RATE))
            for which in _policies(policy):
                outcomes = perform_all(able, which, range(seed, seed + draws), workers=workers)
                acts = ", ".join(act.value for act in able.acts)
                rows.append({"trace": name, "acts": acts, "policy": which.name.value, **_figures(outcomes, as_json)})
        except (ChallengeImpossible, EvaluationError) as error:
            say(f"{name}: {error}", err=True)
    if not rows:
        fail("expected a recording that shows two acts of the policy, found none")
    print_rows(rows, as_json=as_json)


def read_all(traces: list[Path]) -> Iterator[tuple[str, Frames]]:
    """Each trace with its name, its ending left off."""
    for path in traces:
        try:
            yield path.name.removesuffix(".gz").removesuffix(".jsonl"), read_trace(path).frames
        except TraceError as error:
            fail(str(error))


def _policies(names: list[PolicyName] | None) -> list[Policy]:
    """The policies of these names, or all that have a challenge."""
    table = packaged_policies()
    chosen = [table.choose(name) for name in names or PolicyName]
    for policy in chosen:
        if names and policy.challenge is None:
            fail(f"the policy {policy.name} asks for no act")
    return [policy for policy in chosen if policy.challenge is not None]


def _figures(outcomes: "Sequence[Outcome]", as_json: bool) -> dict[str, Any]:
    """All figures for programs, the main ones for people."""
    from facevow.evaluation.outcomes import tally  # noqa: PLC0415 - scipy may be missing

    figures = tally(outcomes)
    if as_json:
        return figures
    return {
        "bona fide": _counted(figures["bona_fide"], figures["draws"]),
        "passed": _counted(figures["passed"], figures["draws"]),
        "ended by": figures["ended_by"],
        "seconds": figures["seconds"],
    }


def _counted(share: dict[str, float], draws: int) -> str:
    return f"{share['count']} of {draws} ({100 * share['low']:.2f} to {100 * share['high']:.2f} %)"


def _need_scipy() -> None:
    if find_spec("scipy") is None:
        fail("these figures need scipy: pip install 'facevow[evaluate]'")
