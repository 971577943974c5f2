"""`facevow dataset`: make a data set out of a collection, and look one over."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

from facevow.cli.common import download_bar, fail, frame_bar, plain
from facevow.cli.engines import Engine, EngineOption, RayAddressOption, spread_of
from facevow.datasets.detecting import carried_blazeface
from facevow.datasets.entry import SPLITS
from facevow.datasets.layouts import Layout, licence_of, list_items
from facevow.datasets.manifest import read_manifest
from facevow.datasets.prepare import MANIFEST, SKIPPED, About, OnStep, Outcome
from facevow.datasets.prepare import prepare as prepare_items
from facevow.datasets.sampling import Sampling
from facevow.datasets.survey import Survey, survey
from facevow.distributing.spreading import LOCAL
from facevow.errors import DatasetError, FacevowError
from facevow.types import PaiSpecies
from facevow.vision.blazeface import BlazeFace

MOST_LINES = 20
"""How many broken files are printed."""

app = typer.Typer(no_args_is_help=True, help="Make data sets for training and evaluation, and look them over.")


@app.command()
def prepare(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="The folder of the collection.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Where the data set goes; a second run goes on there.")],
    *,
    layout: Annotated[Layout, typer.Option(help="How the collection lies on disk.")] = Layout.FOLDERS,
    every: Annotated[
        str, typer.Option(metavar="STEP", help="Look at a video so often: 0.5s, or 12f for frames.")
    ] = "0.5s",
    limit: Annotated[int, typer.Option(min=1, help="Most images of one video.")] = 25,
    seed: Annotated[int, typer.Option(help="Decides who goes to which split.")] = 0,
    name: Annotated[str, typer.Option(help="The manifest's source; the folder's name if not given.")] = "",
    species: Annotated[
        PaiSpecies, typer.Option(help="What attacks are, where the layout is folders and they do not tell.")
    ] = PaiSpecies.PRINT_OR_PHOTO,
    licence: Annotated[str, typer.Option(help="The terms of the collection, for the manifest.")] = "",
    origin: Annotated[str, typer.Option(help="Where the collection comes from, for the manifest.")] = "",
    engine: EngineOption = Engine.LOCAL,
    ray_address: RayAddressOption = LOCAL,
) -> None:
    """Find the faces in pictures and videos, cut them out, and write a manifest for training and evaluation.

    Exit status: 0 when OUT/manifest.csv is written, 2 otherwise. What gave no image is listed in OUT/skipped.csv.

        facevow dataset prepare datasets/ prepared/
        facevow dataset prepare CASIA-FASD/ prepared/ --layout casia-fasd --every 1s --limit 10
        facevow dataset prepare /data/celeba-spoof prepared/ --layout celeba-spoof --engine ray --ray-address auto
    """
    if out.resolve().is_relative_to(source.resolve()):
        fail(f"expected OUT outside of SOURCE, where it would be taken for a part of it, got {out}")
    about = About(name or source.resolve().name, licence or licence_of(layout), origin)
    try:
        sampling = Sampling.parse(every, limit)
        spread = spread_of(engine, ray_address)
        listing = list_items(layout, source.absolute(), seed=seed, species=species)  # workers begin in other folders
        opening = _fetch_detector()
        with _bar("preparing") as step:
            outcome = prepare_items(listing, out, opening, about=about, sampling=sampling, on_step=step, spread=spread)
    except FacevowError as error:
        fail(str(error))
    _print_outcome(outcome, out)
    guessed = sum(entry.species is species for entry in outcome.entries)
    if layout is Layout.FOLDERS and guessed and species is PaiSpecies.PRINT_OR_PHOTO:
        _say(f"{guessed} attacks are called {species}: name a folder like the species, or give --species")


@app.command()
def check(
    manifest: Annotated[Path, typer.Argument(metavar="MANIFEST", help="The CSV file of a data set.")],
) -> None:
    """Read a manifest, decode its pictures, count them, and warn of what would flatter figures.

    Exit status: 0 when every picture is sound, warnings or not; 2 otherwise.

        facevow dataset check prepared/manifest.csv
    """
    try:
        entries = read_manifest(manifest)
    except DatasetError as error:
        fail(str(error))
    with _bar("checking") as step:
        found = survey(entries, on_step=step)
    _print_survey(found)
    if found.broken:
        raise typer.Exit(2)


def _fetch_detector() -> Callable[[], BlazeFace]:
    """What opens the detector, fetched with a bar where it was not here.

    Raises:
        ModelError: it is missing and cannot be fetched, or is not what it should be.
    """
    bar, tell = download_bar()
    with bar:
        return carried_blazeface(progress=tell)


@contextmanager
def _bar(what: str) -> Iterator[OnStep]:
    """A progress bar on standard error, and what moves it."""
    progress = frame_bar()
    with progress:
        task = progress.add_task(what, total=None)

        def step(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        yield step


def _print_outcome(outcome: Outcome, out: Path) -> None:
    counts = Counter((entry.split, entry.label) for entry in outcome.entries)
    table = Table("split", "bona fide", "attack")
    for split in SPLITS:
        table.add_row(split, str(counts[split, "bonafide"]), str(counts[split, "attack"]))
    Console().print(table)
    if outcome.resumed:
        _say(f"{outcome.resumed} pictures and videos had been prepared before")
    if outcome.thinned:
        _say(f"{outcome.thinned} frames were left out, because they look like one that was kept")
    for reason, count in sorted(outcome.skipped.items()):
        _say(f"skipped {count}: {reason}")
    if outcome.skipped:
        _say(f"the skipped ones are listed in {out / SKIPPED}")
    _say(f"{len(outcome.entries)} images: {out / MANIFEST}")


def _print_survey(found: Survey) -> None:
    table = Table(Column("source", overflow="fold"), "split", "label", "species", "images")
    for (source, split, label, species), count in found.counts.items():
        table.add_row(plain(source), split, label, species, str(count))
    Console().print(table)
    for warning in found.warnings:
        _say(f"warning: {warning}")
    for _, reason in found.broken[:MOST_LINES]:
        _say(f"broken: {reason}")
    if len(found.broken) > MOST_LINES:
        _say(f"broken: {len(found.broken) - MOST_LINES} more")
    _say(f"{sum(found.counts.values())} images, {len(found.broken)} broken files, {len(found.warnings)} warnings")


def _say(line: str) -> None:
    Console().print(plain(line), highlight=False, soft_wrap=True)
