"""`facevow evaluate`: measure passive networks on a data set, or scores that were made before."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from facevow.cli.common import fail, open_with_progress
from facevow.cli.engines import Engine, EngineOption, RayAddressOption, spread_of
from facevow.cli.scoring import Scoring, bar
from facevow.datasets.alone import alone_in
from facevow.datasets.manifest import read_manifest
from facevow.distributing.spreading import LOCAL, Spread
from facevow.errors import EvaluationError, FacevowError
from facevow.media.video import VIDEO_SUFFIXES
from facevow.vision.blazeface import BlazeFace

if TYPE_CHECKING:  # scipy and matplotlib are optional and slow to import
    from facevow.evaluation.face_size import SizeCurve, Sizes
    from facevow.evaluation.groups import Json

SHIPPED = "facevow"
"""What the network in the package is called in tables."""

_EXTRA = ("scipy", "matplotlib", "jinja2")

MOST_LETTERS = 60
"""Of a model's name: it stands over columns and in charts."""


class Split(StrEnum):
    """The part of a data set that is judged."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"


class Framing(StrEnum):
    """What an image shows of its surroundings."""

    FRAME = "frame"
    FACE_CROP = "face_crop"


ModelOption = Annotated[
    list[str] | None,
    typer.Option(metavar="[NAME=]FILE", help="A network that describes itself; repeat to compare, yours first."),
]
ScoresOption = Annotated[
    list[str] | None, typer.Option(metavar="[NAME=]FILE", help="Scores made before, instead of a MANIFEST; repeat.")
]
OutOption = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Write scores-NAME.csv, summary.json and report.html here.")
]
DevelopmentOption = Annotated[
    list[str] | None, typer.Option(metavar="[NAME=]FILE", help="Scores that fix NAME's threshold for HTER.")
]
ClipsOption = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Videos to score at many face sizes (needs a network).")
]
EnlargeOption = Annotated[
    float, typer.Option(min=1, max=8, help="How far clips may be enlarged for sizes their faces lack.")
]


def evaluate(
    manifest: Annotated[Path | None, typer.Argument(metavar="MANIFEST", help="CSV file that lists images.")] = None,
    *,
    model: ModelOption = None,
    scores: ScoresOption = None,
    out: OutOption = None,
    split: Annotated[Split | None, typer.Option(help="Only this split of the manifest.")] = None,
    framing: Annotated[Framing | None, typer.Option(help="Only images of this framing.")] = None,
    threshold: Annotated[float, typer.Option(min=0, max=1, help="From which score on a face is bona fide.")] = 0.5,
    development: DevelopmentOption = None,
    clips: ClipsOption = None,
    enlarge: EnlargeOption = 1.0,
    common: Annotated[bool, typer.Option("--common", help="Compare the images that all scores have.")] = False,
    engine: EngineOption = Engine.LOCAL,
    ray_address: RayAddressOption = LOCAL,
    as_json: Annotated[bool, typer.Option("--json", help="Print all figures as one JSON object.")] = False,
) -> None:
    """Measure how well networks tell bona fide presentations from attacks.

    Without --model the network in the package is measured; without --out only a table is printed. With --out, a run
    that was stopped goes on where it ended, whoever works.

        facevow evaluate pad/manifest.csv --split validation --out results
        facevow evaluate pad/manifest.csv --model ours=new.onnx --model peer=peer.onnx --out results
        facevow evaluate pad/manifest.csv --out results --engine ray --ray-address 10.0.0.5:6379
        facevow evaluate --scores ours=a.csv --scores peer=b.csv --common
    """
    lacking = [name for name in _EXTRA if find_spec(name) is None]
    if lacking:
        fail(f"evaluation needs {', '.join(lacking)}: pip install 'facevow[evaluate]'")
    models: dict[str, Path | None] = {**_named(model, "--model")}
    if manifest is not None and not models:
        models[SHIPPED] = None
    try:
        spread = spread_of(engine, ray_address)
        asked = _Asked(models, _named(scores, "--scores"), manifest, split, framing, out, clips, spread)
        asked.check()
        with asked.alone():
            summary = asked.summarise(threshold, _named(development, "--development"), enlarge, common)
    except FacevowError as error:
        fail(str(error))
    if as_json:
        print(json.dumps(summary, allow_nan=False))  # noqa: T201 - this is the answer
    else:
        from facevow.evaluation.tables import tables  # noqa: PLC0415 - as above

        for table in tables(summary):
            Console().print(table)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Where scores come from and where the figures go."""

    models: Mapping[str, Path | None]
    scores: Mapping[str, Path]
    manifest: Path | None
    split: Split | None
    framing: Framing | None
    out: Path | None
    clips: Path | None
    spread: Spread

    def check(self) -> None:
        """Refuse options that contradict each other; that ends the command with status 2."""
        if (self.manifest is None) == (not self.scores):
            fail("expected either a MANIFEST to score, or --scores that were made before")
        if self.manifest is None and (self.split is not None or self.framing is not None):
            fail("--split and --framing choose images of a MANIFEST; scores are taken whole")
        if self.scores and bool(self.models) != (self.clips is not None):
            fail("--scores are taken as they are; --model and --clips, together, add face-size curves to them")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Make the folder of the answers before hours of scoring, not after, and keep it to this run."""
        if self.out is None:
            yield
            return
        _make(self.out)
        with alone_in(self.out, EvaluationError):
            yield

    def summarise(self, threshold: float, development: Mapping[str, Path], enlarge: float, common: bool) -> "Json":
        """Read or make the scores, make all figures, and write what was asked for."""
        from facevow.evaluation.face_size import Sizes  # noqa: PLC0415 - scipy may be missing
        from facevow.evaluation.groups import Options  # noqa: PLC0415
        from facevow.evaluation.report import write_report  # noqa: PLC0415
        from facevow.evaluation.scores import read_scores, write_text  # noqa: PLC0415
        from facevow.evaluation.summary import summarise  # noqa: PLC0415

        options = Options(threshold=threshold)
        fixed = {name: read_scores(path) for name, path in development.items()}
        clips = _videos(self.clips) if self.clips is not None else []
        scoring = self._scoring()
        rows = scoring.score() if scoring else {name: read_scores(path) for name, path in self.scores.items()}
        curves = {name: _curves(path, clips, Sizes(most_enlarged=enlarge)) for name, path in self.models.items()}
        shown = {name: of for name, of in curves.items() if of}
        summary = summarise(rows, options, development=fixed, face_size=shown, common=common)
        if self.out is not None:
            write_text(self.out / "summary.json", json.dumps(summary, allow_nan=False, indent=1) + "\n")
            write_report(self.out / "report.html", summary)
            if scoring:
                scoring.forget()
        return summary

    def _scoring(self) -> Scoring | None:
        """How the images that were asked for are scored; None where scores were made before."""
        if self.manifest is None:
            return None
        framings = [self.framing] if self.framing else list(Framing)
        manifest = self.manifest.absolute()  # workers begin in other folders
        entries = read_manifest(manifest, framings=[str(framing) for framing in framings])
        kept = [entry for entry in entries if self.split is None or entry.split == self.split]
        if not kept:
            raise EvaluationError(f"expected images of the split {self.split} in {self.manifest}, found none")
        return Scoring(self.models, kept, self.spread, self.out)


def _named(given: list[str] | None, option: str) -> dict[str, Path]:
    """Read NAME=FILE; a bare FILE goes by its stem. What holds a slash before the sign has no name."""
    found: dict[str, Path] = {}
    for text in given or []:
        before, sign, after = text.partition("=")
        name, file = (before, after) if sign and "/" not in before else (Path(text).stem, text)
        if not name.strip() or not name.isprintable() or len(name) > MOST_LETTERS or not file:
            fail(f"{option}: expected [NAME=]FILE with a name of 1 to {MOST_LETTERS} letters, got {text!r}")
        if name in found:
            fail(f"{option}: expected each name once, got {name!r} twice; write NAME=FILE")
        found[name] = Path(file)
    return found


def _make(folder: Path) -> None:
    """Make the folder of the answers."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise EvaluationError(f"{folder} cannot be written: {error}") from error


def _videos(folder: Path) -> list[Path]:
    """The clips of a folder."""
    if not folder.is_dir():
        raise EvaluationError(f"expected a folder of clips at {folder}, found none")
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in VIDEO_SUFFIXES)
    if not found:
        raise EvaluationError(f"expected clips in {folder}, found none")
    return found


def _curves(model: Path | None, clips: list[Path], sizes: "Sizes") -> "list[SizeCurve]":
    """The face-size curve of each clip."""
    from facevow.evaluation.face_size import size_curve  # noqa: PLC0415

    if not clips:
        return []
    pipeline = open_with_progress(BlazeFace.name, None, model)
    found = []
    with bar("clips") as on_step:
        for number, clip in enumerate(clips):
            found.append(size_curve(clip, pipeline.analyse, sizes))
            on_step(number + 1, len(clips))
    return found
