"""`facevow models`: which model files there are, and fetching those that are missing."""

import typer
from rich.console import Console
from rich.table import Table

from facevow.cli.common import download_bar, fail, plain
from facevow.errors import ModelError, ModelMissing
from facevow.vision.manifest import FileState, ensure, load_manifest, locate, state

app = typer.Typer(help="List the model files with their state; `pull` fetches what is missing.")

_COLOURS = {FileState.READY: "green", FileState.MISSING: "yellow", FileState.CORRUPT: "red"}


@app.callback(invoke_without_command=True)
def list_models(context: typer.Context) -> None:
    """List the model files with their state."""
    if context.invoked_subcommand is not None:
        return
    table = Table("model", "version", "state", "size", "licence", "file")
    for model in load_manifest():
        found = state(model)
        size = f"{model.size / 1e6:.1f} MB"
        table.add_row(
            model.name, model.version, f"[{_COLOURS[found]}]{found}[/]", size, model.licence, plain(locate(model))
        )
    Console().print(table)


@app.command()
def pull() -> None:
    """Fetch and verify every model file that is missing; with all of them here, nothing is fetched.

    A model that Facevow can do without is no reason to fail: what is then missing is said, and the others are fetched.
    """
    bar, tell = download_bar()
    paths, without = [], []
    try:
        with bar:
            for model in load_manifest():
                try:
                    paths.append(ensure(model.name, progress=tell))
                except ModelMissing as error:
                    if not model.optional:
                        raise
                    without.append(str(error))
    except ModelError as error:
        fail(str(error))
    for path in paths:
        Console().print("[green]ready[/]", plain(path), highlight=False, soft_wrap=True)
    for reason in without:
        Console(stderr=True).print("[yellow]left out[/]", plain(reason), highlight=False, soft_wrap=True)
