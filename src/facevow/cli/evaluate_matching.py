"""`facevow evaluate-matching`: how well the matchers tell people apart, on images and on clips."""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from facevow.cli.common import download_bar, fail, frame_bar
from facevow.cli.rows import print_rows
from facevow.errors import EvaluationError, FacevowError
from facevow.matching.opening import choose_matcher
from facevow.media.video import VIDEO_SUFFIXES
from facevow.vision.opening import open_pipeline

if TYPE_CHECKING:
    from facevow.evaluation.groups import Json
    from facevow.evaluation.matching_report import Extent, Instruments


def evaluate_matching(
    data: Annotated[Path, typer.Argument(metavar="PAD", help="The folder of the development data, or its manifest.")],
    *,
    footage: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Clips, each to match its own begin only.")
    ] = None,
    people: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Who is who in other data, as people.toml.")
    ] = None,
    matcher_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The description of another embedding (docs/embeddings.md).")
    ] = None,
    of_session: Annotated[int, typer.Option(min=2, max=1000, help="Most images of a person's session.")] = 12,
    repeats: Annotated[int, typer.Option(min=10, max=10000, help="Draws of people for the intervals.")] = 500,
    as_json: Annotated[bool, typer.Option("--json", help="Print all figures as one JSON object.")] = False,
) -> None:
    """Measure the face matchers: the embedding, and ORB beside it.

    Pairs are made of images of known people, within and across recordings and sources; docs/matching.md says how.

        facevow evaluate-matching pad --footage footage
    """
    if find_spec("scipy") is None:
        fail("evaluation needs scipy: pip install 'facevow[evaluate]'")
    from facevow.evaluation.matching_report import Extent  # noqa: PLC0415 - scipy may be missing

    try:
        found = _measured(data, footage, people, matcher_file, Extent(of_session, repeats))
    except FacevowError as error:
        fail(str(error))
    if as_json:
        print(json.dumps(found, allow_nan=False))  # noqa: T201 - this is the answer
    else:
        _print(found)


def _measured(
    data: Path, footage: Path | None, people: Path | None, matcher_file: Path | None, extent: "Extent"
) -> "Json":
    from facevow.evaluation.matching_report import measure_clips, measure_images  # noqa: PLC0415 - as above
    from facevow.evaluation.people import packaged_people, read_people  # noqa: PLC0415

    clips = [] if footage is None else _clips(footage)
    known = packaged_people() if people is None else read_people(people)
    by = _opened(matcher_file)
    manifest = data / "manifest.csv" if data.is_dir() else data
    with frame_bar() as bar:
        task = bar.add_task("images", total=None)
        found = measure_images(manifest, known, by, extent, lambda at, of: bar.update(task, completed=at, total=of))
        if clips:
            task = bar.add_task("clips", total=None)
            found["clips"] = measure_clips(
                clips, by.analyser, by.contenders["embedding"], lambda at, of: bar.update(task, completed=at, total=of)
            )
    return found


def _opened(matcher_file: Path | None) -> "Instruments":
    from facevow.evaluation.matching_report import Contender, Instruments  # noqa: PLC0415 - as above

    bar, tell = download_bar()
    with bar:
        matchers = {
            "embedding": choose_matcher("embedding", matcher_file, progress=tell),
            "orb": choose_matcher("orb"),
        }
        opened = {name: Contender(one.measure, one.open_describer()) for name, one in matchers.items()}
        return Instruments(open_pipeline(progress=tell), opened)


def _clips(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise EvaluationError(f"expected a folder of clips at {folder}, found none")
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in VIDEO_SUFFIXES)
    if not found:
        raise EvaluationError(f"expected clips in {folder}, found none")
    # bona fide ones first, so that the matrix has them side by side
    return sorted(found, key=lambda path: (path.stem.startswith("attack"), path.name))


def _print(found: "Json") -> None:
    from facevow.evaluation import matching_report as report  # noqa: PLC0415 - as above

    tables = [report.separation_rows, report.threshold_rows, report.cost_rows, report.person_rows]
    shown = [rows(found) for rows in tables]
    if "clips" in found:
        shown += [report.clip_rows(found["clips"]), report.splice_rows(found["clips"])]
    for rows in filter(None, shown):
        print_rows(rows, as_json=False)
