"""Options and steps that several commands share."""

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.text import Text

from facevow.errors import ModelError
from facevow.vision.manifest import Progress as Tell
from facevow.vision.opening import open_pipeline
from facevow.vision.pipeline import Pipeline

DetectorOption = Annotated[str, typer.Option(help="blazeface, or yolov5-face together with --weights.")]
WeightsOption = Annotated[Path | None, typer.Option(metavar="FILE", help="ONNX export of the YOLOv5-face family.")]
PassiveOption = Annotated[Path | None, typer.Option(metavar="FILE", help="Another passive network (ONNX).")]


def download_bar() -> tuple[Progress, Tell]:
    """A progress bar for downloads on standard error, and the function that moves it."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    tasks = {}

    def tell(name: str, received: int, expected: int) -> None:
        if name not in tasks:
            tasks[name] = bar.add_task(name, total=expected)
        bar.update(tasks[name], completed=received)

    return bar, tell


def frame_bar() -> Progress:
    """A progress bar on standard error that counts, where somebody may see it."""
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )


def open_with_progress(detector: str, weights: Path | None, passive: Path | None) -> Pipeline:
    """Open the networks, showing a download if there is one; a failure ends the command with status 2."""
    bar, tell = download_bar()
    try:
        with bar:
            return open_pipeline(detector, weights, passive, progress=tell)
    except ModelError as error:
        fail(str(error))


def plain(text: object) -> Text:
    """Text from outside, a file's name above all: brackets are no markup, and bytes that are no text become marks."""
    return Text(str(text).encode("utf-8", "replace").decode())


def fail(message: str) -> NoReturn:
    """Say why on standard error and end with status 2."""
    Console(stderr=True).print("[red]facevow:[/]", plain(message), highlight=False, soft_wrap=True)
    raise typer.Exit(2)
