"""`facevow match`: do two pictures or clips show the same person?"""

import json
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.console import Console

from facevow.cli.common import download_bar, fail, plain
from facevow.cli.rows import new_table, print_table
from facevow.comparing import Comparer, Comparison, Described, Side
from facevow.errors import FacevowError, InputError

MatcherOption = Annotated[
    Literal["embedding", "orb"],
    typer.Option(envvar="FACEVOW_MATCHER", help="A face embedding, or OpenCV's ORB key points."),
]
MatcherFileOption = Annotated[
    Path | None,
    typer.Option(
        envvar="FACEVOW_MATCHER_FILE", metavar="FILE", help="Another embedding: its description in TOML, see docs."
    ),
]
FmrOption = Annotated[
    Literal["0.01", "0.001", "0.0001"],
    typer.Option(envvar="FACEVOW_MATCH_FMR", help="The false-match rate that the threshold is set at."),
]
ThresholdOption = Annotated[
    float | None,
    typer.Option(envvar="FACEVOW_MATCH_THRESHOLD", min=-1, max=1, help="A threshold of your own, in place of --fmr's."),
]

MATCH, NO_MATCH, NOT_COMPARABLE = 0, 1, 2
"""Exit statuses."""


def match(
    a: Annotated[str, typer.Argument(metavar="A", help="A picture or video.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another one.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    matcher: MatcherOption = "embedding",
    matcher_file: MatcherFileOption = None,
    fmr: FmrOption = "0.001",
    threshold: ThresholdOption = None,
) -> None:
    """Compare the faces of two files, pictures or clips. Whether they are live is asked with `facevow check`.

    A picture must show one face. Of a clip up to 16 fit frames, spread over it, are compared; the score is the median.
    A clip that shows one person after another is not comparable; only an embedding notices that, ORB does not.

    Exit status: 0 the same person, 1 not, 2 not comparable: no face, several faces or people, unfit frames, or unusable
    input.

        facevow match passport.jpg selfie.jpg
        facevow match enrolled.jpg session.mp4 --json
        facevow match a.jpg b.jpg --matcher orb --fmr 0.01
    """
    bar, tell = download_bar()
    try:
        with bar:
            comparer = Comparer.open(matcher, matcher_file, fmr=fmr, threshold=threshold, progress=tell)
        errors: dict[str, str] = {}
        one, other = (_described(comparer, name, given, errors) for name, given in (("a", a), ("b", b)))
        comparison = comparer.between(one, other)
    except FacevowError as error:
        fail(str(error))
    if as_json:
        print(json.dumps(_told(comparison, errors), allow_nan=False))  # noqa: T201 - this is the answer
    else:
        _print(comparison, errors)
    raise typer.Exit(_status(comparison))


def _described(comparer: Comparer, name: str, given: str, errors: dict[str, str]) -> Described:
    """What can be made of one input; what is wrong with its file goes to `errors`."""
    try:
        return comparer.describe(given)
    except InputError as error:
        errors[name] = str(error)
        return Described(Side(given, 0, 0, (error.code,)))


def _status(comparison: Comparison) -> int:
    if comparison.score is None:
        return NOT_COMPARABLE
    return MATCH if comparison.matched else NO_MATCH


def _told(comparison: Comparison, errors: dict[str, str]) -> dict[str, Any]:
    sides = {"a": comparison.a, "b": comparison.b}
    return {
        "match": comparison.matched,
        "score": None if comparison.score is None else round(comparison.score, 4),
        "threshold": comparison.threshold,
        "matcher": comparison.matcher,
        "frames": [side.frames for side in sides.values()],
    } | {
        name: {"input": side.input, "seen": side.seen, "frames": side.frames, "reasons": list(side.reasons)}
        | ({"error": errors[name]} if name in errors else {})
        for name, side in sides.items()
    }


def _print(comparison: Comparison, errors: dict[str, str]) -> None:
    table = new_table("input", "frames seen", "compared", "not comparable")
    for name, side in (("a", comparison.a), ("b", comparison.b)):
        why = errors.get(name) or ", ".join(side.reasons)
        table.add_row(plain(side.input), str(side.seen), str(side.frames), plain(why))
    print_table(table)
    words = {
        MATCH: "[green]the same person[/]",
        NO_MATCH: "[red]not the same person[/]",
        NOT_COMPARABLE: "[yellow]not comparable[/]",
    }
    score = "no score" if comparison.score is None else f"score {comparison.score:.3f}"
    about = f"{score}, threshold {comparison.threshold:.3f}, matcher {comparison.matcher}"
    Console().print(words[_status(comparison)] + ":", plain(about), highlight=False, soft_wrap=True)
