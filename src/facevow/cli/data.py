"""`facevow data`: removes what is kept too long, and answers a person who asks what is kept, or wants it gone."""

import base64
import json
import os
import stat
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from facevow.cli.common import fail, plain
from facevow.cli.rows import say
from facevow.cli.stored import ACTOR, DatabaseOption, opened, present_keyring
from facevow.errors import KeyringError, TokenError
from facevow.log import get_logger
from facevow.server.housekeeping import ages_of
from facevow.server.people.sealing import opened as opened_template
from facevow.server.people.sealing import opened_reference
from facevow.server.v1.pictures import about
from facevow.signing.private_files import OWNER_ONLY
from facevow.store.audit import Audit
from facevow.store.keeping import Keeper
from facevow.store.records import ImageRecord
from facevow.types import Template

app = typer.Typer(no_args_is_help=True, help="What is kept: removal by age, export and erasure by subject.")

SubjectArgument = Annotated[str, typer.Argument(help="The person as the application names them in POST /v1/sessions.")]


@app.command()
def trim(*, database: DatabaseOption = None) -> None:
    """Remove what is older than the settings keep_..._days say; a running server does it every hour.

    Exit status: 0; 2 when the database cannot be written.
    """
    with opened(database) as (settings, found):
        counts = Keeper(found).trim(ages_of(settings), datetime.now(UTC))
    say("removed " + ", ".join(f"{count} {kind}" for kind, count in counts.items()))


@app.command()
def export(
    subject: SubjectArgument,
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write it.  [default: here]")
    ] = None,
    database: DatabaseOption = None,
) -> None:
    """Print everything that is kept of a subject, as JSON; images and templates are opened, in base64.

    What cannot be opened any more is null, and an error in the log. The audit log notes the export.

    Exit status: 0, also where nothing is kept; 2 when database, keyring or file cannot be used.
    """
    with opened(database) as (settings, found):
        keyring = present_keyring(settings)

        def jpeg_of(image: ImageRecord) -> bytes:
            return keyring.open(image.sealed_with, image.content, about(image.session, image.name))

        kept = Keeper(found).export(
            keyring.subject_hash(subject),
            lambda image: _text(lambda: jpeg_of(image), f"{image.session} {image.name}"),
            open_template=lambda row: _text(lambda: opened_template(keyring, row), row.id),
            open_reference=lambda session: _text(lambda: opened_reference(keyring, session), session.id),
        )
        details = {"sessions": len(kept["sessions"])}
        Audit(found).add(
            at=datetime.now(UTC), actor=ACTOR, action="subject_exported", target="subject", details=details
        )
    text = json.dumps(kept, allow_nan=False, indent=2)
    if output is None:
        print(text)  # noqa: T201 - this is the answer
        return
    try:
        _write_privately(output, text + "\n")
    except OSError as error:
        fail(f"expected a file that can be written: {error}")


@app.command()
def erase(
    subject: SubjectArgument,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    database: DatabaseOption = None,
) -> None:
    """Erase every session of a subject, all that is kept of it, and the enrolled templates; print the counts as JSON.

    Lines of the audit log stay: they name sessions, not persons. Exit status: 0, also where nothing was kept; 1 when
    you say no; 2 when database or keyring cannot be used.
    """
    if not yes:
        Console(stderr=True).print("This erases all that is kept of", plain(subject), soft_wrap=True)
        typer.confirm("Go on?", abort=True, err=True)
    with opened(database) as (settings, found):
        hashed = present_keyring(settings).subject_hash(subject)
        erased = Keeper(found).erase(hashed, actor=ACTOR, now=datetime.now(UTC))
    told = {name: value for name, value in asdict(erased).items() if name != "ids"}
    print(json.dumps(told))  # noqa: T201 - this is the answer


def _text(unseal: Callable[[], Template | bytes | None], name: str) -> str | None:
    """What is unsealed, in base64; None where it cannot be, which the log says: all else is given all the same."""
    try:
        found = unseal()
    except (KeyringError, TokenError) as error:
        get_logger("cli").error("not_opened", name=name, error=str(error))
        return None
    content = found.content if isinstance(found, Template) else found
    return None if content is None else base64.b64encode(content).decode()


def _write_privately(path: Path, text: str) -> None:
    """Write a file that only its owner may read, also where one was that others could: there are images in it."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):  # not a pipe, nor /dev/stdout
            path.chmod(OWNER_ONLY)
        file.write(text)
