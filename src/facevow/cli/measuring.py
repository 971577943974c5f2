"""`facevow challenge acts`, `depth` and `photos`: how well acts are recognised, and what gives a photo away."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from facevow.challenge.depth import FLAT_BELOW
from facevow.challenge.events import Act
from facevow.challenge.flatness import DISTORTED_ABOVE
from facevow.cli.common import DetectorOption, WeightsOption, fail, open_with_progress
from facevow.cli.playing import JsonOption, read_all
from facevow.cli.rows import print_rows, say
from facevow.errors import EvaluationError, FacevowError
from facevow.evaluation.act_edits import deeds, perform
from facevow.evaluation.acts import (
    ActRates,
    ClipLabels,
    LabelledTrace,
    acts_table,
    measure_acts,
    packaged_labels,
    read_labels,
)
from facevow.evaluation.depth import Sight, Spread, by_yaw, sights_of_clip
from facevow.evaluation.photos import PhotoRun, count_acts, photo_runs, sights_of_run
from facevow.media.images import decode
from facevow.media.video import VIDEO_SUFFIXES
from facevow.recording import record
from facevow.traces.files import read_trace
from facevow.types import FrameAnalysis
from facevow.vision.mesh import FaceMesh
from facevow.vision.opening import open_mesh

PortraitOption = Annotated[
    Path | None, typer.Option(metavar="IMAGE", help="Simulate presentations of this picture of a face.")
]
RunsOption = Annotated[int, typer.Option(min=1, max=10_000, help="How many presentations.")]
PhotoSeedOption = Annotated[int, typer.Option(min=0, help="Of the presentations.")]

RATES = (30, 15, 8)
"""Frames a second at which acts are counted, unless told otherwise."""


def acts(
    inputs: Annotated[
        list[Path], typer.Argument(metavar="INPUT...", help="Videos, or traces made by `facevow record` at full rate.")
    ],
    *,
    labels: Annotated[
        Path | None, typer.Option(metavar="FILE", help="TOML: what is done when. The project's clips if not given.")
    ] = None,
    rate: Annotated[list[int] | None, typer.Option(min=1, help="Frames a second to thin to; repeat.")] = None,
    edits: Annotated[
        bool, typer.Option(help="Also make acts that the videos do not show, by moving the mesh of a quiet stretch.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Count how often acts are recognised in labelled recordings, and how often one is seen that is none.

    Inputs that the labels do not name are left out, with a word. Edits need videos: traces hold too few points.

        facevow challenge acts clips/*.mp4 --edits
    """
    try:
        known = read_labels(packaged_labels() if labels is None else labels.read_text(encoding="utf-8"))
        labelled = list(_labelled(inputs, known, edits=edits))
    except (OSError, ValueError, FacevowError) as error:
        fail(str(error))
    if not labelled:
        fail("expected an input that the labels name, found none")
    rows = measure_acts(labelled, tuple(rate or RATES))
    if as_json:
        print(json.dumps([_plain(row) for row in rows]))  # noqa: T201 - this is the answer
    else:
        print(acts_table(rows), end="")  # noqa: T201


def _labelled(inputs: list[Path], known: Mapping[str, ClipLabels], *, edits: bool) -> Iterator[LabelledTrace]:
    """Each input that the labels name, and with `edits` what can be made of it."""
    pipeline, mesh = None, open_mesh() if edits else None
    for path in inputs:
        name = path.name.removesuffix(".gz").removesuffix(path.suffix if path.suffix != ".gz" else ".jsonl")
        if name not in known:
            say(f"{name}: the labels do not name it", err=True)
            continue
        of = known[name]
        if path.suffix.lower() not in VIDEO_SUFFIXES:
            yield LabelledTrace(name, of.kind, read_trace(path).frames, of.labels, of.rest)
            continue
        pipeline = pipeline or open_with_progress("blazeface", None, None)
        with record(pipeline, path) as recording:
            frames = tuple(recording.frames)
        yield LabelledTrace(name, of.kind, _lean(frames), of.labels, of.rest)
        if mesh is not None and of.rest is not None:
            yield from _edits(name, frames, of.rest, mesh)


def _edits(
    name: str, frames: tuple[FrameAnalysis, ...], rest: tuple[float, float], mesh: FaceMesh
) -> Iterator[LabelledTrace]:
    stretch = [frame for frame in frames if rest[0] <= frame.at <= rest[1] and frame.landmarks is not None]
    if len(stretch) < 2:
        raise EvaluationError(f"expected a face between {rest[0]} and {rest[1]} s of {name} to make edits of")
    for deed in deeds():
        made = perform(f"{name}, {deed.act} of {deed.size:g}", stretch, deed, mesh.blendshapes)
        yield replace(made, analyses=_lean(made.analyses))


def _lean(frames: tuple[FrameAnalysis, ...]) -> tuple[FrameAnalysis, ...]:
    """The same without the meshes, which would fill the memory."""
    return tuple(replace(frame, landmarks=None) for frame in frames)


def depth(
    traces: Annotated[list[Path] | None, typer.Argument(metavar="[TRACE...]", help="Recordings.")] = None,
    *,
    portrait: PortraitOption = None,
    runs: RunsOption = 500,
    seed: PhotoSeedOption = 4,
    detector: DetectorOption = "blazeface",
    weights: WeightsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell planar residual and distortion of faces against how far they turned: the curves behind `flat_act`.

    Of the frames whose yaw changed so much: 5th, 50th and 95th percentile.

        facevow challenge depth tests/recordings/bonafide-*.jsonl.gz --portrait portrait.png
    """
    if not traces and portrait is None:
        fail("expected recordings, or a --portrait")
    seen: dict[str, list[Sight]] = {}
    try:
        for name, frames in read_all(traces or []):
            seen[name] = sights_of_clip(frames)
        if portrait is not None:
            for run in _presentations(portrait, runs, seed, detector, weights):
                seen.setdefault(f"photo: {run.kind}", []).extend(sights_of_run(run))
    except (OSError, FacevowError) as error:
        fail(str(error))
    print_rows([row for name, sights in seen.items() for row in _curve(name, sights)], as_json=as_json)
    if not as_json:
        say(f"flat: residual below {FLAT_BELOW:g} or distortion above {DISTORTED_ABOVE:g}")


def photos(
    portrait: Annotated[Path, typer.Argument(metavar="IMAGE", help="A picture of a face.")],
    *,
    runs: RunsOption = 500,
    seed: PhotoSeedOption = 4,
    detector: DetectorOption = "blazeface",
    weights: WeightsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Move a still photo before a simulated camera, and count the runs in which it does an act.

    It is tilted, bent, zoomed, shaken, and all at once. `seen` counts runs in which the recogniser sees the act,
    `believed` those in which no sign of flatness speaks against it.

        facevow challenge photos portrait.png --runs 500
    """
    try:
        counts = count_acts(_presentations(portrait, runs, seed, detector, weights))
    except (OSError, FacevowError) as error:
        fail(str(error))
    rows = [{"act": act.value, "seen": counts.seen[act], "believed": counts.believed[act]} for act in Act]
    print_rows(rows, as_json=as_json)
    if not as_json:
        say(f"runs: {counts.runs}, of which the face settled in {counts.settled}")


def _presentations(portrait: Path, runs: int, seed: int, detector: str, weights: Path | None) -> Iterator[PhotoRun]:
    pipeline = open_with_progress(detector, weights, None)
    return photo_runs(decode(portrait.read_bytes()), pipeline.analyse, runs=runs, seed=seed)


def _curve(name: str, sights: list[Sight]) -> list[dict[str, Any]]:
    """One row for each range of yaw."""
    return [
        {
            "shown": name,
            "yaw": f"{each.least} to {each.most}",
            "frames": each.frames,
            "residual": _ends(each.residual),
            "distortion": _ends(each.distortion),
        }
        for each in by_yaw(sights)
    ]


def _ends(spread: Spread | None) -> dict[str, float] | None:
    return None if spread is None else {end: round(value, 4) for end, value in asdict(spread).items()}


def _plain(row: ActRates) -> dict[str, Any]:
    return {**asdict(row), "taken_for": {act.value: count for act, count in row.taken_for.items()}}
