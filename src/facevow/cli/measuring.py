"""`facevow challenge acts` and `depth`: how well acts are recognised, and how deep faces and photos look."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from facevow.challenge.depth import FLAT_BELOW
from facevow.cli.common import DetectorOption, WeightsOption, fail, open_with_progress
from facevow.cli.playing import JsonOption, read_all
from facevow.cli.rows import print_rows, say
from facevow.errors import EvaluationError, FacevowError
from facevow.evaluation.acts import ActRates, LabelledTrace, acts_table, measure_acts, packaged_labels, read_labels
from facevow.evaluation.depth import Sight, by_yaw, sights_of_clip, sights_of_photos
from facevow.media.images import decode

RATES = (30, 15, 8)
"""Frames a second at which acts are counted, unless told otherwise."""


def acts(
    traces: Annotated[list[Path], typer.Argument(metavar="TRACE...", help="Made by `facevow record`, at full rate.")],
    *,
    labels: Annotated[
        Path | None, typer.Option(metavar="FILE", help="TOML: what is done when. The project's clips if not given.")
    ] = None,
    rate: Annotated[list[int] | None, typer.Option(min=1, help="Frames a second to thin to; repeat.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Count how often acts are recognised in labelled recordings, and how often one is seen that is none.

    Recordings that the labels do not name are left out, with a word.

        facevow challenge acts traces/*.jsonl.gz --rate 30 --rate 15 --rate 8
    """
    try:
        known = read_labels(packaged_labels() if labels is None else labels.read_text(encoding="utf-8"))
    except (OSError, ValueError, EvaluationError) as error:
        fail(str(error))
    labelled = []
    for name, frames in read_all(traces):
        if name in known:
            of = known[name]
            labelled.append(LabelledTrace(name, of.kind, frames, of.labels, of.rest))
        else:
            say(f"{name}: the labels do not name it", err=True)
    if not labelled:
        fail("expected a recording that the labels name, found none")
    rows = measure_acts(labelled, tuple(rate or RATES))
    if as_json:
        print(json.dumps([_plain(row) for row in rows]))  # noqa: T201 - this is the answer
    else:
        print(acts_table(rows), end="")  # noqa: T201


def depth(
    traces: Annotated[list[Path] | None, typer.Argument(metavar="[TRACE...]", help="Recordings.")] = None,
    *,
    portrait: Annotated[
        Path | None, typer.Option(metavar="IMAGE", help="Simulate presentations of this picture of a face.")
    ] = None,
    runs: Annotated[int, typer.Option(min=1, max=10_000, help="How many presentations.")] = 500,
    seed: Annotated[int, typer.Option(min=0, help="Of the presentations.")] = 4,
    detector: DetectorOption = "blazeface",
    weights: WeightsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell the planar residual of faces against how far they turned: the curve behind `flat_act`.

    `low`, `median` and `high` are the 5th, 50th and 95th percentile of the frames whose yaw changed so much; `flat`
    counts those that would be taken for a plane.

        facevow challenge depth tests/recordings/bonafide-*.jsonl.gz --portrait portrait.png
    """
    if not traces and portrait is None:
        fail("expected recordings, or a --portrait")
    seen: dict[str, list[Sight]] = {}
    try:
        for name, frames in read_all(traces or []):
            seen[name] = sights_of_clip(frames)
        if portrait is not None:
            analyse = open_with_progress(detector, weights, None).analyse
            for kind, sights in sights_of_photos(decode(portrait.read_bytes()), analyse, runs=runs, seed=seed):
                seen.setdefault(f"photo: {kind}", []).extend(sights)
    except (OSError, FacevowError) as error:
        fail(str(error))
    print_rows([row for name, sights in seen.items() for row in _curve(name, sights)], as_json=as_json)
    if not as_json:
        say(f"flat: below {FLAT_BELOW:g}")


def _curve(name: str, sights: list[Sight]) -> list[dict[str, Any]]:
    """One row for each range of yaw."""
    return [
        {
            "shown": name,
            "yaw": f"{each.least} to {each.most}",
            "frames": each.frames,
            **{
                end: _rounded(value) for end, value in (("low", each.low), ("median", each.median), ("high", each.high))
            },
            "flat": each.flat,
        }
        for each in by_yaw(sights)
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _plain(row: ActRates) -> dict[str, Any]:
    return {**asdict(row), "taken_for": {act.value: count for act, count in row.taken_for.items()}}
