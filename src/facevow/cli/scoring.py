"""Scores a manifest's images with every model of `facevow evaluate`, and goes on where a stopped run ended."""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import cv2
import PIL
import simplejpeg
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from facevow.cli.common import plain
from facevow.cli.rows import say
from facevow.datasets.entry import Entry
from facevow.distributing.spreading import Spread
from facevow.errors import EvaluationError
from facevow.evaluation.carrying import Carried
from facevow.evaluation.kept import Kept
from facevow.evaluation.run import score_entries
from facevow.evaluation.scores import ScoreRow, write_scores
from facevow.vision.manifest import ensure
from facevow.vision.passive import PassiveNetwork

_KEPT = ".jsonl"
"""What is added to the name of a scores file for the answers of a run that is not over."""


@dataclass(frozen=True, slots=True)
class Scoring:
    """What is scored by whom. With `out` each model's scores are kept there as soon as they are made."""

    models: Mapping[str, Path | None]
    entries: Sequence[Entry]
    spread: Spread
    out: Path | None

    def score(self) -> dict[str, list[ScoreRow]]:
        """The rows of each model, in the order of the entries; with `out`, scores-NAME.csv is written as well.

        Raises:
            FacevowError: as `score_entries`, or a model cannot be opened.
        """
        files = file_names(self.models)
        paths = {name: path or ensure("passive") for name, path in self.models.items()}
        made_with = {name: PassiveNetwork(path).sha256 for name, path in paths.items()}  # before hours of work
        return {name: self._score(name, path, made_with[name], files[name]) for name, path in paths.items()}

    def forget(self) -> None:
        """Remove what a stopped run would have gone on from, now that all is written."""
        if self.out is not None:
            for file in file_names(self.models).values():
                (self.out / (file + _KEPT)).unlink(missing_ok=True)

    def _score(self, name: str, path: Path, sha256: str, file: str) -> list[ScoreRow]:
        carried = Carried.read(path)
        if self.out is None:
            with bar(name) as on_step:
                return score_entries(carried, self.entries, on_step, spread=self.spread)
        with Kept(self.out / (file + _KEPT), {"model": sha256, **_versions()}) as kept:
            before = sum(kept.get(entry) is not None for entry in self.entries) if len(kept) else 0
            if before:
                say(f"{name}: {before} of {len(self.entries)} images had been scored before", err=True)
            with bar(name) as on_step:
                rows = score_entries(carried, self.entries, on_step, kept=kept, spread=self.spread)
        write_scores(self.out / file, rows)
        return rows


def _versions() -> dict[str, str]:
    """The libraries whose versions may change a score: what decodes and resamples pictures, and what scores."""
    modules = {"opencv": cv2, "pillow": PIL, "simplejpeg": simplejpeg}  # as they go by several names when installed
    versions = {library: version(library) for library in ("facevow", "numpy", "onnxruntime")}
    return versions | {name: str(module.__version__) for name, module in modules.items()}


def file_names(models: Iterable[str]) -> dict[str, str]:
    """The scores file of each model: its name with whatever no file name should hold replaced.

    Raises:
        EvaluationError: two models would write into one file.
    """
    names = {name: f"scores-{re.sub(r'[^A-Za-z0-9._-]', '_', name)}.csv" for name in models}
    if len(set(names.values())) < len(names):
        raise EvaluationError(f"expected names that differ in letters and digits, got {', '.join(names)}")
    return names


@contextmanager
def bar(name: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error, and what moves it."""
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task(plain(name).plain, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
