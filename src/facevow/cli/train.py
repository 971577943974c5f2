"""`facevow train` and `facevow crossvalidate`: train the passive network and export it, or judge a recipe for it."""

import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from facevow.cli.common import fail
from facevow.errors import FacevowError

if TYPE_CHECKING:  # torch is optional and slow to import
    from facevow.evaluation.scores import ScoreRow
    from facevow.training.jobs import Done
    from facevow.training.telling import OnStep

ConfigArgument = Annotated[
    Path, typer.Argument(metavar="CONFIG", help="TOML file; training/configs/passive-2.toml shows one.")
]
OutOption = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Where everything goes; runs/NAME-VERSION if not given.")
]


def train(
    config: ConfigArgument,
    *,
    out: OutOption = None,
    everything: Annotated[
        bool, typer.Option(help="Learn from the validation sources too; needs --calibration.")
    ] = False,
    calibration: Annotated[
        Path | None, typer.Option(metavar="FILE", help="calibration.json of a cross-validation, instead of a new one.")
    ] = None,
) -> None:
    """Train the passive network as CONFIG says, and write it as one ONNX file.

    A run that was stopped goes on where it stood when the same command is given again.
    """
    _require_torch()
    from facevow.training.calibration import read_calibration  # noqa: PLC0415 - see above
    from facevow.training.config import read_config  # noqa: PLC0415
    from facevow.training.curves import draw_curves  # noqa: PLC0415
    from facevow.training.run import train as run  # noqa: PLC0415

    console, began = Console(), time.monotonic()
    try:
        settings = read_config(config)
        folder = out or Path("runs") / f"{settings.name}-{settings.version}"
        fixed = None if calibration is None else read_calibration(calibration)
        with _bar(console) as bar:
            outcome = run(settings, folder, _steps(bar), calibration=fixed, everything=everything)
        draw_curves(outcome.networks, folder / "curves.svg")
        console.print(_epochs(outcome.networks))
        if outcome.rows:
            console.print(_sources({"network": outcome.rows}))
    except FacevowError as error:
        fail(str(error))
    size, took = outcome.path.stat().st_size, time.monotonic() - began
    console.print(f"{outcome.path}: {size:,} bytes, {took:.0f} s; curves in {folder / 'curves.svg'}")


def crossvalidate(
    config: ConfigArgument,
    *,
    out: OutOption = None,
    folds: Annotated[int, typer.Option(min=2, help="How many parts the training sources are dealt into.")] = 5,
) -> None:
    """Judge every source by networks trained without it; write their scores and the calibration.

    `facevow evaluate --scores NAME=DIR/scores.csv` makes the report, beside the scores of other models.
    """
    _require_torch()
    from facevow.training.config import read_config  # noqa: PLC0415 - see above
    from facevow.training.crossvalidation import cross_validate  # noqa: PLC0415

    console, began = Console(), time.monotonic()
    try:
        settings = read_config(config)
        folder = out or Path("runs") / f"{settings.name}-{settings.version}-folds"
        with _bar(console) as bar:
            validated = cross_validate(settings, folder, folds, _steps(bar))
        console.print(_sources({"ensemble": validated.rows, **validated.members}))
    except FacevowError as error:
        fail(str(error))
    console.print(f"{folder}: {len(validated.rows):,} scores, calibration, {time.monotonic() - began:.0f} s")


def _require_torch() -> None:
    if any(find_spec(name) is None for name in ("torch", "onnx", "matplotlib")):
        fail("training needs torch: pip install 'facevow[train]'")


def _bar(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console)


def _steps(bar: Progress) -> "OnStep":
    """What moves the bar: told the network, the batches done, the batches in all and the loss."""
    tasks = {}

    def step(network: str, done: int, total: int, loss: float) -> None:
        if network not in tasks:
            tasks[network] = bar.add_task(network, total=total)
        bar.update(tasks[network], completed=done, description=f"{network} loss {loss:.3f}")

    return step


def _epochs(networks: "Sequence[Done]") -> Table:
    """One row an epoch; the kept one is marked."""
    table = Table("network", "epoch", "loss", "AUC", "EER", "kept", title="Epochs; AUC and EER on validation sources")
    for done in networks:
        for epoch in done.epochs:
            kept, found = "*" if epoch.number == done.best else "", epoch.validation
            rates = ("", "") if found is None else (f"{found.auc:.4f}", f"{found.eer:.1%}")
            table.add_row(done.job.network.title, str(epoch.number + 1), f"{epoch.loss:.3f}", *rates, kept)
    return table


def _sources(models: "dict[str, Sequence[ScoreRow]]") -> Table:
    """AUC and EER of each model: one row a source that has both classes, the pooled figures first."""
    table = Table("source", "images", *models, title="Sources not trained on: AUC / EER")
    first = next(iter(models.values()))
    groups: list[tuple[str, Callable[[ScoreRow], bool]]] = [("all", lambda _: True)]
    groups += [(f"all, {framing}", _framed(framing)) for framing in sorted({row.framing for row in first})]
    groups += [(source, _of(source)) for source in sorted({row.source for row in first})]
    for name, belongs in groups:
        parts = [[row for row in rows if belongs(row)] for rows in models.values()]
        if len({row.bona_fide for row in parts[0]}) == 2:
            table.add_row(name, str(len(parts[0])), *map(_separated, parts))
    return table


def _framed(framing: str) -> "Callable[[ScoreRow], bool]":
    return lambda row: row.framing == framing


def _of(source: str) -> "Callable[[ScoreRow], bool]":
    return lambda row: row.source == source


def _separated(rows: "Sequence[ScoreRow]") -> str:
    import numpy as np  # noqa: PLC0415 - loaded by training already

    from facevow.evaluation.metrics import separation  # noqa: PLC0415

    scores, labels = np.array([row.score for row in rows], np.float64), np.array([row.bona_fide for row in rows])
    found = separation(scores, labels)
    return f"{found.auc:.3f} / {found.eer:.1%}"
