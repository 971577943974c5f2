"""`facevow challenge`: draw the machine, draw sequences, and say how hard they are to foresee."""

import json
import secrets
from pathlib import Path
from random import Random
from typing import Annotated, Any

import typer

from facevow.challenge.diagram import diagram as drawing
from facevow.challenge.diagram import drawn_into
from facevow.challenge.draw import GROUPS, acts_named, bits, draw, length_for, sequences
from facevow.challenge.rules import Rules
from facevow.checking import packaged_policies
from facevow.cli import measuring, playing
from facevow.cli.common import fail
from facevow.cli.rows import print_rows, say
from facevow.decision.policy import PolicyName
from facevow.errors import ChallengeImpossible

app = typer.Typer(no_args_is_help=True, help="Show what a challenge asks for, and measure what it withstands.")
app.command()(measuring.acts)
app.command()(measuring.depth)
app.command()(measuring.photos)
app.command()(playing.replays)
app.command()(playing.perform)

JsonOption = Annotated[bool, typer.Option("--json", help="Print all figures as JSON.")]


@app.command()
def diagram(
    *,
    write: Annotated[Path | None, typer.Option(metavar="DOC", help="Put it between the marks of this file.")] = None,
    check: Annotated[Path | None, typer.Option(metavar="DOC", help="Only say whether this file has it.")] = None,
) -> None:
    """Draw the challenge's table as a Mermaid diagram.

    Exit status: 0; with --check 1 when the file shows another table; 2 when a file cannot be used.

        facevow challenge diagram --write docs/challenge.md
    """
    document = write or check
    if document is None:
        print(drawing())  # noqa: T201 - this is the answer
        return
    if write is not None and check is not None:
        fail("expected --write or --check, found both")
    try:
        text = document.read_text(encoding="utf-8")
        drawn = drawn_into(text)
        if write is not None and drawn != text:
            write.write_text(drawn, encoding="utf-8")
    except (OSError, ValueError) as error:
        fail(f"{document}: {error}")
    if check is not None and drawn != text:
        say(f"{check} shows another table: run `facevow challenge diagram --write {check}`")
        raise typer.Exit(1)


@app.command("draw")
def draw_one(
    *,
    policy: Annotated[PolicyName, typer.Option(help="Whose challenge.")] = PolicyName.BALANCED,
    exclude: Annotated[str, typer.Option(metavar="ACTS", help=f"Left out: acts, or {', '.join(GROUPS)}.")] = "",
    seed: Annotated[int | None, typer.Option(help="Draw the same again; by chance if not given.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Draw one sequence, and say how hard it was to foresee.

    Exit status: 0; 2 when no sequence can be drawn from what is left.

        facevow challenge draw --exclude eyes,mouth
    """
    whole = packaged_policies().choose(policy).challenge
    if whole is None:
        fail(f"the policy {policy} asks for no act")
    choose = secrets.randbelow if seed is None else Random(seed).randrange  # noqa: S311 - for show only
    try:
        rules = whole.without(acts_named(filter(None, exclude.split(","))))
        sequence = [str(step) for step in draw(rules, choose)]
    except ChallengeImpossible as error:
        fail(str(error))
    figures = _unpredictability(rules)
    if as_json:
        print(json.dumps({"sequence": sequence, **figures}))  # noqa: T201 - this is the answer
        return
    say(", ".join(sequence))
    say("one of {sequences} sequences of {length}: {bits} bits, {needed:g} needed".format(**figures))


@app.command("bits")
def bits_of_all(*, as_json: JsonOption = False) -> None:
    """Say for every policy how hard its sequences are to foresee, whole and without each group of acts.

    A row without a length is a challenge that says it cannot be drawn.
    """
    table = packaged_policies()
    rows = [
        {"policy": measured.policy.name.value, "without": group, **_unpredictability(rules.without(acts))}
        for measured in table.policies
        if (rules := measured.policy.challenge) is not None
        for group, acts in {"nothing": frozenset[Any](), **GROUPS}.items()
    ]
    print_rows(rows, as_json=as_json)


def _unpredictability(rules: Rules) -> dict[str, Any]:
    """How many acts are left, how long a sequence is, how many there are, and the bits of it and those needed."""
    kinds = len(rules.steps)
    try:
        length = length_for(rules)
    except ChallengeImpossible:
        return {"steps": kinds, "length": None, "sequences": 0, "bits": None, "needed": rules.bits}
    return {
        "steps": kinds,
        "length": length,
        "sequences": sequences(rules.steps, length),
        "bits": round(bits(rules.steps, length), 2),
        "needed": rules.bits,
    }
