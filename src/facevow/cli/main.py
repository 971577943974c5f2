"""The `facevow` command: puts the subcommands together."""

import sys
from importlib.metadata import version
from typing import Annotated

import typer

from facevow import log
from facevow.cli import (
    audit,
    callbacks,
    challenge,
    check,
    data,
    dataset,
    evaluate,
    evaluate_matching,
    export,
    gallery,
    keyring,
    keys,
    match,
    models,
    record,
    replay,
    serve,
    settings,
    train,
    verify,
)

app = typer.Typer(
    name="facevow",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Tells whether the face before a camera is a live person, or a photo, a screen or a mask.",
)
app.command()(check.check)
app.command()(match.match)
app.command()(record.record)
app.command()(replay.replay)
app.command()(serve.serve)
app.command()(settings.settings)
app.command()(verify.verify)
app.command()(train.train)
app.command()(train.crossvalidate)
app.command()(evaluate.evaluate)
app.command()(evaluate_matching.evaluate_matching)
app.command()(export.export)
app.add_typer(keys.app, name="keys")
app.add_typer(keyring.app, name="keyring")
app.add_typer(callbacks.app, name="callbacks")
app.add_typer(data.app, name="data")
app.add_typer(gallery.app, name="gallery")
app.add_typer(audit.app, name="audit")
app.add_typer(challenge.app, name="challenge")
app.add_typer(dataset.app, name="dataset")
app.add_typer(models.app, name="models")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"facevow {version('facevow')}")
        raise typer.Exit


@app.callback()
def main(
    *,
    version: Annotated[  # noqa: ARG001 - the callback does the work
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
    log_level: Annotated[
        log.Level, typer.Option(case_sensitive=False, help="From which importance on.")
    ] = log.Level.INFO,
) -> None:
    """Tells whether the face before a camera is a live person, or a photo, a screen or a mask."""
    log.configure(log_level)


def run() -> None:
    """Enter from the command line. What nobody foresaw ends with 2: 1 would say that an attack was seen."""
    try:
        app()
    except Exception:  # noqa: BLE001 - it is logged with its trace, and nothing comes after
        log.get_logger("cli").exception("command_failed")
        sys.exit(2)
