"""`facevow replay`: judge a trace, and tell what happened when."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Annotated

import typer
from rich.console import Console

from facevow.challenge.draw import Choose, acts_named
from facevow.challenge.rules import Step
from facevow.checking import no_luck, packaged_policies, warn_if_unmeasured
from facevow.cli.acts import read_acts
from facevow.cli.check import EXIT_STATUS, PolicyOption
from facevow.cli.common import fail, plain
from facevow.decision.policy import Policy, PolicyName
from facevow.decision.session import Session
from facevow.errors import ChallengeImpossible, FacevowError
from facevow.replaying import Moment, Replay, as_json
from facevow.replaying import replay as judging
from facevow.traces.files import read_trace
from facevow.types import FrameAnalysis

LONGEST_WAIT = 60.0
"""Seconds of the clock to wait for one frame: a trace may tell times of years to come."""


def replay(
    trace: Annotated[Path, typer.Argument(metavar="TRACE", help="What `facevow record` wrote.")],
    *,
    acts: Annotated[
        str | None,
        typer.Option(
            metavar="ACTS",
            help="Acts that must be done as well, in this order, at any time: blink, blink*2, turn-left, ..., "
            "parted by commas.",
        ),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Draw a challenge with this seed, and prompt for it as before a camera.")
    ] = None,
    exclude: Annotated[
        str | None,
        typer.Option(metavar="ACTS", help="Never draw these: acts, or head, turns, eyes, mouth, brows, distance."),
    ] = None,
    policy: PolicyOption = PolicyName.BALANCED,
    speed: Annotated[
        float, typer.Option(min=0, help="1 takes as long as the video did, 0 as long as it must. Changes no answer.")
    ] = 0,
    as_one: Annotated[bool, typer.Option("--json", help="One JSON object instead, the same at every run.")] = False,
) -> None:
    """Judge what was recorded, and tell what happened when.

    Without --acts and --seed the verdict is passive only.

    Exit status: 0 bona fide, 1 an attack, 2 no verdict, or no such trace.

        facevow replay clip.jsonl
        facevow replay clip.jsonl --acts blink,turn-left
        facevow replay clip.jsonl --seed 7 --exclude head,mouth --json
    """
    chosen = packaged_policies().choose(policy)
    try:
        session = _session(chosen, _script(acts), seed, exclude)
        recorded = read_trace(trace)
        warn_if_unmeasured(session.policy, recorded.header.model)
        on_moment = None if as_one else _tell
        replayed = judging(recorded, session, on_frame=_waiter(speed) if speed > 0 else None, on_moment=on_moment)
    except FacevowError as error:
        fail(str(error))
    if as_one:
        print(json.dumps(as_json(replayed), sort_keys=True, separators=(",", ":")))  # noqa: T201 - this is the answer
    else:
        _tell_end(replayed)
    raise typer.Exit(EXIT_STATUS[replayed.decision.verdict])


def _script(acts: str | None) -> tuple[Step, ...] | None:
    read = read_acts(acts)
    if read.choose is not None:
        raise ChallengeImpossible("expected the names of acts, found a wish to draw them; --seed does so")
    return read.script


def _session(policy: Policy, script: tuple[Step, ...] | None, seed: int | None, exclude: str | None) -> Session:
    """Passive only, or with a script that could not be seen, or with a challenge that is drawn, as before a camera."""
    if exclude is not None and seed is None:
        raise ChallengeImpossible("--exclude says what is never drawn; expected --seed to draw with")
    if script is None and seed is None:
        return Session(policy.passive_only())
    if script is not None and seed is not None:
        raise ChallengeImpossible("expected --acts or --seed, found both")
    policy.require_challenge()
    if script is not None:
        return Session(policy.for_recording(), no_luck, script=script)
    left_out = acts_named(exclude.split(",") if exclude else ())
    return Session(policy.for_stream().without_acts(left_out), _drawing(seed))


def _drawing(seed: int | None) -> Choose:
    """Foreseeable on purpose: the same seed asks for the same acts, on every machine."""
    return Random(seed).randrange  # noqa: S311 - likewise


def _waiter(speed: float) -> Callable[[FrameAnalysis], None]:
    """What waits until a frame's time has come."""
    began: tuple[float, float] | None = None

    def wait(frame: FrameAnalysis) -> None:
        nonlocal began
        began = began or (time.monotonic(), frame.at)
        due = began[0] + (frame.at - began[1]) / speed
        time.sleep(min(max(0.0, due - time.monotonic()), LONGEST_WAIT))

    return wait


def _tell(moment: Moment) -> None:
    """One line of the timeline."""
    said = [
        f"{moment.at:8.2f} s",
        f"{moment.event:<17}",
        f"asked {moment.asked}" if moment.asked else "",
        (f"seen {moment.seen}" if moment.event != "verdict" else moment.seen) if moment.seen else "",
        f"begun at {moment.began:.2f} s" if moment.began is not None else "",
        f"distortion {moment.distortion:.3f}" if moment.distortion is not None else "",
        f"score {moment.score:.3f}" if moment.score is not None else "",
    ]
    print("  ".join(part for part in said if part), flush=True)  # noqa: T201 - this is the answer


def _tell_end(replayed: Replay) -> None:
    """The verdict, why, and what it rests on."""
    decision, header = replayed.decision, replayed.header
    score = "" if decision.score is None else f", score {decision.score:.3f}"
    console = Console(highlight=False, soft_wrap=True)
    console.print()
    console.print(plain(f"{decision.verdict}: {', '.join(decision.reasons)}{score}"), style="bold")
    console.print(
        plain(
            f"{header.source}: {decision.frames} frames, {decision.frames_with_face} with a face; "
            f"policy {decision.policy}, model {header.model}"
        )
    )
    for cue, values in as_json(replayed)["verdict"]["evidence"].items():
        told = ", ".join(f"{name} {json.dumps(value)}" for name, value in values.items())
        console.print(plain(f"  {cue:<10} {told or 'none'}"))
