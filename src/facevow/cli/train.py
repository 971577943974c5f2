"""`facevow train`: train the passive network and export it."""

import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from facevow.cli.common import fail
from facevow.errors import TrainingError

if TYPE_CHECKING:  # torch is optional and slow to import
    from facevow.training.run import Outcome


def train(
    config: Annotated[Path, typer.Argument(metavar="CONFIG", help="TOML file; training/configs/first.toml shows one.")],
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where the ONNX file goes.")] = None,
) -> None:
    """Train the passive network as CONFIG says, and write it as one ONNX file."""
    if find_spec("torch") is None or find_spec("onnx") is None:
        fail("training needs torch: pip install 'facevow[train]'")
    from facevow.training.config import read_config  # noqa: PLC0415 - see above
    from facevow.training.run import train_and_export  # noqa: PLC0415

    console, began = Console(), time.monotonic()
    try:
        settings = read_config(config)
        with _bar(console) as bar:
            outcome = train_and_export(settings, out or settings.out, _steps(bar, settings.epochs))
    except TrainingError as error:
        fail(str(error))
    console.print(_epochs(outcome))
    console.print(_sources(outcome))
    console.print(f"{outcome.path}: {outcome.path.stat().st_size:,} bytes, {time.monotonic() - began:.0f} s")


def _bar(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console)


def _steps(bar: Progress, epochs: int) -> Callable[[str, int, int, float], None]:
    """What moves the bar: told the network, the batch, the batches in all and the loss."""
    tasks = {}

    def step(network: str, number: int, total: int, loss: float) -> None:
        if network not in tasks:
            tasks[network] = bar.add_task(network, total=total)
        epoch = number * epochs // total + 1
        bar.update(tasks[network], completed=number + 1, description=f"{network} epoch {epoch} loss {loss:.3f}")

    return step


def _epochs(outcome: "Outcome") -> Table:
    """One row an epoch; the kept one is marked."""
    table = Table("network", "epoch", "loss", "AUC", "EER", "kept", title="Epochs, judged on the validation sources")
    for name, trained in outcome.networks:
        for epoch in trained.epochs:
            kept = "*" if epoch.number == trained.best else ""
            rates = (f"{epoch.validation.auc:.4f}", f"{epoch.validation.eer:.1%}")
            table.add_row(name, str(epoch.number + 1), f"{epoch.loss:.3f}", *rates, kept)
    return table


def _sources(outcome: "Outcome") -> Table:
    """One row a source, the pooled figures first."""
    table = Table("source", "images", "AUC", "EER", "APCER", "BPCER", title="Sources not trained on, at threshold 0.5")
    for row in outcome.rows:
        rates = (f"{row.auc:.4f}", f"{row.eer:.1%}", f"{row.apcer:.1%}", f"{row.bpcer:.1%}")
        table.add_row(row.source, str(row.images), *rates)
    return table
