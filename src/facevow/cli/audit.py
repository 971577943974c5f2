"""`facevow audit`: checks the audit log's chain, and shows its lines."""

import json
import re
from dataclasses import asdict
from typing import Annotated

import typer

from facevow.cli.common import fail
from facevow.cli.rows import print_rows, say
from facevow.cli.stored import DatabaseOption, opened
from facevow.store.audit import Audit
from facevow.store.records import AuditRecord

app = typer.Typer(no_args_is_help=True, help="The audit log: who changed what, in a chain that shows every tampering.")

JsonOption = Annotated[bool, typer.Option("--json", help="Print the same as JSON.")]


@app.command()
def verify(
    *,
    noted: Annotated[
        str | None,
        typer.Option(metavar="NUMBER:HASH", help="A line noted earlier, from here or from a receipt: is it still so?"),
    ] = None,
    as_json: JsonOption = False,
    database: DatabaseOption = None,
) -> None:
    """Check every line of the audit log against the one before it, and the last against the log's head.

    Note the number and the hash that it prints where nobody can change them, and give them with --noted next time:
    only so is it seen if somebody made the whole chain anew. Note anew more often than keep_audit_days: a line that was
    removed since cannot be compared. Exit status: 0 sound; 1 tampered with; 2 not readable; 3 the chain holds, but the
    noted line is gone, by age or to hide a change.
    """
    known = _read_note(noted)
    with opened(database) as (_, found):
        report = Audit(found).verify(known)
    if as_json:
        print(json.dumps(asdict(report)))  # noqa: T201 - this is the answer
    elif report.sound:
        say(f"sound: {report.lines} lines, the last is {report.number}:{report.hash}")
    elif report.compared:
        say(f"NOT SOUND at line {report.wrong}: {report.why}")
    else:
        say(f"NOT COMPARED: line {report.wrong} {report.why.removeprefix('it ')}; what is left of the chain holds")
    raise typer.Exit(0 if report.sound else 1 if report.compared else 3)


@app.command()
def show(
    *,
    first: Annotated[int | None, typer.Option(min=1, help="The first line to show.  [default: the last lines]")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many lines.")] = 50,
    as_json: JsonOption = False,
    database: DatabaseOption = None,
) -> None:
    """Show lines of the audit log, the oldest first. Exit status: 0; 2 when it cannot be read."""
    with opened(database) as (_, found):
        audit = Audit(found)
        lines = audit.last(limit) if first is None else audit.lines(first, limit)
    if lines or as_json:
        print_rows([_row(line) for line in lines], as_json=as_json)
    else:
        say("no lines")


def _row(line: AuditRecord) -> dict[str, object]:
    return {
        "number": line.number,
        "at": line.at.isoformat(timespec="milliseconds"),
        "actor": line.actor,
        "action": line.action,
        "target": line.target,
        "details": line.details,
        "hash": line.hash,
    }


def _read_note(text: str | None) -> tuple[int, str] | None:
    if text is None:
        return None
    parts = re.fullmatch(r"([0-9]{1,18}):([0-9a-f]{64})", text)
    if parts is None:
        fail(f"expected a number and a hash as `facevow audit verify` prints them, got {text!r}")
    return int(parts[1]), parts[2]
